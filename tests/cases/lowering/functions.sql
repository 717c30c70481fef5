SELECT id, added FROM links WHERE added > now() - interval '7 days' AND price > 3
=> select(Link.id, Link.added).where(Link.added > func.now() - literal_column("INTERVAL '7 days'"), Link.price > 3)

SELECT CASE WHEN price > 5 THEN 'hi' ELSE 'lo' END FROM links
=> select(case((Link.price > 5, 'hi'), else_='lo').label('case'))

SELECT title FROM links WHERE made > $1 AND made < now()
=> select(Link.title).where(Link.made > literal(p1, Link.made.type), Link.made < func.now())

SELECT title FROM links WHERE added > now() - $1::interval
=> select(Link.title).where(Link.added > func.now() - literal(p1, Interval))

SELECT title FROM links WHERE added > now() - ($1 || ' days')::interval
=> select(Link.title).where(Link.added > func.now() - cast(literal(p1, Text).concat(' days'), Interval))

SELECT title FROM links WHERE added >= $1::timestamptz
=> select(Link.title).where(Link.added >= literal(p1, DateTime(timezone=True)))

SELECT title FROM links WHERE extract(year from added) = $1
=> select(Link.title).where(extract('year', Link.added) == literal(p1, Numeric))

SELECT extract(epoch from added) AS e, date_part('year', added) AS y FROM links
=> select(extract('epoch', Link.added).label('e'), func.date_part('year', Link.added).label('y'))

SELECT id::text, price::int, CAST(title AS int), added::date FROM links
=> select(cast(Link.id, Text).label('id'), cast(Link.price, Integer).label('price'), cast(Link.title, Integer).label('title'), cast(Link.added, Date).label('added'))

SELECT $1::int + 1 AS x
=> select((literal(p1, Integer) + 1).label('x'))

SELECT upper(title), length(title), concat(title, '-', tag), coalesce(tag, $1), nullif(tag, ''), greatest(id, 5), least(id, guild_id) FROM links
=> select(func.upper(Link.title).label('upper'), func.length(Link.title).label('length'), func.concat(Link.title, literal_column("'-'"), Link.tag).label('concat'), func.coalesce(Link.tag, literal(p1, Link.tag.type)).label('coalesce'), func.nullif(Link.tag, '').label('nullif'), func.greatest(Link.id, 5).label('greatest'), func.least(Link.id, Link.guild_id).label('least'))

SELECT CASE tag WHEN 'a' THEN 1 WHEN 'b' THEN 2 ELSE 0 END AS c FROM links
=> select(case({'a': 1, 'b': 2}, value=Link.tag, else_=0).label('c'))

SELECT CASE WHEN active THEN title END AS c FROM links
=> select(case((Link.active, Link.title)).label('c'))

SELECT title FROM links WHERE title ILIKE '%' || $1 || '%'
=> select(Link.title).where(Link.title.icontains(literal(p1, Text)))

SELECT now(), current_date, current_timestamp
=> select(func.now().label('now'), func.current_date().label('current_date'), func.current_timestamp().label('current_timestamp'))

SELECT title FROM links WHERE title NOT LIKE '%' || $1 AND tag NOT ILIKE $2 AND NOT title LIKE 'x'
=> select(Link.title).where(not_(Link.title.endswith(literal(p1, Text))), Link.tag.not_ilike(literal(p2, Link.tag.type)), Link.title.not_like('x'))

SELECT now() - added AS age, added + interval '1 day' AS d, day + 1 AS n, day - day AS z, added::date - day AS q FROM links
=> select((func.now() - Link.added).label('age'), (Link.added + literal_column("INTERVAL '1 day'")).label('d'), (Link.day + literal_column('1')).label('n'), (Link.day - Link.day).label('z'), (cast(Link.added, Date) - Link.day).label('q'))

SELECT title FROM links WHERE added > now() - interval '1 day' * 3
=> select(Link.title).where(Link.added > func.now() - literal_column("INTERVAL '1 day'") * literal_column('3'))

SELECT title FROM links WHERE added::date = current_date AND day = $1::date
=> select(Link.title).where(cast(Link.added, Date) == func.current_date(), Link.day == literal(p1, Date))

SELECT title FROM links WHERE extract(dow from added) IN (0, 6) AND extract(hour from made) BETWEEN 9 AND $1
=> select(Link.title).where(extract('dow', Link.added).in_([0, 6]), extract('hour', Link.made).between(9, literal(p1, Numeric)))

SELECT to_char(added, 'YYYY-MM'), length(title), left(title, 3), split_part(title, ',', 1), md5(title), upper(tag), initcap(title), repeat('a', 3) FROM links
=> select(func.to_char(Link.added, 'YYYY-MM').label('to_char'), func.length(Link.title).label('length'), func.left(Link.title, 3).label('left'), func.split_part(Link.title, ',', 1).label('split_part'), func.md5(Link.title).label('md5'), func.upper(Link.tag).label('upper'), func.initcap(Link.title).label('initcap'), func.repeat('a', 3).label('repeat'))

SELECT id::bigint, guild_id::text, price::numeric(5,1), title::varchar(3), '5'::int, $1::text, $2::bigint, active::int, added::timestamp FROM links
=> select(cast(Link.id, BigInteger).label('id'), cast(Link.guild_id, Text).label('guild_id'), cast(Link.price, Numeric(5, 1)).label('price'), cast(Link.title, String(3)).label('title'), literal_column("'5'::INT").label('int4'), literal(p1, Text).label('text'), literal(p2, BigInteger).label('int8'), cast(Link.active, Integer).label('active'), cast(Link.added, DateTime).label('added'))

SELECT CAST(id AS text) || ':' || title AS k, 'a' || title AS m, title || id AS n FROM links
=> select((cast(Link.id, Text) + ':' + Link.title).label('k'), ('a' + Link.title).label('m'), Link.title.concat(Link.id).label('n'))

SELECT title FROM links WHERE title = $1::text AND id = $2::bigint AND guild_id = $3::int
=> select(Link.title).where(Link.title == literal(p1, Text), Link.id == literal(p2, BigInteger), Link.guild_id == literal(p3, Integer))

SELECT title FROM links WHERE lower(title) LIKE lower($1) || '%'
=> select(Link.title).where(func.lower(Link.title).like(func.lower(literal(p1, Text)).concat('%')))

SELECT title FROM links WHERE $1::bool
=> select(Link.title).where(literal(p1, Boolean))

SELECT title FROM links WHERE $1::text IS NULL OR tag = $1
=> select(Link.title).where(or_(literal(p1, Text).is_(None), Link.tag == literal(p1, Link.tag.type)))

SELECT data->>'a' AS a FROM links WHERE data->>'b' = $1 AND (data->>'c')::int > 5
=> select(Link.data['a'].astext.label('a')).where(Link.data['b'].astext == literal(p1, Text), cast(Link.data['c'].astext, Integer) > 5)

SELECT date_trunc('month', added), made, date_part('year', day), to_date('2020', 'YYYY') FROM links
=> select(func.date_trunc('month', Link.added).label('date_trunc'), Link.made, func.date_part('year', Link.day).label('date_part'), func.to_date('2020', 'YYYY').label('to_date'))

SELECT title FROM links WHERE title LIKE $1 || '%' ESCAPE '\'
=> refused: sql.string

SELECT title FROM links WHERE added > now() - $1
=> refused: bind.unknown-type

SELECT title FROM links WHERE added + $1 > now()
=> select(Link.title).where(Link.added + literal(p1, Interval) > func.now())

SELECT title FROM links WHERE added > now() - interval '1 day' * $1
=> select(Link.title).where(Link.added > func.now() - literal_column("INTERVAL '1 day'") * literal(p1, Double))

SELECT round(price), round(price, 1), round(score), floor(price), abs(score), mod(id, 3), ceil(score) FROM links
=> refused: sql.result-names

SELECT date_trunc('month', added), date_trunc('hour', made), age(added), date_part('year', day), to_date('2020', 'YYYY') FROM links
=> refused: sql.result-names

SELECT my_function(id) AS x FROM links
=> refused: types.unsupported

SELECT coalesce(price, score) AS x FROM links
=> refused: types.unsupported

SELECT floor(price), ceil(score), initcap(title), substring(title, 1, 3), trim(title), position('a' in title) FROM links
=> select(func.floor(Link.price).label('floor'), func.ceil(Link.score).label('ceil'), func.initcap(Link.title).label('initcap'), func.substring(Link.title, 1, 3).label('substring'), func.trim(Link.title).label('btrim'), func.strpos(Link.title, 'a').label('position'))

SELECT trim(title), substring(title, 2), strpos(title, 'a'), round(price, 1), round(score) AS r, floor(price) FROM links
=> select(func.trim(Link.title).label('btrim'), func.substring(Link.title, 2).label('substring'), func.strpos(Link.title, 'a').label('strpos'), func.round(Link.price, 1).label('round'), func.round(Link.score).label('r'), func.floor(Link.price).label('floor'))

SELECT pg_try_advisory_xact_lock(5) AS one, pg_try_advisory_xact_lock($1, $2) AS two
=> select(func.pg_try_advisory_xact_lock(literal_column('5')).label('one'), func.pg_try_advisory_xact_lock(literal(p1, Integer), literal(p2, Integer)).label('two'))

SELECT regexp_count(title, 'a'), normalize(title) FROM links
=> select(func.regexp_count(Link.title, 'a').label('regexp_count'), func.normalize(Link.title).label('normalize'))

SELECT date_bin('15 minutes', added, TIMESTAMPTZ '2020-01-01') FROM links
=> select(func.date_bin(literal_column("'15 minutes'"), Link.added, literal_column("'2020-01-01'::TIMESTAMPTZ")).label('date_bin'))

SELECT timezone('utc', now()) AS t
=> select(func.timezone('utc', func.now()).label('t'))

SELECT make_timestamp(2020, 1, $1, 0, 0, 0) AS t
=> select(func.make_timestamp(2020, 1, literal(p1, Integer), 0, 0, literal_column('0')).label('t'))

SELECT pg_notify('channel', $1)
=> select(func.pg_notify('channel', literal(p1, Text)).label('pg_notify'))

SELECT to_regclass($1) IS NOT NULL AS there
=> select(func.to_regclass(literal(p1, Text)).is_not(None).label('there'))

SELECT any_value(title) AS t, max(sign(score)) AS s FROM links
=> select(func.any_value(Link.title).label('t'), func.max(func.sign(Link.score)).label('s'))

SELECT pg_terminate_backend($1)
=> select(func.pg_terminate_backend(literal(p1, Integer)).label('pg_terminate_backend'))

SELECT to_regclass('links') AS c
=> select(func.to_regclass('links').label('c'))

SELECT width_bucket($1, 0, 10, 5) AS w
=> refused: bind.unknown-type

SELECT current_schema()
=> select(func.current_schema().label('current_schema'))

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY price) AS m, percentile_disc(0.5) WITHIN GROUP (ORDER BY price) AS d FROM links
=> select(type_coerce(func.percentile_cont(literal_column('0.5')).within_group(Link.price), Double).label('m'), func.percentile_disc(literal_column('0.5')).within_group(Link.price).label('d'))

SELECT coalesce(sum(luck), 0) AS s, coalesce(luck, 0.5) AS t, coalesce(1, luck) AS u FROM cards GROUP BY luck
=> select(func.coalesce(func.sum(Card.luck), 0).label('s'), func.coalesce(Card.luck, literal_column('0.5')).label('t'), func.coalesce(1, Card.luck).label('u')).group_by(Card.luck)

SELECT CASE WHEN id > 1 THEN luck ELSE 0 END AS s, coalesce(luck, 0) + 1 AS t FROM cards WHERE coalesce(luck, 0) > $1
=> select(case((Card.id > 1, Card.luck), else_=0).label('s'), (func.coalesce(Card.luck, 0) + 1).label('t')).where(func.coalesce(Card.luck, 0) > literal(p1, Float(24)))
