SELECT title FROM links WHERE (guild_id, id) > ($1, $2) ORDER BY guild_id, id LIMIT 10
=> select(Link.title).where(tuple_(Link.guild_id, Link.id) > (p1, p2)).order_by(Link.guild_id, Link.id).limit(10)

SELECT title FROM links WHERE (price, id) >= ($1, 5)
=> select(Link.title).where(tuple_(Link.price, Link.id) >= tuple_(literal(p1, Numeric), 5))

SELECT title FROM links WHERE (added, lower(title)) < ($1, $2)
=> select(Link.title).where(tuple_(Link.added, func.lower(Link.title)) < tuple_(literal(p1, Link.added.type), literal(p2, Text)))

SELECT title FROM links WHERE ROW(id, tag) = ROW($1, 'x')
=> select(Link.title).where(tuple_(Link.id, Link.tag) == (p1, 'x'))

SELECT title FROM links WHERE ($1, $2) = (id, title)
=> select(Link.title).where(tuple_(literal(p1, Integer), literal(p2, Text)) == tuple_(Link.id, Link.title))

SELECT title FROM links WHERE (guild_id, id) = (SELECT guild_id, max(id) FROM links GROUP BY guild_id LIMIT 1)
=> select(Link.title).where(tuple_(Link.guild_id, Link.id) == select(Link.guild_id, func.max(Link.id)).group_by(Link.guild_id).limit(1).scalar_subquery())

SELECT title FROM links WHERE (id, guild_id) IN (($1, $2), (3, $3))
=> select(Link.title).where(tuple_(Link.id, Link.guild_id).in_([(p1, p2), (3, p3)]))

SELECT title FROM links WHERE (id, title) NOT IN ((1, 'a'), (2, 'b'))
=> select(Link.title).where(tuple_(Link.id, Link.title).not_in([(1, 'a'), (2, 'b')]))

SELECT title FROM links WHERE (price, id) IN (($1, 2), (1.5, 3))
=> select(Link.title).where(tuple_(Link.price, Link.id).in_([tuple_(literal(p1, Numeric), 2), tuple_(literal_column('1.5'), 3)]))

SELECT title FROM links WHERE (day, id) IN (('2020-01-01', 2))
=> select(Link.title).where(tuple_(Link.day, Link.id).in_([tuple_(literal_column("'2020-01-01'"), 2)]))

SELECT title FROM links WHERE (guild_id, owner_id) IN (SELECT id, parent_id FROM users)
=> select(Link.title).where(tuple_(Link.guild_id, Link.owner_id).in_(select(User.id, User.parent_id)))

DELETE FROM users WHERE (id, name) IN (($1, $2))
=> delete(User).where(tuple_(User.id, User.name).in_([(p1, p2)])).execution_options(synchronize_session=False)

SELECT count(DISTINCT (guild_id, owner_id)) FROM links
=> select(func.count(distinct(tuple_(Link.guild_id, Link.owner_id))).label('count'))

SELECT title FROM links WHERE (id, title) = ($1, $2, $3)
=> refused: sql.row

SELECT title FROM links WHERE (id, title) = $1
=> refused: sql.row

SELECT title FROM links WHERE (id, title) IN ((1, 'a', 2))
=> refused: sql.row

SELECT title FROM links WHERE (id, title) IN ((1, 'a'), $1)
=> refused: sql.row

SELECT title FROM links WHERE ($1, title) IN ((1, 'a'))
=> refused: bind.unknown-type

SELECT title FROM links WHERE (id, data) = (1, $1)
=> refused: types.unsupported

SELECT title FROM links WHERE (id, title) IS NULL
=> select(Link.title).where(func.row(Link.id, Link.title).is_(None))

SELECT title FROM links WHERE (id, title) IS DISTINCT FROM (1, 'a')
=> select(Link.title).where(func.row(Link.id, Link.title).is_distinct_from(func.row(literal_column('1'), literal_column("'a'"))))

SELECT title FROM links WHERE (id, title) IN (VALUES (1, 'a'))
=> refused: sql.row

SELECT (id, title) FROM links
=> select(func.row(Link.id, Link.title).label('row'))

SELECT ROW(id, (title, price)) AS pair, id FROM links
=> select(func.row(Link.id, func.row(Link.title, Link.price)).label('pair'), Link.id)

SELECT tag, array_agg((id, title) ORDER BY added DESC) AS found FROM links GROUP BY tag
=> select(Link.tag, func.array_agg(aggregate_order_by(func.row(Link.id, Link.title), Link.added.desc())).label('found')).group_by(Link.tag)

SELECT array_agg(DISTINCT (id, added)) FROM links
=> select(func.array_agg(distinct(func.row(Link.id, Link.added))).label('array_agg'))

SELECT ARRAY(SELECT (id, tags) FROM links WHERE active) AS all_of_them
=> select(func.array(select(func.row(Link.id, Link.tags)).where(Link.active).scalar_subquery()).label('all_of_them'))

SELECT ROW(id, $1::text) FROM links
=> select(func.row(Link.id, literal(p1, Text)).label('row'))

SELECT (id, data) FROM links
=> refused: types.unsupported

SELECT array_agg((number, state)) FROM seats
=> refused: types.unsupported

SELECT ROW(id, 'x') FROM links
=> refused: types.unsupported

SELECT ROW(id, $1) FROM links
=> refused: bind.unknown-type

SELECT ARRAY[(id, title)] FROM links
=> refused: types.unsupported

SELECT title FROM links WHERE (id, title) BETWEEN ($1, 'a') AND (2, 'b')
=> refused: bind.unknown-type

SELECT title FROM links WHERE (added, ttl) OVERLAPS (now(), now())
=> refused: sql.fidelity
