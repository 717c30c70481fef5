"""A call wherever in an expression a call can stand; ``note`` shows what else runs, and when."""

import asyncio
from contextlib import contextmanager


class Links:
    def __init__(self, bot):
        self.bot = bot
        self.told = []
        self.total = 100
        self.cache = {}

    def note(self, value):
        self.told.append(value)
        return value

    async def element(self):
        return [
            await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", self.note(t)) for t in ("a", "x", "b")
        ]

    async def condition(self):
        return [t for t in ("a", "x", "b") if await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", t)]

    async def value_and_key(self):
        return {
            self.note(t): await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", self.note(f"{t}"))
            for t in ("a", "b")
        }

    async def source(self):
        return [
            (link["title"], other) for other in (1, 2) for link in await self.bot.db.fetch("SELECT title FROM links")
        ]

    async def first_source(self):
        return [link["title"] for link in await self.bot.db.fetch("SELECT title FROM links ORDER BY id")]

    async def generator(self):
        made = (self.note(await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", t)) for t in ("a", "b"))
        self.note("made")
        return [url async for url in made]

    async def chosen(self):
        return [
            await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", "a") if wanted else self.note("none")
            for wanted in (True, False)
        ]

    async def tested_first(self):
        return "many" if await self.bot.db.fetchval("SELECT count(*) FROM links") > 1 else self.note("few")

    async def either(self):
        one = self.note(0) or await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", "a")
        two = self.note(1) or await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", "b")
        return one, two

    async def both(self):
        return await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", "x") and await self.bot.db.fetchval(
            "SELECT url FROM links WHERE title = $1", "b"
        )

    async def compared(self):
        low = 0
        one = low < await self.bot.db.fetchval("SELECT count(*) FROM links") < self.note(10)
        return one, self.note(5) < 3 < await self.bot.db.fetchval("SELECT count(*) FROM links")

    async def until(self):
        while await self.bot.db.fetchval("SELECT count(*) FROM links"):
            await self.bot.db.execute("DELETE FROM links WHERE id = (SELECT max(id) FROM links)")
            self.note("one less")

    async def popped(self):
        gone = []
        while row := await self.bot.db.fetchrow("DELETE FROM links WHERE clicks = $1 RETURNING id, title", len(gone)):
            gone.append(row["title"])
        return gone

    async def else_if(self):
        if self.note(False):
            return "no"
        if row := await self.bot.db.fetchrow("SELECT id, url FROM links WHERE title = $1", "x"):
            return row["url"]
        if await self.bot.db.execute("DELETE FROM links WHERE title = $1", "a") == "DELETE 1":
            return "gone"
        if await self.bot.db.fetchval("SELECT url FROM links"):
            return "never"

    async def only_asked_when_needed(self):
        if self.note(True):
            return "yes"
        if await self.bot.db.fetchval("SELECT url FROM links"):
            return "never"

    async def named_in_a_test(self):
        if (row := await self.bot.db.fetchrow("SELECT id, url FROM links WHERE title = $1", "a")) and row["url"]:
            return row["id"], row["url"]

    async def added_up(self):
        self.total += await self.bot.db.fetchval("SELECT count(*) FROM links")
        total = 1
        total += await self.bot.db.fetchval("SELECT count(*) FROM links")
        return self.total, total

    async def changed_meanwhile(self):
        async def change():
            self.total = 500

        task = asyncio.create_task(change())
        self.total += await self.bot.db.fetchval("SELECT count(*) FROM links")
        await task
        return self.total

    async def kept(self):
        self.cache[self.note("key")] = await self.bot.db.fetchval(
            "SELECT url FROM links WHERE title = $1", self.note("a")
        )
        return self.cache

    async def kept_nowhere(self):
        first, second = await self.bot.db.fetchrow(
            "INSERT INTO links (id, title, url, guild_id) VALUES (9, 'q', 'r', 1) RETURNING id"
        )
        return first, second

    async def kept_in_no_list(self):
        self.cache["x"]["y"] = await self.bot.db.fetchval(
            "UPDATE links SET clicks = 9 WHERE title = $1 RETURNING id", "a"
        )

    async def arguments(self):
        return max(self.note(1), await self.bot.db.fetchval("SELECT count(*) FROM links"), self.note(2))

    async def starred(self):
        return dict(a=self.note(1), **await self.bot.db.fetchrow("SELECT url FROM links WHERE title = $1", "a"))

    async def several(self):
        links, first = (
            await self.bot.db.fetchval("SELECT count(*) FROM links"),
            await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", "a"),
        )
        return (
            links,
            first,
            {
                "n": await self.bot.db.fetchval("SELECT sum(clicks) FROM links"),
                self.note("k"): await self.bot.db.fetchval("SELECT max(id) FROM links"),
            },
        )

    async def formatted(self):
        return f"{self.note('a')} {await self.bot.db.fetchval('SELECT count(*) FROM links')} {self.note('b')}"

    async def subscript(self):
        return self.note(["x", "y", "z"])[await self.bot.db.fetchval("SELECT count(*) FROM links")]

    async def asserted(self):
        assert await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", "x"), self.note("nothing there")

    async def raised(self):
        raise KeyError(await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", "a")) from self.note(None)

    async def matched(self):
        match await self.bot.db.fetchval("SELECT count(*) FROM links"):
            case 2:
                return self.note("two")
            case _:
                return "other"

    async def yielded(self):
        async def each():
            yield self.note("before")
            yield await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", "a")
            yield self.note("after")

        return [item async for item in each()]

    async def in_one_line(self):
        for each in (1, 2): await self.bot.db.execute("UPDATE links SET clicks = clicks + 1 WHERE id = $1", each)
        self.note("then"); await self.bot.db.execute("UPDATE links SET clicks = 7 WHERE id = $1", 2); self.note("last")

    async def handled(self):
        try:
            raise ValueError
        except ValueError:
            return self.note("x") and await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", "b")
        finally:
            self.note(self.note("y") and await self.bot.db.fetchval("SELECT count(*) FROM links"))

    async def fails(self):
        self.note("x") and await self.bot.db.execute("UPDATE links SET title = 'a'")

    async def many(self):
        self.note("x") and await self.bot.db.executemany(
            "UPDATE links SET clicks = $1 WHERE id = $2", [(self.note(5), 1), (6, 2)]
        )

    async def gathered(self):
        links, count, status = await asyncio.gather(
            self.bot.db.fetch("SELECT id, title FROM links ORDER BY title DESC"),
            self.bot.db.fetchval("SELECT count(*) FROM votes WHERE link_id > $1", self.note(0)),
            self.bot.db.execute("UPDATE links SET clicks = 8 WHERE title = $1", self.note("a")),
        )
        return [link["title"] for link in links], links[0][1], count, status

    async def gathered_from_each(self):
        rows = await asyncio.gather(
            *(self.bot.db.fetchrow("SELECT id, title FROM links WHERE id = $1", self.note(i)) for i in (1, 2, 3))
        )
        return [row["title"] for row in rows if row]

    async def one_of_several_fails(self):
        await asyncio.gather(
            self.bot.db.execute("UPDATE links SET title = 'a'"),
            self.bot.db.execute("UPDATE links SET clicks = 5 WHERE id = $1", 1),
            return_exceptions=True,
        )
        await asyncio.gather(self.bot.db.execute("UPDATE links SET title = 'a'"))

    async def in_time(self):
        return await asyncio.wait_for(self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", "a"), 5)

    async def too_late(self):
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.execute("UPDATE links SET clicks = 20 WHERE id = $1", 1)
            # the row is locked
            try:
                await asyncio.wait_for(self.bot.db.execute("UPDATE links SET clicks = 30 WHERE id = $1", 1), 0.2)
            except TimeoutError:
                self.note("late")
        return await self.bot.db.fetchval("SELECT clicks FROM links WHERE id = $1", 1)

    async def shielded(self):
        return await asyncio.shield(self.bot.db.execute("UPDATE links SET clicks = 8 WHERE title = $1", "a"))

    async def a_task(self):
        task = asyncio.create_task(self.bot.db.fetchrow("SELECT id, title FROM links WHERE id = $1", self.note(1)))
        self.note("made")
        row = await task
        return row["title"], (await task)["id"]

    async def never_awaited(self):
        asyncio.create_task(self.bot.db.execute("UPDATE links SET clicks = 8 WHERE title = $1", self.note("a")))
        self.note("made")
        await asyncio.sleep(0.3)

    async def made_and_awaited_later(self):
        later = []
        for each in (1, 2):
            later.append(self.bot.db.execute("UPDATE links SET clicks = 8 WHERE id = $1", self.note(each)))
        self.note("made")
        return await asyncio.gather(*later)

    def _pending(self, title):
        return self.bot.db.fetchrow("SELECT id, url FROM links WHERE title = $1", self.note(title))

    async def pending(self):
        row = await self._pending("a")
        return row["url"]

    async def on_one_connection(self):
        async with self.bot.db.acquire() as conn:
            await conn.execute("UPDATE links SET clicks = 3")
            first = self.note("x") and await conn.fetchval("SELECT sum(clicks) FROM links")
            async with conn.transaction():
                return first, await conn.fetchval(
                    "UPDATE links SET clicks = 4 WHERE id = $1 RETURNING clicks", 1
                ) if first else None

    async def width(self):
        url = f"{await self.bot.db.fetchval('SELECT url FROM links WHERE id = 1'):>{self.note(2)}}"
        return f"{self.note(url)!r:>{await self.bot.db.fetchval('SELECT count(*) + 8 FROM links')}}{self.note('c')}"

    async def formatted_in_a_format(self):
        return f"""{self.note('a')}{f'<{await self.bot.db.fetchval("SELECT title FROM links WHERE id = 1")}>'}"""

    async def deleted(self):
        self.cache = {"a": 1, "b": 2}
        del self.cache["b"], self.cache[await self.bot.db.fetchval("SELECT title FROM links WHERE id = 1")]
        return self.cache

    async def raised_from(self):
        raise KeyError(self.note("a")) from ValueError(await self.bot.db.fetchval("SELECT url FROM links WHERE id = 1"))

    async def target(self):
        self.cache[await self.bot.db.fetchval("SELECT title FROM links WHERE id = 1")] = await self.bot.db.fetchval(
            "UPDATE links SET clicks = 9 WHERE title = $1 RETURNING clicks", "a"
        )
        return self.cache

    async def asynchronous_source(self):
        async def up_to(most):
            for each in range(most):
                yield self.note(each)

        async for each in up_to(await self.bot.db.fetchval("SELECT count(*) FROM links")):
            self.note(("loop", each))
        return [
            each async for each in up_to(3) if await self.bot.db.fetchval("SELECT url FROM links WHERE id = $1", each)
        ]

    async def guarded(self):
        match self.note(5):
            case 4:
                return "four"
            case n if n < await self.bot.db.fetchval("SELECT count(*) FROM links"):
                return "few"
            case n if n > await self.bot.db.fetchval("SELECT sum(clicks) FROM links"):
                return "many"

    async def default_of_a_lambda(self):
        get = lambda url=await self.bot.db.fetchval("SELECT url FROM links WHERE id = 1"): self.note(url)
        self.note("made")
        return get(), get("other")

    async def displays(self):
        return {
            self.note("a"): await self.bot.db.fetchval("SELECT count(*) FROM links"),
            **(await self.bot.db.fetchrow("SELECT title, url FROM links WHERE id = 1")),
            "b": {await self.bot.db.fetchval("SELECT max(id) FROM links"), self.note(7)},
        }

    async def sliced(self):
        text = "abcdef"[await self.bot.db.fetchval("SELECT count(*) FROM links") : self.note(4)]
        rows = (await self.bot.db.fetch("SELECT title FROM links ORDER BY id"))[:1]
        return text, [row["title"] for row in rows]

    async def opened(self):
        with self.noting(await self.bot.db.fetchval("SELECT url FROM links WHERE id = 1")) as url, self.noting(
            await self.bot.db.fetchval("SELECT title FROM links WHERE id = 2")
        ):
            return url

    @contextmanager
    def noting(self, value):
        yield self.note(value)
        self.note("closed")

    async def at_last(self):
        try:
            return self.note(await self.bot.db.fetchval("SELECT url FROM links WHERE id = 1"))
        finally:
            await self.bot.db.execute("UPDATE links SET clicks = 6 WHERE id = $1", 1)

    async def as_long_as(self):
        title = "a"
        while (row := await self.bot.db.fetchrow("SELECT id, url FROM links WHERE title = $1", title)) is not None:
            title = {"u": "b"}.get(self.note(row["url"]), "x")
        else:
            self.note(await self.bot.db.fetchval("SELECT count(*) FROM links"))
        return title

    async def in_a_row(self):
        return self.note(1) < await self.bot.db.fetchval("SELECT count(*) FROM links") < self.note(1) < (
            await self.bot.db.fetchval("SELECT sum(clicks) FROM links")
        )

    async def at_once_in_a_group(self):
        async with asyncio.TaskGroup() as group:
            one = group.create_task(self.bot.db.fetchval("SELECT url FROM links WHERE id = $1", self.note(1)))
            two = group.create_task(self.bot.db.execute("UPDATE links SET clicks = 8 WHERE id = $1", self.note(2)))
        return one.result(), two.result()

    async def in_time_on_a_connection(self):
        async with self.bot.db.acquire() as conn:
            count = await asyncio.wait_for(conn.fetchval("SELECT count(*) FROM links WHERE id > $1", self.note(0)), 5)
            async with asyncio.timeout(5):
                return count, self.note("x") and await asyncio.wait_for(conn.fetchval("SELECT url FROM links"), 5)

    async def too_late_on_a_connection(self):
        async with self.bot.db.acquire() as other, other.transaction():
            await other.execute("UPDATE links SET clicks = 20 WHERE id = $1", 1)
            # the row is locked
            async with self.bot.db.acquire() as conn:
                try:
                    await asyncio.wait_for(conn.execute("UPDATE links SET clicks = 30 WHERE id = $1", 1), 0.2)
                except TimeoutError:
                    self.note("late")
                return await conn.fetchval("SELECT clicks FROM links WHERE id = $1", 1)
