"""Statements written by hand as SQLAlchemy code, in the form the lowering would give them."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import sqlalchemy
import sqlalchemy.orm
from models_of_chess import REGISTRY, TABLES
from sqlalchemy.dialects import postgresql

from codemod.lowering.lowered import ArgumentFacts, Definition, ImportName, Lowered, ResultColumn, ResultShape
from codemod.mapping.json_values import JsonValues
from codemod.resolution.statement import Statement, parse_statement
from codemod.verification.canonical.canonical_form import canonical
from codemod.verification.difference import Difference
from codemod.verification.statement import Proof, prove

_MODULES = {"sqlalchemy": sqlalchemy, "sqlalchemy.orm": sqlalchemy.orm, "sqlalchemy.dialects.postgresql": postgresql}


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement and code meant to be the same.

    Attributes:
        code: lines of assignments, then an expression; ``p1`` is the bound argument of ``$1``.
        never_none: the n of the arguments known not to be None.
        texts: result columns of JSON that the code casts to text.
    """

    sql: str
    code: str
    shape: ResultShape = "mappings"
    never_none: tuple[int, ...] = ()
    many_keys: tuple[str, ...] | None = None
    python_types: Mapping[int, str] | None = None
    texts: tuple[str, ...] = ()


def lowered(statement: Statement, tree: ast.Module, pair: Pair) -> Lowered:
    """The code as what the lowering hands on."""
    *assignments, last = tree.body
    assert isinstance(last, ast.Expr)
    definitions = []
    for line in assignments:
        assert isinstance(line, ast.Assign)
        assert isinstance(line.targets[0], ast.Name)
        definitions.append(Definition(line.targets[0].id, line.targets[0].id, line.value))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    names -= {definition.placeholder for definition in definitions}
    entity = next(TABLES[name] for name in names if name in TABLES) if pair.shape == "entities" else None
    try:
        columns = canonical(statement.tree, REGISTRY).columns
    except Difference:
        columns = ()
    attributes = {column.name: column.attribute for column in entity.columns} if entity is not None else {}
    return Lowered(
        kind=statement.kind,
        shape=pair.shape if columns else "none",
        expression=last.value,
        definitions=tuple(definitions),
        imports=frozenset(_import(name) for name in names if not name.startswith("__p")),
        tables=tuple(TABLES[name] for name in sorted(names & TABLES.keys())),
        columns=tuple(
            ResultColumn(
                column.name or "",
                column.pg_type,
                attributes.get(column.name or ""),
                as_text=column.name in pair.texts,
            )
            for column in columns
        ),
        parameters=dict.fromkeys(range(1, statement.parameter_count + 1), 1),
        entity=entity,
        writes=statement.kind != "select",
        many_keys=pair.many_keys,
    )


def _import(name: str) -> ImportName:
    if name in TABLES:
        return ImportName(TABLES[name].module, name)
    if name == "pg_insert":
        return ImportName("sqlalchemy.dialects.postgresql", "insert", "pg_insert")
    module = next(module for module, content in _MODULES.items() if hasattr(content, name))
    return ImportName(module, name)


def parsed(code: str) -> ast.Module:
    """The trees of the code, its arguments as placeholders."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and re.fullmatch(r"p\d+", node.id):
            node.id = f"__{node.id}__"
    return tree


def proof_of(pair: Pair, tree: ast.Module | None = None, values: JsonValues | None = None) -> Proof:
    """Prove the pair, or another tree in place of its code; ``values`` tells how JSON travels."""
    statement = parse_statement(pair.sql)
    facts = {
        number: ArgumentFacts(number in pair.never_none, python_type=(pair.python_types or {}).get(number))
        for number in range(1, statement.parameter_count + 1)
    }
    registry = replace(REGISTRY, json_values=values or JsonValues())
    return prove(statement, lowered(statement, tree or parsed(pair.code), pair), registry, facts)
