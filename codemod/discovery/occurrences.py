"""What one parsed file holds, by name: calls, attributes, functions and the blocks that handle exceptions."""

from __future__ import annotations

from dataclasses import dataclass, field

import libcst as cst

from codemod.discovery.errors.exception_handlers import called_name
from codemod.source import ParsedModule
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import children


@dataclass(frozen=True, slots=True, eq=False)
class Occurrence:
    """A node found by name, in the function it stands in."""

    module: ParsedModule
    node: cst.CSTNode
    scope: FunctionScope

    @property
    def place(self) -> str:
        """``path:line`` for messages."""
        line, _ = self.module.line_column(self.module.span(self.node)[0])
        return f"{self.module.source.path}:{line}"


@dataclass(frozen=True, slots=True)
class IndexedFile:
    """What one parsed file holds, by name.

    Attributes:
        stored: what gives an attribute its value: ``self.db = …``, or ``db: Pool`` in the body of a class.
    """

    module: ParsedModule
    awaited: dict[str, list[Occurrence]] = field(default_factory=dict)
    unawaited: dict[str, list[Occurrence]] = field(default_factory=dict)
    attributes: dict[str, list[Occurrence]] = field(default_factory=dict)
    stored: dict[str, list[Occurrence]] = field(default_factory=dict)
    functions: dict[str, list[Occurrence]] = field(default_factory=dict)
    blocks: list[Occurrence] = field(default_factory=list)


#: The classes of node that :func:`indexed` looks at. A match statement asks libcst's abstract classes, slowly.
_NOTED: frozenset[type] = frozenset(
    {cst.FunctionDef, cst.ClassDef, cst.Try, cst.TryStar, cst.With, cst.Await, cst.Call, cst.Attribute,
     cst.Assign, cst.AssignTarget, cst.AnnAssign}
)  # fmt: skip


def indexed(module: ParsedModule) -> IndexedFile:
    """Look a module through once."""
    file = IndexedFile(module)
    scope = FunctionScope(module.tree, "<module>")
    pending: list[tuple[cst.CSTNode, FunctionScope, str, str | None]] = [(module.tree, scope, "", None)]
    while pending:
        node, scope, prefix, class_name = pending.pop()
        inner = children(node)
        if node.__class__ not in _NOTED:
            pending.extend((child, scope, prefix, class_name) for child in reversed(inner))
            continue
        match node:
            case cst.FunctionDef():
                name = prefix + node.name.value
                outer = scope if isinstance(scope.node, cst.FunctionDef) else None
                scope, prefix = FunctionScope(node, name, class_name, outer), f"{name}."
                file.functions.setdefault(node.name.value, []).append(Occurrence(module, node, scope))
            case cst.ClassDef():
                prefix, class_name = f"{prefix}{node.name.value}.", node.name.value
            case cst.Try() | cst.TryStar() | cst.With():
                file.blocks.append(Occurrence(module, node, scope))
            case cst.Await(expression=cst.Call() as call):
                _note(file.awaited, called_name(call), Occurrence(module, node, scope))
                inner = children(call)
            case cst.Call():
                _note(file.unawaited, called_name(node), Occurrence(module, node, scope))
            case cst.Attribute():
                _note(file.attributes, node.attr.value, Occurrence(module, node, scope))
            case cst.Assign():
                for target in node.targets:
                    _note_stored(file, target.target, node, scope, class_name)
            case cst.AnnAssign():
                _note_stored(file, node.target, node, scope, class_name)
                if isinstance(node.target, cst.Attribute):
                    inner = [node.target.value, *(child for child in inner if child is not node.target)]
            case cst.AssignTarget(target=cst.Attribute() as target):
                inner = [target.value]
            case _:
                pass
        pending.extend((child, scope, prefix, class_name) for child in reversed(inner))
    return file


def _note(table: dict[str, list[Occurrence]], name: str | None, occurrence: Occurrence) -> None:
    if name is not None:
        table.setdefault(name, []).append(occurrence)


def _note_stored(
    file: IndexedFile, target: cst.BaseExpression, node: cst.CSTNode, scope: FunctionScope, class_name: str | None
) -> None:
    """Note what an assignment gives an attribute: by a target of its own, or in the body of a class."""
    match target:
        case cst.Attribute():
            _note(file.stored, target.attr.value, Occurrence(file.module, node, scope))
        case cst.Name() if class_name is not None and isinstance(scope.node, cst.Module):
            body = FunctionScope(scope.node, scope.qualified_name, class_name)
            _note(file.stored, target.value, Occurrence(file.module, node, body))
        case _:
            pass
