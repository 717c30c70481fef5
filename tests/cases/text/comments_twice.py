"""Equal comments stay as many; an argument keeps its own."""

import asyncpg

from queries import CLEAR  # the old one


class Links:
    async def add(self, title: str, url: str, guild_id: int) -> None:
        await self.bot.db.execute(
            "INSERT INTO links(title, url, guild_id) "  # todo
            "VALUES($1, $2, $3)",  # todo
            title.strip(  # todo
            ),
            url,
            guild_id,
        )

    async def rename(self, old: str, new: str, guild_id: int) -> None:
        await self.bot.db.execute(
            "UPDATE links SET title = $2 WHERE guild_id = $3 AND title = $1",
            old.strip()
            + self.suffix(),
            new.strip()
            + self.suffix(),
            guild_id,
        )

    async def gaps(self, guild_id: int) -> None:
        """A name that goes leaves no gap behind."""

        query = "DELETE FROM links WHERE guild_id = $1"

        await self.bot.db.execute(query, guild_id)

# output
"""Equal comments stay as many; an argument keeps its own."""

import asyncpg
from sqlalchemy import delete, insert, update

from models import Link
from queries import CLEAR  # the old one


class Links:
    async def add(self, title: str, url: str, guild_id: int) -> None:
        async with self.bot.get_db_session() as session:
            # todo
            # todo
            stmt = (
                insert(Link)
                .values(title=title.strip(), url=url, guild_id=guild_id)  # todo
                .inline()
            )
            await session.execute(stmt)
            await session.commit()

    async def rename(self, old: str, new: str, guild_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link)
                .where(
                    Link.guild_id == guild_id,
                    Link.title == (old.strip() + self.suffix()),
                )
                .values(title=new.strip() + self.suffix())
            )
            await session.execute(stmt)
            await session.commit()

    async def gaps(self, guild_id: int) -> None:
        """A name that goes leaves no gap behind."""

        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.guild_id == guild_id)
            await session.execute(stmt)
            await session.commit()
