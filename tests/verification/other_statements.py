"""Rewrites that look right and are not: each names the pair whose SQL it is a wrong form of."""

from __future__ import annotations

from typing import NamedTuple

from written_statements import Pair


class Wrong(NamedTuple):
    """A wrong rewrite of the pair called ``of``."""

    of: str
    why: str
    code: str


WRONG: list[Wrong] = [
    # -- columns, stars, names
    Wrong("columns", "a column less", "select(Player.handle)"),
    Wrong("columns", "a column more", "select(Player.handle, Player.elo, Player.wins)"),
    Wrong("columns", "columns in another order", "select(Player.elo, Player.handle)"),
    Wrong("columns", "another column", "select(Player.handle, Player.wins)"),
    Wrong("columns", "another name", "select(Player.handle.label('name'), Player.elo)"),
    Wrong("aliases", "the label is lost", "select(Player.elo)"),
    Wrong("attribute_of_another_name", "the attribute names the key", "select(Player.joined).where(Player.joined < p1)"),
    Wrong("star_as_entity", "another model", "select(Player).where(Player.id == p1)"),
    Wrong("star_as_entity", "columns instead of the model", "select(Ladder.__table__).where(Ladder.season == p1)"),
    Wrong("core_table_in_a_schema", "a key names the column", "select(audit_log.c.what, audit_log.c.happened).where(audit_log.c.actor == p1)"),
    Wrong("count", "SQLAlchemy's own name", "select(func.count()).select_from(Player)"),
    Wrong("literal", "another constant", "select(literal_column('2').label('one'))"),
    # -- conditions
    Wrong("key", "no condition", "select(Player.handle)"),
    Wrong("key", "another operator", "select(Player.handle).where(Player.id >= p1)"),
    Wrong("key", "another column", "select(Player.handle).where(Player.elo == p1)"),
    Wrong("key", "the argument became a constant", "select(Player.handle).where(Player.id == 1)"),
    Wrong("key", "bound as integer", "select(Player.handle).where(Player.id == literal(p1, Integer))"),
    Wrong("key", "bound as text", "select(Player.handle).where(Player.id == literal(p1, Text))"),
    Wrong("key", "bound by the value's own type", "select(Player.handle).where(Player.id == literal(p1))"),
    Wrong("nullable", "None becomes IS NULL", "select(Player.id).where(Player.region == p1)"),
    Wrong("nullable", "None is accepted besides", "select(Player.id).where(or_(Player.region == literal(p1, Text), Player.region.is_(None)))"),
    Wrong("nullable_never_none", "negation lost", "select(Player.id).where(Player.region == p1)"),
    Wrong("nesting", "nested otherwise", "select(Player.id).where(or_(Player.elo > 2000, and_(Player.region.is_(None), Player.active)))"),
    Wrong("nesting", "OR became AND", "select(Player.id).where(Player.elo > 2000, Player.region.is_(None), Player.active)"),
    Wrong("nesting", "IS NULL turned", "select(Player.id).where(or_(Player.elo > 2000, Player.region.is_not(None)), Player.active)"),
    Wrong("nesting", "another number", "select(Player.id).where(or_(Player.elo > 2001, Player.region.is_(None)), Player.active)"),
    Wrong("nesting", "NOT added", "select(Player.id).where(or_(Player.elo > 2000, Player.region.is_(None)), not_(Player.active))"),
    Wrong("not_folded", "NOT lost", "select(Player.id).where(Player.elo > 2000)"),
    Wrong("not_folded", "NOT folded wrongly", "select(Player.id).where(Player.elo < 2000)"),
    Wrong("is_true", "IS NOT FALSE is true of NULL", "select(Player.id).where(Player.active.is_not(False))"),
    Wrong("equals_false", "the other constant", "select(Player.id).where(Player.active == true())"),
    Wrong("in_constants", "an element less", "select(Player.id).where(Player.region.in_(['EU']))"),
    Wrong("in_constants", "negated", "select(Player.id).where(Player.region.not_in(['EU', 'NA']))"),
    Wrong("in_arguments", "arguments swapped", "select(Player.id).where(Player.id.not_in([p2, p1]))"),
    Wrong("between", "bounds swapped", "select(Game.id).where(Game.started.between(p2, p1))"),
    Wrong("between", "bounds left out", "select(Game.id).where(Game.started > p1, Game.started < p2)"),
    Wrong("between", "with a time zone", "select(Game.id).where(Game.started.between(literal(p1, DateTime(timezone=True)), p2))"),
    Wrong("like", "LIKE became ILIKE", "select(Player.id).where(Player.handle.ilike('a%'), Player.region.not_ilike(p1))"),
    Wrong("like", "another pattern", "select(Player.id).where(Player.handle.like('%a'), Player.region.not_ilike(p1))"),
    Wrong("concatenated_pattern", "no closing wildcard", "select(Player.id).where(Player.handle.ilike(literal('%', Text).concat(literal(p1, Text))))"),
    Wrong("any", "ALL for ANY", "select(Player.handle).where(Player.id == all_(literal(p1, ARRAY(BigInteger))))"),
    Wrong("any", "an array of integers", "select(Player.handle).where(Player.id == any_(literal(p1, ARRAY(Integer))))"),
    Wrong("any", "None raises in in_()", "select(Player.handle).where(Player.id.in_(p1))"),
    Wrong("any_with_cast", "elements are cut", "select(Player.id).where(Player.handle == any_(literal(p1, ARRAY(String(3)))))"),
    Wrong("constant_in_array", "a varchar beside text[]", "select(Player.id).where(literal_column(\"'beta'\") != any_(Player.badges))"),
    Wrong("distinct_from", "plain inequality", "select(Game.id).where(Game.winner_id != literal(p1, BigInteger))"),
    Wrong("optional_filter", "None becomes IS NULL twice", "select(Game.id).where(or_(literal(p1, BigInteger).is_(None), Game.winner_id == literal(p1, BigInteger)))"),
    Wrong("numeric_argument", "the bind rounds", "select(Game.id).where(Game.stake > p1)"),
    Wrong("numeric_argument", "bound as double", "select(Game.id).where(Game.stake > literal(p1, Double))"),
    Wrong("double_argument", "an int becomes INTEGER", "select(Player.id).where(Player.win_rate < p1)"),
    # -- expressions
    Wrong("arithmetic", "true division", "select((Player.elo + 1).label('a'), (Player.elo * Player.wins).label('b'), (Player.elo % 2).label('c'), (Player.elo / 3).label('d'), (-Player.elo).label('e'))"),
    Wrong("arithmetic", "sign lost", "select((Player.elo + 1).label('a'), (Player.elo * Player.wins).label('b'), (Player.elo % 2).label('c'), (Player.elo // 3).label('d'), Player.elo.label('e'))"),
    Wrong("precedence", "Python's own precedence", "select((Player.elo + 1 * 2).label('a'))"),
    Wrong("text", "another function", "select(Player.handle.concat(' of ').concat(Player.region).label('who'), func.upper(Player.handle).label('lower'), func.length(Player.region).label('n'))"),
    Wrong("coalesce", "arguments turned", "select(func.coalesce(Player.region, 'none').label('coalesce')).where(func.coalesce(literal(p1, SmallInteger), Player.wins) > 3)"),
    Wrong("coalesce", "a wider bind", "select(func.coalesce(Player.region, 'none').label('coalesce')).where(func.coalesce(Player.wins, literal(p1, Integer)) > 3)"),
    Wrong("case", "ELSE lost", "select(case((Player.elo > 2000, 'master')).label('case'))"),
    Wrong("case", "results swapped", "select(case((Player.elo > 2000, 'other'), else_='master').label('case'))"),
    Wrong("cast", "another type", "select(cast(Player.elo, Numeric).label('elo'))"),
    Wrong("interval", "24 hours are no day", "select(Player.id).where(Player.joined > func.now() - literal_column(\"interval '168 hours'\"))"),
    Wrong("interval", "the other direction", "select(Player.id).where(Player.joined > func.now() + literal_column(\"interval '7 days'\"))"),
    # -- aggregates
    Wrong("aggregates", "min for max", "select(func.min(Player.elo).label('max'), func.count(distinct(Player.region)).label('regions'), func.sum(Player.wins).filter(Player.active).label('won'))"),
    Wrong("aggregates", "DISTINCT lost", "select(func.max(Player.elo).label('max'), func.count(Player.region).label('regions'), func.sum(Player.wins).filter(Player.active).label('won'))"),
    Wrong("aggregates", "FILTER became WHERE", "select(func.max(Player.elo).label('max'), func.count(distinct(Player.region)).label('regions'), func.sum(Player.wins).label('won')).where(Player.active)"),
    Wrong("group", "HAVING lost", "select(Player.region, func.count().label('n')).group_by(Player.region).order_by(desc('n'), Player.region)"),
    Wrong("group", "DESC lost", "select(Player.region, func.count().label('n')).group_by(Player.region).having(func.count() > literal(p1, BigInteger)).order_by('n', Player.region)"),
    Wrong("group", "grouped by another column", "select(Player.region, func.count().label('n')).group_by(Player.elo).having(func.count() > literal(p1, BigInteger)).order_by(desc('n'), Player.region)"),
    Wrong("group", "count of a column", "select(Player.region, func.count(Player.region).label('n')).group_by(Player.region).having(func.count() > literal(p1, BigInteger)).order_by(desc('n'), Player.region)"),
    Wrong("group_by_name", "two binds for one constant", "select(func.date_trunc('day', Player.joined).label('day'), func.count().label('n')).group_by(func.date_trunc('day', Player.joined))"),
    Wrong("group_by_name", "a bind and a constant", "select(func.date_trunc('day', Player.joined).label('day'), func.count().label('n')).group_by(func.date_trunc(literal_column(\"'day'\"), Player.joined))"),
    Wrong("distinct", "DISTINCT lost", "select(Player.region).order_by(Player.region.nulls_first())"),
    Wrong("distinct", "NULLs last", "select(Player.region).distinct().order_by(Player.region)"),
    Wrong("default_nulls", "NULLs last", "select(Player.id).order_by(Player.wins.desc().nulls_last(), Player.elo).limit(10).offset(20)"),
    Wrong("default_nulls", "LIMIT and OFFSET swapped", "select(Player.id).order_by(Player.wins.desc(), Player.elo).limit(20).offset(10)"),
    Wrong("default_nulls", "OFFSET lost", "select(Player.id).order_by(Player.wins.desc(), Player.elo).limit(10)"),
    Wrong("limit_arguments", "swapped", "select(Player.id).order_by(Player.id).limit(p2).offset(p1)"),
    Wrong("window", "PARTITION BY lost", "select(Player.id, func.rank().over(order_by=Player.elo.desc()).label('place'))"),
    Wrong("window", "another function", "select(Player.id, func.dense_rank().over(partition_by=Player.region, order_by=Player.elo.desc()).label('place'))"),
    Wrong("window", "a frame added", "select(Player.id, func.rank().over(partition_by=Player.region, order_by=Player.elo.desc(), rows=(None, 0)).label('place'))"),
    Wrong("locked", "SKIP LOCKED lost", "select(Game.id).order_by(Game.id).limit(1).with_for_update()"),
    Wrong("locked", "NOWAIT", "select(Game.id).order_by(Game.id).limit(1).with_for_update(nowait=True)"),
    Wrong("locked", "FOR SHARE", "select(Game.id).order_by(Game.id).limit(1).with_for_update(read=True, skip_locked=True)"),
    # -- several tables
    Wrong("join", "outer", "select(Game.id, Player.handle).select_from(Game).join(Player, Player.id == Game.white_id, isouter=True).where(Player.elo >= p1)"),
    Wrong("join", "another column", "select(Game.id, Player.handle).select_from(Game).join(Player, Player.id == Game.black_id).where(Player.elo >= p1)"),
    Wrong("join", "a forgotten alias joins once more", "a = aliased(Player)\nselect(Game.id, a.handle).select_from(Game).join(a, a.id == Game.white_id).where(Player.elo >= p1)"),
    Wrong("outer_join", "inner", "select(Player.id, Game.opening).select_from(Player).join(Game, and_(Game.winner_id == Player.id, Game.white_id == p1))"),
    Wrong("outer_join", "ON moved to WHERE", "select(Player.id, Game.opening).select_from(Player).join(Game, Game.winner_id == Player.id, isouter=True).where(Game.white_id == literal(p1, BigInteger))"),
    Wrong("self_join", "aliases swapped", "w = aliased(Player)\nb = aliased(Player)\nselect(b.handle, w.handle.label('other')).select_from(Game).join(w, w.id == Game.white_id).join(b, b.id == Game.black_id)"),
    Wrong("cross_join", "a condition", "select(Player.id, Game.moves).select_from(Player).join(Game, Game.winner_id == Player.id)"),
    Wrong("comma", "no condition", "select(Player.id, Game.moves)"),
    Wrong("exists", "negated", "select(Player.id).where(~exists().where(Game.winner_id == Player.id))"),
    Wrong("exists", "not correlated", "select(Player.id).where(exists().where(Game.winner_id == Game.white_id))"),
    Wrong("exists", "an aggregate always gives a row", "select(Player.id).where(select(func.count()).select_from(Game).where(Game.winner_id == Player.id).exists())"),
    Wrong("scalar_subquery", "another column", "select(Player.id, select(func.count()).select_from(Game).where(Game.black_id == Player.id).scalar_subquery().label('played'))"),
    Wrong("in_subquery", "NOT IN", "select(Player.id).where(Player.id.not_in(select(Game.winner_id).where(Game.moves > 100)))"),
    Wrong("in_subquery", "condition lost", "select(Player.id).where(Player.id.in_(select(Game.winner_id)))"),
    Wrong("derived_table", "another column", "s = select(Game.winner_id, func.count(Game.winner_id).label('n')).group_by(Game.winner_id).subquery('s')\nselect(s.c.winner_id).where(s.c.n > literal(p1, BigInteger))"),
    Wrong("with", "another condition", "best = select(Player.id.label('pid')).where(Player.elo > 2501).cte('best')\nselect(Game.id).select_from(Game).join(best, best.c.pid == Game.winner_id)"),
    Wrong("union", "ALL lost", "union(select(Player.id), select(Game.winner_id)).order_by('id').limit(3)"),
    # -- changes
    Wrong("insert", "implicit RETURNING", "insert(Player).values(elo=p1, handle=p2, joined=func.now(), active=True)"),
    Wrong("insert", "arguments swapped", "insert(Player).values(elo=p2, handle=p1, joined=func.now(), active=True).inline()"),
    Wrong("insert", "a column less", "insert(Player).values(elo=p1, handle=p2, joined=func.now()).inline()"),
    Wrong("insert", "another column", "insert(Player).values(elo=p1, region=p2, joined=func.now(), active=True).inline()"),
    Wrong("insert_default", "RETURNING another column", "insert(Player).values(handle=p1, elo=5).returning(Player.elo, Player.joined.label('joined_at'))"),
    Wrong("insert_rows", "arguments swapped", "insert(Ladder).values([{'season': p1, 'player_id': p4, 'points': 0}, {'season': p3, 'player_id': p2, 'points': 1}])"),
    Wrong("upsert", "excluded forgotten", "s = pg_insert(Ladder).values(season=p1, player_id=p2, points=p3)\ns.on_conflict_do_update(index_elements=[Ladder.season, Ladder.player_id], set_={'points': Ladder.points + Ladder.points, 'title': None}, where=Ladder.points < 10).returning(Ladder.points)"),
    Wrong("upsert", "WHERE lost", "s = pg_insert(Ladder).values(season=p1, player_id=p2, points=p3)\ns.on_conflict_do_update(index_elements=[Ladder.season, Ladder.player_id], set_={'points': Ladder.points + s.excluded.points, 'title': None}).returning(Ladder.points)"),
    Wrong("upsert", "DO NOTHING", "pg_insert(Ladder).values(season=p1, player_id=p2, points=p3).on_conflict_do_nothing(index_elements=[Ladder.season, Ladder.player_id]).returning(Ladder.points)"),
    Wrong("upsert", "the model's default joins", "s = pg_insert(Ladder).values(season=p1, player_id=p2)\ns.on_conflict_do_update(index_elements=[Ladder.season, Ladder.player_id], set_={'points': Ladder.points + s.excluded.points, 'title': None}, where=Ladder.points < 10).returning(Ladder.points)"),
    Wrong("upsert_nothing", "another key", "pg_insert(Player).values(handle=p1, elo=p2).on_conflict_do_nothing(index_elements=[Player.id]).inline()"),
    Wrong("upsert_nothing", "the clause lost", "insert(Player).values(handle=p1, elo=p2).inline()"),
    Wrong("insert_many", "a constant more", "insert(Player.__table__).values(active=True)"),
    Wrong("update", "the other operator", "update(Player).where(Player.id == p2).values(region='EU', elo=Player.elo - literal(p1, Integer), active=False)"),
    Wrong("update", "no condition", "update(Player).values(region='EU', elo=Player.elo + literal(p1, Integer), active=False)"),
    Wrong("update", "a column less", "update(Player).where(Player.id == p2).values(elo=Player.elo + literal(p1, Integer), active=False)"),
    Wrong("update", "a constant beside", "update(Player).where(Player.id == p2).values(region='eu', elo=Player.elo + literal(p1, Integer), active=False)"),
    Wrong("update_returning", "RETURNING lost", "update(Game).where(Game.id == p2).values(winner_id=p1, length=None)"),
    Wrong("update_from", "condition lost", "update(Game).where(Player.elo == Game.winner_id).values(opening=Player.region)"),
    Wrong("delete", "no condition", "delete(Game).returning(Game.id)"),
    Wrong("delete", "another column", "delete(Game).where(Game.started < p1).returning(Game.moves)"),
    Wrong("delete_everything", "another table", "delete(Game)"),
]  # fmt: skip


class Statement(NamedTuple):
    """A statement that stays unproven in any form, with the form that comes nearest."""

    why: str
    pair: Pair


UNPROVEN: list[Statement] = [
    Statement("None in <>", Pair("SELECT id FROM players WHERE elo <> $1", "select(Player.id).where(Player.elo != p1)")),
    Statement("None in >", Pair("SELECT id FROM players WHERE elo > $1", "select(Player.id).where(Player.elo > p1)")),
    Statement("None below NOT", Pair("SELECT id FROM players WHERE NOT (elo = $1 AND active)", "select(Player.id).where(not_(and_(Player.elo == p1, Player.active)))")),
    Statement("None in the select list", Pair("SELECT elo = $1 AS same FROM players", "select((Player.elo == p1).label('same'))")),
    Statement("None in CASE", Pair("SELECT CASE WHEN elo = $1 THEN 1 ELSE 2 END AS x FROM players", "select(case((Player.elo == p1, literal_column('1')), else_=literal_column('2')).label('x'))")),
    Statement("None on the optional side", Pair("SELECT p.id FROM players p LEFT JOIN games g ON g.winner_id = p.id WHERE g.white_id = $1", "select(Player.id).select_from(Player).join(Game, Game.winner_id == Player.id, isouter=True).where(Game.white_id == p1)")),
    Statement("NOT of ANY is no <> ANY", Pair("SELECT id FROM players WHERE NOT (id = ANY($1))", "select(Player.id).where(Player.id != any_(literal(p1, ARRAY(BigInteger))))")),
    Statement("an aggregate in EXISTS", Pair("SELECT EXISTS (SELECT count(*) FROM games)", "select(select(literal_column('1')).select_from(Game).exists().label('exists'))")),
    Statement("values in an order that matters", Pair("INSERT INTO ladders (season, player_id, points) VALUES (nextval('a'), nextval('b'), $1)", "insert(Ladder).values(player_id=func.nextval(literal_column(\"'b'\")), season=func.nextval(literal_column(\"'a'\")), points=p1)")),
    Statement("a datetime beside a date", Pair("SELECT id FROM players WHERE birthday = $1", "select(Player.id).where(Player.birthday == p1)", never_none=(1,))),
    Statement("JSON decodes", Pair("SELECT analysis FROM games", "select(Game.analysis)")),
    Statement("JSON encodes", Pair("UPDATE games SET analysis = $1 WHERE id = $2", "update(Game).where(Game.id == p2).values(analysis=p1)")),
    Statement("varchar(3)[] cuts", Pair("SELECT id FROM games WHERE codes = $1", "select(Game.id).where(Game.codes == literal(p1, Game.codes.type))")),
    Statement("a type of the project's own", Pair("SELECT mood FROM moods", "select(Mood.mood)")),
    Statement("columns that the model lacks", Pair("SELECT * FROM moods", "select(Mood.__table__)")),
    Statement("Decimal becomes float", Pair("SELECT coalesce(rating, 0) AS r FROM players", "select(func.coalesce(Player.rating, literal_column('0'), type_=Double).label('r'))")),
    Statement("onupdate joins", Pair("UPDATE ladders SET title = $1 WHERE season = 1", "update(Ladder).where(Ladder.season == 1).values(title=p1)")),
    Statement("a Python default joins", Pair("INSERT INTO ladders (season, player_id) VALUES ($1, $2)", "insert(Ladder).values(season=p1, player_id=p2).inline()")),
    Statement("an explicit cast that cuts", Pair("SELECT id FROM players WHERE handle = $1::varchar(3)", "select(Player.id).where(Player.handle == literal(p1, String(3)))")),
    Statement("two types for one parameter", Pair("SELECT id FROM players WHERE elo = $1 AND id = $1", "select(Player.id).where(Player.elo == p1, Player.id == p1)", never_none=(1,))),
    Statement("an argument without a type", Pair("SELECT $1 AS x", "select(literal(p1, Text).label('x'))")),
    Statement("jsonb_set takes no varchar", Pair("SELECT id FROM games WHERE jsonb_set(analysis, '{a}', '1') IS NULL", "select(Game.id).where(func.jsonb_set(Game.analysis, '{a}', '1').is_(None))")),
    Statement("duplicate keys", Pair("SELECT elo, elo FROM players", "select(Player.elo, Player.elo)")),
    Statement("an int in a bool's place", Pair("SELECT id FROM players WHERE elo = 1", "select(Player.id).where(Player.elo == True)")),
]  # fmt: skip
