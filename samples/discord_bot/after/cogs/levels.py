"""Levels: members gain experience by writing."""

import random

import discord
from discord.ext import commands
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert

from models.levels import LevelReward, MemberLevel
from utils.levels import level_of

PAGE = 10


class Levels(commands.Cog):
    def __init__(self, bot):
        self.bot = bot
        self.random = random.Random()

    # upserts; "xp" is ambiguous without the table name
    ADD_XP = """
        INSERT INTO member_levels (guild_id, user_id, xp, last_message_at)
        VALUES ($1, $2, $3, now())
        ON CONFLICT (guild_id, user_id) DO UPDATE
            SET xp = member_levels.xp + EXCLUDED.xp, last_message_at = now()
        RETURNING xp, level
    """

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message):
        if message.author.bot or message.guild is None:
            return
        gained = self.random.randint(15, 25)
        async with await self.bot.get_db_session() as session:
            insert_stmt = pg_insert(MemberLevel).values(
                guild_id=message.guild.id,
                user_id=message.author.id,
                xp=gained,
                last_message_at=func.now(),
            )
            stmt = insert_stmt.on_conflict_do_update(
                index_elements=[MemberLevel.guild_id, MemberLevel.user_id],
                set_={
                    "xp": MemberLevel.xp + insert_stmt.excluded.xp,
                    "last_message_at": func.now(),
                },
            ).returning(MemberLevel.xp, MemberLevel.level)
            result = await session.execute(stmt)
            row = result.mappings().first()
            await session.commit()
        level = level_of(row["xp"])
        if level > row["level"]:
            await self.level_up(message, level)

    async def level_up(self, message: discord.Message, level: int):
        guild_id, user_id = message.guild.id, message.author.id
        async with await self.bot.get_db_session() as session:
            stmt = (
                update(MemberLevel)
                .where(MemberLevel.guild_id == guild_id, MemberLevel.user_id == user_id)
                .values(level=level)
            )
            await session.execute(stmt)
            await session.commit()
            stmt = (
                select(LevelReward.role_id.label("role_id"))
                .where(LevelReward.guild_id == guild_id, LevelReward.level <= level)
                .order_by(LevelReward.level)
            )
            result = await session.execute(stmt)
            rewards = result.mappings().all()
        await message.author.add_roles(*[discord.Object(reward["role_id"]) for reward in rewards])
        await message.channel.send(f"{message.author.mention} is level {level} now!")

    @commands.command()
    async def leaderboard(self, ctx, page: int = 1):
        async with await self.bot.get_db_session() as session:
            stmt = (
                select(MemberLevel.user_id, MemberLevel.xp)
                .where(MemberLevel.guild_id == ctx.guild.id)
                .order_by(MemberLevel.xp.desc(), MemberLevel.last_message_at)
                .limit(PAGE)
                .offset((page - 1) * PAGE)
            )
            result = await session.execute(stmt)
            rows = result.mappings().all()
        lines = [f"{place}. <@{row['user_id']}> {row['xp']}" for place, row in enumerate(rows, start=1)]
        await ctx.send("\n".join(lines) or "Nobody here yet.")

    @commands.command()
    async def rank(self, ctx, member: discord.Member = None):
        user_id = (member or ctx.author).id
        async with await self.bot.get_db_session() as session:
            stmt = select(func.count() + 1).where(
                MemberLevel.guild_id == ctx.guild.id,
                MemberLevel.xp
                > select(MemberLevel.xp)
                .where(MemberLevel.guild_id == ctx.guild.id, MemberLevel.user_id == user_id)
                .scalar_subquery(),
            )
            result = await session.execute(stmt)
            rank = result.scalar()
        await ctx.send(f"Rank {rank}.")

    @commands.command()
    async def totals(self, ctx):
        async with await self.bot.get_db_session() as session:
            stmt = select(
                func.count().label("count"),
                func.coalesce(func.sum(MemberLevel.xp), 0).label("total"),
                func.max(MemberLevel.level).label("highest"),
            ).where(MemberLevel.guild_id == ctx.guild.id)
            result = await session.execute(stmt)
            row = result.mappings().first()
        await ctx.send(f"{row['count']} members, {row['total']} xp, highest level {row['highest']}")

    @commands.command()
    @commands.has_permissions(manage_roles=True)
    async def reward(self, ctx, level: int, role: discord.Role):
        async with await self.bot.get_db_session() as session:
            stmt = select(
                exists().where(LevelReward.guild_id == ctx.guild.id, LevelReward.role_id == role.id)
            )
            result = await session.execute(stmt)
            taken = result.scalar()
        if taken:
            return await ctx.send("That role is a reward already.")
        async with await self.bot.get_db_session() as session:
            insert_stmt = pg_insert(LevelReward).values(
                guild_id=ctx.guild.id, level=level, role_id=role.id
            )
            stmt = insert_stmt.on_conflict_do_update(
                index_elements=[LevelReward.guild_id, LevelReward.level],
                set_={"role": insert_stmt.excluded.role},
            )
            await session.execute(stmt)
            await session.commit()
        await ctx.send(f"{role.name} from level {level} on.")

    @commands.command()
    async def transfer(self, ctx, member: discord.Member, amount: int):
        """Gives some of your xp away."""
        async with await self.bot.get_db_session() as session:
            async with session.begin():
                stmt = (
                    update(MemberLevel)
                    .where(
                        MemberLevel.guild_id == ctx.guild.id,
                        MemberLevel.user_id == ctx.author.id,
                        MemberLevel.xp >= amount,
                    )
                    .values(xp=MemberLevel.xp - amount)
                    .returning(MemberLevel.user_id)
                )
                result = await session.execute(stmt)
                taken = result.scalar()
                if taken is None:
                    return await ctx.send("You have not got that much.")
                insert_stmt = pg_insert(MemberLevel).values(
                    guild_id=ctx.guild.id, user_id=member.id, xp=amount, last_message_at=func.now()
                )
                stmt = insert_stmt.on_conflict_do_update(
                    index_elements=[MemberLevel.guild_id, MemberLevel.user_id],
                    set_={
                        "xp": MemberLevel.xp + insert_stmt.excluded.xp,
                        "last_message_at": func.now(),
                    },
                ).returning(MemberLevel.xp, MemberLevel.level)
                await session.execute(stmt)
        await ctx.send("Done.")

    @commands.Cog.listener()
    async def on_member_remove(self, member: discord.Member):
        async with await self.bot.get_db_session() as session:
            stmt = delete(MemberLevel).where(
                MemberLevel.guild_id == member.guild.id, MemberLevel.user_id == member.id
            )
            await session.execute(stmt)
            await session.commit()


async def setup(bot):
    await bot.add_cog(Levels(bot))
