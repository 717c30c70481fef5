SELECT t.a FROM unnest($1::int[]) AS t(a)
=> t = func.unnest(literal(p1, ARRAY(Integer))).table_valued(column('a', Integer)).render_derived('t')
select(t.c.a)

SELECT a FROM unnest($1::int[]) AS a WHERE a > 3
=> a = func.unnest(literal(p1, ARRAY(Integer))).table_valued(column('a', Integer)).render_derived('a')
select(a.c.a).where(a.c.a > 3)

SELECT * FROM unnest($1::int[])
=> unnest = func.unnest(literal(p1, ARRAY(Integer))).table_valued(column('unnest', Integer)).render_derived('unnest')
select(unnest)

SELECT t.a, t.b FROM unnest($1::int[], $2::text[]) AS t(a, b)
=> t = func.unnest(literal(p1, ARRAY(Integer)), literal(p2, ARRAY(Text))).table_valued(column('a', Integer), column('b', Text)).render_derived('t')
select(t.c.a, t.c.b)

SELECT t.a, t.n FROM unnest($1::int[], $2::text[]) WITH ORDINALITY AS t(a, b, n) ORDER BY t.n
=> t = func.unnest(literal(p1, ARRAY(Integer)), literal(p2, ARRAY(Text))).table_valued(column('a', Integer), column('b', Text), with_ordinality='n').render_derived('t')
select(t.c.a, t.c.n).order_by(t.c.n)

SELECT t, ordinality FROM unnest($1::int[]) WITH ORDINALITY AS t ORDER BY ordinality
=> t = func.unnest(literal(p1, ARRAY(Integer))).table_valued(column('t', Integer), with_ordinality='ordinality').render_derived('t')
select(t.c.t, t.c.ordinality).order_by(t.c.ordinality)

SELECT e.keys FROM unnest($1::int[]) AS e(keys)
=> e = func.unnest(literal(p1, ARRAY(Integer))).table_valued(column('keys', Integer)).render_derived('e')
select(e.c['keys'])

SELECT u.id, u.name FROM unnest($1::bigint[]) WITH ORDINALITY AS t(id, n) JOIN users u ON u.id = t.id ORDER BY t.n
=> t = func.unnest(literal(p1, ARRAY(BigInteger))).table_valued(column('id', BigInteger), with_ordinality='n').render_derived('t')
select(User.id, User.name).select_from(t).join(User, User.id == t.c.id).order_by(t.c.n)

SELECT t.id FROM unnest($1::int[]) AS t(id) LEFT JOIN links l ON l.id = t.id WHERE l.id IS NULL
=> t = func.unnest(literal(p1, ARRAY(Integer))).table_valued(column('id', Integer)).render_derived('t')
select(t.c.id).join(Link, Link.id == t.c.id, isouter=True).where(Link.id.is_(None))

INSERT INTO users (id, name) SELECT * FROM unnest($1::bigint[], $2::text[])
=> unnest = func.unnest(literal(p1, ARRAY(BigInteger)), literal(p2, ARRAY(Text))).table_valued(column('unnest', BigInteger), column('unnest_2', Text)).render_derived('unnest')
insert(User).from_select(['id', 'name'], select(unnest))

INSERT INTO users (id, name) SELECT x, y FROM unnest($1::bigint[], $2::text[]) AS t(x, y) ON CONFLICT (id) DO NOTHING
=> t = func.unnest(literal(p1, ARRAY(BigInteger)), literal(p2, ARRAY(Text))).table_valued(column('x', BigInteger), column('y', Text)).render_derived('t')
pg_insert(User).from_select(['id', 'name'], select(t.c.x, t.c.y)).on_conflict_do_nothing(index_elements=[User.id])

UPDATE users SET name = x.b FROM unnest($1::bigint[], $2::text[]) AS x(a, b) WHERE x.a = users.id
=> x = func.unnest(literal(p1, ARRAY(BigInteger)), literal(p2, ARRAY(Text))).table_valued(column('a', BigInteger), column('b', Text)).render_derived('x')
update(User).where(x.c.a == User.id).values(name=x.c.b).execution_options(synchronize_session=False)

DELETE FROM users USING unnest($1::bigint[]) AS x(a) WHERE x.a = users.id
=> x = func.unnest(literal(p1, ARRAY(BigInteger))).table_valued(column('a', BigInteger)).render_derived('x')
delete(User).where(x.c.a == User.id).execution_options(synchronize_session=False)

SELECT id, t.tag FROM links, unnest(tags) AS t(tag)
=> t = func.unnest(Link.tags).table_valued(column('tag', Text), joins_implicitly=True).render_derived('t')
select(Link.id, t.c.tag)

SELECT id, (SELECT count(*) FROM unnest(tags) AS t WHERE t LIKE 'a%') AS n FROM links
=> t = func.unnest(Link.tags).table_valued(column('t', Text)).render_derived('t')
select(Link.id, select(func.count()).where(t.c.t.like('a%')).scalar_subquery().label('n'))

SELECT g FROM generate_series(1, 5) g
=> g = func.generate_series(1, 5).table_valued(column('g', Integer)).render_derived('g')
select(g.c.g)

SELECT g + 1 AS x FROM generate_series(1, $1) AS g
=> g = func.generate_series(1, literal(p1, Integer)).table_valued(column('g', Integer)).render_derived('g')
select((g.c.g + 1).label('x'))

SELECT * FROM generate_series(1, 3)
=> generate_series = func.generate_series(1, 3).table_valued(column('generate_series', Integer)).render_derived('generate_series')
select(generate_series)

SELECT a, b FROM generate_series(1, 3) a, generate_series(a, 3) b
=> a = func.generate_series(1, 3).table_valued(column('a', Integer)).render_derived('a')
b = func.generate_series(a.c.a, 3).table_valued(column('b', Integer), joins_implicitly=True).render_derived('b')
select(a.c.a, b.c.b)

SELECT d::date AS d FROM generate_series($1::date, $2::date, '1 day') AS d
=> d = func.generate_series(literal(p1, Date), literal(p2, Date), literal_column("'1 day'")).table_valued(column('d', DateTime(timezone=True))).render_derived('d')
select(cast(d.c.d, Date).label('d'))

SELECT d.day, count(l.id) AS n FROM generate_series(1, 7) AS d(day) LEFT JOIN links l ON l.id = d.day GROUP BY d.day
=> d = func.generate_series(1, 7).table_valued(column('day', Integer)).render_derived('d')
select(d.c.day, func.count(Link.id).label('n')).select_from(d).join(Link, Link.id == d.c.day, isouter=True).group_by(d.c.day)

SELECT e->>'a' AS a, l.id FROM links l, jsonb_array_elements(l.data) AS e
=> e = func.jsonb_array_elements(Link.data).table_valued(column('value', JSONB), joins_implicitly=True).render_derived('e')
select(e.c.value['a'].astext.label('a'), Link.id).select_from(Link, e)

SELECT e.value->>'a' AS a FROM links, jsonb_array_elements(data) e
=> e = func.jsonb_array_elements(Link.data).table_valued(column('value', JSONB), joins_implicitly=True).render_derived('e')
select(e.c.value['a'].astext.label('a')).select_from(Link, e)

SELECT id FROM links WHERE EXISTS (SELECT 1 FROM jsonb_array_elements(data) AS e WHERE e->>'id' = $1)
=> e = func.jsonb_array_elements(Link.data).table_valued(column('value', JSONB)).render_derived('e')
select(Link.id).where(exists().where(e.c.value['id'].astext == literal(p1, Text)))

SELECT id FROM links, jsonb_array_elements_text(data) AS e WHERE e = $1
=> e = func.jsonb_array_elements_text(Link.data).table_valued(column('value', Text), joins_implicitly=True).render_derived('e')
select(Link.id).select_from(Link, e).where(e.c.value == literal(p1, Text))

SELECT id, key, value FROM links CROSS JOIN jsonb_each_text(data)
=> jsonb_each_text = func.jsonb_each_text(Link.data).table_valued(column('key', Text), column('value', Text)).render_derived('jsonb_each_text')
select(Link.id, jsonb_each_text.c.key, jsonb_each_text.c.value).select_from(Link).join(jsonb_each_text, true())

SELECT id, k FROM links CROSS JOIN LATERAL jsonb_object_keys(data) AS k
=> k = func.jsonb_object_keys(Link.data).table_valued(column('k', Text)).render_derived('k')
select(Link.id, k.c.k).select_from(Link).join(k, true())

SELECT x.a, x.b FROM links, jsonb_to_recordset(data) AS x(a int, b text)
=> x = func.jsonb_to_recordset(Link.data).table_valued(column('a', Integer), column('b', Text), joins_implicitly=True).render_derived('x', with_types=True)
select(x.c.a, x.c.b).select_from(Link, x)

SELECT x.a, x.b FROM links, jsonb_to_recordset(data) AS x(a numeric(10,2), b varchar(3)) WHERE x.a > $1
=> x = func.jsonb_to_recordset(Link.data).table_valued(column('a', Numeric(10, 2)), column('b', String(3)), joins_implicitly=True).render_derived('x', with_types=True)
select(x.c.a, x.c.b).select_from(Link, x).where(x.c.a > literal(p1, Numeric))

SELECT trim(w) AS w FROM regexp_split_to_table($1, ',') AS w WHERE w <> ''
=> w = func.regexp_split_to_table(literal(p1, Text), ',').table_valued(column('w', Text)).render_derived('w')
select(func.trim(w.c.w).label('w')).where(w.c.w != '')

SELECT id, t.tag FROM links LEFT JOIN LATERAL unnest(tags) WITH ORDINALITY AS t(tag, n) ON TRUE ORDER BY id, n
=> t = func.unnest(Link.tags).table_valued(column('tag', Text), with_ordinality='n').render_derived('t')
select(Link.id, t.c.tag).select_from(Link).join(t, true(), isouter=True).order_by(Link.id, t.c.n)

SELECT a FROM unnest($1) a
=> refused: bind.unknown-type

SELECT a FROM unnest($1::int[]) AS t(a, b)
=> refused: sql.from-item

SELECT unnest FROM unnest($1::int[], $2::int[])
=> refused: mapping.unknown-column

SELECT a FROM unnest($1::users[]) a
=> refused: sql.cast

SELECT e FROM links, unnest(tags) WITH ORDINALITY AS e(a, b)
=> refused: mapping.unknown-column

SELECT x FROM links, jsonb_each_text(data) AS x
=> refused: mapping.unknown-column

SELECT e FROM links, jsonb_array_elements(data) AS e
=> e = func.jsonb_array_elements(Link.data).table_valued(column('value', JSONB), joins_implicitly=True).render_derived('e')
select(e.c.value.label('e')).select_from(Link, e)

SELECT d FROM generate_series($1, $2, interval '1 day') AS d
=> refused: bind.unknown-type

SELECT g FROM generate_series($1, $2) g
=> refused: bind.unknown-type

SELECT x.a FROM jsonb_to_recordset($1::jsonb) AS x(a int)
=> x = func.jsonb_to_recordset(cast(literal(p1, Text), JSONB)).table_valued(column('a', Integer)).render_derived('x', with_types=True)
select(x.c.a)

SELECT x.a FROM links, jsonb_to_recordset(data) AS x(a mood)
=> refused: types.unsupported

SELECT x.a FROM links, jsonb_populate_recordset(NULL::users, data) AS x(a)
=> refused: sql.from-item

SELECT upper FROM upper('a')
=> refused: sql.from-item

SELECT a FROM pg_catalog.generate_series(1, 2) a
=> refused: sql.from-item

SELECT a FROM my_rows($1) AS t(a)
=> refused: sql.from-item

SELECT a FROM links CROSS JOIN ROWS FROM (unnest(tags)) AS t(a)
=> refused: sql.from-item

SELECT id FROM links, websearch_to_tsquery('english', $1) AS q WHERE to_tsvector(title) @@ q ORDER BY ts_rank(to_tsvector(title), q) DESC
=> q = func.websearch_to_tsquery('english', literal(p1, Text)).table_valued(column('q', TSQUERY), joins_implicitly=True).render_derived('q')
select(Link.id).select_from(Link, q).where(func.to_tsvector(Link.title).bool_op('@@')(q.c.q)).order_by(func.ts_rank(func.to_tsvector(Link.title), q.c.q).desc())
