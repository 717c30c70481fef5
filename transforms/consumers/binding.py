"""Results that are bound to a name, returned, put into a list, tuple or dictionary, or dropped."""

from __future__ import annotations

import libcst as cst

from codemod.registry import rewrites_consumer
from codemod.rewriting.rows.holds import Among, Holds, Keyed, Many, Row
from codemod.rewriting.rows.shared_names import kept_globally
from codemod.rewriting.rows.typed_places import note_return, note_variable
from codemod.rewriting.rows.value_escapes import kept
from codemod.rewriting.rows.value_escapes import returned as given_back
from codemod.rewriting.rows.value_escapes import yielded as given_bit_by_bit
from codemod.rewriting.rows.value_flow import Follower
from codemod.syntax.comprehensions import loads
from transforms.consumers.containers import put


@rewrites_consumer(cst.Assign)
def assignment(follower: Follower, parent: cst.Assign, node: cst.CSTNode, holds: Holds) -> bool:
    """``rows = await …``: the uses of every target."""
    return node is parent.value and all(_assigned(follower, parent, item.target, holds) for item in parent.targets)


@rewrites_consumer(cst.AnnAssign)
def annotated_assignment(follower: Follower, parent: cst.AnnAssign, node: cst.CSTNode, holds: Holds) -> bool:
    """``rows: list[asyncpg.Record] = await …``."""
    return node is parent.value and _assigned(follower, parent, parent.target, holds)


def _assigned(follower: Follower, statement: cst.CSTNode, target: cst.BaseExpression, holds: Holds) -> bool:
    match target:
        case cst.Attribute():
            return kept(follower, target, holds)
        case cst.Subscript(value=holder):
            return put(follower, holder, Keyed(holds))
        case cst.Name() if follower.scope.flow(target.value).elsewhere:
            return kept_globally(follower, target, holds)
        case cst.Name():
            line = follower.parent(statement)
            assert isinstance(statement, cst.Assign | cst.AnnAssign), "they have targets"
            if statement.value is not None:
                note_variable(follower, target, statement.value, holds)
            return line is not None and follower.bound(target, holds, line)
        case _:
            return follower.bound(target, holds, target)


@rewrites_consumer(cst.NamedExpr)
def walrus(follower: Follower, parent: cst.NamedExpr, node: cst.CSTNode, holds: Holds) -> bool:
    """``if row := await …``: the uses of the name and of the whole expression."""
    return node is parent.value and follower.bound(parent.target, holds, parent) and follower.follow(parent, holds)


@rewrites_consumer(cst.Return)
def returned(follower: Follower, parent: cst.Return, node: cst.CSTNode, holds: Holds) -> bool:
    """``return rows``: the callers, by name over the project."""
    note_return(follower, parent, holds)
    return node is parent.value and given_back(follower, parent, holds)


@rewrites_consumer(cst.Yield)
def yielded(follower: Follower, parent: cst.Yield, node: cst.CSTNode, holds: Holds) -> bool:
    """``yield row``: the loops over the calls, by name over the project."""
    return node is parent.value and given_bit_by_bit(follower, parent, holds)


@rewrites_consumer(cst.Expr)
def dropped(follower: Follower, _parent: cst.Expr, node: cst.CSTNode, _holds: Holds) -> bool:
    """An expression statement: nobody reads the value."""
    return follower.use("neutral", node)


@rewrites_consumer(cst.Del)
def unbound(follower: Follower, parent: cst.Del, node: cst.CSTNode, _holds: Holds) -> bool:
    """``del row``: the name goes."""
    return node is parent.target and follower.use("neutral", node)


@rewrites_consumer(cst.Element)
def element(follower: Follower, parent: cst.Element, node: cst.CSTNode, holds: Holds) -> bool:
    """``(member, row)``, ``[row, other]``."""
    around = follower.parent(parent)
    if node is not parent.value:
        return False
    match around:
        case cst.Tuple() if not any(isinstance(item, cst.StarredElement) for item in around.elements):
            return follower.follow(around, Among(around.elements.index(parent), holds))
        case cst.List():
            return (follower if len(around.elements) == 1 else follower.mixed()).follow(around, Many(holds))
        case _:
            return False


@rewrites_consumer(cst.StarredElement)
def starred(follower: Follower, parent: cst.StarredElement, node: cst.CSTNode, holds: Holds) -> bool:
    """``[*rows, other]``, ``[*row]``."""
    around = follower.parent(parent)
    if node is not parent.value or not isinstance(around, cst.List | cst.Tuple):
        return False
    match holds:
        case Row():
            return follower.use("positional", parent)
        case Many():
            return (follower if len(around.elements) == 1 else follower.mixed()).follow(around, holds)
        case _:
            return isinstance(holds, Keyed) and follower.use("neutral", parent)


@rewrites_consumer(cst.DictElement)
def dict_value(follower: Follower, parent: cst.DictElement, node: cst.CSTNode, holds: Holds) -> bool:
    """``{"row": row}``."""
    around = follower.parent(parent)
    return node is parent.value and around is not None and follower.mixed().follow(around, Keyed(holds))


@rewrites_consumer(cst.Param)
def default(follower: Follower, parent: cst.Param, node: cst.CSTNode, holds: Holds) -> bool:
    """``lambda row=row: row["x"]``: the parameter in the body, which a call may give something else."""
    around = follower.parent(follower.parent(parent) or parent)
    if node is not parent.default or not isinstance(around, cst.Lambda):
        return False
    return all(follower.mixed().follow(use, holds) for use in loads(around.body, parent.name.value))
