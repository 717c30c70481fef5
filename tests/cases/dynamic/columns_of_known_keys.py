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
ALLOWED = ("title", "url", "tag")


class Links:
    async def put_in_under_tests(self, link_id: int, title: str | None = None, url: str | None = None):
        fields = {}
        if title is not None:
            fields["title"] = title
        if url is not None:
            fields["url"] = url
        if not fields:
            return
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, start=2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def written_out(self, link_id: int, title: str, tag: str | None):
        fields = {"title": title, "tag": tag}
        sets = ", ".join([f"{column}=${i + 2}" for i, column in enumerate(fields.keys())])
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def those_that_are_there(self, link_id: int, title: str | None = None, tag: str | None = None):
        fields = {"title": title, "tag": tag}
        fields = {key: value for key, value in fields.items() if value is not None}
        sets = ", ".join(f"{key} = ${i}" for i, key in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def in_a_loop(self, link_id: int, title: str | None = None, url: str | None = None):
        sets = []
        args = []
        number = 1
        for column, value in (("title", title), ("url", url)):
            if value is not None:
                sets.append(f"{column} = ${number}")
                args.append(value)
                number += 1
        args.append(link_id)
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = ${number}", *args)

    async def skipping(self, link_id: int, title: str | None = None, url: str | None = None):
        sets = []
        args: list = [link_id]
        for column, value in {"title": title, "url": url}.items():
            if column not in ALLOWED:
                raise ValueError(column)
            if value is None:
                continue
            args.append(value)
            sets.append(f"{column} = ${len(args)}")
        if not sets:
            return None
        query = "UPDATE links SET " + ", ".join(sets) + " WHERE id = $1"
        return await self.bot.db.execute(query, *args)

    async def conditions_of_a_dictionary(self, guild_id: int | None, tag: str | None):
        conditions = []
        params = []
        for place, (column, value) in enumerate({"guild_id": guild_id, "tag": tag}.items(), start=1):
            conditions.append(f"{column} = ${place}")
            params.append(value)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {' AND '.join(conditions)}", *params)

    async def keys_of_another(self, link_id: int, data: dict):
        sets = []
        args = [link_id]
        for column in ("title", "url"):
            if column in data:
                args.append(data[column])
                sets.append(f"{column} = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def inserted(self, title: str, url: str, guild_id: int):
        row = dict(title=title, url=url)
        row["guild_id"] = guild_id
        columns = ", ".join(row)
        marks = ", ".join(f"${i}" for i in range(1, len(row) + 1))
        await self.bot.db.execute(f"INSERT INTO links ({columns}) VALUES ({marks})", *row.values())

    async def any_keys(self, link_id: int, **fields):
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def any_key_among_known(self, link_id: int, column: str, title: str):
        fields = {"title": title}
        fields[column] = title
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def given_away(self, link_id: int, title: str):
        fields = {"title": title}
        self.note(fields)
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def loop_that_says_more(self, link_id: int, title: str | None, url: str | None):
        sets = []
        args = [link_id]
        for column, value in (("title", title), ("url", url)):
            if value is not None:
                self.log(column)
                args.append(value)
                sets.append(f"{column} = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def loop_that_ends_early(self, link_id: int, title: str | None, url: str | None):
        sets = []
        args = [link_id]
        for column, value in (("title", title), ("url", url)):
            if value is None:
                break
            args.append(value)
            sets.append(f"{column} = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def loop_that_raises(self, link_id: int, title: str | None, url: str | None):
        sets = []
        args = [link_id]
        for column, value in (("title", title), ("url", url)):
            if value is None:
                raise ValueError(column)
            args.append(value)
            sets.append(f"{column} = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def variable_that_lives_on(self, link_id: int, title: str | None, url: str | None):
        sets = []
        args = [link_id]
        for column, value in (("title", title), ("url", url)):
            if value is not None:
                args.append(value)
                sets.append(f"{column} = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)
        return column

    async def test_with_an_effect(self, link_id: int, title: str, url: str):
        sets = []
        args = [link_id]
        for column, value in (("title", title), ("url", url)):
            if self.wants(value):
                args.append(value)
                sets.append(f"{column} = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def not_allowed(self, link_id: int, values: dict):
        sets = []
        args = [link_id]
        for column, value in values.items():
            args.append(value)
            sets.append(f"{column} = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def emptied_after(self, link_id: int, title: str, url: str):
        fields = {"title": title, "url": url}
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        fields.pop("url")
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

# output
from sqlalchemy import insert, literal, select, update

from models import Link

ALLOWED = ("title", "url", "tag")


class Links:
    async def put_in_under_tests(self, link_id: int, title: str | None = None, url: str | None = None):
        if title is None and url is None:
            return
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id)
            if title is not None:
                stmt = stmt.values(title=title)
            if url is not None:
                stmt = stmt.values(url=url)
            await session.execute(stmt)
            await session.commit()

    async def written_out(self, link_id: int, title: str, tag: str | None):
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id).values(title=title, tag=tag)
            await session.execute(stmt)
            await session.commit()

    async def those_that_are_there(self, link_id: int, title: str | None = None, tag: str | None = None):
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id)
            if title is not None:
                stmt = stmt.values(title=title)
            if tag is not None:
                stmt = stmt.values(tag=tag)
            await session.execute(stmt)
            await session.commit()

    async def in_a_loop(self, link_id: int, title: str | None = None, url: str | None = None):
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id)
            if title is not None:
                stmt = stmt.values(title=title)
            if url is not None:
                stmt = stmt.values(url=url)
            await session.execute(stmt)
            await session.commit()

    async def skipping(self, link_id: int, title: str | None = None, url: str | None = None):
        if title is None and url is None:
            return None
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id)
            if title is not None:
                stmt = stmt.values(title=title)
            if url is not None:
                stmt = stmt.values(url=url)
            result = await session.execute(stmt)
            await session.commit()
            return f"UPDATE {result.rowcount}"

    async def conditions_of_a_dictionary(self, guild_id: int | None, tag: str | None):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                Link.guild_id == guild_id, Link.tag == literal(tag, Link.tag.type)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def keys_of_another(self, link_id: int, data: dict):
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id)
            if "title" in data:
                stmt = stmt.values(title=data["title"])
            if "url" in data:
                stmt = stmt.values(url=data["url"])
            await session.execute(stmt)
            await session.commit()

    async def inserted(self, title: str, url: str, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = insert(Link).values(title=title, url=url, guild_id=guild_id).inline()
            await session.execute(stmt)
            await session.commit()

    async def any_keys(self, link_id: int, **fields):
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def any_key_among_known(self, link_id: int, column: str, title: str):
        fields = {"title": title}
        fields[column] = title
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def given_away(self, link_id: int, title: str):
        fields = {"title": title}
        self.note(fields)
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def loop_that_says_more(self, link_id: int, title: str | None, url: str | None):
        sets = []
        args = [link_id]
        for column, value in (("title", title), ("url", url)):
            if value is not None:
                self.log(column)
                args.append(value)
                sets.append(f"{column} = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def loop_that_ends_early(self, link_id: int, title: str | None, url: str | None):
        sets = []
        args = [link_id]
        for column, value in (("title", title), ("url", url)):
            if value is None:
                break
            args.append(value)
            sets.append(f"{column} = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def loop_that_raises(self, link_id: int, title: str | None, url: str | None):
        sets = []
        args = [link_id]
        for column, value in (("title", title), ("url", url)):
            if value is None:
                raise ValueError(column)
            args.append(value)
            sets.append(f"{column} = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def variable_that_lives_on(self, link_id: int, title: str | None, url: str | None):
        sets = []
        args = [link_id]
        for column, value in (("title", title), ("url", url)):
            if value is not None:
                args.append(value)
                sets.append(f"{column} = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)
        return column

    async def test_with_an_effect(self, link_id: int, title: str, url: str):
        sets = []
        args = [link_id]
        for column, value in (("title", title), ("url", url)):
            if self.wants(value):
                args.append(value)
                sets.append(f"{column} = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def not_allowed(self, link_id: int, values: dict):
        sets = []
        args = [link_id]
        for column, value in values.items():
            args.append(value)
            sets.append(f"{column} = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def emptied_after(self, link_id: int, title: str, url: str):
        fields = {"title": title, "url": url}
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        fields.pop("url")
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())
