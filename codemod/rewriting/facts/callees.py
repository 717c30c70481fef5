"""The functions of the project that a call certainly reaches, and the parameter that takes an argument."""

from __future__ import annotations

import re
from dataclasses import dataclass

import libcst as cst

from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.rewriting.facts.annotated_objects import is_annotated
from codemod.rewriting.facts.method_owners import may_share_objects
from codemod.rewriting.facts.visibility import imports, is_module, is_visible
from codemod.source import ParsedModule
from codemod.syntax.functions import PLAIN_DECORATORS, has_decorator, is_plain
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import blocks, parameters


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """How a value is passed to a function.

    Attributes:
        position: among the positional arguments; None for a keyword, or behind ``*``.
        call: the call, where there is one to see; ``map()`` makes its own.
        seen: the call names the function itself.
    """

    position: int | None
    keyword: str | None = None
    call: cst.Call | None = None
    seen: bool = False

    @classmethod
    def by(cls, call: cst.Call | None, argument: cst.Arg) -> Given:
        """As an argument of a call."""
        assert call is not None, "an argument stands in a call"
        if argument.keyword is not None:
            return cls(None, argument.keyword.value, call, seen=True)
        before = call.args[: call.args.index(argument)]
        return cls(None if any(item.star for item in before) else len(before), None, call, seen=True)


def find_callees(
    function: cst.BaseExpression, module: ParsedModule, scope: FunctionScope, index: ProjectIndex
) -> list[Occurrence]:
    """Every function of the project that may run for ``function(…)``; none when another one could.

    Args:
        function: the called expression.
        module: the file of the call.
        scope: the function of the call.
        index: definitions of the project.
    """
    match function:
        case cst.Attribute(value=cst.Name(value="self" | "cls"), attr=cst.Name(value=name)):
            found = [item for item in index.functions_named(name) if item.scope.class_name is not None]
            own = [item for item in found if item.module.source.path == module.source.path]
            if scope.class_name is None or all(item.scope.class_name != scope.class_name for item in own):
                return []
            # an override in a subclass may be the one that runs
            return [
                item
                for item in found
                if may_share_objects(scope.class_name, item.scope.class_name or "", index.ancestors)
            ]
        case cst.Name(value="cls") if scope.class_name is not None and scope.outer is None:
            below = {name for name, above in index.ancestors.items() if scope.class_name in above}
            made = _constructors(scope.class_name, module, index)
            return (
                [*made, *(item for item in index.functions_named("__init__") if item.scope.class_name in below)]
                if made
                else []
            )
        case cst.Name() if scope.holding(function.value) is not None:
            return _nested(function, module, scope, index)
        case cst.Name(value=name):
            plain = [item for item in index.functions_named(name) if item.scope.class_name is None]
            made = _constructors(name, module, index)
            found = [item for item in (*plain, *made) if is_visible(item, item.scope.class_name or name, module, index)]
            return found if len(found) == 1 and found[0].scope.outer is None else []
        case cst.Attribute(value=receiver, attr=cst.Name(value=name)) if made_by := _made_by(receiver, scope):
            named = [item for item in index.functions_named(name) if item.scope.class_name == made_by]
            found = [item for item in named if is_visible(item, made_by, module, index)]
            return found if len(found) == 1 else []
        case cst.Attribute(value=cst.Name(value=holder), attr=cst.Name(value=name)) if scope.holding(holder) is None:
            named = [item for item in index.functions_named(name) if item.scope.class_name == holder]
            if not named:  # inherited: of the one class above that has it
                above = index.ancestors.get(holder, frozenset())
                named = [item for item in index.functions_named(name) if item.scope.class_name in above]
            found = [item for item in named if is_visible(item, holder, module, index) and _needs_no_object(item.node)]
            plain = [item for item in index.functions_named(name) if item.scope.class_name is None]
            found += [item for item in plain if item.scope.outer is None and is_module(item, holder, module)]
            return found if len(found) == 1 else []
        case _:
            return []


def only_method(
    function: cst.BaseExpression, module: ParsedModule, scope: FunctionScope, index: ProjectIndex
) -> list[Occurrence]:
    """The method that ``votes.add(…)`` or ``self.votes.add(…)`` means, where the project says what ``votes`` is.

    That is the case where it has just one function of that name, and somewhere gives its class to something called
    ``votes``: ``self.votes = VoteStore(pool)``, ``votes: VoteStore``. A library's object may have such a method too.
    Of several methods it is the one of the class that an annotation gives a variable.
    """
    match function:
        case cst.Attribute(value=cst.Name(value=owner), attr=cst.Name(value=name)):
            pass
        case cst.Attribute(value=cst.Attribute(attr=cst.Name(value=owner)), attr=cst.Name(value=name)):
            pass
        case _:
            return []
    assert isinstance(function, cst.Attribute)
    found = list(index.functions_named(name))
    if len(found) != 1:
        methods = [item for item in found if item.scope.class_name is not None and item.scope.outer is None]
        told = [item for item in methods if is_annotated(function.value, item, module, scope, index)]
        is_final = not any(_is_overridden(item, methods, index) or _is_stub(item.node) for item in told)
        return told if len(told) == 1 and is_final else []
    if found[0].scope.class_name is None or found[0].scope.outer is not None or _is_stub(found[0].node):
        return []
    if is_annotated(function.value, found[0], module, scope, index):
        return found
    made = rf"\s*(?:await\s+)?(?:\w+\.)*{re.escape(found[0].scope.class_name)}"
    given = re.compile(rf"\b{owner}\s*(?::[^=\n]*\b{re.escape(found[0].scope.class_name)}\b|={made}\s*\()")
    others = re.compile(rf"\b{owner}\s*=(?!=)(?!{made}\s*\(|\s*None\b|\s*{owner}\b)")
    texts = [module.source.text for module in index.modules_naming(owner)]
    is_told = any(given.search(text) for text in texts) and not any(others.search(text) for text in texts)
    return found if is_told else []


def _is_overridden(method: Occurrence, methods: list[Occurrence], index: ProjectIndex) -> bool:
    """Whether an object of a method's class may have another one of that name."""
    owners = [item.scope.class_name or "" for item in methods if item.node is not method.node]
    return any(may_share_objects(method.scope.class_name or "", owner, index.ancestors) for owner in owners)


def _is_stub(function: cst.CSTNode) -> bool:
    """Whether a method only says what others are to do: a protocol's, which a library's class may have as well."""
    return all(
        isinstance(item, cst.Pass | cst.Raise)
        or (isinstance(item, cst.Expr) and isinstance(item.value, cst.Ellipsis | cst.BaseString))
        for item in blocks(function)
    )


def _nested(name: cst.Name, module: ParsedModule, scope: FunctionScope, index: ProjectIndex) -> list[Occurrence]:
    """The function that the calling one defines or imports itself, and never binds again."""
    flow = scope.flow(name.value)
    node = flow.bindings[0].node if len(flow.bindings) == 1 and not flow.elsewhere else None
    if isinstance(node, cst.ImportFrom):
        plain = [item for item in index.functions_named(name.value) if item.scope.class_name is None]
        named = [*plain, *_constructors(name.value, module, index)]
        given = [item for item in named if imports(node, item, item.scope.class_name or name.value, module, index)]
        return given if len(given) == 1 and given[0].scope.outer is None else []
    if not isinstance(node, cst.FunctionDef):
        return []
    own = module.source.path
    found = [item for item in index.functions_named(name.value) if item.module.source.path == own]
    inner = [item for item in found if item.scope.outer and item.scope.outer.qualified_name == scope.qualified_name]
    return inner if len(inner) == 1 else []


def _constructors(name: str, module: ParsedModule, index: ProjectIndex) -> list[Occurrence]:
    """Initializers that a call of the class may run; that of its one base where a class of the module has none."""
    for node in module.tree.body:
        if isinstance(node, cst.ClassDef) and node.name.value == name and not _has_initializer(node):
            bases = [item.value.value for item in node.bases if isinstance(item.value, cst.Name)]
            return _constructors(bases[0], module, index) if len(bases) == len(node.bases) == 1 else []
    return [item for item in index.functions_named("__init__") if item.scope.class_name == name]


def _has_initializer(node: cst.ClassDef) -> bool:
    body = node.body.body
    return any(isinstance(item, cst.FunctionDef) and item.name.value in ("__init__", "__new__") for item in body)


def _made_by(receiver: cst.BaseExpression, scope: FunctionScope) -> str | None:
    """The class of an object that the function made itself: ``x = Count()``, an item of ``defaultdict(Count)``."""
    name = receiver.value if isinstance(receiver, cst.Subscript) else receiver
    if not isinstance(name, cst.Name) or not scope.is_local(name.value):
        return None
    flow = scope.flow(name.value)
    value = flow.bindings[0].value if len(flow.bindings) == 1 and not flow.elsewhere else None
    if flow.bindings and flow.bindings[0].kind != "assign":
        return None
    match value:
        case cst.Call(
            func=cst.Name(value="defaultdict") | cst.Attribute(attr=cst.Name(value="defaultdict")), args=[only]
        ):
            is_item = isinstance(receiver, cst.Subscript) and isinstance(only.value, cst.Name)
            return only.value.value if is_item else None  # type: ignore[attr-defined]
        case cst.Call(func=cst.Name(value=made)) if receiver is name:
            return made
        case _:
            return None


def _needs_no_object(function: cst.CSTNode) -> bool:
    return isinstance(function, cst.FunctionDef) and has_decorator(function, *PLAIN_DECORATORS)


def parameter_of(
    function: cst.FunctionDef, given: Given, *, is_method: bool, carried: bool = False
) -> cst.Param | None:
    """The parameter that takes an argument; None when it can't be told.

    Args:
        function: the function.
        given: how the argument is passed.
        is_method: Python passes another one before it.
        carried: its decorators hand all arguments on as they come.
    """
    if not is_plain(function) and not carried:
        return None
    if given.keyword is not None:
        named = [item for item in parameters(function.params) if item.name.value == given.keyword and not item.star]
        return named[0] if named else None
    if given.position is None:
        return None
    position = given.position + (1 if is_method and not has_decorator(function, "staticmethod") else 0)
    positional = [*function.params.posonly_params, *function.params.params]
    return positional[position] if position < len(positional) else None


def is_self(function: cst.BaseExpression) -> bool:
    """Whether a called expression is a method of the object itself."""
    holder = function.value if isinstance(function, cst.Attribute) else None
    return isinstance(holder, cst.Name) and holder.value in ("self", "cls")
