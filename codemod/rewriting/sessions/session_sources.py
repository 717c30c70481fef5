"""Where a session comes from: configured, a method of the receiver's owner, or a sessionmaker of the project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.connections.connection_holders import CONNECT
from codemod.lowering.lowered import ImportName
from codemod.outcome import Refusal
from codemod.rewriting.sessions.injected_sessions import InjectedSession
from codemod.rewriting.sessions.session_evidence import (
    OwnerMethod,
    SessionMaker,
)
from codemod.rewriting.sessions.session_owners import is_owner
from codemod.source import is_test
from codemod.syntax.scopes import module_scope
from codemod.syntax.tree import dotted, name_loads, walk
from codemod.syntax.variables import variables


@dataclass(frozen=True, slots=True)
class SessionOpening:
    """How one site opens its session: the header of the block and the imports it needs.

    Attributes:
        expires: objects read in the block can't be used after it: it commits, and they expire.
        begins: the session is in a transaction already, which ends with the block.
        is_session: what is entered is the session itself, which can be closed by hand as well.
        injected: FastAPI gives the session to a parameter; there is no header.
        late: what opens it may not be there yet when the object of the site is made.
    """

    header: str
    variable: str = "session"
    imports: tuple[ImportName, ...] = ()
    expires: bool = False
    begins: bool = False
    is_session: bool = False
    injected: InjectedSession | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class SessionSources:
    """Every way of opening a session that the project has; picklable.

    Attributes:
        configured: receiver patterns and their templates; they come before anything found.
        dependencies: functions from which FastAPI takes the session of a parameter.
        aliases: annotations that stand for such a parameter, with the name of the function.
        keeps_objects: no session of the project expires its objects (``expire_on_commit=False``).
        isolation: the file that gives an engine an isolation level of its own.
        listener: what may change what sessions execute, and where.
        databases: places of pools that are of different databases, where a file makes several.
    """

    configured: tuple[tuple[str, str], ...] = ()
    methods: tuple[OwnerMethod, ...] = ()
    makers: tuple[SessionMaker, ...] = ()
    functions: tuple[SessionMaker, ...] = ()
    dependencies: tuple[SessionMaker, ...] = ()
    aliases: tuple[tuple[str, SessionMaker], ...] = ()
    keeps_objects: bool = False
    isolation: str | None = None
    listener: str | None = None
    databases: tuple[str, ...] = ()

    def opening_for(self, site: CallSite) -> SessionOpening:
        """The way this site opens a session.

        Raises:
            Refusal: ``session.none`` when there is no way, or no telling which; ``session.listener``.
        """
        self._check_listener()
        try:
            return self._opening_for(site)
        except Refusal:
            held = _held_by(site)
            if held is None:
                raise
            return self._opening_for(replace(site, receiver_text=held))

    def _opening_for(self, site: CallSite) -> SessionOpening:
        variable = next(name for name in free_names() if _is_free(name, site))
        for pattern, template in self.configured:
            header = _from_template(pattern, template, site.receiver_text)
            if header is not None:
                return self._of_configuration(_configured(header, variable), site)
        if is_test(site.module.source.path):
            message = f"{site.receiver_text} in {site.module.source.path} is a test's, and may be of another database"
            raise Refusal("session.test", message)
        if site.receiver_text == CONNECT:
            message = f"{CONNECT}() may be to another database than the one of the project's sessions"
            raise Refusal("session.none", message, f'say which session it is: "{CONNECT}" in [tool.alchemod.sessions]')
        own = self._of_owner(site, variable) if site.wrapper is None else None
        return own or self._of_module(site, variable)

    def dependency(self) -> tuple[SessionMaker, SessionMaker | None]:
        """The function from which FastAPI takes a session, and the annotation that stands for it where there is one.

        Raises:
            Refusal: ``session.none`` when there is none, or no telling which; ``session.listener``.
        """
        self._check_listener()
        if len(self.dependencies) != 1:
            names = ", ".join(f"{item.module}.{item.name}" for item in self.dependencies)
            message = f"several dependencies give a session: {names}" if names else "no dependency gives a session"
            hint = "write one function that yields a session of the session maker, for Depends()"
            raise Refusal("session.none", message, hint)
        found = self.dependencies[0]
        self._check_databases("the connection", found)
        return found, next((alias for name, alias in self.aliases if name == found.name), None)

    def _check_listener(self) -> None:
        if self.listener is not None:
            message = f"{self.listener} may change what sessions execute"
            raise Refusal("session.listener", message)

    def _check_databases(self, receiver: str, maker: SessionMaker) -> None:
        if self.databases:
            pools = " and ".join(self.databases)
            message = f"{receiver} may be of another database than {maker.module}.{maker.name}: see {pools}"
            raise Refusal("session.none", message, "say whose sessions they are in [tool.alchemod.sessions]")

    def _of_owner(self, site: CallSite, variable: str) -> SessionOpening | None:
        owner, _, attribute = site.receiver_text.rpartition(".")
        fitting = [item for item in self.methods if attribute in item.attributes and is_owner(site, owner, item)]
        headers = {method.header(owner) for method in fitting}
        if len(headers) > 1:
            raise Refusal(
                "session.none", f"several methods or attributes of {owner} give a session: {', '.join(sorted(headers))}"
            )
        if not headers:
            return None
        expires = not self.keeps_objects and any(method.commits for method in fitting)
        begins = any(method.begins for method in fitting)
        is_session = all(method.is_session for method in fitting)
        header = f"{headers.pop()} as {variable}"
        late = any(method.late for method in fitting)
        return SessionOpening(header, variable, expires=expires, begins=begins, is_session=is_session, late=late)

    def _of_module(self, site: CallSite, variable: str) -> SessionOpening:
        """The one session maker of the project, or the one function where there is no maker."""
        found = self.makers or self.functions
        if not found:
            raise Refusal("session.none", f"no session source was found for {site.receiver_text}")
        if len(found) > 1:
            names = ", ".join(f"{maker.module}.{maker.name}" for maker in found)
            raise Refusal("session.none", f"several session makers could serve {site.receiver_text}: {names}")
        maker = found[0]
        self._check_databases(site.receiver_text, maker)
        imports = (ImportName(maker.module, maker.name),)
        expires = maker.commits and not self.keeps_objects
        header = f"{maker.header} as {variable}"
        return SessionOpening(header, variable, imports, expires, maker.begins, maker.is_session)

    def _of_configuration(self, opening: SessionOpening, site: CallSite) -> SessionOpening:
        """A configured opening with the import of the session maker it names.

        Raises:
            Refusal: ``session.none`` when it names something the module doesn't know.
        """
        name, last = _opened_names(opening.header)
        committing = {item.method for item in self.methods if item.commits}
        committing |= {item.name for item in self.functions if item.commits} | {"begin"}
        beginning = {item.method for item in self.methods if item.begins}
        beginning |= {item.name for item in self.functions if item.begins} | {"begin"}
        expires = last in committing and not self.keeps_objects
        given = {item.method for item in self.methods if item.is_session}
        given |= {item.name for item in (*self.makers, *self.functions) if item.is_session}
        opening = replace(opening, expires=expires, begins=last in beginning, is_session=last in given)
        tree = site.module.tree
        if site.scope.is_local(name) or module_scope(tree).is_local(name):
            return opening
        makers = [maker for maker in (*self.makers, *self.functions) if maker.name == name]
        if len(makers) == 1:
            return replace(opening, imports=(ImportName(makers[0].module, name),))
        raise Refusal("session.none", f"the configured session opens with {name}, which the file does not know")


def _held_by(site: CallSite) -> str | None:
    """What a variable stands for that a function binds once: ``self.bot.db`` of ``pool = self.bot.db``."""
    if not isinstance(site.receiver, cst.Name):
        return None
    bindings = site.scope.flow(site.receiver.value).bindings
    value = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
    return dotted(value) if isinstance(value, cst.Attribute) else None


def free_names() -> Iterator[str]:
    """Names of a session, the best one first."""
    yield from ("session", "db_session")
    yield from (f"session_{number}" for number in range(2, 1000))


def _is_free(name: str, site: CallSite) -> bool:
    """Whether a block may bind the name: nobody uses it, or only session blocks the site stands outside of.

    A block around the site whose ``session`` is somebody else's would find ours in its place.
    """
    function = site.scope.node
    if name not in set(variables(function)):
        return True
    inside = 0
    for node in walk(function):
        if isinstance(node, cst.With) and _binds(node, name):
            if any(item is site.call for item in walk(node)):
                return False
            inside += sum(1 for _ in name_loads(node, name))
        elif isinstance(node, cst.FunctionDef | cst.Lambda) and node is not function and name in set(variables(node)):
            return False
    return inside == sum(1 for _ in name_loads(function, name))


def _binds(node: cst.With, name: str) -> bool:
    return any(
        entry.asname is not None and isinstance(entry.asname.name, cst.Name) and entry.asname.name.value == name
        for entry in node.items
    )


def _opened_names(header: str) -> tuple[str, str]:
    """First and last name of what a header opens: ``bot`` and ``session`` of ``async with bot.session() as s``."""
    found = re.match(r"async with\s+(?:await\s+)?([\w.]+)", header)
    names = found[1].split(".") if found is not None else [""]
    return names[0], names[-1]


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
