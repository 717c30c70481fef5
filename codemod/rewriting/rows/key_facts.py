"""Whether what stands in the brackets of ``row[…]`` is a name or a position."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from codemod.rewriting.facts.expression_facts import Where, expression_facts
from codemod.syntax.tree import loop_names

#: Methods that read a dictionary.
_READERS = frozenset({"items", "keys", "values", "get"})


def key_type(node: cst.BaseExpression, where: Where) -> str | None:
    """``str`` or ``int`` where the source shows it; a record takes both, a mapping only names.

    Args:
        node: the expression in the brackets.
        where: the function it stands in.
    """
    known = expression_facts(node, where).python_type
    if known is not None or not isinstance(node, cst.Name):
        return known
    loop = _loop_of(node, where)
    if loop is None:
        return None
    types = {expression_facts(item, where).python_type for item in _looped(loop, node.value, where)}
    return types.pop() if len(types) == 1 else None


def is_key_of(key: cst.BaseExpression, row: cst.BaseExpression, where: Where) -> bool:
    """Whether a loop took a key from the row itself: ``for key in row.keys(): … row[key]``."""
    if not isinstance(key, cst.Name) or not isinstance(row, cst.Name):
        return False
    loop = _loop_of(key, where)
    if loop is None or len(where.scope.flow(row.value).bindings) > 1:
        return False
    match loop.iter:
        case cst.Call(func=cst.Attribute(value=cst.Name(value=of), attr=cst.Name(value="keys")), args=[]):
            return of == row.value and _is(loop.target, key.value)
        case cst.Call(func=cst.Attribute(value=cst.Name(value=of), attr=cst.Name(value="items")), args=[]):
            return of == row.value and _has(loop.target, 0, key.value)
        case _:
            return False


def _loop_of(name: cst.Name, where: Where) -> cst.For | cst.CompFor | None:
    """The one loop or clause that binds a name; None where something else may."""
    around = where.scope.parent(name)
    while around is not None:
        if isinstance(around, cst.ListComp | cst.SetComp | cst.GeneratorExp | cst.DictComp):
            clause: cst.CompFor | None = around.for_in
            while clause is not None:
                if name.value in loop_names(clause) and name.value not in loop_names(clause.inner_for_in):
                    return clause
                clause = clause.inner_for_in
        around = where.scope.parent(around)
    bindings = where.scope.reaching(name)
    node = bindings[0].node if len(bindings) == 1 else None
    return node if isinstance(node, cst.For) else None


def _looped(loop: cst.For | cst.CompFor, name: str, where: Where) -> Sequence[cst.BaseExpression]:
    """The expressions that a loop binds to a name, from a display of them; nothing where there is none."""
    target, source = loop.target, loop.iter
    match source:
        case cst.Call(func=cst.Name(value="enumerate"), args=[first, *_]) if _has(target, 1, name):
            return () if where.binds("enumerate") else _elements(first.value, where, "")
        case cst.Call(func=cst.Attribute(value=of, attr=cst.Name(value="items")), args=[]):
            return _elements(of, where, "keys") if _has(target, 0, name) else ()
        case cst.Call(func=cst.Attribute(value=of, attr=cst.Name(value=("keys" | "values") as part)), args=[]):
            return _elements(of, where, part) if _is(target, name) else ()
        case _ if _is(target, name):
            return _elements(source, where, "") or _elements(source, where, "keys")
        case _:
            return ()


def _has(target: cst.BaseExpression, position: int, name: str) -> bool:
    return isinstance(target, cst.Tuple) and len(target.elements) == 2 and _is(target.elements[position].value, name)


def _is(target: cst.BaseExpression, name: str) -> bool:
    return isinstance(target, cst.Name) and target.value == name


def _elements(node: cst.BaseExpression, where: Where, part: str) -> Sequence[cst.BaseExpression]:
    """The elements of a display, or the keys or values of that of a dictionary."""
    match node:
        case cst.Name():
            display = _display_of(node, where)
            return _elements(display, where, part) if display is not None else ()
        case cst.List() | cst.Tuple() | cst.Set() if not part:
            starred = any(isinstance(item, cst.StarredElement) for item in node.elements)
            return () if starred else [item.value for item in node.elements]
        case cst.Dict() if part:
            pairs = [item for item in node.elements if isinstance(item, cst.DictElement)]
            found = [item.key if part == "keys" else item.value for item in pairs]
            return found if len(pairs) == len(node.elements) else ()
        case _:
            return ()


def _display_of(name: cst.Name, where: Where) -> cst.BaseExpression | None:
    """The display that a name stands for, when nothing in the function can have changed it since."""
    scope = where.scope.holding(name.value)
    if scope is None:
        constant = where.constants.get(name.value)
        return constant if isinstance(constant, cst.Tuple) else None  # a list may grow anywhere
    flow = where.scope.flow(name.value)
    values = [binding.value for binding in flow.bindings]
    if flow.elsewhere or len(values) != 1 or not isinstance(values[0], cst.List | cst.Tuple | cst.Set | cst.Dict):
        return None
    return values[0] if all(_only_read(where.scope.parent(use), use) for use in flow.uses) else None


def _only_read(around: cst.CSTNode | None, use: cst.Name) -> bool:
    match around:
        case cst.For() | cst.CompFor():
            return around.iter is use
        case cst.Attribute():
            return around.attr.value in _READERS
        case cst.ComparisonTarget():
            return True
        case _:
            return False
