"""What a repository has from other classes of the project: bases, and a service that opens its sessions."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from codemod.repositories.classes import ProjectClasses, bound_arguments, initializer_of
from codemod.syntax.matching import is_name, last_name, self_attributes

#: A class and the file it stands in.
Place = tuple[PurePosixPath, ast.ClassDef]


def bases_of(node: ast.ClassDef, classes: ProjectClasses) -> tuple[Place, ...]:
    """The classes of the project that a class inherits from, the nearest first; the first base of each."""
    found: list[Place] = []
    seen = {node.name}
    while node.bases:
        name = last_name(node.bases[0])
        place = classes.place(name) if name not in seen else None
        if place is None:
            break
        seen.add(name)
        found.append(place)
        node = place[1]
    return tuple(found)


def factory_of_class(node: ast.ClassDef, bases: Sequence[Place], classes: ProjectClasses) -> tuple[str, str] | None:
    """The attribute that opens sessions (``session_factory``, ``db.session_factory``), and the text it is used in.

    Its class is made with it and nothing else.
    """
    chain = [node, *(base for _, base in bases)]
    text = "\n".join(map(ast.unparse, chain))
    index = next((index for index, item in enumerate(chain) if initializer_of(item) is not None), None)
    if index is None:
        return None
    given = _only_argument(initializer_of(chain[index]))
    while given is not None and index < len(chain):
        initializer = initializer_of(chain[index])
        if initializer is None:
            index += 1
            continue
        for path, service in _kept_in(initializer, given, classes):
            used = text if service is None else ast.unparse(service)
            if f"self.{path.rpartition('.')[2]}()" in used:
                return path, used
        given, index = _passed_up(initializer, given, chain[index + 1 :]), index + 1
    return None


def session_of_class(node: ast.ClassDef, bases: Sequence[Place]) -> str | None:
    """The attribute in which a class keeps the session it is made with: ``session``; None where it takes more."""
    chain = [node, *(base for _, base in bases)]
    index = next((index for index, item in enumerate(chain) if initializer_of(item) is not None), len(chain))
    given = _session_argument(initializer_of(chain[index])) if index < len(chain) else None
    text = "\n".join(map(ast.unparse, chain))
    while given is not None and index < len(chain):
        initializer = initializer_of(chain[index])
        index += 1
        if initializer is None:
            continue
        kept = [name for name, value in self_attributes(initializer.body) if is_name(value, given)]
        used = next((name for name in kept if re.search(rf"\bself\.{name}\.\w+\(", text)), None)
        if used is not None:
            return used
        given = _passed_up(initializer, given, chain[index:])
    return None


def _session_argument(initializer: ast.FunctionDef | None) -> str | None:
    """The session that is all an ``__init__`` has to be given; FastAPI may have a default for it."""
    if initializer is None or len(initializer.args.args) < 2:
        return None
    arguments, given = initializer.args, initializer.args.args[1]
    annotation = ast.unparse(given.annotation) if given.annotation is not None else ""
    needs_more = len(arguments.args) - len(arguments.defaults) > 2 or any(
        item is None for item in arguments.kw_defaults
    )
    return given.arg if re.search(r"\bAsyncSession\b", annotation) and not needs_more else None


def model_attribute(node: ast.ClassDef, bases: Sequence[Place], model: str) -> str | None:
    """What the bases of a repository call its model: ``model`` of ``self.model``."""
    for item in node.body:
        match item:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ) if last_name(value) == model:
                return name
            case _:
                pass
    own = initializer_of(node)
    for call in _super_calls(own) if own is not None else ():
        for parameter, value in bound_arguments(call, [base for _, base in bases]):
            if last_name(value) == model:
                base = next(base for _, base in bases if initializer_of(base) is not None)
                initializer = initializer_of(base)
                assert initializer is not None, "arguments are bound to the parameters of one"
                return next(
                    (path for path, value in self_attributes(initializer.body) if is_name(value, parameter)), None
                )
    return None


def with_model(node: ast.ClassDef, attribute: str, model: str) -> ast.ClassDef:
    """A base class as it is for one model: ``self.model`` replaced by its name."""

    class Filler(ast.NodeTransformer):
        def visit_Attribute(self, found: ast.Attribute) -> ast.expr:
            self.generic_visit(found)
            return ast.Name(model) if found.attr == attribute and is_name(found.value, "self") else found

    filled = Filler().visit(copy.deepcopy(node))
    assert isinstance(filled, ast.ClassDef), "a class stays one"
    return filled


def _kept_in(
    initializer: ast.FunctionDef, given: str, classes: ProjectClasses
) -> Iterator[tuple[str, ast.ClassDef | None]]:
    """The attributes that hold an argument of ``__init__``: of the object, or of a service that is made with it."""
    for attribute, value in self_attributes(initializer.body):
        if is_name(value, given):
            yield attribute, None
        elif isinstance(value, ast.Call) and (service := classes.definition(last_name(value.func))) is not None:
            inner = initializer_of(service)
            for parameter, argument in bound_arguments(value, [service]):
                if is_name(argument, given) and inner is not None:
                    held = [name for name, value in self_attributes(inner.body) if is_name(value, parameter)]
                    yield from ((f"{attribute}.{name}", service) for name in held)


def _passed_up(initializer: ast.FunctionDef, given: str, above: Sequence[ast.ClassDef]) -> str | None:
    """The parameter of the base that an argument is passed on to."""
    for call in _super_calls(initializer):
        for parameter, value in bound_arguments(call, above):
            if is_name(value, given):
                return parameter
    return None


def _only_argument(initializer: ast.FunctionDef | None) -> str | None:
    """The one argument that an ``__init__`` asks for."""
    if initializer is None:
        return None
    arguments = initializer.args
    required = len(arguments.args) - len(arguments.defaults)
    needs_more = any(default is None for default in arguments.kw_defaults)
    return arguments.args[1].arg if required == 2 and not needs_more else None


def _super_calls(initializer: ast.FunctionDef) -> Iterator[ast.Call]:
    for statement in initializer.body:
        match statement:
            case ast.Expr(value=ast.Call() as call) if ast.unparse(call.func) == "super().__init__":
                yield call
            case _:
                pass
