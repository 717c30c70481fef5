"""A sqlglot PostgreSQL dialect that reads ``$1,$2`` and folds nothing.

Stock sqlglot 30.30 reads ``$1,$2`` as the start of a dollar-quoted string, turns ``now()`` into
CURRENT_TIMESTAMP and ``char_length`` into LENGTH (measured in SEMANTICS.md, "sqlglot pitfalls").
Here a function keeps its name, and dollar quotes are rewritten as ordinary strings beforehand.
"""

from __future__ import annotations

import re

from sqlglot import exp
from sqlglot.dialects.postgres import Postgres
from sqlglot.tokens import TokenType

#: Functions sqlglot may give a class of their own: their SQL comes back under the same name.
_KEPT_FUNCTIONS = frozenset({"COUNT", "COALESCE", "MAX", "MIN", "SUM", "AVG", "LOWER", "UPPER", "UNNEST", "ARRAY"})

#: Strings, quoted identifiers and comments, or (group 2) the body of a dollar-quoted string.
_DOLLAR_QUOTED = re.compile(
    r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|(?<![\w$])(\$(?:[A-Za-z_]\w*)?\$)(.*?)\1""", re.S
)

_NEGATED_PREDICATES = frozenset({exp.In, exp.Like, exp.ILike, exp.Between})


class AsyncpgPostgres(Postgres):
    """PostgreSQL as asyncpg sends it."""

    class Tokenizer(Postgres.Tokenizer):
        """Reads ``$`` as the start of a parameter, never of a string."""

        HEREDOC_STRINGS: list[str] = []  # noqa: RUF012  (sqlglot's own style of configuration)
        VAR_SINGLE_TOKENS: set[str] = set()  # noqa: RUF012
        SINGLE_TOKENS = {**Postgres.Tokenizer.SINGLE_TOKENS, "$": TokenType.PARAMETER}  # noqa: RUF012

    class Parser(Postgres.Parser):
        """Keeps function names as written."""

        FUNCTIONS = {key: value for key, value in Postgres.Parser.FUNCTIONS.items() if key in _KEPT_FUNCTIONS}  # noqa: RUF012
        NO_PAREN_FUNCTIONS = {  # noqa: RUF012
            key: value
            for key, value in Postgres.Parser.NO_PAREN_FUNCTIONS.items()
            if key in (TokenType.CURRENT_DATE, TokenType.CURRENT_TIMESTAMP)
        }
        FUNCTION_PARSERS = {  # noqa: RUF012
            key: value for key, value in Postgres.Parser.FUNCTION_PARSERS.items() if key != "DATE_PART"
        }

    class Generator(Postgres.Generator):
        """Prints ``x NOT IN (…)`` the way people write it."""

        def not_sql(self, expression: exp.Not) -> str:
            """``x NOT IN (…)`` for a negated predicate, ``NOT x`` for the rest."""
            inner = expression.this
            if type(inner) not in _NEGATED_PREDICATES:
                return f"NOT {self.sql(expression, 'this')}"
            operand = self.sql(inner, "this")
            return f"{operand} NOT{self.sql(inner).removeprefix(operand)}"


def without_dollar_quotes(sql: str) -> str:
    """The same SQL with ``$tag$…$tag$`` strings as ordinary ones (PostgreSQL manual 4.1.2.4)."""
    return _DOLLAR_QUOTED.sub(
        lambda match: "'" + match[2].replace("'", "''") + "'" if match[1] else match[0],
        sql,
    )


def sql_of(node: exp.Expression) -> str:
    """The SQL of a node, on one line, comments left out."""
    return node.sql(AsyncpgPostgres, comments=False)
