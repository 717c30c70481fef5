SELECT title FROM links WHERE id & 1 = 1
=> select(Link.title).where(Link.id.bitwise_and(1) == 1)

SELECT title FROM links WHERE id # 1 = 1
=> select(Link.title).where(Link.id.bitwise_xor(1) == 1)

SELECT title FROM links WHERE id ^ 2 = 4
=> select(Link.title).where(Link.id.op('^', precedence=9)(literal_column('2')) == 4)

SELECT id & 1 AS a, id | 2 AS b, id # 3 AS c, ~id AS d, id << 1 AS e, id >> $1 AS f FROM links
=> select(Link.id.bitwise_and(1).label('a'), Link.id.bitwise_or(2).label('b'), Link.id.bitwise_xor(3).label('c'), Link.id.bitwise_not().label('d'), Link.id.bitwise_lshift(1).label('e'), Link.id.bitwise_rshift(literal(p1, Integer)).label('f'))

SELECT id FROM links WHERE id & $1 = $1
=> select(Link.id).where(Link.id.bitwise_and(literal(p1, Link.id.type)) == literal(p1, Integer))

SELECT id FROM links WHERE ip << $1::inet
=> refused: sql.operator

SELECT id FROM links WHERE score ^ $1 > 2
=> refused: bind.unknown-type

SELECT id & ~$1::int AS x FROM links
=> select(Link.id.bitwise_and(literal(p1, Integer).bitwise_not()).label('x'))

SELECT id & ~$1 AS x FROM links
=> refused: bind.unknown-type

SELECT id FROM users WHERE age & 4 = 4
=> select(User.id).where(User.age.bitwise_and(literal_column('4')) == literal_column('4'))

SELECT id FROM links WHERE guild_id & ~$1 = 0
=> refused: bind.unknown-type

SELECT id FROM links WHERE ~$1 = 0
=> refused: bind.unknown-type

UPDATE users SET age = age & ~$1 WHERE id = $2 AND age & $1 = $1
=> update(User).where(User.id == p2, User.age.bitwise_and(literal(p1, User.age.type)) == literal(p1, SmallInteger)).values(age=User.age.bitwise_and(literal(p1, SmallInteger).bitwise_not())).execution_options(synchronize_session=False)

UPDATE users SET age = CASE WHEN age & $1 = $1 THEN age & ~$1 ELSE age | $1 END WHERE id = $2
=> update(User).where(User.id == p2).values(age=case((User.age.bitwise_and(literal(p1, User.age.type)) == literal(p1, SmallInteger), User.age.bitwise_and(literal(p1, SmallInteger).bitwise_not())), else_=User.age.bitwise_or(literal(p1, User.age.type))))

SELECT id FROM users WHERE name & ~$1 = 0
=> refused: sql.operator
