"""Mutants of proven code: either the gate refuses them, or they send the same text as before."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator

import pytest
from breaking import COMPARISONS
from models_of_chess import TABLES
from same_statements import SAME
from written_statements import Pair, parsed, proof_of

from codemod.outcome import Refusal

_OPERATORS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Mod: ast.Mult, ast.FloorDiv: ast.Mult}
_NAMES = {
    "and_": "or_",
    "or_": "and_",
    "any_": "all_",
    "all_": "any_",
    "true": "false",
    "false": "true",
    "desc": "asc",
    "like": "ilike",
    "ilike": "like",
    "not_ilike": "ilike",
    "in_": "not_in",
    "not_in": "in_",
    "is_": "is_not",
    "is_distinct_from": "is_not_distinct_from",
    "max": "min",
    "sum": "avg",
    "lower": "upper",
    "rank": "dense_rank",
    "union_all": "union",
    "limit": "offset",
    "offset": "limit",
    "nulls_first": "nulls_last",
    "group_by": "order_by",
    "where": "having",
    "on_conflict_do_update": "on_conflict_do_nothing",
    "bitwise_and": "bitwise_or",
    "has_key": "has_any",
    "has_any": "has_all",
    "contains": "contained_by",
    "rollup": "cube",
    "within_group": "over",
    "partition_by": "order_by",
    "timezone": "date_trunc",
    "make_interval": "make_date",
    "now": "clock_timestamp",
    "current_date": "current_timestamp",
    "localtimestamp": "localtime",
    "array_append": "array_remove",
    "Double": "Numeric",
    "Interval": "Text",
    "BigInteger": "Integer",
    "Integer": "BigInteger",
    "SmallInteger": "Integer",
    "Text": "Integer",
    "Numeric": "Double",
}


#: Mutants that send another text of the same meaning.
_HARMLESS = {
    # the server gives an array without a cast the type it needs
    "select(Player.handle).where(Player.id == any_(literal(__p1__)))",
    "select(Clock.id).where(Clock.pace == any_(literal(__p1__)))",
    "select(Player.id).where(Player.elo == any_(literal(__p1__)))",
    "select(Player.id).where(Player.handle == any_(literal(__p1__)))",
    "t = table('tables', column('table_name', Text), column('table_schema', Text), schema='information_schema')\n"
    "select(t.c.table_name).where(t.c.table_name == any_(literal(__p1__)), t.c.table_schema.not_in(['a', 'b']))",
    "select(Club.rank.label('Rank')).where(or_(Club.rank == literal(__p1__, Club.rank.type),"
    " Club.rank == any_(literal(__p2__))))",
    "select(Player.id).where(Player.joined > func.now() - literal_column(\"INTERVAL '7 DAYS'\"))",
    "select(Game.id).where(Game.started >= literal(__p1__, DateTime),"
    " Game.started < literal(__p1__, DateTime) + literal_column(\"INTERVAL '1 DAY'\"))",
    "select(Game.id).where(Game.length > literal_column(\"INTERVAL '1 HOUR'\") * literal(__p1__, Double))",
    # value is what the function itself calls its column
    "e = func.jsonb_array_elements(Game.analysis).table_valued(column('value', JSONB))\n"
    "select(e.c.value['move'].astext.label('move')).select_from(Game, e)",
    # names without quotes have no capitals
    *(
        f"delete(Player).where(literal_column('{outer}').in_(select(literal_column('{inner}')).where(Game.moves > 5)),"
        f" literal_column('{last}') == literal_column('0')).execution_options(synchronize_session=False)"
        for outer, inner, last in (("CTID", "ctid", "xmax"), ("ctid", "CTID", "xmax"), ("ctid", "ctid", "XMAX"))
    ),
    # the list of EXISTS
    "select(Player.id).where(~select(Game.white_id).where(Game.winner_id == Player.id).exists())",
    "select(Player.id).where(~select(Game.black_id).where(Game.winner_id == Player.id).exists())",
}


def mutants(tree: ast.Module) -> Iterator[ast.Module]:
    """Every tree that differs from this one in one place."""
    for index, node in enumerate(ast.walk(tree)):
        for change in range(_changes(node)):
            mutant = copy.deepcopy(tree)
            holder = _Replacement(list(ast.walk(mutant))[index], change)
            yield ast.fix_missing_locations(holder.visit(mutant))


def _changes(node: ast.AST) -> int:
    match node:
        case ast.Compare():
            return 2
        case ast.Call(func=ast.Attribute(value=ast.Call())):
            return 3
        case ast.Call():
            return 2
        case ast.Attribute() | ast.BinOp() | ast.Constant() | ast.UnaryOp():
            return 2
        case ast.Name():
            return 1
    return 0


class _Replacement(ast.NodeTransformer):
    def __init__(self, target: ast.AST, change: int) -> None:
        self.target = target
        self.change = change

    def visit(self, node: ast.AST) -> ast.AST:
        return _changed(node, self.change) if node is self.target else super().visit(node)


def _changed(node: ast.AST, change: int) -> ast.AST:
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            if change:
                return ast.Compare(right, [operator], [left])
            node.ops = [COMPARISONS[type(operator)]()]
        case ast.Call(func=ast.Attribute(value=ast.Call() as inner)) if change == 2:
            return inner
        case ast.Call():
            if change and node.keywords:
                node.keywords.pop()
            elif node.args:
                node.args = node.args[1:] if change else [*node.args[:-1]]
        case ast.Attribute(value=ast.Name(id=model)) if model in TABLES:
            attributes = [column.attribute for column in TABLES[model].columns]
            if node.attr in attributes:
                node.attr = attributes[(attributes.index(node.attr) + 1 + change) % len(attributes)]
        case ast.Attribute():
            node.attr = _NAMES.get(node.attr, node.attr)
        case _:
            return _changed_leaf(node, change)
    return node


def _changed_leaf(node: ast.AST, change: int) -> ast.AST:
    match node:
        case ast.BinOp():
            if change:
                return ast.BinOp(node.right, node.op, node.left)
            node.op = _OPERATORS[type(node.op)]()
        case ast.UnaryOp():
            return node.operand
        case ast.Constant(value=bool() as value):
            return ast.Constant(not value)
        case ast.Constant(value=int() as value):
            return ast.Constant(value + 1 + change)
        case ast.Constant(value=str() as value):
            return ast.Constant(f"{value}x" if change else value.upper())
        case ast.Name(id=name) if name.startswith("__p"):
            return ast.Name("__p2__" if name == "__p1__" else "__p1__", ast.Load())
        case ast.Name(id=name):
            return ast.Name(_NAMES.get(name, name), ast.Load())
    return node


#: The name of a query inside the statement, which says nothing; a query in FROM has one anyway.
_INNER_NAME = re.compile(r"\.(cte|subquery|lateral|render_derived)\(('\w+'(, )?)?")


def _nameless(code: str) -> str:
    return re.sub(r", name='\w+'", "", _INNER_NAME.sub(r".\1(", code).replace(".subquery()", ""))


def _sent(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", SAME)
def test_a_mutant_is_refused_or_sends_the_same(name: str) -> None:
    pair: Pair = SAME[name]
    tree = parsed(pair.code)
    proven = proof_of(pair, tree)
    unmutated = ast.dump(tree)
    tried = refused = 0
    for mutant in mutants(tree):
        if ast.dump(mutant) == unmutated:
            continue
        tried += 1
        try:
            proof = proof_of(pair, mutant)
        except (Refusal, StopIteration, KeyError, IndexError):
            refused += 1
            continue
        written = ast.unparse(mutant)
        if _nameless(written) != _nameless(ast.unparse(tree)):
            assert _sent(proof.compiled) == _sent(proven.compiled) or written in _HARMLESS, written
    assert refused or not tried
