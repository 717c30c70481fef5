"""What runs a function again after some exceptions, as discord.ext.tasks and backoff do it."""

import functools


class Loop:
    def __init__(self, coro, instance=None):
        self.coro = coro
        self.instance = instance
        self.valid = (OSError, TimeoutError)
        self.runs = 0

    def __get__(self, instance, owner):
        copy = Loop(self.coro, instance)
        setattr(instance, self.coro.__name__, copy)
        return copy

    def add_exception_type(self, *kinds):
        self.valid = (*self.valid, *kinds)

    def clear_exception_types(self):
        self.valid = ()

    async def __call__(self, *args):
        while True:
            self.runs += 1
            try:
                return await self.coro(self.instance, *args)
            except self.valid:
                if self.runs % 3 == 0:
                    raise


def loop():
    return Loop


def again_on(*kinds):
    def decorate(function):
        @functools.wraps(function)
        async def wrapper(self, *args):
            for _ in range(2):
                try:
                    return await function(self, *args)
                except kinds as error:
                    self.told.append((type(error), str(error)))
            return "given up"

        return wrapper

    return decorate
