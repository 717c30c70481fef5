import json


class GalleryCog:
    async def tags(self, guild_id: int):
        row = await self.bot.db.fetchrow(
            "SELECT json_agg(tag ORDER BY tag) AS tags FROM links WHERE guild_id = $1", guild_id
        )
        return json.loads(row["tags"])

    async def shown(self, guild_id: int):
        return await self.bot.db.fetchval(
            "SELECT jsonb_build_object('guild', guild_id)::text FROM links WHERE guild_id = $1", guild_id
        )

    async def raw(self, guild_id: int):
        row = await self.bot.db.fetchrow("SELECT to_jsonb(tag) AS tag FROM links WHERE guild_id = $1", guild_id)
        return row["tag"]

# output
import json

from sqlalchemy import Text, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from models import Link


class GalleryCog:
    async def tags(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(
                    cast(
                        func.json_agg(aggregate_order_by(Link.tag, Link.tag)), Text
                    ).label("tags")
                )
                .where(Link.guild_id == guild_id)
                .limit(1)
            )
            result = await session.execute(stmt)
            row = result.mappings().first()
        return json.loads(row["tags"])

    async def shown(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(
                    cast(
                        func.jsonb_build_object(
                            literal_column("'guild'"), Link.guild_id
                        ),
                        Text,
                    )
                )
                .where(Link.guild_id == guild_id)
                .limit(1)
            )
            result = await session.execute(stmt)
            return result.scalar()

    async def raw(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(cast(func.to_jsonb(Link.tag), Text).label("tag"))
                .where(Link.guild_id == guild_id)
                .limit(1)
            )
            result = await session.execute(stmt)
            row = result.mappings().first()
        return row["tag"]
