import asyncio


class Links:
    async def dropped(self, link_id: int) -> None:
        asyncio.create_task(self.bot.db.execute("DELETE FROM links WHERE id = $1", link_id))
        self.bot.loop.create_task(self.bot.db.execute("DELETE FROM votes WHERE link_id = $1", link_id))
        task = asyncio.ensure_future(self.bot.db.execute("UPDATE links SET clicks = clicks + 1 WHERE id = $1", link_id))
        self.background.add(task)
        task.add_done_callback(self.background.discard)

    async def awaited_later(self, ids: list[int]):
        links = asyncio.create_task(self.bot.db.fetch("SELECT id, url FROM links"))
        updates = []
        for id in ids:
            updates.append(self.bot.db.execute("UPDATE links SET clicks = 0 WHERE id = $1", id))
        await asyncio.gather(*updates)
        return [link["id"] for link in await links]

    async def in_a_group(self, link_id: int):
        async with asyncio.TaskGroup() as group:
            votes = group.create_task(self.bot.db.fetch("SELECT * FROM votes WHERE link_id = $1", link_id))
            group.create_task(self.bot.db.execute("DELETE FROM links WHERE id = $1", link_id))
        return [vote["user_id"] for vote in votes.result()]

# output
import asyncio

from sqlalchemy import delete, select, update

from models import Link, Vote


class Links:
    async def dropped(self, link_id: int) -> None:
        asyncio.create_task(self._delete_links(link_id))
        self.bot.loop.create_task(self._delete_votes(link_id))
        task = asyncio.ensure_future(self._update_links(link_id))
        self.background.add(task)
        task.add_done_callback(self.background.discard)

    async def _delete_links(self, link_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.id == link_id)
            await session.execute(stmt)
            await session.commit()

    async def _delete_votes(self, link_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Vote).where(Vote.link_id == link_id)
            await session.execute(stmt)
            await session.commit()

    async def _update_links(self, link_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id).values(clicks=Link.clicks + 1)
            await session.execute(stmt)
            await session.commit()

    async def awaited_later(self, ids: list[int]):
        links = asyncio.create_task(self._fetch_links())
        updates = []
        for id in ids:
            updates.append(self._update_links_by_id(id))
        await asyncio.gather(*updates)
        return [link["id"] for link in await links]

    async def _fetch_links(self):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def _update_links_by_id(self, id: int):
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == id).values(clicks=0)
            await session.execute(stmt)
            await session.commit()

    async def in_a_group(self, link_id: int):
        async with asyncio.TaskGroup() as group:
            votes = group.create_task(self._fetch_votes(link_id))
            group.create_task(self._delete_links_by_link_id(link_id))
        return [vote.user_id for vote in votes.result()]

    async def _fetch_votes(self, link_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Vote).where(Vote.link_id == link_id)
            result = await session.execute(stmt)
            return result.scalars().all()

    async def _delete_links_by_link_id(self, link_id: int):
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.id == link_id)
            await session.execute(stmt)
            await session.commit()
