"""No argument of sqlglot's grammar is lost: one that is added to a node of a statement is refused, or proven to be there.

Every node of the statements that are lowered gets, one at a time, every argument of its class that it doesn't have.
Every class that sqlglot's PostgreSQL parser names is lowered, part of a statement that is, or refused by a code that
names the construct, with a case. Classes and arguments come from sqlglot, so an upgrade that adds one is tested the
day it is installed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlglot.parser
from lowering_models import REGISTRY, code
from other_dialects import OTHER_DIALECTS
from sqlglot import exp
from sqlglot.parsers import postgres
from test_cases import FILES, read_case
from test_lowering_select import REFUSED, REWRITTEN

from codemod.lowering.lower import Lowering, lower_statement
from codemod.lowering.lowered import ArgumentFacts
from codemod.lowering.refusing import code_of
from codemod.outcome import REFUSALS, Refusal
from codemod.registry import CONSTRUCTS, LOWERERS, load_transforms
from codemod.resolution.dialect import AsyncpgPostgres, sql_of
from codemod.resolution.statement import Statement, parse_statement
from codemod.verification.statement import prove

FACTS = {number: ArgumentFacts() for number in range(1, 10)}

#: Arguments that say nothing about the meaning of a PostgreSQL statement, or are made by sqlglot and never parsed.
MEANINGLESS = {
    ("Identifier", "quoted"),  # names are folded when they are parsed, with or without quotes
    ("DataType", "nested"),
    ("With", "recursive"),  # of queries that don't read themselves
    ("Select", "windows"),  # each OVER looks its window up; one that nobody names is not computed
}

#: Arguments whose False is written and means the default.
SAID_DEFAULTS = {("Ordered", "desc")}  # ASC

#: What an argument may hold; names hold identifiers and nothing else. False says something where None would say
#: nothing: GROUP BY DISTINCT, SKIP LOCKED.
VALUES: tuple[object, ...] = (True, False, exp.var("added"), [exp.var("added")])
NAMES = frozenset({"table", "db", "catalog"})


def first_uses() -> dict[type[exp.Expr], Statement]:
    """A lowered statement for every class of nodes that such statements hold."""
    found: dict[type[exp.Expr], Statement] = {}
    for case in REWRITTEN:
        if case.shape == "mappings":
            statement = parse_statement(case.sql)
            for node in statement.tree.walk():
                found.setdefault(type(node), statement)
    return found


def with_argument(statement: Statement, class_: type[exp.Expr], argument: str, value: object) -> Statement | None:
    """The statement with an argument more, None where every node of the class has it."""
    tree = statement.tree.copy()
    node = next((node for node in tree.find_all(class_) if type(node) is class_ and not node.args.get(argument)), None)
    if node is None:
        return None
    node.set(argument, value)
    return replace(statement, tree=tree)


def proven(statement: Statement) -> str | None:
    """The code of a statement, None where it is refused or nothing that SQL could say."""
    try:
        lowered = lower_statement(statement, REGISTRY, facts=FACTS)
        prove(statement, lowered, REGISTRY, FACTS)
    except Refusal:
        return None
    except (AttributeError, TypeError, ValueError, LookupError, AssertionError):
        return None  # a value that no parser puts there
    return code(lowered)


def says_something(changed: Statement, class_: type[exp.Expr], argument: str, value: object) -> bool:
    """Whether the argument shows in the SQL; a False often doesn't."""
    if value is not False:
        return True
    return (class_.__name__, argument) not in SAID_DEFAULTS and sql_of(changed.tree) != sql_of(USES[class_].tree)


USES = first_uses()


@pytest.mark.parametrize("class_", sorted(USES, key=lambda class_: class_.__name__), ids=lambda class_: class_.__name__)
def test_no_argument_is_lost(class_: type[exp.Expr]) -> None:
    lost: list[str] = []
    before = proven(USES[class_])
    assert before is not None
    for argument in class_.arg_types:
        for value in VALUES if argument not in NAMES else [exp.to_identifier("added")]:
            changed = with_argument(USES[class_], class_, argument, value)
            if changed is not None and (class_.__name__, argument) not in MEANINGLESS:
                lost += (
                    [argument] if says_something(changed, class_, argument, value) and proven(changed) == before else []
                )
    assert lost == []


def every_class() -> list[type[exp.Expr]]:
    found: set[type[exp.Expr]] = set()
    pending: list[type[exp.Expr]] = [exp.Expr]
    while pending:
        subclasses = [item for item in pending.pop().__subclasses__() if item not in found]
        found.update(subclasses)
        pending += subclasses
    real = (item for item in found if item.__module__.startswith("sqlglot.") and issubclass(item, exp.Expression))
    return sorted(real, key=lambda item: item.__name__)


def refusal(node: exp.Expr) -> Refusal:
    lower = Lowering(REGISTRY, FACTS, "mappings", "prove", "array", many=False)
    with pytest.raises(Refusal) as raised:
        lower(node)
    return raised.value


def test_the_dispatcher_refuses_every_class_and_argument_without_a_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codemod.lowering.refusing.sql_of", lambda node: node.key)  # no node here is a whole one
    load_transforms()
    classes = every_class()
    assert len(classes) > len(LOWERERS)
    for class_ in classes:
        row = LOWERERS.get(class_)
        if row is None:
            node = class_(**{argument: exp.var("added") for argument, needed in class_.arg_types.items() if needed})
            found = refusal(node)
            assert f"{class_.__name__} is not supported" in found.message
            assert found.code == code_of(class_)
            continue
        for argument in class_.arg_types.keys() - row.consumes - row.ignores:
            found = refusal(class_(**{argument: exp.var("added")}))
            assert f"{argument.rstrip('_')} of {class_.__name__}" in found.message
            assert found.code == CONSTRUCTS.get((class_, argument), code_of(class_))


def classes_of_the_parser() -> Iterator[type[exp.Expr]]:
    """Every class that the source of sqlglot's parser of PostgreSQL names."""
    for module in (sqlglot.parser, postgres):
        for node in ast.walk(ast.parse(Path(module.__file__ or "").read_text())):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "exp":
                named = getattr(exp, node.attr, None)
                if isinstance(named, type) and issubclass(named, exp.Expression):
                    yield named


def test_every_class_of_the_parser_is_lowered_or_refused_by_a_code_of_its_own() -> None:
    load_transforms()
    open_classes = {
        class_.__name__
        for class_ in classes_of_the_parser()
        if class_ not in LOWERERS and class_ not in USES and code_of(class_) == "sql.unsupported"
    }
    assert open_classes - OTHER_DIALECTS == set(), "new in sqlglot: handle them, or say in transforms/unhandled.py"
    assert OTHER_DIALECTS - open_classes == set(), "in OTHER_DIALECTS although handled, or gone from sqlglot"


def test_every_argument_of_a_handled_class_is_read_or_has_a_code() -> None:
    load_transforms()
    for class_, row in LOWERERS.items():
        for argument in class_.arg_types.keys() - row.consumes - row.ignores:
            assert CONSTRUCTS.get((class_, argument), code_of(class_)) != "sql.unsupported", (class_, argument)


def test_every_statement_of_the_parser_is_lowered_or_refused_by_a_code_of_its_own() -> None:
    data = {"INSERT", "UPDATE", "DELETE", "SEMICOLON"}
    for token in AsyncpgPostgres.Parser.STATEMENT_PARSERS:
        if token.name in data:
            continue
        with pytest.raises(Refusal) as raised:
            parse_statement(f"{token.name} links")
        assert raised.value.code in ("sql.ddl", "sql.utility", "sql.merge", "sql.statement", "sql.parse"), token


#: Codes that no short statement of PostgreSQL reaches: RETURNING INTO, KEEP (…), depth, and the code of what has none.
GUARDS = {"sql.nesting", "sql.returning", "sql.window", "sql.unsupported"}


def test_every_code_of_the_sql_has_a_case() -> None:
    seen = {case.expected.removeprefix("refused: ") for case in REFUSED}
    seen |= {code for path in FILES for code in read_case(path).refused}
    assert {code for code in REFUSALS if code.startswith("sql.")} - seen == GUARDS
