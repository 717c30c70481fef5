"""Queries of WITH and items of FROM, and SQLAlchemy code that means the same."""

from __future__ import annotations

from written_statements import Pair

SOURCES: dict[str, Pair] = {
    # -- WITH
    "recursive": Pair(
        "WITH RECURSIVE up AS (SELECT id, winner_id FROM games WHERE id = $1 UNION ALL"
        " SELECT g.id, g.winner_id FROM games g JOIN up ON up.winner_id = g.white_id) SELECT id FROM up",
        "s = select(Game.id, Game.winner_id).where(Game.id == p1).cte('up', recursive=True)\n"
        "up = s.union_all(select(Game.id, Game.winner_id).join(s, s.c.winner_id == Game.white_id))\n"
        "select(up.c.id)",
    ),
    "counting": Pair(
        "WITH RECURSIVE t(n, handle) AS (SELECT elo, handle FROM players UNION"
        " SELECT n + 1, handle FROM t WHERE n < $1) SELECT n, handle FROM t",
        "s = select(Player.elo.label('n'), Player.handle).cte('t', recursive=True)\n"
        "t = s.union(select(s.c.n + 1, s.c.handle).where(s.c.n < p1))\n"
        "select(t.c.n, t.c.handle)",
        never_none=(1,),
    ),
    "recursive_in_name": Pair(
        "WITH RECURSIVE t AS (SELECT id FROM players) SELECT id FROM t",
        "t = select(Player.id).cte('t')\nselect(t.c.id)",
    ),
    "materialized": Pair(
        "WITH t AS MATERIALIZED (SELECT id FROM players) SELECT id FROM t",
        "t = select(Player.id).cte('t').prefix_with('MATERIALIZED')\nselect(t.c.id)",
    ),
    "not_materialized": Pair(
        "WITH t AS NOT MATERIALIZED (SELECT id FROM players) SELECT id FROM t",
        "t = select(Player.id).cte('t').prefix_with('NOT MATERIALIZED')\nselect(t.c.id)",
    ),
    "column_list": Pair(
        "WITH t(elo, id) AS (SELECT id, elo, handle FROM players ORDER BY id) SELECT id, handle FROM t",
        "t = select(Player.id.label('elo'), Player.elo.label('id'), Player.handle).order_by(Player.id).cte('t')\n"
        "select(t.c.id, t.c.handle)",
    ),
    "column_list_of_subquery": Pair(
        "SELECT x.a FROM (SELECT id FROM players) x(a) WHERE x.a > 3",
        "x = select(Player.id.label('a')).subquery('x')\nselect(x.c.a).where(x.c.a > 3)",
    ),
    "with_read_twice": Pair(
        "WITH t AS (SELECT id, winner_id FROM games) SELECT a.id, b.id AS o FROM t a JOIN t b ON a.winner_id = b.id",
        "t = select(Game.id, Game.winner_id).cte('t')\nb = t.alias()\n"
        "select(t.c.id, b.c.id.label('o')).select_from(t).join(b, t.c.winner_id == b.c.id)",
    ),
}
