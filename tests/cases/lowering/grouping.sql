SELECT COALESCE(tag, 'Uncategorized') as category, COUNT(*) as link_count FROM links GROUP BY tag ORDER BY link_count DESC
=> select(func.coalesce(Link.tag, 'Uncategorized').label('category'), func.count().label('link_count')).group_by(Link.tag).order_by(desc('link_count'))

SELECT DISTINCT tag FROM links WHERE tag NOT IN ('a','b') AND guild_id != $1 ORDER BY tag DESC NULLS LAST
=> select(Link.tag).distinct().where(Link.tag.not_in(['a', 'b']), Link.guild_id != literal(p1, Link.guild_id.type)).order_by(Link.tag.desc().nulls_last())

SELECT DISTINCT tag FROM links WHERE NOT tag IN ('a','b')
=> select(Link.tag).distinct().where(Link.tag.not_in(['a', 'b']))

SELECT date_trunc('day', added) AS d, sum(price) FROM links GROUP BY d ORDER BY 1
=> select(func.date_trunc('day', Link.added).label('d'), func.sum(Link.price).label('sum')).group_by('d').order_by('d')

SELECT date_trunc('day', added), sum(price) FROM links GROUP BY date_trunc('day', added) ORDER BY date_trunc('day', added)
=> select(func.date_trunc(literal_column("'day'"), Link.added).label('date_trunc'), func.sum(Link.price).label('sum')).group_by(func.date_trunc(literal_column("'day'"), Link.added)).order_by(func.date_trunc(literal_column("'day'"), Link.added))

SELECT count(*) FILTER (WHERE active), max(added) FROM links WHERE guild_id = $1
=> select(func.count().filter(Link.active).label('count'), func.max(Link.added).label('max')).where(Link.guild_id == p1)

SELECT count(DISTINCT tag), sum(DISTINCT price), avg(score), min(day) FROM links
=> select(func.count(distinct(Link.tag)).label('count'), func.sum(distinct(Link.price)).label('sum'), func.avg(Link.score).label('avg'), func.min(Link.day).label('min'))

SELECT guild_id, count(*) AS n FROM links GROUP BY guild_id HAVING count(*) > $1 AND sum(price) > 5 ORDER BY n DESC
=> select(Link.guild_id, func.count().label('n')).group_by(Link.guild_id).having(func.count() > literal(p1, BigInteger), func.sum(Link.price) > 5).order_by(desc('n'))

SELECT guild_id, count(*) AS n FROM links GROUP BY 1 ORDER BY 2 DESC, 1
=> select(Link.guild_id, func.count().label('n')).group_by(Link.guild_id).order_by(desc('n'), Link.guild_id)

SELECT string_agg(title, ', ') FROM links
=> select(func.string_agg(Link.title, ', ').label('string_agg'))

SELECT array_agg(title) FROM links
=> select(func.array_agg(Link.title).label('array_agg'))

SELECT title FROM links WHERE tag IS DISTINCT FROM $1
=> select(Link.title).where(Link.tag.is_distinct_from(literal(p1, Link.tag.type)))

SELECT DISTINCT ON (tag) tag, title FROM links ORDER BY tag, added DESC
=> select(Link.tag, Link.title).distinct(Link.tag).order_by(Link.tag, Link.added.desc())

-- shape: none
SELECT count(*) FROM users
=> select(func.count()).select_from(User)

SELECT lower(title) AS title FROM links GROUP BY title
=> select(func.lower(Link.title).label('title')).group_by(Link.title)

SELECT lower(title) AS t, count(*) FROM links GROUP BY t ORDER BY t
=> select(func.lower(Link.title).label('t'), func.count().label('count')).group_by('t').order_by('t')

SELECT substr(title, 1, 3), count(*) FROM links GROUP BY substr(title, 1, 3)
=> select(func.substr(Link.title, literal_column('1'), literal_column('3')).label('substr'), func.count().label('count')).group_by(func.substr(Link.title, literal_column('1'), literal_column('3')))

SELECT substr(title, 1, 3) AS s, count(*) FROM links GROUP BY 1 ORDER BY 2
=> select(func.substr(Link.title, literal_column('1'), 3).label('s'), func.count().label('count')).group_by('s').order_by('count')

SELECT coalesce(tag, $1) AS t, count(*) FROM links GROUP BY 1
=> select(func.coalesce(Link.tag, literal(p1, Link.tag.type)).label('t'), func.count().label('count')).group_by('t')

SELECT coalesce(tag, $1) AS t, count(*) FROM links GROUP BY t
=> select(func.coalesce(Link.tag, literal(p1, Link.tag.type)).label('t'), func.count().label('count')).group_by('t')

SELECT id / 10 AS bucket, count(*) FROM links GROUP BY id / 10
=> select((Link.id // 10).label('bucket'), func.count().label('count')).group_by('bucket')

SELECT DISTINCT lower(title), title || 'x' AS y FROM links ORDER BY lower(title)
=> select(func.lower(Link.title).label('lower'), (Link.title + 'x').label('y')).distinct().order_by(func.lower(Link.title))

SELECT CASE WHEN price > 10 THEN 'a' ELSE 'b' END AS c, count(*) FROM links GROUP BY CASE WHEN price > 10 THEN 'a' ELSE 'b' END
=> select(case((Link.price > 10, 'a'), else_='b').label('c'), func.count().label('count')).group_by('c')

SELECT DISTINCT ON (guild_id, tag) guild_id, tag, title FROM links ORDER BY guild_id, tag, added DESC
=> select(Link.guild_id, Link.tag, Link.title).distinct(Link.guild_id, Link.tag).order_by(Link.guild_id, Link.tag, Link.added.desc())

SELECT title FROM links WHERE tag IS NOT DISTINCT FROM $1
=> select(Link.title).where(Link.tag.is_not_distinct_from(literal(p1, Link.tag.type)))

SELECT count(*) FROM links ORDER BY 1
=> select(func.count().label('count')).select_from(Link).order_by('count')

SELECT count(*) FILTER (WHERE tag = $1), sum(price) FILTER (WHERE active) AS s FROM links
=> select(func.count().filter(Link.tag == literal(p1, Link.tag.type)).label('count'), func.sum(Link.price).filter(Link.active).label('s'))

SELECT nullif(count(*), 0), count(*)::float / nullif(count(*), 0) AS r, 100.0 * count(*) AS p FROM links
=> select(func.nullif(func.count(), 0).label('nullif'), cast(func.count(), Double).op('/', precedence=8)(func.nullif(func.count(), 0)).label('r'), (literal_column('100.0') * func.count()).label('p')).select_from(Link)

SELECT title FROM links GROUP BY title HAVING count(*) > 1 AND max(id) > $1
=> select(Link.title).group_by(Link.title).having(func.count() > 1, func.max(Link.id) > literal(p1, Integer))

SELECT lower(title) AS t, count(*) FROM links GROUP BY 1 ORDER BY 2 DESC
=> select(func.lower(Link.title).label('t'), func.count().label('count')).group_by('t').order_by(desc('count'))

SELECT count(*)::float / nullif(count(*), 0) AS r, 100.0 * count(*) AS p, (price + 1) / (price - 2) AS q, price / 2 / 3 AS z FROM links
=> select(cast(func.count(), Double).op('/', precedence=8)(func.nullif(func.count(), 0)).label('r'), (literal_column('100.0') * func.count()).label('p'), (Link.price + 1).op('/', precedence=8)(Link.price - 2).label('q'), Link.price.op('/', precedence=8)(2).op('/', precedence=8)(3).label('z'))

SELECT array_agg(id ORDER BY id DESC), string_agg(title, ', ' ORDER BY title) AS t, string_agg(DISTINCT tag, ', ') AS d, string_agg(tag, $1) AS e FROM links
=> select(func.array_agg(aggregate_order_by(Link.id, Link.id.desc())).label('array_agg'), func.string_agg(Link.title, aggregate_order_by(literal_column("', '"), Link.title)).label('t'), func.string_agg(distinct(Link.tag), ', ').label('d'), func.string_agg(Link.tag, literal(p1, Text)).label('e'))

SELECT sum(id) AS a, sum(guild_id) AS b, avg(id) AS c, avg(price) AS d, sum(score) AS e, max(title), min(day), count(tag), bool_or(active), count(data) AS f FROM links
=> select(func.sum(Link.id).label('a'), func.sum(Link.guild_id).label('b'), func.avg(Link.id).label('c'), func.avg(Link.price).label('d'), func.sum(Link.score).label('e'), func.max(Link.title).label('max'), func.min(Link.day).label('min'), func.count(Link.tag).label('count'), func.bool_or(Link.active).label('bool_or'), func.count(Link.data).label('f'))

SELECT greatest(price, 5), least(score, 1), coalesce(price, 0) AS a, coalesce(score, 0) AS b, coalesce(sum(price), 0) AS c, coalesce(max(id), 0) + 1 AS nxt FROM links GROUP BY price, score
=> select(func.greatest(Link.price, 5).label('greatest'), func.least(Link.score, 1).label('least'), func.coalesce(Link.price, 0).label('a'), func.coalesce(Link.score, 0).label('b'), func.coalesce(func.sum(Link.price), 0).label('c'), (func.coalesce(func.max(Link.id), 0) + 1).label('nxt')).group_by(Link.price, Link.score)

SELECT coalesce(tag, $1), count(*) FROM links GROUP BY coalesce(tag, $1)
=> refused: sql.group-by

SELECT array_agg(id ORDER BY id DESC), string_agg(DISTINCT tag, ', '), string_agg(title, ', ' ORDER BY title) FROM links
=> refused: sql.result-names

SELECT greatest(price, 5), least(score, 1), coalesce(price, 0), coalesce(score, 0), coalesce(sum(price), 0), coalesce(max(id), 0) + 1 AS nxt FROM links GROUP BY price, score
=> refused: sql.result-names

SELECT sum(id), sum(guild_id), avg(id), avg(price), sum(score), max(title), min(day), count(tag), bool_or(active), count(data) FROM links
=> refused: sql.result-names

SELECT tag, count(*) FROM links GROUP BY ROLLUP (tag)
=> select(Link.tag, func.count().label('count')).group_by(func.rollup(Link.tag))

SELECT lower(title) AS title, count(*) FROM links GROUP BY 1
=> select(func.lower(Link.title).label('title'), func.count().label('count')).group_by(func.lower(Link.title))

SELECT title FROM links GROUP BY CUBE (title)
=> select(Link.title).group_by(func.cube(Link.title))

SELECT title FROM links GROUP BY GROUPING SETS ((title), ())
=> select(Link.title).group_by(func.grouping_sets(Link.title, tuple_()))

SELECT DISTINCT ON (lower(title)) title FROM links
=> select(Link.title).distinct(func.lower(Link.title))

SELECT added::date AS d, count(*) FROM links GROUP BY 1 ORDER BY 1
=> select(cast(Link.added, Date).label('d'), func.count().label('count')).group_by('d').order_by('d')

SELECT date_trunc('day', added AT TIME ZONE 'utc') AS d, count(*) FROM links GROUP BY date_trunc('day', added AT TIME ZONE 'utc')
=> select(func.date_trunc('day', func.timezone('utc', Link.added)).label('d'), func.count().label('count')).group_by('d')

SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY id) AS m, mode() WITHIN GROUP (ORDER BY title DESC) AS n FROM links
=> select(func.percentile_disc(literal_column('0.5')).within_group(Link.id).label('m'), func.mode().within_group(Link.title.desc()).label('n'))

SELECT guild_id, date_trunc('day', added) AS d, count(*) FROM links GROUP BY GROUPING SETS ((guild_id), (date_trunc('day', added)), ())
=> select(Link.guild_id, func.date_trunc(literal_column("'day'"), Link.added).label('d'), func.count().label('count')).group_by(func.grouping_sets(Link.guild_id, func.date_trunc(literal_column("'day'"), Link.added), tuple_()))

SELECT guild_id, tag, grouping(guild_id, tag) AS g FROM links GROUP BY guild_id, ROLLUP (tag, (id, title))
=> select(Link.guild_id, Link.tag, func.grouping(Link.guild_id, Link.tag).label('g')).group_by(Link.guild_id, func.rollup(Link.tag, tuple_(Link.id, Link.title)))

SELECT lower(title) AS t FROM links GROUP BY ROLLUP (t)
=> refused: sql.group-by

SELECT guild_id, id > $1 AS big FROM links GROUP BY CUBE (guild_id, id > $1)
=> refused: sql.parse

SELECT DISTINCT ON (date_trunc('day', added)) id FROM links ORDER BY date_trunc('day', added), id
=> select(Link.id).distinct(func.date_trunc(literal_column("'day'"), Link.added)).order_by(func.date_trunc(literal_column("'day'"), Link.added), Link.id)

SELECT DISTINCT ON (id > $1) id FROM links
=> refused: sql.distinct-on

SELECT string_agg(DISTINCT title, ', ' ORDER BY title) AS x FROM links
=> select(func.string_agg(distinct(Link.title), aggregate_order_by(literal_column("', '"), Link.title)).label('x'))

SELECT id FROM links WHERE $1 IS DISTINCT FROM tag
=> select(Link.id).where(literal(p1, Text).is_distinct_from(Link.tag))

SELECT tags[1] AS k, count(*) FROM links GROUP BY tags[1]
=> select(Link.tags[1].label('k'), func.count().label('count')).group_by('k')

SELECT length(title) / 2 AS h, count(*) / 2 AS c FROM links GROUP BY title
=> select(func.length(Link.title).op('/', precedence=8)(2).label('h'), (func.count() // 2).label('c')).group_by(Link.title)

SELECT date_trunc('day', added) AS added, count(*) FROM links GROUP BY 1 ORDER BY 1
=> select(func.date_trunc(literal_column("'day'"), Link.added).label('added'), func.count().label('count')).group_by(func.date_trunc(literal_column("'day'"), Link.added)).order_by('added')

SELECT coalesce(tag, 'none') AS tag, count(*) FROM links GROUP BY 1
=> select(func.coalesce(Link.tag, literal_column("'none'")).label('tag'), func.count().label('count')).group_by(func.coalesce(Link.tag, literal_column("'none'")))

SELECT lower(title) AS title FROM links GROUP BY 1
=> select(func.lower(Link.title).label('title')).group_by(func.lower(Link.title))

SELECT date_trunc('day', added) AS day FROM links GROUP BY 1
=> refused: sql.group-by

SELECT coalesce(tag, $1) AS tag FROM links GROUP BY 1
=> refused: sql.group-by

SELECT lower(title) AS title, count(*) FROM links GROUP BY lower(title)
=> select(func.lower(Link.title).label('title'), func.count().label('count')).group_by(func.lower(Link.title))

SELECT lower(title || 'x') AS title, count(*) FROM links GROUP BY lower(title || 'x')
=> select(func.lower(Link.title + literal_column("'x'")).label('title'), func.count().label('count')).group_by(func.lower(Link.title + literal_column("'x'")))

SELECT date_trunc('day', added) AS since, count(*) FROM links GROUP BY date_trunc('day', added) ORDER BY date_trunc('day', added) DESC, 2
=> select(func.date_trunc('day', Link.added).label('since'), func.count().label('count')).group_by('since').order_by(desc('since'), 'count')

SELECT date_trunc('day', added) AS since, date_trunc('day', added) + interval '1 day' AS next FROM links GROUP BY date_trunc('day', added)
=> select(func.date_trunc(literal_column("'day'"), Link.added).label('since'), (func.date_trunc(literal_column("'day'"), Link.added) + literal_column("INTERVAL '1 day'")).label('next')).group_by(func.date_trunc(literal_column("'day'"), Link.added))

SELECT date_trunc('day', added) AS since FROM links GROUP BY date_trunc('day', added) ORDER BY date_trunc('day', added) + interval '1 day'
=> select(func.date_trunc(literal_column("'day'"), Link.added).label('since')).group_by(func.date_trunc(literal_column("'day'"), Link.added)).order_by(func.date_trunc(literal_column("'day'"), Link.added) + literal_column("INTERVAL '1 day'"))

SELECT date_trunc('day', added) AS since FROM links GROUP BY date_trunc('day', added) HAVING date_trunc('day', added) > now()
=> select(func.date_trunc(literal_column("'day'"), Link.added).label('since')).group_by(func.date_trunc(literal_column("'day'"), Link.added)).having(func.date_trunc(literal_column("'day'"), Link.added) > func.now())

SELECT date_trunc('day', added) AS since, date_trunc('day', added) AS again FROM links GROUP BY date_trunc('day', added)
=> select(func.date_trunc(literal_column("'day'"), Link.added).label('since'), func.date_trunc(literal_column("'day'"), Link.added).label('again')).group_by(func.date_trunc(literal_column("'day'"), Link.added))

SELECT DISTINCT date_trunc('day', added) AS since FROM links GROUP BY date_trunc('day', added) ORDER BY date_trunc('day', added)
=> select(func.date_trunc(literal_column("'day'"), Link.added).label('since')).distinct().group_by(func.date_trunc(literal_column("'day'"), Link.added)).order_by(func.date_trunc(literal_column("'day'"), Link.added))

SELECT date_trunc('day', added) AS since FROM links WHERE date_trunc('day', added) > now() GROUP BY date_trunc('day', added)
=> select(func.date_trunc('day', Link.added).label('since')).where(func.date_trunc('day', Link.added) > func.now()).group_by('since')

SELECT coalesce(tag, title) AS name, count(*) FROM links GROUP BY coalesce(tag, title)
=> select(func.coalesce(Link.tag, Link.title).label('name'), func.count().label('count')).group_by('name')

SELECT date_trunc('day', added) AS since, rank() OVER (ORDER BY date_trunc('day', added)) AS place FROM links GROUP BY date_trunc('day', added)
=> select(func.date_trunc(literal_column("'day'"), Link.added).label('since'), func.rank().over(order_by=func.date_trunc(literal_column("'day'"), Link.added)).label('place')).group_by(func.date_trunc(literal_column("'day'"), Link.added))

SELECT date_trunc('day', added) AS day, count(*) FROM links GROUP BY date_trunc('day', added)
=> select(func.date_trunc(literal_column("'day'"), Link.added).label('day'), func.count().label('count')).group_by(func.date_trunc(literal_column("'day'"), Link.added))

SELECT date_trunc($1, added) AS since, count(*) FROM links GROUP BY date_trunc($1, added)
=> select(func.date_trunc(literal(p1, Text), Link.added).label('since'), func.count().label('count')).group_by('since')

SELECT date_trunc($1, added) AS day, count(*) FROM links GROUP BY date_trunc($1, added)
=> refused: sql.group-by
