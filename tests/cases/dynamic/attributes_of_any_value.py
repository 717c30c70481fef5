# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
import os
from dataclasses import dataclass

import library


class Unknown:
    def __init__(self, bot, table):
        self.bot = bot
        self.table = table

    async def count(self):
        return await self.bot.db.fetchval(f"SELECT count(*) FROM {self.table}")


class HandedOn:
    def __init__(self, bot, table):
        self.bot = bot
        self.table = table

    async def count(self):
        return await self.bot.db.fetchval(f"SELECT count(*) FROM {self.table}")


class WrittenAgain:
    def __init__(self, bot, column):
        self.bot = bot
        self.sorted_by = column

    async def ids(self):
        return await self.bot.db.fetch(f"SELECT id FROM links ORDER BY {self.sorted_by}")

    def sort(self, column):
        self.sorted_by = column


class WrittenFromOutside:
    ranked_by = "title"

    def __init__(self, bot):
        self.bot = bot

    async def ids(self):
        return await self.bot.db.fetch(f"SELECT id FROM links ORDER BY {self.ranked_by}")


class SetByName:
    sort_key = "title"

    def __init__(self, bot, **options):
        self.bot = bot
        for name, value in options.items():
            setattr(self, name, value)

    async def ids(self):
        return await self.bot.db.fetch(f"SELECT id FROM links ORDER BY {self.sort_key}")


class Inherited(library.Sorted):
    def __init__(self, bot):
        self.bot = bot

    async def ids(self):
        return await self.bot.db.fetch(f"SELECT id FROM links ORDER BY {self.of_library}")


class BehindLibrary(library.Sorted, WrittenFromOutside):
    async def urls(self):
        return await self.bot.db.fetch(f"SELECT url FROM links ORDER BY {self.ranked_by}")


@dataclass
class Field:
    bot: object
    field_column: str = "title"

    async def ids(self):
        return await self.bot.db.fetch(f"SELECT id FROM links ORDER BY {self.field_column}")


class Settings(library.BaseSettings):
    settings_table: str = "links"

    async def count(self, bot):
        return await bot.db.fetchval(f"SELECT count(*) FROM {self.settings_table}")

    async def last(self, bot):
        return await bot.db.fetchval(f"SELECT max(id) FROM {self.settings_table} WHERE id > 0")


class Conditional:
    def __init__(self, bot, newest):
        self.bot = bot
        if newest:
            self.chosen = "id DESC"

    async def ids(self):
        return await self.bot.db.fetch(f"SELECT id FROM links ORDER BY {self.chosen}")


class NoWords:
    def __init__(self, bot, condition):
        self.bot = bot
        self.condition = condition

    async def ids(self):
        return await self.bot.db.fetch(f"SELECT id FROM links WHERE {self.condition}")


class Made:
    def __init__(self, bot, made_of):
        self.bot = bot
        self.made_of = made_of

    def copy(self):
        return type(self)(self.bot, os.environ["TABLE"])

    async def count(self):
        return await self.bot.db.fetchval(f"SELECT count(*) FROM {self.made_of}")


def setup(bot, register, options):
    WrittenFromOutside(bot).ranked_by = options.order
    register(HandedOn)
    register(HandedOn(bot, "links"))
    return [
        Unknown(bot, "links"),
        Unknown(bot, options.table),
        WrittenAgain(bot, "title"),
        NoWords(bot, "id > 5 OR true"),
        NoWords(bot, "id > 6"),
        Made(bot, "links"),
    ]
