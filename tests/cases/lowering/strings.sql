SELECT title FROM links WHERE title SIMILAR TO 'a%'
=> select(Link.title).where(Link.title.bool_op('SIMILAR TO')('a%'))

SELECT title FROM links WHERE title LIKE 'a!%' ESCAPE '!'
=> select(Link.title).where(Link.title.like('a!%', escape='!'))

SELECT title FROM links WHERE id BETWEEN SYMMETRIC 5 AND 1
=> select(Link.title).where(Link.id.between(5, 1, symmetric=True))

SELECT CASE title WHEN tag THEN 1 END FROM links
=> select(case((Link.tag, 1), value=Link.title).label('case'))

SELECT json_agg(title) AS o FROM links
=> refused: types.unsupported

SELECT id FROM links WHERE title NOT SIMILAR TO $1
=> select(Link.id).where(not_(Link.title.bool_op('SIMILAR TO')(literal(p1, Link.title.type))))

SELECT id FROM links WHERE title NOT ILIKE 'a!%' ESCAPE '!'
=> select(Link.id).where(Link.title.not_ilike('a!%', escape='!'))

SELECT id FROM links WHERE title LIKE $1 ESCAPE $2
=> refused: sql.string

SELECT substring(title from 1 for 3) AS x FROM links
=> select(func.substring(Link.title, 1, 3).label('x'))

SELECT substring(title from 'a(.)b') AS x FROM links
=> refused: sql.string

SELECT substring(title from $1) AS x FROM links
=> refused: sql.string

SELECT regexp_match(title, 'a(b)') AS x, string_to_array(title, ',') AS y FROM links
=> select(func.regexp_match(Link.title, 'a(b)').label('x'), func.string_to_array(Link.title, ',').label('y'))

SELECT (regexp_match(title, 'a(b)'))[1] AS x FROM links
=> refused: sql.array

SELECT title % $1 AS near, title <-> $1 AS far FROM links
=> refused: types.unsupported

SELECT id FROM links WHERE to_tsvector('english', title) @@ plainto_tsquery('english', $1)
=> select(Link.id).where(func.to_tsvector('english', Link.title).bool_op('@@')(func.plainto_tsquery('english', literal(p1, Text))))

SELECT id FROM links WHERE title @@ $1
=> refused: sql.string

SELECT trim(leading 'x' from title) AS x FROM links
=> refused: sql.parse

SELECT position('a' in title) AS x FROM links
=> refused: sql.predicate

SELECT title FROM links ORDER BY title <-> $1
=> select(Link.title).order_by(Link.title.op('<->', return_type=REAL)(literal(p1, Text)))

SELECT coalesce(tag, '') || $1 AS x, 'a' || tag || title AS y, tag || day AS z FROM links
=> select((func.coalesce(Link.tag, '') + literal(p1, Text)).label('x'), ('a' + Link.tag + Link.title).label('y'), Link.tag.concat(Link.day).label('z'))
