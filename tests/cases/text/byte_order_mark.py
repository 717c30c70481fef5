# bom: yes
"""Ünïcödé before the call: « spans are not bytes »."""


class Links:
    async def ümlaut(self, titel: str):
        größe = await self.bot.db.fetchval("SELECT clicks FROM links WHERE title = $1", titel)
        return größe
