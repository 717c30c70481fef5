"""What the source shows of a bound argument: whether it can be None, and its Python type."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Final

import libcst as cst

from codemod.config import Config
from codemod.discovery.call_sites import CallSite
from codemod.discovery.name_flow import Binding
from codemod.discovery.receivers import dotted
from codemod.discovery.scopes import FunctionScope
from codemod.lowering.lowered import ArgumentFacts

#: discord.py attributes that its documentation gives as never None; chosen by ``never-none = ["discord"]``.
_DISCORD: Final = (
    "*.author.id", "*.author.name", "*.guild.id", "*.guild.name", "*.user.id", "*.user.name", "*.channel.id",
    "*.message.id", "*.member.id", "*.role.id", "message.id", "member.id", "guild.id", "user.id", "channel.id", "role.id",
)  # fmt: skip

_CALLS: Final = {"str": "str", "int": "int", "len": "int", "bool": "bool", "float": "float", "repr": "str", "list": "list"}
_TEXT_METHODS: Final = frozenset({"lower", "upper", "strip", "title", "casefold", "replace", "join", "format", "capitalize"})



def argument_facts(site: CallSite, number: int, config: Config) -> ArgumentFacts:
    """Facts of the argument bound to ``$number``.

    Args:
        site: the call site.
        number: 1 for ``$1``.
        config: ``never_none`` patterns of the project.
    """
    node = site.arguments[number - 1]
    text = dotted(node)
    patterns = [pattern for pattern in config.never_none if pattern != "discord"]
    if "discord" in config.never_none:
        patterns += _DISCORD
    if text is not None and any(fnmatchcase(text, pattern) for pattern in patterns):
        return ArgumentFacts(True, f"configured as never None: {text}")
    return _facts(node, site.scope, 0)


def _facts(node: cst.BaseExpression, scope: FunctionScope, depth: int) -> ArgumentFacts:
    match node:
        case cst.SimpleString() | cst.ConcatenatedString() | cst.FormattedString():
            is_bytes = isinstance(node, cst.SimpleString) and "b" in node.prefix.lower()
            return ArgumentFacts(True, "a string literal", "bytes" if is_bytes else "str")
        case cst.Integer() | cst.Float():
            return ArgumentFacts(True, "a number", "int" if isinstance(node, cst.Integer) else "float")
        case cst.Name(value="True" | "False"):
            return ArgumentFacts(True, "a constant", "bool")
        case cst.Name(value="None"):
            return ArgumentFacts()
        case cst.Comparison():
            return ArgumentFacts(True, "a comparison", "bool")
        case cst.UnaryOperation(operator=cst.Not()):
            return ArgumentFacts(True, "a negation", "bool")
        case cst.List() | cst.ListComp() | cst.Tuple() | cst.Set() | cst.Dict() | cst.SetComp():
            return ArgumentFacts(True, "a display", "list")
        case cst.BinaryOperation():
            sides = [_facts(side, scope, depth) for side in (node.left, node.right)]
            kinds = {side.python_type for side in sides}
            return ArgumentFacts(True, "arithmetic of None raises", kinds.pop() if len(kinds) == 1 else None)
        case cst.Call():
            return _of_call(node)
        case cst.Name():
            return _of_name(node, scope, depth)
        case cst.IfExp():
            sides = [_facts(side, scope, depth) for side in (node.body, node.orelse)]
            if all(side.never_none for side in sides):
                kinds = {side.python_type for side in sides}
                return ArgumentFacts(True, sides[0].evidence, kinds.pop() if len(kinds) == 1 else None)
            return ArgumentFacts()
        case _:
            return ArgumentFacts()


def _of_call(node: cst.Call) -> ArgumentFacts:
    name = dotted(node.func) or ""
    if name in ("json.dumps", "orjson.dumps", "dumps", "ujson.dumps"):
        return ArgumentFacts(True, "json.dumps() gives a string", "str", True)
    if name in _CALLS:
        return ArgumentFacts(True, f"{name}() never gives None", _CALLS[name])
    if isinstance(node.func, cst.Attribute) and node.func.attr.value in _TEXT_METHODS:
        # .replace() is a method of datetimes too; .lower() and its kin are of strings alone
        kind = "str" if node.func.attr.value not in ("replace", "format", "join") else None
        return ArgumentFacts(True, f".{node.func.attr.value}() never gives None", kind)
    if name.endswith(("datetime.now", "datetime.utcnow", "utils.utcnow", "date.today", "datetime.fromisoformat")):
        return ArgumentFacts(True, f"{name}() never gives None", "datetime")
    return ArgumentFacts()


def _of_name(node: cst.Name, scope: FunctionScope, depth: int) -> ArgumentFacts:
    if depth > 4 or not scope.is_local(node.value):
        return ArgumentFacts()
    found = [_of_binding(binding, scope, depth + 1) for binding in scope.reaching(node)]
    if not found:
        return ArgumentFacts()
    kinds = {facts.python_type for facts in found}
    kind = kinds.pop() if len(kinds) == 1 else None
    if all(facts.never_none for facts in found):
        return ArgumentFacts(True, found[0].evidence, kind)
    checked = _checked_before(node, scope)
    return ArgumentFacts(True, checked, kind) if checked else ArgumentFacts(python_type=kind)


def _of_binding(binding: Binding, scope: FunctionScope, depth: int) -> ArgumentFacts:
    if binding.kind == "param" and isinstance(binding.node, cst.Param):
        return _of_parameter(binding.node)
    if binding.kind == "assign" and binding.value is not None:
        return _facts(binding.value, scope, depth)
    if binding.kind == "for" and isinstance(binding.value, cst.Call) and dotted(binding.value.func) == "range":
        return ArgumentFacts(True, "an item of range()", "int")
    return ArgumentFacts()


def _of_parameter(param: cst.Param) -> ArgumentFacts:
    if param.annotation is None or (isinstance(param.default, cst.Name) and param.default.value == "None"):
        return ArgumentFacts()
    annotation = param.annotation.annotation
    if isinstance(annotation, cst.SimpleString):
        return ArgumentFacts()
    name = dotted(annotation)
    if name is None:
        return ArgumentFacts()  # Optional[…], X | None, Annotated[…]: not read
    if name in ("Any", "typing.Any", "object", "None"):
        return ArgumentFacts()
    kind = name if name in ("int", "str", "bool", "float", "list", "bytes") else None
    return ArgumentFacts(True, f"annotated as {name}", kind)


def _checked_before(node: cst.Name, scope: FunctionScope) -> str:
    """``if x is None: return`` (or raise) before the use, in a block around it, with no binding in between."""
    inner: cst.CSTNode | None = node
    while inner is not None:
        outer = scope.parent(inner)
        if isinstance(outer, cst.IndentedBlock):
            for statement in outer.body[: _position(outer, inner)]:
                if isinstance(statement, cst.If) and _leaves_when_none(statement, node.value):
                    if _unbound_since(statement, node, scope):
                        return f"checked: {node.value} is None leaves"
        if isinstance(outer, cst.If) and outer.body is inner and _is_not_none(outer.test, node.value):
            if _unbound_since(outer, node, scope):
                return f"checked: {node.value} is not None"
        inner = outer
    return ""


def _position(block: cst.IndentedBlock, child: cst.CSTNode) -> int:
    return next((index for index, item in enumerate(block.body) if item is child), 0)


def _unbound_since(check: cst.If, use: cst.Name, scope: FunctionScope) -> bool:
    """Whether every binding of the name that reaches the use reaches the check as well."""
    tested = [item for item in scope.flow(use.value).uses if _within(item, check.test, scope)]
    return bool(tested) and set(scope.reaching(use)) <= set(scope.reaching(tested[0]))


def _within(node: cst.CSTNode, around: cst.CSTNode, scope: FunctionScope) -> bool:
    current: cst.CSTNode | None = node
    while current is not None and current is not around:
        current = scope.parent(current)
    return current is around


def _leaves_when_none(statement: cst.If, name: str) -> bool:
    if statement.orelse is not None or not isinstance(statement.body, cst.IndentedBlock):
        return False
    last = statement.body.body[-1]
    leaves = isinstance(last, cst.SimpleStatementLine) and isinstance(last.body[-1], cst.Return | cst.Raise | cst.Continue)
    return leaves and (_is_none(statement.test, name) or _is_falsy(statement.test, name))


def _is_none(test: cst.BaseExpression, name: str) -> bool:
    return _compares_none(test, name, cst.Is)


def _is_not_none(test: cst.BaseExpression, name: str) -> bool:
    if isinstance(test, cst.BooleanOperation) and isinstance(test.operator, cst.And):
        return _is_not_none(test.left, name) or _is_not_none(test.right, name)
    return _compares_none(test, name, cst.IsNot) or (isinstance(test, cst.Name) and test.value == name)


def _is_falsy(test: cst.BaseExpression, name: str) -> bool:
    return (
        isinstance(test, cst.UnaryOperation)
        and isinstance(test.operator, cst.Not)
        and isinstance(test.expression, cst.Name)
        and test.expression.value == name
    )


def _compares_none(test: cst.BaseExpression, name: str, operator: type[cst.BaseCompOp]) -> bool:
    return (
        isinstance(test, cst.Comparison)
        and isinstance(test.left, cst.Name)
        and test.left.value == name
        and len(test.comparisons) == 1
        and isinstance(test.comparisons[0].operator, operator)
        and isinstance(test.comparisons[0].comparator, cst.Name)
        and test.comparisons[0].comparator.value == "None"
    )
