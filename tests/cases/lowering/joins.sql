SELECT l.title, u.name FROM links l JOIN users u ON u.id = l.guild_id WHERE l.title <> $1 AND u.id IN ($2,$3)
=> select(Link.title, User.name).select_from(Link).join(User, User.id == Link.guild_id).where(Link.title != literal(p1, Link.title.type), User.id.in_([p2, p3]))

SELECT a.name, b.name AS parent FROM users a LEFT JOIN users b ON a.parent_id = b.id
=> a = aliased(User)
b = aliased(User)
select(a.name, b.name.label('parent')).select_from(a).join(b, a.parent_id == b.id, isouter=True)

SELECT a.name, b.name AS parent FROM users a LEFT JOIN users b ON a.parent_id = b.id WHERE b.name = $1
=> a = aliased(User)
b = aliased(User)
select(a.name, b.name.label('parent')).select_from(a).join(b, a.parent_id == b.id, isouter=True).where(b.name == literal(p1, b.name.type))

SELECT u.id, l.title FROM users u, links l WHERE u.id = l.guild_id
=> select(User.id, Link.title).where(User.id == Link.guild_id)

SELECT count(*) FROM users CROSS JOIN links
=> select(func.count().label('count')).select_from(User).join(Link, true())

SELECT l.user_id FROM logs l JOIN users u ON u.id = l.user_id
=> select(logs.c.user_id).join(User, User.id == logs.c.user_id)

SELECT name FROM users u WHERE u.id IN (SELECT l.guild_id FROM links l JOIN logs g ON g.user_id = l.owner_id WHERE g.at > now())
=> select(User.name).where(User.id.in_(select(Link.guild_id).join(logs, logs.c.user_id == Link.owner_id).where(logs.c.at > func.now())))

SELECT u.name FROM users u WHERE EXISTS (SELECT 1 FROM links l, logs g WHERE g.user_id = l.owner_id AND l.guild_id = u.id)
=> select(User.name).where(exists(select(1).select_from(Link, logs).where(logs.c.user_id == Link.owner_id, Link.guild_id == User.id)))

SELECT a.title, b.title AS other FROM links a JOIN links b ON a.guild_id = b.guild_id AND a.id < b.id
=> a = aliased(Link)
b = aliased(Link)
select(a.title, b.title.label('other')).select_from(a).join(b, and_(a.guild_id == b.guild_id, a.id < b.id))

SELECT u.name, l.title FROM users u LEFT JOIN links l ON l.guild_id = u.id AND l.tag = $1
=> select(User.name, Link.title).select_from(User).join(Link, and_(Link.guild_id == User.id, Link.tag == literal(p1, Link.tag.type)), isouter=True)

SELECT u.name, l.title FROM users u LEFT JOIN links l ON l.guild_id = u.id WHERE l.title = $1
=> select(User.name, Link.title).select_from(User).join(Link, Link.guild_id == User.id, isouter=True).where(Link.title == literal(p1, Link.title.type))

SELECT u.name, l.title FROM users u LEFT JOIN links l ON l.guild_id = u.id WHERE l.title IS NULL
=> select(User.name, Link.title).select_from(User).join(Link, Link.guild_id == User.id, isouter=True).where(Link.title.is_(None))

SELECT u.name FROM users u FULL JOIN links l ON l.guild_id = u.id WHERE u.name = $1
=> select(User.name).join(Link, Link.guild_id == User.id, full=True).where(User.name == literal(p1, User.name.type))

SELECT u.name FROM users u JOIN links l ON l.guild_id = u.id JOIN logs g ON g.user_id = u.id
=> select(User.name).join(Link, Link.guild_id == User.id).join(logs, logs.c.user_id == User.id)

SELECT l.title, u.name, g.text FROM users u JOIN links l ON l.guild_id = u.id LEFT JOIN logs g ON g.user_id = u.id
=> select(Link.title, User.name, logs.c.text).select_from(User).join(Link, Link.guild_id == User.id).join(logs, logs.c.user_id == User.id, isouter=True)

SELECT u.*, l.title FROM users u JOIN links l ON l.guild_id = u.id
=> select(User.__table__, Link.title).select_from(User).join(Link, Link.guild_id == User.id)

SELECT l.id FROM links l JOIN users u ON u.id = l.guild_id FOR NO KEY UPDATE OF l SKIP LOCKED
=> select(Link.id).join(User, User.id == Link.guild_id).with_for_update(key_share=True, of=Link, skip_locked=True)

SELECT u.name FROM users u JOIN (SELECT guild_id, count(*) AS n FROM links GROUP BY guild_id) x ON x.guild_id = u.id WHERE x.n > 3
=> x = select(Link.guild_id, func.count().label('n')).group_by(Link.guild_id).subquery('x')
select(User.name).join(x, x.c.guild_id == User.id).where(x.c.n > 3)

SELECT u.name FROM users u LEFT JOIN (SELECT guild_id FROM links) x ON x.guild_id = u.id WHERE x.guild_id = $1
=> x = select(Link.guild_id).subquery('x')
select(User.name).join(x, x.c.guild_id == User.id, isouter=True).where(x.c.guild_id == literal(p1, BigInteger))

SELECT u.name FROM users u JOIN links l USING (id)
=> refused: sql.join

SELECT u.name FROM users u, links l JOIN logs g ON g.user_id = l.owner_id
=> select(User.name).select_from(User, Link).join_from(Link, logs, logs.c.user_id == Link.owner_id)

SELECT title FROM links NATURAL JOIN users
=> refused: sql.join

SELECT u.name, l.title FROM users u RIGHT JOIN links l ON l.guild_id = u.id WHERE u.name = $1
=> select(User.name, Link.title).select_from(Link).join(User, Link.guild_id == User.id, isouter=True).where(User.name == literal(p1, User.name.type))

SELECT u.name, l.title, g.text FROM users u RIGHT JOIN links l ON l.guild_id = u.id JOIN logs g ON g.user_id = u.id
=> select(User.name, Link.title, logs.c.text).select_from(Link).join(User, Link.guild_id == User.id, isouter=True).join(logs, logs.c.user_id == User.id)

SELECT * FROM users u JOIN logs g ON g.user_id = u.id
=> select(User.__table__, logs).select_from(User).join(logs, logs.c.user_id == User.id)

SELECT id, x.n FROM users LEFT JOIN (SELECT parent_id AS id, count(*) AS n FROM users GROUP BY parent_id) x USING (id) WHERE id > $1
=> x = select(User.parent_id.label('id'), func.count().label('n')).group_by(User.parent_id).subquery('x')
select(User.id, x.c.n).select_from(User).join(x, User.id == x.c.id, isouter=True).where(User.id > literal(p1, User.id.type))

SELECT * FROM users JOIN (SELECT parent_id AS id, count(*) AS n FROM users GROUP BY parent_id) x USING (id)
=> x = select(User.parent_id.label('id'), func.count().label('n')).group_by(User.parent_id).subquery('x')
select(User.id, User.name, User.parent_id, User.age, x.c.n).select_from(User).join(x, User.id == x.c.id)

SELECT id, x.n FROM users RIGHT JOIN (SELECT parent_id AS id, count(*) AS n FROM users GROUP BY parent_id) x USING (id)
=> x = select(User.parent_id.label('id'), func.count().label('n')).group_by(User.parent_id).subquery('x')
select(x.c.id, x.c.n).join(User, User.id == x.c.id, isouter=True)

WITH t AS (SELECT id, name FROM users) SELECT id, age FROM t JOIN users USING (id, name)
=> t = select(User.id, User.name).cte('t')
select(t.c.id, User.age).select_from(t).join(User, and_(t.c.id == User.id, t.c.name == User.name))

SELECT l.title, u.name FROM links l JOIN users u ON u.id = l.guild_id RIGHT JOIN logs g ON g.user_id = u.id
=> refused: sql.join

SELECT * FROM users u RIGHT JOIN logs g ON g.user_id = u.id
=> refused: sql.join

SELECT * FROM users a JOIN users b ON a.parent_id = b.id
=> a = aliased(User)
b = aliased(User)
select(b.id, b.name, b.parent_id, b.age).select_from(a).join(b, a.parent_id == b.id)

SELECT id, x.n FROM users FULL JOIN (SELECT id, count(*) AS n FROM users GROUP BY id) x USING (id)
=> refused: sql.join

SELECT id FROM users JOIN (SELECT id FROM users) x USING (id) JOIN (SELECT id FROM users) y ON y.id = x.id
=> refused: mapping.ambiguous-column

SELECT u.id FROM users u JOIN users v USING (nope)
=> refused: mapping.unknown-column

SELECT room, taken FROM seats NATURAL JOIN (SELECT room FROM seats) x
=> x = select(Seat.room).subquery('x')
select(Seat.room, Seat.taken).join(x, Seat.room == x.c.room)

SELECT name, number FROM users u NATURAL LEFT JOIN (SELECT guild_id AS id, title AS number FROM links) x
=> x = select(Link.guild_id.label('id'), Link.title.label('number')).subquery('x')
select(User.name, x.c.number).select_from(User).join(x, User.id == x.c.id, isouter=True)

SELECT name FROM users u, links l JOIN logs g ON g.user_id = l.guild_id WHERE l.guild_id = u.id
=> select(User.name).select_from(User, Link).join_from(Link, logs, logs.c.user_id == Link.guild_id).where(Link.guild_id == User.id)

SELECT u.name FROM users u, links l LEFT JOIN logs g ON g.user_id = l.guild_id JOIN seats s ON s.room = l.id WHERE l.guild_id = u.id
=> select(User.name).select_from(User, Link).join_from(Link, logs, logs.c.user_id == Link.guild_id, isouter=True).join(Seat, Seat.room == Link.id).where(Link.guild_id == User.id)

SELECT l.title FROM links l JOIN users u ON u.id = l.guild_id FOR UPDATE OF l, u SKIP LOCKED
=> select(Link.title).join(User, User.id == Link.guild_id).with_for_update(of=[Link, User], skip_locked=True)

SELECT name, title FROM users NATURAL JOIN links
=> refused: sql.join

SELECT name, text FROM users NATURAL JOIN logs
=> refused: sql.join

SELECT name FROM users NATURAL FULL JOIN (SELECT id FROM users) x
=> refused: sql.join

SELECT name FROM users NATURAL RIGHT JOIN (SELECT id FROM users) x
=> x = select(User.id).subquery('x')
select(User.name).select_from(x).join(User, User.id == x.c.id, isouter=True)

SELECT u.name FROM users u JOIN logs g ON g.user_id = u.id, links l WHERE l.guild_id = u.id
=> refused: sql.join
