"""Expressions beyond columns and comparisons, with SQLAlchemy code that means the same."""

from __future__ import annotations

from written_statements import Pair

EXPRESSIONS: dict[str, Pair] = {
    # -- dates
    "at_time_zone": Pair(
        "SELECT joined_at AT TIME ZONE 'utc' AS t FROM players",
        "select(func.timezone('utc', Player.joined).label('t'))",
    ),
    "padded_argument": Pair(
        "SELECT id FROM games WHERE venue = $1", "select(Game.id).where(Game.venue == literal(p1, Game.venue.type))"
    ),
    "padded_in": Pair(
        "SELECT id FROM games WHERE venue IN ($1, $2)",
        "select(Game.id).where(Game.venue.in_([p1, p2]))",
    ),
    "padded_assigned": Pair("UPDATE games SET venue = $1", "update(Game).values(venue=p1)"),
    "slice_of_aggregate": Pair(
        "SELECT (array_agg(id))[1:3] AS ids FROM games",
        "select(func.array_agg(Game.id)[1:3].label('ids'))",
    ),
    "element_of_a_choice": Pair(
        "SELECT (coalesce(badges, '{}'))[1] AS badge FROM players",
        "select(type_coerce(func.coalesce(Player.badges, literal_column(\"'{}'\")), ARRAY(Text))[1].label('badge'))",
    ),
    "real_argument": Pair(
        "SELECT id FROM games WHERE tension < $1", "select(Game.id).where(Game.tension < literal(p1, Float(24)))"
    ),
    "real_assigned": Pair("UPDATE games SET tension = $1", "update(Game).values(tension=literal(p1, Float(24)))"),
    "real_cast": Pair("SELECT moves::real AS m FROM games", "select(cast(Game.moves, REAL).label('m'))"),
    "number_in_text": Pair(
        "SELECT '#' || id AS tag FROM games", "select(literal_column(\"'#'\").concat(Game.id).label('tag'))"
    ),
    "optional_filter": Pair(
        "SELECT id FROM players WHERE $1::boolean IS NULL OR active = $1",
        "select(Player.id).where(or_(literal(p1, Boolean).is_(None), Player.active == p1))",
    ),
    "share_of_rows": Pair(
        "SELECT percent_rank() OVER (ORDER BY elo) FROM players",
        "select(func.percent_rank(type_=Double).over(order_by=Player.elo).label('percent_rank'))",
    ),
    "cast_and_ordered": Pair(
        "SELECT started::date FROM games ORDER BY started",
        "select(cast(Game.started, Date).label('started')).order_by('started')",
    ),
    "document_compared": Pair(
        "SELECT id FROM games WHERE analysis = $1",
        "select(Game.id).where(Game.analysis == cast(literal(p1, Text), JSONB))",
    ),
    "documents_differ": Pair(
        "SELECT id FROM games WHERE analysis IS DISTINCT FROM '{}'",
        "select(Game.id).where(Game.analysis.is_distinct_from(literal_column(\"'{}'\")))",
    ),
    "argument_that_may_be_missing": Pair(
        "SELECT id FROM players WHERE region = $1 OR $1 IS NULL",
        "select(Player.id).where(or_(Player.region == literal(p1, Text), literal(p1, Text).is_(None)))",
    ),
    "time_and_argument": Pair(
        "SELECT id FROM players WHERE joined_at + $1 > now()",
        "select(Player.id).where(Player.joined + literal(p1, Interval) > func.now())",
    ),
    "time_without_argument": Pair(
        "SELECT joined_at - $1 AS ago FROM players",
        "select((Player.joined - literal(p1, DateTime(timezone=True))).label('ago'))",
    ),
    "interval_times_argument": Pair(
        "SELECT id FROM games WHERE length > interval '1 hour' * $1",
        "select(Game.id).where(Game.length > literal_column(\"INTERVAL '1 hour'\") * literal(p1, Double))",
    ),
    "make_interval": Pair(
        "SELECT id FROM players WHERE joined_at > now() - make_interval(days => $1)",
        "select(Player.id).where(Player.joined > func.now() - func.make_interval(0, 0, 0, literal(p1, Integer)))",
    ),
    "reflected_comparison": Pair(
        "SELECT id FROM players WHERE date(joined_at) < CURRENT_DATE",
        "select(Player.id).where(func.date(Player.joined) < func.current_date())",
    ),
    "local_moment": Pair(
        "SELECT id FROM games WHERE started > LOCALTIMESTAMP",
        "select(Game.id).where(Game.started > func.localtimestamp())",
    ),
    # -- JSON
    "text_of_key": Pair(
        "SELECT id FROM games WHERE analysis ->> 'engine' = $1",
        "select(Game.id).where(Game.analysis['engine'].astext == literal(p1, Text))",
    ),
    "key_of_key": Pair(
        "SELECT analysis -> 'best' ->> 'move' AS m FROM games",
        "select(Game.analysis.op('->', return_type=JSONB)('best')['move'].astext.label('m'))",
    ),
    "path": Pair(
        "SELECT analysis #>> '{best,move}' AS m FROM games", "select(Game.analysis['best', 'move'].astext.label('m'))"
    ),
    "json_containment": Pair(
        "SELECT id FROM games WHERE analysis @> '{\"depth\": 20}'",
        "select(Game.id).where(Game.analysis.contains(literal_column('\\'{\"depth\": 20}\\'')))",
    ),
    "document_as_text": Pair(
        "UPDATE games SET analysis = $1 WHERE id = $2",
        "update(Game).where(Game.id == p2).values(analysis=cast(literal(p1, Text), JSONB))",
        never_none=(2,),
    ),
    "document_cast_from_text": Pair(
        "SELECT id FROM games WHERE analysis @> $1::text::jsonb",
        "select(Game.id).where(Game.analysis.contains(cast(literal(p1, Text), JSONB)))",
    ),
    "json_keys": Pair(
        "SELECT id FROM games WHERE analysis ? $1 AND analysis ?| $2",
        "select(Game.id).where(Game.analysis.has_key(literal(p1, Text)), Game.analysis.has_any(literal(p2, ARRAY(Text))))",
    ),
    # -- arrays
    "array_overlap": Pair(
        "SELECT id FROM players WHERE badges && $1",
        "select(Player.id).where(Player.badges.bool_op('&&')(literal(p1, ARRAY(Text))))",
    ),
    "array_of_values": Pair(
        "SELECT id FROM players WHERE badges @> ARRAY['beta', $1]",
        "select(Player.id).where(Player.badges.bool_op('@>')(literal(['beta', p1], ARRAY(Text))))",
    ),
    "any_of_constants": Pair(
        "SELECT id FROM players WHERE elo = ANY(ARRAY[1, 2])",
        "select(Player.id).where(Player.elo == any_(literal([1, 2], ARRAY(Integer))))",
    ),
    "array_constructor": Pair(
        "SELECT ARRAY[elo, 5] AS a FROM players", "select(array([Player.elo, 5], type_=Integer).label('a'))"
    ),
    "array_of_query": Pair(
        "SELECT ARRAY(SELECT moves FROM games ORDER BY id) AS a",
        "select(func.array(select(Game.moves).order_by(Game.id).scalar_subquery()).label('a'))",
    ),
    "subscripts": Pair(
        "SELECT badges[1] AS a, badges[2:3] AS b FROM players",
        "select(Player.badges[1].label('a'), Player.badges[2:3].label('b'))",
    ),
    "array_function": Pair(
        "SELECT array_append(badges, $1) AS a FROM players",
        "select(func.array_append(Player.badges, literal(p1, Text)).label('a'))",
    ),
    "prepended": Pair(
        "SELECT id FROM players WHERE array_prepend($1, badges) = badges",
        "select(Player.id).where(func.array_prepend(cast(literal(p1, Text), Text), Player.badges) == Player.badges)",
    ),
    "prepended_constant": Pair(
        "SELECT id FROM players WHERE array_prepend('a', badges) = badges",
        "select(Player.id).where(func.array_prepend(literal_column(\"'a'\"), Player.badges) == Player.badges)",
    ),
    "array_of_a_choice": Pair(
        "SELECT id FROM players WHERE badges && ARRAY[coalesce(region, $1)]",
        "select(Player.id).where(Player.badges.bool_op('&&')(array([func.coalesce(Player.region, literal(p1, Text))])))",
    ),
    # -- strings, numbers, bits
    "substring": Pair(
        "SELECT substring(handle FROM 2 FOR 3) AS a FROM players",
        "select(func.substring(Player.handle, 2, 3).label('a'))",
    ),
    "escape": Pair(
        "SELECT id FROM players WHERE handle LIKE 'a!%' ESCAPE '!'",
        "select(Player.id).where(Player.handle.like('a!%', escape='!'))",
    ),
    "similar": Pair(
        "SELECT id FROM players WHERE handle SIMILAR TO 'a|b'",
        "select(Player.id).where(Player.handle.bool_op('SIMILAR TO')('a|b'))",
    ),
    "text_search": Pair(
        "SELECT id FROM players WHERE to_tsvector('simple', handle) @@ plainto_tsquery('simple', $1)",
        "select(Player.id).where(func.to_tsvector('simple', Player.handle)"
        ".bool_op('@@')(func.plainto_tsquery('simple', literal(p1, Text))))",
    ),
    "bits": Pair(
        "SELECT id FROM players WHERE elo & 4 <> 0", "select(Player.id).where(Player.elo.bitwise_and(4) != 0)"
    ),
    "bits_taken_away": Pair(
        "SELECT id FROM players WHERE wins & ~$1::smallint = 0",
        "select(Player.id).where(Player.wins.bitwise_and(literal(p1, SmallInteger).bitwise_not()) == literal(0, Integer))",
    ),
    "power": Pair(
        "SELECT elo ^ 2 AS p FROM players", "select(Player.elo.op('^', precedence=9)(literal_column('2')).label('p'))"
    ),
    "symmetric": Pair(
        "SELECT id FROM players WHERE elo BETWEEN SYMMETRIC $1 AND $2",
        "select(Player.id).where(Player.elo.between(literal(p1, Integer), literal(p2, Integer), symmetric=True))",
    ),
    # -- grouping and windows
    "rollup": Pair(
        "SELECT region, count(*) AS n FROM players GROUP BY ROLLUP (region, active)",
        "select(Player.region, func.count().label('n')).group_by(func.rollup(Player.region, Player.active))",
    ),
    "grouping_sets": Pair(
        "SELECT region, active FROM players GROUP BY GROUPING SETS ((region, active), (region), ())",
        "select(Player.region, Player.active)"
        ".group_by(func.grouping_sets(tuple_(Player.region, Player.active), Player.region, tuple_()))",
    ),
    "within_group": Pair(
        "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY elo DESC) AS m FROM players",
        "select(func.percentile_disc(literal_column('0.5')).within_group(Player.elo.desc()).label('m'))",
    ),
    "named_window": Pair(
        "SELECT sum(elo) OVER (w ROWS 2 PRECEDING) AS s FROM players WINDOW w AS (PARTITION BY region ORDER BY id)",
        "select(func.sum(Player.elo).over(partition_by=Player.region, order_by=Player.id, rows=(-2, 0)).label('s'))",
    ),
    "fetch_first": Pair(
        "SELECT id FROM players ORDER BY id OFFSET 5 ROWS FETCH FIRST 3 ROWS ONLY",
        "select(Player.id).order_by(Player.id).limit(3).offset(5)",
    ),
    "calculated_offset": Pair(
        "SELECT id FROM players OFFSET ($1 - 1) * 10", "select(Player.id).offset((literal(p1, Integer) - 1) * 10)"
    ),
    "distinct_on_expression": Pair(
        "SELECT DISTINCT ON (lower(handle)) id FROM players", "select(Player.id).distinct(func.lower(Player.handle))"
    ),
    "case_of_argument": Pair(
        "SELECT CASE region WHEN $1 THEN 1 END AS c FROM players",
        "select(case((literal(p1, Text), 1), value=Player.region).label('c'))",
    ),
    "distinct_from_argument": Pair(
        "SELECT id FROM players WHERE $1 IS DISTINCT FROM region",
        "select(Player.id).where(literal(p1, Text).is_distinct_from(Player.region))",
    ),
}
