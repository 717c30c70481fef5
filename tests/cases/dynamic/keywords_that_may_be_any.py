# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.alternatives
# refused: mapping.unknown-column
# refused: query.dynamic
# refused: query.dynamic
# refused: query.alternatives
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
class Links:
    async def never_called(self, link_id: int, **fields):
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def given_a_dictionary(self, link_id: int, **fields):
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def handed_on(self, link_id: int, **fields):
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    @command()
    async def under_a_decorator(self, link_id: int, **fields):
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def called_from_outside(self, link_id: int, **fields):
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def without_keywords(self, guild_id: int, **fields):
        wanted = " AND ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"DELETE FROM links WHERE guild_id = $1 AND {wanted}", guild_id, *fields.values())

    async def row_without_keywords(self, link_id: int, **fields):
        keys = ", ".join(fields)
        marks = ", ".join(f"${i + 2}" for i in range(len(fields)))
        await self.bot.db.execute(f"INSERT INTO links (id, {keys}) VALUES ($1, {marks})", link_id, *fields.values())

    async def change_without_keywords(self, link_id: int, **fields):
        sets = "".join(f", {column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET clicks = 0{sets} WHERE id = $1", link_id, *fields.values())

    async def no_column(self, link_id: int, **fields):
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def changed_between(self, link_id: int, **fields):
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        args = list(fields.values())
        fields["url"] = ""
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *args)

    async def given_away(self, link_id: int, **fields):
        self.note(fields)
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def other_values(self, link_id: int, value: str, **fields):
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *(value for _ in fields))

    async def turned_round(self, link_id: int, **fields):
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        values = [fields["url"], fields["title"]]
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *values)

    async def gone_by_those_given(self, guild_id: int, **fields):
        given = {key: value for key, value in fields.items() if value is not None}
        wanted = " AND ".join(f"{key} = ${i}" for i, key in enumerate(given, 2))
        await self.bot.db.execute(f"DELETE FROM links WHERE guild_id = $1 AND {wanted}", guild_id, *given.values())

    async def row_of_those_given(self, link_id: int, **fields):
        given = {key: value for key, value in fields.items() if value is not None}
        keys = ", ".join(given)
        marks = ", ".join(f"${i + 2}" for i in range(len(given)))
        await self.bot.db.execute(f"INSERT INTO links (id, {keys}) VALUES ($1, {marks})", link_id, *given.values())

    # a later call without keywords would take all rows of the guild
    async def gone(self, guild_id: int, **fields):
        wanted = " AND ".join(f"{key} = ${i}" for i, key in enumerate(fields, 2))
        await self.bot.db.execute(f"DELETE FROM links WHERE guild_id = $1 AND {wanted}", guild_id, *fields.values())

    async def reset(self, guild_id: int, **fields):
        wanted = " AND ".join(f"{key} = ${i}" for i, key in enumerate(fields, 2))
        query = f"UPDATE links SET clicks = 0 WHERE guild_id = $1 AND {wanted}"
        await self.bot.db.execute(query, guild_id, *fields.values())

    async def calls(self, text, link, given):
        await self.given_a_dictionary(link, url=text)
        await self.given_a_dictionary(link, **given)
        await self.handed_on(link, url=text)
        self.run(self.handed_on)
        await self.under_a_decorator(link, url=text)
        await given.called_from_outside(link, url=text)
        await self.without_keywords(link, url=text)
        await self.without_keywords(link)
        await self.row_without_keywords(link, url=text)
        await self.row_without_keywords(link)
        await self.change_without_keywords(link, url=text)
        await self.change_without_keywords(link)
        await self.no_column(link, url=text)
        await self.no_column(link, address=text)
        await self.changed_between(link, url=text)
        await self.given_away(link, url=text)
        await self.other_values(link, text, url=text)
        await self.turned_round(link, title=text, url=text)
        await self.gone_by_those_given(link, title=text, url=text)
        await self.row_of_those_given(link, title=text, url=text)
        await self.gone(link, title=text)
        await self.reset(link, title=text)
