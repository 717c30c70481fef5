from typing import Literal


class Links:
    async def others(self, kind: Literal["tag", "title"], tag: str, inverted: bool):
        word = "NOT" if inverted else ""
        query = f"SELECT title FROM links WHERE {word} {kind} = ANY(SELECT {kind} FROM links WHERE url = $1)"
        return await self.bot.db.fetch(query, tag)

    async def evaluated_once(self, kind: Literal["tag", "title"], inverted: bool):
        word = "NOT" if inverted else ""
        query = f"SELECT title FROM links WHERE {word} {kind} = ANY(SELECT {kind} FROM links WHERE url = $1)"
        return await self.bot.db.fetch(query, self.next_url())

# output
from typing import Literal

from sqlalchemy import any_, not_, select

from models import Link


class Links:
    async def others(self, kind: Literal["tag", "title"], tag: str, inverted: bool):
        async with self.bot.get_db_session() as session:
            chosen_column = {
                "tag": Link.tag
                == any_(select(Link.tag).where(Link.url == tag).scalar_subquery()),
                "title": Link.title
                == any_(select(Link.title).where(Link.url == tag).scalar_subquery()),
            }[kind]
            stmt = select(Link.title).where(
                not_(chosen_column) if inverted else chosen_column
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def evaluated_once(self, kind: Literal["tag", "title"], inverted: bool):
        url = self.next_url()
        async with self.bot.get_db_session() as session:
            chosen_column = {
                "tag": Link.tag
                == any_(select(Link.tag).where(Link.url == url).scalar_subquery()),
                "title": Link.title
                == any_(select(Link.title).where(Link.url == url).scalar_subquery()),
            }[kind]
            stmt = select(Link.title).where(
                not_(chosen_column) if inverted else chosen_column
            )
            result = await session.execute(stmt)
            return result.mappings().all()
