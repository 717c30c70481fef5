"""Blocks of connections that go away: their one call becomes that of a method, which opens a session itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import libcst as cst

from codemod.converting.conversion import Conversion
from codemod.discovery.connections.connection_scopes import ConnectionScope
from codemod.outcome import Refusal
from codemod.rewriting.positions import position_of
from codemod.source import Edit, ParsedModule, SourceFile, apply_edits, parse_source
from codemod.syntax.headers import colon_of, end_of_block
from codemod.syntax.lines import indent_of, line_after, line_before
from codemod.syntax.tree import walk


def is_loose(conversion: Conversion) -> bool:
    """Whether a site is the only one of its connection, and nothing happens in the block before it.

    Then its statement is a transaction of its own, before and after, and what follows in the block needs no
    connection. Where a transaction is written around it, nothing may follow that could undo the statement.
    """
    shared = conversion.shared
    if shared is None or len(shared.group.scopes) != 1 or shared.group.crosses or shared.handlers:
        return False
    scope = shared.scope
    if len(scope.sites) != 1 or scope.begun or scope.passed or scope.copying:
        return False
    inner = _innermost(conversion, scope)
    if inner is None or not isinstance(inner.body, cst.IndentedBlock):
        return False
    if any(isinstance(node, cst.Try | cst.TryStar) for node in walk(inner.body)):
        return False  # handlers are rewritten on their own
    statements = _statements(conversion, inner.body)
    if statements[0] is not conversion.site.statement:
        return False
    return not scope.transactions or (len(statements) == 1 and _ends_with(conversion))


def _innermost(conversion: Conversion, scope: ConnectionScope) -> cst.With | None:
    """The block of the connection, or that of the transaction that is all there is in it."""
    block = scope.block
    if not isinstance(block, cst.With) or _body_start(scope.module, block) is None:
        return None
    if not scope.transactions:
        return block if len(block.items) == 1 else None
    entry, *others = scope.transactions
    if others or entry.options or entry.nested or entry.block is None:
        return None
    if entry.block is block:
        return block if len(block.items) == 2 else None
    is_all = isinstance(block.body, cst.IndentedBlock) and _statements(conversion, block.body) == [entry.block]
    body = _body_start(scope.module, entry.block)
    is_plain = len(block.items) == len(entry.block.items) == 1 and body is not None
    headers = scope.module.source.text[scope.module.span(block)[0] : body]
    return entry.block if is_all and is_plain and "#" not in headers else None


def _statements(conversion: Conversion, body: cst.IndentedBlock) -> list[cst.CSTNode]:
    """The statements of a block but assignments of the query text, which go away."""
    gone = {id(line) for line in conversion.query.removable}
    return [item for item in body.body if id(item) not in gone]


def _ends_with(conversion: Conversion) -> bool:
    """Whether nothing but the call happens in the statement of a site."""
    position = position_of(conversion.site)
    names = all(isinstance(target, cst.Name) for target in position.targets)
    return position.kind in ("discarded", "returned") or (position.kind == "assigned" and names)


def _body_start(module: ParsedModule, block: cst.With) -> int | None:
    """Where the first line of a block begins; None where its header has a comment."""
    text = module.source.text
    start = module.span(block)[0]
    after = line_after(text, colon_of(text, start))
    return after if "#" not in text[start:after] else None


def without_block(conversion: Conversion, edits: Sequence[Edit]) -> list[Edit]:
    """The edits of a site with those that take the block of its connection away, whose statements move left.

    Raises:
        Refusal: ``style.repository`` where the block can't be taken apart.
    """
    assert conversion.shared is not None, "a loose site has a connection"
    module, block = conversion.site.module, conversion.shared.scope.block
    assert isinstance(block, cst.With), "a loose site stands in a block"
    text = module.source.text
    indent = indent_of(module, block)
    inner = _innermost(conversion, conversion.shared.scope)
    assert inner is not None, "a loose site has a plain block"
    first, body = line_before(text, module.span(block)[0]), _body_start(module, inner)
    last = end_of_block(text, module.span(block)[1], indent)
    assert body is not None, "the block of a loose site has a plain header"
    inside = [edit for edit in edits if body <= edit.start and edit.end <= last]
    headers = [edit for edit in edits if first <= edit.start and edit.end <= body and not edit.text]
    outside = [edit for edit in edits if edit not in inside and edit not in headers]
    if any(edit.start < last and first < edit.end for edit in outside):
        raise Refusal("style.repository", "the block of the connection can't be taken apart")
    moved = apply_edits(
        text[body:last], [replace(edit, start=edit.start - body, end=edit.end - body) for edit in inside]
    )
    unit = indent_of(module, conversion.site.statement).removeprefix(indent)
    return [*outside, Edit(first, last, "".join(_moved_left(moved, unit, len(indent))))]


def _moved_left(text: str, unit: str, at: int) -> Iterator[str]:
    """Lines with one level of indentation less, but those that continue a string."""
    head = "if True:\n"
    module = parse_source(SourceFile(PurePosixPath("block.py"), f"{head}{text}"))
    kinds = cst.SimpleString | cst.FormattedString
    strings = [module.span(item) for item in walk(module.tree) if isinstance(item, kinds)]
    position = len(head)
    for line in text.splitlines(keepends=True):
        continues = any(start < position < end for start, end in strings)
        is_code = not continues and line[at:].startswith(unit)
        yield f"{line[:at]}{line[at + len(unit) :]}" if is_code else line
        position += len(line)
