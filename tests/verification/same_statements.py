"""Statements and SQLAlchemy code that means the same."""

from __future__ import annotations

from same_expressions import EXPRESSIONS
from same_sources import SOURCES
from written_statements import Pair

SAME: dict[str, Pair] = {
    # -- columns, stars, names
    "columns": Pair("SELECT handle, elo FROM players", "select(Player.handle, Player.elo)"),
    "aliases": Pair("SELECT p.elo AS strength FROM players AS p", "select(Player.elo.label('strength'))"),
    "attribute_of_another_name": Pair(
        "SELECT joined_at FROM players WHERE joined_at < $1",
        "select(Player.joined.label('joined_at')).where(Player.joined < p1)",
        never_none=(1,),
    ),
    "star_as_entity": Pair(
        "SELECT * FROM ladders WHERE season = $1", "select(Ladder).where(Ladder.season == p1)", shape="entities"
    ),
    "star_as_columns": Pair("SELECT * FROM ladders", "select(Ladder.__table__)"),
    "star_of_alias": Pair("SELECT l.* FROM ladders l", "select(Ladder.__table__)", shape="rows"),
    "quoted_and_upper_case": Pair('SELECT "handle", ELO FROM Players', "select(Player.handle, Player.elo)"),
    "twice_the_same_name": Pair("SELECT elo, elo FROM players", "select(Player.elo, Player.elo)", shape="rows"),
    "core_table_in_a_schema": Pair(
        "SELECT what, at FROM admin.audit_log WHERE actor = $1",
        "select(audit_log.c.what, audit_log.c.happened.label('at')).where(audit_log.c.actor == p1)",
    ),
    "literal": Pair("SELECT 1 AS one", "select(literal_column('1').label('one'))"),
    # -- changes of several tables
    "with_delete": Pair(
        "WITH d AS (DELETE FROM games WHERE id = $1 RETURNING id) SELECT count(*) FROM d",
        "d = delete(Game).where(Game.id == p1).returning(Game.id).cte('d')\n"
        "select(func.count().label('count')).select_from(d)",
    ),
    "with_unread_delete": Pair(
        "WITH d AS (DELETE FROM games WHERE id = $1) SELECT handle FROM players",
        "d = delete(Game).where(Game.id == p1).cte('d')\nselect(Player.handle).add_cte(d)",
    ),
    "insert_select": Pair(
        "INSERT INTO games (white_id, winner_id) SELECT id, elo FROM players WHERE active",
        "insert(Game).from_select(['white_id', 'winner_id'], select(Player.id, Player.elo).where(Player.active))",
    ),
    "update_of_joined": Pair(
        "UPDATE games SET white_id = p.elo FROM players p WHERE games.winner_id = p.id",
        "update(Game).where(Game.winner_id == Player.id).values(white_id=Player.elo)",
    ),
    "bigint_and_constant": Pair(
        "UPDATE games SET white_id = white_id + 1 WHERE id = $1",
        "update(Game).where(Game.id == p1).values(white_id=Game.white_id + 1)",
    ),
    "delete_using": Pair(
        "DELETE FROM games USING players p WHERE games.winner_id = p.id AND p.active",
        "delete(Game).where(Game.winner_id == Player.id, Player.active)",
    ),
    "row_assigned": Pair(
        "UPDATE games SET (white_id, winner_id) = ($1, $2) WHERE id = $3",
        "update(Game).where(Game.id == p3).values(white_id=p1, winner_id=p2)",
    ),
    # -- conditions
    "key": Pair("SELECT handle FROM players WHERE id = $1", "select(Player.handle).where(Player.id == p1)"),
    "nullable": Pair(
        "SELECT id FROM players WHERE region = $1", "select(Player.id).where(Player.region == literal(p1, Text))"
    ),
    "nullable_never_none": Pair(
        "SELECT id FROM players WHERE region <> $1", "select(Player.id).where(Player.region != p1)", never_none=(1,)
    ),
    "nesting": Pair(
        "SELECT id FROM players WHERE (elo > 2000 OR region IS NULL) AND active",
        "select(Player.id).where(or_(Player.elo > 2000, Player.region.is_(None)), Player.active)",
    ),
    "not_folded": Pair(
        "SELECT id FROM players WHERE NOT (elo > 2000)", "select(Player.id).where(not_(Player.elo > 2000))"
    ),
    "is_true": Pair("SELECT id FROM players WHERE active IS TRUE", "select(Player.id).where(Player.active.is_(True))"),
    "equals_false": Pair(
        "SELECT id FROM players WHERE active = false", "select(Player.id).where(Player.active == false())"
    ),
    "boolean_argument": Pair(
        "SELECT id FROM players WHERE active = $1", "select(Player.id).where(Player.active == p1)"
    ),
    "in_constants": Pair(
        "SELECT id FROM players WHERE region IN ('EU', 'NA')",
        "select(Player.id).where(Player.region.in_(['EU', 'NA']))",
    ),
    "in_arguments": Pair(
        "SELECT id FROM players WHERE id NOT IN ($1, $2)",
        "select(Player.id).where(Player.id.not_in([p1, p2]))",
        never_none=(1, 2),
    ),
    "between": Pair(
        "SELECT id FROM games WHERE started BETWEEN $1 AND $2",
        "select(Game.id).where(Game.started.between(p1, p2))",
        never_none=(1, 2),
    ),
    "like": Pair(
        "SELECT id FROM players WHERE handle LIKE 'a%' AND region NOT ILIKE $1",
        "select(Player.id).where(Player.handle.like('a%'), Player.region.not_ilike(p1))",
        never_none=(1,),
    ),
    "concatenated_pattern": Pair(
        "SELECT id FROM players WHERE handle ILIKE '%' || $1 || '%'",
        "select(Player.id).where(Player.handle.ilike(literal('%', Text).concat(literal(p1, Text)).concat('%')))",
    ),
    "any": Pair(
        "SELECT handle FROM players WHERE id = ANY($1)",
        "select(Player.handle).where(Player.id == any_(literal(p1, ARRAY(BigInteger))))",
    ),
    "any_as_in": Pair(
        "SELECT handle FROM players WHERE id = ANY($1)",
        "select(Player.handle).where(Player.id.in_(p1))",
        never_none=(1,),
    ),
    "all_as_not_in": Pair(
        "SELECT handle FROM players WHERE id <> ALL($1)",
        "select(Player.handle).where(Player.id.not_in(p1))",
        never_none=(1,),
    ),
    "any_with_cast": Pair(
        "SELECT id FROM players WHERE handle = ANY($1::text[])",
        "select(Player.id).where(Player.handle == any_(literal(p1, ARRAY(Text))))",
    ),
    "constant_in_array": Pair(
        "SELECT id FROM players WHERE 'beta' = ANY(badges)",
        "select(Player.id).where(literal_column(\"'beta'\") == any_(Player.badges))",
    ),
    "distinct_from": Pair(
        "SELECT id FROM games WHERE winner_id IS DISTINCT FROM $1",
        "select(Game.id).where(Game.winner_id.is_distinct_from(literal(p1, BigInteger)))",
    ),
    "optional_filter": Pair(
        "SELECT id FROM games WHERE $1::bigint IS NULL OR white_id = $1",
        "select(Game.id).where(or_(literal(p1, BigInteger).is_(None), Game.white_id == literal(p1, BigInteger)))",
    ),
    "numeric_argument": Pair(
        "SELECT id FROM games WHERE stake > $1", "select(Game.id).where(Game.stake > literal(p1, Numeric))"
    ),
    "double_argument": Pair(
        "SELECT id FROM players WHERE win_rate < $1",
        "select(Player.id).where(Player.win_rate < literal(p1, Player.win_rate.type))",
    ),
    # -- expressions
    "arithmetic": Pair(
        "SELECT elo + 1 AS a, elo * wins AS b, elo % 2 AS c, elo / 3 AS d, -elo AS e FROM players",
        "select((Player.elo + 1).label('a'), (Player.elo * Player.wins).label('b'), (Player.elo % 2).label('c'),"
        " (Player.elo // 3).label('d'), (-Player.elo).label('e'))",
    ),
    "precedence": Pair("SELECT (elo + 1) * 2 AS a FROM players", "select(((Player.elo + 1) * 2).label('a'))"),
    "text": Pair(
        "SELECT handle || ' of ' || region AS who, lower(handle), length(region) AS n FROM players",
        "select(Player.handle.concat(' of ').concat(Player.region).label('who'),"
        " func.lower(Player.handle).label('lower'), func.length(Player.region).label('n'))",
    ),
    "coalesce": Pair(
        "SELECT coalesce(region, 'none') FROM players WHERE coalesce(wins, $1) > 3",
        "select(func.coalesce(Player.region, 'none').label('coalesce'))"
        ".where(func.coalesce(Player.wins, literal(p1, SmallInteger)) > 3)",
    ),
    "case": Pair(
        "SELECT CASE WHEN elo > 2000 THEN 'master' ELSE 'other' END FROM players",
        "select(case((Player.elo > 2000, 'master'), else_='other').label('case'))",
    ),
    "cast": Pair("SELECT elo::text FROM players", "select(cast(Player.elo, Text).label('elo'))"),
    "interval": Pair(
        "SELECT id FROM players WHERE joined_at > now() - interval '7 days'",
        "select(Player.id).where(Player.joined > func.now() - literal_column(\"interval '7 days'\"))",
    ),
    # -- aggregates
    "count": Pair("SELECT count(*) FROM players", "select(func.count().label('count')).select_from(Player)"),
    "count_unlabelled": Pair(
        "SELECT count(*) FROM players", "select(func.count().label('count')).select_from(Player)", "rows"
    ),
    "aggregates": Pair(
        "SELECT max(elo), count(DISTINCT region) AS regions, sum(wins) FILTER (WHERE active) AS won FROM players",
        "select(func.max(Player.elo).label('max'), func.count(distinct(Player.region)).label('regions'),"
        " func.sum(Player.wins).filter(Player.active).label('won'))",
    ),
    "group": Pair(
        "SELECT region, count(*) AS n FROM players GROUP BY region HAVING count(*) > $1 ORDER BY n DESC, 1",
        "select(Player.region, func.count().label('n')).group_by(Player.region)"
        ".having(func.count() > literal(p1, BigInteger)).order_by(desc('n'), Player.region)",
    ),
    "group_by_name": Pair(
        "SELECT date_trunc('day', joined_at) AS day, count(*) AS n FROM players GROUP BY date_trunc('day', joined_at)",
        "select(func.date_trunc('day', Player.joined).label('day'), func.count().label('n')).group_by('day')",
    ),
    "distinct": Pair(
        "SELECT DISTINCT region FROM players ORDER BY region NULLS FIRST",
        "select(Player.region).distinct().order_by(Player.region.nulls_first())",
    ),
    "default_nulls": Pair(
        "SELECT id FROM players ORDER BY wins DESC NULLS FIRST, elo ASC NULLS LAST LIMIT 10 OFFSET 20",
        "select(Player.id).order_by(Player.wins.desc(), Player.elo).limit(10).offset(20)",
    ),
    "limit_arguments": Pair(
        "SELECT id FROM players ORDER BY id LIMIT $1 OFFSET $2",
        "select(Player.id).order_by(Player.id).limit(p1).offset(p2)",
    ),
    "window": Pair(
        "SELECT id, rank() OVER (PARTITION BY region ORDER BY elo DESC) AS place FROM players",
        "select(Player.id, func.rank().over(partition_by=Player.region, order_by=Player.elo.desc()).label('place'))",
    ),
    "locked": Pair(
        "SELECT id FROM games ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED",
        "select(Game.id).order_by(Game.id).limit(1).with_for_update(skip_locked=True)",
    ),
    # -- several tables
    "join": Pair(
        "SELECT g.id, p.handle FROM games g JOIN players p ON p.id = g.white_id WHERE p.elo >= $1",
        "select(Game.id, Player.handle).select_from(Game).join(Player, Player.id == Game.white_id)"
        ".where(Player.elo >= p1)",
        never_none=(1,),
        python_types={1: "int"},
    ),
    "outer_join": Pair(
        "SELECT p.id, g.opening FROM players p LEFT JOIN games g ON g.winner_id = p.id AND g.white_id = $1",
        "select(Player.id, Game.opening).select_from(Player)"
        ".join(Game, and_(Game.winner_id == Player.id, Game.white_id == p1), isouter=True)",
    ),
    "self_join": Pair(
        "SELECT w.handle, b.handle AS other FROM games g JOIN players w ON w.id = g.white_id"
        " JOIN players b ON b.id = g.black_id",
        "w = aliased(Player)\nb = aliased(Player)\n"
        "select(w.handle, b.handle.label('other')).select_from(Game).join(w, w.id == Game.white_id)"
        ".join(b, b.id == Game.black_id)",
    ),
    "cross_join": Pair(
        "SELECT p.id, g.moves FROM players p CROSS JOIN games g",
        "select(Player.id, Game.moves).select_from(Player).join(Game, true())",
    ),
    "comma": Pair(
        "SELECT p.id, g.moves FROM players p, games g WHERE p.id = g.winner_id",
        "select(Player.id, Game.moves).where(Player.id == Game.winner_id)",
    ),
    "exists": Pair(
        "SELECT p.id FROM players p WHERE EXISTS (SELECT 1 FROM games g WHERE g.winner_id = p.id)",
        "select(Player.id).where(exists().where(Game.winner_id == Player.id))",
    ),
    "not_exists": Pair(
        "SELECT id FROM players WHERE NOT EXISTS (SELECT * FROM games WHERE winner_id = players.id)",
        "select(Player.id).where(~select(Game.id).where(Game.winner_id == Player.id).exists())",
    ),
    "scalar_subquery": Pair(
        "SELECT p.id, (SELECT count(*) FROM games g WHERE g.white_id = p.id) AS played FROM players p",
        "select(Player.id, select(func.count()).select_from(Game).where(Game.white_id == Player.id)"
        ".scalar_subquery().label('played'))",
    ),
    "in_subquery": Pair(
        "SELECT id FROM players WHERE id IN (SELECT winner_id FROM games WHERE moves > 100)",
        "select(Player.id).where(Player.id.in_(select(Game.winner_id).where(Game.moves > 100)))",
    ),
    "derived_table": Pair(
        "SELECT s.winner_id FROM (SELECT winner_id, count(*) AS n FROM games GROUP BY winner_id) s WHERE s.n > $1",
        "s = select(Game.winner_id, func.count().label('n')).group_by(Game.winner_id).subquery('s')\n"
        "select(s.c.winner_id).where(s.c.n > literal(p1, BigInteger))",
    ),
    "with": Pair(
        "WITH best AS (SELECT id AS pid FROM players WHERE elo > 2500) SELECT g.id FROM games g JOIN best ON pid = winner_id",
        "best = select(Player.id.label('pid')).where(Player.elo > 2500).cte('best')\n"
        "select(Game.id).select_from(Game).join(best, best.c.pid == Game.winner_id)",
    ),
    "union": Pair(
        "SELECT id FROM players UNION ALL SELECT winner_id FROM games ORDER BY 1 LIMIT 3",
        "union_all(select(Player.id), select(Game.winner_id)).order_by('id').limit(3)",
    ),
    # -- changes
    "insert": Pair(
        "INSERT INTO players (elo, handle, joined_at, active) VALUES ($1, $2, now(), true)",
        "insert(Player).values(elo=p1, handle=p2, joined=func.now(), active=True).inline()",
    ),
    "insert_default": Pair(
        "INSERT INTO players (id, handle, elo) VALUES (DEFAULT, $1, 5) RETURNING id, joined_at",
        "insert(Player).values(handle=p1, elo=5).returning(Player.id, Player.joined.label('joined_at'))",
    ),
    "insert_rows": Pair(
        "INSERT INTO ladders (season, player_id, points) VALUES ($1, $2, 0), ($3, $4, 1)",
        "insert(Ladder).values([{'season': p1, 'player_id': p2, 'points': 0},"
        " {'season': p3, 'player_id': p4, 'points': 1}])",
    ),
    "insert_numeric": Pair(
        "INSERT INTO games (white_id, black_id, moves, stake) VALUES ($1, $2, 0, $3)",
        "insert(Game).values(white_id=p1, black_id=p2, moves=0, stake=p3).inline()",
    ),
    "upsert": Pair(
        "INSERT INTO ladders (season, player_id, points) VALUES ($1, $2, $3) ON CONFLICT (season, player_id)"
        " DO UPDATE SET points = ladders.points + excluded.points, title = NULL WHERE ladders.points < 10 RETURNING points",
        "s = pg_insert(Ladder).values(season=p1, player_id=p2, points=p3)\n"
        "s.on_conflict_do_update(index_elements=[Ladder.season, Ladder.player_id], set_={'points': Ladder.points"
        " + s.excluded.points, 'title': None}, where=Ladder.points < 10).returning(Ladder.points)",
    ),
    "upsert_nothing": Pair(
        "INSERT INTO players (handle, elo) VALUES ($1, $2) ON CONFLICT (handle) DO NOTHING",
        "pg_insert(Player).values(handle=p1, elo=p2).on_conflict_do_nothing(index_elements=[Player.handle]).inline()",
    ),
    "insert_many": Pair(
        "INSERT INTO players (handle, elo) VALUES ($2, $1)", "insert(Player.__table__)", many_keys=("elo", "handle")
    ),
    "update": Pair(
        "UPDATE players SET elo = elo + $1, region = 'EU', active = false WHERE id = $2",
        "update(Player).where(Player.id == p2)"
        ".values(region='EU', elo=Player.elo + literal(p1, Integer), active=False)",
    ),
    "update_returning": Pair(
        "UPDATE games SET winner_id = $1, length = NULL WHERE id = $2 RETURNING id, lower(opening)",
        "update(Game).where(Game.id == p2).values(winner_id=p1, length=None)"
        ".returning(Game.id, func.lower(Game.opening).label('lower'))",
    ),
    "update_from": Pair(
        "UPDATE games SET opening = p.region FROM players p WHERE p.id = games.winner_id",
        "update(Game).where(Player.id == Game.winner_id).values(opening=Player.region)",
    ),
    "update_many": Pair(
        "UPDATE players SET elo = $1 WHERE id = $2",
        "update(Player.__table__).where(Player.__table__.c.id == bindparam('p2')).values(elo=bindparam('p1'))",
        many_keys=("p1", "p2"),
    ),
    "delete": Pair(
        "DELETE FROM games WHERE started < $1 RETURNING id",
        "delete(Game).where(Game.started < p1).returning(Game.id)",
        never_none=(1,),
    ),
    "delete_everything": Pair("DELETE FROM admin.audit_log", "delete(audit_log)"),
    **EXPRESSIONS,
    **SOURCES,
}
