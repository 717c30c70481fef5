-- comments
WITH RECURSIVE thread AS (SELECT c.*, ARRAY[c.created_at] AS path FROM comments c WHERE post_id = $1 AND parent_id IS NULL UNION ALL SELECT c.*, t.path || c.created_at FROM comments c JOIN thread t ON c.parent_id = t.id) SELECT id, author, body, depth FROM thread ORDER BY path

WITH RECURSIVE up AS (SELECT id, parent_id, 1 AS level FROM comments WHERE id = $1 UNION SELECT c.id, c.parent_id, up.level + 1 FROM comments c INNER JOIN up ON up.parent_id = c.id) SELECT MAX(level) FROM up

WITH parent AS (SELECT depth, post_id FROM comments WHERE id = $1) INSERT INTO comments (post_id, parent_id, depth, author, body) SELECT post_id, $1, depth + 1, $2, $3 FROM parent RETURNING id, created_at

SELECT *, upvotes - downvotes AS score FROM comments WHERE post_id = $1 ORDER BY score DESC, created_at LIMIT $2 OFFSET $3

SELECT id, body, LOG(GREATEST(ABS(upvotes - downvotes), 1)) * SIGN(upvotes - downvotes) + EXTRACT(EPOCH FROM created_at) / 45000 AS hot FROM comments ORDER BY hot DESC LIMIT 20

UPDATE comments SET body = $2, edited_at = now(), meta = COALESCE(meta, '{}'::jsonb) || jsonb_build_object('edits', COALESCE((meta->>'edits')::int, 0) + 1) WHERE id = $1 RETURNING *

SELECT c.id, COALESCE(json_agg(r.id) FILTER (WHERE r.id IS NOT NULL), '[]') AS replies FROM comments c LEFT JOIN comments r ON r.parent_id = c.id WHERE c.post_id = $1 GROUP BY c.id

SELECT c.id, COALESCE(jsonb_agg(jsonb_build_object('id', r.id, 'body', r.body)) FILTER (WHERE r.id IS NOT NULL), '[]'::jsonb) AS replies FROM comments c LEFT JOIN comments r ON r.parent_id = c.id WHERE c.post_id = $1 GROUP BY c.id

SELECT id FROM comments WHERE meta->'flags' ? 'spam' OR meta @> $1::jsonb

SELECT id, CASE WHEN edited_at IS NULL THEN body ELSE body || ' (edited)' END AS body FROM comments WHERE post_id = $1

SELECT COALESCE(author, 'anonymous') AS author, COUNT(*) FROM comments GROUP BY 1 HAVING COUNT(*) > $1

DELETE FROM comments WHERE id IN (SELECT id FROM comments WHERE meta->>'deleted' = 'true' AND created_at < $1 LIMIT 500)

SELECT id, meta#>>'{user,name}' AS name, meta #> '{user,roles}' AS roles FROM comments WHERE id = ANY($1::uuid[])

SELECT CASE WHEN meta IS NULL THEN '{}'::jsonb ELSE meta END AS meta FROM comments WHERE id = $1

UPDATE comments SET meta = meta #- '{user,email}' WHERE meta #> '{user,email}' IS NOT NULL

UPDATE comments SET meta = $2 WHERE id = $1 AND meta IS DISTINCT FROM $2

SELECT to_jsonb(c) FROM comments c WHERE id = $1
=> mapping.unknown-column

SELECT row_to_json(c) FROM (SELECT id, body FROM comments WHERE post_id = $1) c
=> mapping.unknown-column

SELECT json_object_agg(id, body) FROM comments WHERE post_id = $1

SELECT jsonb_object_agg(author, n) FROM (SELECT author, COUNT(*) AS n FROM comments GROUP BY author) s

-- outbox
INSERT INTO outbox (topic, key, body, headers) VALUES ($1, $2, $3::jsonb, $4::jsonb) RETURNING id

WITH batch AS (SELECT id FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED) UPDATE outbox o SET published_at = now() FROM batch b WHERE o.id = b.id RETURNING o.id, o.topic, o.key, o.body

DELETE FROM outbox WHERE id = ANY(SELECT id FROM outbox WHERE published_at < now() - $1::interval ORDER BY id LIMIT 1000)

WITH gone AS (DELETE FROM outbox WHERE published_at IS NOT NULL RETURNING topic) SELECT topic, count(*) FROM gone GROUP BY topic

UPDATE outbox SET retries = retries + 1, headers = jsonb_set(COALESCE(headers, '{}'), '{last_error}', to_jsonb($2::text)) WHERE id = $1

SELECT topic, count(*) AS pending, EXTRACT(EPOCH FROM now() - min(created_at)) AS lag FROM outbox WHERE published_at IS NULL GROUP BY topic

SELECT id, body->>'type' AS type, (body->'amount')::numeric AS amount FROM outbox WHERE topic = $1 AND body->>'type' = ANY($2)

SELECT x.id, x.qty FROM outbox o, jsonb_to_recordset(o.body->'items') AS x(id int, qty numeric) WHERE o.id = $1

INSERT INTO outbox (topic, body) SELECT 'order.created', jsonb_build_object('id', o.id, 'total', o.total) FROM orders o WHERE o.id = $1

SELECT pg_try_advisory_xact_lock(hashtext($1)::bigint)

SELECT nextval('outbox_id_seq')

INSERT INTO outbox (topic, body) VALUES ($1, $2), ($1, $3)

SELECT body FROM outbox WHERE jsonb_path_exists(body, '$.items[*] ? (@.qty > 10)')

SELECT COUNT(*) FILTER (WHERE retries > 3)::float / NULLIF(COUNT(*), 0) AS failing FROM outbox

-- metering
INSERT INTO api_usage AS u (account_id, day, endpoint, calls, bytes) VALUES ($1, CURRENT_DATE, $2, 1, $3) ON CONFLICT (account_id, day, endpoint) DO UPDATE SET calls = u.calls + 1, bytes = u.bytes + EXCLUDED.bytes RETURNING u.calls

INSERT INTO api_usage (account_id, day, endpoint, calls) SELECT * FROM unnest($1::uuid[], $2::date[], $3::text[], $4::bigint[]) ON CONFLICT (account_id, day, endpoint) DO UPDATE SET calls = api_usage.calls + excluded.calls

UPDATE api_usage SET latencies = array_append(latencies, $4) WHERE account_id = $1 AND day = $2 AND endpoint = $3

SELECT endpoint, sum(calls) AS calls, avg(l) AS mean FROM api_usage CROSS JOIN LATERAL unnest(latencies) AS l WHERE account_id = $1 GROUP BY endpoint

SELECT a.id, a.name, a.plan, COALESCE(SUM(u.calls), 0)::bigint AS used, a.quota - COALESCE(SUM(u.calls), 0) AS remaining FROM api_accounts a LEFT JOIN api_usage u ON u.account_id = a.id AND u.day >= date_trunc('month', CURRENT_DATE) WHERE a.active GROUP BY a.id

SELECT to_char(day, 'IYYY-IW') AS week, SUM(calls) FROM api_usage WHERE account_id = $1 AND day BETWEEN $2 AND $3 GROUP BY week ORDER BY week

SELECT plan, COUNT(*) AS accounts, ROUND(100.0 * COUNT(*) / SUM(COUNT(*)) OVER (), 2) AS share FROM api_accounts GROUP BY plan

SELECT day, calls, SUM(calls) OVER (PARTITION BY account_id ORDER BY day) AS running, calls::float / NULLIF(LAG(calls) OVER (ORDER BY day), 0) - 1 AS growth FROM api_usage WHERE account_id = $1 AND endpoint = $2

SELECT COALESCE(u.day, CURRENT_DATE) AS day, a.name FROM api_accounts a FULL OUTER JOIN api_usage u ON u.account_id = a.id

SELECT month::date, (SELECT COUNT(*) FROM api_accounts WHERE created_at < month + INTERVAL '1 month') AS total FROM generate_series('2024-01-01'::timestamp, now()::timestamp, '1 month'::interval) month

UPDATE api_accounts SET name = COALESCE($2, name), email = COALESCE($3, email), plan = COALESCE($4, plan), updated_at = NOW() WHERE id = $1 RETURNING *

INSERT INTO api_accounts (id, name, email) VALUES ($1, $2, lower($3)) ON CONFLICT (email) DO UPDATE SET name = EXCLUDED.name, updated_at = now() RETURNING id, (xmax = 0) AS created

SELECT * FROM api_accounts WHERE ($1::text IS NULL OR name ILIKE '%' || $1 || '%') AND ($2::plan IS NULL OR plan = $2) AND ($3::boolean IS NULL OR active = $3) ORDER BY created_at DESC LIMIT $4 OFFSET $5

SELECT COUNT(*) OVER() AS total_count, id, name FROM api_accounts WHERE active = TRUE ORDER BY name LIMIT $1 OFFSET $2

SELECT id, email FROM api_accounts WHERE split_part(email, '@', 2) = $1 AND email ~* '^[a-z]'

SELECT left(name, 1) AS initial, array_agg(name ORDER BY name) AS names FROM api_accounts GROUP BY left(name, 1)

SELECT plan::text, enum_range(NULL::plan)::text[] FROM api_accounts LIMIT 1

SELECT unnest(enum_range(NULL::ticket_state))::text AS state
=> sql.function

UPDATE api_accounts AS a SET quota = v.quota FROM (SELECT unnest($1::uuid[]) AS id, unnest($2::bigint[]) AS quota) AS v WHERE a.id = v.id

UPDATE api_accounts SET active = NOT active WHERE id = $1 RETURNING active

WITH totals AS (SELECT account_id, SUM(calls) AS calls FROM api_usage WHERE day > CURRENT_DATE - $1::int GROUP BY account_id) SELECT a.name, t.calls, t.calls > a.quota AS over FROM totals t JOIN api_accounts a ON a.id = t.account_id

WITH new_account AS (INSERT INTO api_accounts (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id, name) SELECT id, name, TRUE AS created FROM new_account UNION ALL SELECT id, name, FALSE FROM api_accounts WHERE id = $1 LIMIT 1

SELECT MAX(day) - MIN(day) AS days, CURRENT_DATE - MAX(day) AS ago FROM api_usage WHERE account_id = $1

SELECT account_id, day FROM api_usage WHERE (account_id, day) IN (SELECT account_id, MAX(day) FROM api_usage GROUP BY account_id)

SELECT EXTRACT(YEAR FROM day)::int AS year, EXTRACT(QUARTER FROM day)::int AS quarter, SUM(bytes) / 1024 / 1024 AS mib FROM api_usage GROUP BY year, quarter

-- bookings
SELECT COUNT(*) FROM bookings WHERE room_id = $1 AND tstzrange(starts, ends) && tstzrange($2, $3)
=> sql.array

SELECT EXISTS (SELECT 1 FROM bookings WHERE room_id = $1 AND (starts, ends) OVERLAPS ($2::timestamptz, $3::timestamptz))
=> sql.fidelity

SELECT room_id FROM bookings WHERE starts < $2 AND ends > $1 FOR NO KEY UPDATE NOWAIT

SELECT s.slot, b.id FROM generate_series($1::timestamptz, $1::timestamptz + interval '8 hours', interval '30 minutes') AS s(slot) LEFT JOIN bookings b ON s.slot >= b.starts AND s.slot < b.ends

SELECT room_id, SUM(EXTRACT(EPOCH FROM (ends - starts)) / 3600) AS hours, SUM(guests) FROM bookings WHERE starts::date = $1 GROUP BY room_id

SELECT date_bin('15 minutes', starts, TIMESTAMPTZ '2001-01-01') AS bin, count(*) FROM bookings GROUP BY bin

SELECT LEAST(ends, $2) - GREATEST(starts, $1) AS overlap FROM bookings WHERE id = $3

-- search by meaning
SELECT id, content FROM embeddings ORDER BY embedding <-> $1 LIMIT 5

SELECT id, content, 1 - (embedding <=> $1) AS similarity FROM embeddings WHERE metadata->>'lang' = $2 ORDER BY embedding <=> $1 LIMIT $3

SELECT content, embedding <=> $1::vector AS distance FROM embeddings ORDER BY distance LIMIT 10

INSERT INTO embeddings (document_id, content, embedding, metadata) VALUES ($1, $2, $3::vector, $4::jsonb)

SELECT id FROM embeddings WHERE embedding <=> $1 < $2

SELECT AVG(embedding) FROM embeddings WHERE document_id = $1
=> types.unsupported
