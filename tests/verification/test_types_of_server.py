"""A real server says of every proven pair what the static gate deduced: types of parameters, names and types of columns."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import asyncpg
import pytest
from models_of_chess import REGISTRY, TABLES, TYPES
from same_statements import SAME
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable
from written_statements import proof_of

from codemod.lowering.record_columns import places_by_name
from codemod.mapping.json_values import JSON_TYPES
from codemod.mapping.types import ENUM
from codemod.postgres.server import PostgresServer
from codemod.resolution.statement import parse_statement
from codemod.verification.binds import parameter_types
from codemod.verification.canonical.canonical_form import canonical
from codemod.verification.difference import Difference
from codemod.verification.standins import StandIns
from codemod.verification.types.pg_types import codec_class, type_name

pytestmark = pytest.mark.postgres


@dataclass(frozen=True, slots=True)
class Database:
    """A connection to a database with the tables of the pairs."""

    connection: asyncpg.Connection
    loop: asyncio.AbstractEventLoop

    def prepared(self, sql: str) -> tuple[list[str], list[tuple[str, str]]]:
        """Parameter types, and name and type of each column, as the server sees them."""
        statement = self.loop.run_until_complete(self.connection.prepare(sql))
        types = [codec_class(item.name) for item in statement.get_parameters()]
        return types, [(item.name, item.type.name) for item in statement.get_attributes()]


@pytest.fixture(scope="module")
def database(postgres: PostgresServer) -> Iterator[Database]:
    loop = asyncio.new_event_loop()
    connection = loop.run_until_complete(_filled(postgres))
    yield Database(connection, loop)
    loop.run_until_complete(connection.close())
    loop.close()


async def _filled(postgres: PostgresServer) -> asyncpg.Connection:
    connection = await asyncpg.connect(await postgres.create_database("chess"))
    await connection.execute(f"CREATE SCHEMA admin; {TYPES}")
    stand_ins = StandIns()
    for name, table in TABLES.items():
        if name != "Mood":
            made = stand_ins.of(table)
            core = made if table.core else made.__table__
            await connection.execute(str(CreateTable(core).compile(dialect=postgresql.dialect())))
    await connection.execute("CREATE UNIQUE INDEX ON players (handle)")
    return connection


@pytest.mark.parametrize("name", SAME)
def test_the_server_agrees(name: str, database: Database) -> None:
    pair = SAME[name]
    proof = proof_of(pair)
    original = canonical(parse_statement(pair.sql).tree, REGISTRY)
    types, columns = database.prepared(pair.sql)
    deduced = parameter_types(original)
    is_limit = "LIMIT $1" in pair.sql
    classes = [codec_class(deduced[number].removeprefix(ENUM).replace('"', "")) for number in sorted(deduced)]
    assert classes == [
        ours if ours in JSON_TYPES and kind == "string" else kind for ours, kind in zip(classes, types, strict=True)
    ]
    assert [column.name for column in original.columns] == [column for column, _ in columns]
    found = [type_name(column.pg_type or "") or column.pg_type for column in original.columns]
    known = [kind.removeprefix(ENUM).replace('"', "") if kind else kind for kind in found]
    wanted = [kind for _, kind in columns]
    assert [kind for kind in known if kind] == [one for one, kind in zip(wanted, known, strict=True) if kind]
    sent_types, sent_columns = database.prepared(proof.compiled)
    # beside character(n) the server takes a VARCHAR for character, blanks included
    narrowed = {"bpchar": "string"} | ({"int8": "int4"} if is_limit else {})
    bound_in_lists = {kind.removesuffix("[]") for kind in sent_types} if "ARRAY[" in proof.canonical_original else set()
    taken = {narrowed.get(kind, kind) for kind in types}
    read_by_a_cast = JSON_TYPES if "::VARCHAR AS JSONB)" in proof.compiled else frozenset()
    assert {*sent_types, *bound_in_lists, *read_by_a_cast} >= taken or "IN (" in proof.compiled
    if len(sent_columns) < len(columns):  # read by name: each name once
        wanted = [wanted[place] for place in places_by_name([column for column, _ in columns])]
    assert [codec_class(kind) for _, kind in sent_columns] == [codec_class(kind) for kind in wanted]


#: Places of a parameter; the gate need not be sure of its type, but if it is, it has to be right.
PLACES = [
    "elo = $1", "$1 = elo", "wins < $1", "wins = $1 + 1", "elo + $1 > 3", "$1 * elo = 4", "wins + $1 = 70000",
    "rating = $1", "rating * $1 > 2", "win_rate > $1", "elo > win_rate * $1", "handle = $1", "handle LIKE $1",
    "$1 LIKE handle", "$1 LIKE $2", "'a' || $1 = handle", "$1 || 'a' = region", "region || $1 || 'x' = $2",
    "handle || $1 = 'x'", "badges || $1 = badges", "badges = $1", "$1 = ANY(badges)", "id = ANY($1)",
    "handle = ANY($1)", "rating = ANY($1)", "id <> ALL($1)", "elo IN ($1, 5)", "elo IN ($1, 5000000000)",
    "elo IN ($1, 1.5)", "id IN ($1, 5)", "rating IN ($1, 5, 1.5)", "handle IN ($1, 'a')", "$1 IN (1, 2)",
    "elo BETWEEN $1 AND 5", "elo BETWEEN 1 AND $1", "$1 BETWEEN elo AND elo", "id BETWEEN $1 AND 10000000000",
    "joined_at > $1", "joined_at BETWEEN $1 AND now()", "now() - joined_at > $1", "joined_at - $1 > interval '1 day'",
    "joined_at + $1 > now()", "birthday = $1", "birthday + $1 > birthday", "birthday - $1 > 3", "avatar = $1",
    "$1 = 'a'", "$1 <> $2", "nullif($1, '') = 'x'", "greatest($1, 'a') = 'x'", "$1 = 'a' AND $1 = handle",
    "(elo, handle) IN (($1, $2), (3, 'x'))", "(id, elo) > ($1, $2)", "ROW($1, $2) = ROW(id, region)",
    "$1 = $2 AND elo = $1", "active = $1", "$1 AND active", "NOT $1", "region IS DISTINCT FROM $1", "lower($1) = handle", "length($1) = 3",
    "left(handle, $1) = 'a'", "substr(handle, $1, $2) = 'a'", "split_part(handle, $1, $2) = 'a'",
    "coalesce(region, $1) = 'x'", "coalesce($1, handle, region) = 'x'", "coalesce(wins, $1) = 3",
    "coalesce($1, 5) = elo", "coalesce(elo, $1, id) = 4", "nullif(elo, $1) = 4", "greatest(elo, $1) = 4",
    "greatest(elo, $1, id) = 4", "greatest(handle, $1) = 'x'", "CASE WHEN active THEN $1 ELSE elo END = 3",
    "CASE WHEN active THEN $1 ELSE 'x' END = 'y'", "CASE elo WHEN $1 THEN true END", "(elo, id) < ($1, $2)",
    "(elo, handle) = ($1, $2)", "date_trunc($1, joined_at) = now()", "date_trunc('day', joined_at) = $1",
    "date_trunc('day', birthday) = $1", "to_char(joined_at, $1) = 'x'", "round(rating, $1) = 3", "round(win_rate) = $1",
    "round(elo) = $1", "abs(elo) = $1", "abs(wins) = $1", "extract(year FROM birthday) = $1", "array_append(badges, $1) = badges",
    "array_length(badges, $1) = 2", "array_position(badges, $1) = 2", "md5($1) = 'x'", "starts_with(handle, $1)",
    "concat(handle, $1) = 'x'", "concat_ws($1, handle, region) = 'x'", "elo::text = $1", "elo::bigint = $1",
    "sqrt(elo) = $1", "sqrt(rating) = $1", "elo / 2 = $1", "elo / 2.0 = $1", "win_rate * 2 = $1", "rating + wins = $1",
    "elo % $1 = 0", "-elo = $1", "(SELECT max(elo) FROM players) = $1", "(SELECT count(*) FROM games) = $1",
    "(SELECT sum(elo) FROM players) = $1", "(SELECT sum(id) FROM players) = $1", "(SELECT avg(elo) FROM players) = $1",
    "(SELECT avg(win_rate) FROM players) = $1", "(SELECT sum(rating) FROM players) = $1", "age(joined_at) > $1",
    "strpos(handle, $1) = 1", "replace(handle, $1, $2) = 'x'", "lpad(handle, $1, $2) = 'x'", "repeat(handle, $1) = 'x'",
    "to_tsvector('english', handle) @@ to_tsquery('english', $1)", "to_tsquery($1) @@ to_tsvector(handle)",
    "ceil(rating) = $1", "floor(win_rate) = $1", "ceil(elo) = $1", "mod(elo, wins) = $1", "power(elo, 2) = $1",
    "cardinality(badges) = $1", "current_date = $1", "current_timestamp > $1", "handle ~ $1", "handle !~* $1",
    "interval '1 day' * elo > $1", "joined_at - interval '1 day' > $1", "birthday + 1 = $1", "birthday - birthday = $1",
]  # fmt: skip


@pytest.mark.parametrize("condition", PLACES)
def test_a_deduced_type_is_the_servers(condition: str, database: Database) -> None:
    sql = f"SELECT id FROM players WHERE {condition}"
    try:
        deduced = parameter_types(canonical(parse_statement(sql).tree, REGISTRY))
    except Difference:
        return
    types, _ = database.prepared(sql)
    assert [codec_class(deduced[number]) for number in sorted(deduced)] == types


def test_most_places_are_known() -> None:
    known = 0
    for condition in PLACES:
        tree = parse_statement(f"SELECT id FROM players WHERE {condition}").tree
        try:
            known += bool(parameter_types(canonical(tree, REGISTRY)))
        except Difference:
            continue
    assert known > len(PLACES) * 3 // 4
