# refused: call.not-awaited
"""Whoever reads the attribute awaits it."""
import bot


class Links:
    rows = bot.db.fetch("SELECT url FROM links")
