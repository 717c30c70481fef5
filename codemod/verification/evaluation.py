"""Runs the trees of a lowered statement, as they will be printed, against stand-in models."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Mapping
from types import CodeType
from typing import Any, Final

from codemod.lowering.lowered import Lowered, placeholder
from codemod.mapping.models import ModelRegistry
from codemod.mapping.vectors import MODULE, stand_in
from codemod.verification.difference import Difference
from codemod.verification.standins import StandIns

#: Where generated code may import from besides the project's models.
_MODULES: Final = frozenset({"sqlalchemy", "sqlalchemy.orm", "sqlalchemy.dialects.postgresql"})


class Evaluator:
    """Evaluates one lowered statement as often as asked."""

    def __init__(self, lowered: Lowered, registry: ModelRegistry, stand_ins: StandIns) -> None:
        self._names = _namespace(lowered, registry, stand_ins)
        self._definitions = [(item.placeholder, _code(item.value)) for item in lowered.definitions]
        self._expression = _code(lowered.expression)

    def statement(self, arguments: Mapping[int, Any]) -> Any:
        """The SQLAlchemy statement with ``arguments`` in place of ``$n``."""
        scope = {"__builtins__": {}, **self._names}
        scope.update({placeholder(number): value for number, value in arguments.items()})
        for name, code in self._definitions:
            scope[name] = eval(code, scope)  # our own code, over names of SQLAlchemy and stand-ins only
        return eval(self._expression, scope)


def _code(tree: ast.expr) -> CodeType:
    """Compiled from text: what is proven is what will be written, parentheses included."""
    return compile(ast.unparse(tree), "<lowered>", "eval")


def _namespace(lowered: Lowered, registry: ModelRegistry, stand_ins: StandIns) -> dict[str, Any]:
    names: dict[str, Any] = {}
    for item in lowered.imports:
        if item.local in names:
            raise Difference(f"two imports are called {item.local}")
        if item.module in _MODULES:
            names[item.local] = getattr(importlib.import_module(item.module), item.name)
            continue
        if item.module == MODULE:
            names[item.local] = stand_in(of_package=True)
            continue
        tables = [table for table in registry if (table.module, table.class_name) == (item.module, item.name)]
        if len(tables) != 1:
            raise Difference(f"{item.module}.{item.name} is not one model")
        names[item.local] = stand_ins.of(tables[0])
    return names
