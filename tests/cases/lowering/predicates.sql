SELECT * FROM users WHERE id = $1
=> select(User.__table__).where(User.id == p1)

SELECT id, price FROM links WHERE price > $1 and active = true or tag is null
=> select(Link.id, Link.price).where(or_(and_(Link.price > literal(p1, Numeric), Link.active == true()), Link.tag.is_(None)))

SELECT 1 FROM users WHERE id=$1
=> select(literal_column('1').label('?column?')).where(User.id == p1)

SELECT title FROM links WHERE price = 5 AND price > 1.50 AND price <> $1
=> select(Link.title).where(Link.price == 5, Link.price > literal_column('1.50'), Link.price != literal(p1, Numeric))

SELECT title FROM links WHERE score > $1 AND score < 1.5 AND score > 1
=> select(Link.title).where(Link.score > literal(p1, Link.score.type), Link.score < literal_column('1.5'), Link.score > 1)

SELECT title FROM links WHERE day = $1 AND day > '2020-01-01'
=> select(Link.title).where(Link.day == literal(p1, Link.day.type), Link.day > literal_column("'2020-01-01'"))

SELECT title FROM links WHERE ref = $1
=> select(Link.title).where(Link.ref == literal(p1, Link.ref.type))

SELECT title FROM links WHERE ip = $1
=> select(Link.title).where(Link.ip == literal(p1, Link.ip.type))

SELECT title FROM links WHERE title = $1 OR tag = $1
=> select(Link.title).where(or_(Link.title == p1, Link.tag == literal(p1, Link.tag.type)))

SELECT title FROM links WHERE (title = $1 OR tag = $2) AND NOT (active AND guild_id = $3)
=> select(Link.title).where(or_(Link.title == p1, Link.tag == literal(p2, Link.tag.type)), not_(and_(Link.active, Link.guild_id == literal(p3, Link.guild_id.type))))

SELECT title FROM links WHERE type = 'a'
=> select(Link.title).where(Link.kind == 'a')

SELECT id FROM users WHERE age = $1 AND age > 18 AND age + 1 > $2
=> select(User.id).where(User.age == literal(p1, User.age.type), User.age > 18, User.age + literal_column('1') > literal(p2, Integer))

SELECT title FROM links WHERE tag IS NULL OR tag IS NOT NULL
=> select(Link.title).where(or_(Link.tag.is_(None), Link.tag.is_not(None)))

SELECT title FROM links WHERE title ~ '^a' AND tag ~* $1
=> select(Link.title).where(Link.title.regexp_match('^a'), Link.tag.regexp_match(literal(p1, Link.tag.type), flags='i'))

SELECT user_id, text FROM logs WHERE at > $1
=> select(logs.c.user_id, logs.c.text).where(logs.c.at > literal(p1, logs.c.at.type))

SELECT title FROM links WHERE id BETWEEN 1 AND 5 AND id NOT BETWEEN $1 AND $2
=> select(Link.title).where(Link.id.between(1, 5), not_(Link.id.between(literal(p1, Link.id.type), literal(p2, Link.id.type))))

SELECT title FROM links WHERE NOT active
=> select(Link.title).where(not_(Link.active))

SELECT title FROM links WHERE active = $1
=> select(Link.title).where(Link.active == p1)

SELECT title FROM links WHERE active = false
=> select(Link.title).where(Link.active == false())

SELECT title FROM links WHERE owner_id = $1
=> select(Link.title).where(Link.owner_id == literal(p1, Link.owner_id.type))

SELECT title FROM links WHERE guild_id IN (1, 2, 3)
=> select(Link.title).where(Link.guild_id.in_([1, 2, 3]))

SELECT title FROM links WHERE tag IN ('a', $1)
=> select(Link.title).where(Link.tag.in_(['a', p1]))

SELECT title FROM links WHERE lower(title) IN ('a', 'b')
=> select(Link.title).where(func.lower(Link.title).in_(['a', 'b']))

-- shape: rows
SELECT 1 FROM users WHERE id=$1
=> select(1).where(User.id == p1)

-- shape: entities
SELECT * FROM users WHERE id = $1
=> select(User).where(User.id == p1)

SELECT title FROM links WHERE title !~ 'a' AND NOT (tag ~* 'b')
=> select(Link.title).where(not_(Link.title.regexp_match('a')), not_(Link.tag.regexp_match('b', flags='i')))

SELECT title FROM links WHERE NOT (tag = $1)
=> select(Link.title).where(not_(Link.tag == literal(p1, Link.tag.type)))

SELECT title FROM links WHERE NOT (title = $1 OR tag = 'x')
=> select(Link.title).where(not_(or_(Link.title == literal(p1, Link.title.type), Link.tag == 'x')))

SELECT title FROM links WHERE (title = $1) IS TRUE
=> select(Link.title).where((Link.title == literal(p1, Link.title.type)).is_(True))

SELECT title FROM links WHERE id > 3000000000 AND guild_id > 9999999999999999999
=> select(Link.title).where(Link.id > literal_column('3000000000'), Link.guild_id > literal_column('9999999999999999999'))

SELECT title FROM links WHERE id = -1 AND price > -1.5 AND guild_id = - 5
=> select(Link.title).where(Link.id == -1, Link.price > literal_column('-1.5'), Link.guild_id == -5)

SELECT title FROM links WHERE price * 2 > $1 AND score / 2 > $2 AND id + guild_id > $3 AND id - 1 = $4
=> select(Link.title).where(Link.price * 2 > literal(p1, Numeric), Link.score.op('/', precedence=8)(2) > literal(p2, Double), Link.id + Link.guild_id > literal(p3, BigInteger), Link.id - 1 == literal(p4, Integer))

SELECT title FROM links WHERE tag IN ($1, $2, NULL) AND id NOT IN (1, $3)
=> select(Link.title).where(Link.tag.in_([p1, p2, null()]), Link.id.not_in([1, p3]))

SELECT title FROM links WHERE price IN (1, 2.5, $1)
=> select(Link.title).where(Link.price.in_([1, literal_column('2.5'), literal(p1, Numeric)]))

SELECT title FROM links WHERE data->>'a' = 'b'
=> select(Link.title).where(Link.data['a'].astext == 'b')

SELECT title FROM links WHERE TRUE
=> select(Link.title)

SELECT title FROM links WHERE active = $1 OR active IS NULL OR active <> TRUE
=> select(Link.title).where(or_(Link.active == p1, Link.active.is_(None), Link.active != true()))

SELECT title FROM links WHERE $1 = title
=> select(Link.title).where(literal(p1, Text) == Link.title)

SELECT title FROM links WHERE 5 < id
=> select(Link.title).where(literal_column('5') < Link.id)

SELECT title FROM links WHERE my_function(title)
=> select(Link.title).where(func.my_function(Link.title))

SELECT "title" AS "Full Title" FROM "links" WHERE "type" = $1
=> select(Link.title.label('Full Title')).where(Link.kind == literal(p1, Link.kind.type))

SELECT title FROM links WHERE title = 'it''s' AND tag = E'a\nb'
=> select(Link.title).where(Link.title == "it's", Link.tag == 'a\nb')

SELECT title FROM links WHERE active IS NOT TRUE AND (active IS FALSE OR active IS UNKNOWN)
=> select(Link.title).where(Link.active.is_not(True), or_(Link.active.is_(False), Link.active.is_(None)))

SELECT title FROM links WHERE (title, tag) = ('a', 'b')
=> select(Link.title).where(tuple_(Link.title, Link.tag) == ('a', 'b'))

SELECT title FROM links WHERE data = $1
=> select(Link.title).where(Link.data == cast(literal(p1, Text), JSONB))

SELECT l.title FROM public.links l WHERE public.links.id = 1
=> refused: mapping.unknown-column

SELECT title FROM links WHERE $1
=> select(Link.title).where(literal(p1, Boolean))

SELECT title FROM links WHERE $1 IS NULL OR tag = $1
=> refused: bind.unknown-type

SELECT title FROM links WHERE made > $1 AND made > '2020-01-01' AND ttl > $2 AND raw = $3 AND ip = '10.0.0.1'
=> refused: mapping.unknown-column

SELECT Title FROM LINKS WHERE "Title" = 'x'
=> refused: mapping.unknown-column

SELECT localtime
=> select(func.localtime().label('localtime'))

SELECT id FROM links WHERE day + $1 > day
=> refused: bind.unknown-type

SELECT added - $1 AS ago FROM links
=> select((Link.added - literal(p1, DateTime(timezone=True))).label('ago'))

SELECT jsonb_build_object('id', id)::text AS o FROM links
=> select(cast(func.jsonb_build_object(literal_column("'id'"), Link.id), Text).label('o'))

SELECT id FROM links WHERE id IN (SELECT unnest($1::int[]))
=> select(Link.id).where(Link.id.in_(select(func.unnest(literal(p1, ARRAY(Integer))))))

SELECT stddev(score) AS s, variance(id) AS v, corr(score, score) AS c FROM links
=> select(func.stddev(Link.score).label('s'), func.variance(Link.id).label('v'), func.corr(Link.score, Link.score).label('c'))

SELECT setval('links_id_seq', $1) AS n
=> select(func.setval(literal_column("'links_id_seq'"), literal(p1, BigInteger)).label('n'))

SELECT CASE tag WHEN $1 THEN 1 ELSE 0 END AS x FROM links
=> select(case((literal(p1, Text), 1), value=Link.tag, else_=0).label('x'))

SELECT id FROM links WHERE id NOT BETWEEN SYMMETRIC $1 AND $2
=> select(Link.id).where(not_(Link.id.between(literal(p1, Link.id.type), literal(p2, Link.id.type), symmetric=True)))

SELECT pg_sleep($1)
=> select(func.pg_sleep(literal(p1, Double)).label('pg_sleep'))

SELECT id FROM links WHERE active IS UNKNOWN
=> select(Link.id).where(Link.active.is_(None))

SELECT id FROM links WHERE (id > 3) IS NOT UNKNOWN
=> select(Link.id).where((Link.id > 3).is_not(None))

SELECT id FROM links WHERE title IS UNKNOWN
=> refused: sql.predicate

SELECT id FROM links WHERE $1 IS UNKNOWN
=> refused: sql.predicate

SELECT title FROM links WHERE 1 = 1 AND guild_id = $1
=> select(Link.title).where(Link.guild_id == p1)

SELECT count(*) FROM links WHERE true
=> select(func.count().label('count')).select_from(Link)

DELETE FROM links WHERE guild_id = $1 AND (tag IS NULL AND TRUE) AND 1=1
=> delete(Link).where(Link.guild_id == p1, and_(Link.tag.is_(None), true())).execution_options(synchronize_session=False)

UPDATE links SET tag = 'x' WHERE 1=1
=> update(Link).values(tag='x')

SELECT title FROM links WHERE guild_id = $1 OR 1 = 1
=> select(Link.title).where(or_(Link.guild_id == p1, literal_column('1') == 1))

SELECT title FROM links WHERE guild_id = $1 AND 1 = 2
=> select(Link.title).where(Link.guild_id == p1, literal_column('1') == 2)

SELECT title FROM links WHERE guild_id = $1 AND 'a' = 'a'
=> select(Link.title).where(Link.guild_id == p1, literal_column("'a'") == 'a')

SELECT tag FROM links GROUP BY tag HAVING 1 = 1
=> select(Link.tag).group_by(Link.tag).having(literal_column('1') == 1)

SELECT id FROM cards WHERE luck < $1
=> select(Card.id).where(Card.luck < literal(p1, Float(24)))

SELECT id FROM cards WHERE luck = ANY($1)
=> select(Card.id).where(Card.luck == any_(literal(p1, ARRAY(REAL))))

UPDATE cards SET luck = $1
=> update(Card).values(luck=literal(p1, Float(24)))

INSERT INTO cards (id, luck) VALUES ($1, $2)
=> insert(Card).values(id=p1, luck=literal(p2, Float(24)))

UPDATE cards SET luck = luck * $1
=> update(Card).values(luck=Card.luck * literal(p1, Float(24)))

SELECT id FROM links WHERE $1::boolean IS NULL OR active = $1
=> select(Link.id).where(or_(literal(p1, Boolean).is_(None), Link.active == p1))

SELECT $1::real * luck AS x FROM cards
=> select((literal(p1, Float(24)) * Card.luck).label('x'))

SELECT luck::float AS a, luck::real AS b, luck::float8 AS c FROM cards
=> select(cast(Card.luck, Double).label('a'), cast(Card.luck, REAL).label('b'), cast(Card.luck, Double).label('c'))

SELECT luck::float(24) AS a FROM cards
=> refused: sql.cast

SELECT id FROM links WHERE $1 IN (guild_id, owner_id)
=> select(Link.id).where(literal(p1, BigInteger).in_([Link.guild_id, Link.owner_id]))

SELECT id FROM links WHERE $1 IN (guild_id, id)
=> refused: sql.predicate

SELECT id FROM links WHERE $1 IN (1, 2)
=> refused: sql.predicate

SELECT id FROM links WHERE $1 IN (SELECT id FROM users)
=> refused: sql.predicate
