"""pgvector: what is bound and given out, by the type that the models have and what asyncpg takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Literal

import pytest
from lowering_models import code, column, table

from codemod.config import load_config
from codemod.files.project import all_files
from codemod.json_codecs.vector_codec import vectors_taken
from codemod.lowering.lower import lower_statement
from codemod.lowering.lowered import Lowered
from codemod.mapping.json_values import JsonValues
from codemod.mapping.models import ModelRegistry
from codemod.outcome import Refusal
from codemod.project_context import load_context
from codemod.resolution.statement import parse_statement
from codemod.verification.statement import prove

Taken = Literal["object", "text"] | None


def registry(kind: str, taken: Taken) -> ModelRegistry:
    notes = table(
        "notes",
        "Note",
        column("id", "Integer()", "integer", null=False, primary_key=True),
        column("place", f"{kind}.Vector(3)", "vector(3)"),
    )
    return ModelRegistry((notes,), json_values=JsonValues(vectors=taken))


def form(sql: str, kind: str, taken: Taken, texts: Sequence[str] = ()) -> tuple[str, str]:
    """The code and what it sends."""
    statement, models = parse_statement(sql), registry(kind, taken)
    lowered: Lowered = lower_statement(statement, models, facts={}, texts=frozenset(texts))
    return code(lowered), " ".join(prove(statement, lowered, models, {}).compiled.split())


SEARCH = "SELECT id FROM notes ORDER BY place <=> $1"


@pytest.mark.parametrize(
    ("kind", "taken", "argument", "sent"),
    [
        ("pgvector", "object", "literal(p1, Vector)", "$1"),
        ("pgvector", "text", "cast(literal(p1, Text), Vector)", "CAST($1::VARCHAR AS VECTOR)"),
    ],
)
def test_the_type_of_the_package_takes_objects(kind: str, taken: Taken, argument: str, sent: str) -> None:
    expected = f"select(Note.id).order_by(Note.place.cosine_distance({argument}))"
    assert form(SEARCH, kind, taken) == (expected, f"SELECT notes.id FROM notes ORDER BY notes.place <=> {sent}")


def test_a_type_by_its_name_leaves_text_alone() -> None:
    written, sent = form(SEARCH, "vectors", "text")
    operator = "Note.place.op('<=>', return_type=Double)(literal(p1, Note.place.type))"
    assert written == f"select(Note.id).order_by({operator})"
    assert sent == "SELECT notes.id FROM notes ORDER BY notes.place <=> $1"


@pytest.mark.parametrize(("kind", "taken"), [("vectors", "object"), ("vectors", None), ("pgvector", None)])
@pytest.mark.parametrize(
    "sql", [SEARCH, "UPDATE notes SET place = $1", "INSERT INTO notes (place) VALUES ($1::vector)"]
)
def test_an_argument_that_may_travel_otherwise_is_refused(sql: str, kind: str, taken: Taken) -> None:
    with pytest.raises(Refusal) as raised:
        form(sql, kind, taken)
    assert raised.value.code == "types.unsupported"


@pytest.mark.parametrize("taken", ["object", "text"])
def test_assigned_vectors(taken: Taken) -> None:
    value = "p1" if taken == "object" else "cast(literal(p1, Text), Vector)"
    assert form("UPDATE notes SET place = $1", "pgvector", taken)[0] == f"update(Note).values(place={value})"


def test_a_vector_that_is_given_out_is_text_where_asyncpg_gives_text() -> None:
    expected = "select(cast(Note.place, Text).label('place'))"
    for kind in ("pgvector", "vectors"):
        assert form("SELECT place FROM notes", kind, "text", ["vector"])[0] == expected
    with pytest.raises(Refusal):  # a Vector in asyncpg, a list in SQLAlchemy
        form("SELECT place FROM notes", "pgvector", "object")


def test_rows_of_texts_are_not_compared_as_vectors_were() -> None:
    with pytest.raises(Refusal) as raised:
        form("SELECT DISTINCT place FROM notes", "pgvector", "text", ["vector"])
    assert raised.value.code == "rows.json-codec"


WRONG = {
    "another distance": "select(Note.id).order_by(Note.place.l2_distance(literal(p1, Vector)))",
    "operands swapped": "select(Note.id).order_by(literal(p1, Vector).cosine_distance(Note.place))",
    "text that the type would read again": "select(Note.id).order_by(Note.place.cosine_distance(literal(p1, Text)))",
    "a size": "select(Note.id).order_by(Note.place.cosine_distance(cast(literal(p1, Vector), Vector(3))))",
    "encoded twice": "select(Note.id).order_by(Note.place.cosine_distance(cast(literal(p1, Text), Vector)))",
}


@pytest.mark.parametrize("why", WRONG)
def test_a_wrong_form_is_not_proven(why: str) -> None:
    import ast
    from dataclasses import replace

    from codemod.lowering.lowered import ImportName

    statement, models = parse_statement(SEARCH), registry("pgvector", "object")
    lowered = lower_statement(statement, models, facts={})
    more = {ImportName("sqlalchemy", name) for name in ("cast", "literal", "Text")}
    tree = ast.parse(WRONG[why].replace("p1", "__p1__"), mode="eval").body
    with pytest.raises(Refusal) as raised:
        prove(statement, replace(lowered, expression=tree, imports=lowered.imports | more), models, {})
    assert raised.value.code == "unproven"
    assert "not compiled" not in raised.value.hint


POOL = "import asyncpg\nfrom pgvector.asyncpg import register_vector\nimport setup\n"


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        ({"app.py": "import asyncpg\nasyncpg.create_pool('…')\n"}, "text"),
        ({"app.py": f"{POOL}asyncpg.create_pool('…', init=register_vector)\n"}, "object"),
        (
            {
                "app.py": f"{POOL}async def init(c):\n    await register_vector(c)\nasyncpg.create_pool('…', init=init)\n"
            },
            "object",
        ),
        (
            {
                "setup.py": "from pgvector.asyncpg import register_vector\nasync def init(c):\n    await register_vector(c)\n",
                "app.py": f"{POOL}asyncpg.create_pool('…', init=setup.init)\n",
            },
            "object",
        ),
        ({"app.py": f"{POOL}asyncpg.create_pool('…')\n"}, None),
        ({"app.py": f"{POOL}asyncpg.create_pool('…', init=register_vector)\nasyncpg.create_pool('other')\n"}, None),
        (
            {
                "app.py": f"{POOL}async def init(c):\n    if c:\n        await register_vector(c)\nasyncpg.create_pool('…', init=init)\n"
            },
            None,
        ),
        (
            {
                "app.py": "import asyncpg\nasync def f(c):\n    await c.set_type_codec('vector', encoder=str, decoder=str)\n"
            },
            None,
        ),
        (
            {
                "app.py": f"{POOL}asyncpg.create_pool('…', init=register_vector)\ndef f(d, r):\n    d.run_async(register_vector)\n"
            },
            None,
        ),
    ],
)
def test_what_asyncpg_takes_as_a_vector(tmp_path: Path, files: dict[str, str], taken: Taken) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    paths = [PurePosixPath(name) for name in files]
    assert vectors_taken(tmp_path, paths, [(tmp_path / path).read_bytes() for path in paths]) == taken


BASE = (
    "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\nfrom sqlalchemy.types import UserDefinedType\n"
)
MODEL = """class Base(DeclarativeBase): pass
class Note(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(TYPE)
"""
CLASS = """class VectorType(UserDefinedType):
    cache_ok = True
    def __init__(self, modifier: str = "") -> None:
        self.modifier = modifier
    def get_col_spec(self, **_: object) -> str:
        return f"vector{self.modifier}"
"""


@pytest.mark.parametrize(
    ("before", "type_", "source"),
    [
        ("from pgvector.sqlalchemy import Vector\n", "Vector(3)", "pgvector.Vector(3)"),
        ("from pgvector.sqlalchemy import VECTOR\n", "VECTOR(3)", "pgvector.VECTOR(3)"),
        ("import pgvector.sqlalchemy as v\n", "v.Vector(3)", "pgvector.Vector(3)"),
        (CLASS, "VectorType('(3)')", "vectors.Vector(3)"),
        (CLASS, "VectorType()", "vectors.Vector()"),
        # types that do more, or say something else
        (f"{CLASS}    def bind_processor(self, dialect):\n        return str\n", "VectorType('(3)')", None),
        (CLASS.replace("vector{", "tensor{"), "VectorType('(3)')", None),
        (CLASS.replace("= modifier", "= modifier * 2"), "VectorType('(3)')", None),
        ("from elsewhere.sqlalchemy import Vector\n", "Vector(3)", None),
    ],
)
def test_the_types_of_models(tmp_path: Path, before: str, type_: str, source: str | None) -> None:
    (tmp_path / "models.py").write_text(BASE + before + MODEL.replace("TYPE", type_))
    (tmp_path / "pyproject.toml").write_text("[tool.alchemod]\n")
    config = load_config(tmp_path)
    place = load_context(config, all_files(config)).registry.find("notes").column("place")
    assert place is not None
    assert place.type_source == source
    assert place.custom_type == (source is None)
