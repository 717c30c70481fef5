"""Methods of texts with numbers in them of which only the places are known: what is given is the text, or nothing."""

from __future__ import annotations

import libcst as cst
import pytest

from codemod.resolution.text_methods import METHODS, changed, sliced
from codemod.resolution.written_numbers import mark

LIMIT = f"LIMIT {mark(1)}"
RUN = "id IN ($\ue0020\ue003)"


@pytest.mark.parametrize(
    ("text", "method", "given", "found"),
    [
        (f" {LIMIT}, ", "strip", [], f"{LIMIT},"),
        (f"{LIMIT}, ", "rstrip", [", "], LIMIT),
        (f"{LIMIT};", "removesuffix", [";"], LIMIT),
        (f"{{what}} {LIMIT}", "replace", ["{what}", f"a = {mark(0)}"], f"a = {mark(0)} {LIMIT}"),
        ("a = $1", "replace", ["$1", "$2"], "a = $2"),
        ("a1", "rstrip", ["1"], "a"),
        (LIMIT, "upper", [], LIMIT),
        # what a number, or a list of placeholders, may have in it
        (LIMIT, "replace", ["1", "2"], None),
        (LIMIT, "replace", ["", "x"], None),
        (LIMIT, "replace", [mark(1), "x"], None),
        (LIMIT, "replace", [" 1", "x"], None),
        (RUN, "replace", [", ", " + "], None),
        (RUN, "replace", ["$", "x"], None),
        (LIMIT, "rstrip", ["0"], None),
        (LIMIT, "removesuffix", ["1"], None),
        (f"x = {mark(0)}", "lstrip", ["x =-"], None),
    ],
)
def test_methods(text: str, method: str, given: list[str], found: str | None) -> None:
    assert len(given) in METHODS[method]
    assert changed(text, method, given) == found


@pytest.mark.parametrize(
    ("text", "part", "found"),
    [
        ("a, ", ":-2", "a"),
        (f"{LIMIT}, ", ":-2", LIMIT),
        ("AND a", "4:", "a"),
        (f"AND {LIMIT}", "4:", LIMIT),
        (LIMIT, ":-1", None),
        (f"{mark(0)} x", "1:", None),
        (f"{LIMIT} x", ":3", None),
        ("abc", "::2", None),
        ("abc", "1:2", None),
        ("abc", ":-4", None),
        ("abc", "x:", None),
        ("abc", ":-0", None),
    ],
)
def test_slices(text: str, part: str, found: str | None) -> None:
    node = cst.parse_expression(f"text[{part}]")
    assert isinstance(node, cst.Subscript)
    assert isinstance(node.slice[0].slice, cst.Slice)
    assert sliced(text, node.slice[0].slice) == found
