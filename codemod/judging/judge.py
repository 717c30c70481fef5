"""The server gate: PREPARE of both texts, their parameters and columns, and the server's own parse trees.

Nothing is ever executed. What only the server's deparser can settle goes before it as the body of a
function, where a function may be made (PostgreSQL manual, CREATE FUNCTION, ``BEGIN ATOMIC``).
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any, Final

import asyncpg

from codemod.judging import identifiers
from codemod.judging.names_once import with_names_once
from codemod.judging.normal_form import Normaliser, Operators
from codemod.judging.parse_trees import Tree, first_difference, kind_of, parsed, words
from codemod.judging.question import Judgement, Question, Verdict
from codemod.lowering.record_columns import places_by_name
from codemod.mapping.json_values import WRITTEN_TYPES

#: Types whose values travel alike, both ways (SEMANTICS.md 2, "types by codec class").
_ONE_CODEC: Final = {
    **dict.fromkeys(("varchar", "bpchar", "name"), "text"),
    **dict.fromkeys(("varchar[]", "bpchar[]", "name[]"), "text[]"),
}
#: A limit bound as INTEGER; text that a cast in the new statement reads as JSON.
_TAKEN_ALIKE: Final = frozenset({("int8", "int4"), ("json", "varchar"), ("jsonb", "varchar")})
#: What the server says where the schema at hand lacks something: no fault of the statement.
_LACKING: Final = frozenset({"42P01", "3F000"})
#: SELECT, UPDATE, INSERT, DELETE (``CmdType``).
_CHECKED: Final = frozenset("1234")
_FUNCTION: Final = re.compile(r"function (?:\w+\.)?(\w+)\(")
_NEGATORS: Final = "SELECT oid::text, oprnegate::text FROM pg_operator WHERE oprnegate <> 0"
_COMMUTATORS: Final = "SELECT oid::text, oprcom::text FROM pg_operator WHERE oprcom <> 0"
#: Operators of the family ``integer_ops`` (1976) of B-trees, their negations, and arithmetic: to that on two bigints.
_INTEGER_OPERATORS: Final = """
    WITH compared AS (
        SELECT amopopr AS operator, amopstrategy AS meaning FROM pg_amop WHERE amopfamily = 1976
        UNION ALL
        SELECT oprnegate, 0 FROM pg_amop JOIN pg_operator o ON o.oid = amopopr
        WHERE amopfamily = 1976 AND amopstrategy = 3
    )
    SELECT one.operator::text, big.operator::text
    FROM compared one JOIN compared big USING (meaning) JOIN pg_operator o ON o.oid = big.operator
    WHERE o.oprleft = 'int8'::regtype AND o.oprright = 'int8'::regtype
    UNION ALL
    SELECT one.oid::text, big.oid::text FROM pg_operator one JOIN pg_operator big USING (oprname)
    WHERE oprname IN ('+', '-', '*', '/') AND big.oprleft = 'int8'::regtype AND big.oprright = 'int8'::regtype
        AND one.oprleft IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
        AND one.oprright IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
"""
_TALKING: Final = """
    SET LOCAL debug_pretty_print = off; SET LOCAL debug_print_parse = on; SET LOCAL client_min_messages = log
"""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What a server says of one text."""

    parameters: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    tree: Tree | None


class Refused(Exception):
    """The server can't analyse a text; ``str()`` is its message with the place."""

    def __init__(self, error: asyncpg.PostgresError, text: str) -> None:
        super().__init__(_message(error, text))
        self.lacking = getattr(error, "sqlstate", "") in _LACKING
        named = _FUNCTION.match(str(error)) if isinstance(error, asyncpg.UndefinedFunctionError) else None
        #: name of a function that the server doesn't know, with these arguments or at all
        self.function = named[1] if named is not None else None
        #: a parameter has no type, since nothing uses it
        self.unused = isinstance(error, asyncpg.IndeterminateDatatypeError)


@dataclass(slots=True, eq=False)
class Judge:
    """Judges on one connection.

    Attributes:
        connection: an asyncpg connection without a statement cache.
        stand_ins: OIDs of what only imitates an extension, and of the tables that use it.
        live: the database is somebody's: functions are not made there, not even temporary ones.
    """

    connection: Any
    stand_ins: Set[str] = frozenset()
    live: bool = False
    _operators: Operators = field(default_factory=Operators)
    _log: list[str] = field(default_factory=list)

    async def open(self) -> None:
        """Ask for what the comparison needs, once."""
        self.connection.add_log_listener(self._listen)
        self._operators = Operators(
            negators=dict(map(tuple, await self.connection.fetch(_NEGATORS))),
            commutators=dict(map(tuple, await self.connection.fetch(_COMMUTATORS))),
            integers=dict(map(tuple, await self.connection.fetch(_INTEGER_OPERATORS))),
            names=dict(map(tuple, await self.connection.fetch(identifiers.OPERATORS))),
        )

    async def verdict(self, question: Question) -> Verdict:
        """What the server says of one rewrite."""
        try:
            original = await self._prepared(question.sql)
        except Refused as refused:
            if refused.lacking or await self._lacks_function(refused):
                return Verdict("not checked", f"the schema at hand lacks what the statement uses: {refused}")
            return Verdict("not checked", "the server refuses the original", str(refused))
        try:
            sent = await self._prepared(question.sent)
        except Refused as refused:
            return Verdict("differs", f"the server refuses the new statement: {refused}")
        different = _parameters_differ(question, original, sent) or _columns_differ(question, original, sent)
        if different is not None:
            return Verdict("differs", different)
        if question.numbered is None:
            return Verdict("not checked", "in_() sends as many binds as its list has elements")
        return await self._compared(question, original)

    async def fault(self, sql: str) -> str:
        """Why the server refuses a statement; empty when it doesn't, or only lacks what the statement is about."""
        try:
            await self._prepared(sql)
        except Refused as refused:
            return "" if refused.lacking or await self._lacks_function(refused) else str(refused)
        return ""

    async def _lacks_function(self, refused: Refused) -> bool:
        """Whether a function is missing that the project's DDL may well make: programs are not run here."""
        if self.live or refused.function is None:
            return False
        known = await self.connection.fetchval(
            "SELECT EXISTS (SELECT FROM pg_proc WHERE proname = $1)", refused.function
        )
        return not known

    async def _compared(self, question: Question, original: _Prepared) -> Verdict:
        sql = limited(question.sql) if question.one_row else question.sql
        assert question.numbered is not None, "asked before"
        try:
            before = await self._prepared(sql)
            after = await self._prepared(question.numbered)
        except Refused as refused:
            judgement: Judgement = "differs" if refused.unused else "not checked"
            return Verdict(judgement, f"the two texts can't be laid side by side: {refused}")
        if before.tree is None or after.tree is None:
            return Verdict("not checked", "the server prints no parse tree")
        unnamed = question.shape in ("scalar", "rows", "none") or _nameless(original)
        normaliser = Normaliser(self._operators, by_name=question.shape == "entities", unnamed=unnamed)
        ours, theirs = normaliser.normal(before.tree), normaliser.normal(after.tree)
        if question.shape == "mappings":
            ours = with_names_once(ours)
        different = first_difference(ours, theirs)
        if different is not None and not await self._same_body(sql, question.numbered, before.parameters):
            return Verdict("differs", f"the server reads the two differently: {different}")
        stood_in = not self.stand_ins.isdisjoint(words(before.tree)) if self.stand_ins else False
        return Verdict("proved with stand-ins" if stood_in else "proved")

    async def _prepared(self, text: str) -> _Prepared:
        """Analyse a text in a transaction that can't write.

        Raises:
            Refused: the server can't.
        """
        transaction = self.connection.transaction(readonly=True)
        await transaction.start()
        await self.connection.execute(_TALKING)
        self._log.clear()  # the server tells of these commands too
        try:
            statement = await self.connection.prepare(text)
        except asyncpg.PostgresError as error:
            raise Refused(error, text) from error
        finally:
            trees = list(self._log)
            await transaction.rollback()
        return _Prepared(
            tuple(item.name for item in statement.get_parameters()),
            tuple((item.name, item.type.name) for item in statement.get_attributes()),
            _query(trees),
        )

    def _listen(self, _connection: object, message: Any) -> None:
        if message.message.startswith("parse tree"):
            self._log.append(message.as_dict().get("detail", ""))

    async def _same_body(self, ours: str, theirs: str, parameters: tuple[str, ...]) -> bool:
        """Whether the server writes both texts alike as the body of a function: a second opinion."""
        if self.live:
            return False
        one, other = [await self._body(text, parameters) for text in (ours, theirs)]
        return one is not None and one == other

    async def _body(self, text: str, parameters: tuple[str, ...]) -> str | None:
        transaction = self.connection.transaction()
        await transaction.start()
        try:
            await self.connection.execute(
                f"CREATE FUNCTION pg_temp.judged({', '.join(parameters)}) RETURNS void LANGUAGE sql "
                f"BEGIN ATOMIC {text.rstrip().rstrip(';')}\n; END"
            )
            body: str = await self.connection.fetchval(
                "SELECT pg_get_function_sqlbody(oid) FROM pg_proc WHERE proname = 'judged'"
            )
        except asyncpg.PostgresError:
            return None
        finally:
            await transaction.rollback()
        return body


def _query(trees: list[str]) -> Tree | None:
    """The tree of a query or change; one of a command would compare equal with any other."""
    tree = parsed(trees[0]) if trees else None
    return (
        tree if kind_of(tree) == "QUERY" and isinstance(tree, dict) and str(tree[":commandType"]) in _CHECKED else None
    )


def limited(sql: str) -> str:
    """A query with the row limit that asyncpg's protocol message carries."""
    return f"{sql.rstrip().rstrip(';')}\nLIMIT 1"


def _nameless(prepared: _Prepared) -> bool:
    return len(prepared.columns) == 1 and prepared.columns[0][0] == "?column?"


def _parameters_differ(question: Question, original: _Prepared, sent: _Prepared) -> str | None:
    for number, given in zip(question.arguments, sent.parameters, strict=True):
        if number is None:
            continue
        wanted = original.parameters[number - 1]
        if question.numbered is None:  # elements of a list
            wanted, given = wanted.removesuffix("[]"), given.removesuffix("[]")
        narrower = (wanted, given) in _TAKEN_ALIKE
        if _codec(wanted) != _codec(given) and not narrower:
            return f"${number} is {wanted} in the original and {given} in what is sent"
    return None


def _columns_differ(question: Question, original: _Prepared, sent: _Prepared) -> str | None:
    given = {name: "text" for name, kind in original.columns if name in question.texts and kind in WRITTEN_TYPES}
    ours = [(name, _codec(given.get(name, kind))) for name, kind in original.columns]
    theirs = [(name, _codec(kind)) for name, kind in sent.columns]
    match question.shape:
        case "mappings":
            ours = [ours[place] for place in places_by_name([name for name, _ in ours])]
        case "none":
            return None
        case "scalar" | "rows":
            ours, theirs = [("", kind) for _, kind in ours], [("", kind) for _, kind in theirs]
            if question.shape == "scalar":
                ours, theirs = ours[:1], theirs[:1]
        case "entities":
            ours, theirs = sorted(ours), sorted(theirs)
    if ours == theirs or (_nameless(original) and [kind for _, kind in ours] == [kind for _, kind in theirs]):
        return None
    return f"the columns are {_shown(ours)} in the original and {_shown(theirs)} in what is sent"


def _shown(columns: list[tuple[str, str]]) -> str:
    return ", ".join(f"{name} {kind}".strip() for name, kind in columns) or "none"


def _codec(kind: str) -> str:
    return _ONE_CODEC.get(kind, kind)


def _message(error: asyncpg.PostgresError, text: str) -> str:
    """``column "x" does not exist at "x = $1"``."""
    message = str(error).splitlines()[0]
    position = getattr(error, "position", None)
    if not position or not str(position).isdigit():
        return message
    rest = " ".join(text[int(position) - 1 :].split())
    return f"{message} at {rest[:40]!r}"
