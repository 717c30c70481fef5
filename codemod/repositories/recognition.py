"""Whether a method of a repository runs the statement of a call site: by proof, whatever it is called."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations
from typing import Final

from codemod.converting.conversion import Conversion
from codemod.lowering.lowered import ImportName, Lowered, placeholder
from codemod.mapping.models import ModelRegistry
from codemod.mapping.modules import Module
from codemod.outcome import Refusal
from codemod.project_context import ProjectContext
from codemod.registry import CALLS, load_transforms
from codemod.repositories.drafts import Given, always_there
from codemod.repositories.known_methods import KnownMethod
from codemod.repositories.lifted_values import values_of
from codemod.repositories.straight_lines import with_values
from codemod.resolution.cardinality import at_most_one_row
from codemod.verification.statement import prove

#: A number of rows, or what is said of it: nobody misses it who throws it away.
_NUMBER: Final = re.compile(
    r"(?:bool\()?result\.rowcount\)?(?: (?:[<>]=?|[!=]=) \d+)?|f'[A-Z0-9 ]*\{result\.rowcount\}'"
)

#: More parameters than this aren't tried in every order.
_TRIED: Final = 4


@dataclass(frozen=True, slots=True)
class Match:
    """A method that runs the statement of a site.

    Attributes:
        given: what the call gives for each parameter of the method.
        problem: why it can't be called in the place of the site, with the code of the finding; None where it can.
    """

    given: tuple[Given, ...]
    problem: tuple[str, str] | None = None


def matched(
    conversion: Conversion, method: KnownMethod, module: Module, context: ProjectContext, *, holds_session: bool = False
) -> Match | None:
    """How a method fits a site; None where it runs another statement.

    Args:
        conversion: the site.
        method: a method of a repository.
        module: the module of the method, for what its names mean.
        context: models and configuration.
        holds_session: the method runs in the session of its object.
    """
    lowered = conversion.lowered
    numbers = [number for number, count in sorted(lowered.parameters.items()) if count]
    many = lowered.many_keys is not None
    numbers = numbers if not many else [1]
    if len(method.parameters) < len(numbers) or method.keys != lowered.many_keys:
        return None
    imports = statement_imports(method.statement, method.parameters, module, context.registry)
    if imports is None:
        return None
    for given in _ways_to_give(len(method.parameters), numbers, lowered):
        names = {name: _shown(item) for name, item in zip(method.parameters, given, strict=True)}
        candidate = _candidate(lowered, with_values(method.statement, names), imports)
        try:
            trusted = context.config.none == "trust"
            prove(conversion.statement, candidate, context.registry, conversion.facts, trusted=trusted)
        except Refusal:
            continue
        return Match(given, _problem(conversion, method, context, holds_session=holds_session))
    return None


def _ways_to_give(count: int, numbers: Sequence[int], lowered: Lowered) -> Iterator[tuple[Given, ...]]:
    """Bound arguments, and values of the statement where there are fewer, for so many parameters.

    The order of the call comes first; of many parameters no other one is tried.
    """
    missing = count - len(numbers)
    values = values_of(lowered) if missing else []
    for chosen in combinations(values, missing) if len(values) <= _TRIED else ():
        given: tuple[Given, ...] = (*numbers, *chosen)
        yield from permutations(given) if count <= _TRIED else [given]


def _shown(given: Given) -> ast.expr:
    return ast.Name(placeholder(given), ast.Load()) if isinstance(given, int) else given


def _problem(
    conversion: Conversion, method: KnownMethod, context: ProjectContext, *, holds_session: bool
) -> tuple[str, str] | None:
    """What keeps a method that runs the same statement from being called."""
    if holds_session and method.commits and not conversion.commits:
        return "repository.commit", "but commits besides: not used"
    if holds_session and method.by_identity and conversion.shared is not None:
        return "repository.session", "but gives what its session has loaded before: not used on a shared session"
    if not holds_session and method.commits != conversion.lowered.writes:
        done = "leaves the commit to others" if conversion.lowered.writes else "commits besides"
        return "repository.commit", f"but {done}: not used"
    readers = _readers(conversion, context.registry)
    is_dropped = None in readers and _NUMBER.fullmatch(method.reader or "") is not None
    if method.reader not in readers and not is_dropped:
        given = method.reader or "nothing"
        wanted = next(iter(sorted(filter(None, readers))), "nothing")
        return "repository.result", f"but gives `{given}`, where the call reads `{wanted}`: not used"
    if method.swallows and not context.config.accept_error_handling:
        message = "but handles its errors itself: not used without --accept-error-handling"
        return "repository.error-handling", message
    return None


def _candidate(lowered: Lowered, statement: ast.expr, imports: frozenset[ImportName]) -> Lowered:
    statement = ast.parse(ast.unparse(statement), mode="eval").body
    return replace(lowered, expression=statement, definitions=(), imports=imports)


def _readers(conversion: Conversion, registry: ModelRegistry) -> set[str | None]:
    """What may stand for the way the site reads its result."""
    load_transforms()
    own = CALLS[conversion.site.method](conversion.consumption, "result")
    readers: set[str | None] = {ast.unparse(ast.parse(own, mode="eval")) if own is not None else None}
    if own == "result.scalars().first()" and at_most_one_row(conversion.statement.tree, registry):
        readers |= {"result.scalar_one_or_none()", "result.scalars().one_or_none()", "result.scalar()"}
    if own == "result.scalar()" and always_there(conversion) is not None:
        readers.add("result.scalar_one()")
    return readers


#: What a statement may be built of to be evaluated here: no private attribute, no comprehension, no lambda.
_BUILDING: Final = (
    ast.Call, ast.Attribute, ast.Name, ast.Constant, ast.Compare, ast.BinOp, ast.UnaryOp, ast.List, ast.Tuple,
    ast.Dict, ast.keyword, ast.Starred, ast.expr_context, ast.operator, ast.unaryop, ast.cmpop,
)  # fmt: skip


def _is_building(tree: ast.expr, parameters: Sequence[str]) -> bool:
    """Whether an expression only builds a statement: a parameter goes into it as it is."""
    for node in ast.walk(tree):
        if not isinstance(node, _BUILDING):
            return False
        if isinstance(node, ast.Attribute):
            if node.attr.startswith("_") and node.attr != "__table__":
                return False
            holder = node.value
            while isinstance(holder, ast.Attribute):
                holder = holder.value
            changed = {item.id for item in ast.walk(holder) if isinstance(item, ast.Name)} & set(parameters)
            if changed and not isinstance(holder, ast.Call):
                return False
    return True


def statement_imports(
    tree: ast.expr, parameters: Sequence[str], module: Module, registry: ModelRegistry
) -> frozenset[ImportName] | None:
    """Imports of the names in a statement; None when one of them is none that a proof can evaluate.

    Args:
        tree: the statement.
        parameters: names that stand for arguments.
        module: the module it stands in, for what its names mean.
        registry: models of the project.
    """
    if not _is_building(tree, parameters):
        return None
    found: set[ImportName] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Name) or node.id in parameters:
            continue
        source, name = module.imports.get(node.id, ("", None))
        if name is None:
            return None
        tables = [table for table in registry if table.class_name == name]
        if source.split(".")[0] == "sqlalchemy":
            found.add(ImportName(source, name, node.id if node.id != name else None))
        elif len(tables) == 1:
            found.add(ImportName(tables[0].module, name, node.id if node.id != name else None))
        else:
            return None
    return frozenset(found)
