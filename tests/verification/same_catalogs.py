"""PostgreSQL's own catalogs, whose identifiers are of a type that SQLAlchemy sends no bind as."""

from __future__ import annotations

from written_statements import Pair

_TABLES = "t = table('tables', column('table_name', Text), column('table_schema', Text), schema='information_schema')\n"
_CLASS = "c = table('pg_class', column('relname', Text), column('relkind', CHAR), column('oid', OID))\n"

CATALOGS: dict[str, Pair] = {
    "table_exists": Pair(
        "SELECT EXISTS (SELECT FROM information_schema.tables WHERE table_schema = 'public' AND table_name = $1)",
        f"{_TABLES}select(exists().where(t.c.table_schema == 'public', t.c.table_name == p1).label('exists'))",
    ),
    "tables_among": Pair(
        "SELECT table_name FROM information_schema.tables WHERE table_name = ANY($1) AND table_schema NOT IN ('a', 'b')",
        f"{_TABLES}select(t.c.table_name)"
        ".where(t.c.table_name == any_(literal(p1, ARRAY(Text))), t.c.table_schema.not_in(['a', 'b']))",
    ),
    "tables_like": Pair(
        "SELECT relname FROM pg_class WHERE relname LIKE $1 AND relname <> 'clocks'",
        f"{_CLASS}select(c.c.relname).where(c.c.relname.like(literal(p1, Text)), c.c.relname != 'clocks')",
    ),
    "kinds": Pair(
        "SELECT relname, relkind FROM pg_class WHERE relkind IN ('r', 'v') AND oid = $1",
        f"{_CLASS}select(c.c.relname, c.c.relkind)"
        """.where(c.c.relkind.in_([literal_column("'r'"), literal_column("'v'")]), c.c.oid == literal(p1, OID))""",
    ),
    "long_name": Pair(
        f"SELECT oid FROM pg_class WHERE relname = '{'a' * 70}'",
        f"""{_CLASS}select(c.c.oid).where(c.c.relname == literal_column("'{"a" * 70}'"))""",
    ),
    "size": Pair(
        "SELECT pg_total_relation_size($1) AS size",
        "select(func.pg_total_relation_size(literal(p1, REGCLASS)).label('size'))",
    ),
    "schema_and_name": Pair(
        "SELECT table_schema || '.' || table_name AS name FROM information_schema.tables",
        f"{_TABLES}select(t.c.table_schema.concat('.').concat(t.c.table_name).label('name'))",
    ),
    "name_of_player": Pair(
        "SELECT p.handle FROM players p JOIN pg_class c ON c.relname = p.handle",
        f"{_CLASS}select(Player.handle).select_from(Player).join(c, c.c.relname == Player.handle)",
    ),
}
