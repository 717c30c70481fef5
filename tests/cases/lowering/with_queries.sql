WITH t AS (SELECT guild_id, count(*) AS n FROM links GROUP BY guild_id) SELECT u.name, t.n FROM users u JOIN t ON t.guild_id = u.id
=> t = select(Link.guild_id, func.count().label('n')).group_by(Link.guild_id).cte('t')
select(User.name, t.c.n).select_from(User).join(t, t.c.guild_id == User.id)

WITH t AS (SELECT guild_id, count(*) AS n FROM links WHERE active GROUP BY guild_id), s AS (SELECT max(n) AS m FROM t) SELECT m FROM s
=> t = select(Link.guild_id, func.count().label('n')).where(Link.active).group_by(Link.guild_id).cte('t')
s = select(func.max(t.c.n).label('m')).cte('s')
select(s.c.m)

WITH t AS (SELECT id FROM users WHERE name = $1) SELECT l.title FROM links l WHERE l.guild_id IN (SELECT id FROM t)
=> t = select(User.id).where(User.name == p1).cte('t')
select(Link.title).where(Link.guild_id.in_(select(t.c.id)))

WITH users AS (SELECT guild_id AS id FROM links) SELECT id FROM users
=> users = select(Link.guild_id.label('id')).cte('users')
select(users.c.id)

WITH t AS MATERIALIZED (SELECT id FROM users), s AS NOT MATERIALIZED (SELECT id FROM t) SELECT id FROM s
=> t = select(User.id).cte('t').prefix_with('MATERIALIZED')
s = select(t.c.id).cte('s').prefix_with('NOT MATERIALIZED')
select(s.c.id)

WITH t(a) AS (SELECT id FROM users UNION SELECT guild_id FROM links) SELECT a FROM t
=> t = union(select(User.id.label('a')), select(Link.guild_id)).cte('t')
select(t.c.a)

WITH t(a, b) AS (SELECT id, count(*) FROM users GROUP BY id) SELECT a, b FROM t
=> t = select(User.id.label('a'), func.count().label('b')).group_by(User.id).cte('t')
select(t.c.a, t.c.b)

WITH t(a) AS (SELECT id, name FROM users ORDER BY id LIMIT 3) SELECT a, name FROM t
=> t = select(User.id.label('a'), User.name).order_by(User.id).limit(3).cte('t')
select(t.c.a, t.c.name)

WITH t(parent_id, id) AS (SELECT id, parent_id FROM users) SELECT id, parent_id FROM t
=> t = select(User.id.label('parent_id'), User.parent_id.label('id')).cte('t')
select(t.c.id, t.c.parent_id)

WITH t AS (SELECT id, parent_id FROM users) SELECT a.id, b.id AS o FROM t a JOIN t b ON a.parent_id = b.id
=> t = select(User.id, User.parent_id).cte('t')
b = t.alias()
select(t.c.id, b.c.id.label('o')).select_from(t).join(b, t.c.parent_id == b.c.id)

WITH t AS (SELECT id, parent_id FROM users) SELECT a.id FROM t a WHERE EXISTS (SELECT 1 FROM t b WHERE b.id = a.parent_id)
=> t = select(User.id, User.parent_id).cte('t')
b = t.alias()
select(t.c.id).where(exists().where(b.c.id == t.c.parent_id))

SELECT x.a, x.name FROM (SELECT id, name FROM users) AS x(a) WHERE x.a = $1
=> x = select(User.id.label('a'), User.name).subquery('x')
select(x.c.a, x.c.name).where(x.c.a == p1)

WITH t(a, b) AS (SELECT * FROM logs) SELECT a, b FROM t
=> refused: sql.column-list

WITH t(a, b) AS (SELECT id FROM users) SELECT a FROM t
=> refused: sql.column-list

WITH t(a, b) AS (SELECT id, count(*) AS n FROM users GROUP BY id ORDER BY n) SELECT a, b FROM t
=> refused: sql.column-list

WITH d(a) AS (DELETE FROM users WHERE id = $1 RETURNING id) SELECT a FROM d
=> refused: sql.with

WITH t(a, a) AS (SELECT id, name FROM users) SELECT 1 AS x FROM t
=> refused: sql.result-names

SELECT x.a FROM (SELECT id FROM users) x(a, b)
=> refused: sql.column-list

WITH t(a, b) AS (SELECT guild_id, count(*) FROM links GROUP BY guild_id) SELECT a, b FROM t
=> t = select(Link.guild_id.label('a'), func.count().label('b')).group_by(Link.guild_id).cte('t')
select(t.c.a, t.c.b)

WITH t(a, b) AS (SELECT guild_id, count(*) FROM links GROUP BY guild_id ORDER BY count) SELECT a, b FROM t
=> refused: sql.column-list
