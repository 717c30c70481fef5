"""No argument of sqlglot's grammar is lost: one that is added to a node of a statement is refused, or proven to be there.

Every node of the statements that are lowered gets, one at a time, every argument of its class that it doesn't have.
The arguments come from sqlglot, so an upgrade that adds one is tested the day it is installed.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from lowering_models import REGISTRY, code
from sqlglot import exp
from test_lowering_select import REWRITTEN

from codemod.lowering.lower import Lowering, lower_statement
from codemod.lowering.lowered import ArgumentFacts
from codemod.outcome import Refusal
from codemod.registry import LOWERERS, load_transforms
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

#: What an argument may hold; names hold identifiers and nothing else.
VALUES: tuple[object, ...] = (True, exp.var("added"), [exp.var("added")])
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
                lost += [argument] if proven(changed) == before else []
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


def refusal(node: exp.Expr) -> str:
    lower = Lowering(REGISTRY, FACTS, "mappings", "prove", "array", many=False)
    with pytest.raises(Refusal) as raised:
        lower(node)
    assert raised.value.code == "sql.unsupported"
    return raised.value.message


def test_the_dispatcher_refuses_every_class_and_argument_without_a_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codemod.lowering.lower.sql_of", lambda node: node.key)  # no node here is a whole one
    load_transforms()
    classes = every_class()
    assert len(classes) > len(LOWERERS)
    for class_ in classes:
        row = LOWERERS.get(class_)
        if row is None:
            node = class_(**{argument: exp.var("added") for argument, needed in class_.arg_types.items() if needed})
            assert f"{class_.__name__} is not supported" in refusal(node)
            continue
        for argument in class_.arg_types.keys() - row.consumes - row.ignores:
            node = class_(**{argument: exp.var("added")})
            assert f"{argument.rstrip('_')} of {class_.__name__}" in refusal(node)
