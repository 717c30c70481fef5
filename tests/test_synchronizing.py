"""An ORM UPDATE or DELETE sends the proven statement and nothing else: no fetch of keys to synchronize a session."""

from __future__ import annotations

import ast

import pytest
from sqlalchemy import and_, any_, func, literal, or_, true, update  # noqa: F401  (names of the conditions below)
from sqlalchemy.orm import DeclarativeBase, Mapped, evaluator, mapped_column

from transforms.statements.synchronizing import without_fetch


class Base(DeclarativeBase):
    pass


class Model(Base):
    __tablename__ = "models"
    id: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int | None]
    s: Mapped[str]
    ok: Mapped[bool]


value = None  # an argument that may be None


def has_option(condition: str) -> bool:
    statement = without_fetch(ast.Name(id="stmt"), [ast.parse(condition, mode="eval").body])
    return isinstance(statement, ast.Call)


@pytest.mark.parametrize(
    "condition",
    [
        "Model.id == 1",
        "Model.id != 1",
        "Model.n >= Model.id",
        "Model.n == literal(value, Model.n.type)",
        "Model.n.is_(None)",
        "Model.n.is_not(None)",
        "Model.ok",
        "or_(Model.id == 1, and_(Model.n > 2, Model.s == 'x'))",
    ],
)
def test_what_sqlalchemy_evaluates_stays_plain(condition: str) -> None:
    assert not has_option(condition)
    criteria = update(Model).where(eval(condition))._where_criteria
    evaluator._EvaluatorCompiler(Model).process(*criteria)  # raises where it would fetch instead


@pytest.mark.parametrize(
    "condition",
    [
        "func.lower(Model.s) == 'x'",
        "Model.s.like('a%')",
        "Model.id == any_(literal([1], 1))",
        "Model.id.in_(select(Model.id))",
        "Model.ok == true()",
        "and_(Model.id == 1, func.length(Model.s) > 3)",
        "exists(select(Model.id))",
        "Model.ok.is_(True)",
    ],
)
def test_everything_else_turns_the_synchronization_off(condition: str) -> None:
    assert has_option(condition)


def test_no_condition_at_all_is_evaluated() -> None:
    statement = ast.Name(id="stmt")
    assert without_fetch(statement, []) is statement
