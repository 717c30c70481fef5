"""Where a session comes from: configured, a method of the receiver's owner, or a sessionmaker of the project."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from codemod.config import Config
from codemod.discovery.call_sites import CallSite
from codemod.discovery.scopes import FunctionScope
from codemod.lowering.lowered import ImportName
from codemod.mapping.import_paths import dotted_name, imported_names, preferred_module
from codemod.mapping.modules import Module, read_module
from codemod.outcome import Refusal
from codemod.source import SourceError, read_source

_MAKERS = ("async_sessionmaker", "sessionmaker")
_FACTORY_ATTRIBUTES = re.compile(r"session_?(maker|factory)$|^async_session$", re.I)


@dataclass(frozen=True, slots=True)
class SessionOpening:
    """How one site opens its session: the header of the block and the imports it needs."""

    header: str
    variable: str = "session"
    imports: tuple[ImportName, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnerMethod:
    """A method that gives a session, and the attributes its class keeps."""

    class_name: str
    method: str
    awaited: bool
    attributes: frozenset[str]

    def header(self, owner: str) -> str:
        """``async with await self.bot.get_db_session()``."""
        return f"async with {'await ' if self.awaited else ''}{owner}.{self.method}()"


@dataclass(frozen=True, slots=True)
class SessionMaker:
    """A module-level ``async_sessionmaker`` or context manager function."""

    module: str
    name: str


@dataclass(frozen=True, slots=True)
class SessionSources:
    """Every way of opening a session that the project has; picklable."""

    configured: tuple[tuple[str, str], ...] = ()
    methods: tuple[OwnerMethod, ...] = ()
    makers: tuple[SessionMaker, ...] = ()

    def opening_for(self, site: CallSite) -> SessionOpening:
        """The way this site opens a session.

        Raises:
            Refusal: ``session.none`` when there is no way, or no telling which.
        """
        variable = next(name for name in ("session", "db_session", "session_") if name not in _foreign_names(site))
        for pattern, template in self.configured:
            header = _from_template(pattern, template, site.receiver_text)
            if header is not None:
                return self._with_import(_configured(header, variable), site)
        owner, _, attribute = site.receiver_text.rpartition(".")
        headers = {method.header(owner) for method in self.methods if owner and attribute in method.attributes}
        if len(headers) == 1:
            return SessionOpening(f"{headers.pop()} as {variable}", variable)
        if len(headers) > 1:
            raise Refusal("session.none", f"several methods of {owner} give a session: {', '.join(sorted(headers))}")
        if len(self.makers) == 1:
            maker = self.makers[0]
            header = f"async with {maker.name}() as {variable}"
            return SessionOpening(header, variable, (ImportName(maker.module, maker.name),))
        if self.makers:
            names = ", ".join(f"{maker.module}.{maker.name}" for maker in self.makers)
            raise Refusal("session.none", f"several session makers could serve {site.receiver_text}: {names}")
        raise Refusal("session.none", f"no session source was found for {site.receiver_text}")

    def _with_import(self, opening: SessionOpening, site: CallSite) -> SessionOpening:
        """A configured opening with the import of the session maker it names.

        Raises:
            Refusal: ``session.none`` when it names something the module doesn't know.
        """
        name = _opened_name(opening.header)
        tree = site.module.tree
        if site.scope.is_local(name) or FunctionScope(tree, "<module>").is_local(name):
            return opening
        makers = [maker for maker in self.makers if maker.name == name]
        if len(makers) == 1:
            return replace(opening, imports=(ImportName(makers[0].module, name),))
        raise Refusal("session.none", f"the configured session opens with {name}, which the file does not know")


def _opened_name(header: str) -> str:
    """The first name of what a header opens: ``maker`` of ``async with maker() as session``."""
    found = re.match(r"async with\s+(?:await\s+)?(\w+)", header)
    return found[1] if found is not None else ""


def _foreign_names(site: CallSite) -> frozenset[str]:
    """Names the user's code uses for something else than a session block."""
    flow_names = {name for name in ("session", "db_session") if name in site.scope.names}
    sessions = {
        name for name in flow_names if all(binding.kind == "with" for binding in site.scope.flow(name).bindings)
        and site.scope.flow(name).bindings
    }  # fmt: skip
    return frozenset(flow_names - sessions)


def _from_template(pattern: str, template: str, receiver: str) -> str | None:
    """The template filled for a receiver: ``{bot}`` is the receiver up to its part called ``bot``."""
    groups = re.escape(pattern).replace(r"\*", ".*")
    groups = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", groups)
    match = re.fullmatch(groups, receiver)
    if match is None and not fnmatchcase(receiver, pattern):
        return None
    values = match.groupdict() if match is not None else {}
    parts = receiver.split(".")
    for index, part in enumerate(parts):
        values.setdefault(part, ".".join(parts[: index + 1]))
    try:
        return template.format_map(values)
    except (KeyError, IndexError, ValueError) as error:
        raise Refusal("session.none", f"the session template {template!r} can't be filled for {receiver}") from error


def _configured(header: str, fallback: str) -> SessionOpening:
    text = header if header.startswith("async with ") else f"async with {header}"
    found = re.search(r"\bas\s+(\w+)\s*:?\s*$", text)
    if found is None:
        return SessionOpening(f"{text.rstrip(':')} as {fallback}", fallback)
    return SessionOpening(text.rstrip(": "), found[1])


def find_session_sources(root: Path, files: Sequence[PurePosixPath], config: Config) -> SessionSources:
    """Look for session makers and session methods in the project's source.

    Args:
        root: project root.
        files: every Python file of the project.
        config: ``sessions`` comes before anything found.
    """
    methods: list[OwnerMethod] = []
    makers: list[SessionMaker] = []
    texts, modules = [], []
    for path in files:
        try:
            source = read_source(root, path)
        except SourceError:
            continue
        texts.append(source.text)
        if "session" in source.text.lower() and not _is_test(path):
            modules.append(source)
    names, packages = imported_names(texts)
    for source in modules:
        try:
            module = read_module(source, dotted_name(source.path, packages))
        except SourceError:
            continue
        methods += _methods(module)
        makers += [
            SessionMaker(preferred_module(maker.name, maker.module, names), maker.name) for maker in _makers(module)
        ]
    return SessionSources(tuple(config.sessions.items()), tuple(methods), tuple(dict.fromkeys(makers)))


def _is_test(path: PurePosixPath) -> bool:
    return "tests" in path.parts or "test" in path.parts or path.name.startswith(("test_", "conftest"))


def _makers(module: Module) -> Iterator[SessionMaker]:
    for name, value in module.assignments.items():
        if isinstance(value, ast.Call):
            function = ast.unparse(value.func).split("[")[0].rpartition(".")[2]
            is_async = function == "async_sessionmaker" or (
                function == "sessionmaker" and "AsyncSession" in ast.unparse(value)
            )
            if function in _MAKERS and is_async:
                yield SessionMaker(module.dotted, name)


def _methods(module: Module) -> Iterator[OwnerMethod]:
    for class_ in module.classes.values():
        attributes = frozenset(_kept_attributes(class_))
        for node in class_.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not _required_parameters(node):
                awaited = _gives_session(node)
                if awaited is not None:
                    yield OwnerMethod(class_.name, node.name, awaited, attributes)


def _required_parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    arguments = node.args
    plain = len(arguments.posonlyargs) + len(arguments.args) - len(arguments.defaults)
    return plain > 1 or any(default is None for default in arguments.kw_defaults)


def _gives_session(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool | None:
    """Whether the call has to be awaited to get a session to enter; None when it gives none."""
    decorators = " ".join(ast.unparse(item) for item in node.decorator_list)
    returns = ast.unparse(node.returns) if node.returns is not None else ""
    if "asynccontextmanager" in decorators:
        return False if "Session" in returns or "session" in node.name else None
    if decorators or any(isinstance(item, ast.Yield | ast.YieldFrom) for item in ast.walk(node)):
        return None
    plain = returns.strip("'\"").rpartition(".")[2] == "AsyncSession"
    if not plain and not _returns_made_session(node):
        return None
    return isinstance(node, ast.AsyncFunctionDef)


def _returns_made_session(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    last = node.body[-1]
    if not isinstance(last, ast.Return) or not isinstance(last.value, ast.Call) or last.value.args:
        return False
    return _FACTORY_ATTRIBUTES.search(ast.unparse(last.value.func).rpartition(".")[2]) is not None


def _kept_attributes(class_: ast.ClassDef) -> Iterator[str]:
    for node in ast.walk(class_):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            if isinstance(node.value, ast.Name) and node.value.id == "self":
                yield node.attr
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
