"""Variables that nothing reads any more: the pools and query texts of calls that have moved to a session."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import libcst as cst

from codemod.resolution.text_methods import LAYOUTS
from codemod.rewriting.leftovers import without_line
from codemod.source import Edit, ParsedModule
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import name_loads, walk


@dataclass(frozen=True, slots=True, eq=False)
class _Binding:
    """``pool = self.bot.pool`` on a line of its own."""

    line: cst.SimpleStatementLine
    name: cst.Name
    value: cst.BaseExpression
    annotation: cst.Annotation | None = None


def unused_bindings(
    module: ParsedModule, scopes: Iterable[FunctionScope], edits: Sequence[Edit]
) -> tuple[list[Edit], list[cst.CSTNode]]:
    """Edits that take such a variable away, and the values that go with it.

    A value that is only looked up goes with its line; a call stays, whatever it does, and gives its result to nobody.

    Args:
        module: the module.
        scopes: the functions with rewritten sites.
        edits: all edits of the module so far.
    """
    found: list[Edit] = []
    gone: list[cst.CSTNode] = []
    for scope in {id(scope.node): scope for scope in scopes}.values():
        for binding in _bindings(scope):
            if not _was_read_last(binding, scope, module, edits):
                continue
            if _is_looked_up(binding.value):
                removal = _removal(binding, scope, module)
                if removal is None:
                    continue
                found.append(removal)
                gone.append(binding.value)
            else:
                start = module.span(binding.line.body[0])[0]
                found.append(Edit(start, module.span(binding.value)[0], ""))
            gone += [binding.annotation] if binding.annotation is not None else []
    return found, gone


def _bindings(scope: FunctionScope) -> list[_Binding]:
    """Variables of a function that are bound once, by a plain assignment."""
    found = []
    for node in walk(scope.node.body) if isinstance(scope.node, cst.FunctionDef) else ():
        match node:
            case cst.SimpleStatementLine(
                body=[cst.Assign(targets=[cst.AssignTarget(target=cst.Name() as name)], value=value)]
            ):
                found.append(_Binding(node, name, value))
            case cst.SimpleStatementLine(
                body=[cst.AnnAssign(target=cst.Name() as name, annotation=annotation, value=value)]
            ) if value is not None:
                found.append(_Binding(node, name, value, annotation))
            case _:
                pass
    return [
        item
        for item in found
        if (isinstance(item.value, cst.Await | cst.Call) or _is_looked_up(item.value))
        and _is_bound_once(item.name.value, scope)
    ]


def _is_looked_up(value: cst.BaseExpression) -> bool:
    """A name, an attribute, an entry (``request.app["db"]``), a cast, a plain text: what is only read may go unread."""
    match value:
        case cst.Name() | cst.SimpleString():
            return True
        case cst.Attribute(value=inner):
            return _is_looked_up(inner)
        case cst.Subscript(value=inner, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            return _is_looked_up(inner) and _is_looked_up(key)
        case cst.ConcatenatedString(left=left, right=right):
            return _is_looked_up(left) and _is_looked_up(right)
        case cst.Call(
            func=cst.Name(value="cast") | cst.Attribute(attr=cst.Name(value="cast")),
            args=[cst.Arg(value=kind, keyword=None), cst.Arg(value=inner, keyword=None)],
        ):
            return _is_looked_up(kind) and _is_looked_up(inner)  # typing's gives its argument back
        case cst.Call(
            func=cst.Name(value=layout) | cst.Attribute(attr=cst.Name(value=layout)), args=[cst.Arg() as one]
        ) if layout in LAYOUTS:
            return _is_text(one.value)
        case _:
            return _is_text(value)


def _is_text(value: cst.BaseExpression) -> bool:
    """``" ".join("…".split())``, ``"… %s" % table``: a text that is made of others that are written out."""
    match value:
        case cst.SimpleString() | cst.ConcatenatedString():
            return True
        case cst.BinaryOperation(left=left, operator=cst.Add() | cst.Modulo(), right=right):
            return _is_text(left) and (_is_text(right) or _is_looked_up(right))
        case cst.Call(func=cst.Attribute(value=inner)):
            return _is_text(inner) and all(_is_looked_up(item.value) for item in value.args)
        case _:
            return False


def _is_bound_once(name: str, scope: FunctionScope) -> bool:
    flow = scope.flow(name)
    return len(flow.bindings) == 1 and not flow.elsewhere


def _was_read_last(binding: _Binding, scope: FunctionScope, module: ParsedModule, edits: Sequence[Edit]) -> bool:
    """Whether the variable was read, and every read of it is in text that is replaced by text without it."""
    name = binding.name.value
    assert isinstance(scope.node, cst.FunctionDef)
    reads = [module.span(use)[0] for use in name_loads(scope.node.body, name) if use is not binding.name]
    line_start, line_end = module.span(binding.line)
    if not reads or any(edit.start < line_end and line_start < edit.end for edit in edits):
        return False
    inside = all(any(edit.start <= read < edit.end for edit in edits) for read in reads)
    start, end = module.span(scope.node)
    word = re.compile(rf"\b{re.escape(name)}\b")
    return inside and not any(word.search(edit.text) for edit in edits if start <= edit.start <= end)


def _removal(binding: _Binding, scope: FunctionScope, module: ParsedModule) -> Edit | None:
    """The edit that deletes the line, but for a comment behind it; the only line of a block becomes ``pass``."""
    block = scope.parent(binding.line)
    if not isinstance(block, cst.IndentedBlock):
        return None
    text = module.source.text
    start, end = module.span(binding.line)
    if len(block.body) == 1:
        return Edit(start, module.span(binding.line.body[0])[1], "pass")
    if "#" in text[start:end]:
        return None
    if binding.line.trailing_whitespace.comment is not None:
        return Edit(start, text.index("#", end), "")
    return without_line(module, binding.line)
