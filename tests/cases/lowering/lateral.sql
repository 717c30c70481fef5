SELECT u.name, l.title FROM users u CROSS JOIN LATERAL (SELECT title FROM links l WHERE l.guild_id = u.id ORDER BY l.id LIMIT 1) l
=> l = select(Link.title).where(Link.guild_id == User.id).order_by(Link.id).limit(1).lateral('l')
select(User.name, l.c.title).select_from(User).join(l, true())

SELECT u.name, x.title FROM users u LEFT JOIN LATERAL (SELECT title FROM links l WHERE l.guild_id = u.id ORDER BY l.id DESC LIMIT 3) x ON TRUE
=> x = select(Link.title).where(Link.guild_id == User.id).order_by(Link.id.desc()).limit(3).lateral('x')
select(User.name, x.c.title).select_from(User).join(x, true(), isouter=True)

SELECT u.name, x.n FROM users u, LATERAL (SELECT count(*) FROM links l WHERE l.guild_id = u.id) AS x(n) WHERE x.n > $1
=> x = select(func.count().label('n')).where(Link.guild_id == User.id).lateral('x')
select(User.name, x.c.n).where(x.c.n > literal(p1, BigInteger))

SELECT u.name, x.name AS p FROM users u LEFT JOIN LATERAL (SELECT p.name FROM users p WHERE p.id = u.parent_id) x ON TRUE
=> p = aliased(User)
x = select(p.name).where(p.id == User.parent_id).lateral('x')
select(User.name, x.c.name.label('p')).select_from(User).join(x, true(), isouter=True)

SELECT u.name, x.title FROM users u LEFT JOIN LATERAL (SELECT title FROM links l WHERE l.guild_id = u.id LIMIT 1) x ON TRUE WHERE x.title = $1
=> x = select(Link.title).where(Link.guild_id == User.id).limit(1).lateral('x')
select(User.name, x.c.title).select_from(User).join(x, true(), isouter=True).where(x.c.title == literal(p1, Text))

SELECT title FROM links, LATERAL (SELECT 1) x
=> x = select(literal_column('1').label('?column?')).lateral('x')
select(Link.title).select_from(Link, x)

SELECT title FROM links l, LATERAL (SELECT l.id UNION SELECT l.guild_id) x(n)
=> refused: sql.subquery

SELECT u.id, x.y FROM users u, LATERAL (SELECT max(z) AS y FROM (SELECT l.id AS z FROM links l WHERE l.guild_id = u.id) q) x
=> refused: mapping.unknown-column

SELECT x.id FROM LATERAL (SELECT l.id FROM links l WHERE l.guild_id = u.id) x, users u
=> refused: mapping.unknown-column
