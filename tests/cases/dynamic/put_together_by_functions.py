def order_of(sort: str) -> str:
    """The order of a name."""
    if sort == "new":
        return "id DESC"
    if sort == "top":
        return "clicks DESC"
    return "id"


def filtered(guild_id: int, tag: str | None = None, *, term: str | None = None):
    where = ["guild_id = $1"]
    params: list = [guild_id]
    if tag is not None:
        params.append(tag)
        where.append(f"tag = ${len(params)}")
    if term:
        pattern = f"%{term}%"
        params.append(pattern)
        where.append(f"title ILIKE ${len(params)}")
    return " AND ".join(where), params


def where_of(filters: dict):
    conditions, values = [], []
    for column, value in filters.items():
        if value is None:
            continue
        values.append(value)
        conditions.append(f"{column} = ${len(values)}")
    if not conditions:
        return "", values
    return " WHERE " + " AND ".join(conditions), values


def page_of(guild_id: int, newest: bool):
    where, args = filtered(guild_id)
    return f"SELECT title FROM links WHERE {where} ORDER BY {order_of('new' if newest else 'old')}", args


def newest_of(guild_id: int, count: int = 10):
    return f"SELECT title FROM links WHERE guild_id = $1 ORDER BY id DESC LIMIT {count}", [guild_id]


class Links:
    async def ordered(self, guild_id: int, sort: str):
        query = f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {order_of(sort)}"
        return await self.bot.db.fetch(query, guild_id)

    async def by_options(self, guild_id: int, tag: str | None, term: str | None):
        where, params = filtered(guild_id, tag, term=term)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {where} ORDER BY id", *params)

    async def by_one_option(self, guild_id: int, wanted: str):
        where, params = filtered(guild_id, term=wanted)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {where}", *params)

    async def pages(self, guild_id: int, tag: str | None, limit: int):
        where, params = filtered(guild_id, tag)
        total = await self.bot.db.fetchval(f"SELECT count(*) FROM links WHERE {where}", *params)
        query = f"SELECT title FROM links WHERE {where} ORDER BY id LIMIT ${len(params) + 1}"
        return total, await self.bot.db.fetch(query, *params, limit)

    async def by_a_dictionary(self, tag: str | None, url: str | None):
        where, values = where_of({"tag": tag, "url": url})
        return await self.bot.db.fetch(f"SELECT title FROM links{where}", *values)

    async def whole_query(self, guild_id: int, newest: bool):
        query, args = page_of(guild_id, newest)
        return await self.bot.db.fetch(query, *args)

    def _mine(self, tag: str | None):
        clause = "guild_id = $1"
        args = [self.guild_id]
        if tag is not None:
            clause += " AND tag = $2"
            args.append(tag)
        return clause, args

    async def by_a_method(self, tag: str | None):
        clause, args = self._mine(tag)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {clause}", *args)

    async def number_given(self, guild_id: int, limit: int):
        query, args = newest_of(guild_id, limit)
        return await self.bot.db.fetch(query, *args)

    async def number_by_default(self, guild_id: int):
        query, args = newest_of(guild_id)
        return await self.bot.db.fetch(query, *args)

# output
from sqlalchemy import func, select

from models import Link


def order_of(sort: str) -> str:
    """The order of a name."""
    if sort == "new":
        return "id DESC"
    if sort == "top":
        return "clicks DESC"
    return "id"


def filtered(guild_id: int, tag: str | None = None, *, term: str | None = None):
    where = ["guild_id = $1"]
    params: list = [guild_id]
    if tag is not None:
        params.append(tag)
        where.append(f"tag = ${len(params)}")
    if term:
        pattern = f"%{term}%"
        params.append(pattern)
        where.append(f"title ILIKE ${len(params)}")
    return " AND ".join(where), params


def where_of(filters: dict):
    conditions, values = [], []
    for column, value in filters.items():
        if value is None:
            continue
        values.append(value)
        conditions.append(f"{column} = ${len(values)}")
    if not conditions:
        return "", values
    return " WHERE " + " AND ".join(conditions), values


def page_of(guild_id: int, newest: bool):
    where, args = filtered(guild_id)
    return f"SELECT title FROM links WHERE {where} ORDER BY {order_of('new' if newest else 'old')}", args


def newest_of(guild_id: int, count: int = 10):
    return f"SELECT title FROM links WHERE guild_id = $1 ORDER BY id DESC LIMIT {count}", [guild_id]


class Links:
    async def ordered(self, guild_id: int, sort: str):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by(
                    Link.id.desc()
                    if sort == "new"
                    else Link.clicks.desc() if sort == "top" else Link.id
                )
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def by_options(self, guild_id: int, tag: str | None, term: str | None):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id).order_by(Link.id)
            if tag is not None:
                stmt = stmt.where(Link.tag == tag)
            if term:
                stmt = stmt.where(Link.title.ilike(f"%{term}%"))
            result = await session.execute(stmt)
            return result.mappings().all()

    async def by_one_option(self, guild_id: int, wanted: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            if wanted:
                stmt = stmt.where(Link.title.ilike(f"%{wanted}%"))
            result = await session.execute(stmt)
            return result.mappings().all()

    async def pages(self, guild_id: int, tag: str | None, limit: int):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Link.guild_id == guild_id)
            if tag is not None:
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            total = result.scalar()
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by(Link.id)
                .limit(limit)
            )
            if tag is not None:
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            rows = result.mappings().all()
        return total, rows

    async def by_a_dictionary(self, tag: str | None, url: str | None):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title)
            if tag is not None:
                stmt = stmt.where(Link.tag == tag)
            if url is not None:
                stmt = stmt.where(Link.url == url)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def whole_query(self, guild_id: int, newest: bool):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by(Link.id.desc() if newest else Link.id)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    def _mine(self, tag: str | None):
        clause = "guild_id = $1"
        args = [self.guild_id]
        if tag is not None:
            clause += " AND tag = $2"
            args.append(tag)
        return clause, args

    async def by_a_method(self, tag: str | None):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == self.guild_id)
            if tag is not None:
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def number_given(self, guild_id: int, limit: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by(Link.id.desc())
                .limit(limit)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def number_by_default(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by(Link.id.desc())
                .limit(10)
            )
            result = await session.execute(stmt)
            return result.mappings().all()
