"""Handlers of FastAPI that are given a repository: a parameter more, or one in the place of their connection."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from codemod.converting.conversion import Conversion
from codemod.lowering.lowered import ImportName
from codemod.repositories.classes import ProjectClasses
from codemod.repositories.providers import Provider, find_provider, is_called
from codemod.repositories.wanted import Held, Wanted
from codemod.rewriting.layout import Layout
from codemod.rewriting.sessions.injected_sessions import ANNOTATED, DEPENDS
from codemod.rewriting.site_plan import Naming
from codemod.source import Edit, ParsedModule
from codemod.syntax.lines import indent_at, line_before, line_end
from codemod.syntax.tree import parameters
from codemod.syntax.variables import variables

_ROUTES = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "api_route", "websocket"})


def given_by_handler(
    conversion: Conversion, wanted: Wanted, classes: ProjectClasses, layout: Layout, naming: Naming
) -> Held | None:
    """The repository as a parameter that a handler gets; None where it can't have one."""
    scope = conversion.site.scope
    function = scope.node
    if not isinstance(function, cst.FunctionDef) or scope.outer is not None or scope.class_name is not None:
        return None
    if not _is_handler(function, conversion.site.module) or wanted.attribute in set(variables(function)):
        return None
    provider = find_provider(wanted.class_name, wanted.factory.rpartition(".")[2], classes, wanted.session)
    if provider is None or is_called(function.name.value, classes):
        return None
    connection = lone_connection(conversion)
    if connection is not None:
        text, imports = _parameter(wanted, provider, naming, annotated=connection.default is None)
        start, end = conversion.site.module.span(connection.name)[0], _end_of(connection, conversion.site.module)
        return Held(wanted.attribute, (Edit(start, end, text),), imports, replaces=connection)
    module = conversion.site.module
    notes = [item.annotation.annotation for item in parameters(function.params) if item.annotation is not None]
    is_annotated = any("Annotated[" in module.text_of(item) for item in notes)
    text, imports = _parameter(wanted, provider, naming, annotated=is_annotated)
    edits = tuple(_added(function, text, module, layout))
    return Held(wanted.attribute, edits, imports) if edits else None


def lone_connection(conversion: Conversion) -> cst.Param | None:
    """The parameter of a connection that FastAPI gives a handler, whose one use is the call site."""
    shared = conversion.shared
    if shared is None or conversion.opening.injected is None or len(shared.group.scopes) != 1 or shared.handlers:
        return None
    scope = shared.scope
    is_lone = len(scope.sites) == 1 and not (scope.transactions or scope.passed or scope.copying or scope.begun)
    return scope.holder.opener if is_lone and isinstance(scope.holder.opener, cst.Param) else None


def _is_handler(function: cst.FunctionDef, module: ParsedModule) -> bool:
    """Whether FastAPI calls a function, and knows what to give it."""
    if re.search(r"^\s*(?:from|import)\s+fastapi\b", module.source.text, re.M) is None:
        return False
    match [item.decorator for item in function.decorators]:
        case [cst.Call(func=cst.Attribute(attr=cst.Name(value=method)), args=[cst.Arg(value=cst.SimpleString()), *_])]:
            return method in _ROUTES
        case _:
            return False


def _parameter(
    wanted: Wanted, provider: Provider, naming: Naming, *, annotated: bool
) -> tuple[str, frozenset[ImportName]]:
    """``link_repo: LinkRepository = Depends(get_links)``, or as an annotation, and what it imports."""
    if annotated and provider.alias is not None:
        return f"{wanted.attribute}: {naming(provider.alias)}", frozenset({provider.alias})
    depends = f"{naming(DEPENDS)}({naming(provider.function)})"
    needed = {wanted.repository, DEPENDS, provider.function}
    if annotated:
        text = f"{wanted.attribute}: {naming(ANNOTATED)}[{wanted.local}, {depends}]"
        return text, frozenset({*needed, ANNOTATED})
    return f"{wanted.attribute}: {wanted.local} = {depends}", frozenset(needed)


def _added(function: cst.FunctionDef, text: str, module: ParsedModule, layout: Layout) -> Iterator[Edit]:
    """The edits that give a function one more parameter: the last, or before those with a default if it has none."""
    given = function.params
    every = list(parameters(given))
    if given.star_kwarg is not None or isinstance(given.star_arg, cst.Param) or given.posonly_params:
        return
    source = module.source.text
    opened = source.index("(", module.span(function.name)[1]) + 1
    if not every:
        yield Edit(opened, opened, text)
        return
    has_default = " = " in text
    first = next((item for item in given.params if item.default is not None), None)
    if not has_default and first is not None:
        start = module.span(first.name)[0]
        lead = indent_at(module, start)
        yield Edit(start, start, f"{text},{layout.newline}{lead}" if not lead.strip() else f"{text}, ")
        return
    last = max(_end_of(item, module) for item in every)
    begin = max(module.span(item.name)[0] for item in every)
    lead = indent_at(module, begin)
    if not lead.strip():
        yield Edit(last, last, f",{layout.newline}{lead}{text}")
        return
    line = source[line_before(source, opened) : line_end(source, opened)]
    closed = source.find(")", last)
    is_one_line = "\n" not in source[opened:closed] and source[last:closed].strip() == "" and not given.kwonly_params
    if not is_one_line or len(line) + len(text) + 2 <= layout.line_length:
        yield Edit(last, last, f", {text}")
        return
    indent = indent_at(module, module.span(function.name)[0])
    outer = indent[: len(indent) - len(indent.lstrip())]
    break_ = f"{layout.newline}{outer}{layout.unit}"
    yield Edit(opened, opened, break_)
    for item in every[1:]:
        start = module.span(item.name)[0]
        gap = len(source[:start]) - len(source[:start].rstrip())
        yield Edit(start - gap, start, break_)
    yield Edit(last, last, f",{break_}{text}")
    yield Edit(closed, closed, f",{layout.newline}{outer}")


def _end_of(parameter: cst.Param, module: ParsedModule) -> int:
    """Where a parameter ends, without its comma."""
    annotation = parameter.annotation.annotation if parameter.annotation is not None else None
    return module.span(parameter.default or annotation or parameter.name)[1]
