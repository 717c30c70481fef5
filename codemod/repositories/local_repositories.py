"""Functions that call a repository more than once: they make it in their first line, of what they are given."""

from __future__ import annotations

import ast
import re

import libcst as cst

from codemod.converting.conversion import Conversion
from codemod.repositories.classes import ProjectClasses
from codemod.repositories.kept_repositories import is_made
from codemod.repositories.wanted import Held, Wanted
from codemod.rewriting.layout import Layout
from codemod.source import Edit
from codemod.syntax.headers import colon_of
from codemod.syntax.lines import indent_at, line_after
from codemod.syntax.tree import parameters
from codemod.syntax.variables import is_shadowed


def local_repository(conversion: Conversion, wanted: Wanted, classes: ProjectClasses, layout: Layout) -> Held | None:
    """The variable of a function that is the repository: made there already, or ``link_repo`` in its first line.

    None where the function has one call to make, or is given nothing that surely opens sessions from its start.
    """
    site = conversion.site
    function = site.scope.node
    if not isinstance(function, cst.FunctionDef) or not isinstance(function.body, cst.IndentedBlock):
        return None
    made = _made(conversion, function, wanted)
    if made is not None:
        return Held(made)
    text = site.module.text_of(function)
    name = wanted.attribute
    if len(re.findall(rf"(?<![\w.]){re.escape(site.receiver_text)}\.", text)) < 2 or re.search(rf"\b{name}\b", text):
        return None
    if not _is_given(conversion, function, wanted, classes) or is_shadowed(site.scope, wanted.local):
        return None
    source = site.module.source.text
    body = function.body.body
    first = body[0]
    has_docstring = function.get_docstring() is not None and isinstance(first, cst.SimpleStatementLine)
    if isinstance(first, cst.SimpleStatementLine) and len(first.body) > 1:
        return None
    start = site.module.span(first)[0]
    at = line_after(
        source, site.module.span(first)[1] if has_docstring else colon_of(source, _header(conversion, function))
    )
    if not has_docstring and at > start:
        return None
    indent = indent_at(site.module, start)
    line = f"{indent}{name} = {wanted.local}({wanted.factory}){layout.newline}"
    return Held(name, (Edit(at, at, line),)) if not indent.strip() else None


def _header(conversion: Conversion, function: cst.FunctionDef) -> int:
    """Where the header of a function begins, behind its decorators."""
    return conversion.site.module.span(function.name)[0]


def _made(conversion: Conversion, function: cst.FunctionDef, wanted: Wanted) -> str | None:
    site = conversion.site
    for line in function.body.body:
        if site.module.span(line)[0] >= site.module.span(site.statement)[0]:
            return None
        match line:
            case cst.SimpleStatementLine(
                body=[cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value)]
            ) if is_made(value, wanted):
                flow = site.scope.flow(name)
                if not flow.elsewhere and len(flow.bindings) == 1:
                    return name
            case _:
                pass
    return None


def _is_given(conversion: Conversion, function: cst.FunctionDef, wanted: Wanted, classes: ProjectClasses) -> bool:
    """Whether what opens the sessions is a method of a parameter that is never None and stays what it is."""
    owner, _, opened = wanted.factory.rpartition(".")
    given = [item for item in parameters(function.params) if item.name.value == owner and owner != "self"]
    if not given or given[0].default is not None:
        return False
    annotation = given[0].annotation
    if annotation is not None and re.search(
        r"\bNone\b|Optional", conversion.site.module.text_of(annotation.annotation)
    ):
        return False
    flow = conversion.site.scope.flow(owner)
    if flow.elsewhere or len(flow.bindings) != 1:
        return False
    owners = classes.owners_of(opened)
    return bool(owners) and all(_has_method(node, opened) for node in owners)


def _has_method(node: ast.ClassDef, name: str) -> bool:
    return any(
        isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) and item.name == name and not item.decorator_list
        for item in node.body
    )
