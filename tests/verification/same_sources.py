"""Queries of WITH and items of FROM, and SQLAlchemy code that means the same."""

from __future__ import annotations

from same_catalogs import CATALOGS
from same_enums import ENUMS
from same_quoted_names import QUOTED_NAMES
from same_rows import ROWS
from same_spellings import SPELLINGS
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
        python_types={1: "int"},
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
    # -- functions
    "unnest": Pair(
        "SELECT a FROM unnest($1::int[]) AS a WHERE a > 3",
        "a = func.unnest(literal(p1, ARRAY(Integer))).table_valued(column('a', Integer)).render_derived('a')\n"
        "select(a.c.a).where(a.c.a > 3)",
    ),
    "unnest_in_order": Pair(
        "SELECT p.handle FROM unnest($1::bigint[]) WITH ORDINALITY AS t(id, n) JOIN players p ON p.id = t.id ORDER BY n",
        "t = func.unnest(literal(p1, ARRAY(BigInteger)))"
        ".table_valued(column('id', BigInteger), with_ordinality='n').render_derived('t')\n"
        "select(Player.handle).select_from(t).join(Player, Player.id == t.c.id).order_by(t.c.n)",
    ),
    "insert_unnested": Pair(
        "INSERT INTO games (white_id, winner_id) SELECT * FROM unnest($1::bigint[], $2::bigint[])",
        "t = func.unnest(literal(p1, ARRAY(BigInteger)), literal(p2, ARRAY(BigInteger)))"
        ".table_valued(column('a', BigInteger), column('b', BigInteger)).render_derived('t')\n"
        "insert(Game).from_select(['white_id', 'winner_id'], select(t.c.a, t.c.b))",
    ),
    "unnested_column": Pair(
        "SELECT p.id, b FROM players p, unnest(p.badges) AS b",
        "b = func.unnest(Player.badges).table_valued(column('b', Text), joins_implicitly=True).render_derived('b')\n"
        "select(Player.id, b.c.b)",
    ),
    "series": Pair(
        "SELECT g FROM generate_series(1, $1, 2) AS g",
        "g = func.generate_series(1, literal(p1, Integer), 2).table_valued(column('g', Integer)).render_derived('g')\n"
        "select(g.c.g)",
    ),
    "value_of_documents": Pair(
        "SELECT e ->> 'move' AS move FROM games, jsonb_array_elements(analysis) AS e",
        "e = func.jsonb_array_elements(Game.analysis).table_valued(column('value', JSONB)).render_derived('e')\n"
        "select(e.c.value['move'].astext.label('move')).select_from(Game, e)",
    ),
    "record": Pair(
        "SELECT x.a, x.b FROM games, jsonb_to_recordset(analysis) AS x(a int, b numeric(10, 2))",
        "x = func.jsonb_to_recordset(Game.analysis).table_valued(column('a', Integer), column('b', Numeric(10, 2)))"
        ".render_derived('x', with_types=True)\nselect(x.c.a, x.c.b).select_from(Game, x)",
    ),
    # -- VALUES
    "values": Pair(
        "SELECT t.b FROM (VALUES ($1::int, 'x'), (2, $2)) AS t(a, b) WHERE t.a = 1",
        "t = values(column('a', Integer), column('b', Text), name='t')"
        ".data([(literal(p1, Integer), 'x'), (2, literal(p2, Text))])\nselect(t.c.b).where(t.c.a == 1)",
    ),
    "update_from_values": Pair(
        "UPDATE players SET handle = v.handle FROM (VALUES ($1::bigint, $2::text)) AS v(id, handle) WHERE v.id = players.id",
        "v = values(column('id', BigInteger), column('handle', Text), name='v')"
        ".data([(literal(p1, BigInteger), literal(p2, Text))])\n"
        "update(Player).where(v.c.id == Player.id).values(handle=v.c.handle)",
    ),
    # -- LATERAL
    "lateral": Pair(
        "SELECT p.handle, g.id FROM players p LEFT JOIN LATERAL"
        " (SELECT id FROM games WHERE white_id = p.id ORDER BY moves LIMIT 3) g ON TRUE",
        "g = select(Game.id).where(Game.white_id == Player.id).order_by(Game.moves).limit(3).lateral('g')\n"
        "select(Player.handle, g.c.id).select_from(Player).join(g, true(), isouter=True)",
    ),
    # -- joins
    "right_join": Pair(
        "SELECT p.handle, g.id FROM players p RIGHT JOIN games g ON g.white_id = p.id",
        "select(Player.handle, Game.id).select_from(Game).join(Player, Game.white_id == Player.id, isouter=True)",
    ),
    "using": Pair(
        "SELECT id, n FROM players LEFT JOIN (SELECT white_id AS id, count(*) AS n FROM games GROUP BY white_id) g"
        " USING (id) WHERE id > 3",
        "g = select(Game.white_id.label('id'), func.count().label('n')).group_by(Game.white_id).subquery('g')\n"
        "select(Player.id, g.c.n).select_from(Player).join(g, Player.id == g.c.id, isouter=True).where(Player.id > 3)",
    ),
    "star_of_using": Pair(
        "SELECT * FROM (SELECT elo, id FROM players) p JOIN (SELECT moves, white_id AS id FROM games) g USING (id)",
        "p = select(Player.elo, Player.id).subquery('p')\n"
        "g = select(Game.moves, Game.white_id.label('id')).subquery('g')\n"
        "select(p.c.id, p.c.elo, g.c.moves).select_from(p).join(g, p.c.id == g.c.id)",
    ),
    "delete_using_inner_join": Pair(
        "DELETE FROM ladders USING games g JOIN players p ON p.id = g.white_id WHERE g.moves = ladders.season",
        "delete(Ladder).where(Player.id == Game.white_id, Game.moves == Ladder.season)",
    ),
    "inner_and_outer": Pair(
        "SELECT p.handle, h.id FROM games g JOIN players p ON p.id = g.white_id"
        " LEFT JOIN games h ON h.black_id = p.id AND h.moves > 3",
        "h = aliased(Game)\n"
        "select(Player.handle, h.id).select_from(Game).join(Player, Player.id == Game.white_id)"
        ".join(h, and_(h.black_id == Player.id, h.moves > 3), isouter=True)",
    ),
    **ROWS,
    **CATALOGS,
    **ENUMS,
    **QUOTED_NAMES,
    **SPELLINGS,
}
