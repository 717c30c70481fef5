"""Columns that the source of a model doesn't show: what changes such a table is left alone, what reads it isn't."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_model_registry import code_of, registry_of

from codemod.outcome import Refusal

HEAD = """
    import sqlalchemy as sa
    from sqlalchemy.ext.asyncio import AsyncAttrs
    from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, declarative_base, mapped_column

    class Base(AsyncAttrs, DeclarativeBase):
        pass

"""

UNSEEN = {
    "base of another package": """
    from advanced_alchemy.base import UUIDAuditBase

    class User(UUIDAuditBase):
        __tablename__ = "users"
        name: Mapped[str] = mapped_column(primary_key=True)
    """,
    "mixin of another package, through one of the project": """
    from company.models import Stamped

    class Own(Stamped):
        pass

    class User(Own, Base):
        __tablename__ = "users"
        name: Mapped[str] = mapped_column(primary_key=True)
    """,
    "class of the base of another package": """
    from company.models import Common

    Made = declarative_base(cls=Common)

    class User(Made):
        __tablename__ = "users"
        name = sa.Column(sa.Text, primary_key=True)
    """,
    "base that a function makes": """
    from company.models import make_base

    class User(make_base()):
        __tablename__ = "users"
        name = sa.Column(sa.Text, primary_key=True)
    """,
    "column made elsewhere": """
    from company.models import created

    class User(Base):
        __tablename__ = "users"
        name: Mapped[str] = mapped_column(primary_key=True)
        made: Mapped[str] = created
    """,
    "columns in a list": """
    def stamps():
        return [sa.Column("made", sa.DateTime, default=now)]

    users = sa.Table("users", Base.metadata, sa.Column("name", sa.Text), *stamps())
    """,
    "column with a name": """
    made = sa.Column("made", sa.DateTime, default=now)
    users = sa.Table("users", Base.metadata, sa.Column("name", sa.Text), made)
    """,
    "column of a function": """
    users = sa.Table("users", Base.metadata, sa.Column("name", sa.Text), stamp("made"))
    """,
    "column of a subclass": """
    class User(Base):
        __tablename__ = "users"
        __mapper_args__ = {"polymorphic_on": "name"}
        name: Mapped[str] = mapped_column(primary_key=True)

    class Manager(User):
        bonus: Mapped[int] = mapped_column(default=0)
    """,
    "column of a subclass's subclass": """
    class User(Base):
        __tablename__ = "users"
        name: Mapped[str] = mapped_column(primary_key=True)

    class Worker(User):
        pass

    class Manager(Worker):
        bonus = sa.Column(sa.Integer, default=0)
    """,
}

SEEN = {
    "classes of SQLAlchemy and Python": """
    from abc import ABC
    from typing import Generic, TypeVar

    T = TypeVar("T")

    class User(MappedAsDataclass, Base, ABC, Generic[T], kw_only=True):
        __tablename__ = "users"
        name: Mapped[str] = mapped_column(primary_key=True)
    """,
    "mixin of a module that knows no SQLAlchemy": """
    from shown import Shown

    class User(Shown, Base):
        __tablename__ = "users"
        name: Mapped[str] = mapped_column(primary_key=True)
    """,
    "base by another name": """
    Model = Base

    class User(Model):
        __tablename__ = "users"
        name: Mapped[str] = mapped_column(primary_key=True)
    """,
    "subclass without columns": """
    class User(Base):
        __tablename__ = "users"
        name: Mapped[str] = mapped_column(primary_key=True)

    class Manager(User):
        label = "boss"
    """,
    "table with constraints": """
    users = sa.Table(
        "users", Base.metadata, sa.Column("name", sa.Text), sa.UniqueConstraint("name"), sa.Index("ix", "name")
    )
    """,
}


@pytest.mark.parametrize("form", UNSEEN)
def test_changes_of_a_table_with_unseen_columns_are_refused(tmp_path: Path, form: str) -> None:
    table = registry_of(tmp_path, models=HEAD + UNSEEN[form]).find("users")
    with pytest.raises(Refusal) as refusal:
        table.check_defaults()
    assert code_of(refusal) == "mapping.python-default"


@pytest.mark.parametrize("form", SEEN)
def test_models_that_show_all_their_columns(tmp_path: Path, form: str) -> None:
    table = registry_of(tmp_path, shown="class Shown:\n    pass\n", models=HEAD + SEEN[form]).find("users")
    table.check_defaults()
    assert table.unseen is None


@pytest.mark.parametrize(("columns", "known"), [("name text", True), ("name text, made timestamp", False)])
def test_the_ddl_may_show_that_there_are_no_others(tmp_path: Path, columns: str, known: bool) -> None:
    (tmp_path / "schema.sql").write_text(f"CREATE TABLE users ({columns})")
    table = registry_of(tmp_path, models=HEAD + UNSEEN["base of another package"]).find("users")
    assert (table.unseen is None) == known


def test_the_class_given_to_a_base_is_inherited(tmp_path: Path) -> None:
    code = """
    class Common:
        id = sa.Column(sa.Integer, primary_key=True)
        made = sa.Column(sa.DateTime, default=sa.func.now())

    Made = declarative_base(cls=Common)

    class User(Made):
        __tablename__ = "users"
        name = sa.Column(sa.Text)
    """
    table = registry_of(tmp_path, models=HEAD + code).find("users")
    assert table.unseen is None
    assert [(column.name, column.default) for column in table.columns] == [
        ("id", None),
        ("made", "sa.func.now()"),
        ("name", None),
    ]
