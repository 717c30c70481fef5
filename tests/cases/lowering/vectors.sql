SELECT id, body FROM chunks ORDER BY embedding <-> $1 LIMIT 5
=> select(Chunk.id, Chunk.body).order_by(Chunk.embedding.l2_distance(cast(literal(p1, Text), Vector))).limit(5)

SELECT id FROM chunks WHERE embedding <=> $1 < 0.3 ORDER BY embedding <=> $1 LIMIT $2
=> select(Chunk.id).where(Chunk.embedding.cosine_distance(cast(literal(p1, Text), Vector)) < literal_column('0.3')).order_by(Chunk.embedding.cosine_distance(cast(literal(p1, Text), Vector))).limit(p2)

SELECT id, 1 - (embedding <=> $1) AS similarity FROM chunks ORDER BY similarity DESC LIMIT 5
=> select(Chunk.id, (1 - Chunk.embedding.cosine_distance(cast(literal(p1, Text), Vector))).label('similarity')).order_by(desc('similarity')).limit(5)

SELECT id, (embedding <#> $1::vector) * -1 AS product FROM chunks
=> select(Chunk.id, (Chunk.embedding.max_inner_product(cast(literal(p1, Text), Vector)) * -1).label('product'))

SELECT id FROM chunks ORDER BY embedding <+> '[1,2,3]'
=> select(Chunk.id).order_by(Chunk.embedding.l1_distance(literal_column("'[1,2,3]'")))

SELECT id FROM chunks ORDER BY embedding <=> '[1,2,3]'::vector
=> select(Chunk.id).order_by(Chunk.embedding.cosine_distance(literal_column("'[1,2,3]'::VECTOR")))

SELECT id FROM chunks ORDER BY embedding <-> $1::vector(3)
=> select(Chunk.id).order_by(Chunk.embedding.l2_distance(cast(cast(literal(p1, Text), Vector), Vector(3))))

SELECT id FROM chunks WHERE $1 <=> embedding < $2
=> select(Chunk.id).where(cast(literal(p1, Text), Vector).cosine_distance(Chunk.embedding) < literal(p2, Double))

SELECT a.id, b.id AS other FROM chunks a JOIN chunks b ON a.id < b.id WHERE a.embedding <-> b.embedding < 0.1
=> a = aliased(Chunk)
b = aliased(Chunk)
select(a.id, b.id.label('other')).select_from(a).join(b, a.id < b.id).where(a.embedding.l2_distance(b.embedding) < literal_column('0.1'))

SELECT id FROM chunks WHERE id <> $1 ORDER BY embedding <-> (SELECT embedding FROM chunks WHERE id = $1) LIMIT 5
=> select(Chunk.id).where(Chunk.id != literal(p1, Chunk.id.type)).order_by(Chunk.embedding.l2_distance(select(Chunk.embedding).where(Chunk.id == p1).scalar_subquery())).limit(5)

WITH near AS (SELECT id, embedding <=> $1 AS distance FROM chunks) SELECT id FROM near WHERE distance < $2 ORDER BY distance
=> near = select(Chunk.id, Chunk.embedding.cosine_distance(cast(literal(p1, Text), Vector)).label('distance')).cte('near')
select(near.c.id).where(near.c.distance < literal(p2, Double)).order_by(near.c.distance)

SELECT id FROM chunks WHERE embedding IS NULL
=> select(Chunk.id).where(Chunk.embedding.is_(None))

SELECT id FROM chunks WHERE embedding = $1
=> select(Chunk.id).where(Chunk.embedding == cast(literal(p1, Text), Vector))

INSERT INTO chunks (id, body, embedding) VALUES ($1, $2, $3::vector) ON CONFLICT (id) DO UPDATE SET embedding = EXCLUDED.embedding
=> insert_stmt = pg_insert(Chunk).values(id=p1, body=p2, embedding=cast(literal(p3, Text), Vector))
insert_stmt.on_conflict_do_update(index_elements=[Chunk.id], set_={'embedding': insert_stmt.excluded.embedding})

UPDATE chunks SET embedding = $1 WHERE id = $2
=> update(Chunk).where(Chunk.id == p2).values(embedding=cast(literal(p1, Text), Vector))

SELECT id FROM chunks WHERE body <-> $1 < 0.5
=> select(Chunk.id).where(Chunk.body.op('<->', return_type=REAL)(literal(p1, Text)) < literal_column('0.5'))

SELECT embedding FROM chunks
=> refused: types.unsupported

SELECT id FROM chunks WHERE id <-> $1 < 0.5
=> refused: sql.operator

SELECT id FROM chunks WHERE id <=> $1 < 0.5
=> refused: sql.operator

SELECT id FROM chunks WHERE $1 <=> $2 < 0.5
=> refused: sql.operator

SELECT $1::vector AS v
=> refused: types.unsupported

SELECT id, embedding + $1 AS shifted FROM chunks
=> refused: bind.unknown-type

SELECT id FROM chunks ORDER BY embedding <~> $1
=> refused: sql.parse

SELECT id FROM chunks WHERE 1 - embedding <=> $1 > 0.5
=> refused: sql.fidelity
