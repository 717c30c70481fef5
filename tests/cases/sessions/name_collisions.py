import requests
from http import HTTPStatus as select


class Links:
    async def ping(self, title: str, session: requests.Session, stmt: str = ""):
        result = session.get(stmt)
        url = await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)
        return select(result), url
