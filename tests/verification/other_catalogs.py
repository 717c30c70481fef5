"""Rewrites of queries on catalogs that look right and are not."""

from __future__ import annotations

from other_statements import Wrong

_TABLES = "t = table('tables', column('table_name', Text), column('table_schema', Text), schema='information_schema')\n"
_VIEWS = "t = table('views', column('table_name', Text), column('table_schema', Text), schema='information_schema')\n"
_CLASS = "c = table('pg_class', column('relname', Text), column('relkind', CHAR), column('oid', OID))\n"

WRONG_CATALOGS: list[Wrong] = [
    Wrong("table_exists", "another catalog", f"{_VIEWS}select(exists().where(t.c.table_schema == 'public', t.c.table_name == p1).label('exists'))"),
    Wrong("table_exists", "in any schema", f"{_TABLES}select(exists().where(t.c.table_name == p1).label('exists'))"),
    Wrong("table_exists", "another schema", f"{_TABLES}select(exists().where(t.c.table_schema == 'other', t.c.table_name == p1).label('exists'))"),
    Wrong("table_exists", "the columns are swapped", f"{_TABLES}select(exists().where(t.c.table_name == 'public', t.c.table_schema == p1).label('exists'))"),
    Wrong("table_exists", "the catalog is lost", "t = table('tables', column('table_name', Text), column('table_schema', Text))\nselect(exists().where(t.c.table_schema == 'public', t.c.table_name == p1).label('exists'))"),
    Wrong("tables_among", "none of them", f"{_TABLES}select(t.c.table_name).where(t.c.table_name != all_(literal(p1, ARRAY(Text))), t.c.table_schema.not_in(['a', 'b']))"),
    Wrong("tables_among", "another list", f"{_TABLES}select(t.c.table_name).where(t.c.table_name == any_(literal(p1, ARRAY(Text))), t.c.table_schema.not_in(['a', 'c']))"),
    Wrong("tables_like", "case does not count", f"{_CLASS}select(c.c.relname).where(c.c.relname.ilike(literal(p1, Text)), c.c.relname != 'clocks')"),
    Wrong("tables_like", "another name", f"{_CLASS}select(c.c.relname).where(c.c.relname.like(literal(p1, Text)), c.c.relname != 'clock')"),
    Wrong("tables_like", "the opposite", f"{_CLASS}select(c.c.relname).where(c.c.relname.like(literal(p1, Text)), c.c.relname == 'clocks')"),
    Wrong("kinds", "another kind", f"""{_CLASS}select(c.c.relname, c.c.relkind).where(c.c.relkind.in_([literal_column("'r'"), literal_column("'m'")]), c.c.oid == literal(p1, OID))"""),
    Wrong("kinds", "a text", f"""{_CLASS}select(c.c.relname, cast(c.c.relkind, Text).label('relkind')).where(c.c.relkind.in_([literal_column("'r'"), literal_column("'v'")]), c.c.oid == literal(p1, OID))"""),
    Wrong("kinds", "the argument has another type", f"""{_CLASS}select(c.c.relname, c.c.relkind).where(c.c.relkind.in_([literal_column("'r'"), literal_column("'v'")]), c.c.oid == literal(p1, BigInteger))"""),
    Wrong("long_name", "a text, which is not cut", f"{_CLASS}select(c.c.oid).where(c.c.relname == '{'a' * 70}')"),
    Wrong("long_name", "cut elsewhere", f"""{_CLASS}select(c.c.oid).where(c.c.relname == literal_column("'{"a" * 62}'"))"""),
    Wrong("size", "without its indexes", "select(func.pg_table_size(literal(p1, REGCLASS)).label('size'))"),
    Wrong("size", "the argument is a text", "select(func.pg_total_relation_size(literal(p1, Text)).label('size'))"),
    Wrong("schema_and_name", "the other way round", f"{_TABLES}select(t.c.table_name.concat('.').concat(t.c.table_schema).label('name'))"),
    Wrong("name_of_player", "converted", f"{_CLASS}select(Player.handle).select_from(Player).join(c, cast(c.c.relname, Text) == Player.handle)"),
    Wrong("name_of_player", "another column", f"{_CLASS}select(Player.handle).select_from(Player).join(c, c.c.relname == Player.badges[1])"),
]  # fmt: skip
