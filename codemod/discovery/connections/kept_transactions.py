"""Classes whose objects keep a connection and a transaction of it, which is begun and ended with a block."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from codemod.discovery.connections.unit_classes import Unit
from codemod.syntax.matching import without_docstring

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def unit_of_kept(class_: ast.ClassDef) -> Unit | None:
    """The class of an object that enters and leaves a transaction of a connection that it keeps."""
    methods = {item.name: item for item in class_.body if isinstance(item, _Function)}
    if class_.bases or not {"__init__", "__aenter__", "__aexit__"} <= methods.keys():
        return None
    kept = dict(_kept(methods["__init__"]))
    parameters = [item.arg for item in methods["__init__"].args.args[1:]]
    if len(parameters) != 2 or set(kept) != set(parameters):
        return None
    conn, transaction = (kept[name] for name in parameters)
    if not _leaves(methods["__aexit__"], transaction, conn):
        return None
    match [ast.unparse(line) for line in without_docstring(methods["__aenter__"].body)]:
        case [entered, given] if entered in (
            f"await self.{transaction}.__aenter__()",
            f"await self.{transaction}.start()",
        ):
            attribute = {"return self": conn, f"return self.{conn}": ""}.get(given)
            return Unit(begins=True, attribute=attribute) if attribute is not None else None
        case _:
            return None


def _kept(init: _Function) -> Iterator[tuple[str, str]]:
    """Parameter and attribute of each ``self.attribute = parameter``."""
    for line in without_docstring(init.body):
        match line:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id="self"), attr=attribute)], value=ast.Name(id=parameter)
            ):
                yield parameter, attribute
            case _:
                yield "", ""


def _leaves(leave: _Function, transaction: str, conn: str) -> bool:
    """Whether the transaction is left with the exception there is, and the connection given back whatever happens."""
    match without_docstring(leave.body):
        case [ast.Try(body=[left], handlers=[], orelse=[], finalbody=[given_back])]:
            names = ", ".join(item.arg for item in leave.args.args[1:])
            if leave.args.vararg is not None:
                names = f"*{leave.args.vararg.arg}"
            back = ast.unparse(given_back)
            releases = back.startswith("await self.") and f".release(self.{conn})" in back
            return ast.unparse(left) == f"await self.{transaction}.__aexit__({names})" and (
                releases or back == f"await self.{conn}.close()"
            )
        case _:
            return False
