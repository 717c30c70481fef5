"""What PostgreSQL spells with words or in several ways: string functions, NATURAL joins, sides of a set operation."""

from __future__ import annotations

from written_statements import Pair

SPELLINGS: dict[str, Pair] = {
    "trim_both": Pair(
        "SELECT trim(BOTH 'x' FROM handle) FROM players", "select(func.btrim(Player.handle, 'x').label('btrim'))"
    ),
    "trim_leading": Pair(
        "SELECT trim(LEADING $1 FROM handle) AS t FROM players",
        "select(func.ltrim(Player.handle, literal(p1, Text)).label('t'))",
    ),
    "substring_for": Pair(
        "SELECT substring(handle FOR 3) FROM players", "select(func.substring(Player.handle, 1, 3).label('substring'))"
    ),
    "overlay": Pair(
        "SELECT overlay(handle PLACING 'x' FROM 2 FOR 3) FROM players",
        "select(func.overlay(Player.handle, 'x', 2, 3).label('overlay'))",
    ),
    "position": Pair(
        "SELECT position('a' IN handle) FROM players", "select(func.strpos(Player.handle, 'a').label('position'))"
    ),
    "element_of_result": Pair(
        "SELECT (array_agg(handle))[1] AS h FROM players",
        "select(func.array_agg(Player.handle)[1].label('h'))",
    ),
    "some_of_them": Pair(
        "SELECT id FROM players WHERE elo = SOME($1)",
        "select(Player.id).where(Player.elo == any_(literal(p1, ARRAY(Integer))))",
    ),
    "natural_join": Pair(
        "SELECT handle, wins FROM players NATURAL JOIN (SELECT white_id AS id, moves FROM games) g",
        "g = select(Game.white_id.label('id'), Game.moves).subquery('g')\n"
        "select(Player.handle, Player.wins).join(g, Player.id == g.c.id)",
    ),
    "comma_and_join": Pair(
        "SELECT p.id FROM players p, games g JOIN ladders l ON l.player_id = g.white_id WHERE g.black_id = p.id",
        "select(Player.id).select_from(Player, Game).join_from(Game, Ladder, Ladder.player_id == Game.white_id)"
        ".where(Game.black_id == Player.id)",
    ),
    "limited_sides": Pair(
        "(SELECT id FROM players ORDER BY elo LIMIT 3) UNION ALL (SELECT white_id FROM games)",
        "union_all(select(Player.id).order_by(Player.elo).limit(3), select(Game.white_id))",
    ),
    "two_locks": Pair(
        "SELECT p.id FROM players p JOIN games g ON g.white_id = p.id FOR UPDATE OF p, g",
        "select(Player.id).join(Game, Game.white_id == Player.id).with_for_update(of=[Player, Game])",
    ),
    "grouped_by_position": Pair(
        "SELECT lower(handle) AS handle, count(*) FROM players GROUP BY 1",
        "select(func.lower(Player.handle).label('handle'), func.count().label('count'))"
        ".group_by(func.lower(Player.handle))",
    ),
    "path_deleted": Pair(
        "UPDATE games SET analysis = analysis #- '{a,b}' WHERE id = $1",
        "update(Game).where(Game.id == p1)"
        ".values(analysis=Game.analysis.op('#-', return_type=JSONB)(literal_column(\"'{a,b}'\")))",
    ),
    "key_deleted": Pair(
        "UPDATE games SET analysis = analysis - $1",
        "update(Game).values(analysis=Game.analysis.op('-')(literal(p1, Text)))",
    ),
    "path_of_argument": Pair(
        "UPDATE games SET analysis = jsonb_set(analysis, ARRAY[$1, 'b'], '1')",
        "update(Game).values(analysis=func.jsonb_set(Game.analysis, literal([p1, 'b'], ARRAY(Text)),"
        " literal_column(\"'1'\")))",
    ),
    "boolean_argument": Pair(
        "SELECT id FROM players WHERE ($1 OR active) AND NOT $2",
        "select(Player.id).where(or_(literal(p1, Boolean), Player.active), not_(literal(p2, Boolean)))",
    ),
    "always_true": Pair(
        "SELECT id FROM players WHERE 1 = 1 AND elo > $1 AND region IS NULL AND TRUE",
        "select(Player.id).where(Player.elo > literal(p1, Integer), Player.region.is_(None))",
    ),
    "nothing_but_true": Pair("DELETE FROM players WHERE 1 = 1", "delete(Player)"),
}
