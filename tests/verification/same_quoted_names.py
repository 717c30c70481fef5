"""Names that are what they are only between quotes."""

from __future__ import annotations

from written_statements import Pair

QUOTED_NAMES: dict[str, Pair] = {
    "quoted_update": Pair(
        'UPDATE "Club" SET "headId" = $1 WHERE "headId" = 5', "update(Club).where(Club.head_id == 5).values(head_id=p1)"
    ),
    "quoted_update_from": Pair(
        'UPDATE "Club" c SET headid = c."headId" FROM players p WHERE p.id = c."headId" AND headId IS NULL',
        "update(Club).where(Player.id == Club.head_id, Club.heading.is_(None)).values(heading=Club.head_id)",
    ),
    "quoted_delete": Pair(
        'DELETE FROM "Club" USING players WHERE "headId" = players.id RETURNING "Club".headid',
        "delete(Club).where(Club.head_id == Player.id).returning(Club.heading.label('headid'))",
    ),
    "quoted_enum": Pair(
        'SELECT "Rank" FROM "Club" WHERE "Rank" = $1::"Rank" OR "Rank" = ANY($2)',
        "select(Club.rank.label('Rank')).where(or_(Club.rank == literal(p1, Club.rank.type),"
        " Club.rank == any_(literal(p2, ARRAY(Club.rank.type)))))",
    ),
    "quoted_label": Pair(
        """SELECT id FROM "Club" WHERE "Rank" <> 'open'""",
        "select(Club.id).where(Club.rank != literal('open', Club.rank.type))",
    ),
    "quoted_output": Pair(
        'SELECT "headId" AS "headOf", headid AS headOf FROM "Club"',
        "select(Club.head_id.label('headOf'), Club.heading.label('headof'))",
    ),
}
