"""The codecs for JSON that a function sets on the connection it is given."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from codemod.json_codecs.meanings import VALUE, Function, Place, UnclearError
from codemod.mapping.json_values import JSON_TYPES

#: How many functions call each other.
_FOLLOWED: Final = 4

#: pgvector's function that sets its codecs on a connection of asyncpg.
REGISTERING: Final = "register_vector"

#: Settings of ``json.dumps`` that change no jsonb: the server keeps the document, not how it was written.
_OF_WRITING: Final = frozenset({"separators", "indent", "ensure_ascii"})


@dataclass(frozen=True, slots=True)
class JsonCodec:
    """What a codec makes of values, as meanings; text on the way in and out."""

    encoder: str
    decoder: str


@dataclass(slots=True, eq=False)
class SetCodecs:
    """The codecs set so far, by type.

    Attributes:
        understood: ids of the calls that set them.
        vectors: pgvector's own function is called with the connection.
    """

    codecs: dict[str, JsonCodec] = field(default_factory=dict)
    understood: set[int] = field(default_factory=set)
    vectors: bool = False

    def by(self, function: ast.expr, place: Place) -> None:
        """Read an ``init=`` of a pool: a function, method, lambda or partial.

        Raises:
            UnclearError: it, or something it calls, is not understood.
        """
        if _registers_vectors(function):
            self.vectors = True
            return
        found = place.definition(function)
        if found is None:
            raise UnclearError(f"{ast.unparse(function)} of {place.path} is not found")
        self._function(*found, depth=0)

    def _function(self, place: Place, function: Function | ast.Lambda, depth: int) -> None:
        inner = Place(place.files, place.path, (function, *place.scopes), place.class_, place.depth)
        if isinstance(function, ast.Lambda):
            self._expression(function.body, inner, depth)
        else:
            self._statements(function.body, inner, depth)

    def _statements(self, body: Sequence[ast.stmt], place: Place, depth: int) -> None:
        for statement in body:
            match statement:
                case ast.Expr(value=value) | ast.Return(value=ast.expr() as value):
                    self._expression(value, place, depth)
                case ast.With() | ast.AsyncWith():
                    self._statements(statement.body, place, depth)
                case ast.For(target=ast.Name(id=name), iter=ast.Tuple() | ast.List() as items):
                    for item in items.elts:
                        self._turn(statement, name, item, place, depth)
                case _:
                    pass  # a codec set only sometimes is a call that nobody understood

    def _turn(self, loop: ast.For, name: str, item: ast.expr, place: Place, depth: int) -> None:
        """One turn of a loop over constants; the calls are those of the loop itself."""
        for statement in loop.body:
            call = _call(statement.value) if isinstance(statement, ast.Expr) else None
            if call is not None and _sets_codec(call):
                self._set(_Put(name, item).visit(copy.deepcopy(call)), place)
                self.understood.add(id(call))
            elif depth < _FOLLOWED and call is not None:
                self._called(call, place, depth)

    def _expression(self, value: ast.expr, place: Place, depth: int) -> None:
        call = _call(value)
        if call is None:
            return
        if _sets_codec(call):
            self._set(call, place)
            self.understood.add(id(call))
        elif _registers_vectors(call.func):
            self.vectors = True
        elif isinstance(call.func, ast.Attribute) and call.func.attr == "gather":
            for item in call.args:
                self._expression(item, place, depth)
        elif depth < _FOLLOWED:
            self._called(call, place, depth)

    def _called(self, call: ast.Call, place: Place, depth: int) -> None:
        try:
            found = place.definition(call.func)
        except UnclearError:
            return  # a method of the connection; should it set a codec after all, that call is not understood
        if found is not None:
            self._function(*found, depth + 1)

    def _set(self, call: ast.Call, place: Place) -> None:
        named = {item.arg: item.value for item in call.keywords}
        type_ = call.args[0] if call.args else named.get("typename")
        if not isinstance(type_, ast.Constant) or not isinstance(type_.value, str):
            raise UnclearError(f"a codec in {place.path} is set for a type that is not written there")
        if type_.value not in JSON_TYPES:
            return
        encoder, decoder, form = (named.get(key) for key in ("encoder", "decoder", "format"))
        written = form.value if isinstance(form, ast.Constant) else "text" if form is None else ""
        if encoder is None or decoder is None or written not in ("text", "binary"):
            raise UnclearError(f"the codec of {type_.value} in {place.path} is not understood")
        codec = JsonCodec(encoder_meaning(encoder, place, type_.value), place.meaning(decoder))
        self.codecs[type_.value] = codec if written == "text" else _of_bytes(codec, type_.value)


def encoder_meaning(encoder: ast.expr, place: Place, pg_type: str) -> str:
    """What an encoder makes of a value, without what makes no difference to the stored document.

    Raises:
        UnclearError: there is no telling.
    """
    return _shortened(ast.unparse(_Encoder(pg_type).visit(ast.parse(place.meaning(encoder)))))


class _Encoder(ast.NodeTransformer):
    def __init__(self, pg_type: str) -> None:
        self.pg_type = pg_type

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        if ast.unparse(node.func) == "json.dumps" and self.pg_type == "jsonb":
            node.keywords = [item for item in node.keywords if item.arg not in _OF_WRITING]
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("encode", "decode") and _is_utf8(node):
            node.args, node.keywords = [], []
        return node


def _is_utf8(call: ast.Call) -> bool:
    given = [*call.args, *(item.value for item in call.keywords)]
    names = [
        item.value.lower().replace("-", "")
        for item in given
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    ]
    return names == ["utf8"] and len(given) == 1


def _of_bytes(codec: JsonCodec, pg_type: str) -> JsonCodec:
    """A codec of bytes as one of text: jsonb has its version, 1, before the text (PostgreSQL, ``jsonb_recv``)."""
    encoder, decoder = codec.encoder, codec.decoder
    if pg_type == "jsonb":
        start, rest = "b'\\x01' + ", "_[1:]"
        if not encoder.startswith(start) or rest not in decoder:
            raise UnclearError("the codec of jsonb writes bytes that are not understood")
        encoder, decoder = encoder.removeprefix(start), decoder.replace(rest, VALUE)
    encoder = encoder.removesuffix(".encode()") if encoder.endswith(".encode()") else f"{encoder}.decode()"
    for read in (f"{VALUE}.decode()", f"{VALUE}.decode('utf-8')"):
        decoder = decoder.replace(read, VALUE)
    return JsonCodec(_shortened(encoder), _shortened(decoder))


def _shortened(meaning: str) -> str:
    """``json.dumps`` for ``json.dumps(_)``."""
    name, bracket, rest = meaning.partition("(")
    return name if bracket and rest == f"{VALUE})" else meaning


class _Put(ast.NodeTransformer):
    def __init__(self, name: str, value: ast.expr) -> None:
        self.name = name
        self.value = value

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.value if node.id == self.name else node


def _call(value: ast.expr) -> ast.Call | None:
    value = value.value if isinstance(value, ast.Await) else value
    return value if isinstance(value, ast.Call) else None


def _sets_codec(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "set_type_codec"


def _registers_vectors(function: ast.expr) -> bool:
    """Whether a function is that of pgvector's package which sets its codecs, called by its own name."""
    return ast.unparse(function).rpartition(".")[2] == REGISTERING


def codec_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """The calls of ``set_type_codec``."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _sets_codec(node))
