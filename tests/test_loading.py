"""What making an object does besides reading its row: the source read, and SQLAlchemy itself asked."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

import pytest

from codemod.config import Config
from codemod.mapping.models import MappedTable
from codemod.mapping.registry import build_registry

MODELS = """
from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Text, event, literal
from sqlalchemy.orm import (
    DeclarativeBase, Mapped, backref, column_property, deferred, mapped_column, reconstructor, relationship, validates,
)


class Base(DeclarativeBase):
    pass


class Owner(Base):
    __tablename__ = "owners"
    id: Mapped[int] = mapped_column(primary_key=True)
    shops: Mapped[list[Shop]] = relationship(back_populates="owner")


class Shop(Base):
    __tablename__ = "shops"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("owners.id"))
    title: Mapped[str]
    {member}
    {owner}
{outside}
"""
OWNER = 'owner: Mapped[Owner] = relationship(back_populates="shops")'


def shops(folder: Path, member: str = "", owner: str = OWNER, outside: str = "", **options: str) -> MappedTable:
    text = MODELS.replace("{member}", member).replace("{owner}", owner).replace("{outside}", outside)
    (folder / "shop_models.py").write_text(text)
    registry = build_registry(folder, [PurePosixPath("shop_models.py")], Config(root=folder, **options))  # type: ignore[arg-type]
    return registry.find("shops")


MORE = {
    "joined": ("", OWNER.replace(")", ', lazy="joined")'), ""),
    "selectin": ("", OWNER.replace(")", ', lazy="selectin")'), ""),
    "not lazy": ("", OWNER.replace(")", ", lazy=False)"), ""),
    "deferred": ("notes: Mapped[str] = mapped_column(Text, deferred=True)", OWNER, ""),
    "old deferred": ("notes = deferred(Column(Text))", OWNER, ""),
    "expression": ("shown = column_property(literal(1))", OWNER, ""),
    "polymorphic": ('__mapper_args__ = {"polymorphic_on": "title", "polymorphic_identity": "shop"}', OWNER, ""),
    "reconstructor": ("@reconstructor\n    def made(self): self.title = self.title.title()", OWNER, ""),
    "truth": ("def __bool__(self): return False", OWNER, ""),
    "listener": ("", OWNER, '@event.listens_for(Shop, "load")\ndef loaded(target, context): target.title = ""'),
    "listener of all": ("", OWNER, 'event.listen(Base, "refresh", print, propagate=True)'),
    "backref": (
        "", OWNER, "class Visit(Base):\n    __tablename__ = 'visits'\n    id: Mapped[int] = mapped_column(primary_key=True)\n"
        "    shop_id = Column(ForeignKey('shops.id'))\n"
        "    shop = relationship('Shop', backref=backref('visits', lazy='joined'))\n",
    ),
}  # fmt: skip

PLAIN = {
    "nothing": ("", OWNER, ""),
    "select": ("", OWNER.replace(")", ', lazy="select")'), ""),
    "raise": ("", OWNER.replace(")", ', lazy="raise")'), ""),
    "not deferred": ("notes: Mapped[str] = mapped_column(Text, deferred=False)", OWNER, ""),
    "version": ('__mapper_args__ = {"eager_defaults": True}', OWNER, ""),
    "validator": ("@validates('title')\n    def check(self, key, value): return value.lower()", OWNER, ""),
    "other listener": ("", OWNER, '@event.listens_for(Owner, "load")\ndef loaded(target, context): target.id = 0'),
    "listener of writes": ("", OWNER, '@event.listens_for(Shop, "before_insert")\ndef f(mapper, connection, target): ...'),
}  # fmt: skip


@pytest.mark.parametrize("imported", [False, True], ids=["read", "imported"])
@pytest.mark.parametrize("name", MORE)
def test_rows_of_these_classes_never_become_objects(tmp_path: Path, name: str, imported: bool) -> None:
    options = {"import_models": "shop_models:Base"} if imported else {}
    table = shops(tmp_path, *MORE[name], **options)
    assert not table.gives_objects, table.beyond_row


@pytest.mark.parametrize("imported", [False, True], ids=["read", "imported"])
@pytest.mark.parametrize("name", PLAIN)
def test_rows_of_these_classes_may(tmp_path: Path, name: str, imported: bool) -> None:
    table = shops(tmp_path, *PLAIN[name], **({"import_models": "shop_models:Base"} if imported else {}))
    assert table.gives_objects, table.beyond_row


@pytest.mark.parametrize(
    ("options", "plain"),
    [
        ('sa_relationship_kwargs={"lazy": "selectin"}', False),
        ('sa_relationship_kwargs={"lazy": "select"}', True),
        ('back_populates="shops"', True),
    ],
)
def test_relationships_of_sqlmodel(tmp_path: Path, options: str, plain: bool) -> None:
    (tmp_path / "models.py").write_text(
        "from sqlmodel import Field, Relationship, SQLModel\n\n"
        "class Shop(SQLModel, table=True):\n"
        "    id: int | None = Field(default=None, primary_key=True)\n"
        f"    owner: 'Owner' = Relationship({options})\n"
    )
    registry = build_registry(tmp_path, [PurePosixPath("models.py")], Config(root=tmp_path))
    assert registry.find("shop").gives_objects is plain


def test_a_class_that_reads_its_arguments_from_elsewhere_is_not_believed(tmp_path: Path) -> None:
    assert not shops(tmp_path, "__mapper_args__ = options()", outside="").gives_objects
    assert sys.modules.get("shop_models") is None
