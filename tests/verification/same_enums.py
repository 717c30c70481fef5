"""Columns of enumerated types, whose labels are strings on both sides."""

from __future__ import annotations

from written_statements import Pair

ENUMS: dict[str, Pair] = {
    "enum_argument": Pair(
        "SELECT id, pace FROM clocks WHERE pace = $1", "select(Clock.id, Clock.pace).where(Clock.pace == p1)"
    ),
    "enum_nullable": Pair(
        "SELECT id FROM clocks WHERE former = $1",
        "select(Clock.id).where(Clock.former == literal(p1, Clock.former.type))",
    ),
    "enum_label": Pair(
        "SELECT id FROM clocks WHERE pace IN ('blitz', $1)",
        "select(Clock.id).where(Clock.pace.in_(['blitz', p1]))",
        never_none=(1,),
    ),
    "enum_any": Pair(
        "SELECT id FROM clocks WHERE pace = ANY($1)",
        "select(Clock.id).where(Clock.pace == any_(literal(p1, ARRAY(Clock.pace.type))))",
    ),
    "enum_as_text": Pair(
        "SELECT id FROM clocks WHERE pace::text LIKE $1",
        "select(Clock.id).where(cast(Clock.pace, Text).like(literal(p1, Text)))",
    ),
    "enum_declared": Pair(
        "SELECT id FROM clocks WHERE pace <> $1::pace",
        "select(Clock.id).where(Clock.pace != literal(p1, Clock.pace.type))",
    ),
    "enum_set": Pair(
        "UPDATE clocks SET former = pace, pace = $1, paces = array_append(paces, $1) WHERE pace = 'rapid'",
        "update(Clock).where(Clock.pace == 'rapid').values(former=Clock.pace, pace=p1,"
        " paces=func.array_append(Clock.paces, literal(p1, Clock.pace.type)))",
    ),
    "enum_selected": Pair(
        "SELECT max(pace) AS last, array_agg(former) AS all FROM clocks",
        "select(func.max(Clock.pace).label('last'), func.array_agg(Clock.former).label('all'))",
    ),
}
