import requests
from http import HTTPStatus as select


class Links:
    async def ping(self, title: str, session: requests.Session, stmt: str = ""):
        result = session.get(stmt)
        url = await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)
        return select(result), url

# output
import requests
from sqlalchemy import select as sa_select
from http import HTTPStatus as select

from models import Link


class Links:
    async def ping(self, title: str, session: requests.Session, stmt: str = ""):
        result = session.get(stmt)
        async with self.bot.get_db_session() as db_session:
            statement = sa_select(Link.url).where(Link.title == title)
            cursor_result = await db_session.execute(statement)
            url = cursor_result.scalar()
        return select(result), url
