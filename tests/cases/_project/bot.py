import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker


class Bot:
    db: asyncpg.Pool
    session_maker: async_sessionmaker[AsyncSession]

    def get_db_session(self) -> AsyncSession:
        return self.session_maker()
