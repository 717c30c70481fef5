# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: unproven
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: call.arguments
# refused: query.dynamic
class Links:
    async def by_a_range(self, ids: list[int]):
        placeholders = ", ".join(f"${i}" for i in range(1, len(ids) + 1))
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE id IN ({placeholders})", *ids)

    async def after_another(self, guild_id: int, ids: list[int]):
        placeholders = ",".join(f"${i + 2}" for i in range(len(ids)))
        query = f"DELETE FROM links WHERE guild_id = $1 AND id IN ({placeholders})"
        await self.bot.db.execute(query, guild_id, *ids)

    async def enumerated(self, guild_id: int, tags: tuple[str, ...]):
        marks = [f"${number}" for number, _ in enumerate(tags, start=2)]
        rows = await self.bot.db.fetch(
            f"SELECT title FROM links WHERE guild_id = $1 AND tag IN ({', '.join(marks)})", guild_id, *tags
        )
        return [row["title"] for row in rows]

    async def before_another(self, ids: list[int], limit: int):
        marks = ", ".join("$" + str(i + 1) for i in range(len(ids)))
        query = "SELECT title FROM links WHERE id IN (" + marks + f") LIMIT ${len(ids) + 1}"
        return await self.bot.db.fetch(query, *ids, limit)

    async def of_unknown_type(self, ids):
        marks = ", ".join(f"${i}::int" for i in range(1, len(ids) + 1))
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE id IN ({marks})", *ids)

    async def under_a_test(self, guild_id: int, ids: list[int]):
        query = "SELECT title FROM links WHERE guild_id = $1"
        params = [guild_id]
        if ids:
            query += f" AND id NOT IN ({', '.join(f'${i + 2}' for i in range(len(ids)))})"
            params.extend(ids)
        return await self.bot.db.fetch(query, *params)

    async def among_others(self, guild_id: int, ids: list[int], tag: str | None):
        params = [guild_id]
        conditions = ["guild_id = $1"]
        if ids:
            marks = ", ".join(f"${len(params) + i + 1}" for i in range(len(ids)))
            params += ids
            conditions.append(f"id IN ({marks})")
        if tag is not None:
            params.append(tag)
            conditions.append(f"tag = ${len(params)}")
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {' AND '.join(conditions)}", *params)

    async def made_on_the_way(self, links):
        ids = [link.id for link in links]
        if not ids:
            return []
        marks = ", ".join(f"${i}" for i, _ in enumerate(ids, 1))
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE id NOT IN ({marks})", *ids)

    async def of_each(self, links):
        marks = ", ".join(f"${i + 1}" for i in range(len(links)))
        await self.bot.db.execute(f"DELETE FROM links WHERE id IN ({marks})", *[link.id for link in links])

    async def two_of_them(self, ids: list[int], tags: list[str]):
        some = ", ".join(f"${i}" for i in range(1, len(ids) + 1))
        others = ", ".join(f"${i}" for i in range(len(ids) + 1, len(ids) + len(tags) + 1))
        query = f"SELECT title FROM links WHERE id IN ({some}) OR tag IN ({others})"
        return await self.bot.db.fetch(query, *ids, *tags)

    async def known_elements(self, first: int, second: int):
        ids = [first, second]
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE id IN ({marks})", *ids)

    async def all_for_none(self, ids: list[int]):
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        await self.bot.db.execute(f"DELETE FROM links WHERE id NOT IN ({marks})", *ids)

    async def not_within(self, ids: list[int]):
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE NOT (id IN ({marks}))", *ids)

    async def error_of_none_handled(self, ids: list[int]):
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        try:
            return await self.bot.db.fetch(f"SELECT title FROM links WHERE id IN ({marks})", *ids)
        except Exception:
            return None

    async def emptied(self, ids: list[int]):
        if not ids:
            return
        ids.pop()
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        await self.bot.db.execute(f"DELETE FROM links WHERE id NOT IN ({marks})", *ids)

    async def shortened(self, ids: list[int]):
        if not ids:
            return
        del ids[0], ids[0]
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        await self.bot.db.execute(f"DELETE FROM links WHERE id NOT IN ({marks})", *ids)

    async def replaced_within(self, ids: list[int]):
        if not ids:
            return
        ids[:] = await self.known(ids)
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        await self.bot.db.execute(f"DELETE FROM links WHERE id NOT IN ({marks})", *ids)

    async def from_another_number(self, guild_id: int, ids: list[int]):
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        query = f"SELECT title FROM links WHERE guild_id = $1 AND id IN ({marks})"
        return await self.bot.db.fetch(query, guild_id, *ids)

    async def added_together(self, ids: list[int]):
        marks = " + ".join(f"${i + 1}" for i in range(len(ids)))
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE id IN ({marks})", *ids)

    async def an_array(self, ids: list[int]):
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE id = ANY(ARRAY[{marks}])", *ids)

    async def selected(self, ids: list[int]):
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        return await self.bot.db.fetch(f"SELECT id IN ({marks}) AS known FROM links", *ids)

    async def some_of_them(self, ids: list[int]):
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)) if i % 2)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE id IN ({marks})", *ids)

    async def every_second(self, ids: list[int]):
        marks = ", ".join(f"${i * 2 + 1}" for i in range(len(ids)))
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE id IN ({marks})", *ids)

    async def literal_in_the_middle(self, ids: list[int]):
        marks = ", ".join(f"${i}" for i in range(1, len(ids) + 1))
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE id IN ({marks}) AND guild_id = $2", *ids)

    async def without_placeholders(self, ids: list[int]):
        return await self.bot.db.fetch("SELECT title FROM links WHERE id IN ($1, $2)", *ids)

    async def one_column(self, tags: list[str]):
        marks = ", ".join(f"${i + 1}" for i in range(len(tags)))
        await self.bot.db.execute(f"UPDATE links SET tag = ({marks})", *tags)

    async def of_any_iterable(self, guild_id: int, texts):
        if not texts:
            return []
        marks = ", ".join(f"${i}" for i in range(2, len(texts) + 2))
        query = f"SELECT title FROM links WHERE guild_id = $1 AND id NOT IN ({marks})"
        return await self.bot.db.fetch(query, guild_id, *map(int, texts))

    async def with_a_constant(self, ids: list[int]):
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE id IN (7, {marks})", *ids)

# output
from sqlalchemy import Integer, delete, literal, or_, select

from models import Link


class Links:
    async def by_a_range(self, ids: list[int]):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.id.in_(ids))
            result = await session.execute(stmt)
            return result.mappings().all()

    async def after_another(self, guild_id: int, ids: list[int]):
        async with self.bot.get_db_session() as session:
            stmt = (
                delete(Link)
                .where(Link.guild_id == guild_id, Link.id.in_(ids))
                .execution_options(synchronize_session=False)
            )
            await session.execute(stmt)
            await session.commit()

    async def enumerated(self, guild_id: int, tags: tuple[str, ...]):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                Link.guild_id == guild_id, Link.tag.in_(tags)
            )
            result = await session.execute(stmt)
            rows = result.mappings().all()
        return [row["title"] for row in rows]

    async def before_another(self, ids: list[int], limit: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.id.in_(ids)).limit(limit)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def of_unknown_type(self, ids):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                Link.id.in_([literal(value, Integer) for value in ids])
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def under_a_test(self, guild_id: int, ids: list[int]):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            if ids:
                stmt = stmt.where(Link.id.not_in(ids))
            result = await session.execute(stmt)
            return result.mappings().all()

    async def among_others(self, guild_id: int, ids: list[int], tag: str | None):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            if ids:
                stmt = stmt.where(Link.id.in_(ids))
            if tag is not None:
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def made_on_the_way(self, links):
        ids = [link.id for link in links]
        if not ids:
            return []
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.id.not_in(ids))
            result = await session.execute(stmt)
            return result.mappings().all()

    async def of_each(self, links):
        async with self.bot.get_db_session() as session:
            stmt = (
                delete(Link)
                .where(Link.id.in_([link.id for link in links]))
                .execution_options(synchronize_session=False)
            )
            await session.execute(stmt)
            await session.commit()

    async def two_of_them(self, ids: list[int], tags: list[str]):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(or_(Link.id.in_(ids), Link.tag.in_(tags)))
            result = await session.execute(stmt)
            return result.mappings().all()

    async def known_elements(self, first: int, second: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.id.in_([first, second]))
            result = await session.execute(stmt)
            return result.mappings().all()

    async def all_for_none(self, ids: list[int]):
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        await self.bot.db.execute(f"DELETE FROM links WHERE id NOT IN ({marks})", *ids)

    async def not_within(self, ids: list[int]):
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE NOT (id IN ({marks}))", *ids)

    async def error_of_none_handled(self, ids: list[int]):
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        try:
            return await self.bot.db.fetch(f"SELECT title FROM links WHERE id IN ({marks})", *ids)
        except Exception:
            return None

    async def emptied(self, ids: list[int]):
        if not ids:
            return
        ids.pop()
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        await self.bot.db.execute(f"DELETE FROM links WHERE id NOT IN ({marks})", *ids)

    async def shortened(self, ids: list[int]):
        if not ids:
            return
        del ids[0], ids[0]
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        await self.bot.db.execute(f"DELETE FROM links WHERE id NOT IN ({marks})", *ids)

    async def replaced_within(self, ids: list[int]):
        if not ids:
            return
        ids[:] = await self.known(ids)
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        await self.bot.db.execute(f"DELETE FROM links WHERE id NOT IN ({marks})", *ids)

    async def from_another_number(self, guild_id: int, ids: list[int]):
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        query = f"SELECT title FROM links WHERE guild_id = $1 AND id IN ({marks})"
        return await self.bot.db.fetch(query, guild_id, *ids)

    async def added_together(self, ids: list[int]):
        marks = " + ".join(f"${i + 1}" for i in range(len(ids)))
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE id IN ({marks})", *ids)

    async def an_array(self, ids: list[int]):
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE id = ANY(ARRAY[{marks}])", *ids)

    async def selected(self, ids: list[int]):
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)))
        return await self.bot.db.fetch(f"SELECT id IN ({marks}) AS known FROM links", *ids)

    async def some_of_them(self, ids: list[int]):
        marks = ", ".join(f"${i + 1}" for i in range(len(ids)) if i % 2)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE id IN ({marks})", *ids)

    async def every_second(self, ids: list[int]):
        marks = ", ".join(f"${i * 2 + 1}" for i in range(len(ids)))
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE id IN ({marks})", *ids)

    async def literal_in_the_middle(self, ids: list[int]):
        marks = ", ".join(f"${i}" for i in range(1, len(ids) + 1))
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE id IN ({marks}) AND guild_id = $2", *ids)

    async def without_placeholders(self, ids: list[int]):
        return await self.bot.db.fetch("SELECT title FROM links WHERE id IN ($1, $2)", *ids)

    async def one_column(self, tags: list[str]):
        marks = ", ".join(f"${i + 1}" for i in range(len(tags)))
        await self.bot.db.execute(f"UPDATE links SET tag = ({marks})", *tags)

    async def of_any_iterable(self, guild_id: int, texts):
        if not texts:
            return []
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                Link.guild_id == guild_id, Link.id.not_in(map(int, texts))
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def with_a_constant(self, ids: list[int]):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.id.in_([7, *ids]))
            result = await session.execute(stmt)
            return result.mappings().all()
