"""What JSON is in Python, over a whole project: the codecs of its pools beside the functions of its engines."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from codemod.initialising.pools import Connecting, find_connecting
from codemod.json_codecs.codecs import JsonCodec, SetCodecs, codec_calls, encoder_meaning
from codemod.json_codecs.hooks import HOOKS, bytes_of, calls_of, hook_of
from codemod.json_codecs.meanings import Files, Place, UnclearError
from codemod.json_codecs.reach import Reached, functions_reached, is_of_engine
from codemod.json_codecs.vector_codec import vectors_taken
from codemod.mapping.json_values import JSON_TYPES, JsonValues
from codemod.source import is_test

#: What tells an engine how to write and read JSON, and what tells that a file may hold an engine.
_SETTINGS: Final = ("json_serializer", "json_deserializer")
_OF_ENGINES: Final = (b"create_async_engine", b"json_serializer", b"json_deserializer")

#: What an engine uses that is given no function (SQLAlchemy, ``create_async_engine``).
_OWN: Final = JsonCodec("json.dumps", "json.loads")


def find_json_values(root: Path, files: Sequence[PurePosixPath]) -> JsonValues:
    """What documents are in asyncpg and in SQLAlchemy.

    asyncpg: ``Connection.set_type_codec``, ``init`` of ``create_pool``; SQLAlchemy: ``json_serializer`` and
    ``json_deserializer`` of ``create_async_engine``.
    """
    own = {path: bytes_of(root / path) for path in files if not is_test(path)}
    return replace(_of_documents(root, files, own), vectors=vectors_taken(root, files, own.values()))


def _of_documents(root: Path, files: Sequence[PurePosixPath], own: Mapping[PurePosixPath, bytes]) -> JsonValues:
    marks = (b"set_type_codec", *_OF_ENGINES[1:])
    marked = [path for path, data in own.items() if any(mark in data for mark in marks)]
    if not marked:
        return JsonValues()
    project = Files(root, files)
    try:
        codecs, apart = _codecs_of_connections(project, marked)
        engine = _engines(project, own)
    except UnclearError as error:
        return JsonValues(texts=frozenset(), doubt=str(error))
    return replace(_compared(codecs, engine), apart=apart)


def _compared(codecs: dict[str, JsonCodec], engine: dict[str, JsonCodec]) -> JsonValues:
    decoded = frozenset(kind for kind, codec in codecs.items() if codec.decoder == engine[kind].decoder)
    encoded = frozenset(kind for kind, codec in codecs.items() if codec.encoder == engine[kind].encoder)
    doubts = [
        f"the pool reads and writes {kind} with {codec.decoder} and {codec.encoder}, "
        f"the engine with {engine[kind].decoder} and {engine[kind].encoder}"
        for kind, codec in sorted(codecs.items())
        if codec != engine[kind]
    ]
    loads = engine["json"].decoder == _OWN.decoder
    texts = frozenset(JSON_TYPES - codecs.keys())
    return JsonValues(decoded, encoded, texts, loads, doubt=doubts[0] if doubts else "")


def _codecs_of_connections(
    project: Files, marked: Sequence[PurePosixPath]
) -> tuple[dict[str, JsonCodec], frozenset[Reached]]:
    """The codecs that the connections of the project have, and the functions that use others.

    Raises:
        UnclearError: there is no telling which a connection has.
    """
    calls = {id(call): f"{path}:{call.lineno}" for path in marked for call in codec_calls(project.tree(path))}
    if not calls:
        return {}, frozenset()
    understood: set[int] = set()
    found: list[tuple[Connecting, dict[str, JsonCodec]]] = []
    for connecting in find_connecting(project.root, project.paths):
        set_ = SetCodecs()
        for keyword in connecting.call.keywords:
            if keyword.arg is None:
                raise UnclearError(f"the arguments of {connecting.place} are unpacked")
            if keyword.arg in HOOKS and ast.unparse(keyword.value) != "None":
                set_.by(*hook_of(project, connecting, keyword.arg))
        if is_of_engine(connecting):
            # SQLAlchemy's own codecs come after those of the function that connects
            path = connecting.path
            set_.by(ast.Name(connecting.functions[-1].name), Place(project, path, (project.tree(path),)))
        else:
            found.append((connecting, set_.codecs))
        understood |= set_.understood
    others = [place for call, place in calls.items() if call not in understood]
    if others:
        raise UnclearError(f"the codec that {others[0]} sets is not one that every connection gets")
    pools = [(connecting, codecs) for connecting, codecs in found if connecting.is_pool] or found
    for connecting, codecs in pools:
        if codecs != pools[0][1]:
            raise UnclearError(f"{connecting.place} and {pools[0][0].place} have different codecs for JSON")
    apart = [functions_reached(item, project) for item, codecs in found if codecs != pools[0][1]]
    return pools[0][1], frozenset().union(*apart)


def _engines(project: Files, own: Mapping[PurePosixPath, bytes]) -> dict[str, JsonCodec]:
    """What every asynchronous engine of the project does with each type.

    Raises:
        UnclearError: they differ, or there is no telling.
    """
    found: list[tuple[str, dict[str, JsonCodec]]] = []
    for path, data in own.items():
        if not any(mark in data for mark in _OF_ENGINES) or b"from alembic import context" in data:
            continue  # the engine of migrations runs no statement of the project's
        tree = project.tree(path)
        for call, functions, class_ in calls_of(tree, (), None):
            name = ast.unparse(call.func).rpartition(".")[2]
            if name == "create_async_engine":
                place = Place(project, path, (*reversed(functions), tree), class_)
                found.append((f"{path}:{call.lineno}", _engine(call, place)))
            elif name != "create_engine" and any(item.arg in _SETTINGS for item in call.keywords):
                raise UnclearError(f"{path}:{call.lineno} tells something else than an engine how to treat JSON")
        if any(isinstance(node, ast.Constant) and node.value in _SETTINGS for node in ast.walk(tree)):
            raise UnclearError(f"{path} tells an engine how to treat JSON in a way that is not understood")
    for place_text, engine in found:
        if engine != found[0][1]:
            raise UnclearError(f"the engines of {found[0][0]} and {place_text} treat JSON differently")
    return found[0][1] if found else dict.fromkeys(JSON_TYPES, _OWN)


def _engine(call: ast.Call, place: Place) -> dict[str, JsonCodec]:
    given = {item.arg: item.value for item in call.keywords if item.arg in _SETTINGS}
    given = {name: value for name, value in given.items() if ast.unparse(value) != "None"}
    serializer, deserializer = (given.get(name) for name in _SETTINGS)
    return {
        kind: JsonCodec(
            encoder_meaning(serializer, place, kind) if serializer is not None else _OWN.encoder,
            place.meaning(deserializer) if deserializer is not None else _OWN.decoder,
        )
        for kind in JSON_TYPES
    }
