"""What the source shows of an expression: whether it can be None, and its Python type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import libcst as cst

from codemod.lowering.lowered import ArgumentFacts
from codemod.rewriting.facts.annotations import annotation_facts
from codemod.rewriting.facts.discord_objects import discord_value
from codemod.source import ParsedModule
from codemod.syntax.bindings import Binding
from codemod.syntax.module_constants import module_constants
from codemod.syntax.none_checks import check_before
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import code_of, dotted, loop_names

#: How many names are followed to their values.
_FOLLOWED: Final = 6

#: Functions and classes whose calls never give None, with the type they give.
_CALLS: Final = {
    **{name: name for name in ("str", "int", "bool", "float", "bytes", "list", "tuple", "set", "dict", "frozenset")},
    **dict.fromkeys(("repr", "chr", "hex", "ascii", "format", "input"), "str"),
    **dict.fromkeys(("len", "ord", "hash", "id"), "int"),
    **dict.fromkeys(("isinstance", "issubclass", "callable", "any", "all", "hasattr"), "bool"),
    "sorted": "list",
    **dict.fromkeys(("abs", "round", "range", "type"), None),
    **dict.fromkeys(("time.time", "random.random", "random.uniform", "time.perf_counter"), "float"),
    **dict.fromkeys(("random.randint", "random.randrange", "time.time_ns"), "int"),
    **dict.fromkeys(("uuid.uuid4", "uuid.uuid1", "uuid.UUID", "uuid4", "UUID"), "UUID"),
    **dict.fromkeys(("timedelta", "datetime.timedelta"), "timedelta"),
    **dict.fromkeys(
        ("datetime.now", "datetime.datetime.now", "datetime.utcnow", "datetime.datetime.utcnow", "discord.utils.utcnow",
         "datetime.fromtimestamp", "datetime.datetime.fromtimestamp", "datetime.fromisoformat",
         "datetime.datetime.fromisoformat", "datetime.datetime", "datetime.strptime", "datetime.datetime.strptime"),
        "datetime",
    ),
    **dict.fromkeys(("date.today", "datetime.date.today", "datetime.date"), "date"),
}  # fmt: skip

#: Methods that only strings (and bytes) have.
_TEXT_METHODS: Final = frozenset(
    {
        "lower",
        "upper",
        "strip",
        "lstrip",
        "rstrip",
        "casefold",
        "capitalize",
        "swapcase",
        "zfill",
        "removeprefix",
        "removesuffix",
    }
)

#: Methods of strings that other objects have as well: they count on a receiver known to be a string.
_OF_STRINGS: Final = {
    "replace": "str",
    "format": "str",
    "join": "str",
    "title": "str",
    "encode": "bytes",
    "split": "list",
}

#: Methods that only datetimes and time spans have.
_OF_TIMES: Final = {"total_seconds": "float", "isoformat": "str", "astimezone": "datetime", "strftime": "str"}

#: Encoders of JSON: what they give is a document, not a plain string.
_JSON: Final = re.compile(r"(^|\.)(dumps|dump_json|model_dump_json|to_json)$|^msgspec\.json\.encode$")

_ARITHMETIC: Final = cst.Add | cst.Subtract | cst.Multiply | cst.FloorDivide | cst.Modulo


@dataclass(frozen=True, slots=True)
class Where:
    """The place of an expression: what its names may mean.

    Attributes:
        scope: the function around it.
        module: the module of the function.
        constants: names the module binds by assignment; the value where there is one assignment only.
        depth: how many names led here.
    """

    scope: FunctionScope
    module: ParsedModule
    constants: Mapping[str, cst.BaseExpression | None]
    depth: int = 0

    def deeper(self) -> Where:
        """The same place, one name further."""
        return replace(self, depth=self.depth + 1)

    def binds(self, name: str) -> bool:
        """Whether the function or its module gives the name a meaning of its own."""
        return self.scope.is_local(name) or name in self.constants


def place_of(scope: FunctionScope, module: ParsedModule) -> Where:
    """The place of expressions of one function of a module."""
    return Where(scope, module, module_constants(module))


def expression_facts(node: cst.BaseExpression, where: Where) -> ArgumentFacts:
    """Facts of an expression of a function.

    Args:
        node: the expression.
        where: the function it stands in.
    """
    match node:
        case cst.Name():
            return _of_name(node, where)
        case cst.NamedExpr():
            return expression_facts(node.value, where)
        case cst.Call():
            return _of_call(node, where)
        case cst.BinaryOperation():
            return _of_arithmetic(node, where)
        case cst.BooleanOperation():
            sides = [expression_facts(side, where) for side in (node.left, node.right)]
            if isinstance(node.operator, cst.Or):  # the left side is only given on when it is true
                sides[0] = replace(sides[0], never_none=True, evidence="`or` replaces None")
            return _one_of(sides)
        case cst.IfExp():
            return _one_of(expression_facts(side, where) for side in (node.body, node.orelse))
        case cst.Attribute():
            kind = discord_value(node, where.scope, where.module)
            return ArgumentFacts(True, f".{node.attr.value} of a discord object", kind) if kind else ArgumentFacts()
        case _:
            return _of_display(node, where)


def _of_display(node: cst.BaseExpression, where: Where) -> ArgumentFacts:
    match node:
        case cst.SimpleString():
            return ArgumentFacts(True, "a string", "bytes" if "b" in node.prefix.lower() else "str")
        case cst.ConcatenatedString():
            return _of_display(node.left, where)
        case cst.FormattedString():
            return ArgumentFacts(True, "an f-string", "str")
        case cst.Integer():
            return ArgumentFacts(True, "a number", "int")
        case cst.Float():
            return ArgumentFacts(True, "a number", "float")
        case cst.Comparison() | cst.UnaryOperation(operator=cst.Not()):
            return ArgumentFacts(True, "a comparison", "bool")
        case cst.UnaryOperation():
            kind = expression_facts(node.expression, where).python_type
            return ArgumentFacts(
                True, "arithmetic of None raises", kind if kind in ("int", "float", "number") else None
            )
        case cst.List() | cst.ListComp():
            return ArgumentFacts(True, "a list", "list")
        case cst.Tuple() | cst.Set() | cst.SetComp() | cst.Dict() | cst.DictComp() | cst.GeneratorExp():
            return ArgumentFacts(True, "a display")
        case _:
            return ArgumentFacts()


def _one_of(facts: Iterable[ArgumentFacts]) -> ArgumentFacts:
    """What is known of a value that is one of several."""
    found = list(facts)
    if not found:
        return ArgumentFacts()
    kinds = {item.python_type for item in found}
    never = all(item.never_none for item in found)
    evidence = "; ".join(dict.fromkeys(item.evidence for item in found)) if never else ""
    encoded = any(item.json_encoded for item in found)
    return ArgumentFacts(never, evidence, kinds.pop() if len(kinds) == 1 else None, encoded)


def _of_arithmetic(node: cst.BinaryOperation, where: Where) -> ArgumentFacts:
    left, right = (expression_facts(side, where).python_type for side in (node.left, node.right))
    return ArgumentFacts(True, "arithmetic of None raises", _computed(left, node.operator, right))


def _computed(left: str | None, operator: cst.BaseBinaryOp, right: str | None) -> str | None:
    """The type of what is computed of two values, by their types; ``number`` is a float where they may be floats."""
    kinds = {left, right}
    if "str" in kinds:
        return "str" if isinstance(operator, cst.Add) or (left == "str" and isinstance(operator, cst.Modulo)) else None
    if not isinstance(operator, _ARITHMETIC | cst.Divide) or not kinds <= {"int", "float", "number", None}:
        return None
    if isinstance(operator, cst.Divide) or kinds & {"float", "number"}:
        return "float" if kinds <= {"int", "float"} else "number"
    return "int" if kinds == {"int"} else None


def _of_call(node: cst.Call, where: Where) -> ArgumentFacts:
    name = dotted(node.func) or ""
    if _JSON.search(name):
        return ArgumentFacts(True, f"{name}() gives a document", "str" if name == "json.dumps" else None, True)
    if name in _CALLS and not where.binds(name.partition(".")[0]):
        return ArgumentFacts(True, f"{name}() never gives None", _CALLS[name])
    if name in ("min", "max") and len(node.args) > 1 and all(not item.star for item in node.args):
        return _one_of(expression_facts(item.value, where) for item in node.args if item.keyword is None)
    if isinstance(node.func, cst.Attribute):
        replaces_zone = any(item.keyword is not None and item.keyword.value == "tzinfo" for item in node.args)
        if node.func.attr.value == "replace" and replaces_zone:
            return ArgumentFacts(True, ".replace(tzinfo=…) gives a datetime", "datetime")
        return _of_method(node.func, where)
    return ArgumentFacts()


def _of_method(method: cst.Attribute, where: Where) -> ArgumentFacts:
    name = method.attr.value
    receiver = expression_facts(method.value, where)
    if name == "decode" and receiver.json_encoded:
        return receiver
    if receiver.python_type == "bytes":
        return ArgumentFacts()
    if name in _TEXT_METHODS:
        return ArgumentFacts(True, f".{name}() gives a string", "str", receiver.json_encoded)
    if name in _OF_TIMES:
        return ArgumentFacts(True, f".{name}() never gives None", _OF_TIMES[name])
    if name in _OF_STRINGS and receiver.python_type == "str":
        return ArgumentFacts(True, f".{name}() never gives None", _OF_STRINGS[name], receiver.json_encoded)
    return ArgumentFacts()


def _of_name(node: cst.Name, where: Where) -> ArgumentFacts:
    if node.value in ("True", "False"):
        return ArgumentFacts(True, "a constant", "bool", singleton=True)
    if node.value == "None" or where.depth > _FOLLOWED or _is_comprehension_variable(node, where.scope):
        return ArgumentFacts()
    holder = where.scope.holding(node.value)
    if holder is None:
        value = where.constants.get(node.value)
        return _of_display(value, where) if value is not None else ArgumentFacts()
    inner = where.deeper()
    if holder is not where.scope:  # a closure: any binding of the outer function may have run
        flow = holder.flow(node.value)
        bindings = () if flow.elsewhere else tuple(flow.bindings)
        return _one_of(_of_binding(item, replace(inner, scope=holder)) for item in bindings)
    facts = _one_of(_of_binding(item, inner) for item in holder.reaching(node))
    if not facts.never_none:
        check = check_before(node, holder, lambda value: expression_facts(value, inner).never_none)
        facts = replace(facts, never_none=bool(check), evidence=check)
    return facts


def _is_comprehension_variable(node: cst.Name, scope: FunctionScope) -> bool:
    around = scope.parent(node)
    while around is not None:
        match around:
            case cst.ListComp() | cst.SetComp() | cst.GeneratorExp() | cst.DictComp():
                if node.value in loop_names(around.for_in):
                    return True
            case _:
                pass
        around = scope.parent(around)
    return False


def _of_binding(binding: Binding, where: Where) -> ArgumentFacts:
    match binding.kind, binding.node:
        case "param", cst.Param() as param:
            return _of_parameter(param, where)
        case "assign", _ if binding.value is not None:
            return expression_facts(binding.value, where)
        case "for", _ if isinstance(binding.value, cst.Call) and dotted(binding.value.func) == "range":
            return ArgumentFacts(True, "an item of range()", "int")
        case "for", _ if isinstance(binding.value, cst.List | cst.Tuple | cst.Set):
            return _one_of(expression_facts(item.value, where) for item in binding.value.elements)
        case "unknown", cst.AugAssign():
            return ArgumentFacts(True, "arithmetic of None raises")
        case _:
            return ArgumentFacts()


def _of_parameter(param: cst.Param, where: Where) -> ArgumentFacts:
    if param.star:
        return ArgumentFacts(True, "a starred parameter")
    if param.annotation is None:
        return ArgumentFacts()
    if param.default is not None and not _is_literal(param.default):
        return ArgumentFacts()  # a name or a call there may stand for None: `x: str = commands.parameter(default=None)`
    never, kind = annotation_facts(param.annotation.annotation, where.constants.keys())
    written = code_of(param.annotation.annotation)
    return ArgumentFacts(never, f"annotated as {written}" if never else "", kind)


def _is_literal(node: cst.BaseExpression) -> bool:
    match node:
        case cst.Name():
            return node.value in ("True", "False")
        case cst.UnaryOperation():
            return _is_literal(node.expression)
        case _:
            return isinstance(node, cst.SimpleString | cst.Integer | cst.Float | cst.ConcatenatedString)
