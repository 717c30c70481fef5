"""What the functions of a decorator do with the keywords they get, as far as one of these is concerned."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import bound_by, name_loads, names_below, walk


@dataclass(slots=True, eq=False)
class KeywordUses:
    """The uses of ``kwargs`` in a decorator.

    Attributes:
        scope: the decorator.
        keyword: the one that is asked for.
        knows_name: somewhere it is passed over by its name.
        asks_by_name: somewhere another keyword is asked for by its name.
    """

    scope: FunctionScope
    keyword: str
    knows_name: bool = False
    asks_by_name: bool = False

    def are_blind(self, function: cst.FunctionDef, name: str, besides: cst.Call | None = None, depth: int = 0) -> bool:
        """Whether a function does the same whatever the keyword holds, apart from one call.

        Args:
            function: a function of the decorator.
            name: its parameter with the keywords.
            besides: the call that may get them.
            depth: how many functions they went through.
        """
        if depth > 3 or any(name in bound_by(node) for node in walk(function.body)):
            return False
        return all(self._is_blind(use, besides, depth) for use in name_loads(function.body, name))

    def _is_blind(self, use: cst.Name, besides: cst.Call | None, depth: int) -> bool:
        around = self.scope.parent(use)
        above = self.scope.parent(around) if around is not None else None
        match around:
            case cst.Arg() if isinstance(above, cst.Call):
                return above is besides or self._goes_on(above, around, depth)
            case cst.Attribute(attr=cst.Name(value="items")) if isinstance(above, cst.Call):
                return self._is_passed_over(self.scope.parent(above))
            case cst.Attribute(attr=cst.Name(value="get")) if isinstance(above, cst.Call) and above.args:
                return self._is_other(above.args[0].value)
            case cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
                return self._is_other(key)
            case cst.ComparisonTarget(operator=cst.In() | cst.NotIn()) if isinstance(above, cst.Comparison):
                return self._is_other(above.left)
            case _:
                return False

    def _goes_on(self, call: cst.Call, argument: cst.Arg, depth: int) -> bool:
        """Whether another function of the decorator, which gets the keywords, is blind to it as well."""
        inner = [node for node in walk(self.scope.node) if isinstance(node, cst.FunctionDef)]
        found = [node for node in inner if isinstance(call.func, cst.Name) and node.name.value == call.func.value]
        if len(found) != 1 or found[0].decorators or argument.keyword is not None:
            return False
        params = found[0].params
        if argument.star:
            taken = params.star_kwarg if argument.star == "**" else None
            plain = {item.name.value for item in (*params.params, *params.kwonly_params)}
            return taken is not None and self.keyword not in plain and self._blind_in(found[0], taken, depth)
        position = call.args.index(argument)
        positional = [*params.posonly_params, *params.params]
        if any(item.star for item in call.args[:position]) or position >= len(positional):
            return False
        return self._blind_in(found[0], positional[position], depth)

    def _blind_in(self, function: cst.FunctionDef, taken: cst.Param, depth: int) -> bool:
        return self.are_blind(function, taken.name.value, depth=depth + 1)

    def _is_other(self, key: cst.BaseExpression) -> bool:
        self.asks_by_name = True
        return isinstance(key, cst.SimpleString) and key.evaluated_value != self.keyword

    def _is_passed_over(self, loop: cst.CSTNode | None) -> bool:
        """``for name, value in kwargs.items():`` that goes on at once where the name is the keyword's."""
        match loop:
            case cst.For(
                target=cst.Tuple(elements=[cst.Element(value=cst.Name(value=name)), _]),
                body=cst.IndentedBlock(body=[cst.If(test=test, body=cst.IndentedBlock(body=lines), orelse=None), *_]),
            ):
                skips = isinstance(lines[-1], cst.SimpleStatementLine) and isinstance(lines[-1].body[-1], cst.Continue)
                passes = skips and len(lines) == 1 and self._holds(test, name)
            case cst.CompFor(
                target=cst.Tuple(elements=[cst.Element(value=cst.Name(value=name)), _]), ifs=[cst.CompIf(test=test), *_]
            ):
                passes = self._fails(test, name)
            case _:
                return False
        self.knows_name = self.knows_name or passes
        return passes

    def _holds(self, test: cst.BaseExpression, name: str) -> bool:
        """Whether a test is certainly true where a variable is the keyword's name, and looks at nothing else before."""
        match test:
            case cst.BooleanOperation(left=left, operator=cst.Or(), right=right):
                looks = set(names_below(left))
                return self._holds(left, name) or (looks == {name} and self._holds(right, name))
            case cst.Comparison(left=cst.Name(value=asked), comparisons=[cst.ComparisonTarget() as compared]):
                return asked == name and self._is_among(compared, cst.Equal, cst.In)
            case _:
                return False

    def _fails(self, test: cst.BaseExpression, name: str) -> bool:
        """Whether a test is certainly false where a variable is the keyword's name, and looks at nothing else."""
        match test:
            case cst.BooleanOperation(left=left, operator=cst.And()):
                return self._fails(left, name)
            case cst.Comparison(left=cst.Name(value=asked), comparisons=[cst.ComparisonTarget() as compared]):
                return asked == name and self._is_among(compared, cst.NotEqual, cst.NotIn)
            case _:
                return False

    def _is_among(
        self, compared: cst.ComparisonTarget, equal: type[cst.BaseCompOp], among: type[cst.BaseCompOp]
    ) -> bool:
        match compared.comparator:
            case cst.SimpleString() as text:
                return isinstance(compared.operator, equal) and text.evaluated_value == self.keyword
            case cst.Tuple(elements=elements) | cst.List(elements=elements) | cst.Set(elements=elements):
                named = [item.value for item in elements if isinstance(item.value, cst.SimpleString)]
                return isinstance(compared.operator, among) and self.keyword in {text.evaluated_value for text in named}
            case _:
                return False
