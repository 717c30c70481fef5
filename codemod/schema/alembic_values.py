"""The values in a version of Alembic: constants, and what SQLAlchemy's own names make of them."""

from __future__ import annotations

import ast
from typing import Any, Final


class UnreadableError(Exception):
    """What code does isn't known without running it; ``str()`` says what, ``line`` where."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


#: Modules whose names mean what they say.
_PACKAGES: Final = ("sqlalchemy.", "alembic.")
#: Types of packages that need not be installed here: the end of the name, and the type in the database.
_FOREIGN_TYPES: Final = {
    "pgvector.Vector": "vector", "pgvector.VECTOR": "vector", "pgvector.HALFVEC": "halfvec",
    "pgvector.SPARSEVEC": "sparsevec", "sqlmodel.AutoString": "varchar", "geoalchemy2.Geometry": "geometry",
    "geoalchemy2.Geography": "geography", "sqlalchemy_utils.LtreeType": "ltree", "sqlalchemy_utils.UUIDType": "uuid",
    "citext.CIText": "citext",
}  # fmt: skip
_UNKNOWN: Final = object()


class Values:
    """Evaluates expressions of names of SQLAlchemy and constants, nothing else.

    Args:
        tree: the module whose imports and constants count.
    """

    def __init__(self, tree: ast.Module) -> None:
        self._imports: dict[str, str] = {}
        self._bound: dict[str, ast.expr] = {}
        self._values: dict[str, Any] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for item in node.names:
                    name = item.asname or item.name.partition(".")[0]
                    self._imports[name] = item.name if item.asname else name
            elif isinstance(node, ast.ImportFrom) and not node.level:
                self._imports |= {item.asname or item.name: f"{node.module}.{item.name}" for item in node.names}
        for statement in tree.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                self._bound[statement.targets[0].id] = statement.value

    def bind(self, name: str, value: ast.expr) -> None:
        """A variable has another value from here on."""
        self._values.pop(name, None)
        self._bound[name] = value

    def arguments(self, call: ast.Call) -> tuple[list[Any], dict[str, Any]]:
        """The arguments of a call.

        Raises:
            UnreadableError: one of them isn't known.
        """
        arguments: list[Any] = []
        for item in call.args:
            if isinstance(item, ast.Starred):
                arguments += self.value(item.value)
            else:
                arguments.append(self.value(item))
        if any(item.arg is None for item in call.keywords):
            raise UnreadableError(f"{ast.unparse(call.func)}() with **", call.lineno)
        return arguments, {str(item.arg): self.value(item.value) for item in call.keywords}

    def value(self, node: ast.expr) -> Any:
        """The value of an expression.

        Raises:
            UnreadableError: it isn't known.
        """
        match node:
            case ast.Constant(value=value):
                return value
            case ast.List(elts=items):
                return [self.value(item) for item in items]
            case ast.Tuple(elts=items):
                return tuple(self.value(item) for item in items)
            case ast.Dict(keys=keys, values=values) if all(keys):
                return {self.value(key): self.value(value) for key, value in zip(keys, values, strict=True) if key}
            case ast.UnaryOp() | ast.BinOp() | ast.JoinedStr():
                return self._computed(node)
            case ast.Name(id=name) if name in self._bound:
                if name not in self._values:
                    self._values[name] = self.value(self._bound[name])
                return self._values[name]
            case ast.Call(func=ast.Attribute(value=ast.Name(id="op"), attr="f"), args=[name]):
                return self.value(name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="op"), attr="get_bind")):
                return None
            case ast.Name() | ast.Attribute():
                return self._of_package(node)
            case ast.Call():
                return self._called(node)
            case _:
                pass
        raise UnreadableError(ast.unparse(node)[:60], node.lineno)

    def _computed(self, node: ast.expr) -> Any:
        match node:
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                return -number
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                sides = self.value(left), self.value(right)
                if all(isinstance(side, str) for side in sides):
                    return sides[0] + sides[1]
            case ast.JoinedStr(values=parts):
                plain = [part.value if isinstance(part, ast.FormattedValue) else part for part in parts]
                return "".join(str(self.value(part)) for part in plain)
            case _:
                pass
        raise UnreadableError(ast.unparse(node)[:60], node.lineno)

    def _of_package(self, node: ast.expr) -> Any:
        """A public name of SQLAlchemy: a type, a constraint, ``sa.func.now``."""
        dotted = self._dotted(node)
        if dotted is not None and (foreign := _foreign_type(dotted)) is not None:
            return foreign
        if dotted is None or not dotted.startswith(_PACKAGES):
            raise UnreadableError(ast.unparse(node)[:60], node.lineno)
        found = _imported(dotted)
        if found is _UNKNOWN:
            raise UnreadableError(ast.unparse(node)[:60], node.lineno)
        return found

    def _called(self, node: ast.Call) -> Any:
        function = self._of_package(node.func)
        arguments, keywords = self.arguments(node)
        try:
            return function(*arguments, **keywords)
        except Exception as error:  # what SQLAlchemy says of arguments it doesn't take
            raise UnreadableError(f"{ast.unparse(node.func)}() {str(error).splitlines()[0]}", node.lineno) from error

    def _dotted(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.Name):
            return self._imports.get(node.id)
        if isinstance(node, ast.Attribute):
            head = self._dotted(node.value)
            return f"{head}.{node.attr}" if head else None
        return None


def _foreign_type(dotted: str) -> Any:
    """A type of another package; None where a name means something else."""
    from sqlalchemy.types import UserDefinedType

    package, _, rest = dotted.partition(".")
    name = _FOREIGN_TYPES.get(f"{package}.{rest.rpartition('.')[2]}")
    if name is None:
        return None

    class Foreign(UserDefinedType[Any]):
        cache_ok = True

        def __init__(self, size: Any = None, *_: Any, dim: Any = None, length: Any = None, **__: Any) -> None:
            self.size = next((item for item in (size, dim, length) if isinstance(item, int)), None)

        def get_col_spec(self, **_: Any) -> str:
            assert name is not None
            return name if self.size is None else f"{name}({self.size})"

    return Foreign


def _imported(dotted: str) -> Any:
    """What a dotted name below ``sqlalchemy`` means, if that is something to describe a schema with."""
    import importlib

    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part, _UNKNOWN)
            if found is _UNKNOWN:
                return _UNKNOWN
        return found if _describes_schema(found) else _UNKNOWN
    return _UNKNOWN


def _describes_schema(found: Any) -> bool:
    from sqlalchemy import func
    from sqlalchemy.schema import SchemaItem
    from sqlalchemy.types import TypeEngine

    if isinstance(found, type):
        return issubclass(found, SchemaItem | TypeEngine) or found.__name__ in ("Identity", "Computed", "FetchedValue")
    if type(found) is type(func.now):  # ``sa.func.now``, ``sa.func``
        return True
    return getattr(found, "__name__", "") in _FUNCTIONS and getattr(found, "__module__", "").startswith("sqlalchemy")


_FUNCTIONS: Final = frozenset({"text", "true", "false", "null", "literal_column", "column", "cast", "desc", "asc"})
