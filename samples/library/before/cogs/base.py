from desk import Desk


class Part:
    """One part of the program."""

    def __init__(self, bot: Desk) -> None:
        self.bot = bot
