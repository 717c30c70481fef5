SELECT t.a FROM (VALUES (1, 'x'), (2, 'y')) AS t(a, b)
=> t = values(column('a', Integer), column('b', Text), name='t').data([(1, 'x'), (2, 'y')])
select(t.c.a)

SELECT t.a, t.b FROM (VALUES ($1::bigint, $2::text), ($3, $4), (NULL, 'z')) AS t(a, b)
=> t = values(column('a', BigInteger), column('b', Text), name='t').data([(literal(p1, BigInteger), literal(p2, Text)), (literal(p3, BigInteger), literal(p4, Text)), (None, 'z')])
select(t.c.a, t.c.b)

SELECT * FROM (VALUES ($1, 1.5), ($2, 2)) AS t(a, b)
=> t = values(column('a', Text), column('b', Numeric), name='t').data([(literal(p1, Text), literal_column('1.5')), (literal(p2, Text), literal_column('2'))])
select(t)

SELECT column1 FROM (VALUES (true), (false)) AS t
=> t = values(column('column1', Boolean), name='t').data([(true(),), (false(),)])
select(t.c.column1)

SELECT u.name, v.x FROM users u JOIN (VALUES (1, 'a'), (2, 'b')) AS v(id, x) ON v.id = u.id
=> v = values(column('id', Integer), column('x', Text), name='v').data([(1, 'a'), (2, 'b')])
select(User.name, v.c.x).select_from(User).join(v, v.c.id == User.id)

UPDATE users SET name = x.b FROM (VALUES ($1::bigint, $2::text)) AS x(a, b) WHERE x.a = users.id
=> x = values(column('a', BigInteger), column('b', Text), name='x').data([(literal(p1, BigInteger), literal(p2, Text))])
update(User).where(x.c.a == User.id).values(name=x.c.b).execution_options(synchronize_session=False)

SELECT a FROM (VALUES (NULL)) AS t(a)
=> refused: types.unsupported

SELECT a FROM (VALUES (1, 2)) AS t(a, a)
=> refused: sql.values

SELECT a FROM (VALUES (1)) AS t(a, b)
=> refused: sql.values

SELECT a FROM (VALUES ($1::jsonb)) AS t(a)
=> t = values(column('a', JSONB), name='t').data([(cast(literal(p1, Text), JSONB),)])
select(t.c.a)
