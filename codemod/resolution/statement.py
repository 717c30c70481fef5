"""Statement: query text parsed as one PostgreSQL statement, identifiers folded as the server folds them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token

from codemod.lowering.lowered import StatementKind
from codemod.outcome import Refusal
from codemod.resolution.dialect import tokens_of, trees_of, with_plain_strings
from codemod.resolution.fidelity import check_fidelity

_DDL: Final = frozenset(
    {"CREATE", "ALTER", "DROP", "TRUNCATE", "COMMENT", "GRANT", "REVOKE", "REINDEX", "REFRESH", "IMPORT", "SECURITY"}
)
_UTILITY: Final = frozenset(
    {
        *("SET", "RESET", "SHOW", "VACUUM", "ANALYZE", "LISTEN", "NOTIFY", "UNLISTEN", "EXPLAIN", "LOCK", "COPY"),
        *("BEGIN", "START", "COMMIT", "END", "ABORT", "ROLLBACK", "SAVEPOINT", "RELEASE", "CHECKPOINT", "CLUSTER"),
        *("DO", "CALL", "PREPARE", "EXECUTE", "DEALLOCATE", "DISCARD", "LOAD", "DECLARE", "FETCH", "MOVE", "CLOSE"),
    }
)
_KINDS: Final[dict[type[exp.Expr], StatementKind]] = {
    exp.Select: "select",
    exp.Union: "select",
    exp.Intersect: "select",
    exp.Except: "select",
    exp.Values: "select",
    exp.Insert: "insert",
    exp.Update: "update",
    exp.Delete: "delete",
}


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """One parsed statement.

    Attributes:
        tree: sqlglot tree; unquoted identifiers in lower case.
        text: the SQL that was parsed.
        parameter_count: the highest ``$n``.
        one_row: a LIMIT 1 was added for ``fetchrow``/``fetchval``.
    """

    tree: exp.Expr
    text: str
    kind: StatementKind
    parameter_count: int
    one_row: bool = False

    def limited_to_one(self) -> Statement:
        """The statement with the row limit that asyncpg's ``fetchrow`` puts on the server; DML as it is."""
        if not isinstance(self.tree, exp.Query) or self.tree.args.get("limit") is not None:
            return self
        if not isinstance(self.tree, exp.Select):
            return self
        return replace(self, tree=self.tree.limit(1, copy=True), one_row=True)


def parse_statement(text: str) -> Statement:
    """Parse query text.

    Raises:
        Refusal: ``sql.parse``, ``sql.several-statements``, ``sql.ddl``, ``sql.utility``, ``sql.merge``,
            ``sql.statement`` or ``sql.fidelity``.
    """
    plain = with_plain_strings(text)
    tokens = _tokens(plain)
    first = _first_word(tokens)
    trees = _parse(tokens, first, plain)
    if not trees:
        raise Refusal("sql.parse", "the query text holds no statement")
    if len(trees) > 1:
        raise Refusal("sql.several-statements", f"the query text holds {len(trees)} statements")
    tree = trees[0]
    kind = _KINDS.get(type(tree))
    if kind is None:
        code = "sql.merge" if isinstance(tree, exp.Merge) else "sql.statement"
        raise Refusal(code, f"{first} is no statement that SQLAlchemy has a form of")
    try:
        check_fidelity(tokens, tree)
    except RecursionError as error:
        raise Refusal("sql.parse", "the SQL is nested too deeply") from error
    if any(not update.expressions for update in tree.find_all(exp.Update)):
        raise Refusal("sql.parse", "the UPDATE sets no column")  # the parser takes what the server does not
    for identifier in tree.find_all(exp.Identifier):
        if not identifier.args.get("quoted"):
            identifier.set("this", identifier.name.lower())
    return Statement(tree=tree, text=text, kind=kind, parameter_count=_highest_parameter(tree))


def _tokens(text: str) -> list[Token]:
    try:
        return tokens_of(text)
    except SqlglotError as error:
        raise Refusal("sql.parse", f"the SQL can't be read: {str(error).splitlines()[0]}") from error


def _first_word(tokens: list[Token]) -> str:
    return tokens[0].text.split()[0].upper() if tokens and tokens[0].text else ""


def _parse(tokens: list[Token], first: str, text: str) -> list[exp.Expr]:
    if first in _DDL:
        raise Refusal("sql.ddl", f"{first} is a schema statement")
    if first in _UTILITY:
        raise Refusal("sql.utility", f"{first} is a utility statement")
    try:
        return trees_of(tokens, text)
    except (SqlglotError, RecursionError) as error:
        raise Refusal("sql.parse", f"the SQL can't be parsed: {str(error).splitlines()[0]}") from error


def _highest_parameter(tree: exp.Expr) -> int:
    return max((parameter_number(node) for node in tree.find_all(exp.Parameter)), default=0)


#: What takes amounts.
_OF_AMOUNTS: Final = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between)


def parameter_number(node: exp.Parameter) -> int:
    """The n of ``$n``.

    Raises:
        Refusal: ``sql.parse`` for a parameter that isn't a number.
    """
    try:
        return int(node.name)
    except ValueError as error:
        raise Refusal("sql.parse", f"${node.name} is no parameter of asyncpg") from error


def is_amount(node: exp.Parameter) -> bool:
    """Whether ``$n`` stands where an amount does, in arithmetic or compared for its size, and not where a key does.

    asyncpg cuts a float where an integer is wanted, SQLAlchemy sends it as the float it is. Amounts are floats now and
    then; a key is one only where the source shows that it was computed.
    """
    place = node.parent
    while isinstance(place, exp.Paren | exp.Neg):
        place = place.parent
    return isinstance(place, _OF_AMOUNTS)
