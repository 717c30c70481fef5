"""Methods of the project that call sites miss by a little, and what keeps each from being called."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from codemod.converting.conversion import Conversion
from codemod.mapping.models import Finding
from codemod.repositories.distinctions import Taken
from codemod.repositories.known_methods import KnownMethod
from codemod.repositories.shelf import Shelf

#: What the calls that build a statement are called in SQL.
_CLAUSES: Final = {
    "select": "columns", "insert": "table", "update": "table", "delete": "table", "where": "WHERE",
    "filter": "WHERE", "filter_by": "WHERE", "order_by": "ORDER BY", "group_by": "GROUP BY", "having": "HAVING",
    "limit": "LIMIT", "offset": "OFFSET", "distinct": "DISTINCT", "values": "values", "returning": "RETURNING",
    "join": "JOIN", "outerjoin": "JOIN", "select_from": "FROM", "on_conflict_do_update": "ON CONFLICT",
    "on_conflict_do_nothing": "ON CONFLICT", "with_for_update": "FOR UPDATE",
}  # fmt: skip

#: Calls that change nothing about what a statement does.
_UNSEEN: Final = frozenset({"execution_options", "inline"})


@dataclass(slots=True, eq=False)
class NearMisses:
    """The findings of a run about methods that are not called, and the files whose sites would have called them."""

    _noted: dict[Finding, set[PurePosixPath]] = field(default_factory=dict)

    def of_files(self, paths: Set[PurePosixPath]) -> Iterator[Finding]:
        """The findings that sites of some files gave."""
        return (finding for finding, sites in self._noted.items() if paths & sites)

    def note(self, conversion: Conversion, path: PurePosixPath, code: str, line: int, message: str) -> None:
        """A finding about the method on a line of a file."""
        finding = Finding(code, path.as_posix(), line, message)
        self._noted.setdefault(finding, set()).add(conversion.site.module.source.path)

    def of_another_statement(self, shelf: Shelf, wish: str, name: str, own: Taken, conversion: Conversion) -> None:
        """The method that has the name a new one would have had, unless it was told of already."""
        if wish not in shelf.lines or self._is_told(shelf.path, shelf.lines[wish], conversion):
            return
        rival = shelf.holder_of(wish)
        if rival is None:
            reason = f"{_not_read(shelf, wish)}, so it isn't compared with the call at {conversion.site.place}"
        else:
            apart = " and ".join(_apart(_clauses(own.statement), rival.statement)) or "statement"
            reason = f"differs from the call at {conversion.site.place} in its {apart}"
        message = f"{shelf.name}.{wish}() {reason}: that one becomes {name}()"
        self.note(conversion, shelf.path, "repository.other-statement", shelf.lines[wish], message)

    def of_one_clause(
        self, shelf: Shelf, methods: Sequence[tuple[KnownMethod, PurePosixPath]], own: Taken, conversion: Conversion
    ) -> None:
        """Methods that differ from a call site in one clause, about the same columns."""
        mine = _clauses(own.statement)
        for method, path in methods:
            apart = _apart(mine, method.statement)
            is_near = len(apart) == 1 and apart[0] not in ("table", "columns", "values")
            if not is_near or (apart == ["WHERE"] and _columns(own.statement) != _columns(method.statement)):
                continue
            if not self._is_told(path, method.line, conversion):
                where = f"differs from the call at {conversion.site.place} in its {apart[0]} only"
                message = f"{shelf.name}.{method.name}() {where}: not used"
                self.note(conversion, path, "repository.near-miss", method.line, message)

    def _is_told(self, path: PurePosixPath, line: int, conversion: Conversion) -> bool:
        """Whether a finding says already why a site doesn't call a method."""
        place = re.compile(rf"{re.escape(conversion.site.place)}\b")
        return any(
            (finding.path, finding.line) == (path.as_posix(), line) and place.search(finding.message)
            for finding in self._noted
        )


def _apart(mine: Mapping[str, list[str]], other: ast.expr) -> list[str]:
    """The clauses in which a statement differs from one whose clauses are known, as they are written."""
    others = _clauses(other)
    return [name for name in dict.fromkeys([*mine, *others]) if mine.get(name) != others.get(name)]


def _clauses(statement: ast.expr) -> dict[str, list[str]]:
    """What a statement says, clause by clause; bound arguments and parameters of methods are all the same."""
    found: dict[str, list[str]] = {}
    node = statement
    while isinstance(node, ast.Call):
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else ast.unparse(function).rpartition("_")[2]
        shown = [*map(_shown, node.args), *(f"{item.arg}={_shown(item.value)}" for item in node.keywords)]
        if name not in _UNSEEN:
            found.setdefault(_CLAUSES.get(name, name), [])[:0] = shown
        node = function.value if isinstance(function, ast.Attribute) else function
    return {name: sorted(shown) if name in ("WHERE", "values") else shown for name, shown in found.items()}


class _Unbound(ast.NodeTransformer):
    """A value is a value, whatever its name and however its type is said; a model has the columns of its table."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """``Link`` of ``Link.__table__``."""
        self.generic_visit(node)
        return node.value if node.attr == "__table__" else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """``title`` of ``literal(title, Link.title.type)``."""
        self.generic_visit(node)
        is_literal = isinstance(node.func, ast.Name) and node.func.id == "literal" and len(node.args) == 2
        return node.args[0] if is_literal else node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Models and functions of SQLAlchemy keep their names."""
        is_value = re.fullmatch(r"__p\d+__|[a-z_][a-z0-9_]*", node.id) and node.id not in _KEPT
        return ast.Name("value") if is_value else node


#: Names of SQLAlchemy's that stand in statements beside models and values.
_KEPT: Final = frozenset({
    "func", "and_", "or_", "not_", "case", "cast", "select", "exists", "literal", "text", "null", "true", "false",
    "any_", "desc", "asc", "distinct", "literal_column", "type_coerce",
})  # fmt: skip


def _shown(node: ast.expr) -> str:
    return ast.unparse(_Unbound().visit(ast.parse(ast.unparse(node), mode="eval").body))


def _columns(statement: ast.expr) -> set[str]:
    return {node.attr for node in ast.walk(statement) if isinstance(node, ast.Attribute) and _is_model(node.value)}


def _is_model(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id[:1].isupper()


def _not_read(shelf: Shelf, name: str) -> str:
    """Why a method of a repository is not understood."""
    assert shelf.existing is not None, "lines are those of a repository that is there"
    methods = [item for item in shelf.existing.node.body if isinstance(item, ast.AsyncFunctionDef)]
    text = next((ast.unparse(item) for item in methods if item.name == name), "")
    if re.search(r"\.(add|add_all|merge|delete)\(", text):
        return "works with objects in its session"
    executed = len(re.findall(r"\.(?:execute|scalars?|get)\(", text))
    return "does more than run one statement" if executed else "runs no statement itself"
