"""``--import-models``: the models as SQLAlchemy sees them, in a process of the project's Python."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from test_cli import git, run
from test_model_registry import CLASSIC, DATACLASS, DECLARATIVE

from codemod.config import Config, ConfigError
from codemod.files.project import all_files
from codemod.mapping import imported_models
from codemod.mapping.models import MappedColumn, MappedTable, ModelRegistry
from codemod.mapping.registry import build_registry

SAMPLES = Path(__file__).parent.parent / "samples"

#: Classes and types that no reading of the source shows.
MADE = """
    import enum
    import sys
    from sqlalchemy import BigInteger, Column, Enum, Index, Integer, MetaData, Sequence, String, Table, Text, TypeDecorator
    from sqlalchemy import UniqueConstraint, text
    from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
    from sqlalchemy import ForeignKey

    print("what a module says while it is imported")

    class Base(DeclarativeBase):
        pass

    class Mood(enum.Enum):
        glad = "glad"

    class Sealed(TypeDecorator):
        impl = Text
        cache_ok = True

    def model(name, **columns):
        keyed = {"id": mapped_column(BigInteger, primary_key=True)}
        return type(name, (Base,), {"__tablename__": name.lower() + "s", "__module__": __name__} | keyed | columns)

    Guild = model("Guild", title=mapped_column("name", String(80), nullable=False, unique=True))
    Entry = model(
        "Entry",
        __table_args__=(
            UniqueConstraint("a", "b", name="uq_entry"),
            Index("ix_part", "c", unique=True, postgresql_where=text("c > 0")),
            Index("ix_c", "c", unique=True),
            Index("ix_lower", text("lower(d)"), unique=True),
        ),
        a=mapped_column(Integer, Sequence("numbers")),
        b=mapped_column(Integer, default=0),
        c=mapped_column(Integer, onupdate=1),
        d=mapped_column(Text, server_default="x"),
        guild_id=mapped_column(ForeignKey("guilds.id")),
        guild=relationship(lambda: Guild),
        tags=mapped_column(ARRAY(String(9))),
        data=mapped_column(JSONB),
        at=mapped_column(TIMESTAMP(timezone=True)),
        mood=mapped_column(Enum("good", "bad", name="mood")),
        feeling=mapped_column(Enum(Mood)),
        secret=mapped_column(Sealed),
        variant=mapped_column(Text().with_variant(JSONB(), "postgresql")),
    )

    class Root(Base):
        __tablename__ = "roots"
        id: Mapped[int] = mapped_column(primary_key=True)
        kind: Mapped[str]
        __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "root"}

    class Leaf(Root):
        __mapper_args__ = {"polymorphic_identity": "leaf"}

    class Branch(Root):
        __tablename__ = "branches"
        id: Mapped[int] = mapped_column(ForeignKey("roots.id"), primary_key=True)
        __mapper_args__ = {"polymorphic_identity": "branch"}

    (found,) = (Table(name, Base.metadata, Column("id", Integer), Column("x", Text, key="y")) for name in ["lists"])
    other = MetaData()
    Table("unseen", other, Column("id", Integer))
"""


def registry_of(root: Path, wanted: str | None) -> ModelRegistry:
    config = Config(root=root, import_models=wanted)
    return build_registry(root, all_files(config), config)


def written(root: Path, code: str) -> Path:
    (root / "models.py").write_text(dedent(code))
    return root


def comparable(registry: ModelRegistry) -> list[MappedTable]:
    """Without what two ways of reading spell differently, or no code asks for: spellings, order of mixins' columns."""

    def column(item: MappedColumn) -> MappedColumn:
        default, onupdate = (None if text is None else "…" for text in (item.default, item.onupdate))
        return replace(item, type_source=None, default=default, onupdate=onupdate)

    return [
        replace(
            table,
            columns=tuple(sorted(map(column, table.columns), key=lambda item: item.name)),
            line=table.line if not table.core else 1,
        )
        for table in registry
    ]


@pytest.mark.parametrize(
    ("sample", "wanted"),
    [("discord_bot", "models:Base"), ("library", "models:Base"), ("fastapi_service", "app.tables:Base")],
)
def test_both_ways_of_reading_see_the_same_models(sample: str, wanted: str) -> None:
    root = (SAMPLES / sample / "before").resolve()
    assert comparable(registry_of(root, wanted)) == comparable(registry_of(root, None))


@pytest.mark.parametrize("code", [DECLARATIVE, CLASSIC, DATACLASS], ids=["declarative", "classic", "dataclass"])
def test_both_ways_of_reading_agree_on_every_form(tmp_path: Path, code: str) -> None:
    root = written(tmp_path, code)
    assert comparable(registry_of(root, "models:Base")) == comparable(registry_of(root, None))


def test_models_that_a_program_makes(tmp_path: Path) -> None:
    root = written(tmp_path, MADE)
    assert [table.name for table in registry_of(root, None)] == ["roots"]
    registry = registry_of(root, "models:Base")
    assert [(table.name, table.class_name, table.core) for table in registry] == [
        ("entrys", "Entry", False),
        ("guilds", "Guild", False),
        ("lists", "found", True),
        ("roots", "Root", False),
    ]
    entry = registry.find("entrys")
    assert (entry.module, entry.path, entry.related) == ("models", "models.py", {"guild": "Guild"})
    assert (entry.unique, entry.constraints) == ((("a", "b"), ("c",)), {"uq_entry": ("a", "b"), "ix_c": ("c",)})
    assert {column.name: column.pg_type for column in entry.columns} == {
        "id": "bigint",
        "a": "integer",
        "b": "integer",
        "c": "integer",
        "d": "text",
        "guild_id": "bigint",
        "tags": "character varying(9)[]",
        "data": "jsonb",
        "at": "timestamp with time zone",
        "mood": "enum mood",
        "feeling": None,
        "secret": None,
        "variant": "jsonb",
    }
    assert [column.name for column in entry.columns if column.custom_type] == ["feeling", "secret"]
    assert [column.name for column in entry.columns if column.server_default] == ["a", "d"]
    assert [column.name for column in entry.columns if column.default is not None] == ["a", "b"]
    assert [column.name for column in entry.columns if column.onupdate is not None] == ["c"]
    title = registry.find("guilds").column("name")
    assert title is not None
    assert (title.attribute, title.nullable, title.unique) == ("title", False, True)
    keyed = registry.find("lists").column("x")
    assert keyed is not None
    assert keyed.attribute == "y"


def test_models_that_were_read_stay_where_none_is_imported(tmp_path: Path) -> None:
    root = written(tmp_path, MADE)
    (root / "more.py").write_text(dedent(CLASSIC))
    assert {"entrys", "tags", "links"} <= {table.name for table in registry_of(root, "models:Base")}


@pytest.mark.parametrize(
    ("code", "wanted", "reason"),
    [
        ("", "nowhere:Base", "ModuleNotFoundError: No module named 'nowhere'"),
        ("", "models:Base", "AttributeError: module 'models' has no attribute 'Base'"),
        ("Base = 1", "models:Base", "AttributeError: 'int' object has no attribute 'metadata'"),
        ("raise RuntimeError('no database')", "models:Base", "RuntimeError: no database"),
        ("import sys\nsys.exit(3)", "models:Base", "exit code 3"),
        ("def", "models:Base", "SyntaxError: invalid syntax"),
    ],
)
def test_an_import_that_fails_is_one_line(tmp_path: Path, code: str, wanted: str, reason: str) -> None:
    root = written(tmp_path, code)
    with pytest.raises(ConfigError) as error:
        registry_of(root, wanted)
    assert str(error.value) == f"import-models: {wanted} can't be imported with {sys.executable}: {reason}"


def test_an_import_that_does_not_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imported_models, "TIME_LIMIT", 0.5)
    root = written(tmp_path, "import time\ntime.sleep(60)")
    with pytest.raises(ConfigError, match=r"can't be imported with .*: it is not done after 0.5 seconds"):
        registry_of(root, "models:Base")


@pytest.mark.parametrize("place", ["project", "active"])
def test_the_python_of_the_project_runs_the_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    environment = tmp_path / (".venv" if place == "project" else "elsewhere")
    python = environment / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho 'not this one' >&2\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    if place == "active":
        monkeypatch.setenv("VIRTUAL_ENV", str(environment))
    with pytest.raises(ConfigError, match=f"{python}: not this one"):
        registry_of(written(tmp_path, MADE), "models:Base")


def test_a_site_on_a_model_that_a_program_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "pyproject.toml": "[tool.alchemod]\nsessions = { '*' = 'self.bot.get_db_session()' }\n",
        "models.py": dedent(MADE),
        "cog.py": dedent(
            """
            class Guilds:
                async def rename(self, guild_id: int, name: str):
                    await self.bot.db.execute("UPDATE guilds SET name = $1 WHERE id = $2", name, guild_id)
            """
        ),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    git(tmp_path, "init", "--quiet")
    monkeypatch.chdir(tmp_path)
    out, _ = run("check", "cog.py")
    assert "mapping.no-model" in out
    out, _ = run("diff", "--import-models", "models:Base", "cog.py")
    assert "+            stmt = update(Guild).where(Guild.id == guild_id).values(title=name)" in out
    assert "+from models import Guild" in out
    out, err = run("check", "--import-models", "models:Base2", "cog.py", code=2)
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("error: import-models: models:Base2 can't be imported")


def test_the_program_needs_nothing_of_alchemod() -> None:
    """It runs where alchemod isn't installed."""
    program = imported_models._PROGRAM.read_text()
    assert "codemod" not in program.replace("alchemod", "")
