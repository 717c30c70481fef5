SELECT title FROM links WHERE lower(tag) = lower($1) ORDER BY NULLIF(regexp_replace(title, '\D', '', 'g'), '')::int, title
=> select(Link.title).where(func.lower(Link.tag) == func.lower(literal(p1, Text))).order_by(cast(func.nullif(func.regexp_replace(Link.title, '\\D', '', 'g'), ''), Integer), Link.title)

SELECT title FROM links ORDER BY title COLLATE "C"
=> select(Link.title).order_by(collate(Link.title, 'C'))

-- shape: entities
SELECT u.* FROM users u ORDER BY u.name
=> select(User).order_by(User.name)

SELECT title AS id FROM links ORDER BY id
=> select(Link.title.label('id')).order_by(Link.title)

SELECT lower(title) AS title FROM links ORDER BY title
=> select(func.lower(Link.title).label('title')).order_by('title')

SELECT title FROM links WHERE data IS NOT NULL ORDER BY data->>'x'
=> select(Link.title).where(Link.data.is_not(None)).order_by(Link.data['x'].astext)

SELECT title FROM links ORDER BY tag NULLS FIRST, added DESC NULLS FIRST, id ASC
=> select(Link.title).order_by(Link.tag.nulls_first(), Link.added.desc(), Link.id)

SELECT title FROM links ORDER BY CASE WHEN tag = $1 THEN 0 ELSE 1 END, title
=> select(Link.title).order_by(case((Link.tag == literal(p1, Link.tag.type), 0), else_=1), Link.title)

SELECT title FROM links ORDER BY title = $1 DESC
=> select(Link.title).order_by((Link.title == literal(p1, Link.title.type)).desc())

SELECT title AS name FROM links ORDER BY lower(name)
=> refused: mapping.unknown-column

SELECT title FROM links ORDER BY 2
=> refused: sql.order-by

SELECT *, lower(name) AS l FROM users ORDER BY 2
=> refused: sql.order-by

SELECT a::date FROM generate_series($1::timestamptz, $2::timestamptz, '1 day') AS a ORDER BY a
=> a = func.generate_series(literal(p1, DateTime(timezone=True)), literal(p2, DateTime(timezone=True)), literal_column("'1 day'")).table_valued(column('a', DateTime(timezone=True))).render_derived('a')
select(cast(a.c.a, Date).label('a')).order_by('a')

SELECT count(*) FROM links GROUP BY guild_id ORDER BY count DESC
=> select(func.count().label('count')).select_from(Link).group_by(Link.guild_id).order_by(desc('count'))
