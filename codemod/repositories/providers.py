"""Functions from which FastAPI takes the repository of a parameter: ``Depends(get_links)``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemod.lowering.lowered import ImportName
from codemod.mapping.import_paths import dotted_name, imported_names
from codemod.repositories.classes import ProjectClasses
from codemod.rewriting.sessions.injected_sessions import InjectedSession
from codemod.syntax.matching import last_name

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Provider:
    """What gives a handler its repository.

    Attributes:
        function: returns a new one.
        alias: the annotation that stands for a parameter that is given it, where the project has one.
    """

    function: ImportName
    alias: ImportName | None = None


def find_provider(
    repository: str, factory: str, classes: ProjectClasses, session: InjectedSession | None = None
) -> Provider | None:
    """The one function that gives FastAPI a repository.

    Args:
        repository: its class.
        factory: what opens the sessions of the call site, as the last name of it; empty for any.
        classes: of the project, with all its texts.
        session: what gives the session that the repository is made with, where it holds one.
    """
    texts = dict(classes.texts())
    everything = "\n".join(texts.values())
    _, packages = imported_names(texts.values())
    found = [
        ImportName(dotted_name(path, packages), node.name)
        for path, text in texts.items()
        if re.search(rf"\breturn\s+(?:\w+\.)*{repository}\(", text)
        for node in _functions(text)
        if _gives(node, repository, factory, session) and _is_depended_on(node.name, everything)
    ]
    if len(found) != 1:
        return None
    alias = re.compile(
        rf"^(?:type[ \t]+)?(\w+)[ \t]*(?::[ \t]*[\w.]+[ \t]*)?=[ \t]*(?:\w+\.)?Annotated\[\s*(?:\w+\.)*{repository}\s*,"
        rf"\s*(?:\w+\.)?Depends\(\s*(?:\w+\.)*{found[0].name}\s*\)\s*,?\s*\]",
        re.M,
    )
    named = [
        ImportName(dotted_name(path, packages), name) for path, text in texts.items() for name in alias.findall(text)
    ]
    return Provider(found[0], named[0] if len(named) == 1 else None)


def is_called(function: str, classes: ProjectClasses) -> bool:
    """Whether something in the project, its tests included, may call a function by its name."""
    written = re.compile(rf"(?<!def )(?<![\w]){re.escape(function)}\s*\(")
    return any(written.search(text) for _, text in classes.texts(tests=True))


def _functions(text: str) -> Iterator[_Function]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return  # newer syntax than the interpreter's
    yield from (node for node in tree.body if isinstance(node, _Function))


def _gives(node: _Function, repository: str, factory: str, session: InjectedSession | None) -> bool:
    """Whether a function only makes a repository, of the factory of the call site or of one it depends on.

    One that holds a session is made with that of the request.
    """
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    match body:
        case [ast.Return(value=ast.Call(func=made, args=[given], keywords=[]))] if not node.decorator_list:
            opened = last_name(given)
            if session is not None:
                is_same = opened in _depending(node.args, session)
            else:
                is_same = opened == factory or not factory or opened in _depending(node.args)
            return last_name(made) == repository and is_same
        case _:
            return False


def _depending(arguments: ast.arguments, session: InjectedSession | None = None) -> set[str]:
    """Parameters that FastAPI fills itself; with a session, those that it gives that one."""
    alias = session.alias.name if session is not None and session.alias is not None else None
    filled = rf"\bDepends\((?:\w+\.)*{session.function.name}\)" if session is not None else r"\bDepends\("
    every = [*arguments.args, *arguments.kwonlyargs]
    defaults = [*[None] * (len(arguments.args) - len(arguments.defaults)), *arguments.defaults, *arguments.kw_defaults]
    shown = (
        (item.arg, *(ast.unparse(part) for part in (item.annotation, default) if part is not None))
        for item, default in zip(every, defaults, strict=True)
    )
    return {
        name
        for name, *parts in shown
        if any(re.search(filled, part) or (alias is not None and part == alias) for part in parts)
    }


def _is_depended_on(function: str, everything: str) -> bool:
    is_one = len(re.findall(rf"\bdef[ \t]+{function}\b", everything)) == 1
    return is_one and re.search(rf"\bDepends\(\s*(?:\w+\.)*{function}\s*\)", everything) is not None
