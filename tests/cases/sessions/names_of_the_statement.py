class Links:
    async def cte_called_like_an_import(self, title: str, link_id: int):
        rows = await self.bot.db.fetch(
            "WITH update AS (UPDATE links SET title = $1 WHERE id = $2 RETURNING id, url) SELECT id, url FROM update",
            title,
            link_id,
        )
        await self.bot.db.execute("UPDATE links SET title = $1 WHERE id = $2", title, link_id)
        return [row["url"] for row in rows]

    async def called_like_the_block(self):
        return await self.bot.db.fetch(
            "WITH result AS (SELECT id FROM links)"
            " SELECT session.id, stmt.url FROM result JOIN links session ON session.id = result.id"
            " JOIN links stmt ON stmt.id = session.id"
        )

    async def called_like_a_builtin(self):
        return await self.bot.db.fetch("WITH filter AS (SELECT id FROM links) SELECT id FROM filter")

# output
from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from models import Link


class Links:
    async def cte_called_like_an_import(self, title: str, link_id: int):
        async with self.bot.get_db_session() as session:
            update_source = (
                update(Link)
                .where(Link.id == link_id)
                .values(title=title)
                .returning(Link.id, Link.url)
                .cte("update")
            )
            stmt = select(update_source.c.id, update_source.c.url)
            result = await session.execute(stmt)
            rows = result.mappings().all()
            await session.commit()
            stmt = update(Link).where(Link.id == link_id).values(title=title)
            await session.execute(stmt)
            await session.commit()
        return [row["url"] for row in rows]

    async def called_like_the_block(self):
        async with self.bot.get_db_session() as session:
            result = select(Link.id).cte("result")
            session_source = aliased(Link)
            stmt = aliased(Link)
            statement = (
                select(session_source.id, stmt.url)
                .select_from(result)
                .join(session_source, session_source.id == result.c.id)
                .join(stmt, stmt.id == session_source.id)
            )
            cursor_result = await session.execute(statement)
            return cursor_result.mappings().all()

    async def called_like_a_builtin(self):
        async with self.bot.get_db_session() as session:
            filter_source = select(Link.id).cte("filter")
            stmt = select(filter_source.c.id)
            result = await session.execute(stmt)
            return result.mappings().all()
