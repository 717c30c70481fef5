"""The repository that a class keeps already: made or given in ``__init__``, a property, a field of a dataclass."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import libcst as cst

from codemod.repositories.annotated import is_optional_repository, is_repository
from codemod.repositories.classes import ProjectClasses, bound_arguments, is_dataclass
from codemod.repositories.wanted import Wanted
from codemod.syntax.functions import statements_of
from codemod.syntax.matching import last_name
from codemod.syntax.tree import code_of, dotted, parameters


def kept_attribute(
    node: cst.ClassDef, initializer: cst.FunctionDef | None, wanted: Wanted, classes: ProjectClasses
) -> str | None:
    """The attribute of a class that is the repository of a site: ``self.links``.

    Args:
        node: the class.
        initializer: its own ``__init__``.
        wanted: the repository.
        classes: of the project, for who makes objects of the class.
    """
    if initializer is not None:
        for attribute, value in assigned_attributes(initializer.body):
            if _is_kept(value, initializer, wanted) or _is_given(value, node, initializer, wanted, classes):
                return attribute
    for item in node.body.body:
        if isinstance(item, cst.FunctionDef) and _is_property(item) and _gives(item, wanted):
            return f"self.{item.name.value}"
    return _field(node, wanted) if initializer is None else None


def assigned_attributes(body: cst.BaseSuite) -> Iterator[tuple[str, cst.BaseExpression]]:
    """Attributes of ``self`` that the statements of a body always assign, with their values."""
    for statement in body.body:
        for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
            targets = [item.target for item in small.targets] if isinstance(small, cst.Assign) else []
            targets += [small.target] if isinstance(small, cst.AnnAssign) else []
            value = small.value if isinstance(small, cst.Assign | cst.AnnAssign) else None
            for target in targets:
                name = dotted(target) or ""
                if name.startswith("self.") and value is not None:
                    yield name, value


def _is_kept(value: cst.BaseExpression, initializer: cst.FunctionDef, wanted: Wanted) -> bool:
    """Whether a value is the repository: made there, or a parameter annotated as one, made where that is None."""
    match value:
        case cst.BooleanOperation(left=cst.Name() as given, operator=cst.Or(), right=made):
            return is_made(made, wanted) and _annotated(given, initializer, wanted, optional=True)
        case cst.IfExp(body=body, orelse=cst.Name() as given):
            return is_made(body, wanted) and _annotated(given, initializer, wanted, optional=True)
        case cst.IfExp(body=cst.Name() as given, orelse=made):
            return is_made(made, wanted) and _annotated(given, initializer, wanted, optional=True)
        case cst.Name():
            return _annotated(value, initializer, wanted)
        case _:
            return is_made(value, wanted)


def is_made(value: cst.BaseExpression, wanted: Wanted) -> bool:
    """``LinkRepository(bot.get_db_session)``, by what opens the sessions of the site."""
    if not isinstance(value, cst.Call):
        return False
    opened = (dotted(value.args[0].value) or "").rpartition(".")[2] if value.args else ""
    return dotted(value.func) == wanted.local and opened == wanted.factory.rpartition(".")[2]


def _annotated(given: cst.Name, initializer: cst.FunctionDef, wanted: Wanted, *, optional: bool = False) -> bool:
    return any(
        item.name.value == given.value
        and item.annotation is not None
        and (
            is_repository(item.annotation.annotation, wanted.local)
            or (optional and is_optional_repository(item.annotation.annotation, wanted.local))
        )
        for item in parameters(initializer.params)
    )


def _is_given(
    value: cst.BaseExpression,
    node: cst.ClassDef,
    initializer: cst.FunctionDef,
    wanted: Wanted,
    classes: ProjectClasses,
) -> bool:
    """Whether a value is a parameter without annotation that everybody gives such a repository for."""
    named = [
        item
        for item in parameters(initializer.params)
        if isinstance(value, cst.Name) and item.name.value == value.value
    ]
    if not named or named[0].annotation is not None or classes.below(node.name.value):
        return False
    definition = classes.definition(node.name.value)
    if definition is None:
        return False
    given = [
        dict(bound_arguments(call, [definition])).get(named[0].name.value) for call in classes.calls_of(node.name.value)
    ]
    opened = wanted.factory.rpartition(".")[2]
    return bool(given) and all(
        isinstance(item, ast.Call)
        and last_name(item.func) == wanted.class_name
        and len(item.args) == 1
        and last_name(item.args[0]) == opened
        for item in given
    )


def _is_property(function: cst.FunctionDef) -> bool:
    match [item.decorator for item in function.decorators]:
        case [decorator]:
            return (dotted(decorator) or "").rpartition(".")[2] in ("property", "cached_property")
        case _:
            return False


def _gives(function: cst.FunctionDef, wanted: Wanted) -> bool:
    """Whether a property only makes the repository, or keeps the one it has made: ``if self._links is None: …``."""
    match statements_of(function):
        case [cst.SimpleStatementLine(body=[cst.Return(value=cst.BaseExpression() as value)])]:
            return is_made(value, wanted)
        case [
            cst.If(test=test, body=cst.IndentedBlock() as block, orelse=None),
            cst.SimpleStatementLine(body=[cst.Return(value=cst.BaseExpression() as value)]),
        ]:
            kept = dotted(value) or ""
            code = code_of(test)
            made = dict(assigned_attributes(block))
            is_asked = code in (f"{kept} is None", f"not {kept}")
            return is_asked and len(block.body) == 1 and kept in made and is_made(made[kept], wanted)
        case _:
            return False


def _field(node: cst.ClassDef, wanted: Wanted) -> str | None:
    """The field of a dataclass that is always given the repository."""
    if not any(is_dataclass(re.sub(r"\s", "", code_of(item.decorator))) for item in node.decorators):
        return None
    for line in node.body.body:
        match line:
            case cst.SimpleStatementLine(
                body=[cst.AnnAssign(target=cst.Name(value=name), annotation=annotation, value=None)]
            ) if is_repository(annotation.annotation, wanted.local):
                return f"self.{name}"
            case _:
                pass
    return None
