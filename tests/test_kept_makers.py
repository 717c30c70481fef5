"""What is written where an object keeps the session maker, and where the sessions of a project empty their objects."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from migration import migrated_tree, run

MODELS = """
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    class Base(DeclarativeBase):
        pass

    class User(Base):
        __tablename__ = "users"
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str]
"""

BOT = """
    import asyncpg
    from discord.ext import commands
    from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

    class Bot(commands.Bot):
        def __init__(self):
            {early}

        async def setup_hook(self):
            self.db = await asyncpg.create_pool("")
            {late}

    class Names(commands.Cog):
        def __init__(self, bot: Bot):
            self.bot = bot

        async def rename(self, id: int, name: str) -> None:
            await self.bot.db.execute("UPDATE users SET name = $1 WHERE id = $2", name, id)
"""

STORE = """
    from collections.abc import AsyncIterator
    from contextlib import asynccontextmanager

    import asyncpg
    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

    session_maker = async_sessionmaker(create_async_engine(""){keyword})

    class Store:
        pool: asyncpg.Pool

        @asynccontextmanager
        async def session(self) -> AsyncIterator[AsyncSession]:
            async with session_maker() as session:
                yield session
                {end}

        async def name(self, id: int) -> str | None:
            row = await self.pool.fetchrow("SELECT * FROM users WHERE id = $1", id)
            return row["name"] if row else None
"""


def migrated(root: Path, code: str, **settings: object) -> str:
    (root / "models.py").write_text(dedent(MODELS))
    (root / "app.py").write_text(dedent(code))
    (root / "schema.sql").write_text("CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL)")
    report = run(root, **settings)
    return migrated_tree(root, report)["app.py"].decode()


@pytest.mark.parametrize("early", [True, False])
def test_a_repository_is_made_where_the_maker_is_there(tmp_path: Path, early: bool) -> None:
    """A cog may be made before ``setup_hook`` has run: ``bot.maker`` in its ``__init__`` would be none yet."""
    made = 'self.maker = async_sessionmaker(create_async_engine(""))'
    code = BOT.format(early=made if early else "pass", late="pass" if early else made)
    text = migrated(tmp_path, code, style="repository")
    if early:
        assert "self.user_repo = UserRepository(bot.maker)" in text
        assert "await self.user_repo.update_name(" in text
    else:
        assert "self.user_repo" not in text
        assert "await UserRepository(self.bot.maker).update_name(" in text


@pytest.mark.parametrize("rows", ["auto", "entities"])
@pytest.mark.parametrize("style", ["statement", "repository"])
@pytest.mark.parametrize(
    ("end", "keyword", "objects"),
    [
        ("await session.commit()", "", False),
        ("await session.commit()", ", expire_on_commit=False", True),
        ("pass", "", True),
    ],
)
def test_rows_stay_rows_where_objects_would_be_empty(
    tmp_path: Path, end: str, keyword: str, objects: bool, style: str, rows: str
) -> None:
    text = migrated(tmp_path, STORE.format(end=end, keyword=keyword), style=style, rows=rows)
    assert ("fetchrow" in text, 'row["name"]' in text, "row.name" in text) == (False, not objects, objects)
