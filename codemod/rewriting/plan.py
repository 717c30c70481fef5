"""SitePlan: the edits that put a session block where a call site stands."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import libcst as cst

from codemod.conversion import Conversion
from codemod.lowering.lowered import ImportName
from codemod.outcome import Refusal, RepositoryCall
from codemod.python_code import is_attribute_name, renamed
from codemod.registry import load_transforms
from codemod.rewriting.bound_arguments import bound_arguments
from codemod.rewriting.cursors import stream_options
from codemod.rewriting.layout import Layout
from codemod.rewriting.leftovers import comments_in, comments_of_query, comments_of_text, removals
from codemod.rewriting.positions import Position, position_of
from codemod.rewriting.reading import given_on, run_and_read
from codemod.rewriting.sessions import SessionOpening
from codemod.rewriting.site_writer import SiteWriter
from codemod.rewriting.timeouts import timeout_of, waiting_imports
from codemod.rewriting.variables import is_shadowed
from codemod.source import Edit, ParsedModule

#: Gives the local name of an import in the module at hand.
Naming = Callable[[ImportName], str]


@dataclass(frozen=True, slots=True, eq=False)
class SitePlan:
    """What one site changes in its file.

    Attributes:
        edits: disjoint edits; the session block is the first.
        imports: names the generated code needs.
        statement: the statement that was replaced or preceded.
        claims: spans no other site may edit: what stands there is looked at again in the new text.
        gone: expressions that are not there any more, besides queries.
        calls: the repository method that the site calls now.
    """

    edits: tuple[Edit, ...]
    imports: frozenset[ImportName]
    statement: cst.CSTNode
    claims: tuple[tuple[int, int], ...] = ()
    gone: tuple[cst.CSTNode, ...] = ()
    calls: RepositoryCall | None = None


def plan_site(conversion: Conversion, layout: Layout, naming: Naming) -> SitePlan:
    """Plan the edits of one proven site.

    Args:
        conversion: the site with its lowered statement and the shape of its result.
        layout: the module's way of writing.
        naming: local names of imports.

    Raises:
        Refusal: ``position.expression``, ``names.shadowed``, ``imports.circle``, ``rows.consumer`` or ``rows.status``.
    """
    load_transforms()
    position = position_of(conversion.site)
    _check_surroundings(conversion, naming)
    writer = SiteWriter(conversion, layout)
    imports = conversion.lowered.imports | frozenset(conversion.opening.imports) | waiting_imports(conversion.site)
    start, end = conversion.site.module.span(position.statement)
    replaced = position.statement if position.kind != "lifted" else conversion.site.awaited
    writer.comments += comments_in(conversion.site.module, replaced)
    dropped, removed_comments = removals(conversion)
    writer.comments += [*removed_comments, *comments_of_query(conversion)]
    body, lifted = _code(writer, position, naming)
    indent = indent_of(conversion.site.module, start)
    text = layout.render(body, writer.stand_ins, indent)
    edits = [*dropped]
    if position.kind == "lifted":
        awaited = conversion.site.awaited
        assert awaited is not None, "guards refuse a call that isn't awaited"
        edits += [
            Edit(start, start, f"{text}{layout.newline}{indent}"),
            Edit(*conversion.site.module.span(awaited), lifted),
        ]
    else:
        edits.append(Edit(start, end, text))
    edits += conversion.consumption.edits
    return SitePlan(tuple(edits), imports, position.statement)


def _check_surroundings(conversion: Conversion, naming: Naming) -> None:
    """Refuse what the session or the names around a site would turn into something else."""
    if conversion.opening.expires and conversion.consumption.shape == "entities":
        message = "the session commits at the end of its block, and the objects read in it expire"
        raise Refusal("rows.consumer", message, "set expire_on_commit=False, or use --rows mappings")
    for item in (*conversion.lowered.imports, *conversion.opening.imports, *waiting_imports(conversion.site)):
        if is_shadowed(conversion.site.scope, naming(item)):
            raise Refusal("names.shadowed", f"{naming(item)} is a variable of {conversion.site.function}()")


def indent_of(module: ParsedModule, start: int) -> str:
    """What stands before an offset on its line."""
    text = module.source.text
    line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    return text[line_start:start]


def _code(writer: SiteWriter, position: Position, naming: Naming) -> tuple[str, str]:
    """The generated statements, and the name that takes the place of a lifted call."""
    conversion = writer.conversion
    statements = _statements(writer, naming)
    session = conversion.opening.variable
    inner = [*(f"{comment}" for comment in _kept(writer)), *statements]
    parameters = ""
    if conversion.lowered.many_keys is not None:
        parameters = writer.fresh("parameters")
        writer.before.append(f"{parameters} = {_parameter_rows(writer)}")
    run = "stream" if conversion.site.method == "cursor" else "execute"
    more = f", {parameters}" if parameters else stream_options(conversion.site)
    execute = f"await {session}.{run}({_statement_name(statements)}{more})"
    limit = timeout_of(conversion.site)
    if limit is not None:
        # the connection is there before the time counts, as with asyncpg
        inner.append(f"await {session}.connection()")
        function = next((naming(item) for item in waiting_imports(conversion.site)), "asyncio.wait_for")
        execute = f"await {function}({execute.removeprefix('await ')}, {writer.user(limit)})"
    read, lifted = run_and_read(writer, position, execute)
    inner += read
    after = given_on(writer, position)
    lines = [line for statement in inner for line in statement.split("\n")]
    if conversion.shared is None or conversion.shared.opens_each:
        lines = [f"{header_of(conversion.opening, naming)}:", *(f"    {line}" for line in lines)]
    if parameters:
        lines = [f"if {parameters}:", *(f"    {line}" for line in lines)]
    return "\n".join([*writer.before, *lines, *after]) + "\n", lifted


def header_of(opening: SessionOpening, naming: Naming) -> str:
    """``async with session_maker() as session``, with the local names of what it imports."""
    header = opening.header
    for item in opening.imports:
        header = re.sub(rf"\b{re.escape(item.name)}\b", naming(item), header)
    return header


def _statement_name(statements: list[str]) -> str:
    return statements[-1].partition(" = ")[0]


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


def _statements(writer: SiteWriter, naming: Naming) -> list[str]:
    """``stmt = select(…)`` and the definitions before it, with local names and stand-ins."""
    lowered = writer.conversion.lowered
    renames = {item.local: naming(item) for item in lowered.imports}
    trees = [*(definition.value for definition in lowered.definitions), lowered.expression]
    for definition in lowered.definitions:
        renames[definition.placeholder] = writer.fresh(
            _identifier(definition.hint), f"{_identifier(definition.hint)}_source"
        )
    if lowered.many_keys is None:
        renames.update(bound_arguments(writer, trees))
    names = [renames[definition.placeholder] for definition in lowered.definitions] + [
        writer.fresh("stmt", "statement")
    ]
    return [f"{name} = {ast.unparse(renamed(tree, renames))}" for name, tree in zip(names, trees, strict=True)]


def _identifier(hint: str) -> str:
    return hint if is_attribute_name(hint) else "source"


#: More columns than this are zipped with their names instead of unpacked one by one.
_UNPACKED = 4


def _parameter_rows(writer: SiteWriter) -> str:
    """``[{"id": id, "name": name} for id, name in rows]``: the rows as the dictionaries SQLAlchemy takes.

    Both forms raise on a row of the wrong length, as asyncpg does.
    """
    keys = writer.conversion.lowered.many_keys or ()
    rows = writer.user(writer.conversion.site.arguments[0], operand=True)
    if len(keys) > _UNPACKED:
        columns = writer.fresh("columns", "column_names")
        writer.before.append(f"{columns} = ({', '.join(map(repr, keys))})")
        return f"[dict(zip({columns}, values, strict=True)) for values in {rows}]"
    variables = [key if is_attribute_name(key) else f"value_{index}" for index, key in enumerate(keys, start=1)]
    pairs = ", ".join(f"{key!r}: {variable}" for key, variable in zip(keys, variables, strict=True))
    target = ", ".join(variables) if len(variables) > 1 else f"({variables[0]},)"
    return f"[{{{pairs}}} for {target} in {rows}]"
