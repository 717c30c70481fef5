"""The canonical form of a statement: names resolved, aliases renumbered, noise gone, meaning kept.

Two statements are the same when their canonical trees, the text of these and their shape are equal:
the tree alone hides arguments that are false (SKIP LOCKED), the text alone how AND and OR nest.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from codemod.mapping.models import ModelRegistry, columns_given
from codemod.mapping.types import ENUM
from codemod.outcome import Refusal
from codemod.resolution.dialect import sql_of, tokens_of, trees_of
from codemod.resolution.fidelity import check_fidelity
from codemod.verification.canonical.changes import ChangeResolver
from codemod.verification.canonical.output_terms import OutputColumn
from codemod.verification.canonical.plain_form import DECLARED, plain_form, shape
from codemod.verification.canonical.spellings import in_one_order
from codemod.verification.canonical.table_functions import COLUMNS
from codemod.verification.difference import Difference
from codemod.verification.documents import texts_read
from codemod.verification.types.pg_types import type_name
from codemod.verification.types.signatures import DECLARED_AS, signature_as_declared


@dataclass(frozen=True, slots=True, eq=False)
class Canonical:
    """A canonical tree, its text, and its result columns."""

    tree: exp.Expr
    text: str
    columns: tuple[OutputColumn, ...]

    def equals(self, other: Canonical) -> bool:
        """Whether both stand for the same statement; the names of the columns are no part of it."""
        return self.tree == other.tree and self.text == other.text and shape(self.tree) == shape(other.tree)


def canonical(tree: exp.Expr, registry: ModelRegistry) -> Canonical:
    """Bring a statement into canonical form; ``tree`` stays as it is.

    Raises:
        Difference: a name that can't be resolved, or a construct whose names it does not know.
    """
    plain = texts_read(plain_form(tree), registry.json_values)
    _note_enums(plain, registry)
    _note_functions(plain, registry)
    columns = ChangeResolver(registry).statement(plain)
    plain = in_one_order(plain)
    return Canonical(plain, sql_of(plain), tuple(columns))


def _note_enums(tree: exp.Expr, registry: ModelRegistry) -> None:
    """``$1::mood``: the type is an enumerated one that a column of the models has."""
    for node in tree.walk():
        declared = str(node.meta.get(DECLARED, ""))
        if declared and type_name(declared) is None and registry.enum_column(declared.removesuffix("[]")) is not None:
            node.meta[DECLARED] = f"{ENUM}{declared}"


def _note_functions(tree: exp.Expr, registry: ModelRegistry) -> None:
    """Calls of functions that the project's DDL makes: their signature, and the columns they give in FROM."""
    for node in tree.find_all(exp.Anonymous):
        function = registry.functions.get(node.name)
        if function is not None:
            node.meta[DECLARED_AS] = signature_as_declared(function, len(node.expressions))
            node.meta[COLUMNS] = columns_given(function, registry)


def parsed(text: str) -> exp.Expr:
    """The tree of a compiled statement.

    Raises:
        Difference: the parser does not give it back as it is.
    """
    tokens = tokens_of(text)
    trees = trees_of(tokens, text)
    if len(trees) != 1:
        raise Difference(f"the compiled text is {len(trees)} statements")
    tree = trees[0]
    try:
        check_fidelity(tokens, tree)
    except Refusal as refusal:
        raise Difference(f"the compiled text can't be read back: {refusal.message}") from refusal
    return tree
