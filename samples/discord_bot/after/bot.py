"""Harbour: a Discord bot for community servers."""

import logging

import discord
from discord.ext import commands
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from utils.db import Database

log = logging.getLogger(__name__)

EXTENSIONS = (
    "cogs.tags",
    "cogs.reminders",
    "cogs.levels",
    "cogs.settings",
    "cogs.moderation",
    "cogs.stats",
)


class Harbour(commands.Bot):
    def __init__(self, dsn: str, engine_url: str) -> None:
        super().__init__(command_prefix="!", intents=discord.Intents.default())
        self.dsn = dsn
        self.engine: AsyncEngine = create_async_engine(engine_url)
        self.session_maker = async_sessionmaker(self.engine, expire_on_commit=False)
        self.db: Database | None = None

    async def setup_hook(self) -> None:
        self.db = await Database.connect(self.dsn)
        for extension in EXTENSIONS:
            await self.load_extension(extension)
            log.info("loaded %s", extension)

    async def get_db_session(self) -> AsyncSession:
        """A new session; new code should use this instead of ``self.db``."""
        return self.session_maker()

    async def close(self) -> None:
        await super().close()
        if self.db is not None:
            await self.db.close()
        await self.engine.dispose()
