# refused: query.alternatives
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.alternatives
from datetime import datetime
from typing import Any


class Links:
    async def guarded(self, link_id: int, title: str | None = None, tag: str | None = None):
        updates = []
        values: list[Any] = []
        if title is not None:
            values.append(title)
            updates.append(f"title = ${len(values)}")
        if tag is not None:
            values.append(tag)
            updates.append(f"tag = ${len(values)}")
        if not updates:
            return None
        values.append(link_id)
        query = f"UPDATE links SET {', '.join(updates)} WHERE id = ${len(values)}"
        return await self.bot.db.execute(query, *values)

    async def counted_by_hand(self, link_id: int, title: str | None, url: str | None, tag: str | None):
        parts, args = [], []
        index = 1
        if title is not None:
            parts.append(f"title = ${index}")
            args.append(title)
            index += 1
        if url:
            parts.append(f"url = ${index}")
            args.append(url)
            index += 1
        if tag is not None:
            parts.append(f"tag = ${index}")
            args.append(tag)
            index += 1
        if len(parts) == 0:
            raise ValueError("nothing to change")
        args.append(link_id)
        row = await self.bot.db.fetchrow(
            f"UPDATE links SET {', '.join(parts)} WHERE id = ${index} RETURNING id, title", *args
        )
        return row["title"]

    async def one_always(self, link_id: int, title: str | None, clicks: int | None):
        sets = ["created_at = now()"]
        args = [link_id]
        if title:
            args.append(title)
            sets.append(f"title = ${len(args)}")
        if clicks is not None:
            args.append(clicks)
            sets.append(f"clicks = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def under_the_guard(self, link_id: int, title: str | None, tag: str | None):
        sets = []
        args = [link_id]
        if title or tag == "new":
            args.append(title)
            sets.append(f"title = ${len(args)}")
        if tag is not None:
            args.append(tag)
            sets.append(f"tag = ${len(args)}")
        if sets:
            await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def ordered_and_limited(self, guild_id: int, newest: bool, limit: int | None):
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if newest:
            query += " ORDER BY created_at DESC"
        if limit is not None:
            args.append(limit)
            query += f" LIMIT ${len(args)}"
        return await self.bot.db.fetch(query, *args)

    async def counted_and_paged(self, guild_id: int, tag: str | None, limit: int, offset: int):
        where = ["guild_id = $1"]
        args: list[Any] = [guild_id]
        if tag:
            args.append(tag)
            where.append(f"tag = ${len(args)}")
        clause = " AND ".join(where)
        total = await self.bot.db.fetchval(f"SELECT count(*) FROM links WHERE {clause}", *args)
        args.extend([limit, offset])
        rows = await self.bot.db.fetch(
            f"SELECT title FROM links WHERE {clause} ORDER BY id LIMIT ${len(args) - 1} OFFSET ${len(args)}", *args
        )
        return total, rows

    async def counted_and_listed(self, guild_id: int, tag: str | None, since: datetime | None):
        where = ["guild_id = $1"]
        args = [guild_id]
        if tag:
            args.append(tag)
            where.append(f"tag = ${len(args)}")
        if since:
            args.append(since)
            where.append(f"created_at >= ${len(args)}")
        clause = " AND ".join(where)
        total = await self.bot.db.fetchval(f"SELECT count(*) FROM links WHERE {clause}", *args)
        return total, await self.bot.db.fetch(f"SELECT title FROM links WHERE {clause} ORDER BY id", *args)

    async def unguarded(self, link_id: int, title: str | None):
        sets = []
        args = [link_id]
        if title is not None:
            args.append(title)
            sets.append(f"title = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def columns_of_a_user(self, link_id: int, changes: dict):
        sets = []
        args = [link_id]
        for column, value in changes.items():
            args.append(value)
            sets.append(f"{column} = ${len(args)}")
        if not sets:
            return
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def attribute_that_may_change(self, link_id: int):
        sets = []
        args = [link_id]
        if self.title is not None:
            args.append(self.title)
            sets.append(f"title = ${len(args)}")
        if not sets:
            return
        await self.refresh()
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def list_that_may_change(self, link_id: int, tags: list[str]):
        sets = []
        args = [link_id]
        if tags:
            args.append(tags[0])
            sets.append(f"tag = ${len(args)}")
        if not sets:
            return
        self.note(tags)
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def guard_of_something_else(self, link_id: int, title: str | None, force: bool):
        sets = []
        args = [link_id]
        if title is not None:
            args.append(title)
            sets.append(f"title = ${len(args)}")
        if not force:
            return
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def guard_that_keeps_the_names(self, link_id: int, title: str | None, tag: str | None):
        sets = []
        args = [link_id]
        if title is not None:
            args.append(title)
            sets.append(f"title = ${len(args)}")
        if tag is not None:
            args.append(tag)
            sets.append(f"tag = ${len(args)}")
        if not sets:
            self.log(sets)
            return
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

# output
from datetime import datetime

from sqlalchemy import func, select, update

from models import Link


class Links:
    async def guarded(self, link_id: int, title: str | None = None, tag: str | None = None):
        if title is None and tag is None:
            return None
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id)
            if title is not None:
                stmt = stmt.values(title=title)
            if tag is not None:
                stmt = stmt.values(tag=tag)
            result = await session.execute(stmt)
            await session.commit()
            return f"UPDATE {result.rowcount}"

    async def counted_by_hand(self, link_id: int, title: str | None, url: str | None, tag: str | None):
        if title is None and not url and tag is None:
            raise ValueError("nothing to change")
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id).returning(Link.id, Link.title)
            if title is not None:
                stmt = stmt.values(title=title)
            if url:
                stmt = stmt.values(url=url)
            if tag is not None:
                stmt = stmt.values(tag=tag)
            result = await session.execute(stmt)
            row = result.mappings().first()
            await session.commit()
        return row["title"]

    async def one_always(self, link_id: int, title: str | None, clicks: int | None):
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id).values(created_at=func.now())
            if title:
                stmt = stmt.values(title=title)
            if clicks is not None:
                stmt = stmt.values(clicks=clicks)
            await session.execute(stmt)
            await session.commit()

    async def under_the_guard(self, link_id: int, title: str | None, tag: str | None):
        if (title or tag == "new") or tag is not None:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).where(Link.id == link_id)
                if title or tag == "new":
                    stmt = stmt.values(title=title)
                if tag is not None:
                    stmt = stmt.values(tag=tag)
                await session.execute(stmt)
                await session.commit()

    async def ordered_and_limited(self, guild_id: int, newest: bool, limit: int | None):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            if newest:
                stmt = stmt.order_by(Link.created_at.desc())
            if limit is not None:
                stmt = stmt.limit(limit)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def counted_and_paged(self, guild_id: int, tag: str | None, limit: int, offset: int):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Link.guild_id == guild_id)
            if tag:
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            total = result.scalar()
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by(Link.id)
                .limit(limit)
                .offset(offset)
            )
            if tag:
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            rows = result.mappings().all()
        return total, rows

    async def counted_and_listed(self, guild_id: int, tag: str | None, since: datetime | None):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Link.guild_id == guild_id)
            if tag:
                stmt = stmt.where(Link.tag == tag)
            if since:
                stmt = stmt.where(Link.created_at >= since)
            result = await session.execute(stmt)
            total = result.scalar()
            stmt = select(Link.title).where(Link.guild_id == guild_id).order_by(Link.id)
            if tag:
                stmt = stmt.where(Link.tag == tag)
            if since:
                stmt = stmt.where(Link.created_at >= since)
            result = await session.execute(stmt)
            rows = result.mappings().all()
        return total, rows

    async def unguarded(self, link_id: int, title: str | None):
        sets = []
        args = [link_id]
        if title is not None:
            args.append(title)
            sets.append(f"title = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def columns_of_a_user(self, link_id: int, changes: dict):
        sets = []
        args = [link_id]
        for column, value in changes.items():
            args.append(value)
            sets.append(f"{column} = ${len(args)}")
        if not sets:
            return
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def attribute_that_may_change(self, link_id: int):
        sets = []
        args = [link_id]
        if self.title is not None:
            args.append(self.title)
            sets.append(f"title = ${len(args)}")
        if not sets:
            return
        await self.refresh()
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def list_that_may_change(self, link_id: int, tags: list[str]):
        sets = []
        args = [link_id]
        if tags:
            args.append(tags[0])
            sets.append(f"tag = ${len(args)}")
        if not sets:
            return
        self.note(tags)
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def guard_of_something_else(self, link_id: int, title: str | None, force: bool):
        sets = []
        args = [link_id]
        if title is not None:
            args.append(title)
            sets.append(f"title = ${len(args)}")
        if not force:
            return
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)

    async def guard_that_keeps_the_names(self, link_id: int, title: str | None, tag: str | None):
        sets = []
        args = [link_id]
        if title is not None:
            args.append(title)
            sets.append(f"title = ${len(args)}")
        if tag is not None:
            args.append(tag)
            sets.append(f"tag = ${len(args)}")
        if not sets:
            self.log(sets)
            return
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id)
            if title is not None:
                stmt = stmt.values(title=title)
            if tag is not None:
                stmt = stmt.values(tag=tag)
            await session.execute(stmt)
            await session.commit()
