class Links:
    async def upsert(self, link, guild):
        await self.bot.db.execute(
            "INSERT INTO links (id, title, url, guild_id) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (id) DO UPDATE SET title = $2, guild_id = $4",
            link.id,
            link.title,
            link.url.strip(),
            guild.id,
        )

    async def upsert_of_calls(self, link, url):
        await self.bot.db.execute(
            "INSERT INTO links (id, title, url, guild_id) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (id) DO UPDATE SET title = $2, url = $3",
            link.id,
            link.title.strip(),
            url.strip(),
            self.guild_id,
        )

    async def awaited(self, link):
        await self.bot.db.execute("UPDATE links SET clicks = $2 WHERE id = $1", link.id, await link.count())

    async def arrays(self, links):
        await self.bot.db.execute("UPDATE links SET clicks = 0 WHERE id = ANY($1) OR clicks = ANY($1)", links.ids())

    async def in_order(self, link):
        await self.bot.db.execute("UPDATE links SET clicks = $1, url = $2 WHERE id = $3", link.a(), link.b, link.c())

# output
from sqlalchemy import ARRAY, Integer, any_, literal, or_, update
from sqlalchemy.dialects.postgresql import insert as pg_insert

from models import Link


class Links:
    async def upsert(self, link, guild):
        title = link.title
        async with self.bot.get_db_session() as session:
            stmt = (
                pg_insert(Link)
                .values(
                    id=link.id, title=title, url=link.url.strip(), guild_id=guild.id
                )
                .on_conflict_do_update(
                    index_elements=[Link.id],
                    set_={"title": title, "guild_id": guild.id},
                )
            )
            await session.execute(stmt)
            await session.commit()

    async def upsert_of_calls(self, link, url):
        link_id = link.id
        title = link.title.strip()
        url_value = url.strip()
        async with self.bot.get_db_session() as session:
            stmt = (
                pg_insert(Link)
                .values(id=link_id, title=title, url=url_value, guild_id=self.guild_id)
                .on_conflict_do_update(
                    index_elements=[Link.id], set_={"title": title, "url": url_value}
                )
            )
            await session.execute(stmt)
            await session.commit()

    async def awaited(self, link):
        link_id = link.id
        clicks = await link.count()
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id).values(clicks=clicks)
            await session.execute(stmt)
            await session.commit()

    async def arrays(self, links):
        ids = links.ids()
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link)
                .where(
                    or_(
                        Link.id == any_(literal(ids, ARRAY(Integer))),
                        Link.clicks == any_(literal(ids, ARRAY(Integer))),
                    )
                )
                .values(clicks=0)
                .execution_options(synchronize_session=False)
            )
            await session.execute(stmt)
            await session.commit()

    async def in_order(self, link):
        clicks = link.a()
        url = link.b
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link).where(Link.id == link.c()).values(clicks=clicks, url=url)
            )
            await session.execute(stmt)
            await session.commit()
