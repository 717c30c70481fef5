"""pgvector's type as models have it: that of its own package, or one that says no more than its name."""

from __future__ import annotations

import ast
from functools import cache
from typing import Any, Final

#: pgvector's name of its type.
VECTOR: Final = "vector"

#: How a ``type_source`` begins: ``pgvector.Vector(3)``; ``vectors.Vector(3)`` for a type without processing.
OF_PACKAGE: Final = "pgvector."
BY_NAME: Final = "vectors."

#: Where pgvector's package has the type, under both of its names.
MODULE: Final = "pgvector.sqlalchemy"
_NAMES: Final = ("Vector", "VECTOR")


def is_vector(pg_type: str | None) -> bool:
    """Whether a column holds vectors."""
    return pg_type is not None and pg_type.partition("(")[0] == VECTOR


def of_package(type_source: str | None) -> bool:
    """Whether a column has the type of pgvector's package, which reads and writes objects."""
    return (type_source or "").startswith(OF_PACKAGE)


def class_of(type_source: str | None) -> str:
    """The name that pgvector's package has for the type of a column."""
    return (type_source or "").removeprefix(OF_PACKAGE).partition("(")[0]


def package_source(qualified: str | None) -> str | None:
    """The head of a ``type_source`` for a name of pgvector's package; None for any other name."""
    module, _, name = (qualified or "").rpartition(".")
    return f"{OF_PACKAGE}{name}" if name in _NAMES and module.startswith(MODULE) else None


def named_source(class_: ast.ClassDef, call: ast.expr) -> str | None:
    """The ``type_source`` of a class that says ``f"vector{self.modifier}"`` and changes no value.

    Such a class is what ``models --generate`` writes where a project has no package for the type.
    """
    defined = {item.name: item for item in class_.body if isinstance(item, ast.FunctionDef)}
    if [ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in class_.bases] != ["UserDefinedType"]:
        return None
    if not {"get_col_spec"} <= defined.keys() <= {"__init__", "get_col_spec"}:
        return None
    match defined["get_col_spec"].body:
        case [ast.Return(value=ast.Constant(value="vector" | "VECTOR"))] if "__init__" not in defined:
            return f"{BY_NAME}Vector()"
        case [ast.Return(value=ast.JoinedStr(values=[ast.Constant(value="vector"), ast.FormattedValue() as rest]))]:
            if ast.unparse(rest.value) != "self.modifier" or not _keeps_modifier(defined.get("__init__")):
                return None
        case _:
            return None
    arguments = call.args if isinstance(call, ast.Call) and not call.keywords else []
    written = arguments[0].value if len(arguments) == 1 and isinstance(arguments[0], ast.Constant) else ""
    size = str(written).strip("()")
    return f"{BY_NAME}Vector({size})" if not size or size.isdigit() else None


def _keeps_modifier(function: ast.FunctionDef | None) -> bool:
    return function is not None and [ast.unparse(item) for item in function.body] == ["self.modifier = modifier"]


@cache
def stand_in(*, of_package: bool) -> type[Any]:
    """A type that compiles as the project's does; pgvector's own has names for its operators."""
    from sqlalchemy import Float
    from sqlalchemy.types import UserDefinedType

    class Vector(UserDefinedType[Any]):
        cache_ok = True

        def __init__(self, dim: int | None = None) -> None:
            self.dim = dim

        def get_col_spec(self, **_: Any) -> str:
            return "VECTOR" if self.dim is None else f"VECTOR({self.dim})"

    if not of_package:
        return Vector

    class Comparator(UserDefinedType.Comparator[Any]):
        def l2_distance(self, other: Any) -> Any:
            return self.op("<->", return_type=Float)(other)

        def cosine_distance(self, other: Any) -> Any:
            return self.op("<=>", return_type=Float)(other)

        def max_inner_product(self, other: Any) -> Any:
            return self.op("<#>", return_type=Float)(other)

        def l1_distance(self, other: Any) -> Any:
            return self.op("<+>", return_type=Float)(other)

    return type("Vector", (Vector,), {"cache_ok": True, "comparator_factory": Comparator})
