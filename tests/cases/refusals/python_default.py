# refused: mapping.python-default
class Votes:
    async def vote(self, link_id: int, user_id: int) -> None:
        await self.bot.db.execute("INSERT INTO votes (link_id, user_id) VALUES ($1, $2)", link_id, user_id)
