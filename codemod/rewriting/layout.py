"""From generated statements to text: laid out by black, the user's own arguments put back verbatim."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import libcst as cst

from codemod.config import Config
from codemod.rewriting.formatting import LETTERS, formatted
from codemod.source import ParsedModule

#: Expressions that need parentheses as an operand, and those that need them even as an argument.
_WEAK = (
    cst.BooleanOperation, cst.Comparison, cst.IfExp, cst.Lambda, cst.UnaryOperation, cst.BinaryOperation, cst.Await,
)  # fmt: skip
_ALWAYS = (cst.NamedExpr, cst.GeneratorExp, cst.Tuple, cst.Yield)


@dataclass(frozen=True, slots=True)
class Layout:
    """The target's way of writing: line length, quotes, line ending, indentation unit."""

    line_length: int
    single_quotes: bool
    newline: str
    unit: str

    def render(
        self, code: str, arguments: Mapping[str, str], indent: str, behind: Mapping[str, str] = MappingProxyType({})
    ) -> str:
        """Format generated code and put the user's expressions into it.

        Args:
            code: statements at no indentation; stand-ins of ``arguments`` occur as names.
            arguments: stand-in to source text.
            indent: the whitespace the statements stand behind.
            behind: stand-in to the comment at the end of its line.

        Returns:
            Text without indentation on its first line and without a final line ending.
        """
        width = max(self.line_length - len(indent.expandtabs(4)), 20)
        spread = {name: text for name, text in arguments.items() if _can_be_laid_out(text)}
        code = formatted(_filled(code, spread), width, single_quotes=self.single_quotes)
        lines = [self._indented(_with_comments(line, behind), indent) for line in code.split("\n")]
        text = self.newline.join(lines).removeprefix(indent)
        return _filled(text, arguments)

    def _indented(self, line: str, indent: str) -> str:
        if not line.strip():
            return ""
        depth = (len(line) - len(line.lstrip(" "))) // 4
        rest = line[depth * 4 :]
        return f"{indent}{self.unit * depth}{rest}"


def _with_comments(line: str, behind: Mapping[str, str]) -> str:
    found = [behind[word] for word in re.findall(r"\w+", line) if word in behind] if behind else []
    return "  ".join([line, *dict.fromkeys(found)])


def _can_be_laid_out(text: str) -> bool:
    """Whether an expression of several lines may be indented anew: no string of its goes on in another line."""
    if "\n" not in text or "\\" in text or '"""' in text or "'''" in text:
        return False
    try:
        ast.parse(f"(\n{text}\n)")
    except (SyntaxError, ValueError):
        return False
    return True


def _filled(code: str, arguments: Mapping[str, str]) -> str:
    if not arguments:
        return code
    pattern = re.compile("|".join(sorted(map(re.escape, arguments), key=len, reverse=True)))
    return pattern.sub(lambda match: arguments[match[0]], code)


#: The beginning of a string of one line; not one of SQL, which often has the other quotes, and goes away.
_STRING: Final = re.compile(r"\w*(?P<quote>['\"])(?!(?P=quote){2})(?!\s*(?:select|insert|update|delete|with)\b)", re.I)


def _prefers_single_quotes(module: ParsedModule) -> bool:
    """Whether most strings that could have either quotes have single ones."""
    found = Counter[str]()
    try:
        for token in tokenize.generate_tokens(io.StringIO(module.source.text, newline="").readline):
            begin = _STRING.match(token.string) if token.type in _STRINGS else None
            if begin is not None and not re.search("['\"]", token.string[begin.end() : -1]):
                found[begin["quote"]] += 1
    except (tokenize.TokenError, SyntaxError):
        pass  # syntax newer than the interpreter: what was counted tells enough
    return found["'"] > found['"']


#: Tokens that begin a string; from Python 3.12 on an f-string is several.
_STRINGS: Final = frozenset({tokenize.STRING, getattr(tokenize, "FSTRING_START", tokenize.STRING)})


def layout_of(module: ParsedModule, config: Config) -> Layout:
    """How a module is written."""
    return Layout(
        line_length=config.line_length or project_line_length(config.root),
        single_quotes=_prefers_single_quotes(module),
        newline=module.source.newline,
        unit=module.tree.default_indent,
    )


@lru_cache(maxsize=8)
def project_line_length(root: Path) -> int:
    """The line length of black or ruff in the project's pyproject.toml, else 88."""
    try:
        tools = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8")).get("tool", {})
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return 88
    for tool in ("black", "ruff"):
        value = tools.get(tool, {}).get("line-length") if isinstance(tools.get(tool), dict) else None
        if isinstance(value, int):
            return value
    return 88


def stand_in(index: int, text: str) -> str:
    """A name as wide as ``text``, so that black lays the line out for what will stand there."""
    letter = LETTERS[index % len(LETTERS)] * (1 + index // len(LETTERS))
    width = max(len(line) for line in text.split("\n")) if text else 1
    return letter + "_" * max(0, width - len(letter))


def needs_parentheses(node: cst.BaseExpression, *, operand: bool) -> bool:
    """Whether the source text of ``node`` needs parentheses where its stand-in stands."""
    return isinstance(node, _ALWAYS) or (operand and isinstance(node, _WEAK))


def operand_positions(tree: ast.expr) -> frozenset[str]:
    """Names of a tree that stand beside an operator, not as an argument or element."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp | ast.Compare | ast.UnaryOp | ast.Attribute):
            found |= {child.id for child in ast.iter_child_nodes(node) if isinstance(child, ast.Name)}
    return frozenset(found)


def names_in_order(tree: ast.AST) -> list[str]:
    """Names in the order Python evaluates them."""
    if isinstance(tree, ast.Name):
        return [tree.id]
    return [name for child in ast.iter_child_nodes(tree) for name in names_in_order(child)]
