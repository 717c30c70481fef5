"""Every place of the project that names a function without being one of its known calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import libcst as cst

from codemod.discovery.project_index import ProjectIndex
from codemod.rewriting.facts.method_owners import could_be_of, may_share_objects
from codemod.source import ParsedModule
from codemod.syntax.imports import local_names
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import children, parameters, walk


def other_mentions(
    name: str,
    function: cst.FunctionDef,
    known: Set[int],
    index: ProjectIndex,
    passed_over: Set[int] = frozenset(),
) -> Iterator[str]:
    """``path:line`` of each mention of a function that is neither its definition nor a known call.

    A function of a module is meant by its bare name only where the module is its own or imports the name, and no
    function around binds it; behind a dot only where the object before it is imported. A method may be meant by
    any attribute of its name. A call that doesn't fit its parameters is of something else.

    Args:
        name: the function's name.
        function: its definition.
        known: identities of the calls that are known to be of it.
        index: the files of the project.
        passed_over: identities of expressions whose mentions don't count.
    """
    for module in index.modules_naming(name):
        for node in _Search(name, function, known, passed_over, _reach(name, function, module, index)).run(module.tree):
            line, _ = module.line_column(module.span(node)[0])
            yield f"{module.source.path}:{line}"


@dataclass(frozen=True, slots=True)
class _Reach:
    """How a module can mean a function.

    Attributes:
        by_name: the bare name may be it.
        objects: names whose attributes may be it; None for any object.
        overriding: classes whose method of that name may run in its place; None for any class.
        is_method: it stands in a class.
    """

    by_name: bool = True
    objects: frozenset[str] | None = None
    overriding: frozenset[str] | None = None
    is_method: bool = False


def _reach(name: str, function: cst.FunctionDef, module: ParsedModule, index: ProjectIndex) -> _Reach:
    found = list(index.functions_named(name))
    scopes = [item.scope for item in found if item.node is function]
    if not scopes or scopes[0].outer is not None:
        return _Reach(is_method=bool(scopes) and scopes[0].class_name is not None)
    owner = scopes[0].class_name
    if owner is not None:
        others = {item.scope.class_name for item in found if item.scope.class_name is not None}
        alike = frozenset(other for other in others if may_share_objects(owner, other, index.ancestors))
        return _Reach(overriding=alike, is_method=True)
    imported: set[str] = set()
    own = any(node is function for node in module.tree.body)
    pending: list[cst.CSTNode] = [module.tree]
    while pending:
        node = pending.pop()
        match node:
            case cst.ImportFrom(names=cst.ImportStar()):
                own = True  # whatever it brings
            case cst.Import() | cst.ImportFrom():
                imported.update(local_names(node))
            case _:
                pending.extend(children(node))
    return _Reach(own or name in imported, frozenset(imported), frozenset())


@dataclass(frozen=True, slots=True)
class _Search:
    """One walk over a module."""

    name: str
    function: cst.FunctionDef
    known: Set[int]
    passed_over: Set[int]
    reach: _Reach

    def run(self, tree: cst.Module) -> Iterator[cst.CSTNode]:
        pending: list[tuple[cst.CSTNode, bool]] = [(tree, self.reach.by_name)]
        apart: set[int] = set()
        while pending:
            node, by_name = pending.pop()
            if id(node) in self.passed_over:
                continue
            apart.update(map(id, self._apart_in(node)))
            if id(node) not in apart and self._is_mention(node, by_name=by_name):
                yield node
            hidden = self._hidden_in(node)
            pending.extend(
                (child, by_name and not any(child is item for item in hidden)) for child in self._inside(node)
            )

    def _is_mention(self, node: cst.CSTNode, *, by_name: bool) -> bool:
        match node:
            case cst.Name():
                return by_name and node.value == self.name
            case cst.Attribute():
                return node.attr.value == self.name and self._may_hold(node.value)
            case cst.FunctionDef():
                return by_name and node.name.value == self.name and node is not self.function
            case cst.ImportAlias():
                return node.evaluated_name.rpartition(".")[2] == self.name and node.asname is not None
            case _:
                return False

    def _inside(self, node: cst.CSTNode) -> list[cst.CSTNode]:
        """What is looked at inside a node: no names of what is defined, imported or passed there."""
        skipped: Sequence[cst.CSTNode | None] = ()
        match node:
            case cst.ImportAlias():
                return []
            case cst.Call(func=func) if id(node) in self.known:
                called = [func.value] if isinstance(func, cst.Attribute) else []
                return [*called, *(child for child in children(node) if child is not func)]
            case cst.ClassDef():
                own = [line for line in node.body.body if self._binds_attribute(line)]
                return [*node.decorators, *node.bases, *node.keywords, *(x for x in node.body.body if x not in own)]
            case cst.FunctionDef() | cst.Param():
                skipped = (node.name,)
            case cst.Attribute():
                skipped = (node.attr,)
            case cst.Arg():
                skipped = (node.keyword,)
            case _:
                pass
        return [child for child in children(node) if not any(child is item for item in skipped)]

    def _may_hold(self, node: cst.BaseExpression) -> bool:
        """Whether an attribute of this object may be the function."""
        if self.reach.objects is None:
            return True
        while isinstance(node, cst.Attribute):
            node = node.value
        return isinstance(node, cst.Name) and node.value in self.reach.objects

    def _binds_attribute(self, line: cst.CSTNode) -> bool:
        """Whether a line of a class gives an attribute this name, and names it nowhere else: ``title: Mapped[str]``."""
        match line:
            case cst.SimpleStatementLine(body=[cst.AnnAssign(target=target)]):
                pass
            case cst.SimpleStatementLine(body=[cst.Assign(targets=[cst.AssignTarget(target=target)])]):
                pass
            case _:
                return False
        binds = isinstance(target, cst.Name) and target.value == self.name
        return binds and sum(isinstance(node, cst.Name) and node.value == self.name for node in walk(line)) == 1

    def _apart_in(self, node: cst.CSTNode) -> Sequence[cst.CSTNode]:
        """What has the name below a node, and is something else: a method of another class, what a call can't mean."""
        match node:
            case cst.ClassDef() if self.reach.overriding is not None and node.name.value not in self.reach.overriding:
                return [line for line in node.body.body if isinstance(line, cst.FunctionDef)]
            case cst.Call(func=cst.Name() | cst.Attribute()):
                fits = could_be_of(node, self.function, is_method=self.reach.is_method)
                return () if fits else (node.func,)
            case _:
                return ()

    def _hidden_in(self, node: cst.CSTNode) -> Sequence[cst.CSTNode]:
        """Parts of a function or class in which the name has a meaning of its own."""
        match node:
            case cst.FunctionDef() if node is not self.function and FunctionScope(node, "").is_local(self.name):
                return (node.body,)  # its defaults and decorators are looked up around it
            case cst.Lambda() if any(item.name.value == self.name for item in parameters(node.params)):
                return (node.body,)
            case _:
                return ()
