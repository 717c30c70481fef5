"""Links."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import func

from models import Link

if TYPE_CHECKING:
    from bot import Bot

log = logging.getLogger(__name__)


async def remove(bot: Bot, link: Link) -> None:
    log.info("removing %s at %s", link.title, func.now())
    await bot.db.execute("DELETE FROM links WHERE id = $1", link.id)

# output
"""Links."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import delete, func

from models import Link

if TYPE_CHECKING:
    from bot import Bot

log = logging.getLogger(__name__)


async def remove(bot: Bot, link: Link) -> None:
    log.info("removing %s at %s", link.title, func.now())
    async with bot.get_db_session() as session:
        stmt = delete(Link).where(Link.id == link.id)
        await session.execute(stmt)
        await session.commit()
