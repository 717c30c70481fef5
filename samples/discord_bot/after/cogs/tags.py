"""Tags: small texts that members can store and recall."""

from datetime import datetime, timedelta, timezone

import discord
from discord.ext import commands
from sqlalchemy import delete, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.exc import IntegrityError

from models.tags import Tag, TagAlias

TAG_COLUMNS = "id, name, content, owner_id, uses"

SORTABLE = {"name", "uses", "created_at"}


class Tags(commands.Cog):
    def __init__(self, bot):
        self.bot = bot

    async def get_tag(self, guild_id: int, name: str):
        """The tag with that name, whatever its case, or None."""
        async with await self.bot.get_db_session() as session:
            stmt = (
                select(Tag.id, Tag.name, Tag.content, Tag.owner_id, Tag.uses)
                .where(Tag.guild_id == guild_id, func.lower(Tag.name) == func.lower(name))
                .limit(1)
            )
            result = await session.execute(stmt)
            return result.mappings().first()

    async def resolve_alias(self, guild_id: int, alias: str):
        async with await self.bot.get_db_session() as session:
            stmt = (
                select(Tag.id, Tag.name, Tag.content, Tag.owner_id, Tag.uses)
                .join(TagAlias, TagAlias.tag_id == Tag.id)
                .where(TagAlias.guild_id == guild_id, TagAlias.alias == alias)
                .limit(1)
            )
            result = await session.execute(stmt)
            return result.mappings().first()

    @commands.group(invoke_without_command=True)
    async def tag(self, ctx, *, name: str):
        """Shows a tag."""
        record = await self.get_tag(ctx.guild.id, name) or await self.resolve_alias(ctx.guild.id, name)
        if record is None:
            # offer what they may have meant
            async with await self.bot.get_db_session() as session:
                stmt = (
                    select(Tag.name)
                    .where(Tag.guild_id == ctx.guild.id, Tag.name.ilike(f"%{name}%"))
                    .order_by(Tag.uses.desc(), Tag.name)
                    .limit(5)
                )
                result = await session.execute(stmt)
                similar = result.mappings().all()
            if not similar:
                return await ctx.send("There is no such tag.")
            names = ", ".join(row["name"] for row in similar)
            return await ctx.send(f"There is no such tag. Did you mean: {names}?")

        await ctx.send(record["content"])
        async with await self.bot.get_db_session() as session:
            stmt = update(Tag).where(Tag.id == record["id"]).values(uses=Tag.uses + 1)
            await session.execute(stmt)
            await session.commit()

    @tag.command()
    async def create(self, ctx, name: str, *, content: str):
        try:
            async with await self.bot.get_db_session() as session:
                stmt = (
                    insert(Tag)
                    .values(
                        guild_id=ctx.guild.id, name=name, content=content, owner_id=ctx.author.id
                    )
                    .inline()
                )
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) != "23505":
                raise
            await ctx.send("There is already a tag with this name.")
        else:
            await ctx.send(f"Created {name}.")

    @tag.command()
    async def alias(self, ctx, alias: str, *, name: str):
        record = await self.get_tag(ctx.guild.id, name)
        if record is None:
            return await ctx.send("There is no such tag.")
        async with await self.bot.get_db_session() as session:
            insert_stmt = pg_insert(TagAlias).values(
                guild_id=ctx.guild.id, alias=alias, tag_id=record["id"]
            )
            stmt = insert_stmt.on_conflict_do_update(
                index_elements=[TagAlias.guild_id, TagAlias.alias],
                set_={"tag_id": insert_stmt.excluded.tag_id},
            ).returning(TagAlias.id)
            result = await session.execute(stmt)
            alias_id = result.scalar()
            await session.commit()
        await ctx.send(f"Alias #{alias_id}: {alias} is {record['name']}.")

    @tag.command()
    async def remove(self, ctx, *, name: str):
        async with await self.bot.get_db_session() as session:
            stmt = delete(Tag).where(
                Tag.guild_id == ctx.guild.id, Tag.name == name, Tag.owner_id == ctx.author.id
            )
            status = await session.execute(stmt)
            await session.commit()
        if status.rowcount == 0:
            await ctx.send("That is not a tag of yours.")
        else:
            await ctx.send(f"Removed {name}.")

    @tag.command(name="list")
    async def list_(self, ctx, member: discord.Member = None):
        """Lists the tags of a member, or your own."""
        member = member or ctx.author
        async with await self.bot.get_db_session() as session:
            stmt = (
                select(Tag)
                .where(Tag.guild_id == ctx.guild.id, Tag.owner_id == member.id)
                .order_by(Tag.name)
            )
            result = await session.execute(stmt)
            rows = result.scalars().all()
        await ctx.send("\n".join(f"{row.name} ({row.uses} uses)" for row in rows) or "No tags.")

    @tag.command()
    async def info(self, ctx, *, name: str):
        async with await self.bot.get_db_session() as session:
            stmt = (
                select(Tag.name, Tag.owner_id, Tag.uses, func.count(TagAlias.id).label("aliases"))
                .select_from(Tag)
                .join(TagAlias, TagAlias.tag_id == Tag.id, isouter=True)
                .where(Tag.guild_id == ctx.guild.id, Tag.name == name)
                .group_by(Tag.id)
                .limit(1)
            )
            result = await session.execute(stmt)
            row = result.mappings().first()
        if row is None:
            return await ctx.send("There is no such tag.")
        embed = discord.Embed(title=row["name"])
        embed.add_field(name="Owner", value=f"<@{row['owner_id']}>")
        embed.add_field(name="Uses", value=row["uses"])
        embed.add_field(name="Aliases", value=row["aliases"])
        await ctx.send(embed=embed)

    @tag.command()
    async def sorted(self, ctx, column: str = "name"):
        if column not in SORTABLE:
            return await ctx.send(f"Sort by one of {', '.join(sorted(SORTABLE))}.")
        # a column name can't be a parameter
        async with await self.bot.get_db_session() as session:
            stmt = (
                select(Tag.name)
                .where(Tag.guild_id == ctx.guild.id)
                .order_by(
                    {"name": Tag.name, "uses": Tag.uses, "created_at": Tag.created_at}[column],
                    Tag.id,
                )
            )
            result = await session.execute(stmt)
            rows = result.mappings().all()
        await ctx.send(", ".join(row["name"] for row in rows))

    @tag.command()
    async def purge(self, ctx, days: int = 90):
        """Removes tags that were never used."""
        before = datetime.now(timezone.utc) - timedelta(days=days)
        async with await self.bot.get_db_session() as session:
            stmt = delete(Tag).where(
                Tag.guild_id == ctx.guild.id,
                Tag.uses == 0,
                Tag.created_at < literal(before, Tag.created_at.type),
            )
            await session.execute(stmt)
            await session.commit()
        await ctx.send("Done.")

    @tag.command(name="import")
    async def import_(self, ctx, *, lines: str):
        """Takes one `name: content` per line; existing tags are kept."""
        pairs = [line.split(":", 1) for line in lines.splitlines() if ":" in line]
        parameters = [
            {
                "guild_id": ctx.guild.id,
                "name": name.strip(),
                "content": content.strip(),
                "owner_id": ctx.author.id,
            }
            for name, content in pairs
        ]
        if parameters:
            async with await self.bot.get_db_session() as session:
                stmt = (
                    pg_insert(Tag.__table__)
                    .inline()
                    .on_conflict_do_nothing(index_elements=["guild_id", "name"])
                )
                await session.execute(stmt, parameters)
                await session.commit()
        await ctx.send(f"Imported {len(pairs)} lines.")


async def setup(bot):
    await bot.add_cog(Tags(bot))
