"""Tests of what is put together, in terms of what decides: said only where that is the same test."""

from __future__ import annotations

import libcst as cst
import pytest

from codemod.resolution.retested import Truths, said_otherwise
from codemod.resolution.selectors import Selector

SELECTORS = [Selector(cst.Name(name), (True, False), "a test") for name in "abc"]
WORDS = Selector(cst.Name("word"), ("x", "y"), "words")


def said(found: dict[tuple[int, ...], bool], selectors: list[Selector]) -> str:
    tests = said_otherwise([Truths(cst.Name("updates"), found)], selectors)
    return "".join(
        f" {item.joined} ".join(
            f"{'' if truth else 'not '}{node.value}" for node, truth in item.literals if isinstance(node, cst.Name)
        )
        for item in tests
    )


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ({(0, 0): False, (0, 1): False, (1, 0): False, (1, 1): True}, "not a and not b"),
        ({(0, 0): True, (0, 1): True, (1, 0): True, (1, 1): False}, "a or b"),
        ({(0, 0): True, (0, 1): False, (1, 0): False, (1, 1): False}, "a and b"),
        ({(0, 0): True, (0, 1): True, (1, 0): False, (1, 1): False}, "a"),
        ({(0, 0): False, (0, 1): True, (1, 0): False, (1, 1): True}, "not b"),
        ({(0, 0): True, (0, 1): True, (1, 0): False, (1, 1): True}, "a or not b"),
        # a way that never comes by the test says nothing of it
        ({(0, 0): False, (1, 1): True}, "not a"),
        # either or: neither "and" nor "or" says it
        ({(0, 0): True, (0, 1): False, (1, 0): False, (1, 1): True}, ""),
        ({(0, 0): True, (0, 1): True, (1, 0): True, (1, 1): True}, ""),
        ({(0, 0): False, (0, 1): False, (1, 0): False, (1, 1): False}, ""),
        ({}, ""),
        # picks of a first look, before all that decides was met
        ({(): True, (0,): True}, ""),
    ],
)
def test_what_two_tests_say(found: dict[tuple[int, ...], bool], text: str) -> None:
    assert said(found, SELECTORS[:2]) == text


def test_three_tests() -> None:
    every = {(one, two, three): one + two + three == 3 for one in (0, 1) for two in (0, 1) for three in (0, 1)}
    assert said(every, SELECTORS) == "not a and not b and not c"
    assert said({picks: sum(picks) > 1 for picks in every}, SELECTORS) == ""


def test_a_word_is_no_test() -> None:
    assert said({(0,): True, (1,): False}, [WORDS]) == ""
