# refused: position.expression
"""A module has no place for a session of its own."""
import bot

URLS = [row["url"] for row in await bot.db.fetch("SELECT url FROM links")]
