# refused: query.dynamic
"""Names that a second query is put together in, after the first one has run: only what comes anew counts for it."""


class Links:
    async def remove(self, ctx, link_id: int) -> bool:
        may = ctx.author.id == self.owner_id or ctx.permissions.manage
        clause = "id = $1"
        if may:
            args = [link_id]
        else:
            args = [link_id, ctx.author.id]
            clause = f"{clause} AND guild_id = $2"
        query = f"DELETE FROM links WHERE {clause} RETURNING clicks"
        deleted = await self.bot.db.fetchval(query, *args)
        if deleted is None:
            return False
        if may:
            clause = "link_id = $1"
            args = [link_id]
        else:
            clause = "link_id = $1 AND user_id = $2"
            args = [link_id, ctx.author.id]
        query = f"DELETE FROM votes WHERE {clause}"
        return await self.bot.db.execute(query, *args) != "DELETE 0"

    async def goes_on(self, ctx, link_id: int) -> None:
        may = ctx.author.id == self.owner_id or ctx.permissions.manage
        clause = "id = $1" if may else "guild_id = $1"
        await self.bot.db.execute(f"DELETE FROM links WHERE {clause}", link_id)
        clause = f"{clause} AND TRUE"
        await self.bot.db.execute(f"DELETE FROM links WHERE {clause}", link_id)

# output
"""Names that a second query is put together in, after the first one has run: only what comes anew counts for it."""

from sqlalchemy import delete

from models import Link, Vote


class Links:
    async def remove(self, ctx, link_id: int) -> bool:
        may = ctx.author.id == self.owner_id or ctx.permissions.manage
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.id == link_id).returning(Link.clicks)
            if not may:
                stmt = stmt.where(Link.guild_id == ctx.author.id)
            result = await session.execute(stmt)
            deleted = result.scalar()
            await session.commit()
        if deleted is None:
            return False
        async with self.bot.get_db_session() as session:
            stmt = delete(Vote).where(Vote.link_id == link_id)
            if not may:
                stmt = stmt.where(Vote.user_id == ctx.author.id)
            result = await session.execute(stmt)
            await session.commit()
        return result.rowcount != 0

    async def goes_on(self, ctx, link_id: int) -> None:
        may = ctx.author.id == self.owner_id or ctx.permissions.manage
        clause = "id = $1" if may else "guild_id = $1"
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where((Link.id if may else Link.guild_id) == link_id)
            await session.execute(stmt)
            await session.commit()
        clause = f"{clause} AND TRUE"
        await self.bot.db.execute(f"DELETE FROM links WHERE {clause}", link_id)
