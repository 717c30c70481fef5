"""COPY stays the driver's: on the raw connection of the session, in the transaction that is open there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import libcst as cst

from codemod.discovery.connections.connection_scopes import Blocker, ConnectionScope
from codemod.discovery.driver_uses import DriverUse
from codemod.mapping.models import ModelRegistry
from codemod.outcome import Refusal
from codemod.rewriting.layout import Layout
from codemod.source import Edit
from codemod.syntax.lines import indent_at

#: Types that both connections encode alike; SQLAlchemy's connections have codecs of their own for json.
_PLAIN: Final = frozenset(
    {
        "smallint", "integer", "bigint", "real", "double precision", "numeric", "boolean", "text", "character varying",
        "character", "bytea", "uuid", "date", "time without time zone", "timestamp without time zone",
        "timestamp with time zone", "interval",
    }
)  # fmt: skip


def odd_copies(scope: ConnectionScope, registry: ModelRegistry) -> Iterator[Blocker]:
    """The COPYs of records whose values may be encoded otherwise on the connection of a session."""
    for use in scope.copying:
        if use.method == "copy_records_to_table" and not _is_plain(use.call, registry):
            message = f"the columns that {use.name.value}.{use.method}() fills may be encoded otherwise"
            yield Blocker(message, use.call, "session.driver")


def _is_plain(call: cst.Call, registry: ModelRegistry) -> bool:
    given = {argument.keyword.value if argument.keyword else "table_name": argument.value for argument in call.args}
    table, schema = given.get("table_name"), given.get("schema_name")
    if not isinstance(table, cst.SimpleString) or not isinstance(schema, cst.SimpleString | None):
        return False
    try:
        found = registry.find(str(table.evaluated_value), str(schema.evaluated_value) if schema is not None else None)
    except Refusal:
        return False
    types = [(column.pg_type or "").partition("[")[0].partition("(")[0] for column in found.columns]
    return found.complete and all(name in _PLAIN for name in types)


def copying_edits(use: DriverUse, scope: ConnectionScope, session: str, layout: Layout) -> Iterator[Edit]:
    """The raw connection for one COPY, asked for anew each time: a session may have got another one."""
    assert use.line is not None, "a COPY that stays has a line of its own"
    module, names = scope.module, scope.scope.names
    raw = next(
        name for name in ("raw", "driver_connection", *map("raw_{}".format, range(2, 1000))) if name not in names
    )
    start = module.span(use.line)[0]
    indent = indent_at(module, start)
    code = f"{raw} = (await (await {session}.connection()).get_raw_connection()).driver_connection\n"
    yield Edit(start, start, f"{layout.render(code, {}, indent)}{layout.newline}{indent}")
    yield Edit(*module.span(use.name), raw)
