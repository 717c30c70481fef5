SELECT id FROM users UNION SELECT guild_id FROM links
=> union(select(User.id), select(Link.guild_id))

SELECT id FROM users UNION ALL SELECT guild_id FROM links ORDER BY id DESC LIMIT 3
=> union_all(select(User.id), select(Link.guild_id)).order_by(desc('id')).limit(3)

SELECT id FROM users EXCEPT SELECT guild_id FROM links
=> except_(select(User.id), select(Link.guild_id))

SELECT id FROM users INTERSECT SELECT guild_id FROM links
=> intersect(select(User.id), select(Link.guild_id))

SELECT count(*) FROM (SELECT id FROM users UNION SELECT guild_id FROM links) x
=> x = union(select(User.id), select(Link.guild_id)).subquery('x')
select(func.count().label('count')).select_from(x)

WITH t AS (SELECT id FROM users) SELECT id FROM t UNION SELECT guild_id FROM links
=> t = select(User.id).cte('t')
union(select(t.c.id), select(Link.guild_id))

SELECT id FROM users WHERE id = $1 UNION ALL SELECT guild_id FROM links WHERE guild_id = $1
=> union_all(select(User.id).where(User.id == p1), select(Link.guild_id).where(Link.guild_id == p1))

SELECT id, name FROM users UNION SELECT guild_id, title FROM links ORDER BY 2
=> refused: sql.set-operation

SELECT id FROM users UNION SELECT id FROM links
=> refused: sql.set-operation

(SELECT id FROM users ORDER BY id LIMIT 5) UNION ALL (SELECT user_id FROM logs LIMIT 3) ORDER BY 1
=> union_all(select(User.id).order_by(User.id).limit(5), select(logs.c.user_id).limit(3)).order_by('id')

(SELECT id FROM users) UNION ALL (SELECT user_id FROM logs)
=> union_all(select(User.id), select(logs.c.user_id))

(SELECT id FROM users ORDER BY name LIMIT 3) EXCEPT SELECT user_id FROM logs
=> except_(select(User.id).order_by(User.name).limit(3), select(logs.c.user_id))

SELECT price FROM links UNION ALL SELECT -price FROM links
=> union_all(select(Link.price), select(-Link.price))
