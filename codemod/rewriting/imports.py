"""Imports of a module: what is imported, under which names, and the edits that add and remove names."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import libcst as cst

from codemod.lowering.lowered import ImportName
from codemod.outcome import Refusal
from codemod.rewriting.facts.import_cycles import ImportGraph
from codemod.rewriting.layout import Layout
from codemod.rewriting.leftovers import comments_in
from codemod.source import Edit, ParsedModule
from codemod.syntax.imports import alias_text, entries_of, local_names
from codemod.syntax.lines import line_after, line_before, line_end
from codemod.syntax.tree import code_of
from codemod.syntax.variables import method_names, unsteady_globals, variables


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """One top-level import statement."""

    statement: cst.SimpleStatementLine
    node: cst.Import | cst.ImportFrom
    module: str
    section: int


@dataclass(slots=True, eq=False)
class ModuleImports:
    """The imports of one module, and what is asked of them."""

    module: ParsedModule
    graph: ImportGraph
    _lines: list[_Line] = field(default_factory=list)
    _wanted: dict[ImportName, str] = field(default_factory=dict)
    _identifiers: frozenset[str] = frozenset()
    _unsteady: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for statement in self.module.tree.body:
            if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1:
                node = statement.body[0]
                if isinstance(node, cst.Import | cst.ImportFrom):
                    name = _module_of(node)
                    self._lines.append(_Line(statement, node, name, self._section(name)))
        imported = {local for line in self._lines for local in local_names(line.node)}
        used = Counter(variables(self.module.tree)) - Counter(method_names(self.module.tree))
        self._identifiers = frozenset(used) | imported
        self._unsteady = unsteady_globals(self.module.tree)

    def local_name(self, wanted: ImportName, own_module: str) -> str:
        """The name to use for an import in this module; asks for the import where there is none yet.

        A name the module uses for something else is avoided: ``select`` becomes ``sa_select``.

        Raises:
            Refusal: ``imports.circle``, ``imports.elsewhere`` or ``names.shadowed``.
        """
        if self._is_own(wanted, own_module):
            if wanted.name in self._unsteady:
                raise Refusal("names.shadowed", f"{wanted.name} is bound more than once in its own module")
            return wanted.name
        for line in self._lines:
            if isinstance(line.node, cst.ImportFrom) and line.module == wanted.module:
                for name, local in entries_of(line.node):
                    if name == wanted.name and local not in self._unsteady:
                        return local
        if wanted not in self._wanted:
            if all(line.module != wanted.module for line in self._lines) and self.graph.closes_circle(
                self.module.source.path, wanted.module
            ):
                raise Refusal("imports.circle", f"{wanted.module} imports {self.module.source.path} itself")
            if self.graph.lacks(self.module.source.path, wanted.module, wanted.name):
                message = f"{wanted.module} has no {wanted.name} where {self.module.source.path} imports it from"
                raise Refusal("imports.elsewhere", message)
            local = wanted.local
            taken = self._identifiers | set(self._wanted.values())
            if local in taken:
                local = _other_name(wanted)
                while local in taken:
                    local += "_"
            self._wanted[wanted] = local
        return self._wanted[wanted]

    def _is_own(self, wanted: ImportName, own_module: str) -> bool:
        """Whether the module defines the name itself; the project may import it from a folder further down."""
        if wanted.module == own_module:
            return True
        return own_module.endswith(f".{wanted.module}") and any(
            isinstance(node, cst.ClassDef) and node.name.value == wanted.name for node in self.module.tree.body
        )

    def edits(self, used: Iterable[ImportName], unused: frozenset[str], layout: Layout) -> list[Edit]:
        """Edits that import what is used and drop names that nothing reads any more.

        Args:
            used: imports of the rewrites that were kept.
            unused: local names whose last use went away.
            layout: the module's way of writing.
        """
        additions: dict[str, list[tuple[str, str]]] = {}
        for wanted in sorted(set(used), key=lambda item: (item.module, item.name)):
            if wanted in self._wanted:
                additions.setdefault(wanted.module, []).append((wanted.name, self._wanted[wanted]))
        edits: list[Edit] = []
        for line in self._lines:
            dropped = [local for local in local_names(line.node) if local in unused and line.section > 0]
            added = (
                [entry for entry in additions.get(line.module, []) if entry[0] == entry[1]]
                if self._can_extend(line)
                else []
            )
            if added:
                additions[line.module] = [entry for entry in additions[line.module] if entry not in added]
            if added or dropped:
                edits.append(self._changed(line, added, dropped, layout))
        new = self._inserted({module: entries for module, entries in additions.items() if entries}, layout)
        return _in_place_of_dropped(edits, new, self.module.source.text, layout.newline)

    def _can_extend(self, line: _Line) -> bool:
        node = line.node
        return (
            isinstance(node, cst.ImportFrom)
            and not isinstance(node.names, cst.ImportStar)
            and not node.relative
            and not any(alias.asname for alias in node.names)
            and not comments_in(self.module, node)
        )

    def _changed(self, line: _Line, added: list[tuple[str, str]], dropped: list[str], layout: Layout) -> Edit:
        start, end = self.module.span(line.statement)
        inner = comments_in(self.module, line.statement)
        entries = [entry for entry in entries_of(line.node) if (entry[1] not in dropped)]
        if not entries and not added:
            text = self.module.source.text
            comments = [*inner, *_comment_behind(line.statement)]
            kept = "".join(f"{line}{layout.newline}" for line in (["", *comments] if comments else []))
            return Edit(line_before(text, start), line_after(text, end), kept)
        if isinstance(line.node, cst.Import):
            return Edit(start, end, "import " + ", ".join(alias_text(name, local) for name, local in entries))
        names = [entry[0] for entry in entries]
        is_sorted = names == sorted(names, key=_isort_key)
        entries += added
        if is_sorted or not names:
            entries.sort(key=lambda entry: _isort_key(entry[0]))
        multiline = "\n" in self.module.source.text[start:end]
        dots = "." * len(line.node.relative)
        statement = _written(dots + line.module, entries, layout, multiline=multiline)
        return Edit(start, end, layout.newline.join([*inner, statement]))

    def _inserted(self, additions: dict[str, list[tuple[str, str]]], layout: Layout) -> list[Edit]:
        """New import lines, each where isort would put it."""
        by_place: dict[tuple[int, str, str], list[tuple[int, str, str]]] = {}
        for module, entries in additions.items():
            section = self._section(module)
            for text in _import_lines(module, entries, layout):
                by_place.setdefault(self._place(module, section, layout), []).append((section, module, text))
        edits = []
        for (offset, before, after), lines in sorted(by_place.items(), key=lambda item: min(item[1])):
            blocks: list[str] = []
            previous: int | None = None
            for section, _, text in sorted(lines):
                if previous is not None and previous != section:
                    blocks.append("")
                blocks.append(text)
                previous = section
            edits.append(Edit(offset, offset, before + layout.newline.join(blocks) + after))
        return edits

    def _place(self, module: str, section: int, layout: Layout) -> tuple[int, str, str]:
        """Offset of a new line, with the text that has to stand before and after it."""
        newline = layout.newline
        same = [line for line in self._lines if line.section == section]
        if same:
            froms = [line for line in same if isinstance(line.node, cst.ImportFrom)]
            for line in froms:
                if line.module.lower() > module.lower():
                    return self._above(line.statement), "", newline
            return self._line_end(same[-1].statement), newline, ""
        earlier = [line for line in self._lines if line.section < section]
        if earlier:
            return self._line_end(earlier[-1].statement), newline * 2, ""
        if self._lines:
            return self.module.span(self._lines[0].statement)[0], "", newline * 2
        return self._top(newline)

    def _top(self, newline: str) -> tuple[int, str, str]:
        """Below the docstring of a module without imports, else at its first statement."""
        body = self.module.tree.body
        if body and self.module.tree.get_docstring() is not None:
            return self._line_end(body[0]), newline * 2, ""
        if body:
            blank = 3 if isinstance(body[0], cst.FunctionDef | cst.ClassDef) else 2
            return self.module.span(body[0])[0], "", newline * blank
        return len(self.module.source.text), "", newline

    def _above(self, statement: cst.SimpleStatementLine) -> int:
        """Where a line before a statement goes: above the comments that belong to it."""
        start = self.module.span(statement)[0]
        lines = list(statement.leading_lines)
        while lines and lines[0].comment is None:
            lines.pop(0)
        return start - sum(len(self.module.tree.code_for_node(line)) for line in lines)

    def _line_end(self, statement: cst.CSTNode) -> int:
        return line_end(self.module.source.text, self.module.span(statement)[1])

    def _section(self, module: str) -> int:
        """Isort's sections: future, standard library, third party, first party, relative."""
        if module.startswith("."):
            return 4
        top = module.split(".")[0]
        if top == "__future__":
            return 0
        if top in sys.stdlib_module_names:
            return 1
        root = self.graph.root
        here = [root, root / "src", (root / self.module.source.path).parent]
        is_ours = top in self.graph.planned or any(
            (folder / top).is_dir() or (folder / f"{top}.py").is_file() for folder in here
        )
        return 3 if is_ours else 2


def _in_place_of_dropped(edits: list[Edit], inserted: list[Edit], source: str, newline: str) -> list[Edit]:
    """Both together; a line that would stand behind one that is dropped takes its place."""
    for new in inserted:
        around = next((edit for edit in edits if edit.start < new.start < edit.end), None)
        if around is None:
            edits.append(new)
        else:
            above = source[: around.start]
            follows = around.text or (above and not above.endswith(newline * 2))
            text = new.text.removeprefix(newline) if follows else new.text.lstrip(newline)
            text = f"{around.text}{text.rstrip(newline)}{newline}"
            edits[edits.index(around)] = Edit(around.start, around.end, text)
    return edits


def _other_name(wanted: ImportName) -> str:
    """What an import is called where its own name is taken."""
    package = wanted.module.partition(".")[0]
    standard = {"sqlalchemy": "sa"} | {name: name for name in sys.stdlib_module_names}
    return f"{standard[package]}_{wanted.name}" if package in standard else f"{wanted.name}Model"


def _module_of(node: cst.Import | cst.ImportFrom) -> str:
    if isinstance(node, cst.Import):
        return node.names[0].evaluated_name
    name = code_of(node.module) if node.module is not None else ""
    return "." * len(node.relative) + name


def _comment_behind(statement: cst.SimpleStatementLine) -> list[str]:
    comment = statement.trailing_whitespace.comment
    return [] if comment is None else [comment.value]


def _isort_key(name: str) -> tuple[int, str, str]:
    """Isort's order of names: constants, classes, the rest (``force_sort_within_sections`` off)."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name.lower(), name


def _import_lines(module: str, entries: list[tuple[str, str]], layout: Layout) -> Iterator[str]:
    """The statements that import ``entries``: isort gives a renamed name a line of its own."""
    for name, local in sorted(entries, key=lambda entry: _isort_key(entry[0])):
        if name != local:
            yield _written(module, [(name, local)], layout, multiline=False)
    plain = sorted((entry for entry in entries if entry[0] == entry[1]), key=lambda entry: _isort_key(entry[0]))
    if plain:
        yield _written(module, plain, layout, multiline=False)


def _written(module: str, entries: list[tuple[str, str]], layout: Layout, *, multiline: bool) -> str:
    shown = [alias_text(name, local) for name, local in entries]
    flat = f"from {module} import {', '.join(shown)}"
    if len(flat) <= layout.line_length and not (multiline and len(shown) > 1):
        return flat
    inner = "".join(f"{layout.unit}{item},{layout.newline}" for item in shown)
    return f"from {module} import ({layout.newline}{inner})"
