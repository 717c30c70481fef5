"""Status strings."""

from __future__ import annotations

import re

from bot import Cases


class Status(Cases):
    async def compared(self):
        status = await self.bot.db.execute("DELETE FROM items WHERE name = $1", "axe")
        return [status == "DELETE 1", status != "DELETE 0", "DELETE 0" == status, status in ("DELETE 0", "DELETE 1")]

    async def nothing_done(self):
        if await self.bot.db.execute("UPDATE items SET count = 5 WHERE name = $1", "nobody") == "UPDATE 0":
            return "nothing"
        return "something"

    async def suffix(self):
        result = await self.bot.db.execute("UPDATE items SET count = 5")
        return "none" if result.endswith(" 0") else "some"

    async def suffix_without_blank(self):
        result = await self.bot.db.execute("UPDATE items SET count = 5")
        return [result.endswith("0"), result.endswith("4"), result[-1], result]

    async def words(self):
        status = await self.bot.db.execute("DELETE FROM items WHERE count > $1", 0)
        return [int(status.split()[-1]), int(status.split(" ")[1]), int(status[7:]), status.rsplit(" ", 1)[-1]]

    async def words_of_insert(self):
        status = await self.bot.db.execute("INSERT INTO items (name) VALUES ($1), ($2)", "egg", "fan")
        return [int(status.split()[-1]), status.split()[2], status[9:]]

    async def second_word_of_insert(self):
        status = await self.bot.db.execute("INSERT INTO items (name) VALUES ($1), ($2)", "egg", "fan")
        return int(status.split()[1])

    async def conflict(self):
        found = []
        for name in ("axe", "egg"):
            status = await self.bot.db.execute(
                "INSERT INTO items (name) VALUES ($1) ON CONFLICT (name) DO NOTHING", name
            )
            found.append(status == "INSERT 0 1")
        return found

    async def conflict_updates(self):
        status = await self.bot.db.execute(
            "INSERT INTO items (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET count = 9", "axe"
        )
        return status.endswith("1"), "INSERT" in status, status.startswith("INSERT")

    async def wrong_tag(self):
        status = await self.bot.db.execute("DELETE FROM items WHERE name = $1", "axe")
        return [status == "UPDATE 1", status == "DELETE", status == "DELETE 01", status.startswith("DELETE 1")]

    async def returned(self):
        return await self.bot.db.execute("UPDATE items SET count = count + 1 WHERE shelf_id = $1", 1)

    async def formatted(self):
        status = await self.bot.db.execute("UPDATE items SET count = count + 1 WHERE shelf_id = $1", 1)
        return f"done: {status}, {status.split()[1]:>3}"

    async def matched(self):
        match await self.bot.db.execute("DELETE FROM items WHERE name = $1", "axe"):
            case "DELETE 0":
                return "gone already"
            case other:
                return other

    async def searched(self):
        status = await self.bot.db.execute("DELETE FROM items WHERE count >= $1", 1)
        found = re.search(r"\d+", status)
        return int(found.group()) if found else None

    async def walrus(self):
        if (status := await self.bot.db.execute("DELETE FROM items WHERE count >= $1", 1)) != "DELETE 0":
            return status
        return None

    async def kept(self):
        self.last = await self.bot.db.execute("DELETE FROM items WHERE name = $1", "bow")
        return self.last

    async def bound_twice(self):
        status = "DELETE 0"
        for name in ("axe", "nobody"):
            status = await self.bot.db.execute("DELETE FROM items WHERE name = $1", name)
        return status == "DELETE 0", len(status)

    async def in_a_loop(self):
        found = []
        for name in ("axe", "nobody"):
            status = await self.bot.db.execute("DELETE FROM items WHERE name = $1", name)
            found.append(status == "DELETE 0")
        return found

    async def truth(self):
        status = await self.bot.db.execute("DELETE FROM items WHERE name = $1", "nobody")
        return int(status.split()[-1]) if status else None

    async def fails(self):
        status = await self.bot.db.execute("UPDATE items SET name = $1 WHERE name = $2", "axe", "bow")
        return status == "UPDATE 1"

    async def not_a_number(self):
        status = await self.bot.db.execute("UPDATE items SET count = 2")
        return int(status.split()[0])

    async def of_many(self):
        status = await self.bot.db.executemany("INSERT INTO items (name) VALUES ($1)", [("egg",), ("fan",)])
        return status

    async def of_many_returned(self):
        return await self.bot.db.executemany("INSERT INTO items (name) VALUES ($1)", [])

    async def on_a_connection(self):
        async with self.bot.db.acquire() as connection:
            first = await connection.execute("DELETE FROM items WHERE count = $1", 0)
            second = await connection.execute("UPDATE items SET count = 0 WHERE count > $1", 1)
            return first == "DELETE 1", int(second.split()[-1]), second.split()[1] == "2"

    # refused: rows.status
    async def of_a_query(self):
        return await self.bot.db.execute("SELECT * FROM items")

    # refused: rows.status
    async def of_returning(self):
        return await self.bot.db.execute("DELETE FROM items RETURNING id")

    # refused: rows.status
    async def of_many_in_a_list(self):
        return [await self.bot.db.executemany("INSERT INTO items (name) VALUES ($1)", [("egg",)])]
