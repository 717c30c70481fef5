class Links:
    async def optional_condition(self, guild_id: int, tag: str | None):
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if tag is not None:
            query += " AND tag = $2"
            args.append(tag)
        return await self.bot.db.fetch(query, *args)

    async def numbered_by_the_list(self, guild_id: int, tag: str | None, least: int | None):
        where = ["guild_id = $1"]
        args: list[object] = [guild_id]
        if tag is not None:
            args.append(tag)
            where.append(f"tag = ${len(args)}")
        if least is not None:
            where.append(f"clicks >= ${len(args) + 1}")
            args.append(least)
        query = f"SELECT title FROM links WHERE {' AND '.join(where)} ORDER BY id"
        rows = await self.bot.db.fetch(query, *args)
        return [row["title"] for row in rows]

    async def nothing_but_options(self, tag: str | None, untitled: bool):
        conditions = []
        args = []
        if tag:
            args.append(tag)
            conditions.append(f"tag = ${len(args)}")
        if untitled:
            conditions.append("title IS NULL")
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        return await self.bot.db.fetchval(f"SELECT count(*) FROM links {where}", *args)

    async def branches(self, guild_id: int, tag: str | None):
        if tag is None:
            clause = "tag IS NULL"
            args = (guild_id,)
        else:
            clause = "tag = $2"
            args = (guild_id, tag)
        await self.bot.db.execute(f"DELETE FROM links WHERE guild_id = $1 AND {clause}", *args)

    async def whole_queries(self, guild_id: int, newest: bool):
        if newest:
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY created_at DESC LIMIT 5"
        else:
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY clicks"
        return await self.bot.db.fetch(query, guild_id)

    async def chain(self, guild_id: int, sort: str):
        if sort == "new":
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY created_at DESC"
        elif sort == "top":
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY clicks DESC"
        else:
            query = "SELECT title FROM links WHERE guild_id = $1"
        return await self.bot.db.fetch(query, guild_id)

    async def leaves_early(self, guild_id: int, tag: str | None):
        args = [guild_id]
        where = "guild_id = $1"
        if not tag:
            return []
        if tag != "any":
            where += " AND tag = $2"
            args.append(tag)
        query = f"SELECT title FROM links WHERE {where}"
        return await self.bot.db.fetch(query, *args)

    async def two_lists(self, guild_id: int, tag: str | None):
        where, args = ["guild_id = $1"], [guild_id]
        if tag is not None:
            args.append(tag)
            where.append(f"tag = ${len(args)}")
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {' AND '.join(where)}", *args)

    async def read_twice(self, guild_id: int, tag: str | None):
        where = "guild_id = $1"
        args = [guild_id]
        if tag is not None:
            where += " AND tag = $2"
            args.append(tag)
        total = await self.bot.db.fetchval(f"SELECT count(*) FROM links WHERE {where}", *args)
        rows = await self.bot.db.fetch(f"SELECT title FROM links WHERE {where} LIMIT 10", *args)
        return total, rows

    async def counter(self, guild_id: int, term: str | None, limit: int):
        n = 1
        query = f"SELECT title FROM links WHERE guild_id = ${n}"
        args = [guild_id]
        if term:
            n += 1
            query += f" AND title ILIKE ${n}"
            args += [f"%{term}%"]
        n += 1
        query += f" ORDER BY id LIMIT ${n}"
        args.append(limit)
        return await self.bot.db.fetch(query, *args)

    async def without_a_condition(self, guild_id: int | None):
        query = "UPDATE links SET clicks = 0"
        args = []
        if guild_id is not None:
            query = f"{query} WHERE guild_id = $1"
            args = [guild_id]
        await self.bot.db.execute(query, *args)

    async def among_other_things(self, guild_id: int, everything: bool):
        if everything:
            message = "all gone"
            clause = ""
        else:
            message = "old ones gone"
            clause = " AND clicks = 0"
        await self.bot.db.execute("DELETE FROM links WHERE guild_id = $1" + clause, guild_id)
        return message

    async def just_a_list(self, guild_id: int, tag: str):
        args = [guild_id, tag]
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1 AND tag = $2", *args)

    async def may_be_none_in_one_branch(self, guild_id: int, tag: str | None):
        if tag is not None:
            clause = "title = $2"
            args = [guild_id, tag]
        else:
            clause = "tag = $2"
            args = [guild_id, tag]
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 AND {clause}", *args)

    async def read_once(self, ids, everywhere: bool):
        clause = "id = ANY($1)" if everywhere else "id <> ALL($1) OR id = ANY($1)"
        args = []
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {clause}", [link.id for link in ids], *args)

    async def twice_in_the_list(self, guild_id: int):
        args = [guild_id, guild_id]
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1 AND id <> $2", *args)

# output
from sqlalchemy import (
    ARRAY,
    Integer,
    all_,
    any_,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)

from models import Link


class Links:
    async def optional_condition(self, guild_id: int, tag: str | None):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            if tag is not None:
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def numbered_by_the_list(self, guild_id: int, tag: str | None, least: int | None):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id).order_by(Link.id)
            if tag is not None:
                stmt = stmt.where(Link.tag == tag)
            if least is not None:
                stmt = stmt.where(Link.clicks >= least)
            result = await session.execute(stmt)
            rows = result.mappings().all()
        return [row["title"] for row in rows]

    async def nothing_but_options(self, tag: str | None, untitled: bool):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).select_from(Link)
            if tag:
                stmt = stmt.where(Link.tag == tag)
            if untitled:
                stmt = stmt.where(Link.title.is_(None))
            result = await session.execute(stmt)
            return result.scalar()

    async def branches(self, guild_id: int, tag: str | None):
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(
                Link.guild_id == guild_id,
                Link.tag.is_(None) if tag is None else Link.tag == tag,
            )
            await session.execute(stmt)
            await session.commit()

    async def whole_queries(self, guild_id: int, newest: bool):
        async with self.bot.get_db_session() as session:
            if newest:
                stmt = (
                    select(Link.title)
                    .where(Link.guild_id == guild_id)
                    .order_by(Link.created_at.desc())
                    .limit(5)
                )
            else:
                stmt = (
                    select(Link.title)
                    .where(Link.guild_id == guild_id)
                    .order_by(Link.clicks)
                )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def chain(self, guild_id: int, sort: str):
        async with self.bot.get_db_session() as session:
            if sort == "new":
                stmt = (
                    select(Link.title)
                    .where(Link.guild_id == guild_id)
                    .order_by(Link.created_at.desc())
                )
            elif sort == "top":
                stmt = (
                    select(Link.title)
                    .where(Link.guild_id == guild_id)
                    .order_by(Link.clicks.desc())
                )
            else:
                stmt = select(Link.title).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def leaves_early(self, guild_id: int, tag: str | None):
        if not tag:
            return []
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            if tag != "any":
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def two_lists(self, guild_id: int, tag: str | None):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            if tag is not None:
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def read_twice(self, guild_id: int, tag: str | None):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Link.guild_id == guild_id)
            if tag is not None:
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            total = result.scalar()
            stmt = select(Link.title).where(Link.guild_id == guild_id).limit(10)
            if tag is not None:
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            rows = result.mappings().all()
        return total, rows

    async def counter(self, guild_id: int, term: str | None, limit: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by(Link.id)
                .limit(limit)
            )
            if term:
                stmt = stmt.where(Link.title.ilike(f"%{term}%"))
            result = await session.execute(stmt)
            return result.mappings().all()

    async def without_a_condition(self, guild_id: int | None):
        async with self.bot.get_db_session() as session:
            stmt = update(Link).values(clicks=0)
            if guild_id is not None:
                stmt = stmt.where(Link.guild_id == guild_id)
            await session.execute(stmt)
            await session.commit()

    async def among_other_things(self, guild_id: int, everything: bool):
        if everything:
            message = "all gone"
        else:
            message = "old ones gone"
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.guild_id == guild_id)
            if not everything:
                stmt = stmt.where(Link.clicks == 0)
            await session.execute(stmt)
            await session.commit()
        return message

    async def just_a_list(self, guild_id: int, tag: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id, Link.tag == tag)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def may_be_none_in_one_branch(self, guild_id: int, tag: str | None):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                Link.guild_id == guild_id,
                (
                    Link.title == tag
                    if tag is not None
                    else Link.tag == literal(tag, Link.tag.type)
                ),
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def read_once(self, ids, everywhere: bool):
        argument_1 = [link.id for link in ids]
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                Link.id == any_(literal(argument_1, ARRAY(Integer)))
                if everywhere
                else or_(
                    Link.id != all_(literal(argument_1, ARRAY(Integer))),
                    Link.id == any_(literal(argument_1, ARRAY(Integer))),
                )
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def twice_in_the_list(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                Link.guild_id == guild_id, Link.id != guild_id
            )
            result = await session.execute(stmt)
            return result.mappings().all()
