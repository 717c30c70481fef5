"""Whether each function that holds a connection runs in a transaction of its callers, which all have to agree."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from codemod.discovery.connections.connection_holders import Holder
from codemod.discovery.connections.connection_transactions import find_transactions, is_below
from codemod.rewriting.connections.passings import Passing


def contexts_of(holders: Mapping[int, Holder], passings: Collection[Passing]) -> tuple[dict[int, bool], str | None]:
    """Whether each function runs in a transaction, by the identity of its parameter, and why that can't be told.

    A function that nothing in the project calls on a connection is called outside: FastAPI's handlers are.

    Args:
        holders: what holds the connection.
        passings: the calls between them.
    """
    callers: dict[int, list[Passing]] = {}
    for passing in passings:
        if not passing.makes_object:
            callers.setdefault(id(passing.callee.opener), []).append(passing)
    begun = {key: False for key, holder in holders.items() if holder.is_function and key not in callers}
    covered = {id(item) for calls in callers.values() for item in calls if _in_own_transaction(item)}
    settled = -1
    while settled < len(begun):  # each round settles at least one function, or nothing is left to settle
        settled = len(begun)
        for key, calls in callers.items():
            for passing in calls:
                state = True if id(passing) in covered else _around(passing.caller, begun)
                if state is not None and begun.setdefault(key, state) != state:
                    name = passing.callee.scope.qualified_name
                    return begun, f"{name}() is called both inside and outside of a transaction"
    return begun, None


def _in_own_transaction(passing: Passing) -> bool:
    """Whether the caller itself has begun a transaction around a call."""
    caller = passing.caller
    entries = find_transactions(caller.region, caller.handles, caller.scope, begun=False)
    return any(is_below(passing.call, part, caller.scope) for entry in entries for part in entry.covered)


def _around(caller: Holder, begun: Mapping[int, bool]) -> bool | None:
    has_callers = caller.is_function or caller.may_be_given
    return begun.get(id(caller.opener)) if has_callers else caller.begins
