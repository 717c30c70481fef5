"""The pairs of the static gate as questions to a server, whether the static gate would accept them or not."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from models_of_chess import REGISTRY
from written_statements import Pair, lowered, parsed

from codemod.judging.question import Question
from codemod.lowering.lowered import Lowered
from codemod.mapping.json_values import JSON_TYPES
from codemod.mapping.models import ModelRegistry
from codemod.resolution.statement import Statement, parse_statement
from codemod.verification.binds import parameter_types
from codemod.verification.canonical.canonical_form import canonical
from codemod.verification.compilation import compile_statement
from codemod.verification.documents import documents_asked
from codemod.verification.evaluation import Evaluator
from codemod.verification.numbering import numbered_text
from codemod.verification.samples import samples
from codemod.verification.standins import StandIns


def question_of(pair: Pair) -> Question:
    """What a server is asked about a pair."""
    statement = parse_statement(pair.sql)
    form = lowered(statement, parsed(pair.code), pair)
    return question_about(statement, form, REGISTRY, pair.python_types or {}, frozenset(pair.never_none))


def question_about(
    statement: Statement,
    form: Lowered,
    registry: ModelRegistry,
    types: Mapping[int, str] = MappingProxyType({}),
    never_none: frozenset[int] = frozenset(),
) -> Question:
    """What a server is asked about a statement and a form of it."""
    kinds = parameter_types(canonical(statement.tree, registry))
    arguments = {
        number: samples("text" if kind in JSON_TYPES else kind, number, types.get(number))[0]
        for number, kind in kinds.items()
    }
    built = Evaluator(form, registry, StandIns()).statement(arguments)
    sent = compile_statement(built, arguments, form.many_keys)
    return Question(
        sql=statement.text,
        one_row=False,
        sent=sent.text,
        numbered=documents_asked(numbered_text(sent.text, sent.binds), statement.tree, kinds),
        arguments=tuple(sent.binds[position].number for position in sorted(sent.binds)),
        shape=form.shape,
        never_none=never_none,
        form=form,
    )
