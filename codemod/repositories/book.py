"""RepositoryBook: which method of which repository each statement of a run becomes, and the files that hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import PurePosixPath

from codemod.config import ConfigError
from codemod.converting.conversion import Conversion
from codemod.lowering.lowered import ImportName
from codemod.mapping.models import Finding
from codemod.mapping.modules import Module
from codemod.outcome import Refusal, RepositoryCall
from codemod.project_context import ProjectContext
from codemod.report import FileResult
from codemod.repositories.call_plan import plan_call
from codemod.repositories.classes import ProjectClasses
from codemod.repositories.distinctions import Taken, other_names
from codemod.repositories.drafts import Given, MethodDraft, draft_method
from codemod.repositories.existing import find_repositories
from codemod.repositories.factories import Factory, factory_of
from codemod.repositories.files import extended, is_as_written, new_file
from codemod.repositories.given_names import unknown_names
from codemod.repositories.habits import Habits, learn_habits
from codemod.repositories.known_methods import KnownMethod
from codemod.repositories.method_text import NewMethod
from codemod.repositories.names import method_name
from codemod.repositories.near_misses import NearMisses
from codemod.repositories.recognition import matched
from codemod.repositories.shelf import Shelf, new_shelf, shelf_of
from codemod.rewriting.layout import Layout
from codemod.rewriting.plan import plan_site
from codemod.rewriting.positions import position_of
from codemod.rewriting.private_functions.private_names import PrivateNames
from codemod.rewriting.site_plan import Naming, SitePlan
from codemod.rewriting.timeouts import timeout_of


@dataclass(frozen=True, slots=True, eq=False)
class MethodUse:
    """The call that takes the place of a site: ``await <repository>.<name>(…)``.

    Attributes:
        arguments: the parameters of the method, and what each is given.
        in_session: the method is given the session of the site.
        holds_session: its repository is made with the session of the site.
        commits: it commits in that session itself.
    """

    repository: ImportName
    name: str
    arguments: tuple[tuple[str, Given], ...]
    factory: Factory
    draft: MethodDraft | None = None
    in_session: bool = False
    holds_session: bool = False
    commits: bool = False


@dataclass(slots=True, eq=False)
class RepositoryBook:
    """The repositories of a run; asked site by site, in the order of the files."""

    context: ProjectContext
    habits: Habits = field(init=False)
    classes: ProjectClasses = field(init=False)
    calls: dict[PurePosixPath, tuple[RepositoryCall, ...]] = field(default_factory=dict)
    _shelves: dict[tuple[str, str], Shelf] = field(default_factory=dict)
    _missed: NearMisses = field(default_factory=NearMisses)
    _fingerprints: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.classes = ProjectClasses(self.context)
        repositories = find_repositories(self.context, self.classes)
        self.habits = learn_habits(repositories)
        for found in repositories:
            key = (found.table.module, found.table.class_name)
            if key not in self._shelves:
                self._shelves[key] = shelf_of(found, self.context)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Methods that call sites of the run miss by a little, and names that were given to nothing."""
        methods = set[str]().union(*(shelf.taken for shelf in self._shelves.values()))
        missed = self._missed.of_files(self.calls.keys())
        return (*missed, *unknown_names(self.context.config, self._fingerprints, methods))

    def begin(self) -> None:
        """Forget who calls what; names stay with their statements.

        Files that were looked at before those of the run are part of neither its repositories nor its findings.
        """
        self.calls.clear()

    def method_for(self, conversion: Conversion, *, in_session: bool) -> MethodUse:
        """The method that runs the statement of a site: one of the project, else one to be written.

        Args:
            conversion: the site.
            in_session: the method is given the session of the site.

        Raises:
            Refusal: ``style.repository``.
        """
        holds_session = self._holds_session(conversion)
        factory = Factory("", awaited=False) if holds_session else factory_of(conversion)
        if not factory.expression and not holds_session:
            factory = self._factory_of_shelf(conversion)
        draft = draft_method(conversion, awaits_factory=factory.awaited)
        self._fingerprints.add(draft.fingerprint)
        key = (draft.table.module, draft.table.class_name)
        if key not in self._shelves:
            if self.context.config.style == "auto":
                raise Refusal("style.repository", f"no repository works on {draft.table.class_name}")
            shelves = self._shelves.values()
            self._shelves[key] = new_shelf(
                draft.table, shelves, self.context, awaited=factory.awaited, holds_session=holds_session
            )
        shelf = self._shelves[key]
        if shelf.awaited != factory.awaited:
            raise Refusal("style.repository", f"{shelf.name} opens its sessions in another way than the site")
        repository = ImportName(shelf.module, shelf.name)
        for method, module in shelf.known:
            match = matched(conversion, method, module, self.context, holds_session=holds_session)
            if match is not None and match.problem is None:
                if in_session and method.session is None and not holds_session:
                    self._widen(shelf, method, module, draft, conversion)
                given = tuple(zip(method.parameters, match.given, strict=True))
                return MethodUse(
                    repository,
                    method.name,
                    given,
                    factory,
                    in_session=in_session,
                    holds_session=holds_session,
                    commits=method.commits,
                )
            if match is not None and match.problem is not None:
                code, reason = match.problem
                message = f"{shelf.name}.{method.name}() runs the statement of {conversion.site.place}, {reason}"
                self._missed.note(conversion, module.path, code, method.line, message)
        own = Taken(draft.lowered.expression, draft.reader)
        self._missed.of_one_clause(shelf, [(item, module.path) for item, module in shelf.known], own, conversion)
        wanted = self.context.config.repositories.names.get(draft.fingerprint)
        name, written = shelf.method_for(draft, wanted) or (self._name(draft, conversion, shelf), draft)
        names = (parameter.name for parameter in written.parameters)
        given = tuple(zip(names, written.given_by(draft), strict=True))
        return MethodUse(repository, name, given, factory, written, in_session, holds_session)

    def _holds_session(self, conversion: Conversion) -> bool:
        """Whether the repository of a site is made with its session: as the one there is, else as the project's are."""
        for table in conversion.lowered.tables[:1]:
            shelf = self._shelves.get((table.module, table.class_name))
            return shelf.holds_session if shelf is not None else self.habits.holds_session
        return False

    def _factory_of_shelf(self, conversion: Conversion) -> Factory:
        """How the project's repository opens sessions, which FastAPI gives the handler.

        Raises:
            Refusal: ``style.repository`` where there is no repository yet, so that nothing can give it.
        """
        for table in conversion.lowered.tables[:1]:
            shelf = self._shelves.get((table.module, table.class_name))
            if shelf is not None and shelf.existing is not None:
                return Factory("", shelf.awaited)
        raise Refusal("style.repository", "no function gives FastAPI a repository of the table")

    def _widen(
        self, shelf: Shelf, method: KnownMethod, module: Module, draft: MethodDraft, conversion: Conversion
    ) -> None:
        """Let a method take a session that has none; only one that was written here, and is as it was written.

        Raises:
            Refusal: ``style.repository`` for any other.
        """
        as_is = NewMethod(method.name, draft)
        assert shelf.existing is not None, "known methods are of a repository that is there"
        if not is_as_written(shelf.existing, as_is, self.context, self.habits):
            message = (
                f"{shelf.name}.{method.name}() runs the statement of {conversion.site.place}, but takes no session"
            )
            more = f"{message}: not used where a connection is shared"
            self._missed.note(conversion, module.path, "repository.session", method.line, more)
            raise Refusal("style.repository", message)
        shelf.widened[method.name] = draft

    def _name(self, draft: MethodDraft, conversion: Conversion, shelf: Shelf) -> str:
        wanted = self.context.config.repositories.names.get(draft.fingerprint)
        if wanted is None:
            wish = self.habits.named(method_name(conversion, draft.table.primary_key))
            name = _free(wish, conversion, draft, shelf)
            if name != wish:
                own = Taken(draft.lowered.expression, draft.reader)
                self._missed.of_another_statement(shelf, wish, name, own, conversion)
            return name
        if wanted in shelf.taken:
            key = f"[tool.alchemod.repositories.names] {draft.fingerprint}"
            raise ConfigError(f"{key}: {shelf.name} has another {wanted}() already; give that one a name, too")
        return wanted

    def confirm(self, use: MethodUse) -> None:
        """The call is planned: its method will be written, and its name is taken."""
        if use.draft is not None:
            shelf = self._shelves[use.draft.table.module, use.draft.table.class_name]
            shelf.drafts[use.draft.key] = (use.name, use.draft)
            shelf.taken.add(use.name)

    def plan(self, conversion: Conversion, layout: Layout, naming: Naming, names: PrivateNames) -> SitePlan:
        """The edits of one site: a repository call, or a statement where no method can take it over.

        That is so for text and for what has a time limit; under ``auto``, and where the session is shared, also for
        what no repository can be found for.

        Raises:
            Refusal: neither can be written.
        """
        own = conversion.lowered.fallback or conversion.selectors or conversion.query.arguments is not None
        of_no_repository = own or timeout_of(conversion.site) is not None
        if of_no_repository or conversion.site.runs.streams:
            return plan_site(conversion, layout, naming, names)
        if position_of(conversion.site).kind == "called" and self._holds_session(conversion):
            return plan_site(conversion, layout, naming, names)
        try:
            return plan_call(conversion, layout, naming, self)
        except Refusal as refusal:
            is_missing = self.context.config.style == "auto" and refusal.code == "style.repository"
            if conversion.shared is None and not is_missing:
                raise
            return plan_site(conversion, layout, naming, names)

    def results(self, changed: Mapping[PurePosixPath, str]) -> Iterator[FileResult]:
        """New and changed repository files, in the order of their paths.

        Args:
            changed: new texts of files whose own call sites were rewritten; ``calls`` has what they call now.
        """
        for shelf in sorted(self._shelves.values(), key=lambda shelf: shelf.path):
            methods = list(self._methods(shelf))
            if not methods:
                continue
            if shelf.existing is not None:
                yield extended(shelf.existing, methods, self.context, self.habits, changed.get(shelf.path))
            else:
                example = self.habits.example
                alike = example is None or (example.awaited, example.holds_session) == (
                    shelf.awaited,
                    shelf.holds_session,
                )
                habits = self.habits if alike else self.habits.without_example()
                yield from new_file(
                    shelf.path,
                    shelf.name,
                    shelf.table,
                    methods,
                    self.context,
                    habits,
                    awaited=shelf.awaited,
                    holds_session=shelf.holds_session,
                )

    def _methods(self, shelf: Shelf) -> Iterator[NewMethod]:
        """The methods that call sites call after all, those that take a session where one of them gives it."""
        called = [call for calls in self.calls.values() for call in calls if call.repository == shelf.name]
        in_session = {call.name for call in called if call.in_session and not shelf.holds_session}
        yield from (
            NewMethod(name, draft, takes_session=True) for name, draft in shelf.widened.items() if name in in_session
        )
        names = {call.name for call in called}
        for name, draft in shelf.drafts.values():
            if name in names:
                yield NewMethod(name, draft, name in in_session, shelf.holds_session)


def _free(wish: str, conversion: Conversion, draft: MethodDraft, shelf: Shelf) -> str:
    """The name, or the next best that is left."""
    own = Taken(draft.lowered.expression, draft.reader)
    others = other_names(wish, conversion, own, shelf.holder_of(wish))
    return next(name for name in chain([wish], others) if name not in shelf.taken)
