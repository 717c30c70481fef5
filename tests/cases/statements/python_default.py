class Votes:
    async def vote(self, link_id: int, user_id: int) -> None:
        await self.bot.db.execute("INSERT INTO votes (link_id, user_id) VALUES ($1, $2)", link_id, user_id)

# output
from sqlalchemy import insert, text

from models import Vote


class Votes:
    async def vote(self, link_id: int, user_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = insert(Vote).values(
                link_id=link_id, user_id=user_id, counted=text("DEFAULT")
            )
            await session.execute(stmt)
            await session.commit()
