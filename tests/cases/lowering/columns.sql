SELECT id/2 AS half, name||'x' AS y, -id AS neg, id % 3 AS m, id * 2.5 AS z FROM users
=> select((User.id // 2).label('half'), (User.name + 'x').label('y'), (-User.id).label('neg'), (User.id % 3).label('m'), (User.id * literal_column('2.5')).label('z'))

SELECT 1
=> select(literal_column('1').label('?column?'))

SELECT type, title AS t FROM links
=> select(Link.kind.label('type'), Link.title.label('t'))

SELECT * FROM logs
=> select(logs)

SELECT nextval('s')
=> select(func.nextval(literal_column("'s'")).label('nextval'))

-- shape: rows
SELECT id, name FROM users
=> select(User.id, User.name)

-- shape: entities
SELECT id FROM users
=> select(User.id)

SELECT 1 + 2 AS x, 7 / 2 AS y, 7 / 2.0 AS z, 2 * price AS w, 10 - id AS v FROM links
=> select((literal_column('1') + literal_column('2')).label('x'), (literal_column('7', Integer) // literal_column('2', Integer)).label('y'), literal_column('7').op('/', precedence=8)(literal_column('2.0')).label('z'), (2 * Link.price).label('w'), (10 - Link.id).label('v'))

SELECT price / 3 AS a, score * 2 AS b, price * 1.5 AS c, id / guild_id AS d, id * price AS e FROM links
=> select(Link.price.op('/', precedence=8)(3).label('a'), (Link.score * 2).label('b'), (Link.price * literal_column('1.5')).label('c'), (Link.id // Link.guild_id).label('d'), (Link.id * Link.price).label('e'))

SELECT price / id AS a FROM links
=> select(Link.price.op('/', precedence=8)(Link.id).label('a'))

-- shape: rows
SELECT id AS a, name AS a FROM users
=> select(User.id.label('a'), User.name.label('a'))

SELECT title FROM public.links
=> select(Link.title)

SELECT 'x' AS t
=> select(literal_column("'x'").label('t'))

SELECT title, 'x' AS t, 5 AS n, TRUE AS b FROM links
=> select(Link.title, literal_column("'x'").label('t'), literal_column('5').label('n'), true().label('b'))

-- shape: rows
SELECT * FROM links
=> select(Link.__table__)

SELECT pg_advisory_xact_lock($1)
=> select(func.pg_advisory_xact_lock(literal(p1, BigInteger)).label('pg_advisory_xact_lock'))

SELECT data FROM links
=> select(Link.data)

SELECT user FROM users
=> refused: sql.function

SELECT users FROM users
=> refused: mapping.unknown-column

SELECT ctid FROM users
=> refused: types.unsupported

SELECT id AS a, name AS a FROM users
=> select(User.name.label('a'))

SELECT id, id FROM users
=> select(User.id)

SELECT DISTINCT name, name FROM users
=> select(User.name).distinct()

SELECT u.id, l.title, l.id FROM links l JOIN users u ON u.id = l.guild_id
=> select(Link.id, Link.title).join(User, User.id == Link.guild_id)

SELECT u.*, coalesce(u.name, 'x') AS name FROM users u
=> select(User.id, func.coalesce(User.name, 'x').label('name'), User.parent_id, User.age)

SELECT u.*, g.* FROM logs g, users u WHERE u.id = g.user_id
=> select(User.__table__, logs).select_from(logs, User).where(User.id == logs.c.user_id)

SELECT lower(name) AS name, name FROM users
=> refused: sql.result-names

SELECT u.*, lower(u.name) AS x, upper(u.name) AS name FROM users u
=> refused: sql.result-names

SELECT DISTINCT u.id, l.id FROM users u JOIN links l ON l.guild_id = u.id
=> refused: sql.result-names

SELECT id, id FROM users UNION SELECT id, id FROM users
=> refused: sql.result-names

SELECT s.id, u.id FROM users u JOIN (SELECT id FROM users) s ON s.id = u.id
=> refused: sql.result-names

SELECT title FROM other.links
=> refused: mapping.no-model

SELECT title FROM links TABLESAMPLE SYSTEM (1)
=> refused: sql.from-item

SELECT title FROM ONLY links
=> refused: sql.from-item

SELECT TRUE AS a, FALSE AS b, NULL AS c
=> refused: types.unsupported

SELECT gen_random_uuid(), random(), pg_sleep(1)
=> select(func.gen_random_uuid().label('gen_random_uuid'), func.random().label('random'), func.pg_sleep(literal_column('1')).label('pg_sleep'))

SELECT price * score AS x FROM links
=> refused: types.unsupported

SELECT all FROM users
=> refused: sql.fidelity

SELECT country, count(*) AS n FROM cards WHERE country IN ('DE', 'FR') GROUP BY country ORDER BY country
=> select(Card.country, func.count().label('n')).where(Card.country.in_([literal_column("'DE'"), literal_column("'FR'")])).group_by(Card.country).order_by(Card.country)

SELECT id FROM cards WHERE country = $1
=> select(Card.id).where(Card.country == literal(p1, Card.country.type))

SELECT id FROM cards WHERE country IN ($1, 'DE') OR country BETWEEN $2 AND 'FR' OR country IS DISTINCT FROM $3
=> select(Card.id).where(or_(Card.country.in_([p1, literal_column("'DE'")]), Card.country.between(literal(p2, Card.country.type), literal_column("'FR'")), Card.country.is_distinct_from(literal(p3, Card.country.type))))

INSERT INTO cards (id, country) VALUES ($1, $2)
=> insert(Card).values(id=p1, country=p2)

UPDATE cards SET country = $1 WHERE country <> $1
=> update(Card).where(Card.country != literal(p1, Card.country.type)).values(country=p1)

SELECT id FROM cards WHERE country = ANY($1)
=> refused: types.unsupported

SELECT id FROM cards WHERE country LIKE $1
=> refused: sql.predicate

SELECT id FROM cards WHERE $1 = country
=> refused: types.unsupported

SELECT coalesce(country, $1) AS c FROM cards
=> refused: types.unsupported

SELECT id FROM cards WHERE country = $1::char(2)
=> refused: sql.cast

UPDATE cards SET country = 'DE' WHERE country IS NULL
=> update(Card).where(Card.country.is_(None)).values(country=literal_column("'DE'"))

SELECT id, country || '-' || id FROM cards
=> refused: sql.string

INSERT INTO users (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name RETURNING id, (xmax = 0) AS inserted
=> insert_stmt = pg_insert(User).values(id=p1, name=p2)
insert_stmt.on_conflict_do_update(index_elements=[User.id], set_={'name': insert_stmt.excluded.name}).returning(User.id, (literal_column('xmax') == literal_column('0')).label('inserted'))

DELETE FROM links WHERE ctid IN (SELECT ctid FROM links WHERE active LIMIT 100)
=> links = aliased(Link)
delete(Link).where(literal_column('ctid').in_(select(literal_column('ctid')).where(links.active).limit(100))).execution_options(synchronize_session=False)

SELECT xmin::text FROM users
=> select(cast(literal_column('xmin'), Text).label('xmin')).select_from(User)

SELECT ctid FROM users
=> refused: types.unsupported

SELECT u.id FROM users u WHERE u.ctid IS NULL
=> refused: mapping.unknown-column

SELECT id FROM users JOIN logs ON user_id = id WHERE ctid IS NOT NULL
=> refused: mapping.unknown-column

SELECT id FROM (SELECT id FROM users) s WHERE ctid IS NOT NULL
=> refused: mapping.unknown-column

SELECT room FROM busy_rooms
=> refused: mapping.view

SELECT room FROM pg_rooms
=> refused: mapping.no-model
