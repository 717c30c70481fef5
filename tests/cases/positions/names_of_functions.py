"""Names that nothing else has; equal functions of one class are one."""


class Links:
    def _fetch_url(self, link):
        return link.url

    async def urls(self, titles):
        return [await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title) for title in titles]

    async def by_id(self, ids):
        return [await self.bot.db.fetchval("SELECT url FROM links WHERE id = $1", id) for id in ids]

    async def again(self, title):
        return title and await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)

    async def by_select(self, select, session):
        return select and await self.bot.db.fetch("SELECT * FROM links WHERE title = $1 AND url = $2 AND clicks > 5", select, session)


class Tags(Links):
    async def again(self, title):
        return title and await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)

# output
"""Names that nothing else has; equal functions of one class are one."""

from sqlalchemy import select as sa_select

from models import Link


class Links:
    def _fetch_url(self, link):
        return link.url

    async def urls(self, titles):
        return [await self._fetch_url_by_title(title) for title in titles]

    async def _fetch_url_by_title(self, title):
        async with self.bot.get_db_session() as session:
            stmt = sa_select(Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.scalar()

    async def by_id(self, ids):
        return [await self._fetch_url_by_id(id) for id in ids]

    async def _fetch_url_by_id(self, id):
        async with self.bot.get_db_session() as session:
            stmt = sa_select(Link.url).where(Link.id == id)
            result = await session.execute(stmt)
            return result.scalar()

    async def again(self, title):
        return title and await self._fetch_url_by_title(title)

    async def by_select(self, select, session):
        return select and await self._fetch_links(select, session)

    async def _fetch_links(self, select, session):
        async with self.bot.get_db_session() as db_session:
            stmt = sa_select(Link.__table__).where(
                Link.title == select, Link.url == session, Link.clicks > 5
            )
            result = await db_session.execute(stmt)
            return result.mappings().all()


class Tags(Links):
    async def again(self, title):
        return title and await self._fetch_url_for_again(title)

    async def _fetch_url_for_again(self, title):
        async with self.bot.get_db_session() as session:
            stmt = sa_select(Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.scalar()
