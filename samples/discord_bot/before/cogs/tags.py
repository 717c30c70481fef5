"""Tags: small texts that members can store and recall."""

from datetime import datetime, timedelta, timezone

import asyncpg
import discord
from discord.ext import commands

TAG_COLUMNS = "id, name, content, owner_id, uses"

SORTABLE = {"name", "uses", "created_at"}


class Tags(commands.Cog):
    def __init__(self, bot):
        self.bot = bot

    async def get_tag(self, guild_id: int, name: str):
        """The tag with that name, whatever its case, or None."""
        return await self.bot.db.fetchrow(
            f"SELECT {TAG_COLUMNS} FROM tags WHERE guild_id = $1 AND lower(name) = lower($2)",
            guild_id,
            name,
        )

    async def resolve_alias(self, guild_id: int, alias: str):
        query = """
            SELECT t.id, t.name, t.content, t.owner_id, t.uses
            FROM tags t
            JOIN tag_aliases a ON a.tag_id = t.id
            WHERE a.guild_id = $1 AND a.alias = $2
        """
        return await self.bot.db.fetchrow(query, guild_id, alias)

    @commands.group(invoke_without_command=True)
    async def tag(self, ctx, *, name: str):
        """Shows a tag."""
        record = await self.get_tag(ctx.guild.id, name) or await self.resolve_alias(ctx.guild.id, name)
        if record is None:
            # offer what they may have meant
            similar = await self.bot.db.fetch(
                "SELECT name FROM tags WHERE guild_id = $1 AND name ILIKE $2 ORDER BY uses DESC, name LIMIT 5",
                ctx.guild.id,
                f"%{name}%",
            )
            if not similar:
                return await ctx.send("There is no such tag.")
            names = ", ".join(row["name"] for row in similar)
            return await ctx.send(f"There is no such tag. Did you mean: {names}?")

        await ctx.send(record["content"])
        await self.bot.db.execute("UPDATE tags SET uses = uses + 1 WHERE id = $1", record["id"])

    @tag.command()
    async def create(self, ctx, name: str, *, content: str):
        try:
            await self.bot.db.execute(
                "INSERT INTO tags (guild_id, name, content, owner_id) VALUES ($1,$2,$3,$4)",
                ctx.guild.id,
                name,
                content,
                ctx.author.id,
            )
        except asyncpg.UniqueViolationError:
            await ctx.send("There is already a tag with this name.")
        else:
            await ctx.send(f"Created {name}.")

    @tag.command()
    async def alias(self, ctx, alias: str, *, name: str):
        record = await self.get_tag(ctx.guild.id, name)
        if record is None:
            return await ctx.send("There is no such tag.")
        alias_id = await self.bot.db.fetchval(
            """
            INSERT INTO tag_aliases (guild_id, alias, tag_id)
            VALUES ($1, $2, $3)
            ON CONFLICT (guild_id, alias) DO UPDATE SET tag_id = EXCLUDED.tag_id
            RETURNING id
            """,
            ctx.guild.id,
            alias,
            record["id"],
        )
        await ctx.send(f"Alias #{alias_id}: {alias} is {record['name']}.")

    @tag.command()
    async def remove(self, ctx, *, name: str):
        status = await self.bot.db.execute(
            "DELETE FROM tags WHERE guild_id = $1 AND name = $2 AND owner_id = $3",
            ctx.guild.id,
            name,
            ctx.author.id,
        )
        if status == "DELETE 0":
            await ctx.send("That is not a tag of yours.")
        else:
            await ctx.send(f"Removed {name}.")

    @tag.command(name="list")
    async def list_(self, ctx, member: discord.Member = None):
        """Lists the tags of a member, or your own."""
        member = member or ctx.author
        rows = await self.bot.db.fetch(
            "SELECT * FROM tags WHERE guild_id = $1 AND owner_id = $2 ORDER BY name",
            ctx.guild.id,
            member.id,
        )
        await ctx.send("\n".join(f"{row['name']} ({row['uses']} uses)" for row in rows) or "No tags.")

    @tag.command()
    async def info(self, ctx, *, name: str):
        row = await self.bot.db.fetchrow(
            """
            SELECT t.name, t.owner_id, t.uses, count(a.id) AS aliases
            FROM tags t
            LEFT JOIN tag_aliases a ON a.tag_id = t.id
            WHERE t.guild_id = $1 AND t.name = $2
            GROUP BY t.id
            """,
            ctx.guild.id,
            name,
        )
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
        rows = await self.bot.db.fetch(
            f"SELECT name FROM tags WHERE guild_id = $1 ORDER BY {column}, id", ctx.guild.id
        )
        await ctx.send(", ".join(row["name"] for row in rows))

    @tag.command()
    async def purge(self, ctx, days: int = 90):
        """Removes tags that were never used."""
        before = datetime.now(timezone.utc) - timedelta(days=days)
        await self.bot.db.execute(
            "DELETE FROM tags WHERE guild_id = $1 AND uses = 0 AND created_at < $2",
            ctx.guild.id,
            before,
        )
        await ctx.send("Done.")

    @tag.command(name="import")
    async def import_(self, ctx, *, lines: str):
        """Takes one `name: content` per line; existing tags are kept."""
        pairs = [line.split(":", 1) for line in lines.splitlines() if ":" in line]
        await self.bot.db.execute_many(
            "INSERT INTO tags (guild_id, name, content, owner_id) VALUES ($1, $2, $3, $4) "
            "ON CONFLICT (guild_id, name) DO NOTHING",
            [(ctx.guild.id, name.strip(), content.strip(), ctx.author.id) for name, content in pairs],
        )
        await ctx.send(f"Imported {len(pairs)} lines.")


async def setup(bot):
    await bot.add_cog(Tags(bot))
