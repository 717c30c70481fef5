"""What two databases differ in, by what PostgreSQL itself says of their tables and types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: Table or type to its properties, each as text by name.
Description = dict[str, dict[str, str]]

_USER: Final = "n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'"
_TABLE: Final = "CASE n.nspname WHEN current_schema() THEN '' ELSE n.nspname || '.' END || c.relname"

_IS_TABLE: Final = "c.relkind IN ('r', 'p') AND NOT c.relispartition"

#: Each gives the table, the name of a property, and the property. What belongs to an extension is not the project's.
_PROPERTIES: Final = (
    f"""
    SELECT {_TABLE}, 'kind', concat_ws(' ', CASE c.relpersistence WHEN 'u' THEN 'unlogged' END, 'table',
        'partitioned by ' || pg_get_partkeydef(c.oid),
        'inherits ' || (SELECT string_agg(h.inhparent::regclass::text, ', ') FROM pg_inherits h
                        WHERE h.inhrelid = c.oid),
        'comment ' || quote_literal(obj_description(c.oid, 'pg_class')))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE {_USER} AND {_IS_TABLE} {{extension}}
    """,
    f"""
    SELECT {_TABLE}, 'columns', string_agg(a.attname, ', ' ORDER BY a.attnum)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE {_USER} AND {_IS_TABLE} AND a.attnum > 0 AND NOT a.attisdropped {{extension}}
    GROUP BY 1
    """,
    f"""
    SELECT {_TABLE}, 'column ' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
        CASE WHEN l.oid IS NOT NULL AND a.attcollation <> t.typcollation THEN 'COLLATE ' || l.collname END,
        CASE WHEN a.attnotnull THEN 'NOT NULL' END, 'identity ' || nullif(a.attidentity::text, ''),
        CASE a.attgenerated WHEN '' THEN 'default ' ELSE 'generated ' END || pg_get_expr(d.adbin, d.adrelid),
        'comment ' || quote_literal(col_description(c.oid, a.attnum)))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
        JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_collation l ON l.oid = a.attcollation
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE {_USER} AND {_IS_TABLE} AND a.attnum > 0 AND NOT a.attisdropped {{extension}}
    """,
    f"""
    SELECT {_TABLE}, 'constraint ' || k.conname, pg_get_constraintdef(k.oid)
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE {_USER} AND {_IS_TABLE} AND k.contype <> 'n' {{extension}}
    """,
    f"""
    SELECT {_TABLE}, 'index ' || x.relname, pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE {_USER} AND {_IS_TABLE} {{extension}}
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
    """,
    f"""
    SELECT 'sequence ' || c.oid::regclass::text, 'values', concat_ws(' ', 'from', s.seqstart, 'by', s.seqincrement,
        'between', s.seqmin, 'and', s.seqmax, 'cache', s.seqcache, CASE WHEN s.seqcycle THEN 'cycle' END)
    FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE {_USER} AND EXISTS (SELECT FROM pg_depend p WHERE p.objid = c.oid AND p.deptype = 'i') {{extension}}
    """,
    f"""
    SELECT 'type ' || format_type(c.oid, NULL), 'labels', string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder)
    FROM pg_type c JOIN pg_namespace n ON n.oid = c.typnamespace JOIN pg_enum e ON e.enumtypid = c.oid
    WHERE {_USER} {{extension}}
        AND EXISTS (SELECT FROM pg_attribute a WHERE a.atttypid IN (c.oid, c.typarray) AND a.attnum > 0)
    GROUP BY c.oid
    """,
)
_NOT_OF_EXTENSION: Final = "AND NOT EXISTS (SELECT FROM pg_depend p WHERE p.objid = c.oid AND p.deptype = 'e')"


def description(connection: Connection) -> Description:
    """Every table of a database with its columns, constraints and indexes, and the enumerations that they use."""
    from sqlalchemy import text

    found: Description = {}
    for query in _PROPERTIES:
        for table, name, value in connection.execute(
            text(query.format(extension=_NOT_OF_EXTENSION).replace(":", "\\:"))
        ):
            found.setdefault(table, {})[name] = value
    return found


def differences(wanted: Description, found: Description) -> Iterator[str]:
    """A line for everything that is in one database and not, or otherwise, in the other."""
    for table in sorted(wanted.keys() | found.keys()):
        shown = table if table.startswith(("type ", "sequence ")) else f"table {table}"
        if table not in found or table not in wanted:
            yield f"{shown} is {'missing' if table not in found else 'new'}"
            continue
        for name in sorted(wanted[table].keys() | found[table].keys()):
            old, new = wanted[table].get(name), found[table].get(name)
            if old != new:
                yield f"{table}: {name} is {new or 'missing'}, in the database {old or 'missing'}"
