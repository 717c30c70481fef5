"""Takes expressions of one module along to another one, with everything that their names need there."""

from __future__ import annotations

import ast
import builtins
import copy
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from codemod.initialising.bound_names import Bound, ImportLine, Scope, bindings, inner_names, loads
from codemod.initialising.engine_arguments import UnclosedError, holds_password
from codemod.initialising.pools import Connecting, Function

#: Functions that give the same each time and whose result nobody changes.
_SETTLED_CALLS = frozenset({"os.getenv", "os.environ.get", "getenv", "environ.get", "str", "int", "bool", "float"})


#: Names that the new module has of its own.
RESERVED = frozenset({"asyncpg", "async_sessionmaker", "connection", "create_async_engine", "engine", "session_maker"})


@dataclass(slots=True, eq=False)
class Closing:
    """What the new module needs for the expressions taken so far.

    Attributes:
        origin: the call whose arguments they are.
        is_leaf: whether a module can be imported at the top without closing a circle.
        imports: imports at the top; ``late_imports`` those inside the function.
        definitions: functions and constants at the top, by name.
        assignments: variables inside the function, in order.
    """

    origin: Connecting
    is_leaf: Callable[[str], bool]
    imports: set[ImportLine] = field(default_factory=set)
    late_imports: set[ImportLine] = field(default_factory=set)
    definitions: dict[str, str] = field(default_factory=dict)
    assignments: dict[str, str] = field(default_factory=dict)
    _taken: dict[str, Bound] = field(default_factory=dict)

    def arguments(self, nodes: Sequence[tuple[str, ast.expr]]) -> list[str]:
        """The code of arguments, to be evaluated inside the function each time it is called.

        Raises:
            UnclosedError: a name of theirs means something that can't be taken along, or it holds a password.
        """
        if any(keyword.startswith("*") for keyword, _ in nodes):
            raise UnclosedError("its arguments are unpacked")
        uses = Counter(name for _, node in nodes for name in loads(node))
        codes = [ast.unparse(self._expression(node, uses, self._scopes)) for _, node in nodes]
        for (keyword, _), code in zip(nodes, codes, strict=True):
            if holds_password(keyword, (code,)) or holds_password("", tuple(self.assignments.values())):
                raise UnclosedError("it holds a password, which is not copied to another file")
        return [f"{keyword}{code}" for (keyword, _), code in zip(nodes, codes, strict=True)]

    def number(self, value: ast.expr | None, name: str, default: str) -> str:
        """The code of a number.

        Raises:
            UnclosedError: it is not written there.
        """
        if value is None:
            return default
        if not isinstance(value, ast.Constant):
            raise UnclosedError(f"{name} is not a number written there")
        return ast.unparse(value)

    def function(self, node: ast.expr) -> str:
        """The code of a function at the top of the new module.

        Raises:
            UnclosedError: it is neither a function nor a name of one that can be taken along.
        """
        for name in sorted(set(loads(node)) - inner_names(node)):
            self._for_definition(name, self._scopes)
        return ast.unparse(node)

    def definition_of(self, node: ast.expr) -> Function | None:
        """The function that a name means; None for anything else."""
        if not isinstance(node, ast.Name):
            return None
        _, bound = self._find(node.id, self._scopes)
        return bound if isinstance(bound, Function) else None

    @property
    def _scopes(self) -> tuple[Scope, ...]:
        """The scopes that the call sees, the innermost first."""
        return (*reversed(self.origin.functions), self.origin.tree)

    def _expression(self, node: ast.expr, uses: Counter[str], scopes: tuple[Scope, ...]) -> ast.expr:
        own = inner_names(node)
        values = {name: self._value(name, uses, scopes) for name in dict.fromkeys(loads(node)) if name not in own}
        return _Inlined(values).visit(copy.deepcopy(node))  # type: ignore[no-any-return]

    def _value(self, name: str, uses: Counter[str], scopes: tuple[Scope, ...]) -> ast.expr | None:
        """What stands in the place of a name; None when the name itself does."""
        around, bound = self._find(name, scopes)
        if isinstance(bound, ast.expr):
            self._require_settled(name, bound, around[0])
            inner = Counter(loads(bound))
            if uses[name] == 1:
                return self._expression(bound, inner, around)
            if self._is_new(name, bound):
                self.assignments[name] = ast.unparse(self._expression(bound, inner, around))
        elif isinstance(bound, ImportLine):
            (self.imports if self.is_leaf(bound.imported) else self.late_imports).add(bound)
            self._is_new(name, bound)
        elif bound is not None:
            self._for_definition(name, scopes)
        return None

    def _find(self, name: str, scopes: tuple[Scope, ...]) -> tuple[tuple[Scope, ...], Bound]:
        """The one binding of a name, after the scopes it sees itself; None for what Python has."""
        for index, scope in enumerate(scopes):
            found = bindings(scope).get(name, [])
            if len(found) > 1 or (found and _is_rebound(name, self.origin.tree)):
                raise UnclosedError(f"{name} is bound in several places")
            if found:
                if found[0] is None:
                    raise UnclosedError(f"the value of {name} is not known outside of {_title(scope)}")
                return scopes[index:], found[0]
        if hasattr(builtins, name):
            return (), None
        raise UnclosedError(f"it is not known what {name} is")

    def _is_new(self, name: str, bound: Bound) -> bool:
        """Whether a name is taken along for the first time; two things of one name can't be."""
        fresh = name not in self._taken
        if (name in RESERVED and bound != ImportLine("", name)) or self._taken.setdefault(name, bound) != bound:
            raise UnclosedError(f"{name} would mean two things")
        return fresh

    def _require_settled(self, name: str, value: ast.expr, scope: Scope) -> None:
        """A value that something was done to after it was made can't be made anew: ``context.load_cert_chain()``."""
        if all(
            ast.unparse(item.func) in _SETTLED_CALLS for item in ast.walk(value) if isinstance(item, ast.Call)
        ) and not isinstance(value, ast.List | ast.Dict | ast.Set):
            return
        if Counter(loads(scope))[name] > Counter(loads(self.origin.call))[name]:
            raise UnclosedError(f"{name} is used elsewhere too, and may have been changed there")

    def _for_definition(self, name: str, scopes: tuple[Scope, ...]) -> None:
        """Take along what a function at the top of the new module calls ``name``."""
        around, bound = self._find(name, scopes)
        if bound is None or not self._is_new(name, bound):
            return
        if isinstance(bound, ImportLine):
            if not self.is_leaf(bound.imported):
                raise UnclosedError(f"{name} is imported from {bound.imported}, which imports others of the project")
            self.imports.add(bound)
        elif isinstance(bound, Function):
            self._define(name, bound, around)
        elif isinstance(bound, ast.Constant):
            self.definitions[name] = f"{name} = {ast.unparse(bound)}"
        else:
            raise UnclosedError(f"a function it needs reads {name}")

    def _define(self, name: str, function: Function, scopes: tuple[Scope, ...]) -> None:
        if function.decorator_list:
            raise UnclosedError(f"{name} is decorated")
        optional = {each for item in ast.walk(function) for hint in _annotations(item) for each in loads(hint)}
        for each in sorted(set(loads(function)) - inner_names(function)):
            try:
                self._for_definition(each, scopes)
            except UnclosedError:
                if each not in optional:
                    raise
        lines = re.split(r"\r\n|\n|\r", self.origin.text)[
            function.lineno - 1 : function.end_lineno
        ]  # with its comments
        self.definitions[name] = textwrap.dedent("\n".join(lines))


class _Inlined(ast.NodeTransformer):
    def __init__(self, values: dict[str, ast.expr | None]) -> None:
        self.values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.values.get(node.id) or node


def _annotations(node: ast.AST) -> list[ast.expr]:
    found = [getattr(node, "annotation", None), getattr(node, "returns", None)]
    return [item for item in found if isinstance(item, ast.expr)]


def _is_rebound(name: str, tree: ast.Module) -> bool:
    return any(isinstance(item, ast.Global | ast.Nonlocal) and name in item.names for item in ast.walk(tree))


def _title(scope: Scope) -> str:
    return f"{scope.name}()" if isinstance(scope, Function) else "its module"
