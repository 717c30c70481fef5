"""Classes whose objects keep a connection, over several files and as FastAPI gives their objects."""

from __future__ import annotations

from pathlib import Path

import pytest
from migration import migrated_tree, run
from test_injected_connections import CONNECTION, DATABASE, MODELS

STORE = """
import asyncpg


class Store:
    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def title(self, book_id: int) -> str | None:
        return await self._conn.fetchval("SELECT title FROM books WHERE id = $1", book_id)

    async def rename(self, book_id: int, title: str) -> None:
        await self._conn.execute("UPDATE books SET title = $1 WHERE id = $2", title, book_id)
"""
USER = """
from stores import Store


async def renamed(pool, book_id, title):
    async with pool.acquire() as conn:
        await Store(conn).rename(book_id, title)
"""
HEADER = """
from typing import Annotated

import asyncpg
from fastapi import APIRouter, Depends, FastAPI, Request
from stores import Store

app = FastAPI()
"""
GIVEN = """
def get_store(conn: asyncpg.Connection = Depends(get_conn)) -> Store:
    return Store(conn)
"""
FACTORY = """
def get_repository(kind):
    def give(conn: asyncpg.Connection = Depends(get_conn)):
        return kind(conn)

    return give
"""
HANDLER = """
@app.get("/{book_id}")
async def title(book_id: int, store: Store = Depends(get_store)):
    return await store.title(book_id)
"""


def project(folder: Path, **files: str) -> Path:
    for name, text in {"models": MODELS, "database": DATABASE, "stores": STORE, **files}.items():
        (folder / f"{name}.py").write_text(text)
    (folder / "pyproject.toml").write_text("")
    return folder


def refusals(folder: Path) -> list[tuple[str | None, str | None]]:
    return [(site.code, site.message) for site in run(folder).sites if site.outcome == "refused"]


def texts(folder: Path) -> dict[str, str]:
    report = run(folder)
    assert [(site.file, site.line, site.message) for site in report.sites if site.outcome != "rewritten"] == []
    return {name: text.decode() for name, text in migrated_tree(folder, report).items()}


def test_the_class_follows_with_all_files_that_make_its_objects(tmp_path: Path) -> None:
    found = texts(project(tmp_path, user=USER))
    assert "def __init__(self, session: AsyncSession) -> None:\n        self._session = session" in found["stores.py"]
    assert found["stores.py"].count("await self._session.commit()") == 2
    assert "async with session_maker() as session:\n        await Store(session).rename(" in found["user.py"]
    assert "acquire" not in found["user.py"]


def test_a_file_that_does_not_follow_keeps_all_the_others(tmp_path: Path) -> None:
    other = USER.replace(
        "Store(conn).rename(book_id, title)", "conn.execute('VACUUM books')\n        store = Store(conn)"
    )
    folder = project(tmp_path, user=USER, other=other)
    assert {code for code, _ in refusals(folder)} == {"session.group", "sql.utility"}
    assert migrated_tree(folder, run(folder))["user.py"].decode() == USER


@pytest.mark.parametrize(
    ("user", "reason"),
    [
        (USER.replace("import Store", "import Store as Books").replace("Store(conn)", "Books(conn)"), "what is meant by"),
        (USER.replace("Store(conn).rename(book_id, title)", "print(Store)"), "what is meant by Store"),
        (USER + "\n\nclass Store:\n    pass\n", "what makes objects of Store"),
        (USER + "\n\nclass Other(Store):\n    def __new__(cls, conn):\n        return conn\n", "what makes objects of Other"),
        (USER.replace("Store(conn)", "Store(conn or pool)"), "with something else than a connection"),
        (USER.replace("async with pool.acquire() as conn:\n        ", "conn = pool\n    "), "with something else"),
        (USER.replace("await Store", "print(Store"), "Store(…).rename is not awaited"),
        (USER.replace("Store(conn).rename", "make(Store(conn)).rename"), "is handed to something that is not known"),
        (USER.replace("await Store(conn)", "store = Store(conn)\n        store = store\n        await store"), "more than once"),
        (USER + "\n\nimport books\n\n\nclass Other(books.Other, Store):\n    pass\n", "what makes objects of Other"),
        (USER + "\n\n@cached\nclass Other(Store):\n    pass\n", "what makes objects of Other"),
        ("", "nothing in the project makes a Store"),
    ],
)  # fmt: skip
def test_the_class_stays_where_one_of_its_objects_is_not_followed(user: str, reason: str, tmp_path: Path) -> None:
    if "print(Store(" in user:
        user = user.replace("title)\n", "title))\n", 2).replace("title)):", "title):")
    folder = project(tmp_path, user=user)
    found = refusals(folder)
    assert found
    assert all(reason in str(message) for _, message in found), found
    assert migrated_tree(folder, run(folder))["stores.py"].decode() == STORE


MIXIN = """
class Wiping:
    async def wipe(self) -> None:
        await self._conn.execute("DELETE FROM books")


class Wiped(Wiping, Store):
    pass
"""
PROMISE = """
class Promise(ABC):
    @property
    @abstractmethod
    def connection(self): ...


class Kept(Promise, Store):
    @property
    def connection(self):
        return self._conn
"""
OTHERWISE = """
class Kept(Store):
    @property
    def connection(self):
        return self._conn


class Traced(Kept):
    @property
    def connection(self):
        return traced(self._conn)
"""


@pytest.mark.parametrize("classes", [MIXIN, PROMISE, OTHERWISE])
def test_classes_that_mean_something_else_by_the_attribute_stay(classes: str, tmp_path: Path) -> None:
    folder = project(tmp_path, user=USER, stores=STORE + classes)
    assert {code for code, _ in refusals(folder)} == {"session.connection"}
    assert migrated_tree(folder, run(folder))["user.py"].decode() == USER


def test_slots_keep_the_name_of_the_attribute(tmp_path: Path) -> None:
    folder = project(
        tmp_path, user=USER, stores=STORE.replace("class Store:", 'class Store:\n    __slots__ = ("_conn",)\n')
    )
    assert "        self._conn = session\n" in texts(folder)["stores.py"]


def test_a_name_that_is_taken_is_not_taken_again(tmp_path: Path) -> None:
    stores = STORE.replace("= conn\n", "= conn\n        self._session = None\n")
    assert "        self._conn = session\n" in texts(project(tmp_path, user=USER, stores=stores))["stores.py"]


def test_what_a_class_annotates_is_a_session(tmp_path: Path) -> None:
    stores = STORE.replace("class Store:", "class Store:\n    _conn: asyncpg.Connection\n").replace(
        "self._conn = conn", "self._conn: asyncpg.Connection = conn"
    )
    found = texts(project(tmp_path, user=USER, stores=stores))["stores.py"]
    assert "    _session: AsyncSession\n" in found
    assert "self._session: AsyncSession = session" in found
    assert "asyncpg" not in found


@pytest.mark.parametrize(
    "given",
    [
        GIVEN + HANDLER,
        GIVEN.replace("def get_store", "async def get_store") + HANDLER,
        GIVEN + HANDLER.replace("Store = Depends(get_store)", "Annotated[Store, Depends(get_store)]"),
        GIVEN + "\nStores = Annotated[Store, Depends(get_store)]\n" + HANDLER.replace("Store = Depends(get_store)", "Stores"),
        FACTORY + HANDLER.replace("get_store", "get_repository(Store)"),
        FACTORY
        + "\nStores = Annotated[Store, Depends(get_repository(Store))]\n"
        + HANDLER.replace("Store = Depends(get_store)", "Stores"),
    ],
)  # fmt: skip
def test_objects_that_fastapi_gives(given: str, tmp_path: Path) -> None:
    found = texts(project(tmp_path, app=HEADER + CONNECTION + given))
    assert "self._session = session" in found["stores.py"]
    assert "(session: AsyncSession = Depends(get_session))" in found["app.py"]
    assert "return await store.title(book_id)" in found["app.py"]


def test_files_that_only_get_objects_stay_as_they_are(tmp_path: Path) -> None:
    dependencies = HEADER + CONNECTION + GIVEN
    routes = HEADER.replace("Store\n", "Store\nfrom dependencies import get_store\n", 1) + HANDLER
    pooled = routes.replace(
        "    return await", '    await app.state.pool.execute("DELETE FROM books WHERE id = 0")\n    return await'
    )
    found = texts(project(tmp_path, dependencies=dependencies, routes=routes, pooled=pooled))
    assert found["routes.py"] == routes
    assert "return Store(session)" in found["dependencies.py"]
    assert "async with session_maker() as session:\n        stmt = delete(Book)" in found["pooled.py"]
    assert "return await store.title(book_id)" in found["pooled.py"]


@pytest.mark.parametrize("asked", ["Depends()", "Depends(Store)", "Depends(Store, use_cache=True)"])
def test_classes_that_fastapi_makes(asked: str, tmp_path: Path) -> None:
    header = "from fastapi import Depends, Request\n"
    stores = (header + STORE).replace("class Store:", f"{CONNECTION}\n\nclass Store:", 1)
    stores = stores.replace("conn: asyncpg.Connection)", "conn: asyncpg.Connection = Depends(get_conn))")
    found = texts(project(tmp_path, stores=stores, app=HEADER + HANDLER.replace("Depends(get_store)", asked)))
    assert "def __init__(self, session: AsyncSession = Depends(get_session)) -> None:" in found["stores.py"]
    assert f"store: Store = {asked})" in found["app.py"]


BEGINNING = """
@app.put("/{book_id}")
async def rename(
    book_id: int, title: str, conn: asyncpg.Connection = Depends(get_conn), store: Store = Depends(get_store)
):
    async with conn.transaction():
        await store.rename(book_id, title)
        await conn.execute("DELETE FROM books WHERE title = $1", title)
"""
DEPENDENCY = """
async def in_transaction(conn: asyncpg.Connection = Depends(get_conn)):
    async with conn.transaction():
        yield


@app.delete("/{book_id}", dependencies=[Depends(in_transaction)])
async def drop(book_id: int, conn: asyncpg.Connection = Depends(get_conn)):
    await conn.execute("DELETE FROM books WHERE id = $1", book_id)
"""


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (GIVEN + HANDLER + BEGINNING, "transaction"),
        (GIVEN + HANDLER + DEPENDENCY, "in_transaction() begins a transaction"),
        (GIVEN + HANDLER + "\nprint(get_store)\n", "what is meant by get_store"),
        (GIVEN + HANDLER.replace("return await store", "return store"), "is not awaited"),
        (GIVEN + HANDLER.replace("return await store.title(book_id)", "return store"), "is used for something else"),
        (FACTORY + "\nprint(get_repository(Store))\n" + HANDLER.replace("get_store", "get_repository(Store)"), "is meant by"),
        (FACTORY + "\n\nclass Plain:\n    def __init__(self, conn):\n        pass\n\n\nPlains = Depends(get_repository(Plain))\n"
         + HANDLER.replace("get_store", "get_repository(Store)"), "Plain"),
        (FACTORY.replace("return kind(conn)", "return kind(conn, 1)") + HANDLER.replace("get_store", "get_repository(Store)"), "is meant by"),
        (GIVEN + "\nrouter = APIRouter()\nclass View:\n    store: Store = Depends(get_store)\n", "who gets what"),
        (GIVEN.replace("get_conn", "get_other") + HANDLER, "is used for something else"),
        (GIVEN + HANDLER + "\napp.dependency_overrides[get_store] = None\n", "is used for something else"),
    ],
)  # fmt: skip
def test_objects_of_fastapi_that_stay(given: str, reason: str, tmp_path: Path) -> None:
    folder = project(tmp_path, app=HEADER + CONNECTION + given)
    found = refusals(folder)
    assert found
    assert any(reason in str(message) for _, message in found), found
    assert migrated_tree(folder, run(folder))["stores.py"].decode() == STORE
    if "async with conn.transaction()" in given:
        assert migrated_tree(folder, run(folder))["app.py"].decode() == HEADER + CONNECTION + given


REPOSITORIES = """
import asyncpg
from stores import Store


class Repository:
    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn


class Loans(Repository):
    async def forget(self, book_id: int) -> None:
        await self._conn.execute("DELETE FROM books WHERE id = $1", book_id)


class Catalogue(Repository):
    def __init__(self, conn: asyncpg.Connection) -> None:
        super().__init__(conn)
        self._loans = Loans(conn)
        self.store = Store(conn)

    async def drop(self, book_id: int) -> str | None:
        title = await self.store.title(book_id)
        async with self._conn.transaction():
            await self._loans.forget(book_id)
        return title
"""
CATALOGUED = """
from repositories import Catalogue


@app.delete("/{book_id}")
async def drop(book_id: int, catalogue: Catalogue = Depends(get_repository(Catalogue))):
    return await catalogue.drop(book_id)
"""


def test_objects_in_objects_that_fastapi_gives(tmp_path: Path) -> None:
    folder = project(tmp_path, repositories=REPOSITORIES, app=HEADER + CONNECTION + FACTORY + CATALOGUED)
    found = texts(folder)
    assert "super().__init__(session)\n        self._loans = Loans(session)" in found["repositories.py"]
    assert "self.store = Store(session)" in found["repositories.py"]
    assert "async with self._session.begin():\n            await self._loans.forget" in found["repositories.py"]
    assert "asyncpg" not in found["repositories.py"]
    assert "return await catalogue.drop(book_id)" in found["app.py"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("self._loans = Loans(conn)", "self._loans = LOANS = Loans(conn)", "is used for something else"),
        ("self._loans = Loans(conn)", "self._loans = print(conn)", "is used for something else"),
        ("self.store = Store(conn)", "self.store = Store(await_(conn))", "something else than a connection"),
        ("super().__init__(conn)\n", "super().__init__(None)\n", "something else than a connection"),
        ("await self.store.title(book_id)", "await lent(self.store)", "handed to something that is not known"),
        ("return title", "self.store = None\n        return title", "store has another value"),
        ("return title", "return self.store", "self.store is used for something else"),
        ("return title", "return self.store._conn", "self.store is asked for its connection"),
        ("return title", "self.other = Store(self._conn)", "is kept where it is not followed"),
    ],
)  # fmt: skip
def test_objects_in_objects_that_stay(old: str, new: str, reason: str, tmp_path: Path) -> None:
    repositories = REPOSITORIES.replace(old, new)
    assert repositories != REPOSITORIES
    folder = project(tmp_path, repositories=repositories, app=HEADER + CONNECTION + FACTORY + CATALOGUED)
    found = refusals(folder)
    assert any(reason in str(message) for _, message in found), found
    tree = migrated_tree(folder, run(folder))
    assert tree["repositories.py"].decode() == repositories
    assert tree["stores.py"].decode() == STORE


def test_an_object_outside_is_asked_for_the_one_it_keeps(tmp_path: Path) -> None:
    user = """
from repositories import Catalogue


async def title(pool, book_id):
    async with pool.acquire() as conn:
        catalogue = Catalogue(conn)
        return await catalogue.store.title(book_id)
"""
    folder = project(tmp_path, repositories=REPOSITORIES, user=user)
    assert "catalogue = Catalogue(session)" in texts(folder)["user.py"]
    kept = user.replace("catalogue.store.title(book_id)", "other(catalogue.store)")
    folder = project(tmp_path, repositories=REPOSITORIES, user=kept)
    assert any("catalogue.store is handed to" in str(message) for _, message in refusals(folder))
