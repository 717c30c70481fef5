SELECT add_points($1, $2)
=> select(func.add_points(literal(p1, BigInteger), literal(p2, Integer)).label('add_points'))

SELECT add_points($1) AS points
=> select(func.add_points(literal(p1, BigInteger)).label('points'))

SELECT add_points(id, 5) AS points FROM users WHERE slug(name) = slug($1)
=> select(func.add_points(User.id, literal_column('5')).label('points')).where(func.slug(User.name) == func.slug(literal(p1, Text)))

SELECT note_down('login', $1)
=> select(func.note_down('login', cast(literal(p1, Text), JSONB)).label('note_down'))

SELECT * FROM best_players($1)
=> best_players = func.best_players(literal(p1, Integer)).table_valued(column('user_id', BigInteger), column('points', Numeric)).render_derived('best_players')
select(best_players)

SELECT b.user_id, u.name FROM best_players(10) AS b JOIN users u ON u.id = b.user_id WHERE b.points > $1 ORDER BY b.points DESC
=> b = func.best_players(literal_column('10')).table_valued(column('user_id', BigInteger), column('points', Numeric)).render_derived('b')
select(b.c.user_id, User.name).select_from(b).join(User, User.id == b.c.user_id).where(b.c.points > literal(p1, Numeric)).order_by(b.c.points.desc())

SELECT id, name FROM active_since($1, $2) WHERE id > $3
=> active_since = func.active_since(literal(p1, Text), literal(p2, DateTime(timezone=True))).table_valued(column('id', BigInteger), column('name', String)).render_derived('active_since')
select(active_since.c.id, active_since.c.name).where(active_since.c.id > literal(p3, BigInteger))

SELECT u.id, a.name FROM users u CROSS JOIN LATERAL active_since(u.name) AS a
=> a = func.active_since(User.name).table_valued(column('id', BigInteger), column('name', String)).render_derived('a')
select(User.id, a.c.name).select_from(User).join(a, true())

SELECT * FROM open_seats($1) AS o WHERE o.number < 5
=> o = func.open_seats(literal(p1, BigInteger)).table_valued(column('room', BigInteger), column('number', SmallInteger), column('label', String(10)), column('taken', Boolean), column('state', Seat.state.type), column('before', Seat.state.type), column('path', ARRAY(Seat.state.type))).render_derived('o')
select(o).where(o.c.number < 5)

SELECT words FROM words($1)
=> words = func.words(literal(p1, Integer)).table_valued(column('words', Text)).render_derived('words')
select(words.c.words)

SELECT w FROM words(3) AS w
=> w = func.words(literal_column('3')).table_valued(column('w', Text)).render_derived('w')
select(w.c.w)

INSERT INTO users (id, name) SELECT user_id, slug('A') FROM best_players($1)
=> best_players = func.best_players(literal(p1, Integer)).table_valued(column('user_id', BigInteger), column('points', Numeric)).render_derived('best_players')
insert(User).from_select(['id', 'name'], select(best_players.c.user_id, func.slug('A')))

UPDATE users SET name = slug($1) WHERE id = $2
=> update(User).where(User.id == p2).values(name=func.slug(literal(p1, Text)))

SELECT twice($1)
=> refused: bind.unknown-type

SELECT twice(1) AS t
=> refused: types.unsupported

SELECT of_states($1)
=> refused: bind.unknown-type

SELECT add_points($1, 1, 2)
=> refused: sql.function

SELECT add_points(player => $1)
=> refused: sql.function

SELECT words(1)
=> refused: types.unsupported

SELECT best_players($1)
=> refused: types.unsupported

SELECT * FROM of_nobody($1)
=> refused: sql.from-item

SELECT * FROM twice(1)
=> refused: sql.from-item
