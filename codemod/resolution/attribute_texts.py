"""The texts an attribute may hold, where only classes of the project and their initialisers give it any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

import libcst as cst

from codemod.outcome import Refusal
from codemod.resolution.constructions import Constructions, Given, parameter_read
from codemod.resolution.finite_values import Searching
from codemod.resolution.project_classes import PLAIN_BASES, ProjectClass, ProjectClasses, classes_in
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import dotted, is_name, walk

#: Bases of classes whose objects get the values of annotated names when they are made, or from the environment.
_GIVEN_FIELDS: Final = frozenset({"BaseModel", "BaseSettings", "SQLModel", "Struct", "NamedTuple", "TypedDict"})


#: How a file uses an attribute of a name.
_USED: Final = r"\.\s*{}\b"

#: How an object gets attributes by names that are texts, or is another object than its class makes.
_CHANGES_ITSELF: Final = re.compile(r"\bsetattr\(\s*(?:self|cls)\b|\bself\.__dict__|\bvars\(self|__setattr__|__new__")


@dataclass(frozen=True, slots=True, eq=False)
class _Write:
    """``self.table = table`` in the ``__init__`` of a class."""

    owner: str
    value: cst.BaseExpression
    scope: FunctionScope


@dataclass(frozen=True, slots=True, eq=False)
class AttributeTexts:
    """Looks for the values of attributes over the classes of a project.

    Attributes:
        searching: gives the search for the text of a constant expression.
    """

    classes: ProjectClasses
    searching: Searching

    def of(self, class_name: str, attribute: str) -> tuple[str, ...] | None:
        """Every text that the attribute of an object of the class, or one below it, may hold; None for any."""
        return self.classes.once(class_name, attribute, lambda: self._of_family(class_name, attribute))

    def of_class(self, class_name: str, attribute: str) -> str | None:
        """The text that ``Queries.GET`` is, where nothing but the bodies of the classes gives it one."""
        order = self.classes.order(class_name)
        related = {name for name in order or () if self.classes.named(name) is not None}
        if order is None or related | PLAIN_BASES < set(order) | PLAIN_BASES:
            return None  # a class of a library may make something else of it: an enumeration does
        if any(self._is_made_over(name, attribute) for name in related):
            return None
        if not self._is_only_assigned(attribute, related) or self._writes(attribute, related) is None:
            return None
        texts = self._of_class(class_name, attribute)
        return texts[0] if texts else None

    def _is_made_over(self, name: str, attribute: str) -> bool:
        """Whether a decorator or a metaclass may make another class of what is written.

        That of dataclasses takes the fields only: what has no annotation, or ``ClassVar`` in it, stays as it is.
        """
        found = self.classes.named(name)
        assert found is not None, "only classes that are known are related"
        kinds = [found.module.text_of(item.annotation.annotation) for item in found.annotated(attribute)]
        leaves_it = all(re.match(r"(\w+\.)?ClassVar\b", kind) for kind in kinds)
        decorators = (item.decorator for item in found.node.decorators)
        return not all(leaves_it and _makes_dataclass(item) for item in decorators) or any(
            not is_name(item.value, "ABCMeta") for item in found.node.keywords
        )

    def _of_family(self, class_name: str, attribute: str) -> tuple[str, ...] | None:
        family = self.classes.below(class_name)
        if family is None:
            return None
        orders = {name: self.classes.order(name) for name in sorted(family)}
        related = {name for order in orders.values() for name in order or () if self.classes.named(name) is not None}
        if None in orders.values() or not self._is_only_assigned(attribute, related):
            return None
        writes = self._writes(attribute, related)
        if writes is None:
            return None
        found: dict[str, None] = {}
        for name, order in orders.items():
            texts = self._of_objects(name, attribute, [item for item in writes if item.owner in (order or ())])
            if texts is None:
                return None
            found.update(dict.fromkeys(texts))
        return tuple(sorted(found)) or None

    def _of_objects(self, name: str, attribute: str, writes: list[_Write]) -> list[str] | None:
        """The texts that objects of just one class have."""
        given: list[str] = []
        for item in writes:
            texts = self._assigned(item.value, item, name)
            if texts is None:
                return None
            given += texts
        if given:
            return given  # the object's own value hides that of its class
        return self._of_class(name, attribute) if not writes else []

    def _assigned(self, node: cst.BaseExpression, write: _Write, made: str) -> list[str] | None:
        """What an initialiser assigns: a constant, a parameter, or a text with parameters in it."""
        owner = self.classes.named(write.owner)
        assert owner is not None, "the class was looked through"
        param = parameter_read(node, write.scope)
        if param is not None:
            given = Constructions(self.classes).given(param, write.owner, made)
            return None if given is None else self._texts(given)
        if isinstance(node, cst.FormattedString):
            parts = [self._part(part, write, made) for part in node.parts]
            known = [part for part in parts if part is not None]
            return ["".join(item) for item in product(*known)] if len(known) == len(parts) else None
        return self._texts([Given(node, owner.module, write.scope)])

    def _part(self, part: cst.BaseFormattedStringContent, write: _Write, made: str) -> list[str] | None:
        match part:
            case cst.FormattedStringText(value=text):
                return None if "\\" in text or "{{" in text or "}}" in text else [text]
            case cst.FormattedStringExpression(expression=inner, conversion=None, format_spec=None, equal=None):
                return self._assigned(inner, write, made)
            case _:
                return None

    def _texts(self, given: Iterable[Given]) -> list[str] | None:
        try:
            return [self.searching(item.module, item.scope)(item.node) for item in given]
        except Refusal:
            return None

    # what classes assign in their bodies

    def _of_class(self, name: str, attribute: str) -> list[str] | None:
        """The text that the classes of an object give it; none where the attribute is not there, None for any."""
        order = self.classes.order(name) or ()
        is_declared = False
        for above in order:
            found = self.classes.named(above)
            if found is None:
                if above not in PLAIN_BASES and not is_declared:
                    return None  # a class of a library may have it
                continue
            bindings = found.bindings(attribute)
            if not bindings:
                is_declared |= self._declares(found, attribute)
                continue
            value = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
            if value is None or self._is_given(found, attribute, order):
                return None
            return self._texts([Given(value, found.module, found.scope)])
        return []

    def _declares(self, found: ProjectClass, attribute: str) -> bool:
        """``table: ClassVar[str]`` without a value: subclasses have one."""
        return any(item.value is None for item in found.annotated(attribute))

    def _is_given(self, found: ProjectClass, attribute: str, order: Iterable[str]) -> bool:
        """Whether the value is a default only: of a field of a dataclass, or of a model that reads the environment."""
        kinds = [found.module.text_of(item.annotation.annotation) for item in found.annotated(attribute)]
        known = [self.classes.named(name) for name in order]
        is_decorated = any(item is not None and item.node.decorators for item in known)
        return any("ClassVar" not in item for item in kinds) and (is_decorated or bool(_GIVEN_FIELDS & set(order)))

    # what else may write

    def _is_only_assigned(self, attribute: str, related: Iterable[str]) -> bool:
        """Whether nothing sets the attribute by its name as a text, and nothing else makes the classes' objects."""
        if any(True for _ in self.classes.index.modules_naming(attribute, r"setattr\([^\n]*[\"']{}[\"']")):
            return False
        for name in related:
            found = self.classes.named(name)
            assert found is not None, "only classes that are known are related"
            if _CHANGES_ITSELF.search(found.module.text_of(found.node)):
                return False
        return True

    def _writes(self, attribute: str, related: Iterable[str]) -> list[_Write] | None:
        """Every assignment to the attribute in initialisers of the classes; None where anything else may write it."""
        found: list[_Write] = []
        known: set[int] = set()
        for name in related:
            owner = self.classes.named(name)
            assert owner is not None, "only classes that are known are related"
            for init in owner.methods("__init__"):
                for target, value in _assignments(init, attribute):
                    known.add(id(target))
                    found.append(_Write(name, value, FunctionScope(init, f"{owner.name}.__init__", owner.name)))
        others = {
            id(item)
            for other in self._other_classes(attribute, related)
            for item in walk(other)
            if isinstance(item, cst.Attribute) and is_name(item.value, "self")
        }
        for module in self.classes.index.modules_naming(attribute, _USED):
            inside = (item for target in _targets(module.tree) for item in walk(target))
            written = (item for item in inside if isinstance(item, cst.Attribute) and is_name(item.attr, attribute))
            if any(id(item) not in known | others for item in written):
                return None
        return found

    def _other_classes(self, attribute: str, related: Iterable[str]) -> Iterator[cst.ClassDef]:
        """Classes that have nothing to do with these: what they write to themselves is another attribute."""
        own = {id(found.node) for name in related if (found := self.classes.named(name)) is not None}
        for module in self.classes.index.modules_naming(attribute, _USED):
            yield from (item for item in classes_in(module) if id(item) not in own)


def _assignments(init: cst.FunctionDef, attribute: str) -> Iterator[tuple[cst.Attribute, cst.BaseExpression]]:
    """``self.table = …`` among the statements of an initialiser, under no condition."""
    lines = (item for item in init.body.body if isinstance(item, cst.SimpleStatementLine))
    for small in (small for line in lines for small in line.body):
        match small:
            case (
                cst.Assign(targets=[cst.AssignTarget(target=cst.Attribute() as target)], value=value)
                | cst.AnnAssign(target=cst.Attribute() as target, value=cst.BaseExpression() as value)
            ) if is_name(target.value, "self") and is_name(target.attr, attribute):
                yield target, value
            case _:
                pass


def _targets(tree: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """What statements bind, or delete."""
    for node in walk(tree):
        match node:
            case cst.AssignTarget(target=target) | cst.AugAssign(target=target) | cst.For(target=target):
                yield target
            case cst.AnnAssign(target=target, value=cst.BaseExpression()) | cst.CompFor(target=target):
                yield target
            case cst.AsName(name=target) | cst.Del(target=target):
                yield target
            case _:
                pass


def _makes_dataclass(decorator: cst.BaseExpression) -> bool:
    function = decorator.func if isinstance(decorator, cst.Call) else decorator
    return dotted(function) in ("dataclass", "dataclasses.dataclass")
