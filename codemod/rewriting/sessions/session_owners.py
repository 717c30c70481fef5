"""Whether the object a receiver hangs on is of the class whose method gives a session."""

from __future__ import annotations

from functools import lru_cache

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.rewriting.sessions.session_evidence import OwnerMethod
from codemod.source import ParsedModule
from codemod.syntax.tree import blocks, dotted, parameters

#: What everyone calls the one bot of a project (discord.py's interactions call it their client).
_BOT_NAMES = frozenset({"bot", "client"})


def is_owner(site: CallSite, owner: str, method: OwnerMethod) -> bool:
    """Whether ``owner`` (``self.bot`` of ``self.bot.db``) has the method.

    ``self`` is the site's own class; anything else is known by its annotation, by the name every
    bot has, or by being called like the class. An attribute of the same name alone says nothing:
    a cog keeps ``self.pool`` too.
    """
    if owner == "self":
        return method.class_name in _own_classes(site)
    if _declared(site, owner) == method.class_name:
        return True
    name = owner.rpartition(".")[2].strip("_").replace("_", "").lower()
    return name == method.class_name.lower() or (method.is_bot and name in _BOT_NAMES)


def _own_classes(site: CallSite) -> frozenset[str]:
    """The class of the site and its direct bases."""
    class_ = _class_of(site)
    if class_ is None:
        return frozenset()
    bases = {(dotted(base.value) or "").rpartition(".")[2] for base in class_.bases}
    return frozenset({class_.name.value, *bases})


def _class_of(site: CallSite) -> cst.ClassDef | None:
    """The class of the site, where the module has one of its name."""
    found = [node for node in _classes(site.module) if node.name.value == site.scope.class_name]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=8)
def _classes(module: ParsedModule) -> tuple[cst.ClassDef, ...]:
    return tuple(node for node in blocks(module.tree) if isinstance(node, cst.ClassDef))


def _declared(site: CallSite, owner: str) -> str | None:
    """The class an annotation gives to a parameter, or to an attribute of the site's class."""
    parts = owner.split(".")
    if len(parts) == 1 and isinstance(site.scope.node, cst.FunctionDef):
        return _of_parameter(site.scope.node, parts[0])
    class_ = _class_of(site) if len(parts) == 2 and parts[0] == "self" else None
    if class_ is None:
        return None
    for node in blocks(class_.body):
        match node:
            case cst.AnnAssign() if dotted(node.target) in (owner, parts[1]):
                return _class_name(node.annotation.annotation)
            case cst.FunctionDef() if node.name.value == "__init__":
                for item in blocks(node.body):
                    if isinstance(item, cst.Assign) and any(dotted(target.target) == owner for target in item.targets):
                        return _of_parameter(node, dotted(item.value) or "")
    return None


def _of_parameter(function: cst.FunctionDef, name: str) -> str | None:
    for item in parameters(function.params):
        if item.name.value == name and item.annotation is not None:
            return _class_name(item.annotation.annotation)
    return None


def _class_name(annotation: cst.BaseExpression) -> str | None:
    if isinstance(annotation, cst.SimpleString):
        return str(annotation.evaluated_value).rpartition(".")[2]
    name = dotted(annotation)
    return name.rpartition(".")[2] if name else None
