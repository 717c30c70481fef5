"""What an object is by an annotation: of the variable, of the parameter, or of the property that gave it."""

from __future__ import annotations

import re

import libcst as cst

from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.rewriting.facts.visibility import means_class
from codemod.source import ParsedModule
from codemod.syntax.bindings import Binding
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import dotted


def is_annotated(
    owner: cst.BaseExpression, method: Occurrence, module: ParsedModule, scope: FunctionScope, index: ProjectIndex
) -> bool:
    """Whether annotations say that a variable of a function holds an object of a method's class, or None.

    Args:
        owner: the expression before the method.
        method: the method.
        module: the file of the expression.
        scope: its function.
        index: properties of the project.
    """
    if not isinstance(owner, cst.Name) or not scope.is_local(owner.value):
        return False
    bindings = scope.reaching(owner)
    return bool(bindings) and all(_says(binding, method, module, index) for binding in bindings)


def _says(binding: Binding, method: Occurrence, module: ParsedModule, index: ProjectIndex) -> bool:
    match binding.node:
        case cst.Param(annotation=cst.Annotation() as annotation):
            return _means(annotation, method, module, index)
        case cst.SimpleStatementLine(body=[cst.AnnAssign(annotation=annotation)]):
            return _means(annotation, method, module, index)
        case _:
            pass
    if binding.kind != "assign" or not isinstance(binding.value, cst.Attribute):
        return False
    name = binding.value.attr.value
    found = list(index.functions_named(name))
    node = found[0].node if len(found) == 1 else None
    assigned = re.compile(rf"\b{name}\s*(?::[^=\n]*)?=(?!=)")
    if any(assigned.search(other.source.text) for other in index.modules_naming(name)):
        return False  # another object has an attribute of that name
    if not isinstance(node, cst.FunctionDef) or node.returns is None:
        return False
    is_property = any(dotted(item.decorator) == "property" for item in node.decorators)
    return is_property and _means(node.returns, method, found[0].module, index)


def _means(annotation: cst.Annotation, method: Occurrence, module: ParsedModule, index: ProjectIndex) -> bool:
    """Whether an annotation is the class of a method, or that or None."""
    written = annotation.annotation
    if isinstance(written, cst.SimpleString) and isinstance(written.evaluated_value, str):
        try:
            written = cst.parse_expression(written.evaluated_value)
        except cst.ParserSyntaxError:
            return False
    match written:
        case cst.Subscript(
            value=cst.Name(value="Optional") | cst.Attribute(attr=cst.Name(value="Optional")),
            slice=[cst.SubscriptElement(slice=cst.Index(value=inner))],
        ):
            written = inner
        case cst.BinaryOperation(left=inner, operator=cst.BitOr(), right=cst.Name(value="None")):
            written = inner
        case _:
            pass
    class_name = method.scope.class_name
    assert class_name is not None, "methods stand in classes"
    return isinstance(written, cst.Name) and means_class(written.value, method, class_name, module, index)
