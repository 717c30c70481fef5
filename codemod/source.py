"""Source files as text with their encoding, and parsed modules with spans.

Edits are spans of the decoded text. Bytes outside them survive because nothing else is printed:
the encoding (cookie or BOM) and the line endings of the file are those it came with.
"""

from __future__ import annotations

import io
import re
import tokenize
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import libcst as cst
from libcst._nodes.internal import CodegenState

_TOO_DEEP = "is nested too deeply to be parsed"
_BOM = b"\xef\xbb\xbf"
_UTF_16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_CONFLICT = re.compile(r"^<{7} ", re.M)

#: Line ends as Python's tokenizer sees them; splitlines() would count form feeds and separators too.
_LINE_END = re.compile(r"\r\n|\n|\r")


class SourceError(Exception):
    """A file can't be read or parsed; ``str()`` is one clear line without the path."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One Python file: decoded text with the file's own line endings.

    Attributes:
        path: POSIX path relative to the project root.
        text: decoded text without BOM, line endings untouched.
        encoding: Python codec name from BOM or cookie.
        bom: whether the file started with a UTF-8 BOM.
    """

    path: PurePosixPath
    text: str
    encoding: str = "utf-8"
    bom: bool = False

    def encode(self, text: str) -> bytes:
        """Encode ``text`` the way this file is encoded.

        Raises:
            UnicodeEncodeError: the codec of the file can't hold a character.
        """
        data = text.encode(self.encoding)
        return _BOM + data if self.bom else data

    @property
    def newline(self) -> str:
        r"""The line ending used first in the file, ``"\n"`` when it has none."""
        index = self.text.find("\n")
        if index < 0:
            return "\r" if "\r" in self.text else "\n"
        return "\r\n" if index and self.text[index - 1] == "\r" else "\n"


def is_test(path: PurePosixPath) -> bool:
    """Whether a file belongs to the tests of its project, by pytest's and unittest's habits."""
    named = path.name.startswith("test_") or path.stem.endswith("_test") or path.name == "conftest.py"
    return named or not {"tests", "test"}.isdisjoint(path.parts[:-1])


def is_utf_16(data: bytes) -> bool:
    """Whether a file says that it is UTF-16: an editor's mistake, as Python does not read it."""
    return data.startswith(_UTF_16_BOMS)


def decode_source(path: PurePosixPath, data: bytes) -> SourceFile:
    """Decode the bytes of a Python file by BOM and coding cookie (PEP 263).

    Raises:
        SourceError: unknown encoding, undecodable bytes, or a binary file.
    """
    if is_utf_16(data):
        raise SourceError("is UTF-16, which Python does not read; save it as UTF-8")
    if b"\x00" in data:
        raise SourceError("is a binary file, not Python source")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        if "declaration" in error.msg:  # "invalid or missing encoding declaration"
            raise SourceError("is not valid utf-8 and names no other encoding") from error
        raise SourceError(f"has an encoding Python does not know ({error.msg})") from error
    bom = data.startswith(_BOM)
    codec = "utf-8" if encoding in ("utf-8-sig", "utf-8") else encoding
    try:
        text = data[len(_BOM) if bom else 0 :].decode(codec)
    except UnicodeDecodeError as error:
        raise SourceError(f"is not valid {codec} (byte {error.start})") from error
    return SourceFile(path=path, text=text, encoding=codec, bom=bom)


def read_source(root: Path, path: PurePosixPath) -> SourceFile:
    """Read one file below ``root``.

    Raises:
        SourceError: the file can't be read or decoded.
    """
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        raise SourceError(f"can't be read ({error.strerror})") from error
    return decode_source(path, data)


class _SpanState(CodegenState):
    """A code generator that notes where every node starts and ends.

    libcst's PositionProvider builds objects for lines and columns and costs twice the parse; this one
    keeps two numbers a node and costs a codegen.
    """

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.offset = 0
        self.spans: dict[int, tuple[int, int]] = {}

    def add_token(self, value: str) -> None:
        self.offset += len(value)  # the text is there already: only its length counts

    def add_indent_tokens(self) -> None:
        self.offset += sum(map(len, self.indent_tokens))

    def record_syntactic_position(self, node, **_):  # type: ignore[no-untyped-def]
        return _Recorder(self, node)


class _Recorder:
    __slots__ = ("node", "start", "state")

    def __init__(self, state: _SpanState, node: cst.CSTNode) -> None:
        self.state = state
        self.node = node

    def __enter__(self) -> None:
        self.start = self.state.offset

    def __exit__(self, *_: object) -> None:
        self.state.spans[id(self.node)] = (self.start, self.state.offset)


@dataclass(slots=True, eq=False)
class ParsedModule:
    """A source file and its libcst tree, with spans of nodes on demand."""

    source: SourceFile
    tree: cst.Module
    _spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    _lines: list[int] = field(default_factory=list)

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        """Start and end offset of ``node`` in ``source.text`` (parentheses and own comments outside)."""
        self._find_spans()
        return self._spans[id(node)]

    def _find_spans(self) -> None:
        if not self._spans:  # one site's edits ask for many spans: all at once is cheaper than a pass each
            state = _SpanState(default_indent=self.tree.default_indent, default_newline=self.tree.default_newline)
            try:
                self.tree._codegen(state)
            except RecursionError as error:
                raise SourceError(_TOO_DEEP) from error
            self._spans = state.spans

    def text_of(self, node: cst.CSTNode) -> str:
        """The source text of ``node``, or its code where it is made of parts of the source."""
        self._find_spans()
        if id(node) not in self._spans:
            return self.tree.code_for_node(node)
        start, end = self.span(node)
        return self.source.text[start:end]

    def line_column(self, offset: int) -> tuple[int, int]:
        """1-based line and 1-based column (characters) of an offset."""
        if not self._lines:
            self._lines = [0, *(match.end() for match in _LINE_END.finditer(self.source.text))]
        row = bisect_right(self._lines, offset) - 1
        return row + 1, offset - self._lines[row] + 1


def parse_source(source: SourceFile) -> ParsedModule:
    """Parse a source file with libcst.

    Raises:
        SourceError: the file has a syntax error; the message carries line and column.
    """
    try:
        tree = cst.parse_module(source.text)
    except cst.ParserSyntaxError as error:
        conflict = _CONFLICT.search(source.text)
        if conflict is not None:
            line = source.text.count("\n", 0, conflict.start()) + 1
            raise SourceError(f"has an unresolved merge conflict at line {line}") from error
        raise SourceError(f"has a syntax error at {error.raw_line}:{error.raw_column + 1}") from error
    except RecursionError as error:
        raise SourceError(_TOO_DEEP) from error
    return ParsedModule(source=source, tree=tree)


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace ``source.text[start:end]`` by ``text``; an insertion has ``start == end``."""

    start: int
    end: int
    text: str

    def overlaps(self, other: Edit) -> bool:
        """Whether two edits touch the same text."""
        return self.start < other.end and other.start < self.end


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Apply disjoint edits, right to left; insertions at one place keep their given order.

    Raises:
        ValueError: two edits overlap.
    """
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < position:
            raise ValueError(f"edits overlap at offset {edit.start}")
        pieces += text[position : edit.start], edit.text
        position = edit.end
    return "".join([*pieces, text[position:]])
