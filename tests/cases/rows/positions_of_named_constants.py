class Tree:
    async def below(self, root: int):
        rows = await self.bot.db.fetch(
            """
            WITH RECURSIVE t(id, depth) AS (
                SELECT id, 0 FROM links WHERE id = $1
                UNION ALL
                SELECT l.id, t.depth + 1 FROM links l JOIN t ON l.clicks = t.id
            )
            SELECT id, depth FROM t ORDER BY depth, id
            """,
            root,
        )
        return [tuple(row) for row in rows]

    async def numbered(self):
        rows = await self.bot.db.fetch("SELECT one, title FROM (SELECT 1, title FROM links) AS t(one, title)")
        return {number: title for number, title in rows}

# output
from sqlalchemy import literal_column, select

from models import Link


class Tree:
    async def below(self, root: int):
        async with self.bot.get_db_session() as session:
            t_start = (
                select(Link.id, literal_column("0").label("depth"))
                .where(Link.id == root)
                .cte("t", recursive=True)
            )
            t = t_start.union_all(
                select(Link.id, t_start.c.depth + 1)
                .select_from(Link)
                .join(t_start, Link.clicks == t_start.c.id)
            )
            stmt = select(t.c.id, t.c.depth).order_by(t.c.depth, t.c.id)
            result = await session.execute(stmt)
            rows = result.all()
        return [tuple(row) for row in rows]

    async def numbered(self):
        async with self.bot.get_db_session() as session:
            t = select(literal_column("1").label("one"), Link.title).subquery("t")
            stmt = select(t.c.one, t.c.title)
            result = await session.execute(stmt)
            rows = result.all()
        return {number: title for number, title in rows}
