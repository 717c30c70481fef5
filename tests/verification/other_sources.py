"""Rewrites of the queries of WITH and items of FROM that look right and are not."""

from __future__ import annotations

from other_catalogs import WRONG_CATALOGS
from other_enums import WRONG_ENUMS
from other_quoted_names import WRONG_QUOTED_NAMES
from other_rows import WRONG_ROWS
from other_spellings import WRONG_SPELLINGS
from other_statements import Wrong

_START = "s = select(Game.id, Game.winner_id).where(Game.id == p1).cte('up', recursive=True)\n"
_COUNT = "s = select(Player.elo.label('n'), Player.handle).cte('t', recursive=True)\n"
_UNNEST = "a = func.unnest(literal(p1, ARRAY(Integer))).table_valued(column('a', Integer)).render_derived('a')\n"

WRONG_SOURCES: list[Wrong] = [
    # -- WITH
    Wrong("recursive", "nothing recurs", "up = select(Game.id, Game.winner_id).where(Game.id == p1).cte('up')\nselect(up.c.id)"),
    Wrong("recursive", "the first part alone is read", f"{_START}up = s.union_all(select(Game.id, Game.winner_id).join(s, s.c.winner_id == Game.white_id))\nselect(s.c.id)"),
    Wrong("recursive", "rows once each", f"{_START}up = s.union(select(Game.id, Game.winner_id).join(s, s.c.winner_id == Game.white_id))\nselect(up.c.id)"),
    Wrong("recursive", "joined the other way", f"{_START}up = s.union_all(select(Game.id, Game.winner_id).join(s, s.c.id == Game.white_id))\nselect(up.c.id)"),
    Wrong("recursive", "the columns are swapped", f"{_START}up = s.union_all(select(Game.winner_id, Game.id).join(s, s.c.winner_id == Game.white_id))\nselect(up.c.id)"),
    Wrong("recursive", "not joined with itself", f"{_START}up = s.union_all(select(Game.id, Game.winner_id).join(Player, Player.id == Game.white_id))\nselect(up.c.id)"),
    Wrong("recursive", "another start", "s = select(Game.id, Game.winner_id).where(Game.white_id == p1).cte('up', recursive=True)\nup = s.union_all(select(Game.id, Game.winner_id).join(s, s.c.winner_id == Game.white_id))\nselect(up.c.id)"),
    Wrong("recursive", "only the word is left", "up = union_all(select(Game.id, Game.winner_id).where(Game.id == p1), select(Game.id, Game.winner_id)).cte('up', recursive=True)\nselect(up.c.id)"),
    Wrong("counting", "duplicates stay", f"{_COUNT}t = s.union_all(select(s.c.n + 1, s.c.handle).where(s.c.n < p1))\nselect(t.c.n, t.c.handle)"),
    Wrong("counting", "another step", f"{_COUNT}t = s.union(select(s.c.n + 2, s.c.handle).where(s.c.n < p1))\nselect(t.c.n, t.c.handle)"),
    Wrong("counting", "the table is read anew", f"{_COUNT}t = s.union(select(Player.elo + 1, Player.handle).where(Player.elo < p1))\nselect(t.c.n, t.c.handle)"),
    Wrong("counting", "the end is lost", f"{_COUNT}t = s.union(select(s.c.n + 1, s.c.handle))\nselect(t.c.n, t.c.handle)"),
    Wrong("counting", "the argument has another type", f"{_COUNT}t = s.union(select(s.c.n + 1, s.c.handle).where(s.c.n < literal(p1, Text)))\nselect(t.c.n, t.c.handle)"),
    Wrong("recursive_in_name", "another column", "t = select(Player.elo).cte('t')\nselect(t.c.elo.label('id'))"),
    Wrong("materialized", "the planner may choose", "t = select(Player.id).cte('t')\nselect(t.c.id)"),
    Wrong("materialized", "the opposite", "t = select(Player.id).cte('t').prefix_with('NOT MATERIALIZED')\nselect(t.c.id)"),
    Wrong("not_materialized", "the planner may choose", "t = select(Player.id).cte('t')\nselect(t.c.id)"),
    Wrong("not_materialized", "the opposite", "t = select(Player.id).cte('t').prefix_with('MATERIALIZED')\nselect(t.c.id)"),
    Wrong("column_list", "the list is lost", "t = select(Player.id, Player.elo, Player.handle).order_by(Player.id).cte('t')\nselect(t.c.id, t.c.handle)"),
    Wrong("column_list", "ordered by what is called so", "t = select(Player.id.label('elo'), Player.elo.label('id'), Player.handle).order_by(Player.elo).cte('t')\nselect(t.c.id, t.c.handle)"),
    Wrong("column_list", "the list is read from the right", "t = select(Player.id, Player.elo.label('id2'), Player.handle.label('elo')).order_by(Player.id).cte('t')\nselect(t.c.id, t.c.elo.label('handle'))"),
    Wrong("column_list_of_subquery", "another column", "x = select(Player.elo.label('a')).subquery('x')\nselect(x.c.a).where(x.c.a > 3)"),
    Wrong("with_read_twice", "one alias for both", "t = select(Game.id, Game.winner_id).cte('t')\nb = t.alias()\nselect(t.c.id, t.c.id.label('o')).select_from(t).join(b, t.c.winner_id == b.c.id)"),
    Wrong("with_read_twice", "the other one's column", "t = select(Game.id, Game.winner_id).cte('t')\nb = t.alias()\nselect(b.c.id, t.c.id.label('o')).select_from(t).join(b, t.c.winner_id == b.c.id)"),
    Wrong("with_read_twice", "joined with the table", "t = select(Game.id, Game.winner_id).cte('t')\nselect(t.c.id, Game.id.label('o')).select_from(t).join(Game, t.c.winner_id == Game.id)"),
    # -- functions
    Wrong("unnest", "another condition", f"{_UNNEST}select(a.c.a).where(a.c.a >= 3)"),
    Wrong("unnest", "elements of another type", "a = func.unnest(literal(p1, ARRAY(BigInteger))).table_valued(column('a', BigInteger)).render_derived('a')\nselect(a.c.a).where(a.c.a > 3)"),
    Wrong("unnest", "a scalar", "select(func.unnest(literal(p1, ARRAY(Integer))).label('a'))"),
    Wrong("unnest", "another function", "a = func.generate_subscripts(literal(p1, ARRAY(Integer)), 1).table_valued(column('a', Integer)).render_derived('a')\nselect(a.c.a).where(a.c.a > 3)"),
    Wrong("unnest_in_order", "no ordinality", "t = func.unnest(literal(p1, ARRAY(BigInteger))).table_valued(column('id', BigInteger)).render_derived('t')\nselect(Player.handle).select_from(t).join(Player, Player.id == t.c.id).order_by(t.c.id)"),
    Wrong("unnest_in_order", "ordered by the element", "t = func.unnest(literal(p1, ARRAY(BigInteger))).table_valued(column('id', BigInteger), with_ordinality='n').render_derived('t')\nselect(Player.handle).select_from(t).join(Player, Player.id == t.c.id).order_by(t.c.id)"),
    Wrong("unnest_in_order", "joined by the position", "t = func.unnest(literal(p1, ARRAY(BigInteger))).table_valued(column('id', BigInteger), with_ordinality='n').render_derived('t')\nselect(Player.handle).select_from(t).join(Player, Player.id == t.c.n).order_by(t.c.n)"),
    Wrong("insert_unnested", "the arrays are swapped", "t = func.unnest(literal(p2, ARRAY(BigInteger)), literal(p1, ARRAY(BigInteger))).table_valued(column('a', BigInteger), column('b', BigInteger)).render_derived('t')\ninsert(Game).from_select(['white_id', 'winner_id'], select(t))"),
    Wrong("insert_unnested", "the columns are swapped", "t = func.unnest(literal(p1, ARRAY(BigInteger)), literal(p2, ARRAY(BigInteger))).table_valued(column('a', BigInteger), column('b', BigInteger)).render_derived('t')\ninsert(Game).from_select(['white_id', 'winner_id'], select(t.c.b, t.c.a))"),
    Wrong("insert_unnested", "one array twice", "t = func.unnest(literal(p1, ARRAY(BigInteger)), literal(p1, ARRAY(BigInteger))).table_valued(column('a', BigInteger), column('b', BigInteger)).render_derived('t')\ninsert(Game).from_select(['white_id', 'winner_id'], select(t))"),
    Wrong("unnested_column", "every combination", "b = func.unnest(literal(['x'], ARRAY(Text))).table_valued(column('b', Text)).render_derived('b')\nselect(Player.id, b.c.b)"),
    Wrong("unnested_column", "an outer join", "b = func.unnest(Player.badges).table_valued(column('b', Text)).render_derived('b')\nselect(Player.id, b.c.b).select_from(Player).join(b, true(), isouter=True)"),
    Wrong("series", "another end", "g = func.generate_series(1, 5, 2).table_valued(column('g', Integer)).render_derived('g')\nselect(g.c.g)"),
    Wrong("series", "another step", "g = func.generate_series(1, literal(p1, Integer), 3).table_valued(column('g', Integer)).render_derived('g')\nselect(g.c.g)"),
    Wrong("series", "bound as bigint", "g = func.generate_series(1, literal(p1, BigInteger), 2).table_valued(column('g', Integer)).render_derived('g')\nselect(g.c.g)"),
    Wrong("value_of_documents", "another key", "e = func.jsonb_array_elements(Game.analysis).table_valued(column('value', JSONB)).render_derived('e')\nselect(e.c.value['moves'].astext.label('move')).select_from(Game, e)"),
    Wrong("value_of_documents", "the document itself", "e = func.jsonb_array_elements(Game.analysis).table_valued(column('value', JSONB)).render_derived('e')\nselect(Game.analysis['move'].astext.label('move')).select_from(Game, e)"),
    Wrong("record", "another type", "x = func.jsonb_to_recordset(Game.analysis).table_valued(column('a', BigInteger), column('b', Numeric(10, 2))).render_derived('x', with_types=True)\nselect(x.c.a, x.c.b).select_from(Game, x)"),
    Wrong("record", "rounded otherwise", "x = func.jsonb_to_recordset(Game.analysis).table_valued(column('a', Integer), column('b', Numeric(10, 3))).render_derived('x', with_types=True)\nselect(x.c.a, x.c.b).select_from(Game, x)"),
    Wrong("record", "keys of another name", "x = func.jsonb_to_recordset(Game.analysis).table_valued(column('c', Integer), column('b', Numeric(10, 2))).render_derived('x', with_types=True)\nselect(x.c.c.label('a'), x.c.b).select_from(Game, x)"),
    Wrong("record", "no types", "x = func.jsonb_to_recordset(Game.analysis).table_valued(column('a', Integer), column('b', Numeric(10, 2))).render_derived('x')\nselect(x.c.a, x.c.b).select_from(Game, x)"),
    # -- VALUES
    Wrong("values", "a row less", "t = values(column('a', Integer), column('b', Text), name='t').data([(literal(p1, Integer), 'x')])\nselect(t.c.b).where(t.c.a == 1)"),
    Wrong("values", "rows in another order", "t = values(column('a', Integer), column('b', Text), name='t').data([(2, literal(p2, Text)), (literal(p1, Integer), 'x')])\nselect(t.c.b).where(t.c.a == 1)"),
    Wrong("values", "another constant", "t = values(column('a', Integer), column('b', Text), name='t').data([(literal(p1, Integer), 'y'), (2, literal(p2, Text))])\nselect(t.c.b).where(t.c.a == 1)"),
    Wrong("values", "another type", "t = values(column('a', BigInteger), column('b', Text), name='t').data([(literal(p1, BigInteger), 'x'), (2, literal(p2, Text))])\nselect(t.c.b).where(t.c.a == 1)"),
    Wrong("values", "the names are swapped", "t = values(column('b', Integer), column('a', Text), name='t').data([(literal(p1, Integer), 'x'), (2, literal(p2, Text))])\nselect(t.c.b).where(t.c.b == 1)"),
    Wrong("update_from_values", "the arguments are swapped", "v = values(column('id', BigInteger), column('handle', Text), name='v').data([(literal(p2, BigInteger), literal(p1, Text))])\nupdate(Player).where(v.c.id == Player.id).values(handle=v.c.handle)"),
    Wrong("update_from_values", "everything is changed", "v = values(column('id', BigInteger), column('handle', Text), name='v').data([(literal(p1, BigInteger), literal(p2, Text))])\nupdate(Player).values(handle=v.c.handle)"),
    # -- LATERAL
    Wrong("lateral", "an inner join", "g = select(Game.id).where(Game.white_id == Player.id).order_by(Game.moves).limit(3).lateral('g')\nselect(Player.handle, g.c.id).select_from(Player).join(g, true())"),
    Wrong("lateral", "no LATERAL", "g = select(Game.id).where(Game.white_id == Player.id).order_by(Game.moves).limit(3).subquery('g')\nselect(Player.handle, g.c.id).select_from(Player).join(g, true(), isouter=True)"),
    Wrong("lateral", "a limit for all", "g = select(Game.id, Game.white_id).order_by(Game.moves).limit(3).subquery('g')\nselect(Player.handle, g.c.id).select_from(Player).join(g, g.c.white_id == Player.id, isouter=True)"),
    Wrong("lateral", "another order", "g = select(Game.id).where(Game.white_id == Player.id).order_by(Game.moves.desc()).limit(3).lateral('g')\nselect(Player.handle, g.c.id).select_from(Player).join(g, true(), isouter=True)"),
    Wrong("lateral", "more of them", "g = select(Game.id).where(Game.white_id == Player.id).order_by(Game.moves).limit(4).lateral('g')\nselect(Player.handle, g.c.id).select_from(Player).join(g, true(), isouter=True)"),
    # -- joins
    Wrong("right_join", "a left join", "select(Player.handle, Game.id).select_from(Player).join(Game, Game.white_id == Player.id, isouter=True)"),
    Wrong("right_join", "an inner join", "select(Player.handle, Game.id).select_from(Game).join(Player, Game.white_id == Player.id)"),
    Wrong("right_join", "a full join", "select(Player.handle, Game.id).select_from(Game).join(Player, Game.white_id == Player.id, full=True)"),
    Wrong("using", "the column of the other side", "g = select(Game.white_id.label('id'), func.count().label('n')).group_by(Game.white_id).subquery('g')\nselect(g.c.id, g.c.n).select_from(Player).join(g, Player.id == g.c.id, isouter=True).where(Player.id > 3)"),
    Wrong("using", "the other column in WHERE", "g = select(Game.white_id.label('id'), func.count().label('n')).group_by(Game.white_id).subquery('g')\nselect(Player.id, g.c.n).select_from(Player).join(g, Player.id == g.c.id, isouter=True).where(g.c.id > 3)"),
    Wrong("using", "an inner join", "g = select(Game.white_id.label('id'), func.count().label('n')).group_by(Game.white_id).subquery('g')\nselect(Player.id, g.c.n).select_from(Player).join(g, Player.id == g.c.id).where(Player.id > 3)"),
    Wrong("using", "another column joins", "g = select(Game.white_id.label('id'), func.count().label('n')).group_by(Game.white_id).subquery('g')\nselect(Player.id, g.c.n).select_from(Player).join(g, Player.id == g.c.n, isouter=True).where(Player.id > 3)"),
    Wrong("star_of_using", "the order of the tables", "p = select(Player.elo, Player.id).subquery('p')\ng = select(Game.moves, Game.white_id.label('id')).subquery('g')\nselect(p.c.elo, p.c.id, g.c.moves).select_from(p).join(g, p.c.id == g.c.id)"),
    Wrong("star_of_using", "the column is lost", "p = select(Player.elo, Player.id).subquery('p')\ng = select(Game.moves, Game.white_id.label('id')).subquery('g')\nselect(p.c.elo, g.c.moves).select_from(p).join(g, p.c.id == g.c.id)"),
    Wrong("delete_using_inner_join", "the condition of the join is lost", "delete(Ladder).where(Game.moves == Ladder.season)"),
    Wrong("delete_using_inner_join", "joined otherwise", "delete(Ladder).where(Player.id == Game.black_id, Game.moves == Ladder.season)"),
    Wrong("delete_using_inner_join", "everything goes", "delete(Ladder).where(Player.id == Game.white_id)"),
    Wrong("inner_and_outer", "a condition of the outer join in WHERE", "h = aliased(Game)\nselect(Player.handle, h.id).select_from(Game).join(Player, Player.id == Game.white_id).join(h, h.black_id == Player.id, isouter=True).where(h.moves > 3)"),
    Wrong("inner_and_outer", "both inner", "h = aliased(Game)\nselect(Player.handle, h.id).select_from(Game).join(Player, Player.id == Game.white_id).join(h, and_(h.black_id == Player.id, h.moves > 3))"),
    Wrong("inner_and_outer", "both outer", "h = aliased(Game)\nselect(Player.handle, h.id).select_from(Game).join(Player, Player.id == Game.white_id, isouter=True).join(h, and_(h.black_id == Player.id, h.moves > 3), isouter=True)"),
    Wrong("inner_and_outer", "the other is outer", "h = aliased(Game)\nselect(Player.handle, h.id).select_from(Game).join(Player, Player.id == Game.white_id, isouter=True).join(h, and_(h.black_id == Player.id, h.moves > 3))"),
    Wrong("inner_and_outer", "a condition of the inner join in the outer one", "h = aliased(Game)\nselect(Player.handle, h.id).select_from(Game).join(Player, true()).join(h, and_(h.black_id == Player.id, h.moves > 3, Player.id == Game.white_id), isouter=True)"),
    Wrong("inner_and_outer", "another table in the outer join", "h = aliased(Game)\nselect(Player.handle, h.id).select_from(Game).join(Player, Player.id == Game.white_id).join(h, and_(Game.black_id == Player.id, h.moves > 3), isouter=True)"),
    *WRONG_ROWS,
    *WRONG_CATALOGS,
    *WRONG_ENUMS,
    *WRONG_QUOTED_NAMES,
    *WRONG_SPELLINGS,
]  # fmt: skip
