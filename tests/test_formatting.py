from __future__ import annotations

import black
import pytest

from codemod.rewriting import formatting
from codemod.rewriting.formatting import formatted

#: What the short way must leave to black, or write as black does.
STATEMENTS = [
    "stmt = select(Tag.name).where(Tag.guild_id == 1)",
    "stmt = select(Tag.name).where(Tag.name == 'it is', Tag.uses > -1)",
    'stmt = select(Tag.name).where(Tag.name == "it\'s")',
    "stmt = select(Tag.name).where(Tag.name == 'say \"so\"')",
    "stmt = select(Tag.name).where(Tag.name == '\\n')",
    "stmt = select((a + b) * c, a ** b, a | (b & c), not a, (a, b))",
    "stmt = select((Tag.name))",
    "stmt = (select(Tag.name))",
    "stmt = data['a',].astext",
    "stmt = data[1:2], data[a + 1:b]",
    "rows = await  session.execute(stmt)",
    "rows = (await session.execute(stmt)).scalar()",
    "rows: list[str] = result.all()",
    "rows = [row for row in (1, 2)]",
    "rows = {'a': 1, **others}",
    "call(*rows, **others)",
    "value = f'UPDATE {result.rowcount}'",
    "value = 0XFF + 1E5 if 0 else 1",
    "value = 'wide \u4e16\u754c'",
    "value = lambda: (1)",
    "a = b = 1",
    "a, b = 1, 2",
    "return (1, 2)",
    "return (await session.execute(stmt)).rowcount",
    "del (a), b",
    "'a docstring?'",
    "# a comment",
    "call(a)  # a comment",
    "import b; import a",
    "print((yield))",
]


def by_black(code: str, width: int, *, single_quotes: bool) -> str:
    mode = black.Mode(
        target_versions={black.TargetVersion.PY37},
        line_length=width,
        string_normalization=not single_quotes,
        magic_trailing_comma=False,
    )
    return black.format_str(code, mode=mode).rstrip("\n")


@pytest.mark.parametrize("single_quotes", [True, False])
@pytest.mark.parametrize("width", [20, 48, 49, 88])
@pytest.mark.parametrize("statement", STATEMENTS)
def test_code_is_as_black_writes_it(statement: str, width: int, single_quotes: bool) -> None:
    block = f"async with await self.bot.session('x') as session:\n    {statement}\n    await session.commit()\n"
    for code in (f"{statement}\n", f"await session.commit()\n{statement}\n", block):
        assert formatted(code, width, single_quotes=single_quotes) == by_black(code, width, single_quotes=single_quotes)


def test_other_blocks_are_written_by_black_as_a_whole() -> None:
    code = "if rows:\n  call('a')\n  if  more:\n     pass\n"
    assert formatted(code, 88, single_quotes=False) == 'if rows:\n    call("a")\n    if more:\n        pass'
    code = "async with a() as b:\n    call('''a\n    b''')\n"
    assert formatted(code, 88, single_quotes=False) == by_black(code, 88, single_quotes=False)


def test_short_statements_are_not_given_to_black(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "_by_black", None)
    code = "async with await self.bot.session('x') as session:\n    stmt = select(Tag).where(Tag.id == Ա__)\n"
    assert formatted(code, 60, single_quotes=False) == code.replace("'", '"').rstrip("\n")
