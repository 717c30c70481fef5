class Links:
    async def add(self, guild_id: int, title: str, url: str) -> int:
        # the title is unique, so a new address replaces the old one
        link_id = await self.bot.db.fetchval(
            """
            INSERT INTO links (title, url, guild_id)
            VALUES ($1, $2, $3)
            ON CONFLICT (title) DO UPDATE SET url = EXCLUDED.url
            RETURNING id
            """,
            title,
            url,
            guild_id,
        )
        return link_id

# output
from sqlalchemy.dialects.postgresql import insert as pg_insert

from models import Link


class Links:
    async def add(self, guild_id: int, title: str, url: str) -> int:
        # the title is unique, so a new address replaces the old one
        async with self.bot.get_db_session() as session:
            insert_stmt = pg_insert(Link).values(
                title=title, url=url, guild_id=guild_id
            )
            stmt = insert_stmt.on_conflict_do_update(
                index_elements=[Link.title], set_={"url": insert_stmt.excluded.url}
            ).returning(Link.id)
            result = await session.execute(stmt)
            link_id = result.scalar()
            await session.commit()
        return link_id
