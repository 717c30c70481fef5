"""The fidelity check: what sqlglot understood prints back to the token stream that was written.

The table of synonyms is the reviewed list of spellings PostgreSQL itself treats as the same.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.tokens import Token, TokenType

from codemod.outcome import Refusal
from codemod.resolution.dialect import AsyncpgPostgres

#: Type names that are the same type (PostgreSQL manual, table 8.1).
TYPE_SYNONYMS = {
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
_NOISE = frozenset({"AS", "INNER", "OUTER", "ASC"})

_SPELLINGS = {"!=": "<>", "SOME": "ANY", "ISNULL": "IS NULL", "NOTNULL": "IS NOT NULL"}


def check_fidelity(text: str, tree: exp.Expression) -> None:
    """Refuse a statement that sqlglot doesn't give back as it was written.

    Raises:
        Refusal: ``sql.fidelity``, naming the first token that differs.
    """
    written = list(_tokens(text))
    understood = list(_tokens(tree.sql(AsyncpgPostgres, comments=False)))
    for ours, theirs in zip(written, understood, strict=False):
        if ours != theirs:
            raise Refusal("sql.fidelity", f"the parser reads {ours!r} back as {theirs!r}")
    if len(written) != len(understood):
        longer = max(written, understood, key=len)
        raise Refusal("sql.fidelity", f"the parser loses or adds {longer[min(len(written), len(understood))]!r}")


def _tokens(text: str) -> Iterator[str]:
    """Canonical tokens: casts as ``::``, optional words gone, keywords in upper case."""
    tokens = _plain_casts(list(sqlglot.tokenize(text, dialect=AsyncpgPostgres)))
    previous = ""
    for word in _without_default_nulls([word for word in tokens if word not in _NOISE and word != ";"]):
        # INTERVAL '1 day' comes back as '1 DAY'; the server reads units in any case (manual 8.5.4)
        yield word.casefold() if previous == "INTERVAL" else word
        previous = word


def _without_default_nulls(words: list[str]) -> list[str]:
    """Drop NULLS FIRST after DESC and NULLS LAST elsewhere: they say the default (manual 7.5)."""
    kept: list[str] = []
    index = 0
    while index < len(words):
        if words[index] == "NULLS" and index + 1 < len(words):
            descending = bool(kept) and kept[-1] == "DESC"
            if words[index + 1] == ("FIRST" if descending else "LAST"):
                index += 2
                continue
        kept.append(words[index])
        index += 1
    return kept


def _plain_casts(tokens: list[Token]) -> list[str]:
    """Rewrite ``CAST(x AS type)`` as ``(x)::type`` and spell every token canonically.

    sqlglot prints every cast in one spelling, so the comparison needs one too. Parentheses around a
    cast operand carry no meaning of their own; both spellings get them.
    """
    words: list[str] = []
    open_casts: list[int] = []
    depth = 0
    skip = -1
    for index, token in enumerate(tokens):
        text = _canonical(token)
        if index == skip:
            depth += 1
            continue
        if token.token_type is TokenType.VAR and text == "CAST" or token.text.upper() == "CAST":
            if index + 1 < len(tokens) and tokens[index + 1].token_type is TokenType.L_PAREN:
                open_casts.append(depth + 1)
                skip = index + 1
                continue
        if token.token_type is TokenType.L_PAREN:
            depth += 1
        elif token.token_type is TokenType.R_PAREN:
            if open_casts and open_casts[-1] == depth:
                open_casts.pop()
                depth -= 1
                continue
            depth -= 1
        elif text == "AS" and open_casts and open_casts[-1] == depth:
            text = "::"
        words.extend(text.split(" ") if token.token_type is not TokenType.STRING else [text])
    return words


def _canonical(token: Token) -> str:
    text: str = token.text
    if token.token_type is TokenType.STRING:
        return f"'{text}'"
    if token.token_type is TokenType.IDENTIFIER:
        return f'"{text}"' if not (text.isidentifier() and text == text.lower()) else text.upper()
    upper = " ".join(text.upper().split())
    return TYPE_SYNONYMS.get(upper, _SPELLINGS.get(upper, upper))
