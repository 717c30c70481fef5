"""Terms of ORDER BY, GROUP BY and DISTINCT ON: positions and output names become what they stand for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlglot import exp

from codemod.verification.canonical.sources import Scope
from codemod.verification.difference import Difference
from codemod.verification.grouping import Term


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """A result column: PostgreSQL's name for it (None where the rules are not sure), type and nullability."""

    name: str | None
    pg_type: str | None
    nullable: bool


@dataclass(frozen=True, slots=True, eq=False)
class Outputs:
    """A resolved select list, and how the names of anything else are resolved beside it."""

    items: Sequence[exp.Expr]
    columns: Sequence[OutputColumn]
    scope: Scope
    resolve: Callable[[exp.Expr | None, Scope], None]

    def terms(self, clause: exp.Expr | None, *, inputs_first: bool = False) -> list[Term]:
        """Resolve every term of a clause in place.

        A bare name is an output column first in ORDER BY, an input column first in GROUP BY (manual, SELECT).

        Raises:
            Difference: a position or name that stands for no one column.
        """
        terms = []
        for written in list(clause.expressions) if clause is not None else []:
            inner = written.this if isinstance(written, exp.Ordered) else written
            index = self._index(inner, inputs_first=inputs_first)
            if index is not None:
                target = self.items[index].copy()
                inner.replace(target)
                inner = target
            else:
                self.resolve(inner, self.scope)
            terms.append(Term(inner, index))
        return terms

    def _index(self, inner: exp.Expr, *, inputs_first: bool) -> int | None:
        if isinstance(inner, exp.Literal):
            if inner.is_string or not inner.name.isdigit() or not 0 < int(inner.name) <= len(self.items):
                raise Difference(f"{inner.name} is the position of no column")
            return int(inner.name) - 1
        if not isinstance(inner, exp.Column) or inner.table or (inputs_first and any(self.scope.owners(inner.name))):
            return None
        found = [index for index, column in enumerate(self.columns) if column.name == inner.name]
        if any(self.items[index] != self.items[found[0]] for index in found):
            raise Difference(f"{inner.name} is the name of several columns")
        return found[0] if found else None
