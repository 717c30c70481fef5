"""Functions of the project's modules that pass a query on: found by their imports, converted like methods."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from migration import migrated_tree, run

MODELS = """
from sqlalchemy import BigInteger
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Session = async_sessionmaker()

class Base(DeclarativeBase): ...

class Note(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    title: Mapped[str]
"""
DB = """
import asyncpg

pool = None

async def connect(dsn):
    global pool
    pool = await asyncpg.create_pool(dsn)

async def fetch(query, *args):
    async with pool.acquire() as conn:
        return await conn.fetch(query, *args)

async def fetch_one(query, *args):
    row = await pool.fetchrow(query, *args)
    return dict(row) if row else None

async def run(query, params=None):
    params = params or []
    async with pool.acquire() as conn:
        return await conn.execute(query, *params)

async def select(query, params=()):
    return await pool.fetch(query, *(params or []))

async def perform(query, *args, fetchrow=False, execute=False):
    async with pool.acquire() as conn:
        if fetchrow:
            result = await conn.fetchrow(query, *args)
        elif execute:
            result = await conn.execute(query, *args)
    return result

async def logged(query, *args):
    SEEN.append(query)
    return await pool.fetch(query, *args)

async def given(query, *args, conn=None):
    if conn is not None:
        return await conn.fetch(query, *args)
    return await pool.fetch(query, *args)
"""
FETCH = '("SELECT title FROM notes WHERE id = $1", note_id)'


def converted(folder: Path, files: dict[str, str]) -> dict[tuple[str, str], str]:
    """What becomes of each site outside of ``db.py``: by file and method, its code or what it became."""
    for name, text in {"models.py": MODELS, "db.py": DB, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(dedent(text))
    sites = [site for site in run(folder).sites if site.outcome != "unchanged"]
    return {(site.file, site.method): site.code or site.outcome for site in sites}


def work(imports: str, call: str) -> dict[str, str]:
    return {"work.py": f"{imports}\n\n\nasync def titles(note_id: int):\n    return await {call}\n"}


@pytest.mark.parametrize(
    ("imports", "call", "method"),
    [
        ("from db import fetch", f"fetch{FETCH}", "fetch"),
        ("from db import fetch as all_of", f"all_of{FETCH}", "fetch"),
        ("import db", f"db.fetch_one{FETCH}", "fetch_one"),
        ("import db as database", f"database.fetch_one{FETCH}", "fetch_one"),
        ("import db", 'db.run("DELETE FROM notes WHERE id = $1", [note_id])', "run"),
        ("from db import run", 'run("DELETE FROM notes WHERE id = $1", params=(note_id,))', "run"),
        ("from db import run", 'run("DELETE FROM notes")', "run"),
        ("from db import select", 'select("SELECT title FROM notes WHERE id = $1", [note_id])', "select"),
        ("from db import perform", 'perform("DELETE FROM notes WHERE id = $1", note_id, execute=True)', "perform"),
        (
            "from db import perform",
            'perform("SELECT title FROM notes WHERE id = $1", note_id, fetchrow=True)',
            "perform",
        ),
        ("from db import given", f"given{FETCH}", "given"),
    ],
)
def test_functions_are_sites(tmp_path: Path, imports: str, call: str, method: str) -> None:
    assert converted(tmp_path, work(imports, call)) == {("work.py", method): "rewritten"}
    (tmp_path / "work.py").write_bytes(migrated_tree(tmp_path, run(tmp_path))["work.py"])
    assert converted(tmp_path, {}) == {}


def test_functions_of_their_own_module_and_of_packages(tmp_path: Path) -> None:
    call = f"\n\nasync def title(note_id: int):\n    return await fetch{FETCH}\n"
    files = {
        "app/__init__.py": "",
        "app/db/__init__.py": "from .core import fetch\n",
        "app/db/core.py": "from models import Session\n" + DB + call,
        "app/work.py": f"from .db import fetch\n{call}",
        "app/other.py": f"from app import db\n{call.replace('fetch(', 'db.fetch(')}",
    }
    found = converted(tmp_path, files)
    assert found == {(f"app/{name}.py", "fetch"): "rewritten" for name in ("db/core", "work", "other")}


@pytest.mark.parametrize(
    ("imports", "call", "code"),
    [
        ("from db import logged", f"logged{FETCH}", "call.wrapper"),
        ("from db import given", 'given("SELECT title FROM notes WHERE id = $1", note_id, conn=c)', "call.option"),
        ("from db import perform", f"perform{FETCH}", None),
        ("from db import fetch\nfrom other import fetch", f"fetch{FETCH}", None),
        ("from db import fetch\nfetch = cached(fetch)", f"fetch{FETCH}", None),
        ("from elsewhere import fetch", f"fetch{FETCH}", None),
        ("from lib.db import fetch", f"fetch{FETCH}", None),
        ("fetch = print", f"fetch{FETCH}", None),
        ("from db import fetch", "fetch(3)", None),
        ("from db import fetch", "fetch(select(Note))", None),
    ],
)
def test_other_functions(tmp_path: Path, imports: str, call: str, code: str | None) -> None:
    found = converted(tmp_path, work(imports, call))
    assert list(found.values()) == ([code] if code else [])


def test_a_parameter_hides_a_function(tmp_path: Path) -> None:
    code = f"from db import fetch\n\n\nasync def titles(fetch, note_id: int):\n    return await fetch{FETCH}\n"
    assert converted(tmp_path, {"work.py": code}) == {}


@pytest.mark.parametrize(
    "folder",
    ["services/db.py", "services/db/__init__.py"],
)
def test_two_modules_of_a_name(tmp_path: Path, folder: str) -> None:
    code = work("from db import fetch", f"fetch{FETCH}")["work.py"]
    assert converted(tmp_path, {folder: "", "services/work.py": code}) == {}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("import asyncpg\nconn = None\nasync def fetch(query, *args):\n    return await conn.fetch(query, *args)\n",
         "runs it on a connection that others may share"),
        ("import asyncpg\nasync def fetch(query, *args):\n    rows = await pool.fetch(query, *args)\n    SEEN.clear()\n"
         "    return rows\n", "calls SEEN.clear() besides"),
        ("import asyncpg\n@limited\nasync def fetch(query, *args):\n    return await pool.fetch(query, *args)\n",
         "is decorated with limited, which may do more"),
    ],
)  # fmt: skip
def test_what_a_function_does_besides(tmp_path: Path, body: str, message: str) -> None:
    files = {"models.py": MODELS, "db.py": body, **work("from db import fetch", f"fetch{FETCH}")}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    (site,) = [site for site in run(tmp_path).sites if site.outcome != "unchanged"]
    assert site.code == "call.wrapper"
    assert site.message is not None
    assert site.message.endswith(message)


def test_a_pool_that_begins_transactions_is_a_connection(tmp_path: Path) -> None:
    code = """
        import asyncpg
        from db import fetch, pool


        async def titles(note_id: int):
            async with pool.transaction():
                return await fetch("SELECT title FROM notes WHERE id = $1", note_id)
        """
    assert set(converted(tmp_path, {"work.py": code}).values()) <= {"session.connection", "session.transaction"}


@pytest.mark.parametrize(
    "body",
    [
        "import aiosqlite\nasync def fetch(query, *args):\n    return await db.fetch(query, *args)\n",
        "async def fetch(query, *args):\n    return await session.fetch(query, *args)\n",
    ],
)
def test_functions_of_other_libraries(tmp_path: Path, body: str) -> None:
    files = {"models.py": MODELS, "db.py": body, **work("from db import fetch", f"fetch{FETCH}")}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert [site for site in run(tmp_path).sites if site.outcome != "unchanged"] == []
