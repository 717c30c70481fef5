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
=> refused: types.unsupported

SELECT data #> '{a,b}' AS a FROM links
=> refused: sql.json

SELECT data #>> '{"a b"}' AS a FROM links
=> refused: sql.json

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
=> refused: types.unsupported

SELECT (data - 'a')::text AS d FROM links
=> select(cast(Link.data.op('-')('a'), Text).label('d'))

SELECT (data - 1)::text AS d FROM links
=> refused: bind.unknown-type

SELECT lower(data -> 'o' ->> 'k') AS a, jsonb_array_length(data -> 'l') AS n FROM links
=> select(func.lower(Link.data.op('->', return_type=JSONB)('o')['k'].astext).label('a'), func.jsonb_array_length(Link.data.op('->', return_type=JSONB)('l')).label('n'))

SELECT jsonb_path_query(data, '$.a') AS x FROM links
=> refused: types.unsupported
