"""Stands in for codemod.pipeline: a line with RAW is a convertible call site, one with HARD a refused one."""

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from codemod.config import Config
from codemod.files.project import all_files
from codemod.outcome import Refusal
from codemod.report import (
    Explanation,
    FileResult,
    ModelReport,
    Report,
    RunError,
    SiteReport,
    SqlResult,
    Step,
)
from codemod.source import SourceError, parse_source, read_source


def run_project(
    config: Config, files: Sequence[PurePosixPath], *, progress: Callable[[int, int], None] | None = None
) -> Report:
    results = []
    for done, path in enumerate(files, start=1):
        results.append(_convert(config, path))
        if progress is not None:
            progress(done, len(files))
    modules = [path for path in all_files(config) if path.name == "models.py"]
    models = tuple(ModelReport("links", None, "Link", "models", path.as_posix(), 1, 2) for path in modules)
    return Report(files=tuple(results), models=models)


def _convert(config: Config, path: PurePosixPath) -> FileResult:
    try:
        source = read_source(config.root, path)
        parse_source(source)
    except SourceError as error:
        return FileResult(path, None, None, (), str(error))
    if "CRASH" in source.text:
        raise ValueError("boom\nand more")
    if "INTERRUPT" in source.text:
        raise KeyboardInterrupt
    sites = tuple(
        _site(path, number, line)
        for number, line in enumerate(source.text.splitlines(), start=1)
        if "RAW" in line or "HARD" in line
    )
    after = source.text.replace("RAW", "DONE")
    return FileResult(path, source, after if after != source.text else None, sites, None)


def _site(path: PurePosixPath, number: int, line: str) -> SiteReport:
    raw = "RAW" in line
    return SiteReport(
        file=path.as_posix(),
        line=number,
        column=1,
        function="<module>",
        method="fetch",
        receiver="db",
        sql="SELECT 1",
        outcome="rewritten" if raw else "refused",
        code=None if raw else "sql.parse",
        message=None if raw else "no SQL",
        hint=None if raw else "mend it",
        shape="rows" if raw else None,
        compiled="SELECT 1" if raw else None,
    )


def explain_site(config: Config, file: PurePosixPath, line: int) -> Explanation:
    for site in _convert(config, file).sites:
        if site.line == line:
            return Explanation(site, (Step("query text", "SELECT 1"),))
    raise RunError(f"{file}:{line}: no call site stands there")


def lower_sql(config: Config, sql: str) -> SqlResult:
    if "SELECT" not in sql:
        raise Refusal("sql.parse", "the statement ends too early")
    return SqlResult(f"select({config.rows})", sql.strip())
