"""Whether a statement that a person wrote is the raw one that stood in its place."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, permutations
from typing import Final

from codemod.comparing.written import WrittenStatement, filled
from codemod.discovery.asyncpg_methods import AsyncpgMethod
from codemod.judging.court import Court
from codemod.judging.question import Question, Verdict
from codemod.lowering.lowered import ArgumentFacts, Lowered, ResultColumn, ResultShape, placeholder
from codemod.mapping.models import MappedTable, ModelRegistry
from codemod.mapping.modules import Module
from codemod.outcome import Refusal
from codemod.repositories.recognition import statement_imports
from codemod.resolution.statement import Statement
from codemod.verification.binds import parameter_types
from codemod.verification.canonical.canonical_form import canonical
from codemod.verification.compilation import compile_statement
from codemod.verification.difference import Difference
from codemod.verification.evaluation import Evaluator
from codemod.verification.numbering import numbered_text
from codemod.verification.samples import samples
from codemod.verification.standins import StandIns
from codemod.verification.statement import prove

#: Orders of the arguments that are tried where their text doesn't tell which is which.
_TRIED: Final = 24
_STAND_INS: Final = StandIns()
_OWN_WORDS: Final = "the new statement is not proven: "


@dataclass(frozen=True, slots=True, eq=False)
class RawStatement:
    """A raw call as it was.

    Attributes:
        method: the asyncpg method it stood for.
        arguments: Python text of each bound argument.
        facts: what was known of them.
    """

    statement: Statement
    method: AsyncpgMethod
    arguments: tuple[str, ...]
    facts: Mapping[int, ArgumentFacts]


def compare(
    raw: RawStatement, written: WrittenStatement, module: Module, registry: ModelRegistry, court: Court | None
) -> Verdict:
    """What is to be said of a pair.

    Args:
        raw: what was there.
        written: what is there now, in ``module``.
        module: for what its names mean.
        registry: models of the project.
        court: a server to ask where alchemod's own proof isn't enough; None for none.
    """
    tree = written.expression if written.gets is None else _got(*written.gets, registry)
    if tree is None:
        return Verdict("not checked", "the new statement is put together in branches, or out of sight")
    kind = _kind(tree)
    if kind != raw.statement.kind:
        return Verdict("not checked", f"the new statement is {kind}, the old one {raw.statement.kind}")
    values = _values(tree, module, registry)
    wanted = raw.statement.parameter_count
    if len(values) != wanted:
        return Verdict("not checked", f"the new statement takes {len(values)} arguments, the old one {wanted}")
    first: Verdict | None = None
    for numbers in _orders(values, raw.arguments):
        candidate = _candidate(raw, tree, dict(zip(values, numbers, strict=True)), module, registry)
        if candidate is None:
            return Verdict("not checked", "the new statement has a name that is no model and not SQLAlchemy's")
        verdict = _verdict(raw, candidate, registry, court)
        if verdict.judgement == "proved":
            return verdict
        first = first or verdict
    return first or Verdict("not checked", "the arguments of the two can't be told apart")


def _verdict(raw: RawStatement, candidate: Lowered, registry: ModelRegistry, court: Court | None) -> Verdict:
    reason = ""
    for trusted in (False, True):
        for statement in _readings(raw):
            try:
                prove(statement, candidate, registry, raw.facts, trusted=trusted)
            except Refusal as refusal:
                reason = reason or refusal.message
                continue
            return Verdict("proved", "as long as no argument is None" if trusted else "")
    if court is None:
        return Verdict("differs", reason.removeprefix(_OWN_WORDS))
    question = _question(raw, candidate, registry)
    if question is None:
        return Verdict("not checked", reason)
    verdict = court.verdict(question)
    # alchemod's own words name the columns, the server's tree only their numbers
    return Verdict("differs", reason.removeprefix(_OWN_WORDS)) if verdict.judgement == "differs" else verdict


def _readings(raw: RawStatement) -> tuple[Statement, ...]:
    """The statement, and for one row the same with the LIMIT that asyncpg's protocol message carries."""
    one_row = raw.method.one_row
    return (raw.statement, raw.statement.limited_to_one()) if one_row else (raw.statement,)


def _question(raw: RawStatement, candidate: Lowered, registry: ModelRegistry) -> Question | None:
    try:
        kinds = parameter_types(canonical(raw.statement.tree, registry))
        given = {number: samples(kind, number, raw.facts[number].python_type)[0] for number, kind in kinds.items()}
        sent = compile_statement(Evaluator(candidate, registry, _STAND_INS).statement(given), given, None)
    except Exception:  # whatever SQLAlchemy raises of a statement that is not ours
        return None
    return Question(
        sql=raw.statement.text,
        one_row=" LIMIT " in sent.text and _readings(raw)[-1].one_row,
        sent=sent.text,
        numbered=numbered_text(sent.text, sent.binds),
        arguments=tuple(sent.binds[position].number for position in sorted(sent.binds)),
        shape=_shape(raw, candidate),
    )


def _candidate(
    raw: RawStatement, tree: ast.expr, numbers: Mapping[str, int], module: Module, registry: ModelRegistry
) -> Lowered | None:
    names = [placeholder(number) for number in numbers.values()]
    placed = _placed(tree, {text: placeholder(number) for text, number in numbers.items()})
    imports = statement_imports(placed, names, module, registry)
    if imports is None:
        return None
    if raw.statement.kind != "select" and raw.statement.tree.args.get("returning") is None:
        quiet = ".inline()" if raw.statement.kind == "insert" else ".execution_options(synchronize_session=False)"
        placed = ast.parse(f"({ast.unparse(placed)}){quiet}", mode="eval").body  # no RETURNING of SQLAlchemy's own
    try:
        columns = canonical(raw.statement.tree, registry).columns
    except Difference:
        columns = ()
    entity = _entity(placed, registry)
    tables = [table for table in registry if any(item.name == table.class_name for item in imports)]
    attributes = {column.name: column.attribute for column in entity.columns} if entity is not None else {}
    return Lowered(
        kind=raw.statement.kind,
        # who reads the rows, and under which names, is not compared
        shape="entities" if entity is not None and columns else "none",
        expression=placed,
        definitions=(),
        imports=imports,
        tables=tuple(tables),
        columns=tuple(
            ResultColumn(column.name or "", column.pg_type, attributes.get(column.name or "")) for column in columns
        ),
        parameters=dict.fromkeys(range(1, raw.statement.parameter_count + 1), 1),
        entity=entity,
        writes=raw.statement.kind != "select",
    )


def _shape(raw: RawStatement, candidate: Lowered) -> ResultShape:
    if candidate.entity is not None or not candidate.columns:
        return candidate.shape
    return "scalar" if raw.method.gives == "value" else "rows"


def _entity(tree: ast.expr, registry: ModelRegistry) -> MappedTable | None:
    """The model of ``select(Model)``."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Call(func=ast.Name(id="select"), args=[ast.Name(id=name)])
                | ast.Call(func=ast.Attribute(attr="returning"), args=[ast.Name(id=name)])
            ):
                return next((table for table in registry if table.class_name == name and not table.core), None)
            case _:
                pass
    return None


def _kind(tree: ast.expr) -> str:
    """What a chain of calls begins with, in the terms of a statement."""
    while isinstance(tree, ast.Call | ast.Attribute):
        if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
            name = tree.func.id.removeprefix("pg_")
            return name if name in ("insert", "update", "delete") else "select"
        tree = tree.func if isinstance(tree, ast.Call) else tree.value
    return "select"


def _got(model: str, key: ast.expr, registry: ModelRegistry) -> ast.expr | None:
    """``session.get(Model, key)`` as the query it sends."""
    tables = [table for table in registry if table.class_name == model]
    if len(tables) != 1 or len(tables[0].primary_key) != 1:
        return None
    column = tables[0].column(tables[0].primary_key[0])
    assert column is not None, "a primary key is a column"
    text = f"select({model}).where({model}.{column.attribute} == {ast.unparse(key)})"
    return ast.parse(text, mode="eval").body


def _values(tree: ast.expr, module: Module, registry: ModelRegistry) -> list[str]:
    """Python texts of the arguments of a statement, each once: the largest parts without a name of SQL in them."""
    building = {local for local, (source, _) in module.imports.items() if source.split(".")[0] == "sqlalchemy"}
    building |= {table.class_name for table in registry}
    found: list[str] = []
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop(0)
        names = {item.id for item in ast.walk(node) if isinstance(item, ast.Name)}
        if isinstance(node, ast.expr) and names and not names & building and not isinstance(node, ast.Dict | ast.List):
            text = ast.unparse(node)
            if text not in found:
                found.append(text)
        else:
            pending = [*ast.iter_child_nodes(node), *pending]
    return found


def _placed(tree: ast.expr, names: Mapping[str, str]) -> ast.expr:
    class Placer(ast.NodeTransformer):
        def generic_visit(self, node: ast.AST) -> ast.AST:
            if isinstance(node, ast.expr) and (name := names.get(ast.unparse(node))) is not None:
                return ast.Name(name, ast.Load())
            return super().generic_visit(node)

    return ast.parse(ast.unparse(Placer().visit(filled(tree, {}))), mode="eval").body


def _orders(values: Sequence[str], arguments: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """The ``$n`` of each value: by equal text, and every order of those that have none."""
    own = {text: number for number, text in reversed([*enumerate(arguments, start=1)])}
    if all(value in own for value in values) and len({own[value] for value in values}) == len(values):
        yield tuple(own[value] for value in values)
        return
    yield from islice(permutations(range(1, len(values) + 1)), _TRIED)
