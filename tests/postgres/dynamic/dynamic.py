"""Queries whose text is decided at run time, by a condition or a value out of finitely many."""

from enum import Enum
from typing import ClassVar, Literal

COLUMNS = {"name": "title", "address": "url"}
SORTS = {"title", "url", "clicks"}

SHOWN = ("url", "clicks")

UNSET = object()
LEAST = 3


class Queries(Enum):
    TITLE = "SELECT title FROM links WHERE id = $1"
    MARK = 1 << 1


def table_of(name: str) -> str:
    return f"{name}s"


def order_of(sort: str) -> str:
    if sort == "new":
        return "id DESC"
    if sort == "top":
        return "clicks DESC, id"
    return "id"


def conditions_of(guild_id: int, tag: str | None = None, *, term: str | None = None):
    where = ["guild_id = $1"]
    args = [guild_id]
    if tag is not None:
        args.append(tag)
        where.append(f"tag = ${len(args)}")
    if term:
        pattern = f"%{term}%"
        args.append(pattern)
        where.append(f"title LIKE ${len(args)}")
    return " AND ".join(where), args


class Counted:
    table: ClassVar[str]

    def __init__(self, bot):
        self.bot = bot

    async def size(self):
        return await self.bot.db.fetchval(f"SELECT count(*) FROM {self.table}")


class CountedLinks(Counted):
    table = "links"


class CountedVotes(Counted):
    table = "votes"


class Arranged:
    def __init__(self, bot, column, *, direction="ASC"):
        self.bot = bot
        self.column = column
        self.order = f"{column} {direction}"

    async def arranged(self):
        rows = await self.bot.db.fetch(f"SELECT {self.column} AS shown FROM links ORDER BY {self.order}, id")
        return [row["shown"] for row in rows]

    async def blanked(self, link_id):
        return await self.bot.db.execute(f"UPDATE links SET {self.column} = '' WHERE id = $1", link_id)


class ByTitle(Arranged):
    def __init__(self, bot):
        super().__init__(bot, "title", direction="DESC")


class ByUrl(Arranged):
    def __init__(self, bot):
        super().__init__(bot, "url")


class Links:
    def __init__(self, bot):
        self.bot = bot

    async def ordered(self, guild_id: int, newest: bool):
        order = "DESC" if newest else "ASC"
        rows = await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY id {order}", guild_id)
        return [row["title"] for row in rows]

    async def filtered(self, tag: str | None, clicked: bool):
        of_tag = "tag = $1" if tag is not None else "tag IS NOT DISTINCT FROM $1"
        rows = await self.bot.db.fetch(
            f"SELECT id FROM links WHERE {of_tag} AND clicks {'>' if clicked else '='} 0 ORDER BY id", tag
        )
        return [row["id"] for row in rows]

    async def sorted_by(self, column: Literal["title", "clicks", "url"] = "title"):
        query = f"SELECT id FROM links ORDER BY {column} DESC, id"
        return [row["id"] for row in await self.bot.db.fetch(query)]

    async def one_by(self, key: str, wanted: str):
        column = COLUMNS[key]
        return await self.bot.db.fetchval(f"SELECT id FROM links WHERE {column} = $1", wanted)

    async def one_by_default(self, key: str, wanted: str):
        column = COLUMNS.get(key, "tag")
        return await self.bot.db.fetchval(f"SELECT min(id) FROM links WHERE {column} = $1", wanted)

    async def count_all(self):
        counts = {}
        for table in ("links", "votes"):
            counts[table] = await self.bot.db.fetchval(f"SELECT count(*) FROM {table}")
        return counts

    async def emptied(self, field: str):
        fields = {"address": "url", "name": "title"}
        column = fields.get(field)
        if column:
            return await self.bot.db.execute(f"UPDATE links SET {column} = '' WHERE id = $1", 2)
        return "nothing"

    async def counted(self, mode: int):
        if mode == 1:
            column = "clicks"
        elif mode == 2:
            column = "guild_id"
        else:
            column = "id"
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.execute(f"UPDATE links SET {column} = {column} + 1 WHERE id = $1", 3)
            return await conn.fetchval(f"SELECT sum({column}) FROM links")

    async def ordered_by_its_own_name(self, order):
        order = "DESC" if order else "ASC"
        rows = await self.bot.db.fetch(f"SELECT title FROM links ORDER BY id {order}")
        return [row["title"] for row in rows]

    async def with_options(self, guild_id: int, tag: str | None, least: int | None):
        query = "SELECT id FROM links WHERE guild_id = $1"
        args = [guild_id]
        if tag is not None:
            args.append(tag)
            query += f" AND tag = ${len(args)}"
        if least is not None:
            query += f" AND clicks >= ${len(args) + 1}"
            args.append(least)
        rows = await self.bot.db.fetch(query + " ORDER BY id", *args)
        return [row["id"] for row in rows]

    async def with_nothing_but_options(self, tag: str | None, term: str | None, untagged: bool):
        where, args = [], []
        if term:
            args.append(f"%{term}%")
            where.append(f"title LIKE ${len(args)}")
        if untagged:
            where.append("tag IS NULL")
        if tag is not None:
            args.append(tag)
            where.append(f"url > ${len(args)}")
        clause = f"WHERE {' AND '.join(where)}" if where else ""
        return await self.bot.db.fetchval(f"SELECT count(*) FROM links {clause}", *args)

    async def in_branches(self, guild_id: int, tag: str | None):
        if tag is None:
            clause = "tag IS NULL"
            args = (guild_id,)
        else:
            clause = "title <> $2 AND tag = $3"
            args = (guild_id, tag, "x")
        await self.bot.db.execute(f"DELETE FROM links WHERE guild_id = $1 AND {clause}", *args)

    async def with_whole_queries(self, guild_id: int, sort: str):
        if sort == "new":
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id DESC LIMIT 2"
        elif sort == "top":
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY clicks DESC"
        else:
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY url"
        rows = await self.bot.db.fetch(query, guild_id)
        return [row["title"] for row in rows]

    async def without_a_condition(self, guild_id: int | None, everywhere: bool):
        query = "UPDATE links SET clicks = clicks + 1"
        args = []
        if not everywhere:
            query = f"{query} WHERE guild_id = $1"
            args = [guild_id]
        return await self.bot.db.execute(query, *args)

    async def counted_by_hand(self, guild_id: int, tag: str | None, limit: int):
        n = 1
        query = f"SELECT title FROM links WHERE guild_id = ${n}"
        args = [guild_id]
        if tag:
            n += 1
            query += f" AND tag = ${n}"
            args += [tag]
        n += 1
        query += f" ORDER BY id DESC LIMIT ${n}"
        args.append(limit)
        rows = await self.bot.db.fetch(query, *args)
        return [row["title"] for row in rows]

    async def not_reached_by_all(self, guild_id: int, tag: str):
        where, args = ["guild_id = $1"], [guild_id]
        if not tag:
            return "nothing"
        if tag != "any":
            args.append(tag)
            where.append(f"tag = ${len(args)}")
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.execute(f"UPDATE links SET clicks = 9 WHERE {' AND '.join(where)}", *args)
            return await conn.fetchval("SELECT sum(clicks) FROM links")

    async def page(self, guild_id: int, tag: str | None):
        where = "guild_id = $1"
        args = [guild_id]
        if tag is not None:
            where += " AND tag = $2"
            args.append(tag)
        total = await self.bot.db.fetchval(f"SELECT count(*) FROM links WHERE {where}", *args)
        rows = await self.bot.db.fetch(f"SELECT title FROM links WHERE {where} ORDER BY id LIMIT 1", *args)
        return total, [row["title"] for row in rows]

    async def changed(self, link_id: int, title: str | None, tag: str | None):
        updates = []
        values = []
        if title is not None:
            values.append(title)
            updates.append(f"title = ${len(values)}")
        if tag is not None:
            values.append(tag)
            updates.append(f"tag = ${len(values)}")
        if not updates:
            return "nothing"
        values.append(link_id)
        query = f"UPDATE links SET {', '.join(updates)} WHERE id = ${len(values)} RETURNING title, tag"
        row = await self.bot.db.fetchrow(query, *values)
        return dict(row) if row is not None else None

    async def changed_or_raised(self, link_id: int, url: str | None, clicks: int | None):
        parts = ["created_at = now()"]
        args = [link_id]
        index = 2
        if url:
            parts.append(f"url = ${index}")
            args.append(url)
            index += 1
        if clicks is not None:
            parts.append(f"clicks = ${index}")
            args.append(clicks)
            index += 1
        if index == 2:
            raise ValueError("nothing to change")
        return await self.bot.db.execute(f"UPDATE links SET {', '.join(parts)} WHERE id = $1", *args)

    async def pages(self, guild_id: int, tag: str | None, newest: bool, limit: int | None):
        where = ["guild_id = $1"]
        args = [guild_id]
        if tag:
            args.append(tag)
            where.append(f"tag = ${len(args)}")
        clause = " AND ".join(where)
        total = await self.bot.db.fetchval(f"SELECT count(*) FROM links WHERE {clause}", *args)
        query = f"SELECT title FROM links WHERE {clause}"
        if newest:
            query += " ORDER BY id DESC"
        else:
            query += " ORDER BY clicks"
        if limit is not None:
            args.append(limit)
            query += f" LIMIT ${len(args)}"
        rows = await self.bot.db.fetch(query, *args)
        return total, [row["title"] for row in rows]

    async def checked_order(self, sort: str, order: str = "asc"):
        if sort not in SORTS:
            sort = "title"
        order = order.upper()
        if order not in ("ASC", "DESC"):
            return "no such order"
        rows = await self.bot.db.fetch(f"SELECT id FROM links ORDER BY {sort} {order}, id")
        return [row["id"] for row in rows]

    async def checked_column(self, link_id: int, column: str, value: str):
        if column not in COLUMNS.values():
            raise ValueError(column)
        return await self.bot.db.execute(f"UPDATE links SET {column} = $1, clicks = 1 WHERE id = $2", value, link_id)

    async def checked_among_conditions(self, tag: str | None, sort: str):
        query = "SELECT id FROM links"
        args = []
        if tag:
            args.append(tag)
            query += f" WHERE tag = ${len(args)}"
        if sort in SORTS:
            query += f" ORDER BY {sort} DESC, id"
        else:
            query += " ORDER BY id"
        rows = await self.bot.db.fetch(query, *args)
        return [row["id"] for row in rows]

    async def limited(self, guild_id: int, limit: int, skip: int):
        query = f"SELECT id FROM links WHERE guild_id = {guild_id} ORDER BY id LIMIT {limit} OFFSET {skip * 1}"
        return [row["id"] for row in await self.bot.db.fetch(query)]

    async def limited_or_not(self, tag: str | None, limit: int | None):
        query = "SELECT id FROM links"
        args = []
        if tag:
            args.append(tag)
            query += f" WHERE tag = ${len(args)}"
        query += " ORDER BY id DESC"
        if limit is not None:
            query += f" LIMIT {limit}"
        return [row["id"] for row in await self.bot.db.fetch(query, *args)]

    async def older(self, days: int, hours: int):
        rows = await self.bot.db.fetch(
            f"SELECT id FROM links WHERE created_at < timestamptz '2024-01-03 12:00:00+00' - INTERVAL '{days} days'"
            f" - '{hours} hours'::interval ORDER BY id"
        )
        return [row["id"] for row in rows]

    async def counted_by_callers(self, which: str):
        if which == "links":
            return await self.count_of("links")
        return await self.count_of(table="votes")

    async def count_of(self, table: str):
        return await self.bot.db.fetchval(f"SELECT count(*) FROM {table}")

    async def size(self, votes: bool):
        return await (CountedVotes if votes else CountedLinks)(self.bot).size()

    async def arranged(self, by_url: bool):
        return await (ByUrl(self.bot) if by_url else ByTitle(self.bot)).arranged()

    async def blanked(self, by_url: bool):
        return await (ByUrl(self.bot) if by_url else ByTitle(self.bot)).blanked(2)

    async def in_order(self, guild_id: int, sort: str):
        if sort == "new":
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id DESC LIMIT 2"
            args = (guild_id,)
        elif sort == "tagged":
            query = "SELECT title FROM links WHERE guild_id = $1 AND tag = $2"
            args = (guild_id, "x")
        else:
            raise ValueError(sort)
        return [row["title"] for row in await self.bot.db.fetch(query, *args)]

    async def tagged_or_not(self, tagged: bool, untagged: bool):
        if tagged:
            query = "SELECT id FROM links WHERE tag IS NOT NULL ORDER BY id"
        elif untagged:
            query = "SELECT id FROM links WHERE tag IS NULL ORDER BY id"
        else:
            return "nothing asked"
        return [row["id"] for row in await self.bot.db.fetch(query)]

    def _of(self, name: str, table: str = "links") -> str:
        return f"{table}.{name}"

    @property
    def _title(self):
        return self._of("title")

    async def by_returned_names(self, wanted: str):
        query = f"SELECT {', '.join(SHOWN)}, {self._title} FROM {table_of('link')} WHERE {self._of(name='title')} = $1"
        row = await self.bot.db.fetchrow(query, wanted)
        return row and (row["url"], row["clicks"], row["title"])

    async def of_some(self, ids: list[int]):
        marks = ", ".join(f"${i}" for i in range(1, len(ids) + 1))
        rows = await self.bot.db.fetch(f"SELECT id FROM links WHERE id IN ({marks}) ORDER BY id", *ids)
        return [row["id"] for row in rows]

    async def of_some_tags(self, guild_id: int, tags, limit: int):
        marks = ",".join("$" + str(place + 2) for place, _ in enumerate(tags))
        query = f"SELECT id FROM links WHERE guild_id = $1 AND tag IN ({marks}) ORDER BY id LIMIT ${len(tags) + 2}"
        rows = await self.bot.db.fetch(query, guild_id, *tags, limit)
        return [row["id"] for row in rows]

    async def but_some(self, guild_id: int, ids: list[int]):
        if not ids:
            return await self.bot.db.execute("DELETE FROM links WHERE guild_id = $1", guild_id)
        marks = ", ".join(f"${i}" for i in range(2, len(ids) + 2))
        return await self.bot.db.execute(
            f"DELETE FROM links WHERE guild_id = $1 AND id NOT IN ({marks})", *[guild_id, *ids]
        )

    async def some_under_a_test(self, tag: str | None, ids: list[int]):
        params = []
        conditions = ["TRUE"]
        if ids:
            conditions.append(f"id NOT IN ({', '.join(f'${i + 1}' for i in range(len(ids)))})")
            params.extend(ids)
        if tag is not None:
            params.append(tag)
            conditions.append(f"tag = ${len(params)}")
        rows = await self.bot.db.fetch(f"SELECT id FROM links WHERE {' AND '.join(conditions)} ORDER BY id", *params)
        return [row["id"] for row in rows]

    async def of_either(self, ids: list[int], titles: list[str]):
        some = ", ".join(f"${i + 1}" for i in range(len(ids)))
        others = ", ".join(f"${len(ids) + i + 1}" for i in range(len(titles)))
        query = f"SELECT id FROM links WHERE id IN ({some}) OR title IN ({others}) ORDER BY id"
        rows = await self.bot.db.fetch(query, *ids, *titles)
        return [row["id"] for row in rows]

    async def made_of_others(self, texts):
        marks = ", ".join(f"${i}::int" for i in range(1, len(texts) + 1))
        query = f"UPDATE links SET clicks = 0 WHERE id IN ({marks})"
        return await self.bot.db.execute(query, *(int(text) for text in texts))

    async def changed_by_a_dictionary(self, link_id: int, title: str | None, tag: str | None):
        fields = {}
        if title:
            fields["title"] = title
        fields.update(tag=tag)
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, start=2))
        return await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def changed_where_given(self, link_id: int, title: str | None = None, url: str | None = None):
        given = {"title": title, "url": url}
        given = {key: value for key, value in given.items() if value is not None}
        sets = ", ".join(f"{key} = ${i}" for i, key in enumerate(given, 1))
        query = f"UPDATE links SET {sets} WHERE id = ${len(given) + 1}"
        return await self.bot.db.execute(query, *given.values(), link_id)

    async def changed_in_a_loop(self, link_id: int, title: str | None, clicks: int | None):
        sets = []
        args = []
        number = 1
        for column, value in (("title", title), ("clicks", clicks)):
            if column not in SORTS:
                raise ValueError(column)
            if value is None:
                continue
            sets.append(f"{column} = ${number}")
            args.append(value)
            number += 1
        if not sets:
            return "nothing"
        args.append(link_id)
        return await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = ${number}", *args)

    async def changed_by_keys(self, link_id: int, data: dict):
        sets = []
        args = [link_id]
        for column in ("title", "url"):
            if column in data:
                args.append(data[column])
                sets.append(f"{column} = ${len(args)}")
        return await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def found_by_a_dictionary(self, guild_id: int, tag: str | None, url: str | None):
        conditions = ["guild_id = $1"]
        params = [guild_id]
        for column, value in {"tag": tag, "url": url}.items():
            if value is not None:
                params.append(value)
                conditions.append(f"{column} = ${len(params)}")
            else:
                conditions.append(f"{column} IS NULL")
        rows = await self.bot.db.fetch(f"SELECT id FROM links WHERE {' AND '.join(conditions)} ORDER BY id", *params)
        return [row["id"] for row in rows]

    async def found_by_filters(self, guild_id: int, filters: dict):
        query = "SELECT id FROM links WHERE guild_id = $1"
        args = [guild_id]
        if "tag" in filters:
            args.append(filters["tag"])
            query += f" AND tag = ${len(args)}"
        if filters.get("title"):
            args.append(filters["title"])
            query += f" AND title = ${len(args)}"
        if len(filters) > 1:
            query += " AND clicks > 0"
        rows = await self.bot.db.fetch(query + " ORDER BY id", *args)
        return [row["id"] for row in rows]

    async def changed_but_for_what_is_unset(self, link_id: int, title=UNSET, url=UNSET):
        fields = {}
        if title is not UNSET:
            fields["title"] = title
        if url is not UNSET:
            fields["url"] = url
        count = await self.bot.db.fetchval("SELECT count(*) FROM links")
        sets = ", ".join(f"{key} = ${i}" for i, key in enumerate(fields, 2))
        return count, await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def of_a_kind(self, wanted, kind: str):
        where = "title = $1" if isinstance(wanted, str) else "clicks = $1"
        if kind in ("tagged", "both"):
            where += " AND tag IS NOT NULL"
        count = await self.bot.db.fetchval("SELECT count(*) FROM links")
        rows = await self.bot.db.fetch(f"SELECT id FROM links WHERE {where} ORDER BY id", wanted)
        return count, [row["id"] for row in rows]

    async def emptied_by_its_owner(self, user_id: int, owner_id: int, title: str):
        is_owner = user_id == owner_id
        args = [title]
        if not is_owner:
            args.append(user_id)
        query = "DELETE FROM links WHERE title = $1" + ("" if is_owner else " AND clicks = $2")
        count = await self.bot.db.fetchval("SELECT count(*) FROM links")
        return count, await self.bot.db.execute(query, *args)

    async def title_by_member(self, link_id: int):
        return await self.bot.db.fetchval(Queries.TITLE.value, link_id)

    async def without_a_mark(self, link_id: int):
        query = f"UPDATE links SET clicks = clicks & ~{Queries.MARK.value} WHERE id = $1 AND clicks >= {LEAST}"
        return await self.bot.db.execute(query, link_id)

    async def changed_but_for_the_last_comma(self, link_id: int, title: str | None, tag: str | None):
        query = "UPDATE links SET "
        args = [link_id]
        if title is not None:
            args.append(title)
            query += f"title = ${len(args)}, "
        if tag is not None:
            args.append(tag)
            query += f"tag = ${len(args)}, "
        query = query.rstrip(", ")
        query += " WHERE id = $1"
        return await self.bot.db.execute(query, *args)

    async def found_in_a_template(self, guild_id: int, tag: str | None, limit: int):
        where = "guild_id = $1"
        args = [guild_id]
        if tag is not None:
            where += " AND tag = $2"
            args.append(tag)
        query = "SELECT id FROM links WHERE {where} ORDER BY id %(limit)s;" % {"limit": f"LIMIT {limit}"}  # noqa: UP031
        rows = await self.bot.db.fetch(query.replace("{where}", where)[:-1], *args)
        return [row["id"] for row in rows]

    async def ordered_by_a_function(self, sort: str):
        rows = await self.bot.db.fetch(f"SELECT id FROM links ORDER BY {order_of(sort)}")
        return [row["id"] for row in rows]

    async def put_together_by_a_function(self, guild: int, tag: str | None, wanted: str, limit: int):
        where, args = conditions_of(guild, tag, term=wanted)
        count = await self.bot.db.fetchval(f"SELECT count(*) FROM links WHERE {where}", *args)
        query = f"SELECT id FROM links WHERE {where} ORDER BY id LIMIT ${len(args) + 1}"
        return count, [row["id"] for row in await self.bot.db.fetch(query, *args, limit)]

    def _changed(self, title: str | None, clicks: int | None):
        sets, args = [], []
        if title is not None:
            args.append(title)
            sets.append(f"title = ${len(args)}")
        if clicks is not None:
            args.append(clicks)
            sets.append(f"clicks = ${len(args)}")
        return sets, args

    async def changed_by_a_method(self, link_id: int, title: str | None, clicks: int | None):
        sets, args = self._changed(title, clicks)
        if not sets:
            return "nothing"
        args.append(link_id)
        return await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = ${len(args)}", *args)

    async def set_by_keywords(self, link_id: int, **fields):
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        return await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def put_by_keywords(self, link_id: int, /, **fields):
        if not fields:
            return "nothing"
        keys = ", ".join(fields)
        values = ", ".join(f"${i + 2}" for i in range(len(fields)))
        query = f"""INSERT INTO links (id, url, guild_id, {keys}) VALUES ($1, '', 1, {values})
                    ON CONFLICT (id) DO UPDATE SET ({keys}) = ROW({values})"""
        return await self.bot.db.execute(query, link_id, *fields.values())

    async def found_by_keywords(self, guild_id: int, **kwargs):
        if not kwargs:
            return None
        conditions = [f"{key} = ${i}" for i, key in enumerate(kwargs, start=2)]
        query = f"SELECT id FROM links WHERE guild_id = $1 AND {' AND '.join(conditions)} ORDER BY id"
        return [row["id"] for row in await self.bot.db.fetch(query, guild_id, *kwargs.values())]

    async def found_by_what_is_given(self, guild_id: int, **fields):
        given = {key: value for key, value in fields.items() if value is not None}
        if not given:
            return None
        wanted = " AND ".join(f"{key} = ${i}" for i, key in enumerate(given, 2))
        query = f"SELECT id FROM links WHERE guild_id = $1 AND {wanted} ORDER BY id"
        return [row["id"] for row in await self.bot.db.fetch(query, guild_id, *given.values())]

    async def with_keywords(self, link_id: int, text, count):
        found = [
            await self.found_by_what_is_given(1, tag=text, clicks=count),
            await self.found_by_what_is_given(1, clicks=count, tag=text),
            await self.found_by_keywords(1, tag=text),
            await self.found_by_keywords(1, tag=text, clicks=count),
            await self.found_by_keywords(1, title=text),
        ]
        changed = [
            await self.set_by_keywords(link_id, url=text),
            await self.set_by_keywords(link_id=link_id, clicks=count, tag=text),
            await self.put_by_keywords(link_id, title="new"),
            await self.put_by_keywords(link_id, tag=text, title="newer"),
            await self.put_by_keywords(link_id + 1, title=text),
        ]
        return found, changed

    async def put_what_is_set(self, link_id: int, title=UNSET, tag=UNSET, clicks=None):
        form = {"url": "", "guild_id": 5}
        if title is not UNSET:
            form["title"] = title
        if tag is not UNSET:
            form["tag"] = tag or "none"
        if clicks is not None:
            form["clicks"] = clicks
        columns = ", ".join(form)
        sets = ", ".join(f"{key} = EXCLUDED.{key}" for key in form)
        marks = ", ".join(f"${i}" for i in range(2, len(form) + 2))
        query = f"INSERT INTO links (id, {columns}) VALUES ($1, {marks}) ON CONFLICT (id) DO UPDATE SET {sets}"
        return await self.bot.db.execute(query, link_id, *form.values())
