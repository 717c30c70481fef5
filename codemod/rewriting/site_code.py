"""The statements generated for one site: arguments, session block, statement, execution, reading, commit."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Mapping

from codemod.lowering.growth import Growth
from codemod.python_code import call, is_attribute_name, name, names_in, renamed, source_of
from codemod.rewriting.bound_arguments import bound_arguments
from codemod.rewriting.connections.cursors import stream_options
from codemod.rewriting.inverted_tests import inverted
from codemod.rewriting.leftovers import comments_of_text
from codemod.rewriting.method_runs import MethodRun
from codemod.rewriting.parameter_rows import ParameterRows, parameter_rows
from codemod.rewriting.positions import Position
from codemod.rewriting.reading import given_by_method, given_on, run_and_read
from codemod.rewriting.sessions.session_sources import SessionOpening
from codemod.rewriting.site_plan import Naming
from codemod.rewriting.site_writer import SiteWriter
from codemod.rewriting.sql_literals import sql_literal
from codemod.rewriting.timeouts import timeout_of, waiting_imports
from codemod.syntax.lines import indent_at


def site_code(
    writer: SiteWriter, position: Position, naming: Naming, method: MethodRun | None = None
) -> tuple[str, str]:
    """The generated statements, and the name that takes the place of a lifted call.

    Args:
        writer: of the site.
        position: where the call stands.
        naming: local names of imports.
        method: what runs the statement; None where it is written here.
    """
    conversion = writer.conversion
    session = conversion.opening.variable
    header = header_of(conversion.opening, naming)
    if method is not None:
        writer.reserve([session, *re.findall(r"\w+", header), naming(method.needs)])
        inner, lifted = given_by_method(writer, position, f"await {method.call(writer)}", commits=method.commits)
        lines = _in_session(writer, header, [*_kept(writer), *inner])
        return "\n".join([*writer.before, *lines, *given_on(writer, position)]) + "\n", lifted
    writer.reserve([session, *re.findall(r"\w+", header), *(naming(item) for item in conversion.lowered.imports)])
    statements, values, statement = _statements(writer, naming)
    inner = [*(f"{comment}" for comment in _kept(writer)), *statements]
    rows: ParameterRows | None = None
    given = f", {values}" if values else ""
    if conversion.lowered.many_keys is not None:
        rows = parameter_rows(writer, conversion.lowered.many_keys)
    run = "stream" if conversion.site.runs.streams else "execute"
    more = f", {rows.name}" if rows is not None else given + stream_options(conversion.site)
    execute = f"await {session}.{run}({statement}{more})"
    limit = timeout_of(conversion.site)
    if limit is not None:
        # the connection is there before the time counts, as with asyncpg
        inner.append(f"await {session}.connection()")
        function = next((naming(item) for item in waiting_imports(conversion.site)), "asyncio.wait_for")
        execute = f"await {function}({execute.removeprefix('await ')}, {writer.user(limit)})"
    read, lifted = run_and_read(writer, position, execute)
    inner += read
    after = given_on(writer, position)
    lines = _in_session(writer, header, [line for statement in inner for line in statement.split("\n")])
    if rows is not None and rows.may_be_empty:
        lines = [f"if {rows.name}:", *(f"    {line}" for line in lines)]
    return "\n".join([*writer.before, *lines, *after]) + "\n", lifted


def _in_session(writer: SiteWriter, header: str, lines: list[str]) -> list[str]:
    """Lines in the block of their session, but where it is open around the site."""
    shared = writer.conversion.shared
    return lines if shared is not None and not shared.opens_each else [f"{header}:", *(f"    {line}" for line in lines)]


def header_of(opening: SessionOpening, naming: Naming) -> str:
    """``async with session_maker() as session``, with the local names of what it imports."""
    header = opening.header
    for item in opening.imports:
        header = re.sub(rf"\b{re.escape(item.name)}\b", naming(item), header)
    return header


def _kept(writer: SiteWriter) -> list[str]:
    """Comments of what is replaced that aren't in a user's expression, which keeps its own."""
    inside = Counter(comment for text in writer.stand_ins.values() for comment in comments_of_text(text))
    kept = []
    for comment in writer.comments:
        if inside[comment]:
            inside[comment] -= 1
        else:
            kept.append(comment)
    return kept


def _statements(writer: SiteWriter, naming: Naming) -> tuple[list[str], str, str]:
    """``stmt = select(…)`` with all around it, arguments that are given to ``execute()``, and the statement's name."""
    lowered = writer.conversion.lowered
    renames = {item.local: naming(item) for item in lowered.imports}
    expression = _with_literal(writer, lowered.expression) if lowered.fallback else lowered.expression
    trees = [*(definition.value for definition in lowered.definitions), expression]
    grown = [item for growth in lowered.growths for item in growth.expressions]
    values = [lowered.values] if lowered.values is not None else []
    for definition in lowered.definitions:
        renames[definition.placeholder] = writer.fresh(
            _identifier(definition.hint), f"{_identifier(definition.hint)}_source"
        )
    written = {item for tree in [*trees, *grown] for item in names_in(tree)}
    for decided, node in writer.conversion.selectors.items():
        if decided in written:
            renames[decided] = writer.user(node)
    if lowered.many_keys is None:
        renames.update(bound_arguments(writer, [*trees, *grown, *values]))
    names = [renames[definition.placeholder] for definition in lowered.definitions] + [
        writer.fresh("stmt", "statement")
    ]
    statements = [
        *(f"{name} = {source_of(renamed(tree, renames))}" for name, tree in zip(names[:-1], trees[:-1], strict=True)),
        _assignment(writer, names[-1], trees[-1], renames),
    ]
    statements += [_growth(writer, growth, names[-1], renames) for growth in lowered.growths]
    return statements, "".join(source_of(renamed(tree, renames)) for tree in values), names[-1]


def _assignment(
    writer: SiteWriter, target: str, tree: ast.expr, renames: Mapping[str, str], *, header: str = "if"
) -> str:
    """``stmt = select(…)``; one for each way where a test decides between whole statements."""
    decided = writer.conversion.selectors
    if not isinstance(tree, ast.IfExp) or not isinstance(tree.test, ast.Name) or tree.test.id not in decided:
        return f"{target} = {source_of(renamed(tree, renames))}"
    test = writer.user(decided[tree.test.id], alone=True)
    body = _assignment(writer, target, tree.body, renames)
    lines = [f"{header} {test}:", *(f"    {line}" for line in body.split("\n"))]
    if isinstance(tree.orelse, ast.IfExp):
        return "\n".join([*lines, _assignment(writer, target, tree.orelse, renames, header="elif")])
    return "\n".join([*lines, "else:", f"    {_assignment(writer, target, tree.orelse, renames)}"])


def _growth(writer: SiteWriter, growth: Growth, statement: str, renames: Mapping[str, str]) -> str:
    """``if tag is not None: stmt = stmt.where(…)``."""
    test = writer.conversion.selectors[growth.placeholder]
    condition = writer.user(test, alone=True) if growth.when else writer.verbatim(inverted(test, writer.module))
    return f"if {condition}:\n    {statement} = {source_of(renamed(growth.on(name(statement)), renames))}"


#: Columns that ``stmt = text(`` and a block of its own take.
_AROUND_TEXT = 12


def _with_literal(writer: SiteWriter, expression: ast.expr) -> ast.expr:
    """``text(…)`` with the SQL laid out for the place it goes to."""
    assert isinstance(expression, ast.Call)
    line = indent_at(writer.module, writer.conversion.site.offset)
    width = writer.layout.line_length - (len(line) - len(line.lstrip())) - _AROUND_TEXT
    sql = sql_literal(ast.literal_eval(expression.args[0]), max(width, 40), single_quotes=writer.layout.single_quotes)
    return call(expression.func, name(writer.verbatim(sql)))


def _identifier(hint: str) -> str:
    return hint if is_attribute_name(hint) else "source"
