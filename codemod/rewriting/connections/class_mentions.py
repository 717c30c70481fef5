"""Every place of the project that names a class whose objects keep a connection."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Final

import libcst as cst

from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.rewriting.facts.visibility import is_visible
from codemod.source import ParsedModule
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import children, dotted, is_name, walk

#: Bases that make no object.
_PLAIN: Final = frozenset({"ABC", "Generic", "Protocol", "object"})

#: Decorators that leave a class as it is.
_MARKS: Final = frozenset({"final", "runtime_checkable"})


@dataclass(frozen=True, slots=True)
class ClassMentions:
    """Looks classes of the project up by their names.

    Attributes:
        index: the files of the project.
    """

    index: ProjectIndex

    def class_called(self, call: cst.Call, module: ParsedModule, scope: FunctionScope) -> str | None:
        """The class of the project that a call certainly makes an object of."""
        name = call.func.value if isinstance(call.func, cst.Name) else None
        holder: FunctionScope | None = scope
        while holder is not None:
            if name is None or (isinstance(holder.node, cst.FunctionDef) and holder.is_local(name)):
                return None
            holder = holder.outer
        defined = self._definition(name) if name is not None else None
        return name if name and defined is not None and is_visible(defined, name, module, self.index) else None

    def _definition(self, name: str) -> Occurrence | None:
        """The class statement of a name, where the project has one, at the margin of a module."""
        found = [
            Occurrence(module, line, FunctionScope(module.tree, "<module>"))
            for module in self.index.modules_naming(name)
            for line in module.tree.body
            if isinstance(line, cst.ClassDef) and line.name.value == name
        ]
        return found[0] if len(found) == 1 else None

    def initializer(self, name: str) -> Occurrence | None:
        """The ``__init__`` that runs where an object of a class is made: its own, or that of the first base with one.

        None where something else may make the object: a decorator, ``__new__``, a metaclass.
        """
        defined = self._definition(name)
        if defined is None or not isinstance(defined.node, cst.ClassDef):
            return None
        node = defined.node
        functions = {item.name.value: item for item in node.body.body if isinstance(item, cst.FunctionDef)}
        marked = {_last(item.decorator) for item in node.decorators}
        if marked - _MARKS or node.keywords or "__new__" in functions:
            return None
        if "__init__" in functions:
            inits = self.index.functions_named("__init__")
            return next((item for item in inits if item.node is functions["__init__"]), None)
        for base in node.bases:
            written = base.value.value if isinstance(base.value, cst.Subscript) else base.value
            named = _last(written)
            if named in _PLAIN:
                continue
            if named == name or self._definition(named) is None:
                return None  # a library's class may have one
            found = self.initializer(named)
            if found is not None:
                return found
        return None

    def others(self, name: str, family: Set[str], known: Set[int]) -> Iterator[str]:
        """``path:line`` of each mention that could make an object unseen or put another class in the place of one.

        Imports, annotations, ``isinstance()`` and the bases of the classes below do neither.

        Args:
            name: the class.
            family: the class and those below.
            known: identities of expressions whose mentions are understood.
        """
        if self._definition(name) is None:
            yield f"the definition of {name}"  # there are several, or it is one within a function
        for module in self.index.modules_naming(name):
            for node in _odd(module.tree, name, family, known):
                line, _ = module.line_column(module.span(node)[0])
                yield f"{module.source.path}:{line}"


def _odd(tree: cst.Module, name: str, family: Set[str], known: Set[int]) -> Iterator[cst.CSTNode]:
    pending: list[cst.CSTNode] = [tree]
    while pending:
        node = pending.pop()
        if id(node) in known:
            continue
        match node:
            case cst.ImportAlias(asname=renamed):
                is_odd = renamed is not None and node.evaluated_name.rpartition(".")[2] == name
            case cst.Name(value=named) | cst.Attribute(attr=cst.Name(value=named)):
                is_odd = named == name
            case _:
                is_odd = False
        if is_odd:
            yield node
        pending += _inside(node, family)


def _inside(node: cst.CSTNode, family: Set[str]) -> list[cst.CSTNode]:
    """What is looked at inside a node: no names of what is defined or passed there, and no types."""
    match node:
        case cst.ImportAlias() | cst.Name():
            return []
        case cst.Annotation():
            return [item for item in walk(node) if isinstance(item, cst.Call)]
        case cst.Subscript(value=named) if _last(named) == "Annotated":
            return [item for item in walk(node) if isinstance(item, cst.Call)]
        case cst.ClassDef():
            bases = () if node.name.value in family else node.bases
            return [*node.decorators, *bases, *node.keywords, node.body]
        case cst.Call() if is_name(node.func, "isinstance"):
            return [argument.value for argument in node.args[:1]]
        case cst.Attribute() | cst.Arg():
            return [node.value]
        case cst.FunctionDef() | cst.Param():
            return [child for child in children(node) if child is not node.name]
        case _:
            return children(node)


def _last(node: cst.BaseExpression) -> str:
    return (dotted(node) or "").rpartition(".")[2]
