"""The class of the object that an expression is, by ``self`` and by annotations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from codemod.resolution.project_classes import ProjectClass, ProjectClasses
from codemod.source import ParsedModule
from codemod.syntax.bindings import Binding
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import is_name, last_name, parameters, walk


@dataclass(frozen=True, slots=True, eq=False)
class ObjectClasses:
    """Finds the class that the project's annotations give an expression."""

    classes: ProjectClasses

    def of(self, node: cst.BaseExpression, module: ParsedModule, scope: FunctionScope) -> str | None:
        """The identity of the class, or of one above it; None where nothing says it."""
        match node:
            case cst.Name(value="self" | "cls") if scope.class_name is not None:
                return self._of_project({self.classes.resolved(cst.Name(scope.class_name), module)})
            case cst.Name():
                return self._of_project({self._of_binding(item, module, scope) for item in scope.reaching(node)})
            case cst.Attribute(value=owner, attr=cst.Name(value=attribute)):
                owner_class = self.of(owner, module, scope)
                return self._of_attribute(owner_class, attribute) if owner_class is not None else None
            case _:
                return None

    def _of_binding(self, binding: Binding, module: ParsedModule, scope: FunctionScope) -> str | None:
        """The class that a parameter is annotated with, or that of what a name is assigned: ``store = self.store``."""
        said = _annotated(binding.node)
        if said is None and binding.kind == "assign" and isinstance(binding.value, cst.Attribute):
            return self.of(binding.value, module, scope)
        return self.classes.resolved(said, module) if said is not None else None

    def _of_attribute(self, owner: str, attribute: str) -> str | None:
        """What the classes of an object say that an attribute is: in their bodies, or where they set it."""
        known = [self.classes.named(name) for name in self.classes.order(owner) or ()]
        said = [(item, above.module) for above in known if above is not None for item in _said(above, attribute)]
        return self._of_project({self.classes.resolved(item, there) if item else None for item, there in said})

    def _of_project(self, found: set[str | None]) -> str | None:
        identity = next(iter(found)) if len(found) == 1 else None
        return identity if identity is not None and self.classes.named(identity) is not None else None


def _said(found: ProjectClass, attribute: str) -> Iterator[cst.BaseExpression | None]:
    """The class that each annotation, or parameter that is assigned to it, gives an attribute; None for any other."""
    for declared in found.annotated(attribute):
        yield _class_named(declared.annotation.annotation)
    for getter in found.methods(attribute):
        is_property = [last_name(item.decorator) for item in getter.decorators] in (["property"], ["cached_property"])
        yield _class_named(getter.returns.annotation) if is_property and getter.returns else None
    for method in found.node.body.body:
        for node in walk(method) if isinstance(method, cst.FunctionDef) else ():
            match node:
                case cst.AnnAssign(target=cst.Attribute() as target, annotation=annotation) if _is_own(
                    target, attribute
                ):
                    yield _class_named(annotation.annotation)
                case cst.Assign(targets=[cst.AssignTarget(target=cst.Attribute() as target)], value=value) if _is_own(
                    target, attribute
                ):
                    assert isinstance(method, cst.FunctionDef), "only methods are looked through"
                    params = [item for item in parameters(method.params) if isinstance(value, cst.Name)]
                    named = [item for item in params if item.name.value == getattr(value, "value", "")]
                    yield _annotated(named[0]) if named else None
                case _:
                    pass


def _is_own(target: cst.Attribute, attribute: str) -> bool:
    return is_name(target.value, "self") and is_name(target.attr, attribute)


def _annotated(node: cst.CSTNode) -> cst.BaseExpression | None:
    match node:
        case cst.Param(annotation=cst.Annotation(annotation=annotation), star="" | None):
            return _class_named(annotation)
        case (
            cst.SimpleStatementLine(body=[cst.AnnAssign(annotation=annotation)]) | cst.AnnAssign(annotation=annotation)
        ):
            return _class_named(annotation.annotation)
        case _:
            return None


def _class_named(annotation: cst.BaseExpression) -> cst.BaseExpression | None:
    """``Store``, ``"Store"``, ``module.Store``, ``Store[int]``, ``Store | None``."""
    match annotation:
        case cst.Name() | cst.Attribute():
            return annotation
        case cst.SimpleString(evaluated_value=str() as text) if text.isidentifier():
            return cst.Name(text)
        case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=cst.Name(value="None")):
            return _class_named(left)
        case cst.Subscript(
            value=cst.Name(value="Optional"), slice=[cst.SubscriptElement(slice=cst.Index(value=inner))]
        ):
            return _class_named(inner)
        case cst.Subscript(value=value):
            return _class_named(value) if not is_name(value, "type") else None
        case _:
            return None
