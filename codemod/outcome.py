"""What became of a call site: Rewritten, Refused or Unchanged, and the one table of refusal codes.

A stage that can't go on raises :class:`Refusal`; the pipeline catches it once per site. The table
is the only place where a code, its title and its remedy are written, so a report and
``docs/refusals.md`` can't disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from codemod.judging.question import Question


@dataclass(frozen=True, slots=True)
class RefusalKind:
    """One row of the table of refusal codes.

    ``gap`` says whose gap it is: ``notyet`` alchemod's, ``never`` a limit that stays.
    """

    code: str
    title: str
    remedy: str
    gap: Literal["notyet", "never"] = "notyet"


class Refusal(Exception):
    """A call site (or a part of it) can't be rewritten; carries a code of :data:`REFUSALS`.

    Args:
        code: a key of :data:`REFUSALS`.
        message: one sentence about this site, without a trailing full stop.
        hint: what the person can do; the table's remedy when left out.
        offset: where the part of the SQL begins that it is about.
    """

    def __init__(self, code: str, message: str, hint: str | None = None, *, offset: int | None = None) -> None:
        super().__init__(message)
        self.kind = REFUSALS[code]
        self.message = message
        self.offset = offset
        self.hint = hint if hint is not None else self.kind.remedy

    @property
    def code(self) -> str:
        """The stable code of this refusal."""
        return self.kind.code


@dataclass(frozen=True, slots=True)
class RepositoryCall:
    """The repository method that a site calls now.

    Attributes:
        fingerprint: that of its statement; None for a method of the project.
        in_session: the site gives it the session to run on.
    """

    repository: str
    name: str
    fingerprint: str | None = None
    in_session: bool = False


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The site has a proven rewrite; ``fallback`` is the code for which it is ``text()`` and nothing better."""

    shape: str
    compiled: str
    question: Question | None = None
    calls: RepositoryCall | None = None
    fallback: str = ""
    code: Literal["rewritten"] = "rewritten"


@dataclass(frozen=True, slots=True)
class Refused:
    """The site stays byte for byte, for the reason given."""

    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Not a site to convert (the body of a wrapper, say); never counted against the project."""

    code: str
    message: str


Outcome = Rewritten | Refused | Unchanged


def _table(*kinds: RefusalKind) -> dict[str, RefusalKind]:
    table = {kind.code: kind for kind in kinds}
    if len(table) != len(kinds):
        raise ValueError("a refusal code is listed twice")
    return table


#: Every refusal code, in the order of the stages that raise them.
REFUSALS: Final[dict[str, RefusalKind]] = _table(
    # -- discovery and calls
    RefusalKind("call.arguments", "the arguments can't be told apart", "pass the bound arguments one by one"),
    RefusalKind(
        "call.option", "a keyword argument of the call is not supported", "drop the argument or convert by hand"
    ),
    RefusalKind("call.cursor", "a stream would not give what the cursor gives", "convert by hand"),
    RefusalKind(
        "call.wrapper",
        "the project's own method does not just call asyncpg's",
        "call the pool itself, or say in [tool.alchemod.methods] which method of asyncpg's it stands for",
    ),
    RefusalKind("call.not-awaited", "the call is not awaited where it stands", "await the call directly"),
    # -- resolution
    RefusalKind("query.unresolved", "the query text can't be found", "write the SQL as a literal near the call"),
    RefusalKind(
        "query.dynamic",
        "the query text is built at run time",
        "let each hole be one of a few constants (a condition, a Literal, a dictionary), or split the statement",
    ),
    RefusalKind("query.several-definitions", "the query name has several texts here", "call once per text"),
    RefusalKind("query.alternatives", "the texts of the query are not alike", "call once per text"),
    RefusalKind("sql.parse", "the SQL can't be parsed as PostgreSQL", "check the statement; convert by hand"),
    RefusalKind("sql.fidelity", "the parser does not give the SQL back as it was written", "convert by hand"),
    RefusalKind("sql.several-statements", "several statements in one call", "one call per statement"),
    RefusalKind("sql.ddl", "a schema statement stays raw SQL", "leave it, or use a migration tool", "never"),
    RefusalKind("sql.utility", "a utility statement stays raw SQL", "leave it on the raw connection", "never"),
    RefusalKind(
        "sql.merge",
        "SQLAlchemy has no MERGE",
        "write it as INSERT … ON CONFLICT, UPDATE and DELETE, or leave it as raw SQL",
        "never",
    ),
    RefusalKind("sql.statement", "SQLAlchemy has no form of this statement", "write it as a SELECT, or leave it raw"),
    RefusalKind("sql.unsupported", "a construct alchemod has no form for yet", "convert by hand"),
    RefusalKind(
        "sql.select-into", "SELECT … INTO makes a table", "write CREATE TABLE … AS, or leave it as raw SQL", "never"
    ),
    RefusalKind("sql.select-list", "this list of columns has no form yet", "name the columns one by one"),
    RefusalKind(
        "sql.result-names", "columns share a name, and more than the last is read", "name one otherwise with AS"
    ),
    RefusalKind("sql.from-item", "this item of FROM has no form yet", "write it as a subquery, or convert by hand"),
    RefusalKind("sql.column-list", "this list of column names has no form yet", "name the columns inside the query"),
    RefusalKind("sql.join", "this form of join has no form yet", "write the join with ON, in one style"),
    RefusalKind("sql.values", "these VALUES have no form yet", "cast the values of the first row, or convert by hand"),
    RefusalKind("sql.group-by", "this term of GROUP BY has no form yet", "group by columns or by output names"),
    RefusalKind("sql.order-by", "this term of ORDER BY has no form yet", "order by a column or by an output name"),
    RefusalKind("sql.distinct-on", "this DISTINCT has no form yet", "name the columns of DISTINCT ON"),
    RefusalKind("sql.limit", "this row limit has no form yet", "write LIMIT with a number or a parameter"),
    RefusalKind("sql.locking", "this row lock has no form yet", "name one table of FROM in FOR UPDATE OF"),
    RefusalKind("sql.set-operation", "this set operation has no form yet", "give both sides the same column types"),
    RefusalKind("sql.with", "this WITH query has no form yet", "split the statement, or convert by hand"),
    RefusalKind("sql.subquery", "this subquery has no form yet", "join the tables, or convert by hand"),
    RefusalKind("sql.insert", "this INSERT has no form yet", "name the columns, and give each row as many values"),
    RefusalKind("sql.on-conflict", "this ON CONFLICT has no form yet", "name the columns or the constraint"),
    RefusalKind("sql.returning", "this RETURNING has no form yet", "name the columns of RETURNING"),
    RefusalKind("sql.assignment", "this assignment of SET has no form yet", "assign the columns one by one"),
    RefusalKind("sql.joined-change", "this join beside a change has no form yet", "use plain tables in FROM or USING"),
    RefusalKind("sql.executemany", "this statement has no form for many rows", "execute it once per row"),
    RefusalKind("sql.nesting", "the statement is nested too deeply", "split the statement"),
    RefusalKind("sql.function", "this call of a function has no form yet", "convert by hand"),
    RefusalKind("sql.aggregate", "this aggregate has no form yet", "convert by hand"),
    RefusalKind("sql.window", "this window has no form yet", "convert by hand"),
    RefusalKind("sql.operator", "this operator has no form yet", "cast its operands, or convert by hand"),
    RefusalKind("sql.predicate", "this predicate has no form yet", "cast its operands, or convert by hand"),
    RefusalKind("sql.quantifier", "this ANY or ALL has no form yet", "cast the array, and compare a value with it"),
    RefusalKind("sql.cast", "a cast to this type has no form yet", "convert by hand"),
    RefusalKind("sql.constant", "this constant has no form yet", "write it as a plain string or number, with a cast"),
    RefusalKind("sql.row", "this row constructor has no form yet", "compare or select the columns one by one"),
    RefusalKind("sql.array", "this array expression has no form yet", "cast the array, or convert by hand"),
    RefusalKind("sql.json", "this JSON expression has no form yet", "convert by hand"),
    RefusalKind("sql.string", "this string expression has no form yet", "cast the operands to text"),
    RefusalKind("sql.date-time", "this expression on dates has no form yet", "cast the operand"),
    RefusalKind("sql.collate", "this collation has no form yet", "name the collation without its schema"),
    RefusalKind(
        "sql.connection-state",
        "the function is about the connection it runs on",
        "use the xact form, or keep it on a raw connection",
        "never",
    ),
    RefusalKind(
        "sql.no-transaction",
        "the statement can't run in a transaction",
        "keep it on a raw connection, or on an engine in AUTOCOMMIT",
        "never",
    ),
    RefusalKind("sql.window-clause", "SQLAlchemy has no WINDOW clause to refer to", "write the window in each OVER"),
    RefusalKind("sql.window-frame", "SQLAlchemy has no form of this window frame", "convert by hand"),
    RefusalKind("sql.parameters", "the parameters don't match the bound arguments", "check $n against the arguments"),
    # -- mapping
    RefusalKind("mapping.no-model", "the table has no model", "write a model, or let alchemod models --generate do it"),
    RefusalKind(
        "mapping.catalog",
        "one of PostgreSQL's own catalogs is changed, or is not known here",
        "ask SQLAlchemy's inspect(), or leave it as raw SQL",
    ),
    RefusalKind(
        "mapping.view",
        "a view of the project has no model",
        "write a Table with the view's columns, or query its tables",
    ),
    RefusalKind("mapping.several-models", "several models map this table", "say which in [tool.alchemod.models]"),
    RefusalKind("mapping.unknown-column", "the model has no such column", "add the column to the model"),
    RefusalKind("mapping.ambiguous-column", "the column could belong to several tables", "qualify the column"),
    RefusalKind(
        "mapping.column-order",
        "the order of a table's columns is not known, and the result is read by position",
        "name the columns in the SQL, or keep the CREATE TABLE in the project",
    ),
    RefusalKind("mapping.unknown-type", "the type of a column is not known", "use a type SQLAlchemy ships"),
    RefusalKind("mapping.model-incomplete", "the table has columns that its model lacks", "complete the model"),
    RefusalKind(
        "mapping.python-default",
        "a Python-side default of the model would join the statement",
        "name the column in the SQL",
    ),
    # -- lowering
    RefusalKind("bind.unknown-type", "the type of a parameter can't be told", "cast the parameter in the SQL"),
    RefusalKind(
        "bind.json",
        "how a bound argument of JSON is encoded is not known, or not the same",
        "give the engine the functions of the pool's codec (json_serializer, json_deserializer), or convert by hand",
    ),
    RefusalKind("types.unsupported", "a column type that differs between asyncpg and SQLAlchemy", "convert by hand"),
    # -- verification
    RefusalKind("unproven", "the new statement is not proven to be the old one", "compare both texts by hand"),
    RefusalKind("server.differs", "a real server reads the new statement differently", "compare both texts by hand"),
    # -- rewriting
    RefusalKind("rows.consumer", "a use of the result has no equal on a SQLAlchemy row", "convert by hand"),
    RefusalKind(
        "rows.json-codec",
        "a JSON column is another object, or text, in one of the two drivers",
        "give the engine the functions of the pool's codec, or convert by hand",
    ),
    RefusalKind("rows.status", "the status string is used", "use the row count"),
    RefusalKind(
        "session.none",
        "no session source was found",
        "let alchemod init write a session maker, or set [tool.alchemod.sessions]",
    ),
    RefusalKind(
        "session.test",
        "a test has a database, an event loop and stand-ins of its own",
        "convert the test by hand, or say how it opens its sessions in [tool.alchemod.sessions]",
        "never",
    ),
    RefusalKind(
        "session.listener",
        "a listener or a session class of the project may change what sessions execute",
        "convert by hand, with what makes it pass the statement over",
    ),
    RefusalKind("session.connection", "the site runs on a connection shared with others", "convert the block by hand"),
    RefusalKind("session.transaction", "the site stands in a transaction", "convert the block by hand"),
    RefusalKind(
        "session.driver",
        "the connection does what only the driver can",
        "keep it on a raw connection, or split the block",
        "never",
    ),
    RefusalKind(
        "session.group",
        "another use of the same connection can't be converted",
        "convert the one named, or all by hand",
    ),
    RefusalKind(
        "position.expression",
        "neither a session block nor a call of a function of its own can stand there",
        "assign the result to a name first",
    ),
    RefusalKind("imports.circle", "the import would be circular", "import it inside the function, by hand"),
    RefusalKind(
        "imports.elsewhere",
        "another service of the repository has the name",
        "convert each service from its own folder: --root",
    ),
    RefusalKind("names.shadowed", "a needed name means something else in the function", "rename the variable"),
    RefusalKind("errors.handler", "an asyncpg exception handler guards the call", "convert the handler by hand"),
    RefusalKind("style.repository", "the call can't become one of a repository", "use --style statement"),
)
