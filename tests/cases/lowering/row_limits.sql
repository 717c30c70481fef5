SELECT u.name, count(*) FROM users u WHERE u.name ILIKE $1 GROUP BY u.name ORDER BY count(*) DESC LIMIT 5
=> select(User.name, func.count().label('count')).where(User.name.ilike(literal(p1, User.name.type))).group_by(User.name).order_by(func.count().desc()).limit(5)

SELECT added FROM links WHERE added BETWEEN $1 AND $2 FOR UPDATE SKIP LOCKED
=> select(Link.added).where(Link.added.between(literal(p1, Link.added.type), literal(p2, Link.added.type))).with_for_update(skip_locked=True)

SELECT title FROM links ORDER BY random() LIMIT 1
=> select(Link.title).order_by(func.random()).limit(1)

SELECT title FROM links LIMIT $1 OFFSET $2
=> select(Link.title).limit(p1).offset(p2)

SELECT title FROM links LIMIT 10 OFFSET 20
=> select(Link.title).limit(10).offset(20)

SELECT id FROM links FOR UPDATE NOWAIT
=> select(Link.id).with_for_update(nowait=True)

SELECT id FROM links FOR SHARE
=> select(Link.id).with_for_update(read=True)

SELECT lower(title), count(*) FROM links GROUP BY lower(title) ORDER BY count(*) DESC, lower(title) LIMIT 5
=> select(func.lower(Link.title).label('lower'), func.count().label('count')).group_by(func.lower(Link.title)).order_by(func.count().desc(), func.lower(Link.title)).limit(5)

SELECT id FROM links FOR UPDATE OF links
=> select(Link.id).with_for_update(of=Link)

SELECT id FROM links FOR KEY SHARE NOWAIT
=> select(Link.id).with_for_update(read=True, key_share=True, nowait=True)

SELECT title FROM links OFFSET 5
=> select(Link.title).offset(5)

SELECT title FROM links FETCH FIRST 5 ROWS ONLY
=> select(Link.title).limit(5)

SELECT title FROM links LIMIT $1 + 1
=> select(Link.title).limit(literal(p1, Integer) + literal_column('1'))

SELECT id FROM links ORDER BY id OFFSET 5 ROWS FETCH NEXT ROW ONLY
=> select(Link.id).order_by(Link.id).limit(1).offset(5)

SELECT id FROM links ORDER BY id FETCH FIRST 5 ROWS WITH TIES
=> refused: sql.limit

SELECT id FROM links LIMIT 10 OFFSET ($1 - 1) * 10
=> select(Link.id).limit(10).offset((literal(p1, Integer) - literal_column('1')) * 10)

SELECT id FROM links LIMIT (SELECT 1)
=> select(Link.id).limit(select(1).scalar_subquery())

SELECT id FROM users ORDER BY id OFFSET $1 LIMIT $2
=> select(User.id).order_by(User.id).limit(p2).offset(p1)

SELECT id FROM users ORDER BY id OFFSET $1 + 1 LIMIT 3
=> select(User.id).order_by(User.id).limit(3).offset(literal(p1, Integer) + literal_column('1'))

SELECT id FROM links OFFSET floor(random() * (SELECT count(*) FROM links)) LIMIT 1
=> select(Link.id).limit(1).offset(func.floor(func.random() * select(func.count()).select_from(Link).scalar_subquery()))

SELECT id FROM links ORDER BY id LIMIT $1 OFFSET ($2 - 1) * $1
=> select(Link.id).order_by(Link.id).limit(p1).offset((literal(p2, Integer) - literal_column('1')) * literal(p1, Integer))

SELECT id FROM links WHERE id IN (SELECT id FROM users OFFSET ($1 + 1) LIMIT 5) LIMIT 3
=> select(Link.id).where(Link.id.in_(select(User.id).limit(5).offset(literal(p1, Integer) + literal_column('1')))).limit(3)

SELECT id FROM links LIMIT NULL OFFSET 5
=> select(Link.id).offset(5)

SELECT id FROM links LIMIT (SELECT count(*) FROM users WHERE age > $1)
=> select(Link.id).limit(select(func.count()).where(User.age > literal(p1, User.age.type)).scalar_subquery())

SELECT id FROM links OFFSET (SELECT name FROM users)
=> refused: sql.limit

SELECT id FROM links LIMIT my_function(1)
=> refused: sql.limit

SELECT id FROM links OFFSET $1 || 'x' LIMIT 1
=> refused: sql.parse

SELECT id FROM links OFFSET 5 FETCH FIRST 3 ROWS WITH TIES
=> refused: sql.limit

SELECT id FROM links ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 5 OFFSET $1
=> select(Link.id).order_by(Link.id).limit(5).offset(p1).with_for_update(skip_locked=True)

SELECT id FROM links WHERE id IN (SELECT id FROM users FOR UPDATE LIMIT 3) ORDER BY id
=> select(Link.id).where(Link.id.in_(select(User.id).limit(3).with_for_update())).order_by(Link.id)

SELECT id FROM links FOR UPDATE FETCH FIRST 3 ROWS WITH TIES
=> refused: sql.limit

SELECT id FROM links ORDER BY id OFFSET $2 ROWS FETCH NEXT $1 ROWS ONLY
=> select(Link.id).order_by(Link.id).limit(p1).offset(p2)

SELECT id FROM links ORDER BY id OFFSET $1 ROW FETCH FIRST ROW ONLY
=> select(Link.id).order_by(Link.id).limit(1).offset(p1)

SELECT id FROM links ORDER BY id OFFSET $1 ROWS
=> select(Link.id).order_by(Link.id).offset(p1)

SELECT id FROM links ORDER BY id OFFSET $2 ROWS FETCH NEXT $1 ROWS WITH TIES
=> refused: sql.limit

SELECT id FROM links ORDER BY id FETCH NEXT $1 ROWS ONLY OFFSET $2 ROWS
=> refused: sql.fidelity
