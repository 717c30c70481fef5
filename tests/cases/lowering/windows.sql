SELECT quote FROM (SELECT title AS quote, row_number() OVER () AS n FROM links) x WHERE n = $1
=> x = select(Link.title.label('quote'), func.row_number().over().label('n')).subquery('x')
select(x.c.quote).where(x.c.n == literal(p1, BigInteger))

SELECT id, rank() OVER (PARTITION BY tag ORDER BY price DESC) AS r FROM links
=> select(Link.id, func.rank().over(partition_by=Link.tag, order_by=Link.price.desc()).label('r'))

SELECT sum(price) OVER (PARTITION BY guild_id ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS s FROM links
=> select(func.sum(Link.price).over(partition_by=Link.guild_id, order_by=Link.id, rows=(None, 0)).label('s'))

SELECT row_number() OVER (ORDER BY price DESC NULLS LAST, id) AS r, count(*) OVER () AS total FROM links
=> select(func.row_number().over(order_by=[Link.price.desc().nulls_last(), Link.id]).label('r'), func.count().over().label('total'))

SELECT lag(price) OVER (ORDER BY id) AS p, first_value(title) OVER (PARTITION BY tag ORDER BY id DESC) AS f FROM links
=> select(func.lag(Link.price).over(order_by=Link.id).label('p'), func.first_value(Link.title).over(partition_by=Link.tag, order_by=Link.id.desc()).label('f'))

SELECT id, CASE WHEN count(*) OVER () > $1 THEN name END AS n FROM users
=> select(User.id, case((func.count().over() > literal(p1, BigInteger), User.name)).label('n'))

SELECT count(*) OVER w FROM links WINDOW w AS (ORDER BY id)
=> select(func.count().over(order_by=Link.id).label('count'))

SELECT sum(id) OVER (ORDER BY id ROWS 1 PRECEDING) FROM links
=> select(func.sum(Link.id).over(order_by=Link.id, rows=(-1, 0)).label('sum'))

SELECT id, sum(price) OVER w AS s, count(*) OVER (w ROWS 2 PRECEDING) AS c FROM links WINDOW w AS (PARTITION BY guild_id ORDER BY id)
=> select(Link.id, func.sum(Link.price).over(partition_by=Link.guild_id, order_by=Link.id).label('s'), func.count().over(partition_by=Link.guild_id, order_by=Link.id, rows=(-2, 0)).label('c'))

SELECT rank() OVER v AS r FROM links WINDOW w AS (PARTITION BY guild_id), v AS (w ORDER BY added DESC)
=> select(func.rank().over(partition_by=Link.guild_id, order_by=Link.added.desc()).label('r'))

SELECT count(*) OVER w AS c FROM links WINDOW w AS (PARTITION BY id > $1)
=> refused: sql.window-clause

SELECT count(*) OVER w AS c FROM links WINDOW w AS (ORDER BY coalesce(tag, 'x'))
=> refused: sql.window-clause

SELECT percent_rank() OVER (ORDER BY id), cume_dist() OVER (ORDER BY id) FROM links
=> select(func.percent_rank(type_=Double).over(order_by=Link.id).label('percent_rank'), func.cume_dist(type_=Double).over(order_by=Link.id).label('cume_dist'))
