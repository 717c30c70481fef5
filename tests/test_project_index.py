"""Names looked up over a whole project, and how little of it is parsed for them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from projects import index_of

from codemod.discovery.coroutine_runners import runs_coroutine
from codemod.discovery.project_index import ProjectIndex
from codemod.files import project_files
from codemod.files.project_files import ProjectFiles
from codemod.source import ParsedModule, SourceError, SourceFile, parse_source

FILES = {
    "a.py": """
        class Cog:
            async def load(self):
                rows = await self.fetch_all(1)
                self.cache = rows
                return self.cache

            async def fetch_all(self, number):
                return []
        """,
    "b.py": """
        async def fetch_all():
            await asyncio.gather(cog.fetch_all(2), *[cog.fetch_all(n) for n in range(3)])
            task = cog.fetch_all(3)
            print(cog.cache, other.cache.size)
        """,
    "c.py": "fetch_all_of_them()\ncache = 1\n",
    "d.py": "def broken(:\n    fetch_all()\n",
    "e.py": "\0fetch_all()",
}


def test_calls_are_found_by_name_awaited_or_not() -> None:
    index = index_of(FILES)
    assert [item.place for item in index.awaited_calls("fetch_all")] == ["a.py:4"]
    assert [item.place for item in index.unawaited_calls("fetch_all")] == ["b.py:3", "b.py:3", "b.py:4"]
    assert [runs_coroutine(item) for item in index.unawaited_calls("fetch_all")] == [True, True, False]


def test_attributes_are_found_where_they_are_read() -> None:
    assert [item.place for item in index_of(FILES).readers_of_attribute("cache")] == ["a.py:6", "b.py:5", "b.py:5"]


def test_definitions_come_with_their_own_scope() -> None:
    found = list(index_of(FILES).functions_named("fetch_all"))
    assert [(item.scope.qualified_name, item.scope.class_name) for item in found] == [
        ("Cog.fetch_all", "Cog"),
        ("fetch_all", None),
    ]
    assert all(item.scope.node is item.node for item in found)


def test_a_name_that_is_nowhere_is_not_found() -> None:
    index = index_of(FILES)
    assert list(index.awaited_calls("nothing")) == []
    assert list(index.readers_of_attribute("nothing")) == []
    assert list(index.functions_named("nothing")) == []
    assert list(index.functions_named("fetch")) == []
    assert index.guards_around(("", "f")) == ()
    assert index.application_handlers() == ()


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths of the files that were parsed, in order."""
    paths: list[str] = []

    def parse(source: SourceFile) -> ParsedModule:
        paths.append(source.path.as_posix())
        return parse_source(source)

    monkeypatch.setattr(project_files, "parse_source", parse)
    return paths


def test_only_files_with_the_name_are_parsed_and_only_once(parsed: list[str]) -> None:
    index = index_of(FILES)
    for _ in range(2):
        list(index.readers_of_attribute("cache"))
        list(index.functions_named("fetch_all"))
    assert sorted(parsed) == ["a.py", "b.py"]


def test_a_file_that_can_not_be_parsed_is_tried_once(parsed: list[str]) -> None:
    index = index_of(FILES)
    for _ in range(2):
        assert list(index.functions_named("broken")) == []
    assert parsed == ["d.py"]


def test_files_without_asyncpg_exceptions_are_not_parsed_for_handlers(parsed: list[str]) -> None:
    index = index_of({**FILES, "f.py": "import asyncpg\npool = asyncpg.create_pool()\n"})
    assert index.guards_around(("", "f")) == ()
    assert index.blocks_around_calls_of(("", "f")) == ()
    assert index.application_handlers() == ()
    assert parsed == []


def test_blocks_around_a_function_are_told_by_its_class_and_name() -> None:
    index = index_of(
        {
            "a.py": """
                import asyncpg

                class Cog:
                    async def outer(self):
                        try:
                            await self.inner()
                        except asyncpg.DataError:
                            pass

                    async def inner(self):
                        await helper()
                """,
            "b.py": "async def helper():\n    pass\n\n\nasync def inner():\n    pass\n",
        }
    )
    for key in (("Cog", "inner"), ("", "helper")):
        assert [block.place for block in index.blocks_around_calls_of(key)] == ["a.py:6"]
    assert index.blocks_around_calls_of(("", "inner")) == ()
    assert index.blocks_around_calls_of(("Cog", "outer")) == ()


def test_a_file_that_can_not_be_read_holds_nothing() -> None:
    def read(_root: Path, _path: PurePosixPath) -> SourceFile:
        raise SourceError("can't be read")

    index = ProjectIndex(ProjectFiles(Path(), (PurePosixPath("a.py"),), read))
    assert list(index.awaited_calls("load")) == []
