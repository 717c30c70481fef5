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
# refused: query.dynamic
# refused: query.dynamic
import functools

from chat import log

DIRECTION = "DESC"


def logged(guild_id: int):
    log.debug("filtering")
    return "guild_id = $1", [guild_id]


def raising(guild_id: int):
    if guild_id < 0:
        raise ValueError(guild_id)
    return "guild_id = $1", [guild_id]


@functools.cache
def kept(guild_id: int):
    return "guild_id = $1", [guild_id]


def adding(params: list, tag: str):
    params.append(tag)
    return "tag = $2", params


def given_back(params: list):
    return "guild_id = $1", params


def bound_again(tag: str):
    tag = tag.strip()
    return "tag = $1", [tag]


def of_the_module(guild_id: int):
    return f"guild_id = $1 AND title <> '{DIRECTION}'", [guild_id, DIRECTION]


def in_turn(guild_id: int):
    yield "guild_id = $1"
    yield [guild_id]


def one_or_both(guild_id: int, tag: str | None):
    if tag is None:
        return "guild_id = $1"
    return "guild_id = $1 AND tag = $2", [guild_id, tag]


def with_a_default(guild_id: int, url: str = DIRECTION):
    return "guild_id = $1 AND url = $2", [guild_id, url]


def limited():
    limit = int(log.level)
    return f"guild_id = $1 LIMIT {limit}"


class Links:
    async def logs(self, guild_id: int):
        where, params = logged(guild_id)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {where}", *params)

    async def raises(self, guild_id: int):
        where, params = raising(guild_id)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {where}", *params)

    async def keeps_its_list(self, guild_id: int):
        where, params = kept(guild_id)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {where}", *params)

    async def adds_to_the_list(self, guild_id: int, tag: str):
        args = [guild_id]
        where, params = adding(args, tag)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 AND {where}", *params)

    async def gives_the_list_back(self, guild_id: int):
        args = [guild_id]
        where, params = given_back(args)
        args.append("x")
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {where}", *params)

    async def binds_its_parameter(self, tag: str):
        where, params = bound_again(tag)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {where}", *params)

    async def name_of_another_meaning(self, guild_id: int, DIRECTION: str):
        where, params = of_the_module(guild_id)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {where} AND url = $2", *params)

    async def generates(self, guild_id: int):
        where, params = in_turn(guild_id)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {where}", *params)

    async def one_part_or_two(self, guild_id: int, tag: str | None):
        where, params = one_or_both(guild_id, tag)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {where}", *params)

    async def is_given_what_runs(self):
        where, params = one_or_both(self.next_guild(), "x")
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {where}", *params)

    async def attribute_that_may_change(self):
        where, params = one_or_both(self.guild_id, "x")
        await self.refresh()
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {where}", *params)

    def _mine(self, tag: str | None):
        return "tag = $1", [tag]

    async def of_another_class(self, tag: str | None):
        where, params = self.others._mine(tag)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {where}", *params)

    async def bound_to_three(self, guild_id: int):
        where, params, _ = one_or_both(guild_id, "x")
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {where}", *params)

    async def default_of_the_module(self, guild_id: int, DIRECTION: str):
        where, params = with_a_default(guild_id)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {where} AND title <> 'x'", *params)

    async def number_of_its_own(self, guild_id: int, limit: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {limited()}", guild_id)
