class Links:
    async def drop(self, ids: list[int], guild_id: int) -> None:
        await self.bot.db.executemany(
            "DELETE FROM links WHERE id = $1 AND guild_id = $2",
            [(link_id, guild_id) for link_id in ids],
        )

# output
from sqlalchemy import bindparam, delete

from models import Link


class Links:
    async def drop(self, ids: list[int], guild_id: int) -> None:
        parameters = [{"b_id": link_id, "b_guild_id": guild_id} for link_id in ids]
        if parameters:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link.__table__).where(
                    Link.__table__.c.id == bindparam("b_id"),
                    Link.__table__.c.guild_id == bindparam("b_guild_id"),
                )
                await session.execute(stmt, parameters)
                await session.commit()
