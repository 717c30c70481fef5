"""Generated statements as black writes them; black itself is asked only for those that need more than one line.

What black makes of a short statement can be told from its tree, in a fiftieth of the time. The tests let both write
every statement of the cases and samples.
"""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import Final

#: Letters no one names a variable with: a stand-in made of them can't meet a name of the user's.
LETTERS: Final = "ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ"

#: Characters that take one column, without those that say more than their node: quotes in strings, escapes, comments.
_NARROW: Final = re.compile(rf"[ !$-\[\]-~{LETTERS}]*")
#: The block of a session: its statements are formatted each on its own.
_BLOCK: Final = re.compile(r"async with (.+) as (\w+):")
#: What ast.unparse() writes on one line as black does, quotes apart. A tuple may lose its brackets, a power its
#: blanks; a starred argument changes what black thinks of the Python version.
_ALIKE: Final = (
    ast.Module, ast.Assign, ast.AnnAssign, ast.Expr, ast.Name, ast.Attribute, ast.Call, ast.keyword, ast.Await,
    ast.Subscript, ast.List, ast.Dict, ast.Compare, ast.BinOp, ast.BoolOp, ast.UnaryOp, ast.Constant,
    ast.expr_context, ast.cmpop, ast.boolop, ast.unaryop, ast.Add, ast.Sub, ast.Mult, ast.BitAnd, ast.BitOr,
)  # fmt: skip
_SIMPLE: Final = (ast.Assign, ast.AnnAssign, ast.Expr, ast.Return)


def formatted(code: str, width: int, *, single_quotes: bool) -> str:
    """Code as black writes it at a line length, without a final line ending."""
    first, *rest = code.rstrip("\n").split("\n")
    block = _BLOCK.fullmatch(first)
    if block is None:
        lines = [_statement(line, width, single_quotes) for line in (first, *rest)]
    else:
        opened = _on_one_line(f"{block[2]} = {block[1]}", width, single_quotes)
        header = f"async with {opened.partition(' = ')[2]} as {block[2]}:" if opened is not None else ""
        lines = [header if len(header) <= width else None]
        for line in rest:
            inner = _statement(line[4:], width - 4, single_quotes) if line.startswith("    ") else None
            lines.append(inner and "\n".join(f"    {part}" for part in inner.split("\n")))
    if all(lines):
        return "\n".join(line for line in lines if line)
    return _by_black(code, width, single_quotes)


@lru_cache(maxsize=4096)
def _statement(line: str, width: int, single_quotes: bool) -> str | None:
    """One line that is a statement; None where it is not, or means something else without the lines around it."""
    try:
        body = ast.parse(line).body
    except (SyntaxError, ValueError):
        return None
    if len(body) != 1 or not isinstance(body[0], _SIMPLE) or "#" in line or "*" in line:
        return None
    return _on_one_line(line, width, single_quotes) or _by_black(line, width, single_quotes)


def _on_one_line(line: str, width: int, single_quotes: bool) -> str | None:
    """A statement as black writes it if it leaves it on its line; None if that can't be told."""
    if len(line) > width or _NARROW.fullmatch(line.replace("'", "")) is None:
        return None
    tree = ast.parse(line)
    if ast.unparse(tree) != line or not all(isinstance(node, _ALIKE) and _is_alike(node) for node in ast.walk(tree)):
        return None
    return line if single_quotes else line.replace("'", '"')


def _is_alike(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=value):
            return value is None or (isinstance(value, str | int) and "'" not in str(value))
        case ast.Expr(value=value):
            return not isinstance(value, ast.Constant)  # a docstring, where it comes first
        case ast.Assign(targets=targets):
            return len(targets) == 1
        case _:
            return True


@lru_cache(maxsize=4096)
def _by_black(code: str, width: int, single_quotes: bool) -> str:
    import black
    from black.mode import TargetVersion

    mode = black.Mode(
        # a comma behind the last parameter, keyword-only ones too, and nothing that an older Python doesn't read
        target_versions={TargetVersion.PY37},
        line_length=width,
        string_normalization=not single_quotes,  # ast.unparse() writes single quotes
        magic_trailing_comma=False,
    )
    return black.format_str(code, mode=mode).rstrip("\n")
