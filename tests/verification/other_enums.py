"""Wrong rewrites of the statements of ``same_enums``."""

from __future__ import annotations

from other_statements import Wrong

_SET = "update(Clock).where(Clock.pace == {}).values(former={}, pace=p1, paces={})"
_APPENDED = "func.array_append(Clock.paces, literal(p1, Clock.pace.type))"

WRONG_ENUMS: list[Wrong] = [
    Wrong("enum_argument", "bound as text", "select(Clock.id, Clock.pace).where(Clock.pace == literal(p1, Text))"),
    Wrong("enum_argument", "compared as text", "select(Clock.id, Clock.pace).where(cast(Clock.pace, Text) == literal(p1, Text))"),
    Wrong("enum_argument", "another column", "select(Clock.id, Clock.pace).where(Clock.former == p1)"),
    Wrong("enum_argument", "given out as text", "select(Clock.id, cast(Clock.pace, Text).label('pace')).where(Clock.pace == p1)"),
    Wrong("enum_nullable", "the other side", "select(Clock.id).where(Clock.former != literal(p1, Clock.former.type))"),
    Wrong("enum_label", "another label", "select(Clock.id).where(Clock.pace.in_(['rapid', p1]))"),
    Wrong("enum_label", "a label less", "select(Clock.id).where(Clock.pace.in_([p1]))"),
    Wrong("enum_label", "none of them", "select(Clock.id).where(Clock.pace.not_in(['blitz', p1]))"),
    Wrong("enum_any", "all of them", "select(Clock.id).where(Clock.pace == all_(literal(p1, ARRAY(Clock.pace.type))))"),
    Wrong("enum_any", "bound as text", "select(Clock.id).where(Clock.pace == any_(literal(p1, ARRAY(Text))))"),
    Wrong("enum_as_text", "any letter case", "select(Clock.id).where(cast(Clock.pace, Text).ilike(literal(p1, Text)))"),
    Wrong("enum_as_text", "as an enum", "select(Clock.id).where(cast(Clock.pace, Text).like(literal(p1, Clock.pace.type)))"),
    Wrong("enum_declared", "bound as text", "select(Clock.id).where(Clock.pace != literal(p1, Text))"),
    Wrong("enum_declared", "another type", "select(Clock.id).where(Clock.pace != literal(p1, Enum('blitz', name='speed')))"),
    Wrong("enum_set", "another label", _SET.format("'blitz'", "Clock.pace", _APPENDED)),
    Wrong("enum_set", "the old value is lost", _SET.format("'rapid'", "p1", _APPENDED)),
    Wrong("enum_set", "in front", _SET.format("'rapid'", "Clock.pace", "func.array_prepend(literal(p1, Clock.pace.type), Clock.paces)")),
    Wrong("enum_selected", "the first", "select(func.min(Clock.pace).label('last'), func.array_agg(Clock.former).label('all'))"),
    Wrong("enum_selected", "as text", "select(func.max(cast(Clock.pace, Text)).label('last'), func.array_agg(Clock.former).label('all'))"),
]  # fmt: skip
