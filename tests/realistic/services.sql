-- orders
SELECT o.id, o.status, o.total, c.email FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id = $1

SELECT id, total FROM orders WHERE customer_id = $1 AND status IN ('new', 'paid') ORDER BY placed_at DESC

INSERT INTO orders (customer_id, currency, notes) VALUES ($1, $2, $3) RETURNING id, placed_at

INSERT INTO order_items (order_id, product_id, quantity, unit_price) SELECT $1, p.id, q.quantity, p.price FROM unnest($2::bigint[], $3::int[]) AS q(product_id, quantity) JOIN products p ON p.id = q.product_id

UPDATE orders SET total = (SELECT COALESCE(SUM(quantity * unit_price), 0) FROM order_items WHERE order_id = orders.id) WHERE id = $1 RETURNING total

UPDATE products SET stock = stock - oi.quantity FROM order_items AS oi WHERE oi.product_id = products.id AND oi.order_id = $1 AND products.stock >= oi.quantity

UPDATE orders SET (status, shipped_at) = ('shipped', now()) WHERE id = ANY($1)

UPDATE orders SET (total, notes) = (SELECT sum(oi.quantity * oi.unit_price), string_agg(p.title, ', ') FROM order_items oi JOIN products p ON p.id = oi.product_id WHERE oi.order_id = orders.id) WHERE orders.id = $1

SELECT date_trunc('month', placed_at) AS month, sum(total) AS revenue, count(DISTINCT customer_id) AS buyers FROM orders WHERE status <> 'cancelled' AND placed_at >= $1 AND placed_at < $2 GROUP BY month ORDER BY month

SELECT c.country, count(*) AS orders, avg(o.total) AS mean FROM orders o JOIN customers c ON o.customer_id = c.id GROUP BY ROLLUP (c.country)

SELECT p.sku, p.title, coalesce(sum(oi.quantity), 0) AS sold FROM products p LEFT JOIN order_items oi ON oi.product_id = p.id GROUP BY p.id ORDER BY sold DESC, p.sku LIMIT $1

SELECT id FROM orders WHERE placed_at < now() - make_interval(days => $1) AND status = 'new' FOR UPDATE SKIP LOCKED

SELECT json_build_object('id', o.id, 'items', json_agg(json_build_object('sku', p.sku, 'quantity', oi.quantity))) FROM orders o JOIN order_items oi ON oi.order_id = o.id JOIN products p ON p.id = oi.product_id WHERE o.id = $1 GROUP BY o.id

DELETE FROM orders WHERE status = 'cancelled' AND placed_at < CURRENT_DATE - 30

SELECT o.id, o.total, sum(o.total) OVER (PARTITION BY o.customer_id ORDER BY o.placed_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running FROM orders o WHERE o.customer_id = $1

SELECT customer_id FROM orders EXCEPT SELECT id FROM customers WHERE deleted_at IS NOT NULL

SELECT c.id, c.email FROM customers c WHERE NOT EXISTS (SELECT FROM orders o WHERE o.customer_id = c.id) AND c.deleted_at IS NULL

INSERT INTO customers (email, full_name) VALUES (lower($1), nullif(trim($2), '')) ON CONFLICT (email) DO UPDATE SET full_name = COALESCE(EXCLUDED.full_name, customers.full_name) RETURNING id, (xmax = 0) AS inserted

SELECT o.id, last.product_id FROM orders o JOIN LATERAL (SELECT product_id FROM order_items WHERE order_id = o.id ORDER BY quantity DESC LIMIT 1) last ON true

SELECT a.id, b.id FROM orders a JOIN orders b ON b.customer_id = a.customer_id AND b.id > a.id WHERE a.customer_id = $1

UPDATE products SET price = v.price FROM (VALUES ($1::bigint, $2::numeric), ($3, $4)) AS v(id, price) WHERE products.id = v.id

SELECT status, count(*)::int AS n FROM orders GROUP BY status

SELECT * FROM orders WHERE (placed_at, id) < ($1, $2) ORDER BY placed_at DESC, id DESC LIMIT $3

SELECT total::text, currency FROM orders WHERE id = $1

-- queues
UPDATE jobs SET locked_by = $1, locked_at = now(), attempts = attempts + 1 WHERE id = (SELECT id FROM jobs WHERE queue = $2 AND run_at <= now() AND locked_at IS NULL AND finished_at IS NULL ORDER BY priority DESC, run_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, payload, attempts

WITH next AS (SELECT id FROM jobs WHERE queue = ANY($1::text[]) AND finished_at IS NULL AND locked_at IS NULL ORDER BY priority DESC, id FOR UPDATE SKIP LOCKED LIMIT $2) UPDATE jobs SET locked_at = clock_timestamp(), locked_by = $3 FROM next WHERE jobs.id = next.id RETURNING jobs.*

UPDATE jobs SET finished_at = now(), error = NULL WHERE id = $1

UPDATE jobs SET locked_by = NULL, locked_at = NULL, run_at = now() + (interval '1 second' * power(2, attempts)), error = $2 WHERE id = $1 AND attempts < max_attempts

INSERT INTO jobs (queue, payload, run_at) VALUES ($1, $2, COALESCE($3, now())) RETURNING id

INSERT INTO jobs (queue, payload) SELECT $1, unnest($2::jsonb[])
=> bind.json

DELETE FROM jobs WHERE ctid IN (SELECT ctid FROM jobs WHERE finished_at < now() - interval '1 day' LIMIT 1000)

SELECT queue, count(*) FILTER (WHERE finished_at IS NULL) AS pending, max(now() - run_at) AS lag FROM jobs GROUP BY queue ORDER BY queue

SELECT count(*), min(run_at) FROM jobs WHERE queue = $1 AND locked_at < now() - interval '5 minutes'

UPDATE jobs SET locked_at = NULL WHERE locked_at < now() - ($1 || ' seconds')::interval

SELECT pg_try_advisory_xact_lock(hashtext($1))

SELECT pg_notify('jobs', $1)

-- auth
SELECT u.id, u.username, u.roles FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token = $1 AND s.expires_at > now() AND u.is_active

INSERT INTO sessions (token, user_id, ip, expires_at) VALUES (gen_random_uuid(), $1, $2::inet, now() + interval '14 days') RETURNING token

DELETE FROM sessions WHERE expires_at < now() OR user_id = $1

UPDATE users SET failed_logins = failed_logins + 1, is_active = failed_logins < 4 WHERE username = $1 RETURNING is_active

UPDATE users SET last_login = $2, failed_logins = 0 WHERE id = $1

SELECT id FROM users WHERE roles && ARRAY['admin', 'owner']::text[] AND is_active IS NOT FALSE

SELECT username FROM users WHERE username LIKE $1 ESCAPE '\' ORDER BY username COLLATE "C" LIMIT 20

SELECT id, username FROM users WHERE is_active IS UNKNOWN

SELECT unnest(roles) AS role, count(*) FROM users GROUP BY role ORDER BY count(*) DESC

SELECT id, password_hash FROM users WHERE lower(username) = lower($1) AND is_active = true LIMIT 1

SELECT host(ip) AS ip, count(*) FROM sessions GROUP BY ip HAVING count(*) > 5

SELECT EXTRACT(EPOCH FROM (expires_at - now())) AS left FROM sessions WHERE token = $1

-- audit
INSERT INTO audit_log (actor_id, action, entity, entity_id, before, after) VALUES ($1, $2, $3, $4, $5, $6)

SELECT id, action, at, after -> 'status' AS status FROM audit_log WHERE entity = $1 AND entity_id = $2 ORDER BY at DESC, id DESC LIMIT 50

SELECT a.*, u.username FROM audit_log a LEFT JOIN users u ON u.id = a.actor_id WHERE a.at >= $1::timestamptz AND a.at < $2::timestamptz ORDER BY a.id

SELECT key, count(*) FROM audit_log, jsonb_object_keys(after) AS key WHERE entity = $1 GROUP BY key

SELECT e.key, e.value FROM audit_log a CROSS JOIN LATERAL jsonb_each_text(a.after) AS e(key, value) WHERE a.id = $1

DELETE FROM audit_log WHERE at < now() - $1::interval

SELECT id FROM audit_log WHERE before IS DISTINCT FROM after AND action = 'update'

SELECT action, date(at AT TIME ZONE 'Europe/Berlin') AS day, count(*) FROM audit_log GROUP BY action, day

-- search
SELECT id, title, ts_rank(search, q) AS rank FROM products, websearch_to_tsquery('english', $1) AS q WHERE search @@ q ORDER BY rank DESC LIMIT 20

UPDATE products SET search = setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', description), 'B') WHERE id = $1

SELECT id, title FROM products WHERE title ILIKE ANY($1::text[]) ORDER BY title

SELECT id, title FROM products WHERE categories @> $1 AND price BETWEEN $2 AND $3 ORDER BY price NULLS LAST

SELECT category, count(*) FROM products CROSS JOIN unnest(categories) AS category GROUP BY category ORDER BY 2 DESC

SELECT sku, attributes->>'colour' AS colour FROM products WHERE (attributes->>'weight')::numeric > $1

SELECT id, title, title <-> $1 AS distance FROM products ORDER BY distance LIMIT 5

SELECT id FROM products WHERE regexp_replace(lower(title), '[^a-z0-9]+', '-', 'g') = $1

SELECT id, ts_headline('english', description, plainto_tsquery('english', $1), 'MaxWords=20') FROM products WHERE to_tsvector('english', description) @@ plainto_tsquery('english', $1)

-- time series
INSERT INTO readings (sensor_id, "time", value) VALUES ($1, $2, $3) ON CONFLICT (sensor_id, "time") DO UPDATE SET value = EXCLUDED.value WHERE readings.quality IS NULL

SELECT date_trunc('hour', "time") AS bucket, avg(value), min(value), max(value) FROM readings WHERE sensor_id = $1 AND time >= $2 GROUP BY bucket ORDER BY bucket

SELECT DISTINCT ON (sensor_id) sensor_id, time, value FROM readings ORDER BY sensor_id, time DESC

SELECT s.name, r.value FROM sensors s LEFT JOIN LATERAL (SELECT value FROM readings WHERE sensor_id = s.id ORDER BY time DESC LIMIT 1) r ON TRUE

SELECT g.hour, count(r.value) FROM generate_series($1::timestamptz, $2::timestamptz, interval '1 hour') AS g(hour) LEFT JOIN readings r ON r.time >= g.hour AND r.time < g.hour + interval '1 hour' GROUP BY g.hour ORDER BY g.hour

SELECT time, avg(value) OVER (ORDER BY time RANGE BETWEEN INTERVAL '1 hour' PRECEDING AND CURRENT ROW) AS smoothed FROM readings WHERE sensor_id = $1
=> sql.window-frame

SELECT time, value - lag(value, 1, value) OVER (PARTITION BY sensor_id ORDER BY time) AS delta FROM readings WHERE sensor_id = ANY($1)

SELECT sensor_id, regr_slope(value, extract(epoch from time)) AS slope, stddev(value) FROM readings GROUP BY sensor_id

DELETE FROM readings WHERE quality & 4 = 4

SELECT sensor_id, count(*) FROM readings WHERE time > now() - interval '1 day' AND quality & ~$1 = 0 GROUP BY sensor_id
=> bind.unknown-type

-- tenants
SELECT o.id, o.slug, m.role FROM tenant.organisations o JOIN tenant.members m ON m.organisation_id = o.id WHERE m.user_id = $1

WITH RECURSIVE tree AS (SELECT id, parent_id, slug, 0 AS depth FROM tenant.organisations WHERE id = $1 UNION ALL SELECT o.id, o.parent_id, o.slug, t.depth + 1 FROM tenant.organisations o JOIN tree t ON o.parent_id = t.id) SELECT id, slug, depth FROM tree ORDER BY depth, slug

INSERT INTO tenant.members (organisation_id, user_id, role) VALUES ($1, $2, DEFAULT) ON CONFLICT DO NOTHING

SELECT count(*) FROM tenant.members WHERE organisation_id = $1 AND role NOT IN ('guest', 'bot')

SELECT m.role, array_agg(u.username ORDER BY u.username) AS names FROM tenant.members m JOIN users u ON u.id = m.user_id WHERE m.organisation_id = $1 GROUP BY m.role

UPDATE tenant.members SET role = $3 WHERE (organisation_id, user_id) = ($1, $2)

SELECT u.username FROM users u FULL JOIN tenant.members m ON m.user_id = u.id WHERE m.user_id IS NULL OR u.id IS NULL

SELECT table_name FROM information_schema.tables WHERE table_schema = $1

SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2)

SELECT joined, age(joined) FROM tenant.members WHERE user_id = $1 AND joined > CURRENT_DATE - INTERVAL '1 year'

SELECT settings->>'theme' FROM tenant.organisations WHERE slug = $1
