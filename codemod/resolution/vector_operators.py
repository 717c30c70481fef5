"""The operators of pgvector, of which sqlglot knows ``<->`` alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlglot import exp
from sqlglot.generator import Generator
from sqlglot.tokenizer_core import TokenType


class CosineDistance(exp.Expression, exp.Binary):
    """``a <=> b``; sqlglot takes it for MySQL's IS NOT DISTINCT FROM."""


class NegativeInnerProduct(exp.Expression, exp.Binary):
    """``a <#> b``."""


class TaxicabDistance(exp.Expression, exp.Binary):
    """``a <+> b``."""


#: Each operator by its token: sqlglot has none of its own for them, and PostgreSQL nothing that these are used for.
VECTOR_OPERATORS: Final[dict[str, tuple[TokenType, type[exp.Binary]]]] = {
    "<=>": (TokenType.DCOLONDOLLAR, CosineDistance),
    "<#>": (TokenType.DCOLONPERCENT, NegativeInnerProduct),
    "<+>": (TokenType.DCOLONQMARK, TaxicabDistance),
}

#: pgvector's operators, with the one that it shares with pg_trgm.
DISTANCES: Final[dict[type[exp.Expr], str]] = {
    exp.Distance: "<->",
    **{class_: symbol for symbol, (_, class_) in VECTOR_OPERATORS.items()},
}


def _printed(symbol: str) -> Callable[[Generator, exp.Binary], str]:
    return lambda generator, node: generator.binary(node, symbol)


#: How each operator is printed.
PRINTED: Final[dict[type[exp.Expr], Callable[..., str]]] = {
    class_: _printed(symbol) for symbol, (_, class_) in VECTOR_OPERATORS.items()
}
