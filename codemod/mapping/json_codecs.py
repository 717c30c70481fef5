"""What the codecs that a project sets on its pools make of JSON."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from codemod.mapping.json_values import JsonValues
from codemod.source import SourceError, read_source

#: What tells that JSON is not read as asyncpg or SQLAlchemy do on their own.
_MARKS = (b"set_type_codec", b"json_deserializer")


@dataclass(slots=True)
class _Codecs:
    pools: int = 0
    connections: int = 0
    given: list[frozenset[str]] = field(default_factory=list)
    unclear: bool = False


def find_json_values(root: Path, files: Sequence[PurePosixPath]) -> JsonValues:
    """What the codecs of a project make of JSON.

    asyncpg: ``Connection.set_type_codec``, the ``init`` of ``create_pool``; SQLAlchemy:
    ``create_engine.json_deserializer``.
    """
    texts = {}
    for path in files:
        try:
            data = (root / path).read_bytes()
        except OSError:
            continue  # the run reports it
        if any(mark in data for mark in (*_MARKS, b"create_pool", b"asyncpg.connect")):
            texts[path] = data
    if not any(mark in data for data in texts.values() for mark in _MARKS):
        return JsonValues()
    found = _Codecs()
    for path in texts:
        try:
            _read(ast.parse(read_source(root, path).text), found)
        except (SourceError, SyntaxError, ValueError):
            found.unclear = True
    if found.unclear or found.pools != 1 or found.connections or len(found.given) != 1:
        return JsonValues(known=False)
    return JsonValues(found.given[0])


def _read(tree: ast.Module, found: _Codecs) -> None:
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    understood: set[int] = set()
    for call in _calls(ast.walk(tree)):
        name = ast.unparse(call.func)
        found.unclear |= any(item.arg == "json_deserializer" for item in call.keywords)
        if name == "asyncpg.connect":
            found.connections += 1
        if name in ("asyncpg.create_pool", "create_pool"):
            found.pools += 1
            init = next((item.value for item in call.keywords if item.arg == "init"), None)
            function = functions.get(init.id) if isinstance(init, ast.Name) else None
            inside = _calls(ast.walk(function)) if function is not None else ()
            codecs = [item for item in inside if _is_codec(item)]
            understood |= {id(item) for item in codecs}
            types = [_decoded(item, functions) for item in codecs]
            found.unclear |= None in types
            found.given.append(frozenset(item for item in types if item))
    found.unclear |= any(_is_codec(call) and id(call) not in understood for call in _calls(ast.walk(tree)))


def _calls(nodes: Iterable[ast.AST]) -> Iterator[ast.Call]:
    return (node for node in nodes if isinstance(node, ast.Call))


def _is_codec(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "set_type_codec"


def _decoded(call: ast.Call, functions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef]) -> str | None:
    """The JSON type that a codec decodes as SQLAlchemy does; empty for one of another type, None for another way."""
    named = {item.arg: item.value for item in call.keywords}
    type_ = call.args[0] if call.args else named.get("typename")
    if not isinstance(type_, ast.Constant) or not isinstance(type_.value, str):
        return None
    if type_.value not in ("json", "jsonb"):
        return ""
    decoder = named.get("decoder")
    if isinstance(decoder, ast.Name) and decoder.id in functions:
        function = functions[decoder.id]
        body = function.body[-1]
        if len(function.body) == 1 and isinstance(body, ast.Return) and isinstance(body.value, ast.Call):
            only = [ast.unparse(item) for item in body.value.args] == [item.arg for item in function.args.args]
            decoder = body.value.func if only and not body.value.keywords else None
    is_text = not isinstance(named.get("format"), ast.Constant) or ast.literal_eval(named["format"]) == "text"
    return type_.value if decoder is not None and ast.unparse(decoder) == "json.loads" and is_text else None
