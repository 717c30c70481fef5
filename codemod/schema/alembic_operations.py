"""Reads ``op.create_table(…)`` and its like as SQL, without running the project's code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, Final

from codemod.schema.alembic_sql import FORMS, compiled, native
from codemod.schema.alembic_values import UnreadableError, Values

__all__ = ["Operations", "UnreadableError"]

#: Operations that change no schema, and those of the connection.
_WITHOUT_SCHEMA: Final = frozenset({"bulk_insert", "get_bind", "get_context", "f", "invoke"})
_SCHEMA: Final = "schema"


class Operations:
    """Reads the statements of ``upgrade()``, one after the other."""

    def __init__(self) -> None:
        self.values = Values(ast.Module([], []))

    def enter(self, tree: ast.Module) -> None:
        """Begin with another version."""
        self.values = Values(tree)

    def read(self, statement: ast.stmt) -> Iterator[str]:
        """The SQL of a statement.

        Raises:
            UnreadableError: what it does isn't known without running it.
        """
        match statement:
            case ast.Pass() | ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
                return
            case ast.Expr(value=ast.Call() as call):
                yield from self._call(call, table=None)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self.values.bind(name, value)
            case ast.With(
                items=[ast.withitem(context_expr=ast.Call(func=ast.Attribute(attr="batch_alter_table")) as opened)]
            ):
                yield from self._batch(opened, statement.body)
            case ast.For(
                target=ast.Name(id=name), iter=ast.List(elts=items) | ast.Tuple(elts=items), body=body, orelse=[]
            ):
                for item in items:
                    self.values.bind(name, item)
                    for inner in body:
                        yield from self.read(inner)
            case _:
                raise UnreadableError(f"{type(statement).__name__.lower()} in upgrade()", statement.lineno)

    def _batch(self, opened: ast.Call, body: list[ast.stmt]) -> Iterator[str]:
        arguments, keywords = self.values.arguments(opened)
        table = (arguments[0] if arguments else keywords["table_name"], keywords.get("schema"))
        for statement in body:
            if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
                raise UnreadableError("a block of batch_alter_table() with more than calls", statement.lineno)
            yield from self._call(statement.value, table)

    def _call(self, call: ast.Call, table: tuple[str, str | None] | None) -> Iterator[str]:
        if not isinstance(call.func, ast.Attribute):
            raise UnreadableError(f"{ast.unparse(call.func)}()", call.lineno)
        name = call.func.attr
        if name in _WITHOUT_SCHEMA:
            return
        if name in ("create", "drop"):  # of an enumeration: ``mood.create(op.get_bind(), checkfirst=True)``
            yield from self._type(name, call)
            return
        form = FORMS.get(name)
        if form is None or (table is None and not ast.unparse(call.func.value).endswith("op")):
            raise UnreadableError(f"{ast.unparse(call.func)}()", call.lineno)
        arguments, keywords = self.values.arguments(call)
        try:
            yield from (
                form(*arguments, **keywords)
                if table is None
                else form(*_in_batch(name, table, arguments, keywords), **keywords)
            )
        except UnreadableError as error:
            raise UnreadableError(str(error), call.lineno) from error
        except Exception as error:  # SQLAlchemy's own, of arguments it doesn't take
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise UnreadableError(f"{name}() {reason}", call.lineno) from error

    def _type(self, name: str, call: ast.Call) -> Iterator[str]:
        from sqlalchemy.dialects.postgresql import CreateEnumType, DropEnumType

        assert isinstance(call.func, ast.Attribute)
        found = self.values.value(call.func.value)
        yield compiled(CreateEnumType(native(found)) if name == "create" else DropEnumType(native(found)))


def _in_batch(name: str, table: tuple[str, str | None], arguments: list[Any], keywords: dict[str, Any]) -> list[Any]:
    if table[1] is not None:
        keywords.setdefault(_SCHEMA, table[1])
    if name in _NAMED_FIRST and arguments:
        return [arguments[0], table[0], *arguments[1:]]
    return [table[0], *arguments]


#: Operations whose first argument is the name of the index or constraint, not of the table.
_NAMED_FIRST: Final = frozenset(
    {"create_index", "drop_index", "create_unique_constraint", "create_check_constraint", "create_foreign_key",
     "create_primary_key", "drop_constraint", "create_exclude_constraint"}
)  # fmt: skip
