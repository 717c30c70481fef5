"""The table of handlers: what may be registered, and what the dispatcher does with what nobody registered."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

import pytest
import sqlalchemy
from lowering_models import lowered
from sqlalchemy import dialects, orm
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext import asyncio
from sqlalchemy.sql import functions, operators
from sqlglot import exp

from codemod import registry
from codemod.discovery.asyncpg_methods import METHODS
from codemod.outcome import Refusal
from codemod.registry import LOWERERS, RegistrationError, lowers, rewrites_call


@pytest.fixture
def _tables() -> Iterator[None]:
    """Give the loaded tables back as they were."""
    registry.load_transforms()
    before = dict(registry.LOWERERS), dict(registry.CALLS), dict(registry.CONSTRUCTS)
    yield
    for table, content in zip((registry.LOWERERS, registry.CALLS, registry.CONSTRUCTS), before, strict=True):
        table.clear()
        table.update(content)


@pytest.mark.usefixtures("_tables")
def test_keyword_only_parameters_are_the_arguments_consumed() -> None:
    LOWERERS.pop(exp.Between, None)

    @lowers(exp.Between, ignores="symmetric")
    def between(_lower: object, *, this: object, low: object, high: object) -> ast.expr:
        raise NotImplementedError

    row = LOWERERS[exp.Between]
    assert (row.function, row.consumes, row.ignores) == (between, {"this", "low", "high"}, {"symmetric"})


@pytest.mark.usefixtures("_tables")
def test_an_unknown_argument_names_file_and_line() -> None:
    with pytest.raises(RegistrationError, match=r"test_registry\.py:\d+: Collate has no argument \['nope'\]"):

        @lowers(exp.Collate)
        def collate(_lower: object, *, nope: object) -> ast.expr:
            raise NotImplementedError


@pytest.mark.usefixtures("_tables")
def test_an_unknown_ignored_argument_is_an_error() -> None:
    with pytest.raises(RegistrationError, match="has no argument"):
        lowers(exp.Collate, ignores="nope")(lambda _lower: ast.Constant(1))


@pytest.mark.usefixtures("_tables")
def test_a_class_has_one_handler() -> None:
    lowered("SELECT id FROM users")  # loads the handlers
    with pytest.raises(RegistrationError, match="Select is registered twice"):
        lowers(exp.Select)(lambda _lower: ast.Constant(1))


@pytest.mark.usefixtures("_tables")
def test_a_method_has_one_builder() -> None:
    rewrites_call("no_such_method")(lambda: None)
    with pytest.raises(RegistrationError, match="no_such_method is registered twice"):
        rewrites_call("no_such_method")(lambda: None)


def test_handlers_are_exact_classes() -> None:
    lowered("SELECT id FROM users")
    assert exp.Binary not in LOWERERS
    assert exp.Func not in LOWERERS
    assert all(row.consumes | row.ignores <= {*class_.arg_types, "node"} for class_, row in LOWERERS.items())


@pytest.mark.parametrize(
    ("sql", "code", "message"),
    [
        ("SELECT (links).id FROM links", "sql.function", "Dot is not supported"),
        ("SELECT f(VARIADIC tags) FROM links", "sql.function", "Variadic is not supported: VARIADIC tags"),
        ("SELECT title INTO a FROM links", "sql.select-into", "into of Select is not supported: INTO a"),
    ],
)
def test_what_nobody_handles_is_refused_by_name(sql: str, code: str, message: str) -> None:
    with pytest.raises(Refusal, match=message) as raised:
        lowered(sql)
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("sql", "place"),
    [
        ("SELECT title FROM links WHERE f(VARIADIC tags)", "(near column 42 of the SQL)"),
        ("SELECT title\nFROM links\nWHERE id = 1\n  AND f(VARIADIC tags)", "(near line 4, column 18 of the SQL)"),
        ("SELECT id FROM links WHERE my_function($1)", "(near column 28 of the SQL)"),
        ("SELECT nope FROM links", "no table of the statement has a column nope"),
        ("SELECT title FROM links WHERE title = $a$x\ny$a$\nORDER BY 'x'", "(near line 3, column 10 of the SQL)"),
        # what is about the whole statement has no place
        ("SELECT count(*), count(id) FROM users", "two result columns are called count, and one is computed"),
    ],
)
def test_a_refusal_says_where_in_the_sql(sql: str, place: str) -> None:
    with pytest.raises(Refusal) as raised:
        lowered(sql)
    assert raised.value.message.endswith(place)


@pytest.mark.usefixtures("_tables")
def test_a_construct_has_one_code_of_the_table() -> None:
    registry.refuses("sql.json", (exp.Select, "format"))
    with pytest.raises(RegistrationError, match="Select format has a code already"):
        registry.refuses("sql.json", (exp.Select, "format"))
    with pytest.raises(RegistrationError, match="there is no code"):
        registry.refuses("sql.nothing", exp.Placeholder)
    with pytest.raises(RegistrationError, match="Select has no argument nothing"):
        registry.refuses("sql.json", (exp.Select, "nothing"))


@pytest.mark.usefixtures("_tables")
def test_an_argument_nobody_reads_is_refused() -> None:
    lowered("SELECT id FROM users")
    row = LOWERERS.pop(exp.Select)
    LOWERERS[exp.Select] = registry.Lowerer(row.function, row.consumes - {"distinct"}, row.ignores)
    with pytest.raises(Refusal, match="distinct of Select is not supported"):
        lowered("SELECT DISTINCT id FROM users")


def test_handlers_are_loaded_once() -> None:
    before = dict(LOWERERS)
    registry.load_transforms()
    registry.load_transforms()
    assert before.items() <= LOWERERS.items()


registry.load_transforms()
_LOWERING = sorted(
    {lowerer.function for lowerer in LOWERERS.values()}, key=lambda item: (item.__module__, item.__name__)
)
_BUILDING = sorted(set(registry.CALLS.values()), key=lambda item: item.__name__)


def test_every_method_of_asyncpg_has_a_form() -> None:
    assert registry.CALLS.keys() == METHODS.keys()


@pytest.mark.parametrize("handler", _LOWERING, ids=lambda item: item.__name__)
def test_a_construct_names_the_section_of_the_manual_it_follows(handler: Callable[..., Any]) -> None:
    assert re.search(r"PostgreSQL\s+manual[, ]", handler.__doc__ or "")


@pytest.mark.parametrize("handler", [*_LOWERING, *_BUILDING], ids=lambda item: item.__name__)
def test_a_handler_names_what_it_uses_of_sqlalchemy(handler: Callable[..., Any]) -> None:
    _, *followed = re.split(r"SQLAlchemy:\s", handler.__doc__ or "")
    named = re.match(r"(``[^`]+``(?:, )?)*", followed[-1])
    for name in re.findall(r"``([\w.]+)(?:\(\))?``", named[0]):
        places = (sqlalchemy, operators, functions, postgresql, dialects, orm, asyncio, sqlalchemy.sql)
        assert any(_has(place, name) for place in places), name


def _has(place: object, name: str) -> bool:
    try:
        attrgetter(name)(place)
    except AttributeError:
        return False
    return True
