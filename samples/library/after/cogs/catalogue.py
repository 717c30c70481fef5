"""The catalogue: what there is, and where it stands."""

from cogs.base import Part


class Catalogue(Part):
    async def on_shelf(self, shelf: str):
        rows = await self.bot.books.find_on_shelf(shelf)
        return [f"{row.title} by {row.author}" for row in rows]

    async def title(self, book: int):
        return await self.bot.books.find_title(book)

    async def page(self, number: int, size: int = 2):
        rows = await self.bot.books.list_ids_and_titles_page(size, number * size)
        return [(row["id"], row["title"]) for row in rows]

    async def add(self, title: str, author: str):
        # the shelf is found later
        return await self.bot.books.create(title, author)

    async def take_over(self, books: list[tuple[str, str]]):
        await self.bot.books.create_many(books)

    async def authors(self):
        rows = await self.bot.books.authors()
        return {row["author"]: row["titles"] for row in rows}

    async def move(self, old: str, new: str):
        status = await self.bot.books.update_shelf_by_shelf(old, new)
        return status


async def copies_of(bot, book: int):
    return await bot.books.find_copies_by_id(book)
