"""The edits that put the call of a repository method where a call site stands, and give its class the repository."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from codemod.converting.conversion import Conversion
from codemod.discovery.call_sites import CallSite
from codemod.outcome import Refusal, RepositoryCall
from codemod.repositories.drafts import Given
from codemod.repositories.handler_parameters import given_by_handler, lone_connection
from codemod.repositories.injection import held_repository
from codemod.repositories.local_repositories import local_repository
from codemod.repositories.loose_blocks import is_loose, without_block
from codemod.repositories.wanted import Held, Wanted
from codemod.rewriting.call_text import call_in_place
from codemod.rewriting.layout import Layout
from codemod.rewriting.leftovers import comments_of_query
from codemod.rewriting.method_runs import MethodRun
from codemod.rewriting.plan import plan_method
from codemod.rewriting.positions import position_of
from codemod.rewriting.site_plan import Naming, SitePlan
from codemod.rewriting.site_writer import SiteWriter
from codemod.rewriting.tool_comments import silenced_by_the_line
from codemod.source import Edit
from codemod.syntax.lines import indent_at, line_after
from codemod.syntax.tree import dotted
from codemod.syntax.variables import is_shadowed

if TYPE_CHECKING:
    from codemod.repositories.book import MethodUse, RepositoryBook


def plan_call(conversion: Conversion, layout: Layout, naming: Naming, book: RepositoryBook) -> SitePlan:
    """Plan the edits of one site in repository style.

    Raises:
        Refusal: ``style.repository``, ``names.shadowed`` or ``imports.circle``.
    """
    site = conversion.site
    loose = is_loose(conversion)
    is_lone = lone_connection(conversion) is not None
    use = book.method_for(conversion, in_session=conversion.shared is not None and not loose and not is_lone)
    repository = naming(use.repository)
    expression = use.factory.expression
    for item in use.factory.imports:
        expression = re.sub(rf"\b{re.escape(item.name)}\b", naming(item), expression)
    wanted = Wanted(use.repository, repository, expression)
    if use.holds_session:
        held = _given_on_session(conversion, wanted, layout, naming, book) if is_lone else None
        if held is None:
            return _plan_on_session(conversion, layout, naming, book, use)
    else:
        held = held_repository(conversion, wanted, book.classes, layout, naming)
        if held is not None and held.edits and conversion.opening.late:
            held = None  # the __init__ that would make it runs before the session maker is there
        held = held or local_repository(conversion, wanted, book.classes, layout)
    replaced = held.replaces if held is not None else None
    if is_lone and replaced is None and not use.holds_session:
        use = book.method_for(conversion, in_session=True)
    edits: list[Edit] = []
    if held is None:
        if not expression:
            raise Refusal("style.repository", f"nothing gives {site.function}() a {repository}")
        if is_shadowed(site.scope, repository):
            raise Refusal("names.shadowed", f"{repository} is a variable of {site.function}()")
        owner = f"{repository}({expression})"
    else:
        owner = held.expression
        edits += held.edits
    is_made = held is None or bool(held.edits)
    needed = held.imports if held is not None else None
    imports = ({use.repository, *use.factory.imports} if needed is None else needed) if is_made else frozenset()
    if loose:
        layout = replace(layout, line_length=layout.line_length + len(layout.unit))
    writer = SiteWriter(conversion, layout, silenced=silenced_by_the_line(site))
    arguments = list(_arguments(use, writer, site))
    if use.in_session:
        arguments.append(f"session={conversion.opening.variable}")
        edits += _commit(conversion, layout)
    edits += call_in_place(writer, f"{owner}.{use.name}({', '.join(arguments)})", comments_of_query(conversion))
    claims: tuple[tuple[int, int], ...] = ()
    if loose:
        edits = without_block(conversion, edits)
        claims = tuple((edit.start, edit.end) for edit in edits[-1:])
    book.confirm(use)
    fingerprint = use.draft.fingerprint if use.draft is not None else None
    calls = RepositoryCall(use.repository.name, use.name, fingerprint, use.in_session)
    gone = tuple(filter(None, (replaced.annotation, replaced.default))) if replaced is not None else ()
    frees = loose or replaced is not None
    return SitePlan(tuple(edits), frozenset(imports), site.call, claims, gone, calls={site: calls}, frees=frees)


def _given_on_session(
    conversion: Conversion, wanted: Wanted, layout: Layout, naming: Naming, book: RepositoryBook
) -> Held | None:
    """The repository that FastAPI makes with the session of a handler, for its one read: there is nothing to commit."""
    session = conversion.opening.injected
    if session is None or conversion.commits or conversion.lowered.writes:
        return None
    given = given_by_handler(conversion, replace(wanted, session=session), book.classes, layout, naming)
    return given if given is not None and given.replaces is not None else None


def _plan_on_session(
    conversion: Conversion, layout: Layout, naming: Naming, book: RepositoryBook, use: MethodUse
) -> SitePlan:
    """The call of a method whose repository is made with the session that the statement would run in."""

    def called(writer: SiteWriter) -> str:
        arguments = ", ".join(_arguments(use, writer, conversion.site))
        return f"{naming(use.repository)}({conversion.opening.variable}).{use.name}({arguments})"

    plan = plan_method(conversion, layout, naming, MethodRun(called, use.repository, use.commits))
    book.confirm(use)
    fingerprint = use.draft.fingerprint if use.draft is not None else None
    call = RepositoryCall(use.repository.name, use.name, fingerprint, use.in_session)
    return replace(plan, calls={conversion.site: call})


def _arguments(use: MethodUse, writer: SiteWriter, site: CallSite) -> Iterator[str]:
    """The arguments of the call, evaluated in the order of the site; values of the statement say what they are for."""
    numbers = [given for _, given in use.arguments if isinstance(given, int)]
    in_order = numbers == sorted(numbers) or all(map(_is_still, site.arguments))
    if not in_order:
        for name, given in sorted(
            use.arguments, key=lambda item: item[1] if isinstance(item[1], int) else len(numbers)
        ):
            yield f"{name}={_argument(given, writer, site)}"
        return
    says_name = False
    for name, given in use.arguments:
        says_name = says_name or not isinstance(given, int)
        yield f"{name}={_argument(given, writer, site)}" if says_name else _argument(given, writer, site)


def _argument(given: Given, writer: SiteWriter, site: CallSite) -> str:
    if isinstance(given, int):
        return writer.user(site.arguments[given - 1], operand=False)
    return ast.unparse(given)


def _commit(conversion: Conversion, layout: Layout) -> list[Edit]:
    """The commit behind a call on a session, where asyncpg's own was.

    Raises:
        Refusal: ``style.repository`` where no statement can follow the call at once.
    """
    if not conversion.commits:
        return []
    position = position_of(conversion.site)
    is_plain = position.kind == "discarded" or (
        position.kind == "assigned" and all(isinstance(target, cst.Name) for target in position.targets)
    )
    if not is_plain:
        raise Refusal("style.repository", "the session has to commit in the middle of the statement")
    module = conversion.site.module
    start, end = module.span(position.statement)
    text, indent = module.source.text, indent_at(module, start)
    place = line_after(text, end)
    before = "" if text[:place].endswith("\n") else layout.newline
    code = layout.render(f"await {conversion.opening.variable}.commit()\n", {}, indent)
    return [Edit(place, place, f"{before}{indent}{code}{layout.newline}")]


def _is_still(node: cst.BaseExpression) -> bool:
    """An expression that gives the same whenever it is evaluated."""
    return dotted(node) is not None or isinstance(node, cst.SimpleString | cst.Integer | cst.Float)
