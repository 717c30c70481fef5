"""What the cases use of ``discord.ext.menus``: a source that cuts a list into pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class ListPageSource:
    """Pages of a list; one entry alone is a page where there is one to each."""

    def __init__(self, entries: Sequence[Any], *, per_page: int) -> None:
        self.entries = entries
        self.per_page = per_page

    async def get_page(self, page_number: int) -> Any:
        """One page."""
        if self.per_page == 1:
            return self.entries[page_number]
        start = page_number * self.per_page
        return self.entries[start : start + self.per_page]

    async def shown(self, page_number: int) -> Any:
        """One page as a menu shows it."""
        return await self.format_page(None, await self.get_page(page_number))

    async def format_page(self, menu: Any, page: Any) -> Any:
        """What subclasses say."""
        raise NotImplementedError
