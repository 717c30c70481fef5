"""The fidelity check: what sqlglot understood prints back to the token stream that was written.

The table of synonyms is the reviewed list of spellings PostgreSQL itself treats as the same. Tokens
say nothing of the shape of the tree: that is :mod:`codemod.resolution.precedence`'s part.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from sqlglot import exp
from sqlglot.tokenizer_core import Token, TokenType

from codemod.outcome import Refusal
from codemod.resolution.dialect import sql_of, tokens_of
from codemod.resolution.precedence import check_precedence

#: Type names that are the same type (PostgreSQL manual, table 8.1).
TYPE_SYNONYMS: Final = {
    "INT": "INTEGER",
    "INT4": "INTEGER",
    "INT8": "BIGINT",
    "INT2": "SMALLINT",
    "BOOL": "BOOLEAN",
    "DECIMAL": "NUMERIC",
    "FLOAT8": "DOUBLE PRECISION",
    "FLOAT": "DOUBLE PRECISION",
    "FLOAT4": "REAL",
    "TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE",
    "CHARACTER VARYING": "VARCHAR",
}

#: Noise words: optional in PostgreSQL's grammar, no meaning of their own.
_NOISE: Final = frozenset({"AS", "INNER", "OUTER", "ASC", ";"})

_SPELLINGS: Final = {"!=": "<>", "SOME": "ANY", "ISNULL": "IS NULL", "NOTNULL": "IS NOT NULL"}


def check_fidelity(tokens: list[Token], tree: exp.Expr) -> None:
    """Refuse a statement that sqlglot doesn't give back as it was written.

    Args:
        tokens: what was written.
        tree: what sqlglot understood.

    Raises:
        Refusal: ``sql.fidelity``, naming the first token that differs.
    """
    written = list(_words(tokens))
    understood = list(_words(tokens_of(sql_of(tree))))
    for index, (ours, theirs) in enumerate(zip(written, understood, strict=False)):
        if ours != theirs:
            raise Refusal("sql.fidelity", f"the parser reads {ours!r} back as {theirs!r}{_after(written[:index])}")
    if len(written) != len(understood):
        longer, same = max(written, understood, key=len), min(len(written), len(understood))
        raise Refusal("sql.fidelity", f"the parser loses or adds {longer[same]!r}{_after(longer[:same])}")
    check_precedence(tree)


def _after(words: list[str]) -> str:
    """The place in the SQL: the words before it."""
    return f" after {' '.join(words[-3:])}" if words else ""


def _words(tokens: list[Token]) -> Iterator[str]:
    """Canonical tokens: optional words gone, synonyms in one spelling, keywords in upper case."""
    _refuse_glued_numbers(tokens)
    words = [word for token in tokens for word in _canonical(token)]
    previous = ""
    for word in _without_defaults([word for word in words if word not in _NOISE]):
        # INTERVAL '1 DAY' comes back as '1 day'; the server reads units in any case (manual 8.5.4)
        yield word.casefold() if previous == "INTERVAL" else word
        previous = word


def _refuse_glued_numbers(tokens: list[Token]) -> None:
    """Refuse ``1_000``: a number since PostgreSQL 16, ``1 AS _000`` for the parser and before."""
    for token, after in pairwise(tokens):
        glued = token.token_type is TokenType.NUMBER and after.start == token.end + 1
        if glued and f"{after.text[:1]}_".isidentifier():
            raise Refusal("sql.fidelity", f"the parser reads the number {token.text}{after.text} as two tokens")


def _without_defaults(words: list[str]) -> list[str]:
    """Drop what only says the default.

    NULLS FIRST after DESC and NULLS LAST elsewhere (manual 7.5), WITHOUT TIME ZONE (manual 8.5).
    """
    kept: list[str] = []
    index = 0
    while index < len(words):
        if words[index : index + 3] == ["WITHOUT", "TIME", "ZONE"]:
            index += 3
            continue
        skipped = kept[-2:-1] == ["OFFSET"] or kept[-3:-1] == ["OFFSET", "$"]
        if words[index] in ("ROW", "ROWS") and (skipped or words[index + 1 : index + 2] == ["ONLY"]):
            # OFFSET 5 ROWS is OFFSET 5, and FETCH FIRST ROW ONLY is FETCH FIRST ROWS ONLY (manual 7.6)
            kept += [] if skipped else ["ROWS"]
            index += 1
            continue
        if words[index] == "NULLS" and index + 1 < len(words):
            descending = bool(kept) and kept[-1] == "DESC"
            if words[index + 1] == ("FIRST" if descending else "LAST"):
                index += 2
                continue
        kept.append(words[index])
        index += 1
    return _limit_first(_locks_last(kept))


def _locks_last(words: list[str]) -> list[str]:
    """``FOR UPDATE SKIP LOCKED LIMIT 5`` in the order sqlglot writes: either may come first (manual, SELECT)."""
    for start, word in enumerate(words):
        if word == "FOR" and words[start + 1 : start + 2] and words[start + 1] in _LOCKS:
            middle = _end_of_count(words, start)
            if words[middle : middle + 1] and words[middle] in ("LIMIT", "OFFSET", "FETCH"):
                end = _end_of_count(words, middle)
                return _locks_last([*words[:start], *words[middle:end], *words[start:middle], *words[end:]])
    return words


#: The words after FOR that make it a row lock: FOR NO KEY UPDATE, FOR KEY SHARE.
_LOCKS: Final = frozenset({"UPDATE", "SHARE", "NO", "KEY"})


def _limit_first(words: list[str]) -> list[str]:
    """``OFFSET 5 LIMIT 3`` in the order sqlglot writes: either may come first (manual, SELECT)."""
    for start, word in enumerate(words):
        middle = _end_of_count(words, start) if word == "OFFSET" else len(words)
        if words[middle : middle + 1] == ["LIMIT"]:
            end = _end_of_count(words, middle)
            return [*words[:start], *words[middle:end], *words[start:middle], *_limit_first(words[end:])]
    return words


#: What may follow the count of LIMIT or OFFSET in a query.
_AFTER_COUNT: Final = frozenset({"LIMIT", "OFFSET", "FETCH", "FOR", "UNION", "INTERSECT", "EXCEPT", "ON", "RETURNING"})


def _end_of_count(words: list[str], start: int) -> int:
    """Where the expression after LIMIT or OFFSET ends: at the next clause, or the parenthesis around the query."""
    depth = 0
    for index, word in enumerate(words[start + 1 :], start + 1):
        if not depth and (word == ")" or word in _AFTER_COUNT):
            return index
        depth += {"(": 1, ")": -1}.get(word, 0)
    return len(words)


def _canonical(token: Token) -> list[str]:
    text: str = token.text
    if token.token_type in (TokenType.STRING, TokenType.BYTE_STRING):
        return [f"{'E' if token.token_type is TokenType.BYTE_STRING else ''}'{text}'"]
    if token.token_type is TokenType.IDENTIFIER:
        return [f'"{text}"' if not (text.isidentifier() and text == text.lower()) else text.upper()]
    upper = " ".join(text.upper().split())
    return TYPE_SYNONYMS.get(upper, _SPELLINGS.get(upper, upper)).split(" ")
