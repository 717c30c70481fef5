"""Types of extensions that SQLAlchemy doesn't have, in generated models."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from codemod.modelling.reflection import DatabaseType

#: pgvector's types of SQLAlchemy, by those of the database.
_VECTORS: Final = {"vector": "Vector", "halfvec": "HALFVEC", "sparsevec": "SPARSEVEC"}

#: A type by its name in the database; its values are what asyncpg gives.
_CLASS: Final = '''class {made}(UserDefinedType[Any]):
    """The type {name} of the database."""

    cache_ok = True

    def __init__(self, modifier: str = "") -> None:
        self.modifier = modifier

    def get_col_spec(self, **_: object) -> str:
        return f"{name}{{self.modifier}}"'''


@dataclass(slots=True, eq=False)
class ForeignTypes:
    """The types that the models of one module need.

    Attributes:
        has_pgvector: the project has pgvector's package, which brings its own.
    """

    has_pgvector: bool
    _made: dict[str, str] = field(default_factory=dict)

    def rendered(self, kind: DatabaseType, add_import: Callable[[str, str], None]) -> str:
        """The code of a type.

        Args:
            kind: the type.
            add_import: called with the module and the name of what the code needs.
        """
        name, bracket, rest = kind.spec.partition("(")
        size = rest.removesuffix(")")
        if self.has_pgvector and name in _VECTORS and (not size or size.isdigit()):
            add_import("pgvector.sqlalchemy", _VECTORS[name])
            return f"{_VECTORS[name]}({size})"
        add_import("sqlalchemy.types", "UserDefinedType")
        add_import("typing", "Any")
        words = re.findall(r"[A-Za-z0-9]+", name.rpartition(".")[2])
        made = "".join(word.capitalize() for word in words) + "Type"
        self._made[made] = name
        return f"{made}({(bracket + rest)!r})" if bracket else f"{made}()"

    def classes(self) -> Iterator[str]:
        """The classes of the types that were rendered."""
        for made, name in sorted(self._made.items()):
            yield _CLASS.format(made=made, name=name)
