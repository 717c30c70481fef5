"""Results of which less is used than is read."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
from sqlglot import exp

from codemod.advising.advice import Advice, Evidence
from codemod.advising.survey import Query, Survey, around, runs_once, short
from codemod.syntax.lines import line_before, line_end
from codemod.syntax.tree import dotted


def unused_rows(query: Query, survey: Survey) -> Iterator[Advice]:
    """Rows that are counted, tested for being there, or of which only the first ones are looked at."""
    if not _is_read(query) or survey.reads_one_row(query):
        return
    uses = _uses(query)
    kinds = {_kind(use, query) for use in uses or ()}
    if not kinds or None in kinds:
        return
    evidence = [_read_at(use, query) for use in uses or ()][:3]
    if kinds <= {"length"}:
        yield query.advise(
            "result.unused-rows", "every row is read to be counted", "SELECT count(*) with fetchval", evidence
        )
    elif kinds <= {"truth"}:
        suggestion = "SELECT EXISTS (SELECT 1 …) with fetchval"
        yield query.advise("result.unused-rows", "every row is read to see whether there is one", suggestion, evidence)
    elif "first" in kinds and kinds <= {"first", "truth"}:
        yield query.advise("result.unused-rows", "every row is read, and the first one used", "fetchrow", evidence)
    elif kinds <= {"choice", "truth"} and "choice" in kinds:
        suggestion = "ORDER BY random() LIMIT 1 with fetchrow"
        yield query.advise(
            "result.unused-rows", "every row is read, and one of them used at random", suggestion, evidence
        )


def _read_at(use: cst.BaseExpression, query: Query) -> Evidence:
    """Where a use stands, and the line it stands on."""
    module = query.site.module
    start = module.span(use)[0]
    text = module.source.text
    line = text[line_before(text, start) : line_end(text, start)].strip()
    return query.evidence_at(use, f"all that reads it: {short(line)}")


def unbounded(query: Query, survey: Survey) -> Iterator[Advice]:
    """The whole of a table that grows."""
    table = query.table
    if not _is_read(query) or table is None or query.tree.args.get("where") is not None or runs_once(query.site):
        return
    growing = survey.growth(table)
    if not growing or _is_kept(query) or _is_scheduled(query) or list(unused_rows(query, survey)):
        return
    message = f"reads every row of {table}, which grows by itself"
    suggestion = "a condition, LIMIT with a page at a time, or a cursor to go through all of them"
    yield query.advise("result.unbounded", message, suggestion, growing)


def _is_read(query: Query) -> bool:
    tree = query.tree
    whole = isinstance(tree, exp.Select) and not any(
        tree.args.get(key) for key in ("limit", "group", "distinct", "having", "with_", "locks")
    )
    return whole and query.site.runs.gives == "rows" and tree.find(exp.AggFunc) is None


def _is_kept(query: Query) -> bool:
    """Whether the rows are kept on an object: a cache wants them all."""
    for node in around(query.site):
        match node:
            case cst.Assign(targets=targets):
                return any(isinstance(target.target, cst.Attribute | cst.Subscript) for target in targets)
            case cst.AnnAssign(target=cst.Attribute() | cst.Subscript()):
                return True
            case cst.DictComp():
                return True
            case _:
                pass
    return False


def _is_scheduled(query: Query) -> bool:
    """Whether the function is a loop in the background, which goes through a table on purpose."""
    node = query.site.scope.node
    decorators = node.decorators if isinstance(node, cst.FunctionDef) else ()
    return any("loop" in (query.site.module.text_of(item.decorator)) for item in decorators)


def _uses(query: Query) -> list[cst.BaseExpression] | None:
    """Every use of the result; None where it goes out of sight."""
    site = query.site
    if site.awaited is None:
        return None
    parent = site.scope.parent(site.awaited)
    if isinstance(parent, cst.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0].target, cst.Name):
        name = parent.targets[0].target.value
        flow = site.scope.flow(name)
        made = [binding for binding in flow.bindings if binding.value is site.awaited]
        if flow.elsewhere or len(made) != 1 or any(len(flow.reaching.get(id(use), ())) > 1 for use in flow.uses):
            return None
        return list(site.scope.uses_of(name, made[0]))
    return [site.awaited]


def _kind(use: cst.BaseExpression, query: Query) -> str | None:
    """What a use needs of the rows: their number, whether there are any, the first, one at random."""
    scope = query.site.scope
    parent = scope.parent(use)
    match parent:
        case cst.If(test=test) | cst.While(test=test) | cst.IfExp(test=test) if test is use:
            return "truth"
        case cst.UnaryOperation(operator=cst.Not()):
            return "truth"
        case cst.BooleanOperation(left=left) if left is use and isinstance(scope.parent(parent), cst.If):
            return "truth"
        case cst.Subscript(value=value, slice=[cst.SubscriptElement(slice=cst.Index(value=cst.Integer(value="0")))]):
            return "first" if value is use else None
        case cst.Arg():
            called = scope.parent(parent)
            name = dotted(called.func) if isinstance(called, cst.Call) and len(called.args) == 1 else None
            return {"len": "length", "bool": "truth", "random.choice": "choice", "choice": "choice"}.get(name or "")
        case _:
            return None
