"""TextSearch: the search for the text of an expression through names, constants and concatenation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import libcst as cst

from codemod.outcome import Refusal
from codemod.resolution.attribute_texts import AttributeTexts
from codemod.resolution.constant_collections import ConstantCollections
from codemod.resolution.constants import ConstantResolver
from codemod.resolution.enumerations import Member, member_of
from codemod.resolution.formatted_texts import pieces_of, template_of
from codemod.resolution.object_classes import ObjectClasses
from codemod.resolution.text_escapes import text_of_part
from codemod.resolution.text_files import TextFiles
from codemod.resolution.text_functions import TextFunction, TextFunctions
from codemod.resolution.text_methods import LAYOUTS, METHODS, changed, sliced
from codemod.source import ParsedModule
from codemod.syntax.bindings import Binding, original_name
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import parameters


@dataclass(slots=True, eq=False)
class TextSearch:
    """The search for the text of one expression, from constant to constant.

    Attributes:
        given: the texts that the parameters of the function are.
    """

    constants: ConstantResolver
    module: ParsedModule
    scope: FunctionScope
    trail: list[str] = field(default_factory=list)
    depth: int = 0
    given: Mapping[str, str] = field(default_factory=dict)

    def text(self, node: cst.BaseExpression) -> str:
        """The string that an expression is.

        Raises:
            Refusal: ``query.dynamic``, ``query.unresolved`` or ``query.several-definitions``.
        """
        match node:
            case cst.SimpleString():
                value = node.evaluated_value
                if isinstance(value, bytes):
                    raise Refusal("query.unresolved", "the query is a bytes literal")
                return value
            case cst.ConcatenatedString():
                return self.text(node.left) + self.text(node.right)
            case cst.FormattedString():
                is_raw = "r" in node.start.lower()
                return "".join(self._part(part, is_raw=is_raw) for part in node.parts)
            case cst.BinaryOperation(operator=cst.Add()):
                return self.text(node.left) + self.text(node.right)
            case (
                cst.BinaryOperation(operator=cst.Modulo()) | cst.Call(func=cst.Attribute(attr=cst.Name(value="format")))
            ):
                pieces = pieces_of(self.text(template_of(node)), node)
                return "".join(item if isinstance(item, str) else self._hole(item) for item in pieces)
            case cst.Name():
                return self._name(node)
            case cst.Attribute():
                return self._attribute(node)
            case cst.Call():
                return self._call(node)
            case cst.Subscript(value=value, slice=[cst.SubscriptElement(slice=cst.Slice() as part)]):
                return self._sure(sliced(self.text(value), part), node)
            case _:
                raise Refusal("query.dynamic", f"the query is built by `{self._code(node)}`")

    def _sure(self, text: str | None, node: cst.BaseExpression) -> str:
        """A text that is known.

        Raises:
            Refusal: ``query.dynamic``: it isn't.
        """
        if text is None:
            raise Refusal("query.dynamic", f"the query is built by `{self._code(node)}`")
        return text

    def _part(self, part: cst.BaseFormattedStringContent, *, is_raw: bool) -> str:
        if isinstance(part, cst.FormattedStringText):
            return text_of_part(part.value, is_raw=is_raw)
        assert isinstance(part, cst.FormattedStringExpression)
        if part.conversion not in (None, "s") or part.format_spec or part.equal:
            raise Refusal("query.dynamic", f"the f-string formats `{self._code(part.expression)}`")
        return self._hole(part.expression, "the f-string")

    def _hole(self, node: cst.BaseExpression, what: str = "the query") -> str:
        """What stands in the text for an expression."""
        try:
            member = member_of(node, self.constants, self.module, self.scope)
            if member is not None and member.kind == "named":
                raise Refusal("query.dynamic", f"`{self._code(node)}` is written as its name, or its value")
            return self._inserted(node)
        except Refusal as refusal:
            raise Refusal("query.dynamic", f"{what} inserts `{self._code(node)}`") from refusal

    def _inserted(self, node: cst.BaseExpression) -> str:
        """What an f-string inserts for an expression."""
        return self.text(node)

    def _name(self, node: cst.Name) -> str:
        if node.value in self.given and all(item.kind == "param" for item in self.scope.reaching(node)):
            return self.given[node.value]
        scope: FunctionScope | None = self.scope
        if scope is not None and not isinstance(scope.node, cst.Module):
            if scope.is_local(node.value):
                return self._one_of(node.value, scope.reaching(node), scope)
            scope = scope.outer
        while scope is not None and not isinstance(scope.node, cst.Module):
            if scope.is_local(node.value):
                return self._one_of(node.value, tuple(scope.flow(node.value).bindings), scope)
            scope = scope.outer
        if scope is not None and scope.node is not self.module.tree and scope.flow(node.value).bindings:
            return self._one_of(node.value, scope.reaching(node), scope)  # in the body of a class
        return self._module_constant(node.value, self.module)

    def _one_of(self, name: str, bindings: tuple[Binding, ...], scope: FunctionScope) -> str:
        if not bindings:
            raise Refusal("query.unresolved", f"`{name}` has no value where the call stands")
        texts = set()
        for binding in bindings:
            if binding.kind == "param":
                raise Refusal("query.dynamic", f"the query is the parameter `{name}`")
            if binding.kind == "import":
                texts.add(self._imported(binding.node, name))
                continue
            if binding.kind != "assign" or binding.value is None:
                raise Refusal("query.dynamic", f"`{name}` is not a plain string here")
            texts.add(self._assigned(name, binding, scope))
            self.trail.append(f"assigned to {name}")
        if len(texts) > 1:
            raise Refusal("query.several-definitions", f"`{name}` holds one of {len(texts)} texts here")
        return texts.pop()

    def _assigned(self, name: str, binding: Binding, scope: FunctionScope) -> str:
        """The text that an assignment gives a name."""
        assert binding.value is not None, f"{name} is assigned"
        return self._in(scope, self.module).text(binding.value)

    def _in(self, scope: FunctionScope, module: ParsedModule) -> TextSearch:
        if self.depth > 8:
            raise Refusal("query.unresolved", "the query is defined by too many names in a row")
        return TextSearch(self.constants, module, scope, self.trail, self.depth + 1)

    def _module_constant(self, name: str, module: ParsedModule) -> str:
        scope = self.constants.scope_of(module.tree)
        flow = scope.flow(name)
        if len(flow.bindings) != 1 or name in self.constants.global_names(module.tree):
            raise Refusal("query.unresolved", f"`{name}` is not a constant of the module")
        binding = flow.bindings[0]
        self.trail.append(f"constant {name} of {module.source.path}")
        if binding.kind == "import":
            return self._in(scope, module)._imported(binding.node, name)
        if binding.kind != "assign" or binding.value is None:
            raise Refusal("query.unresolved", f"`{name}` is not a constant of the module")
        return self._in(scope, module).text(binding.value)

    def _imported(self, node: cst.CSTNode, name: str) -> str:
        original = original_name(node, name)
        module = self.constants.imported(node, original, self.module.source.path)
        if module is None:
            raise Refusal("query.unresolved", f"`{name}` is imported from outside the project")
        return self._in(self.constants.scope_of(module.tree), module)._module_constant(original, module)

    def _attribute(self, node: cst.Attribute) -> str:
        texts = self._of_objects(node)
        if texts is not None and len(texts) == 1:
            self.trail.append(f"{self._code(node)}: the same for every object")
            return texts[0]
        read = TextFunctions(self.constants, self.module, self.scope).read(node)
        if read is not None and read.returned is not None:
            return self._returned(read, read.returned, {})
        member = self._member(node)
        if member is not None:
            self.trail.append(f"member {self._code(node)} of an enumeration")
            return self._in(member.scope, member.module).text(member.value)
        holder = self.constants.holder(node.value, self.module, self.scope)
        if isinstance(holder, ParsedModule):
            return self._in(self.constants.scope_of(holder.tree), holder)._module_constant(node.attr.value, holder)
        classes = self.constants.classes
        text = AttributeTexts(classes, self._searching).of_class(holder, node.attr.value) if holder else None
        if text is None:
            raise Refusal("query.unresolved", f"`{self._code(node)}` is not a constant that can be found")
        self.trail.append(f"class constant {self._code(node)}")
        return text

    def _member(self, node: cst.Attribute) -> Member | None:
        """The member of an enumeration whose text ``Queries.GET.value``, or ``Queries.GET`` itself, is."""
        if node.attr.value == "value":
            return member_of(node.value, self.constants, self.module, self.scope)
        member = member_of(node, self.constants, self.module, self.scope)
        return member if member is not None and member.kind != "member" else None

    def _of_objects(self, node: cst.Attribute) -> tuple[str, ...] | None:
        """The texts of an attribute that classes, or their initialisers, give objects; None for any other."""
        classes = self.constants.classes
        owner = ObjectClasses(classes).of(node.value, self.module, self.scope)
        return AttributeTexts(classes, self._searching).of(owner, node.attr.value) if owner is not None else None

    def _searching(self, module: ParsedModule, scope: FunctionScope) -> Callable[[cst.BaseExpression], str]:
        return TextSearch(self.constants, module, scope, [], self.depth + 1).text

    def _call(self, node: cst.Call) -> str:
        code = self._code(node.func)
        if code in LAYOUTS and len(node.args) == 1:
            return LAYOUTS[code](self.text(node.args[0].value))
        if isinstance(node.func, cst.Attribute) and len(node.args) in METHODS.get(node.func.attr.value, ()):
            texts = [self.text(item.value) for item in node.args]
            return self._sure(changed(self.text(node.func.value), node.func.attr.value, texts), node)
        if isinstance(node.func, cst.Attribute) and node.func.attr.value == "join" and len(node.args) == 1:
            return self._joined_constants(node.func.value, node.args[0].value)
        read = TextFiles(self.constants, self.module, self.scope, self.text, self._searching).read(node)
        if read is not None:
            self.trail.append(f"read by {code}()")
            return read
        found = TextFunctions(self.constants, self.module, self.scope).called(node.func)
        given = found.arguments(node) if found is not None else None
        if found is None or given is None or found.returned is None:
            raise Refusal("query.dynamic", f"the query is built by `{code}(…)`")
        return self._returned(
            found, found.returned, {name: self._argument(value, found) for name, value in given.items()}
        )

    def _joined_constants(self, between: cst.BaseExpression, given: cst.BaseExpression) -> str:
        """``", ".join(COLUMNS)`` of a list, a tuple or the keys of a dictionary that nothing changes."""
        match given:
            case cst.Call(func=cst.Attribute(value=text, attr=cst.Name(value="split")), args=[]):
                return self.text(between).join(self.text(text).split())
            case _:
                pass
        found = ConstantCollections(self.module, self.scope, self.constants).display(given)
        if found is None or not found.is_ordered:
            raise Refusal("query.dynamic", f"`{self._code(given)}` is no list of constants")
        inner, separator = self._in(found.scope, found.module), self.text(between)
        items = [item.key if isinstance(item, cst.DictElement) else item.value for item in found.node.elements]
        if any(isinstance(item, cst.StarredElement | cst.StarredDictElement) for item in found.node.elements):
            raise Refusal("query.dynamic", f"`{self._code(given)}` holds another collection")
        return separator.join(inner.text(item) for item in items)

    def _argument(self, node: cst.BaseExpression, function: TextFunction) -> str:
        """The text that a call gives a parameter, or that its default is."""
        if any(node is item.default for item in parameters(function.node.params)):
            return self._in(self.constants.scope_of(function.module.tree), function.module).text(node)
        return self.text(node)

    def _returned(self, function: TextFunction, returned: cst.BaseExpression, given: Mapping[str, str]) -> str:
        """What a function returns for some texts."""
        self.trail.append(f"{function.scope.qualified_name}() returns it")
        inner = self._in(function.scope, function.module)
        inner.given = given
        return inner.text(returned)

    def _code(self, node: cst.CSTNode) -> str:
        code = self.module.tree.code_for_node(node)
        return code if len(code) < 40 else code[:37] + "…"
