SELECT id FROM users WHERE id = ANY($1) AND name LIKE 'a%'
=> select(User.id).where(User.id == any_(literal(p1, ARRAY(BigInteger))), User.name.like('a%'))

SELECT id FROM users WHERE id <> ALL($1) AND name NOT LIKE 'a%'
=> select(User.id).where(User.id != all_(literal(p1, ARRAY(BigInteger))), User.name.not_like('a%'))

SELECT id FROM users WHERE NOT (id = ANY($1))
=> select(User.id).where(not_(User.id == any_(literal(p1, ARRAY(BigInteger)))))

SELECT id FROM users WHERE NOT id = ANY($1::bigint[])
=> select(User.id).where(not_(User.id == any_(literal(p1, ARRAY(BigInteger)))))

SELECT title FROM links WHERE tags = $1
=> select(Link.title).where(Link.tags == literal(p1, ARRAY(Text)))

SELECT title FROM links WHERE codes = $1
=> select(Link.title).where(Link.codes == literal(p1, ARRAY(String)))

SELECT title FROM links WHERE $1 = ANY(tags)
=> select(Link.title).where(literal(p1, Text) == any_(Link.tags))

SELECT title FROM links WHERE 'x' = ANY(tags)
=> select(Link.title).where(literal_column("'x'") == any_(Link.tags))

SELECT array_agg(DISTINCT tag) AS tags FROM links GROUP BY guild_id
=> select(func.array_agg(distinct(Link.tag)).label('tags')).group_by(Link.guild_id)

SELECT title FROM links WHERE tags && $1::text[] AND tags @> $2 AND refs <@ $3
=> select(Link.title).where(Link.tags.bool_op('&&')(literal(p1, ARRAY(Text))), Link.tags.bool_op('@>')(literal(p2, ARRAY(Text))), Link.refs.contained_by(literal(p3, ARRAY(BigInteger))))

SELECT title FROM links WHERE codes && $1
=> select(Link.title).where(Link.codes.bool_op('&&')(literal(p1, ARRAY(String))))

SELECT title FROM links WHERE guild_id = ANY(SELECT id FROM users)
=> select(Link.title).where(Link.guild_id == any_(select(User.id).scalar_subquery()))

SELECT title FROM links WHERE tag = ANY($1) AND price = ANY($2)
=> select(Link.title).where(Link.tag == any_(literal(p1, ARRAY(Text))), Link.price == any_(literal(p2, ARRAY(Numeric))))

SELECT title FROM links WHERE $1 = ANY(refs) OR $2 <> ALL(codes)
=> select(Link.title).where(or_(literal(p1, BigInteger) == any_(Link.refs), literal(p2, Text) != all_(Link.codes)))

SELECT title FROM links WHERE ref = ANY($1::uuid[])
=> select(Link.title).where(Link.ref == any_(literal(p1, ARRAY(Uuid))))

SELECT title FROM links WHERE id = ANY(ARRAY[1,2])
=> select(Link.title).where(Link.id == any_(literal([1, 2], ARRAY(Integer))))

SELECT title FROM links LIMIT ALL
=> select(Link.title)

SELECT unnest(tags) FROM links
=> select(func.unnest(Link.tags).label('unnest'))

SELECT ALL id FROM users
=> refused: sql.fidelity

SELECT count(ALL id) FROM users
=> refused: sql.fidelity

SELECT id FROM users WHERE id > ALL(SELECT guild_id FROM links)
=> select(User.id).where(User.id > all_(select(Link.guild_id).scalar_subquery()))

SELECT id FROM users WHERE id < ANY(ARRAY(SELECT guild_id FROM links))
=> select(User.id).where(User.id < any_(func.array(select(Link.guild_id).scalar_subquery())))

SELECT id FROM users WHERE id = ALL($1) OR id = SOME($2)
=> select(User.id).where(or_(User.id == all_(literal(p1, ARRAY(BigInteger))), User.id == any_(literal(p2, ARRAY(BigInteger)))))

SELECT title FROM links WHERE title LIKE ANY(ARRAY['a', 'b'])
=> select(Link.title).where(Link.title.like(any_(literal(['a', 'b'], ARRAY(Text)))))

SELECT tags[1] FROM links
=> select(Link.tags[1].label('tags'))

SELECT tags[1:2] FROM links
=> select(Link.tags[1:2].label('tags'))

SELECT tags || 'x' FROM links
=> select(Link.tags.concat(literal_column("'x'")).label('?column?'))

SELECT ARRAY[1, 2]
=> select(array([1, 2], type_=Integer).label('array'))

SELECT ARRAY(SELECT id FROM users)
=> select(func.array(select(User.id).scalar_subquery()).label('array'))

SELECT id FROM links WHERE $1 <> ALL(tags)
=> select(Link.id).where(literal(p1, Text) != all_(Link.tags))

SELECT id FROM links WHERE tags @> ARRAY[$1]
=> select(Link.id).where(Link.tags.bool_op('@>')(literal([p1], ARRAY(Text))))

SELECT id FROM links WHERE tags && ARRAY['a', $1::text]
=> select(Link.id).where(Link.tags.bool_op('&&')(literal(['a', p1], ARRAY(Text))))

SELECT id FROM links WHERE refs @> ARRAY[$1::bigint, 5]
=> select(Link.id).where(Link.refs.contains(literal([p1, 5], ARRAY(BigInteger))))

SELECT id FROM links WHERE tags @> ARRAY['a', title]
=> select(Link.id).where(Link.tags.bool_op('@>')(array([literal_column("'a'"), Link.title], type_=String)))

SELECT id FROM links WHERE tags @> ARRAY['a', 'b']::text[]
=> select(Link.id).where(Link.tags.bool_op('@>')(cast(array(['a', 'b']), ARRAY(Text))))

SELECT id FROM links WHERE $1 && tags
=> refused: sql.array

SELECT array_append(tags, $1), array_remove(tags, 'a'), array_cat(tags, $2), array_prepend($3, tags) FROM links
=> select(func.array_append(Link.tags, literal(p1, Text)).label('array_append'), func.array_remove(Link.tags, 'a').label('array_remove'), func.array_cat(Link.tags, literal(p2, ARRAY(Text))).label('array_cat'), func.array_prepend(cast(literal(p3, Text), Text), Link.tags).label('array_prepend'))

SELECT array_position(refs, $1) AS x FROM links
=> select(func.array_position(Link.refs, literal(p1, BigInteger)).label('x'))

SELECT ARRAY[title, tag] AS x, ARRAY[]::text[] AS y FROM links
=> select(array([Link.title, Link.tag], type_=String).label('x'), cast(array([]), ARRAY(Text)).label('y'))

SELECT ARRAY[] AS x
=> refused: sql.array

SELECT l.id, ARRAY(SELECT u.name FROM users u WHERE u.id = l.guild_id) AS names FROM links l
=> select(Link.id, func.array(select(User.name).where(User.id == Link.guild_id).scalar_subquery()).label('names'))

SELECT id FROM links WHERE tags[$1] = 'a' AND tags[2:3] = $2
=> select(Link.id).where(Link.tags[literal(p1, Integer)] == 'a', Link.tags[2:3] == literal(p2, ARRAY(Text)))

SELECT tags[2:] AS x FROM links
=> refused: sql.array

SELECT coalesce(tags, '{}') AS x FROM links
=> select(func.coalesce(Link.tags, literal_column("'{}'")).label('x'))

SELECT refs[1]::text AS x FROM links
=> select(cast(Link.refs[1], Text).label('x'))

SELECT (tags || $1)[1] AS x FROM links
=> select(type_coerce(Link.tags.concat(literal(p1, ARRAY(Text))), ARRAY(Text))[1].label('x'))

SELECT title FROM links WHERE array_prepend('a', tags) = tags
=> select(Link.title).where(func.array_prepend(literal_column("'a'", Text), Link.tags) == Link.tags)

SELECT title FROM links WHERE tags @> ARRAY[CASE WHEN active THEN 'a' ELSE 'b' END] OR tags @> ARRAY[coalesce($1::text, 'b')]
=> select(Link.title).where(or_(Link.tags.bool_op('@>')(array([case((Link.active, literal_column("'a'", Text)), else_=literal_column("'b'", Text))], type_=Text)), Link.tags.bool_op('@>')(array([func.coalesce(cast(literal(p1, Text), Text), 'b')], type_=Text))))

SELECT array_agg(coalesce(tag, 'none') ORDER BY id) AS tags, array_agg(DISTINCT $1::text) AS words FROM links
=> select(func.array_agg(aggregate_order_by(func.coalesce(Link.tag, 'none'), Link.id)).label('tags'), func.array_agg(distinct(cast(literal(p1, Text), Text))).label('words'))

DELETE FROM links WHERE id = ANY(ARRAY(SELECT id FROM links WHERE active ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED))
=> delete(Link).where(Link.id == any_(func.array(select(Link.id).where(Link.active).order_by(Link.id).limit(p1).with_for_update(skip_locked=True).scalar_subquery()))).execution_options(synchronize_session=False)

SELECT id FROM links WHERE title <> ALL(ARRAY(SELECT name FROM users WHERE age = $1))
=> select(Link.id).where(Link.title != all_(func.array(select(User.name).where(User.age == literal(p1, User.age.type)).scalar_subquery())))

SELECT id FROM links WHERE title = ANY(ARRAY[(SELECT name FROM users LIMIT 1), 'x'])
=> refused: sql.fidelity

SELECT (array_agg(id ORDER BY title))[1:3] AS ids FROM links
=> select(func.array_agg(aggregate_order_by(Link.id, Link.title))[1:3].label('ids'))

SELECT (tags || $1)[1:2] AS t FROM links
=> select(type_coerce(Link.tags.concat(literal(p1, ARRAY(Text))), ARRAY(Text))[1:2].label('t'))

SELECT (coalesce(tags, '{}'))[1] AS t FROM links
=> select(type_coerce(func.coalesce(Link.tags, literal_column("'{}'")), ARRAY(Text))[1].label('t'))

SELECT (CASE WHEN active THEN tags ELSE ARRAY['x'] END)[$1] AS t FROM links
=> refused: sql.array

SELECT (tags[1:2])[1] AS t FROM links
=> refused: sql.array

SELECT (title || tag)[1] AS t FROM links
=> refused: sql.array

SELECT (array_agg(title))[:2] AS t FROM links
=> refused: sql.array

SELECT (coalesce(tags, $1))[1][2] AS t FROM links
=> refused: sql.array
