SELECT id FROM links ORDER BY CASE WHEN $1 = 'asc' THEN id END
=> select(Link.id).order_by(case((literal(p1, Text) == 'asc', Link.id)))

SELECT id FROM links WHERE $1 = $2
=> select(Link.id).where(literal(p1, Text) == literal(p2, Text))

SELECT $1 AS x, id FROM links
=> select(literal(p1, Text).label('x'), Link.id)

SELECT x.a FROM (SELECT $1 AS a FROM users) x
=> x = select(literal(p1, Text).label('a')).select_from(User).subquery('x')
select(x.c.a)

SELECT title FROM links WHERE tag = nullif($1, '')
=> select(Link.title).where(Link.tag == func.nullif(literal(p1, Text), ''))

SELECT name FROM users u WHERE (SELECT count(*) FROM links WHERE guild_id = u.id) > $1
=> select(User.name).where(select(func.count()).where(Link.guild_id == User.id).scalar_subquery() > literal(p1, BigInteger))

SELECT name FROM users u WHERE $1 < (SELECT count(*) FROM links WHERE guild_id = u.id)
=> select(User.name).where(literal(p1, BigInteger) < select(func.count()).where(Link.guild_id == User.id).scalar_subquery())

SELECT greatest($1, 'a') AS g
=> select(func.greatest(literal(p1, Text), 'a').label('g'))

SELECT $1 + $2 AS x
=> refused: bind.unknown-type

SELECT array_cat($1, $2) AS x
=> refused: types.unsupported

SELECT id FROM users UNION SELECT $1
=> refused: bind.unknown-type

SELECT coalesce($1, $2) AS x
=> refused: bind.unknown-type

SELECT id FROM links WHERE my_function($1) = 'a'
=> refused: bind.unknown-type

SELECT title FROM links WHERE ($1 OR guild_id = $2) AND NOT $3
=> select(Link.title).where(or_(literal(p1, Boolean), Link.guild_id == p2), not_(literal(p3, Boolean)))

SELECT CASE WHEN $1 THEN title ELSE tag END AS x FROM links
=> select(case((literal(p1, Boolean), Link.title), else_=Link.tag).label('x'))

SELECT u.name FROM users u JOIN links l ON l.guild_id = u.id AND $1
=> select(User.name).join(Link, and_(Link.guild_id == User.id, literal(p1, Boolean)))

UPDATE links SET active = $1 OR active
=> update(Link).values(active=or_(literal(p1, Boolean), Link.active))

SELECT guild_id FROM links GROUP BY guild_id HAVING $1
=> select(Link.guild_id).group_by(Link.guild_id).having(literal(p1, Boolean))

SELECT title FROM links WHERE $1 IS TRUE
=> refused: bind.unknown-type

SELECT CASE WHEN active THEN $1 END AS x FROM links
=> refused: bind.unknown-type

SELECT title FROM links WHERE ($1, active) = (true, true)
=> select(Link.title).where(tuple_(literal(p1, Boolean), Link.active) == tuple_(true(), true()))

SELECT id FROM links WHERE tag = $1 OR $1 IS NULL
=> select(Link.id).where(or_(Link.tag == literal(p1, Link.tag.type), literal(p1, Text).is_(None)))

SELECT id FROM links WHERE price >= $1::numeric AND $1 IS NOT NULL
=> select(Link.id).where(Link.price >= literal(p1, Numeric), literal(p1, Numeric).is_not(None))

SELECT id FROM links WHERE $1 IS NULL OR tag = $1
=> refused: bind.unknown-type

SELECT id FROM links WHERE lower(tag) = $1 OR $2 IS NULL
=> refused: bind.unknown-type
