"""Where a call site gets its repository: what is there already, else an attribute made in ``__init__``."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator

import libcst as cst

from codemod.converting.conversion import Conversion
from codemod.repositories.annotated import given_by_annotation
from codemod.repositories.classes import ProjectClasses, initializer_of
from codemod.repositories.containers import container_of
from codemod.repositories.handler_parameters import given_by_handler
from codemod.repositories.kept_repositories import assigned_attributes, kept_attribute
from codemod.repositories.wanted import Held, Wanted
from codemod.rewriting.layout import Layout
from codemod.rewriting.site_plan import Naming
from codemod.source import Edit, ParsedModule
from codemod.syntax.lines import indent_at, line_end
from codemod.syntax.matching import last_name, self_attribute
from codemod.syntax.tree import blocks, code_of, dotted


def held_repository(
    conversion: Conversion, wanted: Wanted, classes: ProjectClasses, layout: Layout, naming: Naming
) -> Held | None:
    """Where a site finds its repository; None where it is made on the spot."""
    given = given_by_annotation(conversion, wanted.local)
    if given is not None:
        return Held(given)
    added = given_by_handler(conversion, wanted, classes, layout, naming)
    if added is not None:
        return added
    site = conversion.site
    function = site.scope.node
    first = function.params.params[:1] if isinstance(function, cst.FunctionDef) else ()
    is_method = bool(first) and first[0].name.value == "self" and site.scope.outer is None
    node = _class_of(site.module, site.scope.class_name) if is_method else None
    opened = wanted.factory.rpartition(".")[2]
    container = container_of(wanted.class_name, opened, classes) if wanted.owner else None
    held = _taken_from(container, node) if node is not None and container is not None else None
    if held is not None:
        return Held(held)
    made = _attribute(conversion, node, wanted, classes, layout) if node is not None else None
    if made is not None and not made.edits:
        return made
    return Held(f"{wanted.owner}.{container}") if container is not None else made


def _taken_from(container: str, node: cst.ClassDef) -> str | None:
    """The attribute of a class that its ``__init__`` takes from there: ``self.links = bot.container.get("links")``."""
    own = [item for item in node.body.body if isinstance(item, cst.FunctionDef) and item.name.value == "__init__"]
    for attribute, value in assigned_attributes(own[0].body) if len(own) == 1 else ():
        shown = code_of(value).replace('"', "'")
        if shown.endswith(f".{container}"):
            return attribute
    return None


def _class_of(module: ParsedModule, name: str | None) -> cst.ClassDef | None:
    found = [node for node in blocks(module.tree) if isinstance(node, cst.ClassDef) and node.name.value == name]
    return found[0] if len(found) == 1 and isinstance(found[0].body, cst.IndentedBlock) else None


def _attribute(
    conversion: Conversion, node: cst.ClassDef, wanted: Wanted, classes: ProjectClasses, layout: Layout
) -> Held | None:
    module = conversion.site.module
    own = [item for item in node.body.body if isinstance(item, cst.FunctionDef) and item.name.value == "__init__"]
    if len(own) > 1:
        return None
    kept = kept_attribute(node, own[0] if own else None, wanted, classes)
    if kept is not None:
        return Held(kept)
    text = module.text_of(node)
    taken = rf"\bself\.{wanted.attribute}\b|\b(def )?{wanted.attribute}\b[ \t]*[:=(]|__slots__"
    if re.search(taken, text) or not classes.runs_initializer(node.name.value):
        return None
    edits = _extended(module, own[0], wanted) if own else _created(module, node, wanted, classes, layout)
    return Held(f"self.{wanted.attribute}", tuple(edits)) if edits else None


def _extended(module: ParsedModule, initializer: cst.FunctionDef, wanted: Wanted) -> list[Edit]:
    """``self.link_repo = LinkRepository(bot.get_db_session)`` below the other attributes of ``__init__``."""
    body = initializer.body
    if not isinstance(body, cst.IndentedBlock) or any(isinstance(item, cst.Return) for item in blocks(body)):
        return []
    if wanted.owner and not wanted.owner.startswith("self."):
        return []
    assigned = dict(assigned_attributes(body))
    if wanted.owner and wanted.owner not in assigned:
        return []
    after = [
        line
        for line in body.body
        if isinstance(line, cst.SimpleStatementLine)
        and any(True for _ in assigned_attributes(cst.IndentedBlock([line])))
    ]
    place = after[-1] if after else body.body[-1]
    if not isinstance(place, cst.SimpleStatementLine):
        return []
    value = assigned.get(wanted.owner)
    rebound = value is not None and sum(name == getattr(value, "value", "") for name in _bound(body)) > 0
    given = value.value if isinstance(value, cst.Name) and not rebound else wanted.owner
    factory = wanted.factory.replace(wanted.owner, given, 1) if wanted.owner else wanted.factory
    indent = indent_at(module, module.span(place)[0])
    return [_below(module, place, f"{indent}self.{wanted.attribute} = {wanted.local}({factory})")]


def _bound(body: cst.BaseSuite) -> Iterator[str]:
    for item in blocks(body):
        if isinstance(item, cst.Assign):
            yield from (name for target in item.targets if (name := dotted(target.target)) is not None)


def _below(module: ParsedModule, statement: cst.CSTNode, line: str) -> Edit:
    """A line behind the one that a statement ends on."""
    at = line_end(module.source.text, module.span(statement)[1])
    return Edit(at, at, f"{module.source.newline}{line}")


def _created(
    module: ParsedModule, node: cst.ClassDef, wanted: Wanted, classes: ProjectClasses, layout: Layout
) -> list[Edit]:
    """An ``__init__`` for a class that has none: it passes on what the one of its base takes."""
    bases = [dotted(base.value) or "" for base in node.bases]
    if node.decorators or node.keywords or len(bases) > 1:
        return []
    inherited = _inherited(bases[0], classes) if bases else None
    above = _above(bases, inherited, wanted)
    if above is None:
        return []
    signature, passed, factory = above
    names = set(re.findall(r"\w+", module.source.text))
    if inherited is not None:
        signature, passed = _signature(inherited, names)
    elif bases:
        passed = "super().__init__()"
    first = module.span(node.body.body[0])[0]
    indent = indent_at(module, first)
    head = f"def __init__({', '.join(['self', *signature])}) -> None:\n    {passed or 'pass'}\n"
    shown = layout.render(head, {}, indent).removesuffix("" if passed else f"{layout.newline}{indent}{layout.unit}pass")
    attribute = f"{indent}{layout.unit}self.{wanted.attribute} = {wanted.local}({factory})"
    return _placed(module, node, f"{indent}{shown}", attribute)


def _inherited(base: str, classes: ProjectClasses) -> ast.FunctionDef | None:
    """The ``__init__`` that a class inherits from the project."""
    name, seen = base.rpartition(".")[2].split("[")[0], set[str]()
    while name not in seen:
        seen.add(name)
        definition = classes.definition(name)
        if definition is None:
            return None
        own = initializer_of(definition)
        if own is not None:
            return own
        if len(definition.bases) != 1:
            return None
        name = last_name(definition.bases[0])
    return None


def _above(bases: list[str], inherited: ast.FunctionDef | None, wanted: Wanted) -> tuple[list[str], str, str] | None:
    """The signature, the call and the factory for an ``__init__``; None where the class can't have one."""
    if inherited is None:
        plain = not bases or bases[0].rpartition(".")[2] in ("object", "Cog", "GroupCog")
        return ([], "", wanted.factory) if plain and not wanted.owner else None
    for statement in inherited.body:
        kept = self_attribute(statement)
        if kept is not None and f"self.{kept[0]}" == wanted.owner:
            given = kept[1].id if isinstance(kept[1], ast.Name) else wanted.owner
            return [], "", wanted.factory.replace(wanted.owner, given, 1)
        if isinstance(statement, ast.Return):
            return None
    return ([], "", wanted.factory) if not wanted.owner else None


def _signature(inherited: ast.FunctionDef, names: set[str]) -> tuple[list[str], str]:
    """The parameters of an inherited ``__init__`` and the call that passes them on; annotations that are known here."""
    copied = ast.parse(ast.unparse(inherited)).body[0]
    assert isinstance(copied, ast.FunctionDef), "a function is printed as a function"
    every = copied.args
    for item in (*every.args, *every.kwonlyargs, *filter(None, (every.vararg, every.kwarg))):
        used = (
            {node.id for node in ast.walk(item.annotation) if isinstance(node, ast.Name)} if item.annotation else set()
        )
        if not used <= names | set(dir(builtins)):
            item.annotation = None
    passed = [item.arg for item in every.args[1:]]
    passed += [f"*{every.vararg.arg}"] if every.vararg else []
    passed += [f"{item.arg}={item.arg}" for item in every.kwonlyargs]
    passed += [f"**{every.kwarg.arg}"] if every.kwarg else []
    every.args = every.args[1:]
    shown = ast.unparse(every)
    return ([shown] if shown else []), f"super().__init__({', '.join(passed)})"


def _placed(module: ParsedModule, node: cst.ClassDef, head: str, attribute: str) -> list[Edit]:
    """The new method below docstring and attributes of the class, before its first method.

    The head and the attributes are edits of their own: two sites may each ask for a repository.
    """
    before = [item for item in node.body.body if isinstance(item, cst.SimpleStatementLine)]
    first = next((item for item in node.body.body if not isinstance(item, cst.SimpleStatementLine)), None)
    if first is None or before != list(node.body.body[: len(before)]):
        return []
    newline = module.source.newline
    above = module.span(before[-1])[1] if before else module.span(node.body)[0] - 1
    at = line_end(module.source.text, above)
    gap = first.leading_lines if isinstance(first, cst.FunctionDef | cst.ClassDef) else ()
    is_close = not gap or gap[0].comment is not None
    return [
        Edit(at, at, f"{newline * 2 if before else newline}{head}"),
        Edit(at, at, f"{newline}{attribute}"),
        *([Edit(at + len(newline), at + len(newline), newline)] if is_close else []),
    ]
