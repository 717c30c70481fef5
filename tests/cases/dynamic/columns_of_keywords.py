class Links:
    async def put(self, ctx, **fields: str):
        keys = ", ".join(fields)
        values = ", ".join(f"${2 + i}" for i in range(len(fields)))
        query = f"""INSERT INTO links (id, {keys}) VALUES ($1, {values})
                    ON CONFLICT (id) DO UPDATE SET ({keys}) = ROW({values})"""
        await self.bot.db.execute(query, ctx.link_id, *fields.values())

    async def put_excluded(self, link_id: int, **fields):
        columns = ", ".join(fields.keys())
        marks = ", ".join(f"${i}" for i in range(2, len(fields) + 2))
        updates = ", ".join(f"{key} = EXCLUDED.{key}" for key in fields)
        await self.bot.db.execute(
            f"INSERT INTO links (id, {columns}) VALUES ($1, {marks}) ON CONFLICT (id) DO UPDATE SET {updates}",
            link_id,
            *fields.values(),
        )

    async def change(self, link_id: int, **fields):
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *fields.values())

    async def change_in_a_loop(self, link_id, **kwargs):
        if not kwargs:
            raise ValueError("nothing to change")
        sets = []
        args = [link_id]
        for key, value in kwargs.items():
            args.append(value)
            sets.append(f"{key} = ${len(args)}")
        await self.bot.db.execute(f"UPDATE links SET clicks = clicks + 1, {', '.join(sets)} WHERE id = $1", *args)

    async def change_and_stamp(self, link_id: int, **fields):
        fields["clicks"] = 0
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 1))
        query = f"UPDATE links SET {sets} WHERE id = ${len(fields) + 1}"
        await self.bot.db.execute(query, *fields.values(), link_id)

    async def change_both_ways(self, link_id: int, newest: bool, **fields):
        sets = ", ".join(f"{column} = ${i}" for i, column in enumerate(fields, 2))
        order = "DESC" if newest else "ASC"
        await self.bot.db.execute(
            f"UPDATE links SET {sets} WHERE id = (SELECT id FROM links WHERE guild_id = $1 ORDER BY id {order} LIMIT 1)",
            link_id,
            *fields.values(),
        )

    async def found(self, guild_id, /, **kwargs):
        filtered = [f"{key} = ${i}" for (i, key) in enumerate(kwargs.keys(), start=2)]
        query = f"SELECT title FROM links WHERE guild_id = $1 AND {' AND '.join(filtered)} LIMIT 1"
        record = await self.bot.db.fetchrow(query, guild_id, *kwargs.values())
        return record["title"] if record else None

    async def gone(self, **kwargs):
        if not kwargs:
            raise TypeError("which ones?")
        filtered = [f"{key} = ${i}" for i, key in enumerate(kwargs, start=1)]
        await self.bot.db.execute(f"DELETE FROM links WHERE {' AND '.join(filtered)}", *kwargs.values())

    async def change_some(self, link_id: int, **fields):
        sets = []
        args: list = [link_id]
        for column, value in fields.items():
            args.append(value)
            sets.append(f"{column} = ${len(args)}")
        if not sets:
            return False
        await self.bot.db.execute(f"UPDATE links SET {', '.join(sets)} WHERE id = $1", *args)
        return True

    async def change_those_given(self, link_id: int, **fields):
        updates = {key: value for key, value in fields.items() if value is not None}
        if not updates:
            return
        sets = ", ".join(f"{key} = ${i}" for i, key in enumerate(updates, 2))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = $1", link_id, *updates.values())

    async def found_by_those_given(self, guild_id: int, **fields):
        given = {key: value for key, value in fields.items() if value is not None}
        if not given:
            return []
        wanted = " AND ".join(f"{key} = ${i}" for i, key in enumerate(given, 2))
        return await self.bot.db.fetch(f"SELECT id FROM links WHERE guild_id = $1 AND {wanted}", guild_id, *given.values())

    async def calls(self, ctx, text, link):
        await self.put(ctx, title=text)
        await self.put(ctx, url=text)
        await self.put(ctx, url=text, tag=text)
        await self.put_excluded(link, title=text, guild_id=5)
        await self.put_excluded(title=text, link_id=link)
        await self.change(link, url=text, tag=text)
        await self.change(link_id=link, url=text)
        await self.change_in_a_loop(link)
        await self.change_in_a_loop(link, url=text)
        await self.change_in_a_loop(link, tag=text, url=text)
        await self.change_and_stamp(link, url=text)
        await self.change_and_stamp(link, tag=text)
        await self.change_both_ways(link, True, url=text)
        await self.change_both_ways(link, False, tag=text, url=text)
        await self.found(5, tag=text)
        await self.found(5, tag=text, guild_id=link)
        await self.gone(title=text)
        await self.gone(title=text, guild_id=text)
        await self.change_some(link)
        await self.change_some(link, tag=text, title=text)
        await self.change_those_given(link, tag=text, title=text)
        await self.found_by_those_given(5, tag=text, title=text)

# output
from sqlalchemy import delete, literal, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert

from models import Link


class Links:
    async def put(self, ctx, **fields: str):
        async with self.bot.get_db_session() as session:
            stmt = (
                pg_insert(Link)
                .values(id=ctx.link_id, **fields)
                .on_conflict_do_update(index_elements=[Link.id], set_=fields)
            )
            await session.execute(stmt)
            await session.commit()

    async def put_excluded(self, link_id: int, **fields):
        async with self.bot.get_db_session() as session:
            insert_stmt = pg_insert(Link).values(id=link_id, **fields)
            stmt = insert_stmt.on_conflict_do_update(
                index_elements=[Link.id],
                set_={key: insert_stmt.excluded[key] for key in fields},
            )
            await session.execute(stmt)
            await session.commit()

    async def change(self, link_id: int, **fields):
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id).values(**fields)
            await session.execute(stmt)
            await session.commit()

    async def change_in_a_loop(self, link_id, **kwargs):
        if not kwargs:
            raise ValueError("nothing to change")
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link)
                .where(Link.id == link_id)
                .values(clicks=Link.clicks + 1, **kwargs)
            )
            await session.execute(stmt)
            await session.commit()

    async def change_and_stamp(self, link_id: int, **fields):
        fields["clicks"] = 0
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id).values(**fields)
            await session.execute(stmt)
            await session.commit()

    async def change_both_ways(self, link_id: int, newest: bool, **fields):
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link)
                .where(
                    Link.id
                    == select(Link.id)
                    .where(Link.guild_id == link_id)
                    .order_by(Link.id.desc() if newest else Link.id)
                    .limit(1)
                    .scalar_subquery()
                )
                .values(**fields)
                .execution_options(synchronize_session=False)
            )
            await session.execute(stmt)
            await session.commit()

    async def found(self, guild_id, /, **kwargs):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(
                    Link.guild_id == guild_id,
                    *[
                        getattr(Link, key) == literal(value, getattr(Link, key).type)
                        for key, value in kwargs.items()
                    ],
                )
                .limit(1)
            )
            result = await session.execute(stmt)
            record = result.mappings().first()
        return record["title"] if record else None

    async def gone(self, **kwargs):
        if not kwargs:
            raise TypeError("which ones?")
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(
                *[getattr(Link, key) == value for key, value in kwargs.items()]
            )
            await session.execute(stmt)
            await session.commit()

    async def change_some(self, link_id: int, **fields):
        if not fields:
            return False
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id).values(**fields)
            await session.execute(stmt)
            await session.commit()
        return True

    async def change_those_given(self, link_id: int, **fields):
        updates = {key: value for key, value in fields.items() if value is not None}
        if not updates:
            return
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id).values(**updates)
            await session.execute(stmt)
            await session.commit()

    async def found_by_those_given(self, guild_id: int, **fields):
        given = {key: value for key, value in fields.items() if value is not None}
        if not given:
            return []
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id).where(
                Link.guild_id == guild_id,
                *[
                    getattr(Link, key) == literal(value, getattr(Link, key).type)
                    for key, value in given.items()
                ],
            )
            result = await session.execute(stmt)
            return result.all()

    async def calls(self, ctx, text, link):
        await self.put(ctx, title=text)
        await self.put(ctx, url=text)
        await self.put(ctx, url=text, tag=text)
        await self.put_excluded(link, title=text, guild_id=5)
        await self.put_excluded(title=text, link_id=link)
        await self.change(link, url=text, tag=text)
        await self.change(link_id=link, url=text)
        await self.change_in_a_loop(link)
        await self.change_in_a_loop(link, url=text)
        await self.change_in_a_loop(link, tag=text, url=text)
        await self.change_and_stamp(link, url=text)
        await self.change_and_stamp(link, tag=text)
        await self.change_both_ways(link, True, url=text)
        await self.change_both_ways(link, False, tag=text, url=text)
        await self.found(5, tag=text)
        await self.found(5, tag=text, guild_id=link)
        await self.gone(title=text)
        await self.gone(title=text, guild_id=text)
        await self.change_some(link)
        await self.change_some(link, tag=text, title=text)
        await self.change_those_given(link, tag=text, title=text)
        await self.found_by_those_given(5, tag=text, title=text)
