"""Several lowered statements as one, in which an expression of the source decides what differs between them."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product, takewhile
from typing import Any

from codemod.lowering.decisions import Decision, merged_trees, with_keywords
from codemod.lowering.growth import grown
from codemod.lowering.lowered import Definition, Lowered
from codemod.outcome import Refusal
from codemod.python_code import name, names_in


def merged(alternatives: Sequence[Lowered | None], decisions: Sequence[Decision], *, built: bool = False) -> Lowered:
    """One statement for all alternatives, which come in the order of ``itertools.product`` of the decisions.

    Args:
        alternatives: the statements; None under decisions that lead past the call.
        decisions: what decides between them.
        built: each has arguments of its own; their evaluation does nothing.

    Raises:
        Refusal: ``query.alternatives``: they differ in more than an expression could decide.
    """
    sent = [item for item in alternatives if item is not None]
    first = sent[0]
    _check_alike(sent, built=built)
    trees = [_trees(item) if item is not None else None for item in alternatives]
    parts = [
        merged_trees([tree[place] if tree is not None else None for tree in trees], decisions)
        for place in range(len(first.definitions) + 1)
    ]
    models = frozenset(table.class_name for item in sent for table in item.tables)
    shared = _Shared(decisions, models, Counter(ast.dump(node) for part in parts for node in ast.walk(part)))
    parts = [shared.without_repetition(part) for part in parts]
    definitions = [replace(old, value=new) for old, new in zip(first.definitions, parts, strict=False)]
    whole = replace(
        _together(sent, [*(item.value for item in shared.definitions), *parts]),
        expression=parts[-1],
        definitions=(*shared.definitions, *definitions),
    )
    for picks, tree in zip(product(*(range(item.width) for item in decisions)), trees, strict=True):
        if tree is not None:
            check_instance(whole, decisions, picks, tree)
    return whole


def _trees(lowered: Lowered) -> list[ast.expr]:
    return [*(part.value for part in lowered.definitions), lowered.expression]


def _together(sent: Sequence[Lowered], parts: Sequence[ast.expr]) -> Lowered:
    """The first of the alternatives with what all of them need; ``parts`` are the trees that are written."""
    return replace(
        sent[0],
        imports=frozenset().union(*(item.imports for item in sent)),
        tables=tuple({id(table): table for item in sent for table in item.tables}.values()),
        parameters=Counter(number for part in parts for number in map(_number, names_in(part)) if number),
        entity=None,
        writes=any(item.writes for item in sent),
        notes=tuple(dict.fromkeys(note for item in sent for note in item.notes)),
    )


def grown_form(alternatives: Sequence[Lowered | None], decisions: Sequence[Decision]) -> Lowered | None:
    """The statement that grows under some of the decisions; None where none of them only adds to it.

    Nothing is checked here: what :func:`path_of` gives has to be proven for every decision.
    """
    sent = [item for item in alternatives if item is not None]
    texts = {tuple(ast.dump(part.value) for part in item.definitions) for item in sent}
    trees = [item.expression if item is not None else None for item in alternatives]
    found = grown(trees, decisions) if len(texts) == 1 else None
    if found is None:
        return None
    _check_alike(sent, built=True)
    expression = merged_trees(found.trees, found.others)
    added = (item for growth in found.growths for item in growth.expressions)
    whole = _together(sent, [*(part.value for part in sent[0].definitions), expression, *added])
    return replace(whole, expression=expression, growths=found.growths)


def path_of(whole: Lowered, decisions: Sequence[Decision], picks: Sequence[int]) -> ast.expr:
    """The statement that the code builds under some decisions."""
    tree = _instance(whole.expression, decisions, picks, {})
    for growth in whole.growths:
        place = next(place for place, item in enumerate(decisions) if item.placeholder == growth.placeholder)
        if decisions[place].keys[picks[place]] is growth.when:
            tree = growth.on(tree)
    return tree


def _number(placeholder_: str) -> int:
    """The n of a bound argument's placeholder; 0 for any other name."""
    found = re.fullmatch(r"__p(\d+)__", placeholder_)
    return int(found[1]) if found is not None else 0


def check_instance(
    whole: Lowered, decisions: Sequence[Decision], picks: Sequence[int], trees: Sequence[ast.expr]
) -> None:
    """Make sure that the code, run under some decisions, builds what was proven for them.

    Raises:
        Refusal: ``query.alternatives``.
    """
    known: dict[str, ast.expr] = {}
    own = len(whole.definitions) - (len(trees) - 1)
    for definition in whole.definitions[:own]:
        known[definition.placeholder] = _instance(definition.value, decisions, picks, known)
    written = [*(item.value for item in whole.definitions[own:]), whole.expression]
    for part, tree in zip(written, trees, strict=True):
        if ast.dump(_instance(part, decisions, picks, known)) != ast.dump(_instance(tree, (), (), {})):
            raise Refusal("query.alternatives", "the code for all texts of the query is not the code for each of them")


def _instance(
    tree: ast.expr, decisions: Sequence[Decision], picks: Sequence[int], known: Mapping[str, ast.expr]
) -> ast.expr:
    """The tree as it is evaluated under some decisions."""

    class Taking(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> Any:
            if isinstance(node, ast.Name) and node.id in known:
                return known[node.id]
            for decision, pick in zip(decisions, picks, strict=True):
                taken = decision.taken(node, pick)
                if taken is not None:
                    return self.visit(taken)
            return with_keywords(super().generic_visit(node))

    copied = ast.parse(ast.unparse(tree), mode="eval").body
    result: ast.expr = Taking().visit(copied)
    return result


def _check_alike(alternatives: Sequence[Lowered], *, built: bool) -> None:
    """Refuse statements whose results or arguments are not alike: what reads and binds them is written once."""
    first = alternatives[0]
    for other in alternatives[1:]:
        if (first.kind, first.shape, first.many_keys, first.values) != (other.kind, other.shape, other.many_keys, None):
            raise Refusal("query.alternatives", "the texts of the query are statements of several kinds")
        if not built and dict(first.parameters) != dict(other.parameters):
            raise Refusal("query.alternatives", "the texts of the query use their parameters differently")
        if [item.placeholder for item in first.definitions] != [item.placeholder for item in other.definitions]:
            raise Refusal("query.alternatives", "the texts of the query have different sources")
        names, others = ([item.name for item in lowered.columns] for lowered in (first, other))
        if (
            (names != others and first.shape != "scalar")
            or first.documents != other.documents
            or first.texts != other.texts
        ):
            message = f"the texts of the query have different columns: {', '.join(names)} and {', '.join(others)}"
            raise Refusal("query.alternatives", message)


@dataclass(slots=True, eq=False)
class _Shared:
    """Gives a choice a name of its own: between models, ``player = {"lol": LolPlayer, "dota": DotaPlayer}[game]``.

    A look-up that is there several times gets one, too.
    """

    decisions: Sequence[Decision]
    models: frozenset[str]
    counts: Mapping[str, int]
    definitions: list[Definition] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)

    def without_repetition(self, tree: ast.expr) -> ast.expr:
        """The tree with the name in the place of each such choice."""
        shared = self

        class Naming(ast.NodeTransformer):
            def visit(self, node: ast.AST) -> Any:
                inner = self.generic_visit(node)
                return shared.named(inner) if isinstance(inner, ast.expr) else inner

        result: ast.expr = Naming().visit(ast.parse(ast.unparse(tree), mode="eval").body)
        return result

    def named(self, node: ast.expr) -> ast.expr:
        """The name of a choice between models; the node itself for any other."""
        for decision in self.decisions:
            trees = [decision.taken(node, pick) for pick in range(decision.width)]
            models = [tree.id for tree in trees if isinstance(tree, ast.Name) and tree.id in self.models]
            text = ast.dump(node)
            is_repeated = None not in trees and not isinstance(node, ast.IfExp | ast.Name) and self.counts[text] > 1
            if len(models) != decision.width and not is_repeated:
                continue
            if text not in self._names:
                self._names[text] = f"__c{len(self.definitions) + 1}__"
                hint = _hint(models) if len(models) == decision.width else "chosen_column"
                self.definitions.append(Definition(self._names[text], hint, node))
            return name(self._names[text])
        return node


def _hint(models: Sequence[str]) -> str:
    """What the names of models have in common at their end, or at their beginning, as a variable; else ``model``."""
    words = [re.findall(r"[A-Z][a-z0-9]*|[a-z0-9]+", model) for model in models]
    common = _common([item[::-1] for item in words])[::-1] or _common(words)
    return "_".join(common).lower() or "model"


def _common(words: Sequence[list[str]]) -> list[str]:
    return [found[0] for found in takewhile(lambda column: len(set(column)) == 1, zip(*words, strict=False))]
