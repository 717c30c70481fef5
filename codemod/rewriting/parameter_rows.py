"""The rows of an ``executemany`` as the dictionaries that SQLAlchemy takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import libcst as cst

from codemod.python_code import is_attribute_name
from codemod.rewriting.leftovers import comments_in
from codemod.rewriting.site_writer import SiteWriter
from codemod.source import Edit
from codemod.syntax.bindings import Binding
from codemod.syntax.lines import indent_at

#: More columns than this are zipped with their names instead of unpacked one by one.
_UNPACKED: Final = 4


@dataclass(frozen=True, slots=True)
class ParameterRows:
    """What ``session.execute(stmt, …)`` is given.

    Attributes:
        name: the variable that holds the dictionaries.
        may_be_empty: nothing must be run for no rows, as asyncpg runs nothing.
    """

    name: str
    may_be_empty: bool = True


def parameter_rows(writer: SiteWriter, keys: Sequence[str]) -> ParameterRows:
    """Make dictionaries of the rows: where they are made, if nothing else reads them, else before the call.

    Args:
        writer: of the site; lines before its block are added to it, and edits elsewhere.
        keys: of ``$1``, ``$2`` …
    """
    rows = writer.conversion.site.arguments[0]
    if writer.parameters is None and isinstance(rows, cst.Name):
        made = _made_as_dictionaries(writer, rows, keys)
        if made is not None:
            writer.edits += made
            return ParameterRows(rows.value, may_be_empty=not _is_tested(writer, rows.value))
    name = writer.fresh("parameters")
    display = _display(rows, keys, writer) if writer.parameters is None else None
    if display is not None:
        writer.before.append(f"{name} = {display}")
        return ParameterRows(name, may_be_empty=not isinstance(rows, cst.List | cst.Tuple))
    writer.before.append(f"{name} = {_converted(writer, rows, keys)}")
    return ParameterRows(name)


def _converted(writer: SiteWriter, rows: cst.BaseExpression, keys: Sequence[str]) -> str:
    """Dictionaries of rows that come from elsewhere. They raise on a row of the wrong length, as asyncpg does."""
    given = writer.user(rows, operand=True) if writer.parameters is None else writer.parameters[1]
    if len(keys) <= _UNPACKED:
        return dictionaries_of(given, keys)
    names = writer.fresh("columns", "column_names")
    writer.before.append(f"{names} = ({', '.join(map(repr, keys))})")
    return f"[dict(zip({names}, values, strict=True)) for values in {given}]"


def dictionaries_of(rows: str, keys: Sequence[str]) -> str:
    """``[{"id": id, "name": name} for id, name in rows]``."""
    columns = [key.removeprefix("b_") for key in keys]
    variables = [
        column if is_attribute_name(column) and columns.count(column) == 1 else f"value_{index}"
        for index, column in enumerate(columns, start=1)
    ]
    target = ", ".join(variables) if len(variables) > 1 else f"({variables[0]},)"
    return f"[{_dictionary(keys, variables)} for {target} in {rows}]"


def _dictionary(keys: Sequence[str], values: Sequence[str]) -> str:
    return f"{{{', '.join(f'{key!r}: {value}' for key, value in zip(keys, values, strict=True))}}}"


# -- rows whose tuples are in sight


def _display(rows: cst.BaseExpression, keys: Sequence[str], writer: SiteWriter) -> str | None:
    """A display or comprehension of tuples as one of dictionaries; None where it is something else."""
    match rows:
        case cst.List(elements=elements) | cst.Tuple(elements=elements) if elements:
            items = [_row(item.value, keys, writer) for item in elements if isinstance(item, cst.Element)]
            if len(items) < len(elements) or None in items:
                return None
            return f"[{', '.join(filter(None, items))}]"
        case cst.ListComp(elt=element, for_in=loops) | cst.GeneratorExp(elt=element, for_in=loops):
            item = _row(element, keys, writer)
            return None if item is None else f"[{item} {' '.join(_loops(loops, writer))}]"
        case _:
            return None


def _row(node: cst.BaseExpression, keys: Sequence[str], writer: SiteWriter) -> str | None:
    """``(a, b)`` as ``{"x": a, "y": b}``."""
    if not isinstance(node, cst.Tuple | cst.List) or len(node.elements) != len(keys):
        return None
    values = [item.value for item in node.elements if isinstance(item, cst.Element)]
    if len(values) < len(keys) or any(isinstance(item, cst.NamedExpr | cst.Yield) for item in values):
        return None
    return _dictionary(keys, [writer.user(item) for item in values])


def _loops(loop: cst.CompFor | None, writer: SiteWriter) -> Iterator[str]:
    """The ``for … in … if …`` of a comprehension."""
    while loop is not None:
        keyword = "async for" if loop.asynchronous is not None else "for"
        yield f"{keyword} {writer.user(loop.target, target=True)} in {writer.user(loop.iter, operand=True)}"
        yield from (
            f"if {writer.user(item.test, operand=isinstance(item.test, cst.IfExp | cst.Lambda))}" for item in loop.ifs
        )
        loop = loop.inner_for_in


# -- rows that a variable holds and nothing else reads


def _made_as_dictionaries(writer: SiteWriter, rows: cst.Name, keys: Sequence[str]) -> list[Edit] | None:
    """The edits that make dictionaries where the rows are made; None where something else might read them."""
    flow = writer.scope.flow(rows.value)
    if flow.elsewhere or len(flow.bindings) != 1:
        return None
    edits = []
    lines: list[cst.SimpleStatementLine | None] = []
    binding = flow.bindings[0]
    if not isinstance(binding.value, cst.List) or binding.value.elements:
        lines.append(_assignment_line(binding))
    elif _assignment_line(binding) is None:
        return None
    lines += [_append_line(writer, use) for use in flow.uses if use is not rows and not _asks_for_any(writer, use)]
    for line in lines:
        edit = _with_dictionaries(writer, line, keys) if line is not None else None
        if edit is None:
            return None
        edits.append(edit)
    return edits


def _assignment_line(binding: Binding) -> cst.SimpleStatementLine | None:
    """``rows = …`` alone in its line, without an annotation that would say what the rows are."""
    line = binding.line
    is_plain = line is not None and len(line.body) == 1 and isinstance(line.body[0], cst.Assign)
    return line if is_plain and isinstance(binding.value, cst.List | cst.ListComp) else None


def _append_line(writer: SiteWriter, use: cst.Name) -> cst.SimpleStatementLine | None:
    """``rows.append(…)`` alone in its line."""
    parent = writer.scope.parent
    method = parent(use)
    call = parent(method) if method is not None else None
    expression = parent(call) if call is not None else None
    line = parent(expression) if expression is not None else None
    match method, call, expression, line:
        case (
            cst.Attribute(attr=cst.Name(value="append")),
            cst.Call(args=[cst.Arg(star="", keyword=None)]),
            cst.Expr(),
            cst.SimpleStatementLine(body=[_]),
        ) if call.func is method:
            return line
        case _:
            return None


def _with_dictionaries(writer: SiteWriter, line: cst.SimpleStatementLine, keys: Sequence[str]) -> Edit | None:
    """The line with dictionaries in the place of its tuples; None where a comment or another value stands there."""
    module = writer.module
    own = SiteWriter(writer.conversion, writer.layout)
    match line.body[0]:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value):
            display = _display(value, keys, own)
            code = f"{name} = {display}"
        case cst.Expr(value=cst.Call(func=cst.Attribute() as method, args=[argument])):
            display = _row(argument.value, keys, own)
            code = f"{module.text_of(method)}({display})"
        case _:
            return None
    if display is None or comments_in(module, line):
        return None
    start, end = module.span(line)
    end = start + len(module.source.text[start:end].rstrip())
    return Edit(start, end, writer.layout.render(code, own.stand_ins, indent_at(module, start)))


def _asks_for_any(writer: SiteWriter, use: cst.Name) -> bool:
    """Whether a use only asks how many rows there are: ``if rows:``, ``len(rows)``."""
    parent = writer.scope.parent
    around = parent(use)
    if isinstance(around, cst.Arg):
        call = parent(around)
        return isinstance(call, cst.Call) and isinstance(call.func, cst.Name) and call.func.value == "len"
    node: cst.CSTNode = use
    while isinstance(around, cst.BooleanOperation) or (
        isinstance(around, cst.UnaryOperation) and isinstance(around.operator, cst.Not)
    ):
        node, around = around, parent(around)
    return isinstance(around, cst.If | cst.While) and around.test is node


def _is_tested(writer: SiteWriter, name: str) -> bool:
    """Whether the call stands where there are rows: below ``if rows:``."""
    parent = writer.scope.parent
    node: cst.CSTNode = writer.conversion.site.call
    around = parent(node)
    while around is not None and not isinstance(around, cst.FunctionDef):
        if isinstance(around, cst.If) and around.body is node and name in _true_names(around.test):
            return True
        node, around = around, parent(around)
    return False


def _true_names(test: cst.BaseExpression) -> set[str]:
    """Names that are true wherever a test is."""
    match test:
        case cst.Name():
            return {test.value}
        case cst.BooleanOperation(left=left, operator=cst.And(), right=right):
            return _true_names(left) | _true_names(right)
        case _:
            return set()
