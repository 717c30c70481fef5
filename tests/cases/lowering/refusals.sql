SELECT title FROM links WHERE id = $1; SELECT 1
=> refused: sql.several-statements

SELECT
=> refused: sql.select-list

SELECT title FORM links
=> refused: sql.parse

CREATE TABLE x (id int)
=> refused: sql.ddl

DROP TABLE links
=> refused: sql.ddl

TRUNCATE links
=> refused: sql.ddl

ALTER TABLE links ADD COLUMN x int
=> refused: sql.ddl

GRANT SELECT ON links TO bob
=> refused: sql.ddl

EXPLAIN SELECT title FROM links
=> refused: sql.utility

SET search_path TO public
=> refused: sql.utility

LISTEN channel
=> refused: sql.utility

NOTIFY channel
=> refused: sql.utility

VACUUM links
=> refused: sql.utility

BEGIN
=> refused: sql.utility

LOCK TABLE links
=> refused: sql.utility

COPY links TO STDOUT
=> refused: sql.utility

MERGE INTO links l USING users u ON u.id = l.owner_id WHEN MATCHED THEN DELETE
=> refused: sql.merge

TABLE links
=> refused: sql.fidelity

VALUES (1), (2)
=> refused: sql.values

SELECT title INTO copied FROM links
=> refused: sql.select-into

SELECT nope FROM links
=> refused: mapping.unknown-column

SELECT links.nope FROM links
=> refused: mapping.unknown-column

SELECT x.title FROM links
=> refused: mapping.unknown-column

SELECT title FROM nowhere
=> refused: mapping.no-model

SELECT id FROM links, users
=> refused: mapping.ambiguous-column

SELECT links FROM links
=> refused: mapping.unknown-column

SELECT xmin FROM users
=> refused: types.unsupported

SELECT current_user
=> refused: sql.function

SELECT session_user FROM users
=> refused: sql.function

SELECT count(*), count(tag) FROM links
=> refused: sql.result-names

SELECT CURRENT_TIMESTAMP(0)
=> refused: sql.function

SELECT INTERVAL '1' DAY
=> refused: sql.fidelity

SELECT E'\377' AS x
=> refused: sql.constant

SELECT B'101', X'1F'
=> refused: sql.constant

SELECT U&'\0061'
=> refused: sql.constant

SELECT 1_000
=> refused: sql.fidelity

SELECT 0x1F
=> refused: sql.constant

SELECT $1 + $2
=> refused: bind.unknown-type

SELECT coalesce($1, $2)
=> refused: bind.unknown-type

SELECT title FROM links WHERE lower($1) = lower($2) AND json_typeof($3) = 'x'
=> refused: bind.unknown-type

SELECT title FROM links WHERE my_function($1)
=> refused: bind.unknown-type

SELECT title FROM links WHERE price = $1::numeric(10,2)
=> refused: bind.unknown-type

SELECT title FROM links WHERE title = $1::varchar(3)
=> refused: bind.unknown-type

SELECT title FROM links WHERE $1::json[] IS NULL
=> refused: bind.json

SELECT title FROM links WHERE data -> 'a' = ANY($1)
=> refused: bind.json

SELECT id FROM cards WHERE meta = '{}'
=> refused: types.unsupported

SELECT title FROM links WHERE $1::jsonb[] IS NULL
=> refused: bind.json

SELECT max(data) FROM links
=> refused: types.unsupported

SELECT to_jsonb(users) FROM users
=> refused: mapping.unknown-column

SELECT row_to_json(u) FROM users u
=> refused: mapping.unknown-column

SELECT title FROM links WHERE a.b.c = 1
=> refused: mapping.unknown-column

SELECT title FROM links WHERE 5 BETWEEN id AND guild_id
=> refused: sql.predicate

SELECT title FROM links WHERE 5 IN (id, guild_id)
=> refused: sql.predicate

SELECT title FROM links WHERE tag IS UNKNOWN
=> refused: sql.predicate

SELECT title FROM links WHERE title = id = true
=> refused: sql.fidelity

SELECT title FROM links WHERE id < 5 = true
=> refused: sql.fidelity

SELECT title FROM links WHERE ip << '10.0.0.0/8'
=> refused: sql.operator

SELECT ROW(1, 'b')
=> refused: types.unsupported

SELECT (links).id FROM links
=> refused: sql.function

SELECT title::regclass FROM links
=> select(cast(Link.title, REGCLASS).label('title'))

SELECT sum(id) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM links
=> refused: sql.window-frame

SELECT sum(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM links
=> refused: sql.window-frame

SELECT title FROM links ORDER BY id USING >
=> refused: sql.parse

SELECT title FROM links FETCH FIRST 5 ROWS WITH TIES
=> refused: sql.limit

SELECT id FROM links FOR UPDATE OF nothing
=> refused: sql.locking

SELECT title FROM links l JOIN users u USING (id) JOIN logs g ON g.user_id = u.id
=> refused: sql.join

SELECT title FROM (links JOIN users ON users.id = links.guild_id)
=> refused: sql.from-item

SELECT a.title FROM links a(x, y)
=> refused: sql.from-item

SELECT x.id FROM (SELECT id FROM users)
=> refused: sql.from-item

SELECT title FROM links AS l TABLESAMPLE BERNOULLI (10) REPEATABLE (1)
=> refused: sql.from-item

WITH t AS (WITH s AS (SELECT id FROM users) DELETE FROM users WHERE id = $1 RETURNING id) SELECT id FROM t
=> refused: sql.with

SELECT id FROM users UNION SELECT name FROM users
=> refused: sql.set-operation

SELECT id, name FROM users UNION SELECT id FROM users
=> refused: sql.set-operation

SELECT id FROM users UNION SELECT guild_id FROM links UNION SELECT owner_id FROM links
=> refused: sql.set-operation

SELECT id FROM users UNION SELECT guild_id FROM links ORDER BY id + 1
=> refused: sql.order-by

SELECT pg_advisory_lock(1)
=> refused: sql.connection-state

SELECT set_config('a', 'b', false)
=> refused: sql.connection-state

SELECT currval('numbers')
=> refused: sql.connection-state

SELECT pg_catalog.lower(name) FROM users
=> refused: sql.function

SELECT "Lower"(name) FROM users
=> refused: sql.fidelity

SELECT count(DISTINCT tag, title) FROM links
=> refused: sql.fidelity

SELECT DISTINCT lower(title) FROM links ORDER BY title = $1
=> refused: sql.distinct-on

SELECT title FROM links ORDER BY 'x'
=> refused: sql.order-by

SELECT title FROM links ORDER BY 0
=> refused: sql.order-by

SELECT *, id FROM users ORDER BY 1
=> refused: sql.order-by

SELECT extract(epoch from $1)
=> refused: sql.date-time

SELECT price + score AS x FROM links
=> refused: types.unsupported

SELECT CASE $1 WHEN 1 THEN 2 END
=> refused: bind.unknown-type

SELECT CASE WHEN active THEN title ELSE id END FROM links
=> refused: types.unsupported

SELECT CASE WHEN active THEN $1 ELSE $2 END FROM links
=> refused: bind.unknown-type

SELECT title FROM links WHERE EXISTS (SELECT 1 FROM users WHERE EXISTS (SELECT 1 FROM logs WHERE logs.user_id = links.guild_id))
=> refused: sql.subquery

SELECT x.id FROM (WITH users AS (SELECT guild_id AS id FROM links) SELECT id FROM users) x JOIN users u ON u.id = x.id
=> refused: sql.with

SELECT added::timestamp(0) FROM links
=> refused: sql.cast

SELECT codes::varchar(3)[] FROM links
=> refused: types.unsupported

SELECT localtimestamp(0) FROM links
=> refused: sql.function

SELECT title FROM links WHERE added > current_timestamp(0)
=> refused: sql.function

SELECT func_(title) FROM links
=> refused: sql.function

SELECT title FROM links NATURAL JOIN users
=> refused: sql.join

SELECT title FROM links, users NATURAL JOIN logs
=> refused: sql.join

SELECT title FROM links JOIN users ON true, logs
=> refused: sql.join

(SELECT title FROM links)
=> refused: sql.statement

INSERT INTO users (id, name) VALUES (1, 'a') ON CONFLICT (lower(name)) DO NOTHING
=> refused: sql.on-conflict

INSERT INTO users (id, name) VALUES (1, 'a') ON CONFLICT DO UPDATE SET name = 'b'
=> refused: sql.on-conflict

INSERT INTO users (id, name) VALUES (1, 'a') RETURNING id INTO taken
=> refused: sql.fidelity

UPDATE users SET (name, age) = ('a', 1, 2) WHERE id = $1
=> refused: sql.assignment

SELECT count(id, title) FROM links
=> refused: sql.aggregate

SELECT title COLLATE pg_catalog."C" AS t FROM links
=> refused: sql.collate

SELECT first_value(title) IGNORE NULLS OVER (ORDER BY id) FROM links
=> refused: sql.fidelity

SELECT max(id) KEEP (DENSE_RANK FIRST ORDER BY id) FROM links
=> refused: sql.parse

SELECT func(VARIADIC tags) AS x FROM links
=> refused: sql.function

SELECT title FROM links WHERE (added, added) OVERLAPS (added, added)
=> refused: sql.fidelity

SELECT title FROM links WHERE title OPERATOR(pg_catalog.=) 'a'
=> refused: sql.fidelity

SELECT |/ id AS root FROM links
=> refused: sql.fidelity

SELECT title FROM links WHERE title ^@ 'a'
=> refused: sql.fidelity

SELECT INTERVAL $1 AS i
=> refused: sql.fidelity

SELECT N'a' AS n
=> refused: sql.constant

SELECT x.a FROM xmltable('/a' PASSING $1 COLUMNS a int) x
=> refused: sql.parse

SELECT json_object('a': 1) AS o
=> refused: sql.parse

SELECT a FROM generate_series(1, 3) WITH ORDINALITY AS t(a, b, c)
=> refused: sql.from-item

SELECT title FROM links, LATERAL links l
=> refused: sql.from-item

SELECT title, tag FROM links GROUP BY DISTINCT ROLLUP (title, tag), ROLLUP (title)
=> refused: sql.group-by

SELECT title FROM links WHERE id IN (VALUES (1), (2))
=> refused: sql.values

SELECT title FROM links WHERE id = ALL (VALUES (1), (2))
=> refused: sql.quantifier

SELECT title FROM links WHERE CURRENT OF c
=> refused: sql.parse

SELECT id FROM cards WHERE meta IN ('{}')
=> refused: types.unsupported

SELECT id FROM cards WHERE meta BETWEEN '1' AND '2'
=> refused: types.unsupported

SELECT CASE meta WHEN '{}' THEN 1 END AS n FROM cards
=> refused: types.unsupported

SELECT id FROM links WHERE data LIKE 'a'
=> refused: sql.predicate

SELECT data || title AS x FROM links
=> refused: sql.string

SELECT title || data AS x FROM links
=> refused: sql.string

SELECT $1 || data AS x FROM links
=> refused: sql.string

SELECT meta || '{"a": 1}' AS x FROM cards
=> refused: sql.string

SELECT meta ? 'a' AS x FROM cards
=> refused: sql.json

SELECT '#' || state AS x FROM seats
=> refused: sql.string

SELECT id FROM links WHERE data = ANY($1)
=> refused: bind.json

SELECT id FROM cards WHERE luck = $1::numeric(5, 2)
=> refused: bind.unknown-type

UPDATE links SET data = coalesce($1, $2)
=> refused: bind.unknown-type

SELECT id FROM links WHERE $1 IS NULL OR $1 = active
=> refused: bind.unknown-type

SELECT '#' || added AS x FROM links
=> refused: sql.string

SELECT '#' || price AS x FROM links
=> refused: sql.string

SELECT '#' || ttl AS x FROM links
=> refused: sql.string

SELECT '#' || data AS x FROM links
=> refused: sql.string

SELECT data - title - $1 - 1 || title AS x FROM links
=> refused: sql.string

SELECT id FROM cards WHERE meta < '1'
=> refused: types.unsupported

SELECT id FROM cards WHERE $1 = meta
=> refused: types.unsupported
