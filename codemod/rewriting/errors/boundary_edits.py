"""The edits that put a function's body into a ``try`` which raises asyncpg's own exceptions."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from codemod.discovery.errors.asyncpg_exceptions import WIDEST_CARRIER
from codemod.discovery.occurrences import Occurrence, indexed
from codemod.lowering.lowered import ImportName
from codemod.mapping.import_paths import dotted_name
from codemod.outcome import Refusal
from codemod.project_context import ProjectContext
from codemod.rewriting.imports import ModuleImports
from codemod.rewriting.layout import Layout, layout_of
from codemod.source import Edit, ParsedModule, apply_edits
from codemod.syntax.headers import colon_of, end_of_block, indented
from codemod.syntax.lines import indent_of, line_after
from codemod.syntax.variables import is_shadowed
from codemod.verification.source import check_source

#: Says why in the new text.
_REASON = "# outside, asyncpg's own exceptions are handled"


def with_boundaries(module: ParsedModule, functions: Iterable[str], context: ProjectContext) -> str:
    """The text of a module with some functions as boundaries.

    It comes after all other edits: what these put into a function is indented with it.

    Args:
        module: the module as the other rewrites left it.
        functions: qualified names of the functions.
        context: the project.

    Raises:
        Refusal: ``names.shadowed``.
        SourceCheckError: the new text would break a promise.
    """
    wanted = ImportName("sqlalchemy.exc", WIDEST_CARRIER)
    imports = ModuleImports(module, context.import_graph)
    layout = layout_of(module, context.config)
    name = imports.local_name(wanted, dotted_name(module.source.path, {}))
    found = {item.scope.qualified_name: item for each in indexed(module).functions.values() for item in each}
    edits: list[Edit] = []
    for function in functions:
        if is_shadowed(found[function].scope, name):
            raise Refusal("names.shadowed", f"{name} is a variable of {function}()")
        edits += boundary_edits(found[function], name, layout)
    edits += imports.edits([wanted], frozenset(), layout)
    text = apply_edits(module.source.text, edits)
    check_source(module.source, text, edits)
    return text


def boundary_edits(function: Occurrence, carrier: str, layout: Layout) -> list[Edit]:
    """The edits of one function.

    Args:
        function: the function; its body is a block.
        carrier: local name of the class that carries asyncpg's exceptions.
        layout: the module's way of writing.
    """
    module, node, text = function.module, function.node, function.module.source.text
    assert isinstance(node, cst.FunctionDef), "a boundary is a function"
    lines = node.body.body
    indent = indent_of(module, lines[0])
    before = module.span(lines[0])[1] if node.get_docstring() is not None else colon_of(text, module.span(node)[0])
    start = line_after(text, before)
    while start < len(text) and not text[start : line_after(text, start)].strip():
        start = line_after(text, start)
    end = end_of_block(text, module.span(lines[-1])[1], indent_of(module, node))
    error, cause = (_fresh(function, wishes) for wishes in (("error", "exc"), ("cause", "driver_error")))
    code = (
        f"try:\n    pass\nexcept {carrier} as {error}:\n    {_REASON}\n"
        f"    {cause} = getattr({error}.orig, '__cause__', None)\n    if {cause} is None:\n        raise\n"
        f"    raise {cause} from {cause}.__cause__\n"
    )
    rendered = layout.render(code, {}, indent)
    clause = rendered[rendered.index("except ") :]
    tail = f"{indent}{clause}"
    tail = f"{tail}{layout.newline}" if text[:end].endswith(("\n", "\r")) else f"{layout.newline}{tail}"
    return [
        Edit(start, start, f"{indent}try:{layout.newline}"),
        *indented(module, node, start, end, layout.unit),
        Edit(end, end, tail),
    ]


def _fresh(function: Occurrence, wishes: tuple[str, ...]) -> str:
    candidates = (*wishes, *(f"{wishes[0]}_{number}" for number in range(2, 1000)))
    return next(name for name in candidates if name not in function.scope.names)
