"""A sqlglot PostgreSQL dialect that reads ``$1,$2``, folds nothing and prints every statement as it was written.

Stock sqlglot 30.30 reads ``$1,$2`` as the start of a dollar-quoted string, turns ``now()`` into
CURRENT_TIMESTAMP and ``char_length`` into LENGTH (measured in SEMANTICS.md, "sqlglot pitfalls").
Here a function keeps its name, dollar quotes are rewritten as ordinary strings beforehand, and the
parser notes on a node which of two spellings was used, so that the fidelity check needs no guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar, Final

import sqlglot.parser
from sqlglot import exp
from sqlglot.dialects.postgres import Postgres
from sqlglot.generators.postgres import PostgresGenerator
from sqlglot.parsers.postgres import PostgresParser
from sqlglot.tokenizer_core import Token, TokenType

from codemod.report import RunError
from codemod.resolution.escape_strings import unescaped
from codemod.resolution.vector_operators import PRINTED, VECTOR_OPERATORS

#: Functions sqlglot may give a class of their own: their SQL comes back under the same name.
_KEPT_FUNCTIONS: Final = frozenset(
    {"COUNT", "COALESCE", "MAX", "MIN", "SUM", "AVG", "LOWER", "UPPER", "UNNEST", "ARRAY"}
)
_KEPT_KEYWORDS: Final = (TokenType.CURRENT_DATE, TokenType.CURRENT_TIMESTAMP)
#: Functions with words between their arguments; the rest are read as plain calls.
_SPELLED_FUNCTIONS: Final = ("EXTRACT", "STRING_AGG")

#: Types that may stand before a constant (PostgreSQL manual 4.1.2.7); INTERVAL has a class of its own.
_TYPED: Final = (exp.DType.DATE, exp.DType.TIME, exp.DType.TIMESTAMP, exp.DType.TIMESTAMPTZ)

#: Marks on nodes: ``a NOT IN b`` for ``NOT a IN b``, ``CAST(a AS b)`` for ``a::b``, ``DATE 'a'`` for ``'a'::date``,
#: ``IS UNKNOWN`` for ``IS NULL``.
INFIX: Final = "infix"
CALLED: Final = "called"
PREFIXED: Final = "prefixed"
UNKNOWN: Final = "unknown"

#: What dollar signs mean nothing in (strings, E'' strings, quoted identifiers, comments up to a nested
#: one), or (groups 1 and 2) a dollar-quoted string with its tag and body.
_DOLLAR_QUOTED: Final = re.compile(
    r"""(?<!\w)[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*"""
    r"""|/\*|(?<![\w$])(\$(?:[A-Za-z_]\w*)?\$)(.*?)\1""",
    re.S,
)
_COMMENT_MARK: Final = re.compile(r"/\*|\*/")


def _typed_constant(self: Any, this: Any, _: Any) -> Any:  # noqa: ARG001  (the names are sqlglot's)
    """``DATE '2020-01-01'``; ``DATE 'a'::text`` casts the date, which sqlglot reads the other way around."""
    node = exp.Cast(this=this, to=_)
    if isinstance(this, exp.Literal):
        node.meta[PREFIXED] = True
    return node


class AsyncpgPostgres(Postgres):
    """PostgreSQL as asyncpg sends it."""

    #: Subscripts stay as written; sqlglot would count them from 0 inside its trees.
    INDEX_OFFSET = 0

    class Tokenizer(Postgres.Tokenizer):
        """Reads ``$`` as the start of a parameter, never of a string."""

        HEREDOC_STRINGS: ClassVar[list[str | tuple[str, str]]] = []
        VAR_SINGLE_TOKENS: ClassVar[set[str]] = set()
        SINGLE_TOKENS: ClassVar = {**Postgres.Tokenizer.SINGLE_TOKENS, "$": TokenType.PARAMETER}
        KEYWORDS: ClassVar = {
            **Postgres.Tokenizer.KEYWORDS,
            **{symbol: token for symbol, (token, _) in VECTOR_OPERATORS.items()},
        }

    class Parser(PostgresParser):
        """Keeps function names and spellings as written."""

        FUNCTIONS: ClassVar = {key: PostgresParser.FUNCTIONS[key] for key in _KEPT_FUNCTIONS}
        NO_PAREN_FUNCTIONS: ClassVar = {key: PostgresParser.NO_PAREN_FUNCTIONS[key] for key in _KEPT_KEYWORDS}
        FUNCTION_PARSERS: ClassVar = {
            **{key: PostgresParser.FUNCTION_PARSERS[key] for key in _SPELLED_FUNCTIONS},
            "CAST": lambda self: _marked(self._parse_cast(True), exp.Cast, CALLED),
            "SUBSTRING": lambda self: _substring(self),
            "TRIM": lambda self: _trim(self),
            "OVERLAY": lambda self: _overlay(self),
            "POSITION": lambda self: _position(self),
        }
        #: ``f(a -> 'b')`` is no function of a parameter ``a``; ``f(a => 1)`` names an argument.
        LAMBDAS: ClassVar = {TokenType.FARROW: PostgresParser.LAMBDAS[TokenType.FARROW]}
        #: The operand of an arrow as it stands: ``'a.b'`` is one key, never a path.
        JSON_OPERATORS: ClassVar = {
            **PostgresParser.JSON_OPERATORS,
            TokenType.ARROW: lambda self, this, key: self.expression(exp.JSONExtract(this=this, expression=key)),
            TokenType.DARROW: lambda self, this, key: self.expression(exp.JSONExtractScalar(this=this, expression=key)),
        }
        FACTOR: ClassVar = {**PostgresParser.FACTOR, **dict(VECTOR_OPERATORS.values())}
        TYPE_LITERAL_PARSERS: ClassVar = dict.fromkeys(_TYPED, _typed_constant)

        NO_PAREN_FUNCTION_PARSERS: ClassVar = {
            **PostgresParser.NO_PAREN_FUNCTION_PARSERS,
            "ALL": lambda self: self.expression(exp.All(this=self._parse_bitwise())),
            "SOME": lambda self: self.expression(exp.Any(this=self._parse_bitwise())),  # another word for ANY
        }

        def _negate_range(self, this: exp.Expr | None = None) -> exp.Expr | None:
            return _marked(super()._negate_range(this), exp.Not, INFIX)

        def _parse_is(self, this: exp.Expr | None) -> exp.Expr | None:
            return _marked(super()._parse_is(this), exp.Not, INFIX)

        def _parse_null(self) -> exp.Expr | None:
            is_unknown = self._match(TokenType.UNKNOWN, advance=False)
            return _marked(super()._parse_null(), exp.Null, UNKNOWN if is_unknown else "null")

    class Generator(PostgresGenerator):
        """Prints a node in the spelling that was read."""

        TRANSFORMS: ClassVar = {**PostgresGenerator.TRANSFORMS, **PRINTED}

        def not_sql(self, expression: exp.Not) -> str:
            """``a NOT IN b``, ``a IS NOT TRUE``, ``a !~ b``, or ``NOT a``."""
            inner = expression.this
            if not expression.meta.get(INFIX):
                return f"NOT {self.sql(inner)}"
            operand, printed = self.sql(inner, "this"), self.sql(inner)
            rest = printed.removeprefix(operand)
            if isinstance(inner, exp.Is):
                return f"{operand} IS NOT{rest.removeprefix(' IS')}"
            if isinstance(inner, exp.RegexpLike | exp.RegexpILike):
                return f"{operand} !{rest.lstrip()}"
            return f"{operand} NOT{rest}"

        def null_sql(self, expression: exp.Null) -> str:
            """``NULL``, or ``UNKNOWN`` in a test of a boolean."""
            return "UNKNOWN" if expression.meta.get(UNKNOWN) else "NULL"

        def cast_sql(self, expression: exp.Cast, safe_prefix: str | None = None) -> str:
            """``a::type``, or ``CAST(a AS type)`` where it was written so."""
            if expression.meta.get(CALLED) or safe_prefix:
                return super().cast_sql(expression, safe_prefix)
            if expression.meta.get(PREFIXED):
                return f"{self.sql(expression, 'to')} {self.sql(expression, 'this')}"
            return f"{self.sql(expression, 'this')}::{self.sql(expression, 'to')}"

        def interval_sql(self, expression: exp.Interval) -> str:
            """``INTERVAL '7 days'``; sqlglot would print the unit in upper case."""
            unit = expression.args.get("unit")
            if not isinstance(unit, exp.Var) or not isinstance(expression.this, exp.Literal):
                return super().interval_sql(expression)
            return f"INTERVAL '{expression.this.name} {unit.name.lower()}'"

        def trim_sql(self, expression: exp.Trim) -> str:
            """``trim(BOTH 'x' FROM a)`` with the words that were written."""
            side, characters = expression.args.get("position"), expression.args.get("expression")
            words = [side or "", self.sql(characters) if characters is not None else ""]
            words += ["FROM"] if characters is not None or not side or expression.meta.get(INFIX) else []
            return f"TRIM({' '.join([*filter(None, words), self.sql(expression, 'this')])})"

        def strposition_sql(self, expression: exp.StrPosition) -> str:
            """``position(a IN b)``."""
            return f"POSITION({self.sql(expression, 'substr')} IN {self.sql(expression, 'this')})"

        def pow_sql(self, expression: exp.Pow) -> str:
            """``a ^ b``: ``power()`` stays a plain call, so this class is the operator."""
            return self.binary(expression, "^")

        def all_sql(self, expression: exp.All) -> str:
            """``ALL (…)`` with one pair of parentheses."""
            return f"ALL {self.sql(expression, 'this')}"

        def windowspec_sql(self, expression: exp.WindowSpec) -> str:
            """``ROWS 3 PRECEDING`` as it was written, without the end it implies."""
            if expression.args.get("end"):
                return super().windowspec_sql(expression)
            return f"{expression.args['kind']} {self.sql(expression, 'start')} {expression.args['start_side'] or ''}"


def _marked(node: exp.Expr | None, class_: type[exp.Expr], mark: str) -> exp.Expr | None:
    if isinstance(node, class_):
        node.meta[mark] = True
    return node


def _substring(parser: PostgresParser) -> exp.Expr:
    """``substring(a FROM b FOR c)`` as a node of its own; with commas it is a call like any other."""
    arguments = parser._parse_csv(parser._parse_bitwise)
    start = parser._parse_bitwise() if parser._match(TokenType.FROM) else None
    length = parser._parse_bitwise() if parser._match(TokenType.FOR) else None
    if start is None and length is None:
        return exp.Anonymous(this="substring", expressions=arguments)
    return exp.Substring(this=arguments[0] if len(arguments) == 1 else None, start=start, length=length)


def _trim(parser: PostgresParser) -> exp.Expr:
    """``trim(BOTH 'x' FROM a)`` as a node of its own; with commas it is a call like any other."""
    side = parser._prev.text.upper() if parser._match_texts(("BOTH", "LEADING", "TRAILING")) else None
    first = None if parser._match(TokenType.FROM, advance=False) else parser._parse_bitwise()
    if parser._match(TokenType.FROM):
        node = exp.Trim(this=parser._parse_bitwise(), expression=first, position=side)
        node.meta[INFIX] = True
        return node
    if side is not None:
        return exp.Trim(this=first, position=side)
    rest = parser._parse_csv(parser._parse_bitwise) if parser._match(TokenType.COMMA) else []
    return exp.Anonymous(this="trim", expressions=[first, *rest])


def _position(parser: PostgresParser) -> exp.Expr:
    """``position(a IN b)`` as a node of its own."""
    part = parser._parse_bitwise()
    if parser._match(TokenType.IN):
        return exp.StrPosition(this=parser._parse_bitwise(), substr=part)
    rest = parser._parse_csv(parser._parse_bitwise) if parser._match(TokenType.COMMA) else []
    return exp.Anonymous(this="position", expressions=[part, *rest])


def _overlay(parser: PostgresParser) -> exp.Expr:
    """``overlay(a PLACING b FROM c FOR d)`` as a node of its own."""
    parts: dict[str, exp.Expr | None] = {"this": parser._parse_bitwise()}
    if not parser._match_text_seq("PLACING"):
        rest = parser._parse_csv(parser._parse_bitwise) if parser._match(TokenType.COMMA) else []
        return exp.Anonymous(this="overlay", expressions=[parts["this"], *rest])
    parts["expression"] = parser._parse_bitwise()
    parts["from_"] = parser._parse_bitwise() if parser._match(TokenType.FROM) else None
    parts["for_"] = parser._parse_bitwise() if parser._match(TokenType.FOR) else None
    return exp.Overlay(**parts)


def with_plain_strings(sql: str) -> str:
    """The same SQL with ``$tag$…$tag$`` and ``E'…'`` strings as ordinary ones (PostgreSQL manual 4.1.2)."""
    parts: list[str] = []
    position = 0
    for start, end, body in opaque_parts(sql):
        if body is None and sql[start : start + 2] in ("E'", "e'"):
            body = unescaped(sql, start, end)
        quoted = sql[start:end] if body is None else "'" + body.replace("'", "''") + "'"
        parts += [sql[position:start], quoted]
        position = end
    return "".join([*parts, sql[position:]])


def opaque_parts(sql: str) -> Iterator[tuple[int, int, str | None]]:
    """Strings, quoted names and comments: their start and end, and the body of a dollar-quoted string."""
    position = 0
    while match := _DOLLAR_QUOTED.search(sql, position):
        position = _end_of_comment(sql, match.start()) if match[0] == "/*" else match.end()
        yield match.start(), position, match[2] if match[1] else None


def _end_of_comment(sql: str, start: int) -> int:
    """Where the comment that begins at ``start`` ends; comments nest (PostgreSQL manual 4.1.5)."""
    depth = 0
    for mark in _COMMENT_MARK.finditer(sql, start):
        depth += 1 if mark[0] == "/*" else -1
        if not depth:
            return mark.end()
    return len(sql)


def _dialect() -> AsyncpgPostgres:
    if not sqlglot.parser.__file__.endswith(".py"):
        raise RunError("sqlglotc is installed, whose compiled parser takes no dialect but its own; uninstall sqlglotc")
    return AsyncpgPostgres()


_DIALECT: Final = _dialect()


def tokens_of(sql: str) -> list[Token]:
    """The tokens of SQL without dollar quotes.

    Raises:
        SqlglotError: they can't be read.
    """
    return _DIALECT.tokenize(sql)


def trees_of(tokens: list[Token], sql: str) -> list[exp.Expr]:
    """The statements that tokens are.

    Raises:
        SqlglotError: they can't be parsed.
    """
    return [tree for tree in _DIALECT.parser().parse(tokens, sql) if tree is not None]


def sql_of(node: exp.Expr) -> str:
    """The SQL of a node, on one line, comments left out."""
    return _DIALECT.generate(node, comments=False)
