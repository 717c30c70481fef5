"""The texts of a call whose query is decided by a condition, a look-up or a name with finitely many values."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, cast

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.outcome import Refusal
from codemod.resolution.constants import ConstantResolver
from codemod.resolution.finite_values import FiniteValues, Lookup
from codemod.resolution.query_text import QueryText
from codemod.resolution.selectors import Chooser, Key, Selector, Sent, every_text
from codemod.resolution.settled import is_settled, statements_between
from codemod.resolution.text_search import TextSearch
from codemod.syntax.bindings import Binding
from codemod.syntax.none_checks import check_before
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import walk

#: What reads well as the key of a dictionary: names, sort orders.
_WORDS: Final = re.compile(r"\w+(\.\w+)?( \w+)?")


def resolve_chosen_texts(site: CallSite, constants: ConstantResolver) -> QueryText:
    """Every text that the site may send, by expressions in it, with what decides between them.

    Raises:
        Refusal: ``query.dynamic``, ``query.unresolved`` or ``query.several-definitions``.
    """
    lines: dict[int, tuple[str, Binding]] = {}
    trail: list[str] = []

    def search(chooser: Chooser) -> Sent:
        trail.clear()
        return Sent(
            ChoosingSearch(
                constants, site.module, site.scope, trail, site=site, chooser=chooser, at=site.statement, lines=lines
            ).text(site.query)
        )

    selectors, alternatives = every_text(search)
    trail += [f"{site.module.text_of(item.node)}: {item.evidence}" for item in selectors]
    return QueryText(
        alternatives[0].text,
        _only_read_here(site, lines.values(), selectors),
        tuple(dict.fromkeys(trail)),
        selectors,
        alternatives,
    )


@dataclass(slots=True, eq=False)
class ChoosingSearch(TextSearch):
    """Goes on where a text is decided by an expression, with the decision that the chooser takes.

    Attributes:
        at: the statement in which the text is put together.
        lines: assignments that the search went through, with the names they bind.
        checked: what is looked up here is there: a test keeps None from its use.
    """

    site: CallSite = field(kw_only=True)
    chooser: Chooser = field(kw_only=True)
    at: cst.CSTNode = field(kw_only=True)
    lines: dict[int, tuple[str, Binding]] = field(kw_only=True)
    checked: bool = False

    def text(self, node: cst.BaseExpression) -> str:
        """The string that an expression is, under the decisions of the chooser.

        Raises:
            Refusal: ``query.dynamic``, ``query.unresolved`` or ``query.several-definitions``.
        """
        match node:
            case cst.IfExp():
                # the condition comes first: it may keep a condition inside an arm from being evaluated
                pick = self._picked(node.test, (True, False), "a condition")
                return (self.text(node.body), self.text(node.orelse))[pick]
            case cst.Subscript() | cst.Call():
                lookup = self._values().lookup(node)
                if lookup is None or (lookup.may_miss and not self._is_there(lookup)):
                    return TextSearch.text(self, node)
                if isinstance(lookup.key, cst.SimpleString | cst.Integer | cst.IfExp) and not lookup.may_miss:
                    return self._looked_up(lookup, lookup.key)
                keys, has_default = tuple(key for key, _ in lookup.entries), lookup.otherwise is not None
                pick = self._picked(lookup.key, keys, "a key of the dictionary", has_default=has_default)
                return [*(text for _, text in lookup.entries), lookup.otherwise or ""][pick]
            case _:
                return TextSearch.text(self, node)

    def _is_there(self, lookup: Lookup) -> bool:
        """Whether a text is found; words are decided by the name they are bound to."""
        return self.checked and not all(_WORDS.fullmatch(text) for _, text in lookup.entries)

    def _looked_up(self, lookup: Lookup, key: cst.BaseExpression) -> str:
        """The text of a key that is written out, or of one of two."""
        match key:
            case cst.IfExp():
                pick = self._picked(key.test, (True, False), "a condition")
                return self._looked_up(lookup, (key.body, key.orelse)[pick])
            case cst.SimpleString() | cst.Integer():
                text = dict(lookup.entries).get(cast("str | int", key.evaluated_value), lookup.otherwise)
                if text is not None:
                    return text
            case _:
                pass
        raise Refusal("query.dynamic", f"the dictionary has no key `{self._code(key)}`")

    def _name(self, node: cst.Name) -> str:
        before, lines, around = dict(self.chooser.selectors), dict(self.lines), self.checked
        try:
            self.checked = bool(check_before(node, self.scope, lambda _: False))
            return TextSearch._name(self, node)
        except Refusal:
            self.chooser.selectors = before
            self.lines.clear()
            self.lines.update(lines)
            found = self._one_of_finitely_many(node)
            if found is None:
                raise
            return found
        finally:
            self.checked = around

    def _attribute(self, node: cst.Attribute) -> str:
        values = self._values().of_attribute(node)
        if values is not None:
            return values[self._picked(node, values, "a member of an enumeration")]
        texts = self._of_objects(node)
        if texts is None or len(texts) == 1 or not all(_WORDS.fullmatch(text) for text in texts):
            return TextSearch._attribute(self, node)
        return texts[self._picked(node, texts, "what its objects are made with", by=node.value)]

    def _one_of_finitely_many(self, node: cst.Name) -> str | None:
        values = self._values().of_name(node) if self.scope.is_local(node.value) else None
        if values is None or not all(_WORDS.fullmatch(value) for value in values):
            return None
        return values[self._picked(node, values, "one of finitely many values")]

    def _assigned(self, name: str, binding: Binding, scope: FunctionScope) -> str:
        line = binding.line
        if scope is not self.site.scope or line is None or statements_between(line, self.site) is None:
            return TextSearch._assigned(self, name, binding, scope)
        if self.depth > 8:
            raise Refusal("query.unresolved", "the query is defined by too many names in a row")
        assert binding.value is not None, f"{name} is assigned"
        self.lines[id(line)] = name, binding
        is_lookup = self._values().lookup(binding.value) is not None
        inner = replace(self, at=line, depth=self.depth + 1, checked=self.checked and is_lookup)
        return inner.text(binding.value)

    def _picked(
        self,
        node: cst.BaseExpression,
        keys: tuple[Key, ...],
        evidence: str,
        *,
        has_default: bool = False,
        by: cst.BaseExpression | None = None,
    ) -> int:
        code = self._code(node)
        if not is_settled(by or node, self.at, self.site, test=keys == (True, False)):
            raise Refusal("query.dynamic", f"`{code}` may have changed when the call runs the query it decided")
        return self.chooser.pick(self.module.text_of(node), Selector(node, keys, evidence, has_default))

    def _values(self) -> FiniteValues:
        return FiniteValues(self.module, self.scope, self.constants, self._searching)


def _only_read_here(
    site: CallSite, lines: Collection[tuple[str, Binding]], selectors: Sequence[Selector]
) -> tuple[cst.SimpleStatementLine, ...]:
    """The assignments on the way to the text that nothing reads but the query and each other."""
    kept = {item.value for selector in selectors for item in walk(selector.node) if isinstance(item, cst.Name)}
    gone = {id(item) for item in walk(site.query)}
    found: list[cst.SimpleStatementLine] = []
    for name, binding in lines:  # a line comes before those its value reads
        assert binding.line is not None, "only assignments that stand alone are noted"
        uses = site.scope.uses_of(name, binding)
        small = binding.line.body[0]
        alone = not isinstance(small, cst.Assign) or len(small.targets) == 1
        if alone and name not in kept and uses and all(id(use) in gone for use in uses):
            found.append(binding.line)
            gone |= {id(item) for item in walk(binding.line)}
    return tuple(found)
