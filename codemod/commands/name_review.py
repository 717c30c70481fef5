"""``--names ask``: the names of new repository methods, shown one by one before anything is written."""

from __future__ import annotations

import keyword
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from codemod.config import Config, ConfigError, RepositorySettings
from codemod.report import Report, RunError, SiteReport
from codemod.reporting.terminal import complain


@dataclass(frozen=True, slots=True)
class NewMethod:
    """A method that the run would write, with the sites that are to call it."""

    repository: str
    name: str
    fingerprint: str
    sites: tuple[SiteReport, ...]


def with_reviewed_names(config: Config, files: Sequence[PurePosixPath]) -> Config:
    """The configuration with the names that a person gave; the table to keep them in goes to stderr.

    Raises:
        ConfigError: nobody can be asked, or the style has no methods.
        RunError: the person stopped answering.
    """
    if config.style == "statement":
        raise ConfigError("option --names ask needs --style repository or auto")
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        table = "[tool.alchemod.repositories.names]"
        raise ConfigError(f"option --names ask needs a terminal; elsewhere, give the names in {table}")
    from codemod.pipeline import run_project

    names = dict(config.repositories.names)
    names |= dict(_answers(new_methods(run_project(replace(config, names="derive"), files))))
    complain("\n".join(["[tool.alchemod.repositories.names]", *(f'"{key}" = "{name}"' for key, name in names.items())]))
    return replace(config, names="derive", repositories=RepositorySettings(names=names))


def new_methods(report: Report) -> list[NewMethod]:
    """The methods that a run would write, in the order of the sites that call them."""
    found: dict[tuple[str, str], list[SiteReport]] = {}
    for site in report.sites:
        if site.fingerprint is not None and site.calls is not None:
            found.setdefault((site.fingerprint, site.calls), []).append(site)
    methods = []
    for (fingerprint, calls), sites in found.items():
        repository, _, name = calls.partition(".")
        methods.append(NewMethod(repository, name, fingerprint, tuple(sites)))
    return methods


def _answers(methods: Sequence[NewMethod]) -> Iterator[tuple[str, str]]:
    taken: dict[str, set[str]] = {}
    for number, method in enumerate(methods, start=1):
        first, *others = method.sites
        more = f" and {len(others)} more" if others else ""
        complain(
            f"\n[{number}/{len(methods)}] {method.repository}, {first.file}:{first.line} in {first.function}{more}"
        )
        complain(textwrap.indent(textwrap.dedent(first.sql or "").strip(), "    "))
        given = taken.setdefault(method.repository, set())
        name = _asked(method.name, given)
        given.add(name)
        yield method.fingerprint, name


def _asked(proposed: str, given: set[str]) -> str:
    while True:
        sys.stderr.write(f"name [{proposed}]: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise RunError("no more answers; nothing was written")
        name = line.strip() or proposed
        if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("__"):
            complain(f"{name!r} is not the name of a method")
        elif name in given:
            complain(f"{name} is the name of another method already")
        else:
            return name
