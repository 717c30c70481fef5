"""Dictionaries whose keys become columns: the new code reads them as they are, ``.values(**fields)``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import libcst as cst

from codemod.outcome import Refusal
from codemod.resolution.built_values import Element, Entries, Items
from codemod.resolution.constants import ConstantResolver
from codemod.resolution.keywords_of_callers import keywords_of_callers
from codemod.resolution.selectors import Chooser
from codemod.source import ParsedModule
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import is_name, names_below, walk

#: The keys of a dictionary, in their order.
Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class KeyedDictionary:
    """A variable that holds a dictionary.

    Attributes:
        name: the variable.
        sets: all keys that it may have when the function begins; empty where statements put them in.
        evidence: why there are no others, for ``explain``.
    """

    name: str
    sets: tuple[Keys, ...] = ()
    evidence: str = ""

    def entries(self, keys: Keys, at: cst.CSTNode) -> Entries:
        """What the dictionary holds where it has these keys: ``fields["title"]``, which is none of before."""
        return Entries(tuple((key, Element(self._read(key), at, None)) for key in keys))

    def _read(self, key: str) -> cst.BaseExpression:
        index = cst.SubscriptElement(cst.Index(cst.SimpleString(f'"{key}"')))
        return cst.Subscript(cst.Name(self.name), [index])

    def reads(self, node: cst.BaseExpression) -> bool:
        """Whether a node is the value of a key, as it is or as it was."""
        return isinstance(node, cst.Subscript) and is_name(node.value, self.name)

    def chosen(self, chooser: Chooser, at: cst.CSTNode) -> Entries:
        """What the dictionary holds under the decision of a chooser."""
        return self.entries(self.sets[chooser.pick_keys(self.name, len(self.sets))], at)


def keyed_parameter(module: ParsedModule, scope: FunctionScope, constants: ConstantResolver) -> KeyedDictionary | None:
    """``**fields``, whose keys are the keywords of the calls; None where a call may give any."""
    param = scope.node.params.star_kwarg if isinstance(scope.node, cst.FunctionDef) else None
    if param is None or _is_shared(param.name.value, scope):
        return None
    sets = keywords_of_callers(param, module, scope, constants)
    return KeyedDictionary(param.name.value, sets, "the keywords of its calls") if sets else None


def _is_shared(name: str, scope: FunctionScope) -> bool:
    """Whether a parameter is bound again, or another function sees it."""
    flow = scope.flow(name)
    inner = (item for item in walk(scope.node) if item is not scope.node)
    closed = (item for item in inner if isinstance(item, cst.FunctionDef | cst.ClassDef | cst.Lambda))
    return len(flow.bindings) != 1 or flow.elsewhere or any(name in names_below(item) for item in closed)


def keyed_local(name: str, scope: FunctionScope) -> KeyedDictionary | None:
    """A variable that is given a dictionary once, which statements put keys into."""
    bindings = scope.flow(name).bindings
    value = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
    is_new = isinstance(value, cst.Dict | cst.DictComp) or (
        isinstance(value, cst.Call) and isinstance(value.func, cst.Name) and value.func.value == "dict"
    )
    return KeyedDictionary(name) if is_new else None


def may_be_empty(name: str) -> str:
    """The reason for a text that PostgreSQL refuses where a dictionary is empty, and the code might not."""
    return f"`{name}` may be empty, which PostgreSQL refuses: `if not {name}: …` before it would tell"


def taken_at(entries: Items, at: cst.CSTNode) -> Items:
    """Values of a dictionary as they are when a statement takes them out."""
    return replace(
        entries,
        elements=tuple(
            replace(item, at=at, parts=taken_at(Items(item.parts), at).elements) for item in entries.elements
        ),
    )


def differing(ways: Mapping[bool, Mapping[str, object]]) -> set[str]:
    """Names that hold something else after the one branch than after the other."""
    names = ways[True].keys() | ways[False].keys()
    return {name for name in names if ways[True].get(name) != ways[False].get(name)}


def puts_into(statement: cst.CSTNode, names: Collection[str]) -> bool:
    """Whether a statement is, or holds, one that puts something into one of some dictionaries."""
    match statement:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Subscript(value=cst.Name(value=name)))]):
            return name in names
        case cst.Expr(value=cst.Call(func=cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value="update")))):
            return name in names
        case cst.BaseSmallStatement():
            return False
        case _:
            return any(puts_into(item, names) for item in statement.children)


def check_known(values: Mapping[str, object], keyed: Collection[str]) -> None:
    """Refuse a dictionary that is not known any more at the call.

    Raises:
        Refusal: ``query.dynamic``.
    """
    lost = sorted(name for name in keyed if name not in values)
    if lost:
        raise Refusal("query.dynamic", f"`{lost[0]}` is not known where the call runs")
