"""Rows of values: inserted without a list of columns, selected into a table, compared with each other."""

from __future__ import annotations

from written_statements import Pair

ROWS: dict[str, Pair] = {
    "insert_without_list": Pair(
        "INSERT INTO admin.audit_log VALUES ($1, $2, $3)",
        "insert(audit_log).values(happened=p1, what=p2, actor=p3)",
    ),
    "insert_of_leading_columns": Pair(
        "INSERT INTO admin.audit_log VALUES (now(), 'x')", "insert(audit_log).values(happened=func.now(), what='x')"
    ),
    "insert_without_list_select": Pair(
        "INSERT INTO admin.audit_log SELECT joined_at, handle, id FROM players",
        "insert(audit_log).from_select([audit_log.c.happened, audit_log.c.what, audit_log.c.actor],"
        " select(Player.joined, Player.handle, Player.id))",
    ),
    "default_values": Pair("INSERT INTO players DEFAULT VALUES", "insert(Player).values().inline()"),
    "default_values_returning": Pair(
        "INSERT INTO players DEFAULT VALUES RETURNING id", "insert(Player).values().returning(Player.id)"
    ),
    "defaults_one_by_one": Pair(
        "INSERT INTO ladders DEFAULT VALUES", "insert(Ladder).values(points=text('DEFAULT')).inline()"
    ),
    "insert_select_argument": Pair(
        "INSERT INTO games (white_id, opening, stake) SELECT id, $1, $2 FROM players WHERE elo > $3",
        "insert(Game).from_select(['white_id', 'opening', 'stake'],"
        " select(Player.id, literal(p1, Text), literal(p2, Numeric)).where(Player.elo > literal(p3, Integer)))",
    ),
    "array_cut": Pair(
        "UPDATE games SET codes = $1 WHERE id = $2",
        "update(Game).where(Game.id == p2).values(codes=literal(p1, ARRAY(String)))",
    ),
    "toggled": Pair(
        "UPDATE players SET active = NOT active WHERE id = $1",
        "update(Player).where(Player.id == p1).values(active=not_(Player.active))",
    ),
    "row_of_query_assigned": Pair(
        "UPDATE players SET (handle, elo) = (SELECT opening, moves FROM games WHERE white_id = players.id) WHERE id = $1",
        "update(Player).where(Player.id == p1).values({tuple_(Player.handle, Player.elo):"
        " select(Game.opening, Game.moves).where(Game.white_id == Player.id).scalar_subquery()})",
    ),
    "element_assigned": Pair(
        "UPDATE games SET codes[2] = $1, opening = 'x' WHERE id = $2",
        "update(Game).where(Game.id == p2).values({Game.codes[2]: p1, Game.opening: 'x'})",
    ),
    "unknown": Pair(
        "SELECT id FROM players WHERE active IS UNKNOWN", "select(Player.id).where(Player.active.is_(None))"
    ),
    "known": Pair(
        "SELECT id FROM players WHERE (elo > 5) IS NOT UNKNOWN",
        "select(Player.id).where((Player.elo > 5).is_not(None))",
    ),
    "locked_before_limit": Pair(
        "SELECT id FROM players ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 5 OFFSET 2",
        "select(Player.id).order_by(Player.id).limit(5).offset(2).with_for_update(skip_locked=True)",
    ),
    "system_column": Pair(
        "DELETE FROM players WHERE ctid IN (SELECT ctid FROM games WHERE moves > 5) AND xmax = 0",
        "delete(Player).where(literal_column('ctid').in_(select(literal_column('ctid')).where(Game.moves > 5)),"
        " literal_column('xmax') == literal_column('0')).execution_options(synchronize_session=False)",
    ),
    "text_search_in_from": Pair(
        "SELECT id FROM players, plainto_tsquery('english', $1) AS q WHERE to_tsvector('english', handle) @@ q",
        "q = func.plainto_tsquery('english', literal(p1, Text)).table_valued(column('q', TSQUERY)).render_derived('q')\n"
        "select(Player.id).select_from(Player, q)"
        ".where(func.to_tsvector('english', Player.handle).bool_op('@@')(q.c.q))",
    ),
    "record": Pair("SELECT (id, elo) FROM players", "select(func.row(Player.id, Player.elo).label('row'))"),
    "records": Pair(
        "SELECT region, array_agg((id, handle)) FROM players GROUP BY region",
        "select(Player.region, func.array_agg(func.row(Player.id, Player.handle)).label('array_agg'))"
        ".group_by(Player.region)",
    ),
    "row_compared": Pair(
        "SELECT handle FROM players WHERE (elo, id) > ($1, $2)",
        "select(Player.handle).where(tuple_(Player.elo, Player.id) > (p1, p2))",
    ),
    "row_of_numeric": Pair(
        "SELECT handle FROM players WHERE (rating, id) >= ($1, 5)",
        "select(Player.handle).where(tuple_(Player.rating, Player.id) >= tuple_(literal(p1, Numeric), 5))",
    ),
    "row_in_list": Pair(
        "SELECT handle FROM players WHERE (id, region) IN (($1, $2), (7, 'EU'))",
        "select(Player.handle).where(tuple_(Player.id, Player.region).in_([(p1, p2), (7, 'EU')]))",
    ),
    "row_in_query": Pair(
        "SELECT handle FROM players WHERE (id, elo) NOT IN (SELECT white_id, moves FROM games)",
        "select(Player.handle).where(tuple_(Player.id, Player.elo).not_in(select(Game.white_id, Game.moves)))",
    ),
    "row_of_query": Pair(
        "SELECT handle FROM players WHERE (id, elo) = (SELECT white_id, moves FROM games WHERE id = 1)",
        "select(Player.handle).where(tuple_(Player.id, Player.elo) =="
        " select(Game.white_id, Game.moves).where(Game.id == 1).scalar_subquery())",
    ),
    "distinct_rows": Pair(
        "SELECT count(DISTINCT (region, elo)) FROM players",
        "select(func.count(distinct(tuple_(Player.region, Player.elo))).label('count'))",
    ),
    "two_without_type": Pair(
        "SELECT id FROM players ORDER BY CASE WHEN $1 = 'elo' THEN elo END",
        "select(Player.id).order_by(case((literal(p1, Text) == 'elo', Player.elo)))",
    ),
    "argument_selected": Pair("SELECT id, $1 AS x FROM players", "select(Player.id, literal(p1, Text).label('x'))"),
    "nullif_of_argument": Pair(
        "UPDATE players SET region = NULLIF($1, '') WHERE id = $2",
        "update(Player).where(Player.id == p2).values(region=func.nullif(literal(p1, Text), ''))",
    ),
    "limit_from_elsewhere": Pair(
        "SELECT id FROM players ORDER BY id LIMIT $1 OFFSET ($2 - 1) * $1",
        "select(Player.id).order_by(Player.id).limit(p1).offset((literal(p2, Integer) - 1) * literal(p1, Integer))",
    ),
    "offset_before_limit": Pair(
        "SELECT id FROM players OFFSET floor(random() * (SELECT count(*) FROM players)) LIMIT 1",
        "select(Player.id).limit(1).offset(func.floor(func.random()"
        " * select(func.count()).select_from(Player).scalar_subquery()))",
    ),
    "name_of_two_columns": Pair(
        "SELECT g.id, g.moves, p.id FROM games g JOIN players p ON p.id = g.white_id ORDER BY g.id, p.id",
        "select(Player.id, Game.moves).select_from(Game).join(Player, Player.id == Game.white_id)"
        ".order_by(Game.id, Player.id)",
    ),
    "name_of_two_columns_by_position": Pair(
        "SELECT g.id, g.moves, p.id FROM games g JOIN players p ON p.id = g.white_id",
        "select(Game.id, Game.moves, Player.id).select_from(Game).join(Player, Player.id == Game.white_id)",
        shape="rows",
    ),
    "name_of_a_column_and_a_value": Pair(
        "SELECT id, region, elo, coalesce(region, 'EU') AS region FROM players",
        "select(Player.id, func.coalesce(Player.region, 'EU').label('region'), Player.elo)",
    ),
    "column_twice": Pair(
        "SELECT DISTINCT region, region FROM players ORDER BY region",
        "select(Player.region).distinct().order_by(Player.region)",
    ),
    "name_of_two_columns_grouped": Pair(
        "SELECT g.id, p.id, count(*) FROM games g, players p GROUP BY g.id, p.id ORDER BY 1",
        "select(Player.id, func.count().label('count')).select_from(Game, Player).group_by(Game.id, Player.id)"
        ".order_by(Game.id)",
    ),
    "name_of_two_columns_returned": Pair(
        "UPDATE games SET moves = 0 FROM players p WHERE p.id = white_id RETURNING games.id, p.id",
        "update(Game).where(Player.id == Game.white_id).values(moves=0).returning(Player.id)",
    ),
    "moment_of_the_condition_before": Pair(
        "SELECT id FROM games WHERE started >= $1 AND started < $1 + interval '1 day'",
        "select(Game.id).where(Game.started >= literal(p1, DateTime),"
        " Game.started < literal(p1, DateTime) + literal_column(\"INTERVAL '1 day'\"))",
    ),
    "sum_of_reals": Pair(
        "SELECT coalesce(sum(tension), 0) AS s FROM games",
        "select(func.coalesce(func.sum(Game.tension), 0).label('s'))",
    ),
}
