"""The static model registry against SQLAlchemy itself: the same source is read by both."""

from __future__ import annotations

import importlib.util
import pickle
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from textwrap import dedent
from types import ModuleType

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from codemod.config import Config
from codemod.mapping.models import MappedTable, ModelRegistry
from codemod.mapping.registry import build_registry
from codemod.mapping.types import pg_type_of, sqlalchemy_type
from codemod.outcome import Refusal

DECLARATIVE = """
    import datetime
    import decimal
    import uuid
    from typing import Annotated, ClassVar, Optional

    import sqlalchemy as sa
    from sqlalchemy import BigInteger, ForeignKey, Identity, String, UniqueConstraint, func
    from sqlalchemy.dialects import postgresql as pg
    from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

    intpk = Annotated[int, mapped_column(primary_key=True)]
    bigint = Annotated[int, 64]

    class Base(DeclarativeBase):
        type_annotation_map = {
            bigint: BigInteger(),
            datetime.datetime: sa.DateTime(timezone=True),
            list[str]: pg.ARRAY(sa.Text),
        }

    class Stamped:
        created: Mapped[datetime.datetime] = mapped_column(server_default=func.now())
        touched: Mapped[Optional[datetime.datetime]] = mapped_column(onupdate=func.now())

    class Abstract(Base):
        __abstract__ = True
        note: Mapped[str | None]

    class Account(Stamped, Abstract):
        __tablename__ = "accounts"
        __table_args__ = (UniqueConstraint("name", "owner_id", name="uq_name"), {"schema": "app"})
        LIMIT: ClassVar[int] = 3

        id: Mapped[intpk]
        owner_id: Mapped[bigint]
        display: Mapped[str] = mapped_column("name", String(40), unique=True)
        tags: Mapped[list[str]]
        balance: Mapped[decimal.Decimal] = mapped_column(sa.Numeric(12, 2), default=0)
        key: Mapped[uuid.UUID]
        ratio: Mapped[float]
        active: Mapped[bool] = mapped_column(sa.Boolean, nullable=True)
        born: Mapped["datetime.date | None"]
        data: Mapped[dict] = mapped_column(pg.JSONB)
        address: Mapped[str] = mapped_column(pg.INET)
        items: Mapped[list["Item"]] = relationship(back_populates="account")

    class Item(Base):
        __tablename__ = "items"
        a: Mapped[int] = mapped_column(primary_key=True)
        b: Mapped[int] = mapped_column(BigInteger, primary_key=True)
        account_id: Mapped[int] = mapped_column(ForeignKey("app.accounts.id"))
        account: Mapped[Account] = relationship(back_populates="items")
        serial: Mapped[int] = mapped_column(Identity())
"""

CLASSIC = """
    import sqlalchemy as sa
    from sqlalchemy import Column, DateTime, Integer, MetaData, SmallInteger, Table, Text
    from sqlalchemy.orm import declarative_base

    Base = declarative_base()
    metadata = MetaData()

    class Tag(Base):
        __tablename__ = "tags"
        id = Column(Integer, primary_key=True)
        name = Column(Text, nullable=False, unique=True)
        uses = Column(SmallInteger, server_default="0")
        made = Column("created_at", DateTime(timezone=True))

    links = Table(
        "links",
        metadata,
        Column("id", sa.BigInteger, primary_key=True),
        Column("url", sa.String(200), nullable=False, key="address"),
        sa.UniqueConstraint("address", name="uq_url"),
        schema="web",
    )
"""

DATACLASS = """
    from sqlalchemy import BigInteger, Boolean, Interval
    from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

    class Base(MappedAsDataclass, DeclarativeBase):
        pass

    class Level(Base):
        __tablename__ = "levels"
        user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
        pause: Mapped[object] = mapped_column(Interval)
        xp: Mapped[int | None] = mapped_column(default=None)
"""


LATER = """
    from sqlalchemy import BigInteger, Column, DateTime, Text, func
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    class Base(DeclarativeBase):
        pass

    class Plan(Base):
        __tablename__ = "plans"
        id: Mapped[int] = mapped_column(BigInteger, primary_key=True)

    Plan.updated = mapped_column(DateTime(timezone=True), onupdate=func.now())
    Plan.state = Column("plan_state", Text, nullable=False, default="new")
    Plan.note = "no column"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return tmp_path


def registry_of(root: Path, **files: str) -> ModelRegistry:
    for name, code in files.items():
        (root / f"{name}.py").write_text(dedent(code))
    paths = sorted(PurePosixPath(path.relative_to(root).as_posix()) for path in root.rglob("*.py"))
    return build_registry(root, paths, Config(root=root))


def imported(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"models_under_test_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            spec.loader.exec_module(module)
    finally:
        del sys.modules[spec.name]
    return module


def real_tables(module: ModuleType) -> Iterator[tuple[sa.Table, type | None]]:
    for value in vars(module).values():
        if isinstance(value, sa.Table):
            yield value, None
        elif isinstance(value, type) and hasattr(value, "__table__"):
            yield value.__table__, value


@pytest.mark.parametrize(
    "code", [DECLARATIVE, CLASSIC, DATACLASS, LATER], ids=["declarative", "classic", "dataclass", "later"]
)
def test_against_sqlalchemy(project: Path, code: str) -> None:
    assert_read_as_sqlalchemy_does(project, code)


def assert_read_as_sqlalchemy_does(project: Path, code: str) -> None:
    """Every table of a module, and what it says of each column."""
    registry = registry_of(project, models=code)
    module = imported(project / "models.py", project.name)
    real = list(real_tables(module))
    assert len(registry.tables) == len(real)
    for table, class_ in real:
        ours = registry.find(table.name, table.schema)
        assert ours.core == (class_ is None)
        attributes = (
            {column.name: prop.key for prop in sa.inspect(class_).column_attrs for column in prop.columns}
            if class_ is not None
            else {column.name: column.key for column in table.columns}
        )
        assert {column.name: column.attribute for column in ours.columns} == attributes
        for column in table.columns:
            mine = ours.column(column.name)
            assert mine is not None
            found = (mine.nullable, mine.primary_key, mine.onupdate is not None, mine.default is not None)
            wanted = (column.nullable, column.primary_key, column.onupdate is not None, column.default is not None)
            assert found == wanted, column  # a Sequence is a default: nextval() stands in every INSERT
            assert mine.pg_type == pg_type_of(column.type), column
            assert mine.type_source is not None
            assert spelled(sqlalchemy_type(mine.type_source)) == spelled(column.type)


def spelled(type_: sa.types.TypeEngine[object]) -> str:
    """A type in DDL; SQLAlchemy 2.1 spells the type of a ``float`` annotation in full."""
    return type_.compile(dialect=postgresql.dialect()).replace("FLOAT", "DOUBLE PRECISION")


def test_relationships_and_constraints(project: Path) -> None:
    account = registry_of(project, models=DECLARATIVE).find("accounts", "app")
    assert account.relationships == ("items",)
    assert account.unique == (("name", "owner_id"),)
    assert account.constraints == {"uq_name": ("name", "owner_id")}
    assert account.primary_key == ("id",)


def test_registry_travels_to_worker_processes(project: Path) -> None:
    registry = registry_of(project, models=DECLARATIVE)
    assert pickle.loads(pickle.dumps(registry)) == registry


@pytest.mark.parametrize(
    "column",
    [
        "sa.Enum(Color)",
        "sa.ARRAY(sa.Enum(Color))",
        "sa.Enum('a', 'b')",
        "sa.Enum('a', 'b', name='mood', native_enum=False)",
        "sa.Enum('a', 'b', name='so so')",
        "sa.Enum('a', 'b', name='mood', schema='so so')",
        "sa.Enum('a', 'b', name='mood', values_callable=list)",
        "Encrypted()",
        "sa.PickleType()",
        "halfvec(3)",
        "sa.Uuid(as_uuid=False)",
        "sa.Numeric(asdecimal=False)",
    ],
)
def test_types_with_values_of_their_own(project: Path, column: str) -> None:
    code = f"""
        import enum
        import sqlalchemy as sa
        from pgvector.sqlalchemy import HALFVEC as halfvec
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

        class Color(enum.Enum):
            red = 1

        class Encrypted(sa.TypeDecorator):
            impl = sa.Text

        class Base(DeclarativeBase):
            pass

        class Thing(Base):
            __tablename__ = "things"
            id: Mapped[int] = mapped_column(primary_key=True)
            value = mapped_column({column})
        """
    column_found = registry_of(project, models=code).find("things").column("value")
    assert column_found is not None
    assert column_found.custom_type
    assert column_found.pg_type is None


@pytest.mark.parametrize(
    ("column", "pg_type"),
    [
        ("sa.Enum('a', 'b', name='mood')", "enum mood"),
        ("sa.Enum('a', 'b', name='Mood')", 'enum "Mood"'),
        ("sa.Enum('a', 'b', name='order')", 'enum "order"'),
        ("postgresql.ENUM('a', 'b', name='mood', create_type=False)", "enum mood"),
        ("sa.ARRAY(sa.Enum('a', 'b', name='mood'))", "enum mood[]"),
        ("postgresql.ARRAY(postgresql.ENUM('a', name='mood'))", "enum mood[]"),
    ],
)
def test_enumerated_types_of_strings(project: Path, column: str, pg_type: str) -> None:
    code = f"""
        import sqlalchemy as sa
        from sqlalchemy.dialects import postgresql
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

        class Base(DeclarativeBase):
            pass

        class Thing(Base):
            __tablename__ = "things"
            id: Mapped[int] = mapped_column(primary_key=True)
            value = mapped_column({column})
        """
    registry = registry_of(project, models=code)
    table = registry.find("things")
    column_found = table.column("value")
    assert column_found is not None
    assert not column_found.custom_type
    assert column_found.pg_type == pg_type
    known = registry.enum_column("mood")
    assert known == ((table, column_found) if pg_type == "enum mood" else None)
    assert registry.enum_column("other") is None


def code_of(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return refusal.value.code


def test_no_model_and_several(project: Path) -> None:
    registry = registry_of(project, models=CLASSIC, other=CLASSIC)
    with pytest.raises(Refusal) as refusal:
        registry.find("missing")
    assert code_of(refusal) == "mapping.no-model"
    with pytest.raises(Refusal) as refusal:
        registry.find("tags")
    assert code_of(refusal) == "mapping.several-models"
    with pytest.raises(Refusal) as refusal:
        registry.find("links")  # it lives in schema web
    assert code_of(refusal) == "mapping.no-model"


def test_joined_inheritance_is_left_alone(project: Path) -> None:
    code = """
        from sqlalchemy import ForeignKey
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

        class Base(DeclarativeBase):
            pass

        class Person(Base):
            __tablename__ = "people"
            id: Mapped[int] = mapped_column(primary_key=True)

        class Manager(Person):
            __tablename__ = "managers"
            id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
        """
    assert [table.name for table in registry_of(project, models=code)] == ["people"]


def test_syntax_error_is_a_finding(project: Path) -> None:
    registry = registry_of(project, models=CLASSIC, broken="from sqlalchemy import (")
    assert [finding.code for finding in registry.findings] == ["models.unreadable"]
    assert registry.find("tags").class_name == "Tag"


def test_newer_syntax_than_ours(project: Path) -> None:
    code = dedent(CLASSIC) + "\ntype Row = dict[str, int]\n"
    assert registry_of(project, models=code).find("tags").class_name == "Tag"


def model(registry: ModelRegistry, name: str) -> MappedTable:
    return registry.find(name)


def test_import_path_is_the_projects_own(project: Path) -> None:
    (project / "db").mkdir()
    (project / "db/__init__.py").write_text("from db.tables import Tag\n")
    (project / "db/tables.py").write_text(dedent(CLASSIC))
    registry = registry_of(project, a="from db import Tag", b="from db import Tag", c="from db.tables import Tag")
    assert model(registry, "tags").module == "db"


def test_folder_the_project_imports_from(project: Path) -> None:
    (project / "bot/libs").mkdir(parents=True)
    (project / "bot/libs/models.py").write_text(dedent(CLASSIC))
    (project / "bot/main.py").write_text("from libs.other import x\n")
    assert model(registry_of(project), "tags").module == "libs.models"


def test_ddl_is_a_second_witness(project: Path) -> None:
    (project / "schema.sql").write_text(
        "CREATE TABLE tags (id serial PRIMARY KEY, name text, uses smallint, created_at timestamptz, extra int);"
    )
    registry = registry_of(project, models=CLASSIC)
    tags = model(registry, "tags")
    assert tags.missing_columns == ("extra",)
    name = tags.column("name")
    assert name is not None
    assert name.nullable
    assert {finding.code for finding in registry.findings} == {"models.missing-column", "models.nullability"}


@pytest.mark.parametrize(
    ("ddl", "codes", "enforced"),
    [
        ("id serial PRIMARY KEY, name text NOT NULL, uses smallint, created_at timestamptz", [], True),
        ("id bigserial PRIMARY KEY, name text NOT NULL, uses smallint, created_at timestamptz", ["models.type"], True),
        ("id int NOT NULL, name text NOT NULL, uses smallint, created_at timestamptz", ["models.primary-key"], False),
        ("id int NOT NULL UNIQUE, name text NOT NULL, uses smallint, created_at timestamptz", [], True),
        ("id serial PRIMARY KEY, name citext NOT NULL, uses smallint, created_at timestamptz", [], True),
        (
            "id int, name text NOT NULL, uses int, created_at timestamp, PRIMARY KEY (name)",
            ["models.nullability", "models.type", "models.type", "models.primary-key"],
            False,
        ),
    ],
)
def test_types_and_keys_of_the_ddl_are_compared(project: Path, ddl: str, codes: list[str], enforced: bool) -> None:
    (project / "schema.sql").write_text(f"CREATE TABLE tags ({ddl});")
    registry = registry_of(project, models=CLASSIC)
    assert [finding.code for finding in registry.findings] == codes
    assert model(registry, "tags").key_enforced is enforced


def test_test_doubles_lose(project: Path) -> None:
    (project / "tests").mkdir()
    (project / "tests/test_models.py").write_text(dedent(CLASSIC))
    assert model(registry_of(project, models=CLASSIC), "tags").module == "models"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("BigInteger()", "bigint"),
        ("String(20)", "character varying(20)"),
        ("String()", "character varying"),
        ("DateTime(timezone=True)", "timestamp with time zone"),
        ("DateTime()", "timestamp without time zone"),
        ("Numeric(10, 2)", "numeric(10,2)"),
        ("Float()", "double precision"),
        ("ARRAY(Text())", "text[]"),
        ("ARRAY(String(3))", "character varying(3)[]"),
        ("postgresql.ARRAY(BigInteger())", "bigint[]"),
        ("JSONB()", "jsonb"),
        ("Enum('a', 'b', name='mood')", "enum mood"),
        ("Enum('a', 'b', name='mood', schema='shop')", "enum shop.mood"),
        ("ARRAY(Enum('a', name='Mood', schema='Shop'))", 'enum "Shop"."Mood"[]'),
        ("Enum('a', name='mood', schema='my shop')", None),
        ("Enum('a', name='mood', native_enum=False)", None),
    ],
)
def test_type_names(source: str, name: str | None) -> None:
    assert pg_type_of(sqlalchemy_type(source)) == name


@pytest.mark.parametrize("source", ["open('x')", "__import__('os')", "Table()", "1", "Text().compile()"])
def test_types_are_not_evaluated_as_code(source: str) -> None:
    try:
        found = sqlalchemy_type(source)
    except ValueError:
        return
    assert source == "1"
    assert found == 1  # an argument of a type, no type itself


def test_a_foreign_key_has_the_type_of_its_column_whatever_the_annotation_says(tmp_path: Path) -> None:
    source = """
        from sqlalchemy import BigInteger, ForeignKey, Integer
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


        class Base(DeclarativeBase):
            pass


        class Guild(Base):
            __tablename__ = "guilds"
            id: Mapped[int] = mapped_column(BigInteger, primary_key=True)


        class Setting(Base):
            __tablename__ = "settings"
            guild_id: Mapped[int] = mapped_column(ForeignKey("guilds.id"), primary_key=True)
            named: Mapped[int] = mapped_column("other", ForeignKey("guilds.id"))
            small: Mapped[int] = mapped_column(Integer, ForeignKey("guilds.id"))
            typed: Mapped[int] = mapped_column(ForeignKey("guilds.id"), type_=Integer)
        """
    (tmp_path / "models.py").write_text(dedent(source))
    registry = build_registry(tmp_path, [PurePosixPath("models.py")], Config(root=tmp_path))
    assert [column.pg_type for column in registry.find("settings").columns] == [
        "bigint",
        "bigint",
        "integer",
        "integer",
    ]


def test_two_services_have_modules_of_one_name(tmp_path: Path) -> None:
    base = "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\n"
    model = "from sqlalchemy.orm import Mapped, mapped_column\nfrom app.base import Base\nclass {name}(Base):\n"
    model += "    __tablename__ = {table!r}\n    id: Mapped[int] = mapped_column(primary_key=True)\n    {column}: Mapped[str]\n"
    files = {}
    for service, name in (("api", "Link"), ("worker", "Mail")):
        files[f"{service}/app/__init__.py"] = ""
        files[f"{service}/app/base.py"] = base
        files[f"{service}/app/models.py"] = model.format(name=name, table=f"{name.lower()}s", column=service)
        files[f"{service}/app/users.py"] = model.format(name="User", table="users", column=service)
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    registry = build_registry(tmp_path, [PurePosixPath(path) for path in files], Config(root=tmp_path))
    assert [column.name for column in registry.find("links").columns] == ["id", "api"]
    assert [column.name for column in registry.find("mails").columns] == ["id", "worker"]
    with pytest.raises(Refusal, match=r"User of api/app/users\.py, User of worker/app/users\.py"):
        registry.find("users")
