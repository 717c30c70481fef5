"""Handlers of FastAPI in repository style: the repository comes as a parameter, as the project has it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from test_repositories import REPOSITORY, migrated, refusals

DATABASE = """
    import asyncpg
    from fastapi import Depends, Request
    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

    from data.link_repo import LinkRepository

    engine = create_async_engine("postgresql+asyncpg://localhost/app")
    session_maker = async_sessionmaker(engine, expire_on_commit=False)


    async def get_session():
        async with session_maker() as session:
            yield session


    async def get_conn(request: Request):
        async with request.app.state.pool.acquire() as conn:
            yield conn


    def get_pool(request: Request) -> asyncpg.Pool:
        return request.app.state.pool


    def get_links() -> LinkRepository:
        return LinkRepository(session_maker)
    """

#: A handler that shows how the project has its repositories.
SHOWN = """
    from fastapi import APIRouter, Depends

    from data.link_repo import LinkRepository
    from database import get_links

    router = APIRouter()


    @router.get("/known")
    async def known(links: LinkRepository = Depends(get_links)):
        return await links.where_is("x")
    """

HEAD = """
    import asyncpg
    from fastapi import APIRouter, Depends

    from database import get_conn, get_pool

    router = APIRouter()
    """

URL = 'return await {}.fetchval("SELECT url FROM links WHERE title = $1", title)'


def handlers(root: Path, text: str, **others: str) -> tuple[str, dict[str, str]]:
    """The handlers of a project with a repository of links, migrated; and all files."""
    files = {"data/link_repo.py": REPOSITORY, "database.py": DATABASE, "shown.py": SHOWN, "api.py": dedent(HEAD) + text}
    files |= {f"{name}.py": other for name, other in others.items()}
    report, after = migrated(root, files)
    assert refusals(report) == []
    return after["api.py"], after


def handler(signature: str, body: str = URL.format("pool"), *, route: str = '@router.get("/{title}")') -> str:
    return f"\n\n{route}\nasync def leads_to{signature}:\n    {body}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "(title: str, pool=Depends(get_pool))",
            "(\n    title: str,\n    pool=Depends(get_pool),\n    link_repo: LinkRepository = Depends(get_links),\n)",
        ),
        (
            "(\n    title: str,\n    pool: asyncpg.Pool = Depends(get_pool),\n)",
            "(\n    title: str,\n    pool: asyncpg.Pool = Depends(get_pool),\n"
            "    link_repo: LinkRepository = Depends(get_links),\n)",
        ),
        (
            "(title: str, pool: Annotated[asyncpg.Pool, Depends(get_pool)])",
            "(\n    title: str,\n    pool: Annotated[asyncpg.Pool, Depends(get_pool)],\n"
            "    link_repo: Annotated[LinkRepository, Depends(get_links)],\n)",
        ),
        (
            "(pool: Annotated[asyncpg.Pool, Depends(get_pool)], title: str = '')",
            "(pool: Annotated[asyncpg.Pool, Depends(get_pool)], "
            "link_repo: Annotated[LinkRepository, Depends(get_links)], title: str = '')",
        ),
        (
            "(title: str, *, pool=Depends(get_pool))",
            "(title: str, *, pool=Depends(get_pool), link_repo: LinkRepository = Depends(get_links))",
        ),
    ],
)
def test_a_handler_gets_one_more_parameter(tmp_path: Path, before: str, after: str) -> None:
    text = handler(before)
    text = f"\nfrom typing import Annotated\n{text}" if "Annotated" in text else text
    api, files = handlers(tmp_path, text)
    assert f"async def leads_to{after}:\n    return await link_repo.where_is(title)\n" in api
    assert "from data.link_repo import LinkRepository\nfrom database import" in api
    assert files["data/link_repo.py"].strip() == dedent(REPOSITORY).strip()


def test_two_calls_share_the_parameter(tmp_path: Path) -> None:
    body = f"if title: {URL.format('pool')}\n    {URL.format('pool')}"
    api, _ = handlers(tmp_path, handler("(title: str, pool=Depends(get_pool))", body))
    assert api.count("link_repo: LinkRepository = Depends(get_links)") == 1
    assert api.count("await link_repo.where_is(title)") == 2


def test_an_alias_of_the_project_is_used(tmp_path: Path) -> None:
    alias = SHOWN + "\n\n    Links = Annotated[LinkRepository, Depends(get_links)]\n"
    alias = alias.replace("from fastapi", "from typing import Annotated\n\n    from fastapi", 1)
    text = "\nfrom typing import Annotated\n" + handler(
        "(title: str, pool: Annotated[asyncpg.Pool, Depends(get_pool)])"
    )
    api, _ = handlers(tmp_path, text, shown=alias)
    assert "link_repo: Links" in api
    assert "from shown import Links\n" in api
    assert "LinkRepository" not in api


def test_a_repository_takes_the_place_of_a_connection_of_one_call(tmp_path: Path) -> None:
    text = handler("(title: str, conn: asyncpg.Connection = Depends(get_conn))", URL.format("conn"))
    api, _ = handlers(tmp_path, text)
    shown = "async def leads_to(title: str, link_repo: LinkRepository = Depends(get_links)):\n"
    assert f"{shown}    return await link_repo.where_is(title)\n" in api
    assert "get_conn" not in api
    assert "asyncpg" not in api


def test_calls_of_one_connection_stay_in_one_session(tmp_path: Path) -> None:
    body = (
        'await conn.execute("UPDATE links SET tag = $2 WHERE title = $1", title, "a")\n'
        '    return await conn.fetchval("SELECT tag FROM links WHERE title = $1", title)'
    )
    api, _ = handlers(tmp_path, handler("(title: str, conn: asyncpg.Connection = Depends(get_conn))", body))
    expected = """\
        async def leads_to(
            title: str,
            session: AsyncSession = Depends(get_session),
            link_repo: LinkRepository = Depends(get_links),
        ):
            await link_repo.update_tag_by_title(title, "a", session=session)
            await session.commit()
            return await link_repo.get_tag_by_title(title, session=session)
        """
    assert "".join(dedent(expected).split()) in "".join(api.split())


PLAIN = "(title: str, pool=Depends(get_pool))"
AS_BEFORE = f"async def leads_to{PLAIN}:\n    return await LinkRepository(session_maker).where_is(title)\n"


@pytest.mark.parametrize("route", ["@app.command()", '@router.get("/{title}")\n@cached', "@router.get(PATH)", "@other"])
def test_what_is_no_handler_gets_no_parameter(tmp_path: Path, route: str) -> None:
    api, _ = handlers(tmp_path, handler(PLAIN, route=route))
    assert AS_BEFORE in api


@pytest.mark.parametrize(
    "others",
    [
        {"caller": "import api\n\n\nasync def again(pool):\n    return await api.leads_to('x', pool)\n"},
        {
            "tests/test_api": "from api import leads_to\n\n\nasync def test_it(pool):\n    assert await leads_to('x', pool)\n"
        },
        {"shown": SHOWN.replace("Depends(get_links)", "None")},
        {"shown": SHOWN + "\n\n    def get_links():\n        return None\n"},
        {"database": DATABASE.replace("return LinkRepository(session_maker)", "return LinkRepository(archive_maker)")},
        {"database": DATABASE.replace("return Link", "LinkRepository.calls += 1\n        return Link")},
    ],
)
def test_a_handler_that_cant_be_given_one_makes_it(tmp_path: Path, others: dict[str, str]) -> None:
    api, _ = handlers(tmp_path, handler(PLAIN), **others)
    assert AS_BEFORE in api


def test_a_function_of_other_frameworks_gets_no_parameter(tmp_path: Path) -> None:
    text = "from aiohttp import web\nfrom database import get_pool\n\nrouter = web.RouteTableDef()\n" + handler(
        "(request)", "title = ''\n    " + URL.format("request.app['pool']")
    )
    files = {"data/link_repo.py": REPOSITORY, "database.py": DATABASE, "shown.py": SHOWN, "api.py": text}
    _, after = migrated(tmp_path, files)
    assert "async def leads_to(request):" in after["api.py"]


def test_a_variable_of_that_name_is_in_the_way(tmp_path: Path) -> None:
    api, _ = handlers(tmp_path, handler(PLAIN, f"link_repo = title\n    {URL.format('pool')}"))
    assert "await LinkRepository(session_maker).where_is(title)" in api
