"""Parameters that FastAPI fills with a connection: which are known, and which keep their handlers as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from migration import migrated_tree, run, write_tree

MODELS = """
from sqlalchemy import BigInteger, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
"""
DATABASE = """
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

session_maker = async_sessionmaker(create_async_engine("postgresql+asyncpg://"), expire_on_commit=False)


async def get_session():
    async with session_maker() as session:
        yield session
"""
CONNECTION = """
async def get_conn(request: Request):
    async with request.app.state.pool.acquire() as conn:
        yield conn
"""
HANDLER = """
@app.get("/{book_id}")
async def title(book_id: int, conn: asyncpg.Connection = Depends(get_conn)):
    return await conn.fetchval("SELECT title FROM books WHERE id = $1", book_id)
"""
WRITER = """
@app.put("/{book_id}")
async def rename(book_id: int, title: str, conn: asyncpg.Connection = Depends(get_conn)):
    async with conn.transaction():
        await conn.execute("UPDATE books SET title = $1 WHERE id = $2", title, book_id)
"""
HEADER = """
import asyncpg
from fastapi import Depends, FastAPI, Request

app = FastAPI()
"""


def project(folder: Path, *parts: str, database: str = DATABASE) -> Path:
    files = {"models.py": MODELS, "database.py": database, "app.py": "".join((HEADER, *parts)), "pyproject.toml": ""}
    write_tree(folder, {name: text.encode() for name, text in files.items()})
    return folder


def outcome(folder: Path) -> tuple[str | None, str]:
    """Code of the first site, None when it is rewritten, and the message or the new text of its file."""
    report = run(folder)
    site = next(iter(report.sites))
    return site.code, site.message or migrated_tree(folder, report)["app.py"].decode()


def test_the_session_comes_as_the_connection_did(tmp_path: Path) -> None:
    code, text = outcome(project(tmp_path, CONNECTION, HANDLER))
    assert code is None
    assert "async def title(book_id: int, session: AsyncSession = Depends(get_session)):" in text
    assert "session.commit()" not in text  # nobody goes on with the session after the last read


def test_an_alias_of_the_project_is_used(tmp_path: Path) -> None:
    alias = "\nSessionDep = Annotated[AsyncSession, Depends(get_session)]\n"
    known = "\nfrom typing import Annotated\nConn = Annotated[asyncpg.Connection, Depends(get_conn)]\n"
    handler = HANDLER.replace("asyncpg.Connection = Depends(get_conn)", "Conn")
    code, text = outcome(project(tmp_path, CONNECTION, known, handler, database=DATABASE + alias))
    assert code is None
    assert "async def title(book_id: int, session: SessionDep):" in text


def test_a_handler_that_others_depend_on_leaves_no_transaction_open(tmp_path: Path) -> None:
    other = """
@app.get("/")
async def known(found: str = Depends(title)):
    return found
"""
    code, text = outcome(project(tmp_path, CONNECTION, HANDLER, other))
    assert code is None
    assert "await session.commit()" in text


@pytest.mark.parametrize(
    ("connection", "why"),
    [
        (
            CONNECTION.replace("        yield conn", "        async with conn.transaction():\n            yield conn"),
            "get_conn() does more than acquire and yield a connection, or is overridden",
        ),
        (f"{CONNECTION}\n{CONNECTION}", "get_conn()"),
        (CONNECTION.replace("yield conn", "request.state.conn = conn\n        yield conn"), "does more"),
        (CONNECTION.replace("async with", "check(request)\n    async with"), "does more"),
    ],
    ids=["in a transaction", "of two functions", "prepared", "checked"],
)
def test_another_dependency_keeps_its_handlers(connection: str, why: str, tmp_path: Path) -> None:
    code, message = outcome(project(tmp_path, connection, HANDLER))
    assert code == "session.connection"
    assert why in message


def test_without_a_dependency_for_sessions(tmp_path: Path) -> None:
    database = DATABASE.partition("async def")[0]
    code, message = outcome(project(tmp_path, CONNECTION, HANDLER, database=database))
    assert (code, message) == ("session.none", "no dependency gives a session")


def test_several_dependencies_for_sessions(tmp_path: Path) -> None:
    database = DATABASE + DATABASE[DATABASE.index("async def") :].replace("get_session", "get_db_session")
    code, message = outcome(project(tmp_path, CONNECTION, HANDLER, database=database))
    assert code == "session.none"
    assert message == "several dependencies give a session: database.get_session, database.get_db_session"


def test_a_session_in_a_transaction_is_no_connection(tmp_path: Path) -> None:
    database = DATABASE.replace("session_maker() as", "session_maker.begin() as")
    code, message = outcome(project(tmp_path, CONNECTION, HANDLER, database=database))
    assert code == "session.group"
    assert message.startswith("the session of get_session() is in a transaction already at app.py:")


def test_no_transaction_on_a_session_that_someone_else_uses_before(tmp_path: Path) -> None:
    other = """
from database import get_session


async def current(session=Depends(get_session)):
    return await session.scalar("SELECT 1")


@app.get("/")
async def known(found=Depends(current)):
    return found
"""
    code, message = outcome(project(tmp_path, CONNECTION, WRITER, other))
    assert code == "session.group"
    assert message.startswith(
        "current() may have begun a transaction on the session that FastAPI gives both at app.py:"
    )


HELPER = """
async def tidy(conn: asyncpg.Connection, title: str) -> None:
    await conn.execute("DELETE FROM books WHERE title = $1", title)


@app.delete("/{title}")
async def drop(title: str, conn: asyncpg.Connection = Depends(get_conn)):
    await tidy(conn, title)
"""


def test_a_function_of_handlers_in_and_out_of_a_transaction_stays(tmp_path: Path) -> None:
    both = WRITER + '        await tidy(conn, "")\n'
    code, message = outcome(project(tmp_path, CONNECTION, HELPER, both))
    assert (code, message) == ("session.group", "tidy() is called both inside and outside of a transaction")


def test_a_function_of_a_handler_commits_for_it(tmp_path: Path) -> None:
    code, text = outcome(project(tmp_path, CONNECTION, HELPER))
    assert code is None
    assert text.count("await session.commit()") == 1


def test_a_connection_that_is_kept_stays(tmp_path: Path) -> None:
    kept = HANDLER.replace("    return", "    app.state.last = conn\n    return")
    code, message = outcome(project(tmp_path, CONNECTION, kept))
    assert code == "session.group"
    assert message.startswith("conn is used for something else")


def test_a_handler_that_is_named_elsewhere_stays(tmp_path: Path) -> None:
    code, message = outcome(project(tmp_path, CONNECTION, HANDLER, "\nprint(title)\n"))
    assert code == "session.group"
    assert message.startswith("what is meant by title at app.py:")


OVERRIDE = """
from app import app, get_conn

app.dependency_overrides[get_conn] = lambda: None
"""


@pytest.mark.parametrize("path", ["test_app.py", "tests/conftest.py", "demo.py"])
def test_a_dependency_that_is_overridden_keeps_its_handlers(path: str, tmp_path: Path) -> None:
    folder = project(tmp_path, CONNECTION, HANDLER)
    write_tree(folder, {path: OVERRIDE.encode()})
    assert outcome(folder)[0] == "session.connection"


def test_another_dependency_may_be_overridden(tmp_path: Path) -> None:
    folder = project(tmp_path, CONNECTION, HANDLER)
    write_tree(folder, {"test_app.py": OVERRIDE.replace("get_conn", "get_settings").encode()})
    assert outcome(folder)[0] is None
