"""A PostgreSQL server of our own: unix socket only, started as any user, gone when its parent is.

POSIX only: without unix sockets a server would need a port and a password.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import quote

from codemod.postgres.binaries import Binaries, ServerError, find_binaries
from codemod.postgres.owned_folder import OwnedFolder, remove_stale_folders

_ACCOUNTS: Final = ("postgres", "nobody")
_PORT: Final = 5432
#: A unix socket's path must fit 104 bytes on macOS (108 on Linux), its terminating zero included.
_LONGEST_SOCKET_PATH: Final = 103
_START_SECONDS: Final = 60
#: Fast, immediate, and for good; with the seconds each is given.
_STOP_SIGNALS: Final = ((signal.SIGINT, 10), (signal.SIGQUIT, 5), (signal.SIGKILL, 5))
_PR_SET_PDEATHSIG: Final = 1

#: Nothing on this server has to survive a crash, and nothing may depend on the machine.
_SETTINGS: Final = {
    "listen_addresses": "",
    "port": str(_PORT),
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "30",
    "shared_buffers": "32MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "logging_collector": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


@dataclass(frozen=True, slots=True)
class _Account:
    """The account that runs the server when we are root, whom PostgreSQL refuses."""

    uid: int
    gid: int


class PostgresServer:
    """A server for the time of a ``with`` block.

    Start it from the main thread: on Linux the kernel ends it with the thread that started it, which
    is how it is gone even after ``kill -9``. The temporary folder that such an end leaves behind is
    removed by the next server's start.

    Args:
        binaries: programs to run; searched when left out.
        folder: where the temporary folder is made; the system's place when left out.

    Raises:
        ServerError: there are no programs, or, on entering the block, the server does not start.
    """

    def __init__(self, binaries: Binaries | None = None, *, folder: Path | None = None) -> None:
        self.binaries = binaries or find_binaries()
        self._parent = folder or Path(tempfile.gettempdir())
        self._account = _unprivileged_account()
        self._process: subprocess.Popen[bytes] | None = None
        self._owned: OwnedFolder | None = None

    def __enter__(self) -> Self:
        if threading.current_thread() is not threading.main_thread():
            raise ServerError("the server must be started from the main thread")
        remove_stale_folders(self._parent)
        try:
            self._prepare()
            self._initialise()
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    @property
    def folder(self) -> Path:
        """The temporary folder that holds everything of this server."""
        if self._owned is None:
            raise ServerError("the server is not running")
        return self._owned.path

    @property
    def process_id(self) -> int:
        """Process id of the server."""
        if self._process is None:
            raise ServerError("the server is not running")
        return self._process.pid

    @property
    def dsn(self) -> str:
        """Where ``asyncpg.connect`` finds the server's own database."""
        return self.dsn_of("postgres")

    @property
    def sqlalchemy_url(self) -> str:
        """Where ``create_async_engine`` finds the server's own database."""
        return self.sqlalchemy_url_of("postgres")

    def dsn_of(self, database: str) -> str:
        """Where ``asyncpg.connect`` finds a database of this server."""
        # the port is named because asyncpg would take one from PGPORT
        return f"postgresql://postgres@/{quote(database)}?host={quote(str(self._sockets))}&port={_PORT}"

    def sqlalchemy_url_of(self, database: str) -> str:
        """Where ``create_async_engine`` finds a database of this server."""
        return self.dsn_of(database).replace("postgresql://", "postgresql+asyncpg://", 1)

    async def create_database(self, name: str, *, template: str = "template1") -> str:
        """Make a database and give its DSN; nobody may be connected to the template meanwhile.

        Args:
            name: a plain identifier.
            template: database to copy, with its tables and rows.
        """
        import asyncpg  # of the extra `verify`, as the wheel is

        for identifier in (name, template):
            if not identifier.isidentifier():
                raise ValueError(f"{identifier!r} is not a plain identifier")
        connection = await asyncpg.connect(self.dsn)
        try:
            await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        finally:
            await connection.close()
        return self.dsn_of(name)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _sockets(self) -> Path:
        return self.folder / "s"

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def _prepare(self) -> None:
        self._owned = OwnedFolder(self._parent)
        if len(os.fsencode(self._sockets / f".s.PGSQL.{_PORT}")) > _LONGEST_SOCKET_PATH:
            raise ServerError(f"{self._parent}: is too long a path for a unix socket; set TMPDIR to a shorter one")
        for path in (self._data, self._sockets):
            path.mkdir(mode=0o700)
            if self._account is not None:
                os.chown(path, self._account.uid, self._account.gid)
        if self._account is not None:
            # lets the account pass through to its own folders, and see nothing else
            self.folder.chmod(0o711)
            try:
                self._run("postgres", "--version")
            except PermissionError:
                self.binaries = self.binaries.copied_to(self.folder / "site")

    def _initialise(self) -> None:
        options = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
        try:
            done = self._run("initdb", "-D", str(self._data), *options)
        except OSError as error:
            raise ServerError(f"{self.binaries.folder}: initdb can't be run ({error.strerror})") from error
        if done.returncode != 0:
            raise ServerError(f"initdb failed: {_last_line(done.stderr)}")

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [str(self.binaries.folder / program), *arguments]
        return subprocess.run(command, capture_output=True, check=False, **self._process_options())

    def _start(self) -> None:
        settings = {**_SETTINGS, "unix_socket_directories": str(self._sockets)}
        command = [str(self.binaries.folder / "postgres"), "-D", str(self._data)]
        command += [argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches us alone, and we stop the server
                preexec_fn=_end_with_parent(),
                **self._process_options(),
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None:
                raise ServerError(f"the server did not start: {_last_line(self._log.read_bytes())}")
            if time.monotonic() > deadline:
                raise ServerError(f"the server was not ready within {_START_SECONDS} seconds")
            time.sleep(0.005)

    def _process_options(self) -> dict[str, Any]:
        # no PG* variable of the caller may steer the server
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        options: dict[str, Any] = {"cwd": self.folder, "env": {**environment, "LC_ALL": "C", "TZ": "UTC"}}
        if self._account is not None:
            options |= {"user": self._account.uid, "group": self._account.gid, "extra_groups": []}
        return options

    def _is_ready(self) -> bool:
        try:
            # the eighth line is the postmaster's state
            return (self._data / "postmaster.pid").read_text().splitlines()[7].strip() == "ready"
        except (OSError, IndexError):
            return False

    def _stop(self) -> None:
        if self._process is not None:
            for number, seconds in _STOP_SIGNALS:
                self._process.send_signal(number)
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(seconds)
                    break
            self._process = None
        if self._owned is not None:
            self._owned.remove()
            self._owned = None


def _unprivileged_account() -> _Account | None:
    if os.geteuid() != 0:
        return None
    for name in _ACCOUNTS:
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return _Account(entry.pw_uid, entry.pw_gid)
    raise ServerError("PostgreSQL does not run as root, and there is no account postgres or nobody to run it as")


def _end_with_parent() -> Callable[[], None] | None:
    """What the child does before it becomes the server; after ``setuid``, which would undo it."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)  # loaded here: the child of a fork should do as little as it can
    parent = os.getpid()

    def ask_kernel() -> None:
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return ask_kernel


def _last_line(output: bytes) -> str:
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "no message"
