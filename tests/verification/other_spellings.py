"""Wrong rewrites of the statements of ``same_spellings``."""

from __future__ import annotations

from other_statements import Wrong

_SHOWN = "select(Player.handle, Player.wins)"
_G = "g = select(Game.white_id.label('id'), Game.moves).subquery('g')\n"
_JOINED = "select(Player.id).join(Game, Game.white_id == Player.id)"
_CUT = (
    "update(Game).where(Game.id == p1).values(analysis=Game.analysis.op({}, return_type=JSONB)(literal_column({!r})))"
)

WRONG_SPELLINGS: list[Wrong] = [
    Wrong("trim_both", "one side", "select(func.ltrim(Player.handle, 'x').label('btrim'))"),
    Wrong("trim_both", "blanks", "select(func.btrim(Player.handle).label('btrim'))"),
    Wrong("trim_both", "the other way around", "select(func.btrim('x', Player.handle).label('btrim'))"),
    Wrong("trim_both", "another name", "select(func.btrim(Player.handle, 'x').label('trim'))"),
    Wrong("trim_leading", "both sides", "select(func.btrim(Player.handle, literal(p1, Text)).label('t'))"),
    Wrong("substring_for", "another place", "select(func.substring(Player.handle, 3, 1).label('substring'))"),
    Wrong("substring_for", "from there on", "select(func.substring(Player.handle, 3).label('substring'))"),
    Wrong("overlay", "the length is lost", "select(func.overlay(Player.handle, 'x', 2).label('overlay'))"),
    Wrong("overlay", "places swapped", "select(func.overlay(Player.handle, 'x', 3, 2).label('overlay'))"),
    Wrong("position", "the other way around", "select(func.strpos('a', Player.handle).label('position'))"),
    Wrong("position", "another name", "select(func.strpos(Player.handle, 'a').label('strpos'))"),
    Wrong(
        "element_of_result",
        "another element",
        "select(func.array_agg(Player.handle)[2].label('h'))",
    ),
    Wrong("element_of_result", "all of them", "select(func.array_agg(Player.handle).label('h'))"),
    Wrong("some_of_them", "all of them", "select(Player.id).where(Player.elo == all_(literal(p1, ARRAY(Integer))))"),
    Wrong("natural_join", "an outer join", f"{_G}{_SHOWN}.join(g, Player.id == g.c.id, isouter=True)"),
    Wrong("natural_join", "on another column", f"{_G}{_SHOWN}.join(g, Player.elo == g.c.id)"),
    Wrong("natural_join", "on everything", f"{_G}{_SHOWN}.join(g, true())"),
    Wrong(
        "comma_and_join",
        "joined to the first",
        "select(Player.id).select_from(Game).join_from(Player, Ladder, Ladder.player_id == Game.white_id)"
        ".where(Game.black_id == Player.id)",
    ),
    Wrong(
        "comma_and_join",
        "an outer join",
        "select(Player.id).select_from(Player, Game)"
        ".join_from(Game, Ladder, Ladder.player_id == Game.white_id, isouter=True).where(Game.black_id == Player.id)",
    ),
    Wrong(
        "limited_sides",
        "the whole is limited",
        "union_all(select(Player.id), select(Game.white_id)).order_by('id').limit(3)",
    ),
    Wrong("limited_sides", "no limit", "union_all(select(Player.id), select(Game.white_id))"),
    Wrong(
        "limited_sides", "once each", "union(select(Player.id).order_by(Player.elo).limit(3), select(Game.white_id))"
    ),
    Wrong("two_locks", "one lock", f"{_JOINED}.with_for_update(of=[Player])"),
    Wrong("two_locks", "no lock", _JOINED),
    Wrong(
        "grouped_by_position",
        "by the column",
        "select(func.lower(Player.handle).label('handle'), func.count().label('count')).group_by(Player.handle)",
    ),
    Wrong("path_deleted", "another path", _CUT.format("'#-'", "'{b,a}'")),
    Wrong("path_deleted", "the value at the path", _CUT.format("'#>'", "'{a,b}'")),
    Wrong("key_deleted", "a place", "update(Game).values(analysis=Game.analysis.op('-')(literal(p1, Integer)))"),
    Wrong(
        "path_of_argument",
        "another order",
        "update(Game).values(analysis=func.jsonb_set(Game.analysis, literal(['b', p1], ARRAY(Text)),"
        " literal_column(\"'1'\")))",
    ),
    Wrong(
        "boolean_argument",
        "not negated",
        "select(Player.id).where(or_(literal(p1, Boolean), Player.active), literal(p2, Boolean))",
    ),
    Wrong(
        "boolean_argument",
        "arguments swapped",
        "select(Player.id).where(or_(literal(p2, Boolean), Player.active), not_(literal(p1, Boolean)))",
    ),
    Wrong("boolean_argument", "left away", "select(Player.id).where(Player.active, not_(literal(p2, Boolean)))"),
    Wrong("always_true", "a condition is lost", "select(Player.id).where(Player.elo > literal(p1, Integer))"),
    Wrong(
        "always_true",
        "either condition",
        "select(Player.id).where(or_(Player.elo > literal(p1, Integer), Player.region.is_(None)))",
    ),
    Wrong(
        "always_true",
        "never true",
        "select(Player.id).where("
        "literal_column('1') == literal_column('2'), Player.elo > literal(p1, Integer), Player.region.is_(None))",
    ),
    Wrong(
        "always_true",
        "true or",
        "select(Player.id).where(or_(true(), Player.elo > literal(p1, Integer)), Player.region.is_(None))",
    ),
    Wrong("nothing_but_true", "never true", "delete(Player).where(false())"),
    Wrong("nothing_but_true", "another number", "delete(Player).where(literal_column('1') == literal_column('2'))"),
    Wrong("nothing_but_true", "a condition", "delete(Player).where(Player.region.is_(None))"),
]
