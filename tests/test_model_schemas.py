"""Which schema, type and table a model has where that stands elsewhere than in its class: held against SQLAlchemy."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_model_registry import assert_read_as_sqlalchemy_does, code_of, registry_of

from codemod.outcome import Refusal

HEAD = """
    from typing import Annotated

    import sqlalchemy as sa
    from sqlalchemy.orm import DeclarativeBase, Mapped, declarative_base, declared_attr, mapped_column, registry
"""

FORMS = {
    "schema of the metadata of an old base": """
    metadata = sa.MetaData(schema="shop")
    Base = declarative_base(metadata=metadata)

    class Order(Base):
        __tablename__ = "orders"
        id = sa.Column(sa.Integer, primary_key=True)

    class Public(Base):
        __tablename__ = "bills"
        __table_args__ = {"schema": "billing"}
        id = sa.Column(sa.Integer, primary_key=True)
    """,
    "schema of metadata that a base names": """
    SCHEMA = "shop"
    shop = sa.MetaData(SCHEMA, naming_convention={"pk": "pk_%(table_name)s"})

    class Base(DeclarativeBase):
        metadata = shop

    class Order(Base):
        __tablename__ = "orders"
        id: Mapped[int] = mapped_column(primary_key=True)

    lines = sa.Table("lines", Base.metadata, sa.Column("id", sa.Integer, primary_key=True))
    plain = sa.Table("plain", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True))
    named = sa.Table("named", shop, sa.Column("id", sa.Integer, primary_key=True), schema="other")
    none = sa.Table("nones", shop, sa.Column("id", sa.Integer, primary_key=True), schema=None)
    """,
    "schema of a registry": """
    mapper_registry = registry(metadata=sa.MetaData(schema="shop"))
    Old = mapper_registry.generate_base()

    class Base(DeclarativeBase):
        registry = mapper_registry

    class Order(Base):
        __tablename__ = "orders"
        id: Mapped[int] = mapped_column(primary_key=True)

    class Line(Old):
        __tablename__ = "lines"
        id = sa.Column(sa.Integer, primary_key=True)

    @mapper_registry.mapped
    class Bill:
        __tablename__ = "bills"
        id = sa.Column(sa.Integer, primary_key=True)
    """,
    "schema of inherited arguments": """
    ARGUMENTS = {"schema": "shop"}

    class Base(DeclarativeBase):
        __table_args__ = dict(schema="shop")

    class Beside:
        __table_args__ = ARGUMENTS

    class Written:
        @declared_attr.directive
        def __table_args__(cls):
            return (sa.CheckConstraint("id > 0"), {"schema": "made"})

    class Order(Base):
        __tablename__ = "orders"
        id: Mapped[int] = mapped_column(primary_key=True)

    class Plain(Base):
        __tablename__ = "plain"
        __table_args__ = (sa.UniqueConstraint("id"),)
        id: Mapped[int] = mapped_column(primary_key=True)

    class Line(Beside, Base):
        __tablename__ = "lines"
        id: Mapped[int] = mapped_column(primary_key=True)

    class Bill(Written, Base):
        __tablename__ = "bills"
        id: Mapped[int] = mapped_column(primary_key=True)
    """,
    "types of foreign keys": """
    class Base(DeclarativeBase):
        pass

    OwnerId = Annotated[int, mapped_column(sa.ForeignKey("owners.id"))]

    class Owner(Base):
        __tablename__ = "owners"
        id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)

    class Other(Base):
        __tablename__ = "owners"
        __table_args__ = {"schema": "a"}
        id: Mapped[str] = mapped_column(sa.String(5), primary_key=True)

    people = sa.Table("people", Base.metadata, sa.Column("id", sa.SmallInteger, primary_key=True))

    class Thing(Base):
        __tablename__ = "things"
        id: Mapped[int] = mapped_column(sa.ForeignKey(Owner.id), primary_key=True)
        annotated: Mapped[OwnerId]
        other: Mapped[str] = mapped_column(sa.ForeignKey("a.owners.id"))
        person: Mapped[int] = mapped_column(sa.ForeignKey(people.c.id))
        chained = sa.Column(sa.ForeignKey("things.id"))
        typed: Mapped[OwnerId] = mapped_column(sa.Integer)
    """,
    "sequences": """
    class Base(DeclarativeBase):
        pass

    class Order(Base):
        __tablename__ = "orders"
        id: Mapped[int] = mapped_column(sa.Integer, sa.Sequence("order_ids"), primary_key=True)
        number: Mapped[int] = mapped_column(sa.Sequence("numbers"))
        made: Mapped[int] = mapped_column(sa.Identity())
    """,
}


@pytest.mark.parametrize("form", FORMS)
def test_read_as_sqlalchemy_does(tmp_path: Path, form: str) -> None:
    assert_read_as_sqlalchemy_does(tmp_path, HEAD + FORMS[form])


def test_a_table_in_another_schema_is_another_table(tmp_path: Path) -> None:
    """``public.orders`` may exist beside it: asyncpg read that one."""
    registry = registry_of(tmp_path, models=HEAD + FORMS["schema of the metadata of an old base"])
    assert registry.find("orders", "shop").class_name == "Order"
    with pytest.raises(Refusal) as refusal:
        registry.find("orders")
    assert code_of(refusal) == "mapping.no-model"
    assert "schema shop" in str(refusal.value)


@pytest.mark.parametrize("schema", ["settings.SCHEMA", 'os.environ["SCHEMA"]', 'f"{PREFIX}_shop"'])
def test_a_schema_that_only_running_tells_is_no_schema(tmp_path: Path, schema: str) -> None:
    code = f"""
    metadata = sa.MetaData(schema={schema})
    orders = sa.Table("orders", metadata, sa.Column("id", sa.Integer, primary_key=True))
    lines = sa.Table("lines", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), schema={schema})
    """
    registry = registry_of(tmp_path, models=HEAD + "    import os\n    from app import PREFIX, settings\n" + code)
    assert len(registry.tables) == 2
    for name in ("orders", "lines"):
        for wanted in (None, "public", "shop"):
            with pytest.raises(Refusal):
                registry.find(name, wanted)


@pytest.mark.parametrize(
    "base", ["Base = declarative_base()", "class Base(DeclarativeBase):\n        pass", "mapper = registry()"]
)
def test_a_class_of_two_tables_is_no_model_of_one(tmp_path: Path, base: str) -> None:
    """A statement on a class that inherits a table joins it; one table with several classes is the first one's."""
    mapped, bases = ("@mapper.mapped\n    ", "") if base.startswith("mapper") else ("", "(Base)")
    code = f"""
    {base}

    {mapped}class Person{bases}:
        __tablename__ = "people"
        id = sa.Column(sa.Integer, primary_key=True)
        kind = sa.Column(sa.String(20))
        __mapper_args__ = {{"polymorphic_on": kind, "polymorphic_identity": "person"}}

    {mapped}class Manager(Person):
        __tablename__ = "managers"
        id = sa.Column(sa.ForeignKey("people.id"), primary_key=True)
        __mapper_args__ = {{"polymorphic_identity": "manager"}}

    {mapped}class Guest(Person):
        __mapper_args__ = {{"polymorphic_identity": "guest"}}
    """
    registry = registry_of(tmp_path, models=HEAD + code)
    assert [(table.name, table.class_name) for table in registry.tables] == [("people", "Person")]
