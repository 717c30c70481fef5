"""A schema of its own for the tests of the static gate: every kind of column, key and default once."""

from __future__ import annotations

from codemod.mapping.models import MappedColumn, MappedTable, ModelRegistry
from codemod.mapping.types import pg_type_of, sqlalchemy_type


def column(name: str, type_source: str | None, **options: object) -> MappedColumn:
    options.setdefault("attribute", name)
    pg_type = pg_type_of(sqlalchemy_type(type_source)) if type_source is not None else "mood"
    return MappedColumn(name=name, type_source=type_source, pg_type=pg_type, **options)  # type: ignore[arg-type]


def required(name: str, type_source: str, **options: object) -> MappedColumn:
    return column(name, type_source, nullable=False, **options)


def key(name: str, type_source: str, **options: object) -> MappedColumn:
    return required(name, type_source, primary_key=True, **options)


PLAYER = MappedTable(
    "players", None, "Player", "chess.models", "chess/models.py", 1,
    (
        key("id", "BigInteger()", server_default=True, autoincrement=True),
        required("handle", "String(40)", unique=True),
        column("region", "Text()"),
        required("elo", "Integer()"),
        column("wins", "SmallInteger()"),
        column("rating", "Numeric(8, 3)"),
        column("win_rate", "Double()"),
        required("joined_at", "DateTime(timezone=True)", attribute="joined"),
        column("birthday", "Date()"),
        column("badges", "ARRAY(Text())"),
        required("active", "Boolean()"),
        column("avatar", "Uuid()"),
    ),
)  # fmt: skip

GAME = MappedTable(
    "games", None, "Game", "chess.models", "chess/models.py", 30,
    (
        key("id", "Integer()", server_default=True, autoincrement=True),
        required("white_id", "BigInteger()"),
        required("black_id", "BigInteger()"),
        column("winner_id", "BigInteger()"),
        column("opening", "Text()"),
        column("started", "DateTime()"),
        column("length", "Interval()"),
        required("moves", "Integer()"),
        required("stake", "Numeric(10, 2)"),
        column("analysis", "postgresql.JSONB()"),
        column("codes", "ARRAY(String(3))"),
        column("tension", "REAL()"),
        column("venue", "CHAR(3)"),
    ),
)  # fmt: skip

LADDER = MappedTable(
    "ladders", None, "Ladder", "chess.models", "chess/models.py", 60,
    (
        key("season", "Integer()"),
        key("player_id", "BigInteger()"),
        required("points", "Integer()", default="0"),
        column("title", "Text()"),
        column("seen_at", "DateTime(timezone=True)", onupdate="utcnow"),
    ),
)  # fmt: skip

LOG = MappedTable(
    "audit_log", "admin", "audit_log", "chess.tables", "chess/tables.py", 1,
    (
        column("at", "DateTime(timezone=True)", attribute="happened"),
        required("what", "Text()"),
        required("actor", "BigInteger()"),
    ),
    core=True,
    column_order=("at", "what", "actor"),
)  # fmt: skip

MOOD = MappedTable(
    "moods", None, "Mood", "chess.models", "chess/models.py", 80,
    (key("id", "Integer()"), column("mood", None, custom_type=True), column("word", "Text()")),
    missing_columns=("hidden",),
)  # fmt: skip

CLOCK = MappedTable(
    "clocks", None, "Clock", "chess.models", "chess/models.py", 90,
    (
        key("id", "Integer()"),
        required("pace", "Enum('blitz', 'rapid', name='pace')"),
        column("former", "Enum('blitz', 'rapid', name='pace')"),
        column("paces", "ARRAY(Enum('blitz', 'rapid', name='pace'))"),
    ),
)  # fmt: skip

CLUB = MappedTable(
    "Club", None, "Club", "chess.models", "chess/models.py", 100,
    (
        key("id", "Integer()"),
        required("headId", "BigInteger()", attribute="head_id"),
        column("headid", "BigInteger()", attribute="heading"),
        required("Rank", "Enum('open', 'closed', name='Rank')", attribute="rank"),
    ),
)  # fmt: skip

#: What the tables need before they can be made.
TYPES = "CREATE TYPE pace AS ENUM ('blitz', 'rapid'); CREATE TYPE \"Rank\" AS ENUM ('open', 'closed')"

TABLES = {table.class_name: table for table in (PLAYER, GAME, LADDER, LOG, MOOD, CLOCK, CLUB)}
REGISTRY = ModelRegistry(tuple(TABLES.values()))
