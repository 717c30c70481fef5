WITH RECURSIVE t AS (SELECT id, parent_id FROM users WHERE id = $1 UNION ALL SELECT u.id, u.parent_id FROM users u JOIN t ON t.parent_id = u.id) SELECT id FROM t
=> t_start = select(User.id, User.parent_id).where(User.id == p1).cte('t', recursive=True)
t = t_start.union_all(select(User.id, User.parent_id).join(t_start, t_start.c.parent_id == User.id))
select(t.c.id)

WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT n FROM t
=> t_start = select(literal_column('1').label('n')).cte('t', recursive=True)
t = t_start.union_all(select(t_start.c.n + 1).where(t_start.c.n < 5))
select(t.c.n)

WITH RECURSIVE t(n, x) AS (SELECT 1, name FROM users UNION SELECT n + 1, x FROM t WHERE n < $1) SELECT max(n), x FROM t GROUP BY x
=> t_start = select(literal_column('1').label('n'), User.name.label('x')).cte('t', recursive=True)
t = t_start.union(select(t_start.c.n + 1, t_start.c.x).where(t_start.c.n < literal(p1, Integer)))
select(func.max(t.c.n).label('max'), t.c.x).group_by(t.c.x)

WITH RECURSIVE tree AS (SELECT id, name AS path, 0 AS depth FROM users WHERE parent_id IS NULL UNION ALL SELECT u.id, tree.path || '/' || u.name, depth + 1 FROM users u JOIN tree ON u.parent_id = tree.id) SELECT id, path FROM tree ORDER BY depth, path
=> tree_start = select(User.id, User.name.label('path'), literal_column('0').label('depth')).where(User.parent_id.is_(None)).cte('tree', recursive=True)
tree = tree_start.union_all(select(User.id, tree_start.c.path.concat('/').concat(User.name), tree_start.c.depth + 1).select_from(User).join(tree_start, User.parent_id == tree_start.c.id))
select(tree.c.id, tree.c.path).order_by(tree.c.depth, tree.c.path)

WITH RECURSIVE tree AS (SELECT id, ARRAY[id] AS path FROM users WHERE parent_id IS NULL UNION ALL SELECT u.id, path || u.id FROM users u JOIN tree ON u.parent_id = tree.id WHERE NOT u.id = ANY(path)) SELECT id FROM tree
=> tree_start = select(User.id, array([User.id], type_=BigInteger).label('path')).where(User.parent_id.is_(None)).cte('tree', recursive=True)
tree = tree_start.union_all(select(User.id, tree_start.c.path.concat(User.id)).select_from(User).join(tree_start, User.parent_id == tree_start.c.id).where(not_(User.id == any_(tree_start.c.path))))
select(tree.c.id)

WITH RECURSIVE t AS (SELECT id FROM users WHERE id = $1 UNION SELECT u.parent_id FROM t JOIN users u ON u.id = t.id) DELETE FROM links WHERE guild_id IN (SELECT id FROM t)
=> t_start = select(User.id).where(User.id == p1).cte('t', recursive=True)
t = t_start.union(select(User.parent_id).select_from(t_start).join(User, User.id == t_start.c.id))
delete(Link).where(Link.guild_id.in_(select(t.c.id))).execution_options(synchronize_session=False)

WITH RECURSIVE t AS (SELECT id FROM users WHERE id = 1 UNION SELECT u.parent_id FROM t JOIN users u ON u.id = t.id) SELECT title FROM links
=> t_start = select(User.id).where(User.id == 1).cte('t', recursive=True)
t = t_start.union(select(User.parent_id).select_from(t_start).join(User, User.id == t_start.c.id))
select(Link.title).add_cte(t)

WITH RECURSIVE t AS MATERIALIZED (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < 9) SELECT a.n, b.n AS m FROM t a JOIN t b ON b.n = a.n + 1
=> t_start = select(literal_column('1').label('n')).cte('t', recursive=True)
t = t_start.union_all(select(t_start.c.n + 1).where(t_start.c.n < 9)).prefix_with('MATERIALIZED')
b = t.alias()
select(t.c.n, b.c.n.label('m')).select_from(t).join(b, b.c.n == t.c.n + 1)

WITH RECURSIVE t AS (SELECT id FROM users), s AS (SELECT id FROM t) SELECT id FROM s
=> t = select(User.id).cte('t')
s = select(t.c.id).cte('s')
select(s.c.id)

WITH RECURSIVE t AS (SELECT id FROM s), s AS (SELECT id FROM users) SELECT id FROM t
=> refused: sql.with

WITH RECURSIVE users AS (SELECT id FROM users) SELECT id FROM users
=> refused: sql.with

WITH RECURSIVE t AS (SELECT id FROM users UNION ALL SELECT id FROM t ORDER BY id) SELECT id FROM t
=> refused: sql.with

WITH RECURSIVE t AS (SELECT id FROM users UNION ALL SELECT id FROM t LIMIT 10) SELECT id FROM t
=> refused: sql.with

WITH RECURSIVE t AS (SELECT id FROM users EXCEPT SELECT id FROM t) SELECT id FROM t
=> refused: sql.with

WITH RECURSIVE t AS (SELECT id FROM t UNION ALL SELECT id FROM users) SELECT id FROM t
=> refused: sql.with

WITH RECURSIVE t AS (SELECT id FROM users UNION ALL SELECT name FROM users JOIN t ON t.id = users.parent_id) SELECT id FROM t
=> refused: sql.set-operation

WITH RECURSIVE t AS (SELECT id, name FROM users UNION ALL SELECT id FROM t) SELECT id FROM t
=> refused: sql.set-operation

WITH RECURSIVE t AS (SELECT * FROM logs UNION ALL SELECT user_id, text, at FROM t) SELECT user_id FROM t
=> refused: mapping.column-order

WITH RECURSIVE t AS (SELECT id FROM users UNION ALL SELECT u.id FROM users u JOIN t ON t.id = u.parent_id) SEARCH DEPTH FIRST BY id SET o SELECT id FROM t ORDER BY o
=> refused: sql.with

WITH RECURSIVE t AS (SELECT id FROM users UNION ALL SELECT u.id FROM users u JOIN t ON t.id = u.parent_id) CYCLE id SET c USING p SELECT id FROM t
=> refused: sql.with
