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
=> refused: sql.unsupported

SELECT title FROM links LIMIT ALL
=> refused: sql.unsupported

SELECT unnest(tags) FROM links
=> refused: sql.unsupported

SELECT ALL id FROM users
=> refused: sql.fidelity

SELECT count(ALL id) FROM users
=> refused: sql.fidelity

SELECT id FROM users WHERE id > ALL(SELECT guild_id FROM links)
=> refused: sql.fidelity

SELECT id FROM users WHERE id < ANY(ARRAY(SELECT guild_id FROM links))
=> refused: sql.unsupported

SELECT id FROM users WHERE id = ALL($1) OR id = SOME($2)
=> refused: bind.unknown-type
