"""The source gate sees what an edit breaks, and nothing where none does."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codemod.source import Edit, SourceFile, apply_edits
from codemod.verification.source import SourceCheckError, check_source


def source(text: str, encoding: str = "utf-8") -> SourceFile:
    return SourceFile(PurePosixPath("module.py"), text, encoding)


def edit(text: str, old: str, new: str) -> Edit:
    start = text.index(old)
    return Edit(start, start + len(old), new)


CODE = "a = 1  # one\nb = 2\n\n\ndef f(x):\n    # two\n    return x  # one\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("b = 2", "b = 3"),
        ("b = 2", ""),
        ("1  # one", "(  # one\n    1\n)"),
        ("b = 2\n", "b = 2\nc = 3  # three\n"),
        ("    # two\n    return x  # one", "    # two\n    y = x  # one\n    return y"),
        ("", "import os\n"),
    ],
)
def test_an_edit_that_keeps_everything_passes(old: str, new: str) -> None:
    change = edit(CODE, old, new)
    check_source(source(CODE), apply_edits(CODE, [change]), [change])


def test_several_edits_at_one_place_pass() -> None:
    edits = [Edit(0, 0, "import os\n"), Edit(0, 0, "import re\n"), edit(CODE, "b = 2", "b = 10")]
    check_source(source(CODE), apply_edits(CODE, edits), edits)


def test_windows_line_endings_pass() -> None:
    text = CODE.replace("\n", "\r\n")
    change = edit(text, "b = 2", "b = (\r\n    2\r\n)")
    check_source(source(text), apply_edits(text, [change]), [change])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("b = 2", "b = ", "does not parse"),
        ("return x", "return x)", "does not parse"),
        ("1  # one", "1", "'# one' would be lost"),
        ("    # two\n", "", "'# two' would be lost"),
        ("# two", "# three", "'# two' would be lost"),
        ("# two", "'# two'", "'# two' would be lost"),
    ],
)
def test_a_broken_promise_is_named(old: str, new: str, message: str) -> None:
    change = edit(CODE, old, new)
    with pytest.raises(SourceCheckError, match=message):
        check_source(source(CODE), apply_edits(CODE, [change]), [change])


def test_one_of_two_equal_comments_is_missed() -> None:
    change = edit(CODE, "return x  # one", "return x")
    with pytest.raises(SourceCheckError, match="# one"):
        check_source(source(CODE), apply_edits(CODE, [change]), [change])


def test_a_change_that_no_edit_tells_of_is_seen() -> None:
    change = edit(CODE, "b = 2", "b = 3")
    after = apply_edits(CODE, [change]).replace("return x", "return y")
    with pytest.raises(SourceCheckError, match="outside the edits"):
        check_source(source(CODE), after, [change])


def test_a_lost_final_newline_is_seen() -> None:
    with pytest.raises(SourceCheckError, match="outside the edits"):
        check_source(source(CODE), CODE.rstrip("\n"), [])


@pytest.mark.parametrize("edits", [[Edit(0, 5, "a"), Edit(3, 6, "b")], [Edit(5, 3, "")], [Edit(0, 5000, "")]])
def test_edits_that_overlap_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(SourceCheckError, match="overlap"):
        check_source(source(CODE), CODE, edits)


def test_a_text_the_codec_can_not_hold_is_refused() -> None:
    change = edit(CODE, "b = 2", "b = 'ł'")
    with pytest.raises(SourceCheckError, match="latin-1"):
        check_source(source(CODE, "latin-1"), apply_edits(CODE, [change]), [change])


def test_comments_are_found_in_syntax_newer_than_the_interpreter() -> None:
    text = 'x = f"{d["""\n"""]}"  # one\ny = 1  # two\n'
    change = edit(text, "y = 1  # two", "y = 1")
    with pytest.raises(SourceCheckError, match="# two"):
        check_source(source(text), apply_edits(text, [change]), [change])


@given(st.data())
def test_any_change_outside_the_edits_is_seen(data: st.DataObject) -> None:
    change = edit(CODE, "b = 2", "b = 3")
    after = apply_edits(CODE, [change])
    place = data.draw(st.integers(0, len(after) - 1).filter(lambda at: not change.start <= at <= change.end))
    other = after[:place] + "z" + after[place + 1 :]
    if other != after:
        with pytest.raises(SourceCheckError):
            check_source(source(CODE), other, [change])


def test_a_stand_in_that_nothing_took_the_place_of() -> None:
    before = SourceFile(PurePosixPath("a.py"), "x = f(1)\n")
    with pytest.raises(SourceCheckError, match="nothing was put in the place of __p1__"):
        check_source(before, "x = f(__p1__)\n", [Edit(6, 7, "__p1__")])


def test_a_name_of_the_users_like_a_stand_in() -> None:
    before = SourceFile(PurePosixPath("a.py"), "x = f(__p1__)\n")
    check_source(before, "x = g(__p1__)\n", [Edit(4, 5, "g")])
