SELECT title FROM links WHERE data #> '{a,b}' IS NOT NULL
=> select(Link.title).where(Link.data['a', 'b'].is_not(None))

SELECT title FROM links WHERE data @> '{"a": 1}'
=> select(Link.title).where(Link.data.contains(literal_column('\'{"a": 1}\'')))

SELECT title FROM links WHERE data #>> '{a,b}' = 'c'
=> select(Link.title).where(Link.data['a', 'b'].astext == 'c')

SELECT title FROM links WHERE data ? 'a'
=> select(Link.title).where(Link.data.has_key('a'))

SELECT data::text FROM links
=> select(cast(Link.data, Text).label('data'))

SELECT data ->> 'a' AS a FROM links
=> select(Link.data['a'].astext.label('a'))

SELECT id FROM links WHERE data -> 'a' ->> 'b' = $1
=> select(Link.id).where(Link.data.op('->', return_type=JSONB)('a')['b'].astext == literal(p1, Text))

SELECT id FROM links WHERE (data ->> 'n')::int > $1
=> select(Link.id).where(cast(Link.data['n'].astext, Integer) > literal(p1, Integer))

SELECT id FROM links WHERE data ->> $1 = $2
=> select(Link.id).where(Link.data[literal(p1, Text)].astext == literal(p2, Text))

SELECT data ->> 0 AS a FROM links
=> select(Link.data[0].astext.label('a'))

SELECT data -> 'a' AS a FROM links
=> select(Link.data.op('->', return_type=JSONB)('a').label('a'))

SELECT data #> '{a,b}' AS a FROM links
=> select(Link.data['a', 'b'].label('a'))

SELECT data #>> '{"a b"}' AS a FROM links
=> select(Link.data.op('#>>', return_type=Text)(literal_column('\'{"a b"}\'')).label('a'))

SELECT id FROM links WHERE data @> '{"a": 1}'::jsonb
=> select(Link.id).where(Link.data.contains(literal_column('\'{"a": 1}\'::JSONB')))

SELECT id FROM links WHERE data @> $1::jsonb
=> select(Link.id).where(Link.data.contains(cast(literal(p1, Text), JSONB)))

SELECT id FROM links WHERE data @> $1
=> select(Link.id).where(Link.data.contains(cast(literal(p1, Text), JSONB)))

SELECT title FROM links WHERE data -> 'a' = $1
=> select(Link.title).where(Link.data.op('->', return_type=JSONB)('a') == cast(literal(p1, Text), JSONB))

SELECT title FROM links WHERE $1::jsonb IS NULL
=> select(Link.title).where(cast(literal(p1, Text), JSONB).is_(None))

SELECT id FROM links WHERE data @> ANY($1::jsonb[])
=> refused: sql.json

SELECT id FROM links WHERE data ? $1
=> select(Link.id).where(Link.data.has_key(literal(p1, Text)))

SELECT id FROM links WHERE data ?| $1
=> select(Link.id).where(Link.data.has_any(literal(p1, ARRAY(Text))))

SELECT id FROM links WHERE data ?& ARRAY['a', 'b']
=> select(Link.id).where(Link.data.has_all(literal(['a', 'b'], ARRAY(Text))))

SELECT id FROM links WHERE jsonb_array_length(data) > 3
=> select(Link.id).where(func.jsonb_array_length(Link.data) > 3)

SELECT data || '{"a": 1}'::jsonb AS d FROM links
=> select(Link.data.concat(literal_column('\'{"a": 1}\'::JSONB')).label('d'))

SELECT (data - 'a')::text AS d FROM links
=> select(cast(Link.data.op('-')('a'), Text).label('d'))

SELECT (data - 1)::text AS d FROM links
=> select(cast(Link.data.op('-')(literal_column('1')), Text).label('d'))

SELECT lower(data -> 'o' ->> 'k') AS a, jsonb_array_length(data -> 'l') AS n FROM links
=> select(func.lower(Link.data.op('->', return_type=JSONB)('o')['k'].astext).label('a'), func.jsonb_array_length(Link.data.op('->', return_type=JSONB)('l')).label('n'))

SELECT jsonb_path_query(data, '$.a') AS x FROM links
=> select(func.jsonb_path_query(Link.data, literal_column("'$.a'")).label('x'))

SELECT title FROM links WHERE data #- '{a,b}' IS NULL
=> select(Link.title).where(Link.data.op('#-', return_type=JSONB)(literal_column("'{a,b}'")).is_(None))

SELECT title FROM links WHERE data #>> $1 = $2
=> select(Link.title).where(Link.data.op('#>>', return_type=Text)(literal(p1, ARRAY(Text))) == literal(p2, Text))

UPDATE links SET data = data #- ARRAY[$1] WHERE id = $2
=> update(Link).where(Link.id == p2).values(data=Link.data.op('#-', return_type=JSONB)(literal([p1], ARRAY(Text))))

UPDATE links SET data = data - $1 WHERE id = $2
=> update(Link).where(Link.id == p2).values(data=Link.data.op('-')(literal(p1, Text)))

UPDATE links SET data = data - $1::text[] WHERE id = $2
=> update(Link).where(Link.id == p2).values(data=Link.data.op('-')(literal(p1, ARRAY(Text))))

UPDATE links SET data = jsonb_set(coalesce(data, '{}'), '{a}', '1', true) WHERE id = $1
=> update(Link).where(Link.id == p1).values(data=func.jsonb_set(func.coalesce(Link.data, literal_column("'{}'")), literal_column("'{a}'"), literal_column("'1'"), true()))

UPDATE links SET data = jsonb_set(data, ARRAY[$1, 'b'], to_jsonb($2::text)) WHERE id = $3
=> update(Link).where(Link.id == p3).values(data=func.jsonb_set(Link.data, literal([p1, 'b'], ARRAY(Text)), func.to_jsonb(literal(p2, Text))))

SELECT title FROM links WHERE jsonb_path_exists(data, '$.a ? (@ > 1)')
=> select(Link.title).where(func.jsonb_path_exists(Link.data, literal_column("'$.a ? (@ > 1)'")))

SELECT coalesce(data->>'a', 'x') AS a FROM links
=> select(func.coalesce(Link.data['a'].astext, 'x').label('a'))

SELECT title FROM links WHERE data @? $1
=> refused: sql.json

SELECT title FROM links WHERE data #> title IS NULL
=> refused: sql.json

UPDATE links SET data = jsonb_set(data, $1, to_jsonb($2::text)) WHERE id = $3
=> update(Link).where(Link.id == p3).values(data=func.jsonb_set(Link.data, literal(p1, ARRAY(Text)), func.to_jsonb(literal(p2, Text))))

UPDATE links SET data = coalesce(data, $1)
=> update(Link).values(data=func.coalesce(Link.data, cast(literal(p1, Text), JSONB)))

SELECT title FROM links WHERE data @? '$.a' AND id > 5
=> select(Link.title).where(Link.data.bool_op('@?')(literal_column("'$.a'")), Link.id > 5)

SELECT meta ->> 'name' AS name FROM cards WHERE meta ->> 'kind' = $1
=> select(Card.meta.op('->>', return_type=Text)('name').label('name')).where(Card.meta.op('->>', return_type=Text)('kind') == literal(p1, Text))

SELECT id FROM cards WHERE meta -> 'a' ->> 0 = 'x'
=> select(Card.id).where(Card.meta.op('->', return_type=JSON)('a').op('->>', return_type=Text)(0) == 'x')

SELECT meta #>> '{a,b}' AS deep FROM cards
=> select(Card.meta.op('#>>', return_type=Text)(literal_column("'{a,b}'")).label('deep'))

SELECT id FROM cards WHERE meta @> '{}'
=> refused: sql.array

SELECT id FROM links WHERE data <> '{}'::jsonb
=> select(Link.id).where(Link.data != literal_column("'{}'::JSONB"))

SELECT id FROM links WHERE data = $1 OR data IS DISTINCT FROM $2
=> select(Link.id).where(or_(Link.data == cast(literal(p1, Text), JSONB), Link.data.is_distinct_from(cast(literal(p2, Text), JSONB))))

UPDATE links SET data = data || $1 WHERE id = 1
=> update(Link).where(Link.id == 1).values(data=Link.data.concat(cast(literal(p1, Text), JSONB)))

UPDATE links SET data = coalesce(data, '{}'::jsonb) || jsonb_build_object('a', $1::int) WHERE id = 1
=> update(Link).where(Link.id == 1).values(data=func.coalesce(Link.data, literal_column("'{}'::JSONB")).concat(func.jsonb_build_object(literal_column("'a'"), literal(p1, Integer))))

SELECT coalesce(data, '{}') ->> 'a' AS a, (data || '{"b": 1}') ? 'b' AS b FROM links
=> select(func.coalesce(Link.data, literal_column("'{}'"))['a'].astext.label('a'), Link.data.concat(literal_column('\'{"b": 1}\'')).has_key('b').label('b'))

SELECT jsonb_build_object('a', id) ->> 'a' AS a FROM links
=> select(type_coerce(func.jsonb_build_object(literal_column("'a'"), Link.id), JSONB)['a'].astext.label('a'))

SELECT CASE WHEN data IS NULL THEN '{}'::jsonb ELSE data END AS data FROM links
=> select(case((Link.data.is_(None), literal_column("'{}'::JSONB")), else_=Link.data).label('data'))

SELECT id FROM links WHERE data BETWEEN '1' AND '2' OR data IN ('[]', '{}')
=> select(Link.id).where(or_(Link.data.between(literal_column("'1'"), literal_column("'2'")), Link.data.in_([literal_column("'[]'"), literal_column("'{}'")])))

SELECT CASE data WHEN '{}' THEN 1 ELSE 2 END AS n FROM links
=> select(case((literal_column("'{}'"), 1), value=Link.data, else_=2).label('n'))

SELECT id FROM cards WHERE meta = '{}'
=> refused: types.unsupported

SELECT id FROM cards WHERE meta IS DISTINCT FROM $1
=> refused: types.unsupported

UPDATE links SET data = jsonb_set(data, $1, $2) WHERE id = $3
=> update(Link).where(Link.id == p3).values(data=func.jsonb_set(Link.data, literal(p1, ARRAY(Text)), cast(literal(p2, Text), JSONB)))

UPDATE links SET data = jsonb_set(data, ARRAY['a', $1], $2, $3) WHERE id = $4
=> update(Link).where(Link.id == p4).values(data=func.jsonb_set(Link.data, literal(['a', p1], ARRAY(Text)), cast(literal(p2, Text), JSONB), literal(p3, Boolean)))

SELECT x.value FROM jsonb_array_elements($1) AS x
=> x = func.jsonb_array_elements(cast(literal(p1, Text), JSONB)).table_valued(column('value', JSONB)).render_derived('x')
select(x.c.value)

INSERT INTO users (id, name) SELECT x.id, x.name FROM jsonb_to_recordset($1) AS x(id bigint, name text)
=> x = func.jsonb_to_recordset(cast(literal(p1, Text), JSONB)).table_valued(column('id', BigInteger), column('name', Text)).render_derived('x', with_types=True)
insert(User).from_select(['id', 'name'], select(x.c.id, x.c.name))

SELECT json_array_length($1) AS n
=> refused: bind.unknown-type
