"""Decision: what stands in generated code where an expression of the source decides; trees that differ, as one."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from codemod.python_code import constant, dict_of, method, name


@dataclass(frozen=True, slots=True)
class Decision:
    """What decides in generated code.

    Attributes:
        placeholder: stands for the expression of the source.
        keys: its values; True and False for a condition.
        has_default: any other value means the last alternative.
    """

    placeholder: str
    keys: tuple[str | int | bool, ...]
    has_default: bool = False

    @property
    def width(self) -> int:
        """How many alternatives there are."""
        return len(self.keys) + self.has_default

    def between(self, trees: Sequence[ast.expr]) -> ast.expr:
        """``a if newest else b``, ``{"name": a, "size": b}[order]`` or ``{…}.get(order, b)``."""
        if self.keys == (True, False):
            return ast.IfExp(test=name(self.placeholder), body=trees[0], orelse=trees[1])
        pairs = dict_of((constant(key), tree) for key, tree in zip(self.keys, trees, strict=False))
        if self.has_default:
            return method(pairs, "get", name(self.placeholder), trees[-1])
        return ast.Subscript(value=pairs, slice=name(self.placeholder), ctx=ast.Load())

    def taken(self, node: ast.AST, pick: int) -> ast.expr | None:
        """What a node of :meth:`between` gives under a decision; None for any other node."""
        trees = self._decided(node)
        return trees[pick] if trees is not None else None

    def _decided(self, node: ast.AST) -> list[ast.expr] | None:
        match node:
            case ast.IfExp(test=ast.Name(id=self.placeholder), body=body, orelse=orelse):
                return [body, orelse] if self.keys == (True, False) else None
            case ast.Subscript(value=ast.Dict() as table, slice=ast.Name(id=self.placeholder)):
                return table.values if self._has_keys(table) and not self.has_default else None
            case ast.Name(id=self.placeholder) if not self.has_default and self._are_words():
                return [constant(key) for key in self.keys]
            case ast.Call(
                func=ast.Attribute(value=ast.Dict() as table, attr="get"),
                args=[ast.Name(id=self.placeholder), other],
            ):
                return [*table.values, other] if self._has_keys(table) and self.has_default else None
            case _:
                return None

    def _are_words(self) -> bool:
        return all(isinstance(key, str) for key in self.keys)

    def column(self, names: Sequence[str | None]) -> ast.expr | None:
        """The deciding expression itself, where it is the name of each column."""
        return name(self.placeholder) if not self.has_default and list(names) == list(self.keys) else None

    def _has_keys(self, table: ast.Dict) -> bool:
        return [key.value if isinstance(key, ast.Constant) else None for key in table.keys] == list(self.keys)


def merged_trees(trees: Sequence[ast.expr | None], decisions: Sequence[Decision]) -> ast.expr:
    """One tree for the trees of all decisions, in the order of ``itertools.product``: what differs is decided in it.

    Where nothing is sent, None, any tree will do.
    """
    for decision in reversed(decisions):
        columns = [trees[start : start + decision.width] for start in range(0, len(trees), decision.width)]
        trees = [_merged_sent(column, decision) for column in columns]
    assert trees[0] is not None, "one of them is sent"
    return trees[0]


def _merged_sent(trees: Sequence[ast.expr | None], decision: Decision) -> ast.expr | None:
    sent = [tree for tree in trees if tree is not None]
    return _merged([sent[0] if tree is None else tree for tree in trees], decision) if sent else None


def _merged(trees: Sequence[ast.expr], decision: Decision) -> ast.expr:
    inside = _inside(trees, decision)
    return decision.between(trees) if inside is None else inside


def _inside(trees: Sequence[ast.expr], decision: Decision) -> ast.expr | None:
    """The trees as one, where they differ in parts only; None where they do as a whole."""
    first = trees[0]
    if all(ast.dump(tree) == ast.dump(first) for tree in trees[1:]):
        return first
    if any(type(tree) is not type(first) for tree in trees):
        return None
    assigned = _assigned(trees, decision)
    if assigned is not None:
        return assigned
    if isinstance(first, ast.Compare | ast.BinOp) and _differing(trees) > 1:
        return None  # decided twice, it would read worse than two comparisons
    values: dict[str, Any] = {}
    for field_ in first._fields:
        found = _field([getattr(tree, field_, None) for tree in trees], decision, is_called=_is_called(first, field_))
        if found is _DIFFER:
            return None
        values[field_] = found
    return type(first)(**values)


def _assigned(trees: Sequence[ast.expr], decision: Decision) -> ast.expr | None:
    """``update(Link).values({column: value})``, where what decides is the name of the column; None for all else."""
    calls = [tree for tree in trees if isinstance(tree, ast.Call) and not tree.args]
    receivers = [
        call.func.value for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "values"
    ]
    if len(receivers) != len(trees) or len({ast.dump(item) for item in receivers}) > 1:
        return None
    pairs: list[tuple[ast.expr, ast.expr]] = []
    if len({len(call.keywords) for call in calls}) > 1:
        return None
    for column in zip(*(call.keywords for call in calls), strict=True):
        names = [item.arg for item in column]
        key = constant(names[0]) if len(set(names)) == 1 else decision.column(names)
        value = _inside([item.value for item in column], decision)
        if key is None or value is None:
            return None
        pairs.append((key, value))
    return method(receivers[0], "values", dict_of(pairs))


def with_keywords(node: ast.AST) -> ast.AST:
    """``.values(title=title)`` for ``.values({"title": title})``, which is the same; any other node as it is."""
    match node:
        case ast.Call(func=ast.Attribute(attr="values"), args=[ast.Dict() as table], keywords=[]):
            names = [key.value if isinstance(key, ast.Constant) else None for key in table.keys]
            words = [item for item in names if isinstance(item, str)]
            pairs = zip(words, table.values, strict=False)
            keywords = [ast.keyword(word, value) for word, value in pairs]
            return ast.Call(node.func, [], keywords) if len(words) == len(names) else node
        case _:
            return node


def _differing(trees: Sequence[ast.expr]) -> int:
    """How many parts of the trees are not the same in all of them."""
    texts = [[ast.dump(part) for part in ast.iter_child_nodes(tree)] for tree in trees]
    return sum(len(set(column)) > 1 for column in zip(*texts, strict=False))


def _is_called(node: ast.AST, field_: str) -> bool:
    """Whether the field holds what is called, which is chosen together with its arguments."""
    return isinstance(node, ast.Call) and field_ == "func"


_DIFFER = object()


def _field(values: list[object], decision: Decision, *, is_called: bool) -> object:
    first = values[0]
    if isinstance(first, ast.keyword):
        if not all(isinstance(item, ast.keyword) and item.arg == first.arg for item in values):
            return _DIFFER
        return ast.keyword(first.arg, _merged([item.value for item in values], decision))  # type: ignore[attr-defined]
    if isinstance(first, ast.expr):
        if not all(isinstance(item, ast.expr) for item in values):
            return _DIFFER
        trees: list[ast.expr] = values  # type: ignore[assignment]
        if is_called or isinstance(first, ast.Starred):
            inside = _inside(trees, decision)
            return _DIFFER if inside is None else inside
        return _merged(trees, decision)
    if isinstance(first, ast.AST):
        return (
            first
            if all(isinstance(item, ast.AST) and ast.dump(item) == ast.dump(first) for item in values)
            else _DIFFER
        )
    if isinstance(first, list):
        if not all(isinstance(item, list) and len(item) == len(first) for item in values):
            return _DIFFER
        items = [_field(list(column), decision, is_called=False) for column in zip(*values, strict=True)]
        return _DIFFER if any(item is _DIFFER for item in items) else items
    return first if all(item == first and type(item) is type(first) for item in values) else _DIFFER
