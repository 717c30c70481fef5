"""Statements whose parts come from the keys of a dictionary, as one that reads it: ``.values(**fields)``.

What each of the keys and its value make of a part is written once; :func:`unfolded` gives the statement for some keys
back, and only what gives every one of them back is taken.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from codemod.python_code import attribute, call, compare, constant, member, name, names_in

#: Variables of the comprehensions.
_KEY: Final = "key"
_VALUE: Final = "value"

_Part = TypeVar("_Part", bound=ast.expr | ast.keyword)


@dataclass(frozen=True, slots=True)
class Keyed:
    """A dictionary under some keys.

    Attributes:
        placeholder: stands for the dictionary.
        values: what stands for the value of each key, in the order of the keys.
    """

    placeholder: str
    values: Mapping[str, str]


def folded(tree: ast.expr, keyed: Keyed) -> ast.expr:
    """The tree with the dictionary in the place of all of its values, wherever they stand one after the other."""
    result: ast.expr = _Folding(keyed).visit(_copied(tree))
    return result


def with_types(tree: ast.expr, keyed: Keyed) -> ast.expr:
    """The tree with each value that a column is compared with as one of the column's type.

    What may be NULL is compared with ``literal(value, Link.tag.type)``, and nothing is wrong with that for others.
    """

    class Typing(ast.NodeTransformer):
        def visit_Compare(self, node: ast.Compare) -> Any:
            match node:
                case ast.Compare(left=ast.Attribute() as column, ops=[ast.Eq()], comparators=[ast.Name(id=value)]) if (
                    value in keyed.values.values()
                ):
                    return compare(column, ast.Eq(), call(name("literal"), name(value), attribute(column, "type")))
                case _:
                    return self.generic_visit(node)

    result: ast.expr = Typing().visit(_copied(tree))
    return result


def unfolded(tree: ast.expr, keyed: Keyed) -> ast.expr:
    """The tree as it is evaluated where the dictionary has these keys."""
    result: ast.expr = _Unfolding(keyed).visit(_copied(tree))
    return result


def sets_nothing(tree: ast.expr) -> bool:
    """Whether a statement fails as it has no column to set: ``update()`` without values, or ``set_={}``."""
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="set_", value=ast.Dict(keys=[])):
                return True
            case ast.Call(func=ast.Attribute(attr="values", value=inner), args=[], keywords=[]):
                first = [item.id for item in ast.walk(inner) if isinstance(item, ast.Name)]
                return "update" in first
            case _:
                pass
    return False


def _copied(tree: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(tree), mode="eval").body


class _Folding(ast.NodeTransformer):
    """Puts the dictionary where its values are."""

    def __init__(self, keyed: Keyed) -> None:
        self.keyed = keyed

    def visit_Call(self, node: ast.Call) -> Any:
        self.generic_visit(node)
        node.keywords = _with_run(node.keywords, self._keywords, len(self.keyed.values))
        node.args = _with_run(node.args, self._arguments, len(self.keyed.values))
        return node

    def visit_Dict(self, node: ast.Dict) -> Any:
        self.generic_visit(node)
        if any(key is None for key in node.keys):
            return node
        pairs = [ast.keyword(_text(key), value) for key, value in zip(node.keys, node.values, strict=True)]
        found = _with_run(pairs, self._keywords, len(self.keyed.values))
        if len(found) == len(pairs) and all(item.arg is not None for item in found):
            return node
        if len(found) == 1:
            return found[0].value
        keys = {id(pair): key for pair, key in zip(pairs, node.keys, strict=True)}
        return ast.Dict([keys.get(id(item)) for item in found], [item.value for item in found])

    def _keywords(self, run: Sequence[ast.keyword]) -> ast.keyword | None:
        """``**fields`` for ``title=fields["title"], url=fields["url"]``."""
        if [item.arg for item in run] != list(self.keyed.values):
            return None
        values = [item.value for item in run]
        given = [item.id if isinstance(item, ast.Name) else "" for item in values]
        if given == list(self.keyed.values.values()):
            return ast.keyword(None, name(self.keyed.placeholder))
        element = self._element(values)
        if element is None:
            return None
        return ast.keyword(None, ast.DictComp(name(_KEY), element, [self._turns(element)]))

    def _arguments(self, run: Sequence[ast.expr]) -> ast.expr | None:
        """``*[Link.data[key] == value for key, value in fields.items()]`` for a condition of each."""
        element = self._element(run)
        if element is None or not {_KEY, _VALUE} <= set(names_in(element)):
            return None
        return ast.Starred(ast.ListComp(element, [self._turns(element)]), ast.Load())

    def _turns(self, element: ast.expr) -> ast.comprehension:
        """``for key, value in fields.items()``; ``for key in fields`` where the value isn't asked for."""
        whole = name(self.keyed.placeholder)
        if _VALUE not in names_in(element):
            return ast.comprehension(ast.Name(_KEY, ast.Store()), whole, [], 0)
        pair = ast.Tuple([ast.Name(_KEY, ast.Store()), ast.Name(_VALUE, ast.Store())], ast.Store())
        return ast.comprehension(pair, call(attribute(whole, "items")), [], 0)

    def _element(self, run: Sequence[ast.expr]) -> ast.expr | None:
        """What every key and its value make; None where they make different things, or read another argument."""
        entries = zip(run, self.keyed.values.items(), strict=True)
        found = [_general(tree, key, value) for tree, (key, value) in entries]
        alike = {ast.dump(item) for item in found}
        others = [item for item in names_in(found[0]) if item.startswith("__p") or item in (_KEY, _VALUE)]
        is_own = set(others) <= {_KEY, _VALUE} and not {_KEY, _VALUE} & set(names_in(run[0]))
        return found[0] if len(alike) == 1 and is_own else None


def _with_run(parts: list[_Part], fold: Callable[[Sequence[_Part]], _Part | None], count: int) -> list[_Part]:
    """The parts with what stands for some in a row, the first that can be folded."""
    for start in range(len(parts) - count + 1 if count else 0):
        found = fold(parts[start : start + count])
        if found is not None:
            return [*parts[:start], found, *parts[start + count :]]
    return parts


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _is_collection(node: ast.expr) -> bool:
    """``statement.excluded`` and ``links.c``, which give a column by its name."""
    return isinstance(node, ast.Attribute) and node.attr in ("excluded", "c")


def _general(tree: ast.expr, key: str, value: str) -> ast.expr:
    """A tree with ``key`` and ``value`` for what they are in it; ``Link.title`` is ``getattr(Link, key)``."""

    class Replacing(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> Any:
            return name(_VALUE) if node.id == value else node

        def visit_Constant(self, node: ast.Constant) -> Any:
            return name(_KEY) if node.value == key else node

        def visit_Attribute(self, node: ast.Attribute) -> Any:
            if node.attr != key:
                return self.generic_visit(node)
            if _is_collection(node.value):
                return ast.Subscript(node.value, name(_KEY), ast.Load())
            return call(name("getattr"), node.value, name(_KEY))

    result: ast.expr = Replacing().visit(_copied(tree))
    return result


def _special(tree: ast.expr, key: str, value: str) -> ast.expr:
    """A tree of :func:`_general` for one key and its value."""

    class Replacing(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> Any:
            return name(value) if node.id == _VALUE else constant(key) if node.id == _KEY else node

        def visit_Subscript(self, node: ast.Subscript) -> Any:
            if _is_collection(node.value) and isinstance(node.slice, ast.Name) and node.slice.id == _KEY:
                return member(node.value, key)
            return self.generic_visit(node)

        def visit_Call(self, node: ast.Call) -> Any:
            match node:
                case ast.Call(func=ast.Name(id="getattr"), args=[owner, ast.Name(id="key")]):
                    return attribute(owner, key)
                case _:
                    return self.generic_visit(node)

    result: ast.expr = Replacing().visit(_copied(tree))
    return result


class _Unfolding(ast.NodeTransformer):
    """Puts the values where the dictionary is."""

    def __init__(self, keyed: Keyed) -> None:
        self.keyed = keyed

    def visit_Call(self, node: ast.Call) -> Any:
        self.generic_visit(node)
        keywords: list[ast.keyword] = []
        for item in node.keywords:
            is_spread = item.arg is None and isinstance(item.value, ast.Dict)
            keywords += self._pairs(item.value) if is_spread else [item]  # type: ignore[arg-type]
        args: list[ast.expr] = []
        for argument in node.args:
            is_list = isinstance(argument, ast.Starred) and isinstance(argument.value, ast.List)
            args += argument.value.elts if is_list else [argument]  # type: ignore[attr-defined]
        return ast.Call(node.func, args, keywords)

    def visit_Dict(self, node: ast.Dict) -> Any:
        self.generic_visit(node)
        pairs: list[tuple[ast.expr | None, ast.expr]] = []
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None and isinstance(value, ast.Dict):
                pairs += zip(value.keys, value.values, strict=True)
            else:
                pairs.append((key, value))
        return ast.Dict([key for key, _ in pairs], [value for _, value in pairs])

    def visit_Name(self, node: ast.Name) -> Any:
        if node.id != self.keyed.placeholder:
            return node
        return ast.Dict([constant(key) for key in self.keyed.values], list(map(name, self.keyed.values.values())))

    def visit_ListComp(self, node: ast.ListComp) -> Any:
        return ast.List(self._turns(node.elt), ast.Load()) if self._is_own(node.generators) else node

    def visit_DictComp(self, node: ast.DictComp) -> Any:
        if not self._is_own(node.generators):
            return node
        return ast.Dict([constant(key) for key in self.keyed.values], self._turns(node.value))

    def _turns(self, element: ast.expr) -> list[ast.expr]:
        return [_special(element, key, value) for key, value in self.keyed.values.items()]

    def _is_own(self, loops: Sequence[ast.comprehension]) -> bool:
        return self.keyed.placeholder in names_in(loops[0].iter)

    @staticmethod
    def _pairs(table: ast.Dict) -> list[ast.keyword]:
        return [ast.keyword(_text(key), value) for key, value in zip(table.keys, table.values, strict=True)]
