SELECT EXISTS(SELECT 1 FROM users WHERE id=$1)
=> select(exists().where(User.id == p1).label('exists'))

SELECT (SELECT max(id) FROM links WHERE guild_id = u.id) AS top FROM users u
=> select(select(func.max(Link.id)).where(Link.guild_id == User.id).scalar_subquery().label('top')).select_from(User)

SELECT u.name FROM users u WHERE EXISTS (SELECT 1 FROM links WHERE guild_id = u.id AND tag = $1)
=> select(User.name).where(exists().where(Link.guild_id == User.id, Link.tag == literal(p1, Link.tag.type)))

SELECT u.name FROM users u WHERE NOT EXISTS (SELECT 1 FROM links l WHERE l.guild_id = u.id)
=> select(User.name).where(~exists().where(Link.guild_id == User.id))

SELECT name FROM users WHERE id IN (SELECT guild_id FROM links WHERE active)
=> select(User.name).where(User.id.in_(select(Link.guild_id).where(Link.active)))

SELECT name FROM users WHERE id NOT IN (SELECT guild_id FROM links WHERE active IS TRUE)
=> select(User.name).where(User.id.not_in(select(Link.guild_id).where(Link.active.is_(True))))

SELECT u.name, (SELECT count(*) FROM links l WHERE l.guild_id = u.id) AS n FROM users u ORDER BY n DESC
=> select(User.name, select(func.count()).where(Link.guild_id == User.id).scalar_subquery().label('n')).order_by(desc('n'))

SELECT u.name, (SELECT count(*) FROM users x WHERE x.parent_id = u.id) AS n FROM users u
=> x = aliased(User)
select(User.name, select(func.count()).where(x.parent_id == User.id).scalar_subquery().label('n'))

SELECT name FROM users WHERE parent_id = (SELECT id FROM users WHERE name = $1)
=> select(User.name).where(User.parent_id == select(User.id).where(User.name == p1).scalar_subquery())

SELECT u.name FROM users u WHERE EXISTS (SELECT 1 FROM users p WHERE p.id = u.parent_id)
=> p = aliased(User)
select(User.name).where(exists().where(p.id == User.parent_id))

SELECT u.name FROM users u WHERE EXISTS (SELECT * FROM links)
=> select(User.name).where(exists(select(1).select_from(Link)))

SELECT u.name FROM users u WHERE EXISTS (SELECT id FROM links LIMIT 1)
=> select(User.name).where(exists(select(Link.id).limit(1)))

SELECT x.n FROM (SELECT guild_id, count(*) AS n FROM links GROUP BY guild_id) x WHERE x.n > $1 ORDER BY x.n
=> x = select(Link.guild_id, func.count().label('n')).group_by(Link.guild_id).subquery('x')
select(x.c.n).where(x.c.n > literal(p1, BigInteger)).order_by(x.c.n)

SELECT count(*) FROM (SELECT DISTINCT tag FROM links) t
=> t = select(Link.tag).distinct().subquery('t')
select(func.count().label('count')).select_from(t)

SELECT exists(SELECT 1 FROM links WHERE tag = $1) AS a, not exists(SELECT 1 FROM users) AS b
=> select(exists().where(Link.tag == literal(p1, Link.tag.type)).label('a'), (~exists(select(1).select_from(User))).label('b'))

SELECT title FROM links WHERE id = (SELECT max(id) FROM links)
=> select(Link.title).where(Link.id == select(func.max(Link.id)).scalar_subquery())

SELECT title FROM links WHERE id = (SELECT max(l.id) FROM links l WHERE l.tag = links.tag)
=> l = aliased(Link)
select(Link.title).where(Link.id == select(func.max(l.id)).where(l.tag == Link.tag).scalar_subquery())

SELECT title FROM links l WHERE price = (SELECT max(price) FROM links WHERE tag = l.tag)
=> links = aliased(Link)
select(Link.title).where(Link.price == select(func.max(links.price)).where(links.tag == Link.tag).scalar_subquery())

SELECT x.name FROM (SELECT * FROM users) x
=> x = select(User.__table__).subquery('x')
select(x.c.name)

SELECT * FROM (SELECT id, name FROM users) x WHERE x.id = $1
=> x = select(User.id, User.name).subquery('x')
select(x).where(x.c.id == p1)

SELECT x.* FROM (SELECT id, name FROM users) x
=> x = select(User.id, User.name).subquery('x')
select(x)

SELECT t.id FROM users t WHERE t.id IN (SELECT guild_id FROM links WHERE links.owner_id = t.id)
=> select(User.id).where(User.id.in_(select(Link.guild_id).where(Link.owner_id == User.id)))

SELECT u.name FROM users u WHERE EXISTS (SELECT 1 FROM links l WHERE l.guild_id = u.id AND EXISTS (SELECT 1 FROM logs g WHERE g.user_id = u.id))
=> refused: sql.subquery

SELECT r.place FROM (SELECT id, row_number() OVER (ORDER BY name) AS place FROM users) r WHERE r.id = $1
=> r = select(User.id, func.row_number().over(order_by=User.name).label('place')).subquery('r')
select(r.c.place).where(r.c.id == p1)

SELECT r.place FROM (SELECT id AS one, row_number() OVER (ORDER BY name) AS place FROM users) r WHERE r.one = $1
=> r = select(User.id.label('one'), func.row_number().over(order_by=User.name).label('place')).subquery('r')
select(r.c.place).where(r.c.one == p1)

SELECT r.tag FROM (SELECT id, tag FROM links) r WHERE r.tag = $1
=> r = select(Link.id, Link.tag).subquery('r')
select(r.c.tag).where(r.c.tag == literal(p1, Text))

SELECT r.name FROM (SELECT u.name, l.id FROM users u LEFT JOIN links l ON l.guild_id = u.id) r WHERE r.id = $1
=> r = select(User.name, Link.id).select_from(User).join(Link, Link.guild_id == User.id, isouter=True).subquery('r')
select(r.c.name).where(r.c.id == literal(p1, Integer))

SELECT u.name FROM users u LEFT JOIN (SELECT id, guild_id FROM links) r ON r.guild_id = u.id WHERE r.id = $1
=> r = select(Link.id, Link.guild_id).subquery('r')
select(User.name).join(r, r.c.guild_id == User.id, isouter=True).where(r.c.id == literal(p1, Integer))

SELECT r.n FROM (SELECT guild_id, count(*) AS n FROM links GROUP BY ROLLUP (guild_id)) r WHERE r.guild_id = $1
=> r = select(Link.guild_id, func.count().label('n')).group_by(func.rollup(Link.guild_id)).subquery('r')
select(r.c.n).where(r.c.guild_id == literal(p1, BigInteger))

SELECT r.id FROM (SELECT id FROM users UNION ALL SELECT parent_id FROM users) r WHERE r.id = $1
=> r = union_all(select(User.id), select(User.parent_id)).subquery('r')
select(r.c.id).where(r.c.id == literal(p1, BigInteger))

SELECT s.id FROM (SELECT r.id FROM (SELECT id FROM users) r) s WHERE s.id = $1
=> r = select(User.id).subquery('r')
s = select(r.c.id).subquery('s')
select(s.c.id).where(s.c.id == p1)

WITH r AS (SELECT * FROM users) SELECT r.name FROM r WHERE r.id = $1
=> r = select(User.__table__).cte('r')
select(r.c.name).where(r.c.id == p1)
