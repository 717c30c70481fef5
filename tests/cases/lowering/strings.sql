SELECT title FROM links WHERE title SIMILAR TO 'a%'
=> select(Link.title).where(Link.title.bool_op('SIMILAR TO')('a%'))

SELECT title FROM links WHERE title LIKE 'a!%' ESCAPE '!'
=> select(Link.title).where(Link.title.like('a!%', escape='!'))

SELECT title FROM links WHERE id BETWEEN SYMMETRIC 5 AND 1
=> select(Link.title).where(Link.id.between(5, 1, symmetric=True))

SELECT CASE title WHEN tag THEN 1 END FROM links
=> select(case((Link.tag, 1), value=Link.title).label('case'))

SELECT json_agg(title) AS o FROM links
=> select(func.json_agg(Link.title).label('o'))

SELECT id FROM links WHERE title NOT SIMILAR TO $1
=> select(Link.id).where(not_(Link.title.bool_op('SIMILAR TO')(literal(p1, Link.title.type))))

SELECT id FROM links WHERE title NOT ILIKE 'a!%' ESCAPE '!'
=> select(Link.id).where(Link.title.not_ilike('a!%', escape='!'))

SELECT id FROM links WHERE title LIKE $1 ESCAPE $2
=> refused: sql.string

SELECT substring(title from 1 for 3) AS x FROM links
=> select(func.substring(Link.title, 1, 3).label('x'))

SELECT substring(title from 'a(.)b') AS x FROM links
=> select(func.substring(Link.title, literal_column("'a(.)b'")).label('x'))

SELECT substring(title from $1) AS x FROM links
=> refused: sql.string

SELECT regexp_match(title, 'a(b)') AS x, string_to_array(title, ',') AS y FROM links
=> select(func.regexp_match(Link.title, 'a(b)').label('x'), func.string_to_array(Link.title, ',').label('y'))

SELECT (regexp_match(title, 'a(b)'))[1] AS x FROM links
=> select(func.regexp_match(Link.title, 'a(b)', type_=ARRAY(Text))[1].label('x'))

SELECT title % $1 AS near, title <-> $1 AS far FROM links
=> refused: types.unsupported

SELECT id FROM links WHERE to_tsvector('english', title) @@ plainto_tsquery('english', $1)
=> select(Link.id).where(func.to_tsvector('english', Link.title).bool_op('@@')(func.plainto_tsquery('english', literal(p1, Text))))

SELECT id FROM links WHERE title @@ $1
=> refused: sql.string

SELECT trim(leading 'x' from title) AS x FROM links
=> select(func.ltrim(Link.title, 'x').label('x'))

SELECT position('a' in title) AS x FROM links
=> select(func.strpos(Link.title, 'a').label('x'))

SELECT title FROM links ORDER BY title <-> $1
=> select(Link.title).order_by(Link.title.op('<->', return_type=REAL)(literal(p1, Text)))

SELECT coalesce(tag, '') || $1 AS x, 'a' || tag || title AS y, tag || day AS z FROM links
=> select((func.coalesce(Link.tag, '') + literal(p1, Text)).label('x'), ('a' + Link.tag + Link.title).label('y'), Link.tag.concat(Link.day).label('z'))

SELECT trim(BOTH ' ' FROM title) FROM links
=> select(func.btrim(Link.title, ' ').label('btrim'))

SELECT trim(LEADING $1 FROM title) AS t FROM links
=> select(func.ltrim(Link.title, literal(p1, Text)).label('t'))

SELECT trim(TRAILING FROM title) FROM links
=> select(func.rtrim(Link.title).label('rtrim'))

SELECT trim(both title) AS t FROM links
=> select(func.btrim(Link.title).label('t'))

SELECT trim(FROM title) AS t FROM links
=> select(func.btrim(Link.title).label('t'))

SELECT substring(title FROM '^a+') FROM links
=> select(func.substring(Link.title, literal_column("'^a+'")).label('substring'))

SELECT substring(title FOR 5) FROM links
=> select(func.substring(Link.title, 1, 5).label('substring'))

SELECT overlay(title PLACING 'x' FROM 1 FOR 2) FROM links
=> select(func.overlay(Link.title, 'x', 1, 2).label('overlay'))

SELECT title FROM links WHERE position($1 IN title) > 0
=> select(Link.title).where(func.strpos(Link.title, literal(p1, Text)) > 0)

SELECT position('a' IN title) FROM links
=> select(func.strpos(Link.title, 'a').label('position'))

SELECT (regexp_match(title, '(\d+)'))[1] FROM links
=> select(func.regexp_match(Link.title, '(\\d+)', type_=ARRAY(Text))[1].label('regexp_match'))

SELECT (array_agg(title ORDER BY id DESC))[1] AS last FROM links
=> select(func.array_agg(aggregate_order_by(Link.title, Link.id.desc()))[1].label('last'))

SELECT title FROM links WHERE title = SOME($1)
=> select(Link.title).where(Link.title == any_(literal(p1, ARRAY(Text))))

SELECT title FROM links WHERE id = ANY('{1,2,3}')
=> select(Link.title).where(Link.id == any_(literal_column("'{1,2,3}'")))

SELECT trim(BOTH 'x' FROM id) FROM links
=> refused: sql.string

SELECT overlay(id PLACING 'x' FROM 1) FROM links
=> refused: sql.string

SELECT position('a' IN id) FROM links
=> refused: sql.string

SELECT trim(title COLLATE "C") AS t FROM links
=> select(func.trim(collate(Link.title, 'C')).label('t'))

SELECT (jsonb_object_keys(data))[1] AS k FROM links
=> refused: sql.array

SELECT (array_agg(title))[1:2] AS t FROM links
=> select(func.array_agg(Link.title)[1:2].label('t'))

SELECT substring(title, $1, $2) FROM links
=> refused: bind.unknown-type

SELECT id FROM links WHERE setweight(to_tsvector('english', title), 'A') || to_tsvector('english', coalesce(tag, '')) @@ plainto_tsquery('english', $1)
=> select(Link.id).where(func.setweight(func.to_tsvector('english', Link.title), literal_column("'A'")).concat(func.to_tsvector('english', func.coalesce(Link.tag, ''))).bool_op('@@')(func.plainto_tsquery('english', literal(p1, Text))))

SELECT ts_headline('english', title, plainto_tsquery('english', $1), 'MaxWords=20') FROM links
=> select(func.ts_headline('english', Link.title, func.plainto_tsquery('english', literal(p1, Text)), 'MaxWords=20').label('ts_headline'))

SELECT to_tsvector(title) || title FROM links
=> refused: sql.string

SELECT title FROM links WHERE title LIKE $1 ESCAPE '\'
=> select(Link.title).where(Link.title.like(literal(p1, Link.title.type), escape='\\'))

SELECT '#' || id AS tag FROM links
=> select(literal_column("'#'").concat(Link.id).label('tag'))

SELECT title || ' (' || id || ')' AS tag FROM links
=> select((Link.title + ' (').concat(Link.id).concat(')').label('tag'))

SELECT $1 || id AS tag FROM links
=> refused: sql.string

SELECT '#' || ip AS tag FROM links
=> refused: sql.string

SELECT title FROM links WHERE title = E'it\'s\n' OR title ~ E'^\\d+\u0024'
=> select(Link.title).where(or_(Link.title == "it's\n", Link.title.regexp_match('^\\d+$')))

UPDATE links SET title = replace(title, E'\r\n', e'\n') WHERE id = $1
=> update(Link).where(Link.id == p1).values(title=func.replace(Link.title, '\r\n', '\n'))

SELECT title FROM links WHERE title = E'\xff'
=> refused: sql.constant

SELECT title FROM links WHERE title = E'\0'
=> refused: sql.constant
