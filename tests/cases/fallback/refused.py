# config: fallback = "text"
# refused: sql.utility
# refused: sql.no-transaction
# refused: sql.no-transaction
# refused: sql.no-transaction
# refused: sql.utility
# refused: sql.no-transaction
# refused: sql.utility
# refused: sql.utility
# refused: sql.connection-state
# refused: mapping.no-model
# refused: sql.connection-state
# refused: sql.several-statements
# refused: sql.merge
# refused: rows.status
# refused: mapping.no-model
# refused: mapping.no-model
# refused: mapping.unknown-column
# refused: sql.parameters
class Links:
    async def outside_transactions(self):
        await self.bot.db.execute("VACUUM links")
        await self.bot.db.execute("CREATE DATABASE other")
        await self.bot.db.execute("CREATE INDEX CONCURRENTLY links_by_tag ON links (tag)")
        await self.bot.db.execute("ALTER TYPE mood ADD VALUE 'fine'")
        await self.bot.db.execute("REINDEX TABLE links")
        await self.bot.db.execute("DO 'BEGIN DELETE FROM links; COMMIT; END'")

    async def of_the_connection(self):
        await self.bot.db.execute("SET search_path TO other")
        await self.bot.db.execute("LISTEN links")
        await self.bot.db.execute("SELECT pg_advisory_lock(1)")
        await self.bot.db.execute("SELECT currval('ids') FROM nowhere")
        await self.bot.db.execute("SELECT pg_backend_pid()")

    async def several(self):
        await self.bot.db.execute("TRUNCATE links; TRUNCATE votes")

    async def statuses(self):
        merged = await self.bot.db.execute("MERGE INTO links l USING votes v ON v.link_id = l.id WHEN MATCHED THEN DELETE")
        made = await self.bot.db.execute("CREATE TABLE notes (id int)")
        return merged, made

    async def rows(self):
        return await self.bot.db.fetch("SELECT id, body FROM notes"), await self.bot.db.fetchval("SELECT body FROM notes")

    async def a_mistake(self):
        await self.bot.db.execute("DELETE FROM links WHERE tittle = $1", "x")

    async def arguments(self):
        await self.bot.db.execute("DELETE FROM notes WHERE id = $1", 1, 2)
