"""Rewrites of the queries of WITH and items of FROM that look right and are not."""

from __future__ import annotations

from other_statements import Wrong

_START = "s = select(Game.id, Game.winner_id).where(Game.id == p1).cte('up', recursive=True)\n"
_COUNT = "s = select(Player.elo.label('n'), Player.handle).cte('t', recursive=True)\n"

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
]  # fmt: skip
