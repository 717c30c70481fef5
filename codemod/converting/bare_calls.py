"""Calls that may be of the project's own functions that pass their query on: no one import says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

import libcst as cst

from codemod.discovery.asyncpg_methods import AT_ONCE
from codemod.discovery.sql_arguments import looks_like_sql
from codemod.mapping.models import Finding
from codemod.project_context import ProjectContext


def bare_call_findings(context: ProjectContext, files: Collection[PurePosixPath]) -> Iterator[Finding]:
    """One finding for each function that a file calls by its bare name with SQL: ``await fetch("SELECT …")``.

    Args:
        context: the project.
        files: files of the run.
    """
    functions = context.wrappers.functions
    if not functions:
        return
    index = context.index()
    for function in functions:
        lines: dict[PurePosixPath, list[int]] = {}
        for found in index.awaited_calls(function.name):
            assert isinstance(found.node, cst.Await)
            call = found.node.expression
            path = found.module.source.path
            if path not in files or not isinstance(call, cst.Call) or not isinstance(call.func, cst.Name):
                continue
            if context.config.functions.called(call.func, found.scope, found.module) is not None:
                continue  # a call site
            if call.args and looks_like_sql(call.args[0].value, found.scope, strict=True):
                lines.setdefault(path, []).append(found.module.line_column(found.module.span(found.node)[0])[0])
        for path, places in sorted(lines.items()):
            more = f" (and {len(places) - 1} more in this file)" if len(places) > 1 else ""
            setting = f'{function.name} = "{function.method}" in [tool.alchemod.methods]'
            named = "" if function.name in AT_ONCE else f", with {setting},"
            message = (
                f"{function.name}() of {function.place} passes its query on, and is called by its bare name{more}: "
                f"written as {function.module}.{function.name}(…){named} it is a call site"
            )
            yield Finding("call.function", path.as_posix(), min(places), message)
