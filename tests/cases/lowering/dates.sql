SELECT DATE '2020-01-01'
=> select(literal_column("'2020-01-01'::DATE").label('date'))

SELECT title FROM links WHERE added > $1::date + interval '1 day' * $2
=> select(Link.title).where(Link.added > literal(p1, Date) + literal_column("INTERVAL '1 day'") * literal(p2, Double))

SELECT title FROM links WHERE added BETWEEN now() - $1 AND now()
=> refused: bind.unknown-type

SELECT (added AT TIME ZONE 'utc')::date AS d FROM links
=> select(cast(func.timezone('utc', Link.added), Date).label('d'))

SELECT made AT TIME ZONE $1 AS t FROM links
=> select(func.timezone(literal(p1, Text), Link.made).label('t'))

SELECT added AT TIME ZONE interval '1 hour' AS t FROM links
=> refused: sql.date-time

SELECT id FROM links WHERE made > LOCALTIMESTAMP - INTERVAL '1 hour'
=> select(Link.id).where(Link.made > func.localtimestamp() - literal_column("INTERVAL '1 hour'"))

SELECT LOCALTIME AS t
=> select(func.localtime().label('t'))

SELECT CURRENT_TIME AS t
=> refused: sql.function

SELECT CURRENT_USER AS u
=> refused: sql.function

SELECT id FROM links WHERE added > now() - make_interval(hours => 3, secs => $1)
=> select(Link.id).where(Link.added > func.now() - func.make_interval(0, 0, 0, 0, 3, 0, literal(p1, Double)))

SELECT id FROM links WHERE ttl > $1 * INTERVAL '1 day'
=> select(Link.id).where(Link.ttl > literal(p1, Double) * literal_column("INTERVAL '1 day'"))

SELECT id FROM links WHERE ttl / $1 > interval '1 day'
=> select(Link.id).where(Link.ttl.op('/', precedence=8)(literal(p1, Double)) > literal_column("INTERVAL '1 day'"))

SELECT to_timestamp($1) AS t
=> select(func.to_timestamp(literal(p1, Double)).label('t'))

SELECT date_trunc('day', added, 'UTC') AS d FROM links
=> select(func.date_trunc('day', Link.added, 'UTC').label('d'))

SELECT TIMESTAMP '2020-01-01 00:00' AS x, DATE '2020-01-01' + 3 AS d
=> select(literal_column("'2020-01-01 00:00'::TIMESTAMP").label('x'), (literal_column("'2020-01-01'::DATE") + literal_column('3')).label('d'))

SELECT id FROM links WHERE added >= $1 AND added < $1 + interval '1 day'
=> select(Link.id).where(Link.added >= literal(p1, Link.added.type), Link.added < literal(p1, DateTime(timezone=True)) + literal_column("INTERVAL '1 day'"))

SELECT id FROM links WHERE made BETWEEN $1 AND $1 + interval '1 week'
=> select(Link.id).where(Link.made.between(literal(p1, Link.made.type), literal(p1, DateTime) + literal_column("INTERVAL '1 week'")))

SELECT id FROM links WHERE day >= $1 AND title = $2 AND (day < ($1 + interval '1 month'))
=> select(Link.id).where(Link.day >= literal(p1, Link.day.type), Link.title == p2, Link.day < literal(p1, Date) + literal_column("INTERVAL '1 month'"))

SELECT id FROM links WHERE $1 < added AND added < interval '1 day' + $1
=> select(Link.id).where(literal(p1, DateTime(timezone=True)) < Link.added, Link.added < literal_column("INTERVAL '1 day'") + literal(p1, DateTime(timezone=True)))

SELECT id FROM links WHERE added <= $1 AND added > $1 - interval '1 hour'
=> select(Link.id).where(Link.added <= literal(p1, Link.added.type), Link.added > literal(p1, DateTime(timezone=True)) - literal_column("INTERVAL '1 hour'"))

SELECT id FROM links WHERE added > $1 - interval '1 hour' AND added <= $1
=> refused: bind.unknown-type

SELECT id, $1 AS x FROM links WHERE added >= $1 AND added < $1 + interval '1 day'
=> refused: bind.unknown-type

SELECT id FROM links WHERE added >= coalesce($1, now()) AND added < $1 + interval '1 day'
=> refused: bind.unknown-type

SELECT id FROM links WHERE added >= $1 AND id IN (SELECT id FROM links WHERE added < $1 + interval '1 day')
=> refused: bind.unknown-type

SELECT id FROM links WHERE added >= $1 AND added < interval '1 day' - $1
=> refused: bind.unknown-type
