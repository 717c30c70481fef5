"""Arguments that stand for each element of a collection: ``in_([id])`` of one, ``in_(ids)`` of all."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final

import libcst as cst
from sqlglot import exp

from codemod.discovery.call_sites import CallSite
from codemod.lowering.lowered import Lowered, placeholder
from codemod.outcome import Refusal
from codemod.python_code import call, name, names_in, renamed
from codemod.resolution.placeholder_runs import measured
from codemod.resolution.query_text import QueryText
from codemod.resolution.statement import Statement, parameter_number
from codemod.rewriting.facts.expression_facts import expression_facts, place_of
from codemod.syntax.none_checks import is_filled_before
from codemod.syntax.scopes import FunctionScope

#: What takes elements from a list.
_EMPTYING: Final = frozenset({"pop", "clear", "remove", "discard", "popleft", "popitem"})


def check_emptiness(site: CallSite, query: QueryText, statements: Sequence[Statement]) -> tuple[str, ...]:
    """Refuse a list of values that may be empty where that would be another answer than none.

    PostgreSQL refuses ``IN ()``; SQLAlchemy's empty list holds nothing. That is what the code asks for where the
    condition only ever selects, and nothing handles the error.

    Returns:
        A note for each list that may be empty all the same.

    Raises:
        Refusal: ``query.dynamic``.
    """
    notes: list[str] = []
    for number in sorted(query.runs):
        node = (query.arguments or ())[number - 1]
        if _is_filled(node, number, site, query):
            continue
        own = [
            (statement, numbers.index(number) + 1)
            for statement, numbers in zip(statements, query.numbers, strict=True)
            if number in numbers
        ]
        only_selects = all(_only_selects(statement.tree, place) for statement, place in own)
        code = site.module.text_of(measured(node) or node)
        if not only_selects or is_tried(site):
            message = f"`{code}` may be empty, which PostgreSQL refuses: `if not {code}: …` before it would tell"
            raise Refusal("query.dynamic", message)
        notes.append(f"`{code}` may be empty: PostgreSQL refused that, in_() finds no row then")
    return tuple(notes)


def spread(lowered: Lowered, query: QueryText, site: CallSite) -> Lowered:
    """The statement with all elements of a collection where the proven one has one of them.

    Raises:
        Refusal: ``query.dynamic``: an element stands elsewhere than in a list of values.
    """
    if not query.runs:
        return lowered
    given = {placeholder(number): (query.arguments or ())[number - 1] for number in query.runs}
    if any(_is_text(node, site) for node in given.values()):
        raise Refusal("query.dynamic", "the elements of a text are its characters")
    spreading = _Spreading(given)
    definitions = tuple(replace(item, value=spreading.visited(item.value)) for item in lowered.definitions)
    growths = tuple(
        replace(
            item, links=tuple(link.with_parts([spreading.part(part) for part in link.parts]) for link in item.links)
        )
        for item in lowered.growths
    )
    expression = spreading.visited(lowered.expression)
    trees = [
        expression,
        *(item.value for item in definitions),
        *(tree for item in growths for tree in item.expressions),
    ]
    if sum(item in given for tree in trees for item in names_in(tree)) != spreading.count:
        raise Refusal("query.dynamic", "an element of a collection stands elsewhere than in a list of values")
    return replace(lowered, expression=expression, definitions=definitions, growths=growths)


class _Spreading(ast.NodeTransformer):
    """Puts all elements in the place of one, in lists of values; ``count`` of them."""

    def __init__(self, placeholders: Collection[str]) -> None:
        self.placeholders = placeholders
        self.count = 0

    def visited(self, tree: ast.expr) -> ast.expr:
        """A tree of its own with all elements."""
        result: ast.expr = self.visit(ast.parse(ast.unparse(tree), mode="eval").body)
        return result

    def part(self, part: ast.expr | ast.keyword) -> ast.expr | ast.keyword:
        """An argument of a call with all elements."""
        return ast.keyword(part.arg, self.visited(part.value)) if isinstance(part, ast.keyword) else self.visited(part)

    def visit_Call(self, node: ast.Call) -> Any:
        self.generic_visit(node)
        match node:
            case ast.Call(func=ast.Attribute(attr="in_" | "not_in"), args=[ast.List(elts=elements)], keywords=[]):
                every = self._every(elements[0]) if len(elements) == 1 else None
                return call(node.func, every or ast.List(list(map(self._element, elements)), ast.Load()))
            case _:
                return node

    def _every(self, element: ast.expr) -> ast.expr | None:
        """The list of all elements by the form of one: ``ids``, ``[literal(value, Numeric) for value in ids]``."""
        found = [item for item in names_in(element) if item in self.placeholders]
        if len(found) != 1:
            return None
        self.count += 1
        given = name(found[0])
        if isinstance(element, ast.Name):
            return given
        turns = ast.comprehension(target=ast.Name("value", ast.Store()), iter=given, ifs=[], is_async=0)
        return ast.ListComp(renamed(element, {found[0]: "value"}), [turns])

    def _element(self, node: ast.expr) -> ast.expr:
        match node:
            case ast.Name(id=identifier) if identifier in self.placeholders:
                self.count += 1
                return ast.Starred(node, ast.Load())
            case _:
                return node


def _is_text(node: cst.BaseExpression, site: CallSite) -> bool:
    return expression_facts(node, place_of(site.scope, site.module)).python_type in ("str", "bytes")


def _only_selects(tree: exp.Expr, number: int) -> bool:
    """Whether a list of values is a condition that has to hold, of rows that are found."""
    for node in tree.find_all(exp.Parameter):
        if parameter_number(node) != number:
            continue
        around = node.parent
        while isinstance(around, exp.Cast | exp.Paren):
            around = around.parent
        if not isinstance(around, exp.In):
            return False
        outer = around.parent
        while isinstance(outer, exp.And | exp.Or | exp.Paren):
            outer = outer.parent
        if not isinstance(outer, exp.Where):
            return False
    return True


def is_tried(site: CallSite) -> bool:
    """Whether an error of the call may be handled in its function."""
    inner: cst.CSTNode = site.call
    while (outer := site.scope.parent(inner)) is not None:
        if isinstance(outer, cst.Try | cst.TryStar) and outer.body is inner and outer.handlers:
            return True
        inner = outer
    return False


def _is_filled(node: cst.BaseExpression, number: int, site: CallSite, query: QueryText) -> bool:
    """Whether a check keeps empty collections from the call, or from this text of it."""
    counted = measured(node)
    if not isinstance(counted, cst.Name) or _loses_elements(counted.value, site.scope):
        return False
    return _is_checked(counted, site.scope) or _is_decided(counted.value, number, query)


def _is_checked(use: cst.Name, scope: FunctionScope, depth: int = 0) -> bool:
    if is_filled_before(use, scope):
        return True
    bindings = scope.reaching(use)
    value = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
    match value:
        case cst.List(elements=[*elements]) | cst.Tuple(elements=[*elements]):
            return any(isinstance(item, cst.Element) for item in elements)
        case cst.BaseExpression() if depth < _DEEPEST:
            other = measured(value)
            found = isinstance(other, cst.Name) and not _loses_elements(other.value, scope)
            return found and isinstance(other, cst.Name) and _is_checked(other, scope, depth + 1)
        case _:
            return False


#: Names of names: ``ids = [item.id for item in items]``.
_DEEPEST: Final = 4


def _is_decided(collection: str, number: int, query: QueryText) -> bool:
    """Whether the collection is only sent under a test that it has elements."""
    for place, selector in enumerate(query.selectors):
        if not isinstance(selector.node, cst.Name) or selector.node.value != collection:
            continue
        sent = zip(query.alternatives, query.numbers, strict=True)
        if all(item.picks[place] == selector.keys.index(True) for item, numbers in sent if number in numbers):
            return True
    return False


def _loses_elements(collection: str, scope: FunctionScope) -> bool:
    """Whether something may take elements away: ``ids.clear()``, ``del ids[0]``, ``ids[:] = []``."""
    for use in scope.flow(collection).uses:
        around = scope.parent(use)
        if isinstance(around, cst.Attribute) and around.attr.value in _EMPTYING:
            return True
        if isinstance(around, cst.Subscript) and around.value is use:
            outer = scope.parent(around)
            while isinstance(outer, cst.Element | cst.Tuple | cst.List):
                outer = scope.parent(outer)
            if isinstance(outer, cst.Del | cst.AssignTarget):
                return True
    return False
