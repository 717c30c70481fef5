"""Parameters that are a repository, by their annotation."""

from __future__ import annotations

import libcst as cst

from codemod.converting.conversion import Conversion
from codemod.syntax.tree import dotted, parameters


def given_by_annotation(conversion: Conversion, local: str) -> str | None:
    """A parameter of the function that is such a repository, by its annotation."""
    scope = conversion.site.scope
    if not isinstance(scope.node, cst.FunctionDef):
        return None
    for parameter in parameters(scope.node.params):
        name = parameter.name.value
        if parameter.annotation is not None and is_repository(parameter.annotation.annotation, local):
            flow = scope.flow(name)
            if not flow.elsewhere and len(flow.bindings) == 1:
                return name
    return None


def is_optional_repository(annotation: cst.BaseExpression, local: str) -> bool:
    """``LinkRepository | None``, or ``Optional[LinkRepository]``."""
    match annotation:
        case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=cst.Name("None")):
            return is_repository(left, local)
        case cst.Subscript(value=value, slice=[cst.SubscriptElement(slice=cst.Index(value=inner))]):
            return (dotted(value) or "").rpartition(".")[2] == "Optional" and is_repository(inner, local)
        case _:
            return False


def is_repository(annotation: cst.BaseExpression, local: str) -> bool:
    """``LinkRepository``, or ``Annotated[LinkRepository, Depends(…)]``."""
    if isinstance(annotation, cst.Subscript) and (dotted(annotation.value) or "").endswith("Annotated"):
        inner = annotation.slice[0].slice
        return isinstance(inner, cst.Index) and is_repository(inner.value, local)
    return dotted(annotation) == local
