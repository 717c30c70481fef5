"""Methods of the project's own database wrappers: which of asyncpg's they are, and which they only look like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

import libcst as cst

from codemod.discovery.asyncpg_methods import AT_ONCE
from codemod.discovery.call_sites import CallSite
from codemod.discovery.errors.guarded_functions import ancestors_of_classes
from codemod.discovery.wrapper_results import Gives
from codemod.discovery.wrappers import Wrapper
from codemod.files.project_files import ProjectFiles
from codemod.outcome import Refusal
from codemod.source import ParsedModule
from codemod.syntax.imports import local_name
from codemod.syntax.tree import dotted, walk

#: A call that hands on two names of its function: its query and its arguments.
_HANDS_ON: Final = re.compile(
    rb"\.(?:" + "|".join(AT_ONCE).encode() + rb")\(\s*(?:\w+\s*=\s*)?([^\W\d]\w*)\s*,\s*(?:\w+\s*=\s*|\*)?[^\W\d]\w*"
)
#: What is made or annotated as asyncpg's own: its name, a string key included.
_RAW: Final = re.compile(
    r"(\w+)(?:[\"']\s*\])?\s*(?:(?::[^=\n]*)?=\s*(?:await\s+)?(?:asyncpg\s*\.\s*)?(?:create_pool|connect)\s*\("
    r"|:[^=\n,)]*\basyncpg\.(?:pool\.)?(?:Pool|Connection))"
)
_POOL_NAMES: Final = frozenset({"pool", "_pool", "db_pool", "pg_pool", "pgpool"})


def could_hold_wrappers(data: bytes) -> bool:
    """Whether the bytes of a file can hold a function that passes its query on; no parse."""
    queries = {match[1] for match in _HANDS_ON.finditer(data)}
    return any(re.search(rb"\bdef\s+\w+\s*\(\s*(?:\w+\s*,\s*)?%b\b" % query, data) for query in queries)


def infer_wrapper_methods(module: ParsedModule, wrappers: Iterable[Wrapper]) -> dict[str, Wrapper]:
    """Methods of the project's own wrappers with another name than asyncpg's, of the ``wrappers`` of a module.

    ``async def execute_many(self, query, rows): … await conn.executemany(query, rows)`` gives
    ``execute_many``, which stands for ``executemany``.
    """
    text = module.source.text
    if "asyncpg" not in text and ".executemany(" not in text:
        return {}
    found = [item for item in wrappers if item.owner and item.name not in AT_ONCE]
    return {item.name: item for item in found if not item.name.startswith("_")}


@dataclass(frozen=True, slots=True)
class Wrappers:
    """The functions of a project that pass their query on, and what holds objects that have them; picklable.

    Attributes:
        named: the functions, by name.
        holders: classes that a name may hold an object of, those above them included, by the file that says so.
        ancestors: classes above each class of the project.
        pools: the files in which a name is a pool or connection of asyncpg's.
        functions: those that are no methods.
        owners: the classes of the others.
    """

    named: Mapping[str, tuple[Wrapper, ...]]
    holders: Mapping[str, Mapping[PurePosixPath, frozenset[str]]]
    ancestors: Mapping[str, frozenset[str]]
    pools: Mapping[str, frozenset[PurePosixPath]]
    functions: tuple[Wrapper, ...] = ()
    owners: frozenset[str] = frozenset()

    def check(self, site: CallSite) -> None:
        """Refuse a call of a method that does more, or something else, than asyncpg's.

        Raises:
            Refusal: the call may be one of such a method.
        """
        for item in self._methods(site):
            if item.doubt:
                raise Refusal("call.wrapper", f"{item.name}() at {item.place} {item.doubt}")

    def given_by(self, site: CallSite) -> Gives:
        """What the method that a site calls makes of asyncpg's result.

        Raises:
            Refusal: it may be one of several that make different things of it.
        """
        found = {item.gives: item for item in self._methods(site)}
        if len(found) > 1:
            places = " and ".join(sorted(item.place for item in found.values()))
            raise Refusal("call.wrapper", f"{site.written_method}() gives different things: see {places}")
        return next(iter(found), "result")

    def doing_more(self, site: CallSite) -> Iterable[Wrapper]:
        """The methods that a site may call which run a query again that has failed, or not at all: from a cache."""
        return [item for item in self._methods(site) if item.does_more]

    def _methods(self, site: CallSite) -> Iterable[Wrapper]:
        """The methods of the project that a site may call; none where all of that name are asyncpg's."""
        if site.wrapper is not None:
            return (site.wrapper,)
        named = self.named.get(site.written_method, ())
        if site.receiver_kind == "connection" or all(item.is_asyncpgs and not item.does_more for item in named):
            return ()
        return self._possible(site, named)

    def _possible(self, site: CallSite, named: Sequence[Wrapper]) -> Iterable[Wrapper]:
        name = _last_name(site.receiver)
        if name in ("self", "cls"):
            family = {site.scope.class_name, *self.ancestors.get(site.scope.class_name or "", ())}
            return [item for item in named if item.owner in family]
        functions = [item for item in named if not item.owner]
        module = _imported_module(site) if functions else None
        of_module = [item for item in functions if item.module == module]
        if of_module:
            return of_module
        pools, holders, here = self.pools.get(name, frozenset()), self.holders.get(name, {}), site.module.source.path
        if here in holders or (holders and here not in pools):
            held = holders.get(here) or frozenset().union(*holders.values())
            return [item for item in named if item.owner in held]
        if pools or name in _POOL_NAMES:
            return ()
        # what an import gives may be a module that has the function from another one
        return [item for item in named if item.owner or module is not None]


def _imported_module(site: CallSite) -> str | None:
    """The last name of the module that a receiver may be, by the imports of its file.

    It is ``db`` for ``bot.db`` of ``import bot.db``, and for ``database`` of ``from bot import db as database``.
    """
    head, _, rest = (dotted(site.receiver) or "").partition(".")
    for node in walk(site.module.tree):
        if not isinstance(node, cst.Import | cst.ImportFrom) or isinstance(node.names, cst.ImportStar):
            continue
        for alias in node.names:
            if local_name(alias) == head:
                return (rest or alias.evaluated_name).rpartition(".")[2]
    return None


def _last_name(node: cst.BaseExpression) -> str:
    match node:
        case cst.Name():
            return node.value
        case cst.Attribute():
            return node.attr.value
        case cst.Await():
            return _last_name(node.expression)
        case cst.Call():
            return _last_name(node.func)
        case cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Index(value=cst.SimpleString() as key))]):
            return key.raw_value
        case _:
            return ""


def find_project_wrappers(found: Sequence[Wrapper], files: ProjectFiles, trusted: Iterable[str]) -> Wrappers:
    """What is known of the wrappers of a project.

    Args:
        found: every function that passes its query on.
        files: every file of the project.
        trusted: methods that the configuration names: what else they do is known.
    """
    trusted = frozenset(trusted)
    named: dict[str, list[Wrapper]] = {}
    for item in found:
        known = replace(item, doubt="") if item.name in trusted else item
        named.setdefault(item.name, []).append(known)
    functions = tuple(item for item in found if not item.owner)
    owners = frozenset(item.owner for item in found if item.owner)
    if all(item.is_asyncpgs for items in named.values() for item in items):
        return Wrappers({}, {}, {}, {}, functions, owners)
    texts = {path: files.text(path) for path in files.paths}
    ancestors = ancestors_of_classes([text for text in texts.values() if "class " in text])
    classes = owners | {name for name, above in ancestors.items() if owners & above}
    raw = {path: {match[1] for match in _RAW.finditer(text)} for path, text in texts.items()}
    pools = {name: frozenset(path for path, held in raw.items() if name in held) for name in set().union(*raw.values())}
    methods = {name: tuple(items) for name, items in named.items()}
    return Wrappers(methods, _holders(classes, ancestors, texts), ancestors, pools, functions, owners)


def packed_methods(found: Iterable[Wrapper]) -> dict[str, str]:
    """Methods that take their arguments as one sequence, whichever class they are of, with the name of the sequence."""
    names: dict[str, set[str]] = {}
    for item in found:
        names.setdefault(item.name, set()).add(item.packed)
    return {name: packed.pop() for name, packed in names.items() if len(packed) == 1 and "" not in packed}


def _holders(
    classes: Iterable[str], ancestors: Mapping[str, frozenset[str]], texts: Mapping[PurePosixPath, str]
) -> dict[str, dict[PurePosixPath, frozenset[str]]]:
    """``self.db = Database(…)``, ``db: Database``, ``Database() as db``, ``def get_db() -> Database``."""
    named = "|".join(map(re.escape, sorted(classes)))
    held: dict[str, dict[PurePosixPath, frozenset[str]]] = {}
    if not named:
        return held
    pattern = re.compile(
        rf"(?P<set>\w+)(?:[\"']\s*\])?\s*(?::[^=\n]*)?=\s*(?:await\s+)?(?:\w+\.)*(?P<made>{named})\s*(?:\.\w+\s*)?\("
        rf"|(?P<told>\w+)\s*:\s*[^=\n,)]*?\b(?P<said>{named})\b"
        rf"|\bdef\s+(?P<gives>\w+)\s*\([^)]*\)\s*->[^:\n]*?\b(?P<given>{named})\b"
        rf"|\b(?P<entered>{named})\s*\([^\n]*\)\s+as\s+(?P<bound>\w+)"
    )
    for path, text in texts.items():
        for match in pattern.finditer(text):
            name = match["set"] or match["told"] or match["gives"] or match["bound"]
            class_ = match["made"] or match["said"] or match["given"] or match["entered"]
            places = held.setdefault(name, {})
            places[path] = places.get(path, frozenset()) | {class_} | ancestors.get(class_, frozenset())
    return held
