"""The JSON codec that a pool's ``init`` sets on every connection; SQLAlchemy sets one of its own after it."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from codemod.initialising.pools import Function

_JSON = ("json", "jsonb")


@dataclass(frozen=True, slots=True, eq=False)
class JsonCodec:
    """What an ``init`` function sets for JSON.

    Attributes:
        encoder: what makes text of a value; None where JSON is left as it is. ``decoder`` likewise.
        alone: it does nothing else.
    """

    encoder: ast.expr | None = None
    decoder: ast.expr | None = None
    alone: bool = False


def json_codec(function: Function) -> JsonCodec:
    """Read ``await con.set_type_codec("jsonb", encoder=…, decoder=…)``.

    Raises:
        ValueError: several codecs that differ, or one that SQLAlchemy could not use.
    """
    set_: dict[str, tuple[ast.expr, ast.expr]] = {}
    others = 0
    for statement in function.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        given = _codec_call(statement)
        name = _first(given)
        if given is None or name not in _JSON:
            others += 1
            continue
        keywords = {item.arg: item.value for item in given.keywords}
        encoder, decoder, form = (keywords.get(key) for key in ("encoder", "decoder", "format"))
        if encoder is None or decoder is None or (form is not None and ast.unparse(form) != "'text'"):
            raise ValueError(f"the codec of {name} is not one of text")
        set_[name] = encoder, decoder
    if len({tuple(map(ast.unparse, pair)) for pair in set_.values()}) > 1:
        raise ValueError("json and jsonb have different codecs")
    if not set_:
        return JsonCodec()
    encoder, decoder = next(iter(set_.values()))
    return JsonCodec(encoder, decoder, alone=not others)


def _codec_call(statement: ast.stmt) -> ast.Call | None:
    value = statement.value if isinstance(statement, ast.Expr) else None
    call = value.value if isinstance(value, ast.Await) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "set_type_codec":
        return call
    return None


def _first(call: ast.Call | None) -> str | None:
    if call is None:
        return None
    named = [item.value for item in call.keywords if item.arg == "typename"]
    for item in (*call.args[:1], *named):
        if isinstance(item, ast.Constant) and isinstance(item.value, str):
            return item.value
    return None
