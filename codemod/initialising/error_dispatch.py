"""A handler of sessions' errors beside those that an application has for asyncpg's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from codemod.discovery.errors.asyncpg_exceptions import caught_by, is_known
from codemod.discovery.errors.exception_handlers import ExceptionNames, is_registration
from codemod.discovery.errors.registered_handlers import (
    DICTIONARY,
    METHODS,
    Registration,
    dictionary_of,
    is_of_driver,
    registrations,
)
from codemod.discovery.errors.unwrapped_errors import WRAPPER
from codemod.discovery.project_index import ProjectIndex
from codemod.lowering.lowered import ImportName
from codemod.rewriting.imports import ModuleImports
from codemod.rewriting.layout import Layout
from codemod.source import Edit, ParsedModule
from codemod.syntax.headers import end_of_block
from codemod.syntax.lines import indent_at, line_after, line_before
from codemod.syntax.tree import children, dotted, names_below, parameters, walk

#: Names for the new handler, the best one first.
_NAMES = ("on_database_error", "handle_database_error", "pass_database_error_on")

#: Handlers of these are asked before one of ``DBAPIError``.
_CARRIERS = frozenset(
    {
        "DBAPIError", "DatabaseError", "DataError", "IntegrityError", "InternalError", "NotSupportedError",
        "OperationalError", "ProgrammingError",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Handled:
    """A registration, with the function that it gives to the application."""

    registration: Registration
    function: cst.FunctionDef
    module: ParsedModule

    @property
    def call(self) -> str:
        awaiting = "await " if self.function.asynchronous is not None else ""
        given = ", ".join([*self.others, "cause"])
        return f"{awaiting}{self.registration.handler}({given})"

    @property
    def others(self) -> list[str]:
        """What the function takes before the exception."""
        return [item.name.value for item in parameters(self.function.params)][:-1]


def dispatch_edits(module: ParsedModule, index: ProjectIndex, imports: ModuleImports, layout: Layout) -> list[Edit]:
    """The edits that add a handler for the errors of sessions; none where one could take over too much, or too little.

    Args:
        module: the file with the registrations.
        index: all handlers of the project: those of another file, block or application would not be asked any more.
        imports: of the module.
        layout: the module's way of writing.
    """
    listening = [item for item in index.application_handlers() if _registers(item.node)]
    calls = {id(item.node) for item in listening}
    found = [item for item in registrations(module) if id(item.call) in calls and is_of_driver(item)]
    handled = [made for item in found if (made := _handled(item, module, index)) is not None]
    is_one = len({_place(item) for item in found}) == 1 and calls == {id(item.call) for item in found}
    differ = len({_last(item.exception) for item in found}) == len(found)
    if not is_one or not differ or len(handled) != len(found) or _handles_carriers(index):
        return []
    wrapper = ImportName("sqlalchemy.exc", WRAPPER)
    name = next((item for item in _NAMES if item not in set(names_below(module.tree))), None)
    if name is None:
        return []
    last, local = found[-1].statement, imports.local_name(wrapper, "")
    own = "\n".join(_handler(name, handled, local, module))
    app, method = found[-1].app, found[-1].method
    if method == DICTIONARY:
        edits = _in_dictionary(found[-1].call, last, own, f"{local}: {name}", module, layout)
    elif isinstance(last, cst.SimpleStatementLine):
        edits = [_behind(last, f"{own}\n\n{app}.{method}({local}, {name})", module, layout)]
    else:
        edits = [_behind(last, f"@{app}.{method}({local})\n{own}", module, layout)]
    return [*edits, *imports.edits([wrapper], frozenset(), layout)]


def _place(item: Registration) -> tuple[str, int, int, bool]:
    """What has to be one for all handlers: the application, the block, and how a handler is given and called."""
    return item.app, id(item.block), METHODS[item.method], item.method == DICTIONARY


def _in_dictionary(
    call: cst.Call, line: cst.CSTNode, code: str, entry: str, module: ParsedModule, layout: Layout
) -> list[Edit]:
    """A function before the application, and an entry behind the last one of its dictionary."""
    text, found = module.source.text, dictionary_of(call)
    assert found is not None, "a registration of a dictionary stands in one"
    start, end = module.span(line)[0], module.span(found.elements[-1])[1]
    while (above := line_before(text, max(line_before(text, start) - 1, 0))) < start and _is_comment(text[above:start]):
        start = above + len(text[above:start]) - len(text[above:start].lstrip())
    first = line_before(text, module.span(found.elements[-1])[0])
    indent = indent_at(module, start)
    lead = text[first : module.span(found.elements[-1])[0]]
    apart = f",{layout.newline}{lead}" if not lead.strip() else ", "
    written = layout.render(code, {}, indent)
    gap = layout.newline * (2 if indent else 3)
    return [Edit(start, start, f"{written}{gap}{indent}"), Edit(end, end, f"{apart}{entry}")]


def _behind(last: cst.FunctionDef | cst.SimpleStatementLine, code: str, module: ParsedModule, layout: Layout) -> Edit:
    """A function behind a statement."""
    text = module.source.text
    first = last.decorators[0] if isinstance(last, cst.FunctionDef) else last
    start, end = module.span(first)[0], module.span(last)[1]
    indent = indent_at(module, start)
    at = end_of_block(text, end, indent) if isinstance(last, cst.FunctionDef) else line_after(text, end)
    gap = layout.newline * (1 if indent else 2)
    rest = text[at:].lstrip("\r\n")
    behind = gap if isinstance(last, cst.SimpleStatementLine) and rest and text[at:] == rest else ""
    before = "" if text[:at].endswith(("\n", "\r")) else layout.newline
    written = layout.render(code, {}, indent).replace(layout.newline * 3, gap + layout.newline)
    return Edit(at, at, f"{before}{gap}{indent}{written}{layout.newline}{behind}")


def _is_comment(text: str) -> bool:
    return text.lstrip().startswith("#") and text.count("\n") == 1


def _handler(name: str, handled: Sequence[_Handled], wrapper: str, module: ParsedModule) -> Iterator[str]:
    """The new handler: the one of the nearest class gets asyncpg's exception, as the framework would choose it."""
    *others, taken = parameters(handled[0].function.params)
    own = all(item.module is module for item in handled)  # what another module annotates may have no name here
    given = [_written(item, module) if own else item.name.value for item in others]
    given.append(f"error: {wrapper}" if taken.annotation is not None else "error")
    returned = [item.function.returns.annotation for item in handled if own and item.function.returns is not None]
    returns = {module.text_of(item) for item in returned}
    result = f" -> {returns.pop()}" if len(returned) == len(handled) and len(returns) == 1 else ""
    yield f"async def {name}({', '.join(given)}){result}:"
    yield '    """Hand the exception of asyncpg that a session\'s error carries to its handler."""'
    yield "    cause = error.orig.__cause__ or error"
    for item in sorted(handled, key=lambda item: len(caught_by(_last(item.registration.exception)))):
        yield f"    if isinstance(cause, {item.registration.exception}):"
        yield f"        return {item.call}"
    yield "    raise cause from cause.__cause__"


def _written(parameter: cst.Param, module: ParsedModule) -> str:
    annotation = parameter.annotation
    name = parameter.name.value
    return name if annotation is None else f"{name}: {module.text_of(annotation.annotation)}"


def _handled(registration: Registration, module: ParsedModule, index: ProjectIndex) -> _Handled | None:
    """The function of a registration, where it can be called with what the framework gives it."""
    if not is_known(_last(registration.exception)):
        return None
    named = [item for item in index.functions_named(registration.handler) if item.scope.class_name is None]
    function = named[0].node if len(named) == 1 else None
    if not isinstance(function, cst.FunctionDef):
        return None
    taken = list(parameters(function.params))
    fits = len(taken) == METHODS[registration.method] and not any(item.star for item in taken)
    registered = named[0].module is module  # all decorators of the function are registrations then
    is_plain = all(item.default is None for item in taken) and (registered or not function.decorators)
    return _Handled(registration, function, named[0].module) if fits and is_plain else None


def _handles_carriers(index: ProjectIndex) -> bool:
    """Whether the project has handlers of SQLAlchemy's errors for its application: they would be asked first."""
    calls = [(found.node, found.module) for method in METHODS for found in index.unawaited_calls(method)]
    for module in index.modules_naming(DICTIONARY):
        made = (node for node in walk(module.tree) if isinstance(node, cst.Call))
        calls += [(node, module) for node in made if _registers(node)]
    return any(_names_carrier(node, index.exception_names(module)) for node, module in calls)


def _names_carrier(call: cst.CSTNode, names: ExceptionNames) -> bool:
    assert isinstance(call, cst.Call)
    pending: list[cst.CSTNode] = [argument.value for argument in call.args]
    while pending:
        node = pending.pop()
        if not isinstance(node, cst.Name | cst.Attribute):
            pending += children(node)
        elif not names.is_exception(node) and _last(dotted(node) or "") in _CARRIERS:
            return True
    return False


def _registers(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.BaseExpression) and is_registration(node)


def _last(written: str) -> str:
    return written.rpartition(".")[2]
