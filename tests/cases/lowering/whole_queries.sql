SELECT count(*) FROM links l JOIN users u ON u.id = l.guild_id AND u.name = $1 WHERE l.added >= now() - interval '30 days' GROUP BY u.id HAVING count(*) > 3
=> select(func.count().label('count')).select_from(Link).join(User, and_(User.id == Link.guild_id, User.name == p1)).where(Link.added >= func.now() - literal_column("INTERVAL '30 days'")).group_by(User.id).having(func.count() > 3)

SELECT l.guild_id, max(l.added) AS last FROM links l WHERE l.tag IS NOT NULL GROUP BY l.guild_id ORDER BY last DESC NULLS LAST LIMIT $1
=> select(Link.guild_id, func.max(Link.added).label('last')).where(Link.tag.is_not(None)).group_by(Link.guild_id).order_by(desc('last').nulls_last()).limit(p1)

SELECT u.name, count(l.id) FILTER (WHERE l.active) AS n FROM users u LEFT JOIN links l ON l.guild_id = u.id GROUP BY u.id, u.name ORDER BY n DESC, u.name LIMIT 10 OFFSET $1
=> select(User.name, func.count(Link.id).filter(Link.active).label('n')).select_from(User).join(Link, Link.guild_id == User.id, isouter=True).group_by(User.id, User.name).order_by(desc('n'), User.name).limit(10).offset(p1)

SELECT name, rank FROM (SELECT name, rank() OVER (ORDER BY age DESC) AS rank FROM users) ranked WHERE name = $1
=> ranked = select(User.name, func.rank().over(order_by=User.age.desc()).label('rank')).subquery('ranked')
select(ranked.c.name, ranked.c.rank).where(ranked.c.name == p1)

SELECT DISTINCT l.tag FROM links l WHERE l.guild_id = $1 AND l.tag ILIKE $2 || '%' ORDER BY l.tag LIMIT 25
=> select(Link.tag).distinct().where(Link.guild_id == p1, Link.tag.istartswith(literal(p2, Text))).order_by(Link.tag).limit(25)

SELECT id FROM links WHERE lower(title) = ANY($1::text[])
=> select(Link.id).where(func.lower(Link.title) == any_(literal(p1, ARRAY(Text))))

SELECT to_char(date_trunc('day', added), 'YYYY-MM-DD') AS day, count(*) FROM links GROUP BY date_trunc('day', added) ORDER BY date_trunc('day', added)
=> select(func.to_char(func.date_trunc(literal_column("'day'"), Link.added), 'YYYY-MM-DD').label('day'), func.count().label('count')).group_by(func.date_trunc(literal_column("'day'"), Link.added)).order_by(func.date_trunc(literal_column("'day'"), Link.added))

SELECT to_char(added, 'HH24') AS h, count(*) AS c FROM links WHERE guild_id = $1 GROUP BY h ORDER BY c DESC
=> select(func.to_char(Link.added, 'HH24').label('h'), func.count().label('c')).where(Link.guild_id == p1).group_by('h').order_by(desc('c'))

SELECT extract(hour FROM added)::int AS hour, count(*) FROM links GROUP BY hour
=> select(cast(extract('hour', Link.added), Integer).label('hour'), func.count().label('count')).group_by('hour')

SELECT coalesce(sum(price), 0)::float AS total FROM links WHERE owner_id = $1
=> select(cast(func.coalesce(func.sum(Link.price), 0), Double).label('total')).where(Link.owner_id == literal(p1, Link.owner_id.type))

SELECT round(avg(price), 2) AS p, round(avg(score)::numeric, 2) AS q FROM links
=> select(func.round(func.avg(Link.price), 2).label('p'), func.round(cast(func.avg(Link.score), Numeric), 2).label('q'))

SELECT (count(*) > 0) AS any FROM links
=> select((func.count() > 0).label('any')).select_from(Link)

SELECT l.title, coalesce(u.name, 'nobody') AS owner FROM links l LEFT JOIN users u ON u.id = l.owner_id
=> select(Link.title, func.coalesce(User.name, 'nobody').label('owner')).select_from(Link).join(User, User.id == Link.owner_id, isouter=True)

SELECT title FROM links WHERE (guild_id = $1 AND owner_id = $2) OR (guild_id = $2 AND owner_id = $1)
=> select(Link.title).where(or_(and_(Link.guild_id == p1, Link.owner_id == literal(p2, Link.owner_id.type)), and_(Link.guild_id == p2, Link.owner_id == literal(p1, Link.owner_id.type))))

SELECT id FROM links WHERE ($1::text IS NULL OR tag = $1::text)
=> select(Link.id).where(or_(literal(p1, Text).is_(None), Link.tag == literal(p1, Text)))

SELECT EXISTS(SELECT 1 FROM links WHERE guild_id = $1) AND EXISTS(SELECT 1 FROM users WHERE id = $1) AS both
=> select(and_(exists().where(Link.guild_id == p1), exists().where(User.id == p1)).label('both'))

SELECT sum(CASE WHEN active THEN 1 ELSE 0 END) AS a, sum(CASE WHEN active THEN price ELSE 0 END) AS b FROM links
=> select(func.sum(case((Link.active, 1), else_=0)).label('a'), func.sum(case((Link.active, Link.price), else_=0)).label('b'))

SELECT min(id), max(id) FROM links WHERE NOT active AND tag <> ''
=> select(func.min(Link.id).label('min'), func.max(Link.id).label('max')).where(not_(Link.active), Link.tag != '')

SELECT length(title) AS n FROM links WHERE length(title) BETWEEN $1 AND $2 ORDER BY length(title)
=> select(func.length(Link.title).label('n')).where(func.length(Link.title).between(literal(p1, Integer), literal(p2, Integer))).order_by(func.length(Link.title))

SELECT u.id FROM users u WHERE u.id = $1 AND u.name = $2 OR u.age IN ($3, 5)
=> refused: bind.unknown-type

SELECT id FROM links WHERE added < now() - make_interval(days => $1)
=> select(Link.id).where(Link.added < func.now() - func.make_interval(0, 0, 0, literal(p1, Integer)))

SELECT id FROM links WHERE added < now() - ($1 * interval '1 day')
=> select(Link.id).where(Link.added < func.now() - literal(p1, Double) * literal_column("INTERVAL '1 day'"))

SELECT id FROM links WHERE guild_id = $1 AND (tag = $2 OR $2 IS NULL)
=> select(Link.id).where(Link.guild_id == p1, or_(Link.tag == literal(p2, Link.tag.type), literal(p2, Text).is_(None)))

SELECT id FROM links ORDER BY added DESC LIMIT 1 OFFSET floor(random() * 10)
=> select(Link.id).order_by(Link.added.desc()).limit(1).offset(func.floor(func.random() * 10))

SELECT id, title FROM links WHERE id > $1 ORDER BY id FOR UPDATE SKIP LOCKED LIMIT $2
=> select(Link.id, Link.title).where(Link.id > literal(p1, Link.id.type)).order_by(Link.id).limit(p2).with_for_update(skip_locked=True)
