"""Arguments are evaluated as often as before, and none sees what another one changes in another order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import libcst as cst
from hypothesis import given
from hypothesis import strategies as st

from codemod.lowering.lowered import placeholder
from codemod.rewriting.bound_arguments import bound_before

#: Expressions by what their evaluation does: nothing, reads what a call may change, or is such a call.
KINDS = {
    "plain": "1",
    "reads": "self.count",
    "reads and computes": "self.count + 1",
    "changes": "self.next()",
    "waits": "await self.next()",
}


@dataclass
class World:
    """What calls change and attributes read."""

    count: int = 0

    def value(self, kind: str) -> int:
        if kind in ("changes", "waits"):
            self.count += 1
        return 0 if kind == "plain" else self.count


@given(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=5), st.data())
def test_every_argument_has_the_value_it_had(kinds: list[str], data: st.DataObject) -> None:
    numbers = range(1, len(kinds) + 1)
    order = data.draw(st.lists(st.sampled_from(numbers), max_size=8))
    arguments = [cst.parse_expression(KINDS[kind]) for kind in kinds]
    once = frozenset(number for number in numbers if kinds[number - 1] not in ("plain", "reads"))

    bound = bound_before(arguments, once, Counter(order), [placeholder(number) for number in order])

    world = World()
    before = {number: world.value(kinds[number - 1]) for number in numbers}
    end = world.count
    world = World()
    held = {number: world.value(kinds[number - 1]) for number in numbers if number in bound}
    given_to = [(number, held[number] if number in held else world.value(kinds[number - 1])) for number in order]
    assert all(value == before[number] for number, value in given_to)
    assert world.count == end
    assert {number for number in numbers if kinds[number - 1] == "waits"} <= bound


@given(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=5))
def test_nothing_is_bound_where_the_statement_has_the_order_of_the_call(kinds: list[str]) -> None:
    kinds = ["changes" if kind == "waits" else kind for kind in kinds]
    numbers = range(1, len(kinds) + 1)
    arguments = [cst.parse_expression(KINDS[kind]) for kind in kinds]
    once = frozenset(number for number in numbers if kinds[number - 1] not in ("plain", "reads"))
    assert not bound_before(arguments, once, Counter(numbers), [placeholder(number) for number in numbers])
