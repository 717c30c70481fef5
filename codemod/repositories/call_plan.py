"""The edits that put the call of a repository method where a call site stands, and give its class the repository."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from codemod.conversion import Conversion
from codemod.discovery.receivers import dotted
from codemod.discovery.tree import blocks
from codemod.outcome import Refusal, RepositoryCall
from codemod.rewriting.call_text import call_in_place, indent_of
from codemod.rewriting.layout import Layout
from codemod.rewriting.leftovers import comments_of_query
from codemod.rewriting.site_plan import Naming, SitePlan
from codemod.rewriting.site_writer import SiteWriter
from codemod.rewriting.variables import is_shadowed
from codemod.source import Edit, ParsedModule

if TYPE_CHECKING:
    from codemod.repositories.book import RepositoryBook


def plan_call(conversion: Conversion, layout: Layout, naming: Naming, book: RepositoryBook) -> SitePlan:
    """Plan the edits of one site in repository style.

    Raises:
        Refusal: ``style.repository``, ``names.shadowed``, ``imports.circle`` or ``rows.consumer``.
    """
    site = conversion.site
    if conversion.opening.expires and conversion.consumption.shape == "entities":
        message = "the session commits at the end of its block, and the objects read in it expire"
        raise Refusal("rows.consumer", message, "set expire_on_commit=False, or use --rows mappings")
    use = book.method_for(conversion)
    if list(use.order) != sorted(use.order) and not all(map(_is_still, site.arguments)):
        raise Refusal("style.repository", f"{use.repository.name}.{use.name}() takes the arguments in another order")
    repository = naming(use.repository)
    expression = use.factory.expression
    for item in use.factory.imports:
        expression = re.sub(rf"\b{re.escape(item.name)}\b", naming(item), expression)
    held = _held(conversion, use.repository.name, repository, expression)
    edits: list[Edit] = []
    if held is None:
        if is_shadowed(site.scope, repository):
            raise Refusal("names.shadowed", f"{repository} is a variable of {site.function}()")
        owner = f"{repository}({expression})"
    else:
        owner, injected = held
        edits += injected
    is_made = held is None or bool(held[1])
    imports = {use.repository, *use.factory.imports} if is_made else set()
    writer = SiteWriter(conversion, layout)
    arguments = [writer.user(site.arguments[number - 1], operand=False) for number in use.order]
    edits += call_in_place(writer, f"{owner}.{use.name}({', '.join(arguments)})", comments_of_query(conversion))
    book.confirm(use)
    calls = RepositoryCall(use.repository.name, use.name, use.draft.fingerprint if use.draft is not None else None)
    return SitePlan(tuple(edits), frozenset(imports), site.call, calls=calls)


def _is_still(node: cst.BaseExpression) -> bool:
    """An expression that gives the same whenever it is evaluated."""
    return dotted(node) is not None or isinstance(node, cst.SimpleString | cst.Integer | cst.Float)


def _held(conversion: Conversion, class_name: str, repository: str, expression: str) -> tuple[str, list[Edit]] | None:
    """The attribute of the site's object that holds the repository, with the edit that makes it; None for no place."""
    site = conversion.site
    parameters = getattr(site.scope.node, "params", None)
    first = parameters.params[0].name.value if parameters is not None and parameters.params else ""
    initializer = _initializer(site.module, site.scope.class_name)
    if first != "self" or initializer is None or site.scope.outer is not None:
        return None
    body = initializer.body
    if not isinstance(body, cst.IndentedBlock) or any(isinstance(item, cst.Return) for item in blocks(body)):
        return None
    assigned = {
        dotted(target.target) or "": item.value
        for item in blocks(body)
        if isinstance(item, cst.Assign)
        for target in item.targets
    }
    for attribute, value in assigned.items():
        made = isinstance(value, cst.Call) and dotted(value.func) == repository
        if made and attribute.startswith("self."):
            return attribute, []
    owner = expression.rpartition(".")[0]
    if owner.startswith("self") and owner != "self" and owner not in assigned:
        return None
    if owner and not owner.startswith("self"):
        return None
    attribute = f"self.{_attribute_of(class_name)}"
    if attribute in assigned or attribute.removeprefix("self.") in site.module.source.text:
        return None
    return attribute, [_injection(site.module, body, attribute, repository, expression)]


def _initializer(module: ParsedModule, class_name: str | None) -> cst.FunctionDef | None:
    every = [node for node in blocks(module.tree) if isinstance(node, cst.ClassDef)]
    classes = [node for node in every if node.name.value == class_name]
    bases = {(dotted(base.value) or "").rpartition(".")[2] for node in every for base in node.bases}
    if len(classes) != 1 or class_name in bases:
        return None  # a subclass may not run this initializer
    found = [
        item for item in classes[0].body.body if isinstance(item, cst.FunctionDef) and item.name.value == "__init__"
    ]
    return found[0] if len(found) == 1 else None


def _injection(module: ParsedModule, body: cst.IndentedBlock, attribute: str, repository: str, factory: str) -> Edit:
    """``self.link_repo = LinkRepository(self.bot.get_db_session)`` as the last statement of ``__init__``."""
    end = module.span(body.body[-1])[1]
    text = module.source.text
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    if text[line_end - 1] == "\r":
        line_end -= 1
    first = module.span(body.body[0])[0]
    indent = indent_of(module, first)
    return Edit(line_end, line_end, f"{module.source.newline}{indent}{attribute} = {repository}({factory})")


def _attribute_of(repository: str) -> str:
    stem = re.sub(r"(Repository|Repo)$", "", repository)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", stem).lower() + "_repo"
