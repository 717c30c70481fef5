"""ON CONFLICT."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.scopes import Source, SourceColumn, table_source
from codemod.outcome import Refusal
from codemod.python_code import attribute, constant, dict_of, list_of, member, method
from transforms.clauses.assignments import assignments


def on_conflict(lower: Lowering, statement: ast.expr, source: Source, clause: exp.OnConflict | None) -> ast.expr:
    """``ON CONFLICT (a) DO UPDATE SET b = EXCLUDED.b``: ``.on_conflict_do_update(index_elements=[…], set_={…})``.

    PostgreSQL manual, INSERT, ON CONFLICT Clause; SQLAlchemy: INSERT…ON CONFLICT (Upsert).
    """
    if clause is None:
        return statement
    given = {key for key, value in clause.args.items() if value not in (None, False, [])}
    unread = given - {"action", "conflict_keys", "constraint", "expressions", "where", "index_predicate"}
    if unread:
        raise refused("sql.on-conflict", clause, f"{', '.join(sorted(unread))} of ON CONFLICT is not supported")
    target = _target(lower, source, clause)
    action = clause.args["action"].name.upper()
    if action == "DO NOTHING":
        return method(statement, "on_conflict_do_nothing", **target)
    if action != "DO UPDATE" or not target:
        raise refused("sql.on-conflict", clause, "DO UPDATE without a target is not supported")
    base = lower.define("insert_stmt", statement) if _reads_excluded(clause) else statement
    if source.table is not None and base is not statement:
        excluded = table_source("excluded", source.table, base, core=False)
        lower.scope.add(_excluded(excluded, base))
    values = assignments(lower, source, clause.expressions)
    if any(item.place is not None for item in values):
        raise refused("sql.assignment", clause, "SQLAlchemy's ON CONFLICT assigns whole columns, one by one")
    keywords = {**target, "set_": dict_of((constant(item.columns[0].name), item.value) for item in values)}
    where = clause.args.get("where")
    if where is not None:
        keywords["where"] = lower.condition(where.this)
    lower.scope.sources.pop("excluded", None)  # RETURNING doesn't see it
    return method(base, "on_conflict_do_update", **keywords)


def _target(lower: Lowering, source: Source, clause: exp.OnConflict) -> dict[str, ast.expr]:
    constraint = clause.args.get("constraint")
    if constraint is not None:
        return {"constraint": constant(constraint.name)}
    elements = []
    for key in clause.args.get("conflict_keys") or []:
        column = key.this if isinstance(key, exp.Ordered) else key
        if not isinstance(column, exp.Column) or column.table or key.args.get("desc"):
            raise refused("sql.on-conflict", key, "ON CONFLICT of something other than a column is not supported")
        found = source.column(column.name)
        if found is None:
            raise Refusal("mapping.unknown-column", f"ON CONFLICT names an unknown column {column.name}")
        elements.append(constant(found.name) if lower.many else found.expression())
    target: dict[str, ast.expr] = {"index_elements": list_of(elements)} if elements else {}
    predicate = clause.args.get("index_predicate")
    if predicate is not None:
        target["index_where"] = lower.condition(predicate.this)
    return target


def _reads_excluded(clause: exp.OnConflict) -> bool:
    return any(column.table == "excluded" for column in clause.find_all(exp.Column))


def _excluded(source: Source, statement: ast.expr) -> Source:
    """``EXCLUDED``: the row proposed for insertion, ``stmt.excluded.column`` by column name."""

    def column(item: SourceColumn) -> SourceColumn:
        written = member(attribute(statement, "excluded"), item.name)
        return SourceColumn(item.name, lambda: written, item.pg_type, True, item.mapped)

    return Source("excluded", statement, tuple(column(item) for item in source.columns), qualified=True)
