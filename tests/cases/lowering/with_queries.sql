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
