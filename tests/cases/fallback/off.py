# refused: sql.merge
# refused: sql.ddl
# refused: mapping.no-model
class Links:
    async def merge(self):
        await self.bot.db.execute("MERGE INTO links l USING votes v ON v.link_id = l.id WHEN MATCHED THEN DELETE")

    async def make(self):
        await self.bot.db.execute("CREATE TABLE notes (id int)")

    async def add(self):
        await self.bot.db.execute("INSERT INTO notes (id) VALUES (1)")
