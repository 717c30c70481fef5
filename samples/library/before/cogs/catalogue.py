"""The catalogue: what there is, and where it stands."""

from cogs.base import Part


class Catalogue(Part):
    async def on_shelf(self, shelf: str):
        rows = await self.bot.db.fetch("SELECT * FROM books WHERE shelf = $1 ORDER BY title", shelf)
        return [f"{row['title']} by {row['author']}" for row in rows]

    async def title(self, book: int):
        return await self.bot.db.fetchval("SELECT title FROM books WHERE id = $1", book)

    async def page(self, number: int, size: int = 2):
        rows = await self.bot.db.fetch(
            "SELECT id, title FROM books ORDER BY title LIMIT $1 OFFSET $2", size, number * size
        )
        return [(row["id"], row["title"]) for row in rows]

    async def add(self, title: str, author: str):
        # the shelf is found later
        return await self.bot.db.fetchval(
            "INSERT INTO books (title, author) VALUES ($1, $2) RETURNING id", title, author
        )

    async def take_over(self, books: list[tuple[str, str]]):
        await self.bot.db.executemany("INSERT INTO books (title, author) VALUES ($1, $2)", books)

    async def authors(self):
        rows = await self.bot.db.fetch("SELECT author, count(*) AS titles FROM books GROUP BY author ORDER BY author")
        return {row["author"]: row["titles"] for row in rows}

    async def move(self, old: str, new: str):
        status = await self.bot.db.execute("UPDATE books SET shelf = $2 WHERE shelf = $1", old, new)
        return int(status.split()[-1])


async def copies_of(bot, book: int):
    return await bot.db.fetchval("SELECT copies FROM books WHERE id = $1", book)
