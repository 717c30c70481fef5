"""What the parts of the program share: the pool, the sessions and the repository that everything needs."""

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from data import BookRepository


class Desk:
    db: asyncpg.Pool

    def __init__(self, engine_url: str) -> None:
        self.engine = create_async_engine(engine_url)
        self.session_maker = async_sessionmaker(self.engine, expire_on_commit=False)
        self.books = BookRepository(self.get_db_session)

    def get_db_session(self) -> AsyncSession:
        return self.session_maker()

    async def open(self, dsn: str) -> None:
        self.db = await asyncpg.create_pool(dsn, min_size=1, max_size=4)

    async def close(self) -> None:
        await self.db.close()
        await self.engine.dispose()
