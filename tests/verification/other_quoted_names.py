"""Wrong rewrites of the statements of ``same_quoted_names``."""

from __future__ import annotations

from other_statements import Wrong

WRONG_QUOTED_NAMES: list[Wrong] = [
    Wrong("quoted_update", "without the capital, in WHERE", "update(Club).where(Club.heading == 5).values(head_id=p1)"),
    Wrong("quoted_update", "without the capital, in SET", "update(Club).where(Club.head_id == 5).values(heading=p1)"),
    Wrong("quoted_update_from", "with the capital", "update(Club).where(Player.id == Club.head_id, Club.head_id.is_(None)).values(heading=Club.head_id)"),
    Wrong("quoted_update_from", "the other column joins", "update(Club).where(Player.id == Club.heading, Club.heading.is_(None)).values(heading=Club.head_id)"),
    Wrong("quoted_delete", "the other column joins", "delete(Club).where(Club.heading == Player.id).returning(Club.heading.label('headid'))"),
    Wrong("quoted_delete", "another column comes back", "delete(Club).where(Club.head_id == Player.id).returning(Club.head_id.label('headid'))"),
    Wrong("quoted_enum", "bound as text", "select(Club.rank.label('Rank')).where(or_(Club.rank == literal(p1, Text), Club.rank == any_(literal(p2, ARRAY(Club.rank.type)))))"),
    Wrong("quoted_enum", "a type without the capital", "select(Club.rank.label('Rank')).where(or_(Club.rank == literal(p1, Enum('open', name='rank')), Club.rank == any_(literal(p2, ARRAY(Club.rank.type)))))"),
    Wrong("quoted_label", "another label", "select(Club.id).where(Club.rank != literal('closed', Club.rank.type))"),
    Wrong("quoted_label", "a type without the capital", "select(Club.id).where(Club.rank != literal_column(\"'open'::rank\"))"),
    Wrong("quoted_output", "in lower case", "select(Club.head_id.label('headof'), Club.heading.label('headOf'))"),
    Wrong("quoted_output", "changed places", "select(Club.heading.label('headOf'), Club.head_id.label('headof'))"),
]  # fmt: skip
