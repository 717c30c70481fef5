class Links:
	async def clear(self, guild_id: int) -> None:
		await self.bot.db.execute("DELETE FROM links WHERE guild_id = $1", guild_id)
		self.cleared = True

# output
from sqlalchemy import delete

from models import Link


class Links:
	async def clear(self, guild_id: int) -> None:
		async with self.bot.get_db_session() as session:
			stmt = delete(Link).where(Link.guild_id == guild_id)
			await session.execute(stmt)
			await session.commit()
		self.cleared = True
