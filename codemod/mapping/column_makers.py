"""Columns that the project's own functions make: ``updated = stamp()``, ``Required = partial(mapped_column, …)``."""

from __future__ import annotations

import ast

from codemod.mapping.columns import COLUMN_CALLS, call_name
from codemod.mapping.modules import Module, Modules
from codemod.syntax.matching import last_name


def column_made(modules: Modules, module: Module, call: ast.Call) -> tuple[Module, ast.Call] | None:
    """The call of ``Column`` behind one of the project's own, and the module it stands in.

    What arguments of the call make of it can't be seen: such a column is given ``**`` of the call itself.

    Returns:
        None for a call that is not known to make a column.
    """
    function = _function(modules, module, call.func)
    if function is not None:
        home, node = function
        returned = [item.value for item in ast.walk(node) if isinstance(item, ast.Return)]
        columns = [item for item in returned if isinstance(item, ast.Call) and call_name(item) in COLUMN_CALLS]
        if not columns or len(columns) < len(returned):
            return None
        is_one = len(columns) == 1 and not (call.args or call.keywords) and ast.unparse(node.args) == ""
        return (home, columns[0]) if is_one else (module, _unseen(columns[0], call))
    found = modules.definition(module, call.func)
    match found:
        case (home, ast.Call(func=func, args=[maker, *given], keywords=keywords)) if last_name(func) == "partial":
            if last_name(maker) not in COLUMN_CALLS:
                return None
            if home is module:
                return module, ast.Call(maker, [*given, *call.args], [*keywords, *call.keywords])
            made = ast.Call(maker, given, keywords)
            return home, made if not (call.args or call.keywords) else _unseen(made, call)
        case _:
            return None


def _unseen(made: ast.Call, call: ast.Call) -> ast.Call:
    return ast.Call(made.func, [], [ast.keyword(None, call)])


def _function(
    modules: Modules, module: Module, node: ast.expr, depth: int = 0
) -> tuple[Module, ast.FunctionDef | ast.AsyncFunctionDef] | None:
    """The function of the project that a name or ``module.name`` means."""
    if isinstance(node, ast.Attribute):
        base = modules.qualify(module, node.value)
        target = modules.named(base, module) if base else None
        return (target, target.functions[node.attr]) if target is not None and node.attr in target.functions else None
    if not isinstance(node, ast.Name) or depth > 5:
        return None
    if node.id in module.functions:
        return module, module.functions[node.id]
    base, original = module.imports.get(node.id, ("", None))
    target = modules.named(base, module) if original is not None else None
    return _function(modules, target, ast.Name(original), depth + 1) if target is not None and original else None
