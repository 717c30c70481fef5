"""What a project's sessions have to be like to take the place of a connection."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_plan import HEAD, converted, refusals

ONE = "await conn.execute('DELETE FROM links WHERE id = $1', one)"
BLOCK = HEAD.format(imports="", parameters="one: int") + "        async with self.bot.db.acquire() as conn{more}:\n"
ENGINE = (
    "from sqlalchemy.ext.asyncio import create_async_engine\n\nengine = create_async_engine('postgresql://'{more})\n"
)


def block(lines: int, more: str = "") -> str:
    return BLOCK.format(more=more) + f"            {ONE}\n" * lines


@pytest.mark.parametrize(
    ("option", "stays"),
    [
        ("", False),
        (", isolation_level='READ COMMITTED'", False),
        (", isolation_level='AUTOCOMMIT'", True),
        (', execution_options={"isolation_level": "REPEATABLE READ"}', True),
        (", isolation_level=LEVEL", True),
    ],
)
def test_the_engine_keeps_transactions_as_they_are(tmp_path: Path, option: str, stays: bool) -> None:
    engine = ENGINE.replace("{more}", option)
    assert refusals(converted(tmp_path, block(2), engine=engine)) == ["session.group"] * (2 * stays)
    assert refusals(converted(tmp_path, block(1, ", conn.transaction()"), engine=engine)) == ["session.group"] * stays
    assert refusals(converted(tmp_path, block(1), engine=engine)) == []


BEGUN = """
class Bot:
    db: Pool

    @asynccontextmanager
    async def scope(self) -> AsyncIterator[AsyncSession]:
        async with self.session_maker.begin() as session:
            yield session
"""


def test_a_session_that_is_in_a_transaction_takes_the_place_of_one_statement(tmp_path: Path) -> None:
    assert refusals(converted(tmp_path, block(1), bot=BEGUN)) == []
    assert refusals(converted(tmp_path, block(2), bot=BEGUN)) == ["session.group"] * 2
    assert refusals(converted(tmp_path, block(1, ", conn.transaction()"), bot=BEGUN)) == ["session.group"]


def test_no_session_at_all(tmp_path: Path) -> None:
    code = block(2).replace("self.bot.db", "self.other")
    assert refusals(converted(tmp_path, code)) == ["session.none"] * 2


BY_HAND = """
async def main(dsn: str, one: int):
    conn = await asyncpg.connect(dsn)
    try:
        await conn.execute('DELETE FROM links WHERE id = $1', one){handler}
    finally:
        await conn.close()
"""
HANDLER = """
    except ValueError:
        print('no')"""


def test_a_connection_of_its_own_may_be_to_another_database(tmp_path: Path) -> None:
    result = converted(tmp_path, "import asyncpg\n" + BY_HAND.format(handler=""))
    assert refusals(result) == ["session.none"]


def test_a_context_manager_can_not_be_closed_by_hand(tmp_path: Path) -> None:
    by_hand = BY_HAND.replace("asyncpg.connect(dsn)", "bot.db.acquire()").replace("dsn: str", "bot: Bot")
    handled, plain = by_hand.format(handler=HANDLER), by_hand.format(handler="")
    scoped = BEGUN.replace("self.session_maker.begin()", "self.session_maker()")
    assert refusals(converted(tmp_path, "import asyncpg\n" + handled)) == []
    assert refusals(converted(tmp_path, "import asyncpg\n" + handled, bot=scoped)) == ["session.group"]
    assert refusals(converted(tmp_path, "import asyncpg\n" + plain, bot=scoped)) == []


GIVING = """
from contextlib import asynccontextmanager


@asynccontextmanager
async def borrowed():
    async with POOL.acquire() as conn:
        yield conn


async def run(one: int):
    async with {call} as conn:
        await conn.execute('DELETE FROM links WHERE id = $1', one)
        await conn.execute('DELETE FROM votes WHERE link_id = $1', one)
"""
MAKER = "from sqlalchemy.ext.asyncio import async_sessionmaker\n\nsession_maker = async_sessionmaker()\n"


def test_a_function_that_gives_a_connection(tmp_path: Path) -> None:
    result = converted(tmp_path, GIVING.format(call="borrowed()"), bot="", maker=MAKER)
    assert refusals(result) == []
    assert "async with session_maker() as session:" in (result.after or "")


def test_a_function_of_another_name_gives_nothing_that_is_known(tmp_path: Path) -> None:
    refused = refusals(converted(tmp_path, GIVING.format(call="acquire()"), bot="", maker=MAKER))
    assert refused == ["session.connection"] * 2


CONCURRENT = """
class Cog:
    async def delete(self, conn: asyncpg.Connection, one: int):
        await conn.execute('DELETE FROM links WHERE id = $1', one)

    async def run(self, one: int):
        async with self.bot.db.acquire() as conn:
            await conn.execute('DELETE FROM votes WHERE link_id = $1', one)
            {line}
"""


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("await self.delete(conn, one)", False),
        ("await asyncio.gather(self.delete(conn, one), self.delete(conn, 2))", True),
        ("await asyncio.gather(*(self.delete(conn, one) for one in range(3)))", True),
        ("await asyncio.wait_for(self.delete(conn, one), 3)", True),
        ("asyncio.create_task(self.delete(conn, one))", True),
        ("self.bot.loop.create_task(self.delete(conn, one))", True),
        ("async with asyncio.TaskGroup() as group: group.create_task(self.delete(conn, one))", True),
        ("self.bot.later.append(functools.partial(self.delete, conn))", True),
        ("self.bot.later.append(lambda: self.delete(conn, one))", True),
        ("await self.bot.each(self.delete, conn)", True),
        ("self.conn = conn", True),
        ("self.bot.pending[conn] = one", True),
        ("yield conn", True),
        ("return conn", True),
        ("conn_of.set(conn)", True),
    ],
)
def test_no_session_is_shared_by_tasks(tmp_path: Path, line: str, stays: bool) -> None:
    code = "import asyncio\nimport asyncpg\n" + CONCURRENT.format(line=line)
    result = converted(tmp_path, code)
    assert (result.after is None) == stays
    assert bool(refusals(result)) == stays


@pytest.mark.parametrize(
    ("second", "committed"),
    [("txid_current()", True), ("now()", True), ("age(now())", True), ("clock_timestamp()", False)],
)
def test_a_read_is_committed_before_one_that_asks_for_its_transaction(
    tmp_path: Path, second: str, committed: bool
) -> None:
    reads = "            a = await conn.fetchval('SELECT url FROM links WHERE id = $1', one)\n"
    reads += f"            b = await conn.fetchval('SELECT {second}')\n            return a, b\n"
    result = converted(tmp_path, BLOCK.format(more="") + reads)
    assert refusals(result) == []
    assert result.after is not None
    assert ("session.commit()" in result.after) is committed


LEFT_OPEN = """
import asyncpg



async def main(bot: Bot, one: int):
    {acquired}
    await conn.execute('DELETE FROM links WHERE id = $1', one)
    {released}
"""


@pytest.mark.parametrize(
    ("acquired", "released", "message"),
    [
        ("conn = await bot.db.acquire()", "await bot.db.release(conn)", "no try … finally gives it back"),
        ("conn = await asyncpg.connect('')", "await conn.close()", "no try … finally gives it back"),
        (
            "conn = await STACK.enter_async_context(bot.db.acquire())",
            "await STACK.aclose()",
            "an exit stack holds conn",
        ),
        (
            "conn = await connection_of(bot)",
            "await conn.close()",
            "conn is a connection that other statements may share",
        ),
    ],
)
def test_why_a_connection_that_no_block_holds_stays(tmp_path: Path, acquired: str, released: str, message: str) -> None:
    code = LEFT_OPEN.format(acquired=acquired, released=released)
    result = converted(tmp_path, code)
    assert refusals(result) == ["session.connection"]
    assert message in str(result.sites[0].message)
