-- bots
SELECT prefix FROM guild_settings WHERE guild_id = $1

INSERT INTO guild_settings (guild_id, prefix) VALUES ($1, $2) ON CONFLICT (guild_id) DO UPDATE SET prefix = EXCLUDED.prefix RETURNING prefix

UPDATE guild_settings SET disabled_commands = array_append(disabled_commands, $2) WHERE guild_id = $1 AND NOT ($2 = ANY(disabled_commands))

UPDATE guild_settings SET disabled_commands = array_remove(disabled_commands, $1::text) WHERE guild_id = $2

UPDATE guild_settings SET options = options || jsonb_build_object($2::text, $3::boolean) WHERE guild_id = $1

UPDATE guild_settings SET options = jsonb_set(options, ARRAY[$2], $3::jsonb, true) WHERE guild_id = $1 RETURNING options

UPDATE guild_settings SET options = options - $2 WHERE guild_id = $1

SELECT options->>'welcome' AS welcome, (options->'limits'->>'warns')::int AS warns FROM guild_settings WHERE guild_id = $1

SELECT guild_id FROM guild_settings WHERE premium_until IS NOT NULL AND premium_until < now() + interval '3 days'

SELECT add_xp($1, $2, $3)

SELECT user_id, xp, place FROM guild_ranking($1)

SELECT r.place, r.xp, l.messages FROM guild_ranking($1, 25) r JOIN levels l ON l.guild_id = $1 AND l.user_id = r.user_id ORDER BY r.place

INSERT INTO levels AS l (guild_id, user_id, xp, messages, last_message_at) VALUES ($1, $2, $3, 1, now()) ON CONFLICT (guild_id, user_id) DO UPDATE SET xp = l.xp + EXCLUDED.xp, messages = l.messages + 1, last_message_at = EXCLUDED.last_message_at WHERE l.last_message_at IS NULL OR l.last_message_at < now() - interval '60 seconds' RETURNING xp, level

SELECT COUNT(*) + 1 FROM levels WHERE guild_id = $1 AND xp > (SELECT xp FROM levels WHERE guild_id = $1 AND user_id = $2)

SELECT role_id FROM level_roles WHERE guild_id = $1 AND level <= $2 ORDER BY level DESC LIMIT 1

WITH ranked AS (SELECT user_id, xp, ROW_NUMBER() OVER (ORDER BY xp DESC) AS pos FROM levels WHERE guild_id = $1) SELECT pos, user_id, xp FROM ranked WHERE pos BETWEEN (SELECT pos - 2 FROM ranked WHERE user_id = $2) AND (SELECT pos + 2 FROM ranked WHERE user_id = $2)

UPDATE accounts SET wallet = wallet - $2, bank = bank + $2 WHERE user_id = $1 AND wallet >= $2 RETURNING wallet, bank

UPDATE accounts SET wallet = wallet + CASE WHEN streak % 7 = 6 THEN 500 ELSE 100 END, streak = streak + 1, last_daily = (now() AT TIME ZONE 'utc') WHERE user_id = $1 AND (last_daily IS NULL OR last_daily < (now() AT TIME ZONE 'utc') - interval '20 hours') RETURNING wallet, streak

WITH taken AS (UPDATE accounts SET wallet = wallet - $3 WHERE user_id = $1 AND wallet >= $3 RETURNING user_id) UPDATE accounts SET wallet = wallet + $3 WHERE user_id = $2 AND EXISTS (SELECT 1 FROM taken)

SELECT i.name, inv.amount, i.price * inv.amount AS worth FROM inventory inv JOIN items i ON i.id = inv.item_id WHERE inv.user_id = $1 AND inv.amount > 0 ORDER BY worth DESC NULLS LAST, i.name

DELETE FROM inventory WHERE user_id = $1 AND item_id = (SELECT id FROM items WHERE lower(name) = lower($2)) AND amount <= 0

SELECT name, similarity(name, $2) AS score FROM tags WHERE guild_id = $1 AND name % $2 ORDER BY score DESC LIMIT 5

SELECT t.id, t.content FROM tags t LEFT JOIN tag_aliases a ON a.tag_id = t.id AND a.guild_id = t.guild_id WHERE t.guild_id = $1 AND (lower(t.name) = $2 OR lower(a.alias) = $2) LIMIT 1

SELECT id, message, due, extra FROM reminders WHERE due <= now() + $1::interval ORDER BY due LIMIT 1

INSERT INTO reminders (user_id, channel_id, message, due, extra) VALUES ($1, $2, $3, now() + make_interval(secs => $4), $5::jsonb) RETURNING id

UPDATE reminders SET due = due + every WHERE every IS NOT NULL AND due < now() RETURNING id, user_id, message

SELECT kind, count(*) FROM infractions WHERE guild_id = $1 AND user_id = $2 AND active GROUP BY kind HAVING count(*) > 1

INSERT INTO infractions (guild_id, case_number, user_id, moderator_id, kind, reason) VALUES ($1, (SELECT COALESCE(MAX(case_number), 0) + 1 FROM infractions WHERE guild_id = $1), $2, $3, $4, $5) RETURNING case_number

SELECT array_agg(DISTINCT user_id) AS users FROM infractions WHERE guild_id = $1 AND created_at > CURRENT_TIMESTAMP - INTERVAL '1 month'

SELECT s.message_id, count(st.*) AS total FROM starboard s LEFT JOIN stars st USING (message_id) WHERE s.guild_id = $1 GROUP BY s.message_id ORDER BY total DESC
=> sql.row

SELECT to_char(posted_at, 'YYYY-MM-DD') AS day, count(*) FROM starboard WHERE guild_id = $1 GROUP BY 1 ORDER BY 1 DESC LIMIT 30

DELETE FROM giveaway_entries WHERE giveaway_id = $1 AND NOT (user_id = ANY($2::bigint[]))

SELECT user_id FROM giveaway_entries WHERE giveaway_id = $1 ORDER BY random() * weight DESC LIMIT $2

UPDATE giveaways SET ended = TRUE, winner_ids = $2 WHERE id = $1 AND ended IS NOT TRUE RETURNING message_id

SELECT id, options[1:3] AS first, array_length(options, 1) AS n, cardinality(options) FROM polls WHERE id = $1

SELECT options[2:] AS rest FROM polls WHERE id = $1
=> sql.array

SELECT choice, count(*) AS votes, round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS share FROM poll_votes WHERE poll_id = $1 GROUP BY choice ORDER BY choice

-- chat
SELECT m.id, m.body, m.sent_at, u.username FROM chat_messages m LEFT JOIN users u ON u.id = m.author_id WHERE m.room_id = $1 AND ($2::bigint IS NULL OR m.id < $2) AND NOT m.deleted ORDER BY m.id DESC LIMIT 50

INSERT INTO chat_messages (room_id, author_id, body, mentions, reply_to) VALUES ($1, $2, $3, $4::int[], $5) RETURNING *

UPDATE chat_messages SET body = $1, edited_at = now() WHERE id = $2 AND author_id = $3 AND sent_at > now() - '15 minutes'::interval RETURNING id

UPDATE chat_messages SET reactions = jsonb_set(reactions, ARRAY[$2::text], to_jsonb(COALESCE((reactions->>$2::text)::int, 0) + 1)) WHERE id = $1

SELECT r.id, r.title, count(m.id) FILTER (WHERE m.id > COALESCE(cm.last_read_id, 0)) AS unread FROM chat_rooms r JOIN chat_members cm ON cm.room_id = r.id AND cm.user_id = $1 LEFT JOIN chat_messages m ON m.room_id = r.id AND NOT m.deleted WHERE r.archived_at IS NULL GROUP BY r.id, r.title, cm.last_read_id ORDER BY max(m.sent_at) DESC NULLS LAST

SELECT DISTINCT ON (m.room_id) m.room_id, m.id, m.body, m.sent_at FROM chat_messages m JOIN chat_members c ON c.room_id = m.room_id WHERE c.user_id = $1 ORDER BY m.room_id, m.sent_at DESC

SELECT r.*, last.body AS last_body, last.sent_at AS last_at FROM chat_rooms r LEFT JOIN LATERAL (SELECT body, sent_at FROM chat_messages WHERE room_id = r.id ORDER BY id DESC LIMIT 1) last ON true WHERE r.owner_id = $1

INSERT INTO chat_members (room_id, user_id) SELECT $1, id FROM users WHERE id = ANY($2::int[]) AND is_active ON CONFLICT DO NOTHING

UPDATE chat_members SET last_read_id = GREATEST(COALESCE(last_read_id, 0), $3) WHERE room_id = $1 AND user_id = $2

UPDATE chat_members AS c SET muted_until = CASE WHEN $3::int IS NULL THEN NULL ELSE now() + $3 * interval '1 minute' END WHERE c.room_id = $1 AND c.user_id = $2
=> unproven

DELETE FROM chat_members c USING chat_rooms r WHERE c.room_id = r.id AND r.id = $1 AND c.user_id = $2 AND r.owner_id <> c.user_id RETURNING c.user_id

WITH RECURSIVE thread AS (SELECT id, reply_to, body, 0 AS depth FROM chat_messages WHERE id = $1 UNION ALL SELECT m.id, m.reply_to, m.body, t.depth + 1 FROM chat_messages m JOIN thread t ON m.reply_to = t.id WHERE t.depth < 20) SELECT id, body, depth FROM thread ORDER BY depth, id

SELECT id, ts_rank(to_tsvector('english', body), plainto_tsquery('english', $1)) AS rank FROM chat_messages WHERE to_tsvector('english', body) @@ plainto_tsquery('english', $1) ORDER BY rank DESC LIMIT 20

SELECT json_agg(json_build_object('id', u.id, 'name', u.username) ORDER BY u.username) AS members FROM chat_members c JOIN users u ON u.id = c.user_id WHERE c.room_id = $1

SELECT row_to_json(t) FROM (SELECT id, title, topic FROM chat_rooms WHERE id = $1) t
=> mapping.unknown-column

SELECT EXISTS (SELECT 1 FROM chat_members WHERE room_id = $1 AND user_id = $2 AND role IN ('admin', 'owner')) AS allowed

SELECT u.username, count(*) AS n FROM chat_messages m CROSS JOIN LATERAL unnest(m.mentions) AS mention(user_id) JOIN users u ON u.id = mention.user_id WHERE m.room_id = $1 GROUP BY u.username ORDER BY n DESC

SELECT id FROM chat_messages WHERE $1 = ANY(mentions) AND room_id = $2 ORDER BY id DESC LIMIT $3 OFFSET $4

SELECT pg_advisory_xact_lock(hashtext($1))

-- shops
INSERT INTO carts (customer_id) VALUES ($1) RETURNING id

INSERT INTO cart_lines (cart_id, sku, quantity) VALUES ($1, $2, $3) ON CONFLICT ON CONSTRAINT cart_lines_pkey DO UPDATE SET quantity = cart_lines.quantity + EXCLUDED.quantity

SELECT l.sku, p.title, p.price, l.quantity, p.price * l.quantity AS subtotal FROM cart_lines l JOIN products p USING (sku) WHERE l.cart_id = $1

SELECT SUM(p.price * l.quantity) FROM cart_lines AS l INNER JOIN products AS p ON p.sku = l.sku WHERE l.cart_id = $1

SELECT ROUND(SUM(p.price * l.quantity) * (1 - COALESCE(c.percent, 0) / 100), 2) AS total FROM carts k JOIN cart_lines l ON l.cart_id = k.id JOIN products p ON p.sku = l.sku LEFT JOIN coupons c ON c.code = k.coupon WHERE k.id = $1 GROUP BY c.percent

UPDATE coupons SET uses_left = uses_left - 1 WHERE code = upper($1) AND uses_left > 0 AND valid @> CURRENT_DATE RETURNING percent, amount
=> sql.array

SELECT code FROM coupons WHERE uses_left IS DISTINCT FROM 0 AND tags && $1

SELECT code FROM coupons WHERE tags @> ARRAY['summer']::varchar[]

DELETE FROM carts WHERE updated_at < now() - interval '30 days' AND customer_id IS NULL

WITH moved AS (DELETE FROM cart_lines WHERE cart_id = $1 RETURNING sku, quantity) INSERT INTO order_items (order_id, product_id, quantity, unit_price) SELECT $2, p.id, m.quantity, p.price FROM moved m JOIN products p ON p.sku = m.sku

UPDATE products p SET stock = p.stock - l.quantity FROM cart_lines l WHERE l.sku = p.sku AND l.cart_id = $1 AND p.stock >= l.quantity RETURNING p.sku, p.stock

SELECT id, title, price FROM products WHERE ($1::text IS NULL OR title ILIKE '%' || $1 || '%') AND ($2::numeric IS NULL OR price <= $2) AND ($3::text[] IS NULL OR categories && $3) ORDER BY price ASC, id LIMIT $4

SELECT category, count(*) FROM products, unnest(categories) AS category GROUP BY category ORDER BY count(*) DESC

SELECT attributes->'size' AS size, count(*) FROM products WHERE attributes ? 'size' GROUP BY attributes->'size'

SELECT id FROM products WHERE attributes @> jsonb_build_object('color', $1::text)

SELECT p.id, p.title, COALESCE(s.sold, 0) AS sold FROM products p LEFT JOIN (SELECT product_id, SUM(quantity) AS sold FROM order_items GROUP BY product_id) s ON s.product_id = p.id ORDER BY sold DESC LIMIT 10

SELECT o.id, o.total, row_number() OVER w AS nth, lag(o.total) OVER w AS previous FROM orders o WHERE o.customer_id = $1 WINDOW w AS (PARTITION BY o.customer_id ORDER BY o.placed_at)

SELECT customer_id, SUM(total) AS spent FROM orders WHERE placed_at BETWEEN $1 AND $2 GROUP BY customer_id HAVING SUM(total) > $3 ORDER BY spent DESC

SELECT date_trunc('week', placed_at)::date AS week, count(*) AS orders, sum(total) FILTER (WHERE status = 'paid') AS paid FROM orders GROUP BY 1 ORDER BY 1

SELECT extract(hour FROM placed_at) AS hour, count(*) FROM orders WHERE placed_at >= date_trunc('day', now()) GROUP BY hour

SELECT d::date AS day, count(o.id) AS orders FROM generate_series($1::date, $2::date, interval '1 day') AS d LEFT JOIN orders o ON o.placed_at::date = d::date GROUP BY d ORDER BY d

UPDATE orders SET status = v.status FROM (VALUES (1, 'paid'), (2, 'shipped')) AS v(id, status) WHERE orders.id = v.id

UPDATE orders SET notes = concat_ws(E'\n', notes, $2::text) WHERE id = $1

SELECT c.email, o.id FROM customers c LEFT JOIN orders o ON o.customer_id = c.id AND o.status = 'new' WHERE c.country = $1 AND c.deleted_at IS NULL

SELECT id, email FROM customers WHERE lower(email) = lower($1) AND deleted_at IS NULL FOR UPDATE

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY total) AS median, stddev_samp(total) AS deviation FROM orders WHERE status = 'paid'

-- queues
WITH next AS (SELECT id FROM tasks WHERE state = 'pending' AND scheduled <= now() AND NOT EXISTS (SELECT 1 FROM tasks d WHERE d.id = ANY(tasks.depends_on) AND d.state <> 'done') ORDER BY scheduled FOR UPDATE SKIP LOCKED LIMIT $1) UPDATE tasks SET state = 'running', started = now(), worker = $2, tries = tries + 1 FROM next WHERE tasks.id = next.id RETURNING tasks.id, tasks.name, tasks.arguments

UPDATE tasks SET state = 'pending', worker = NULL WHERE state = 'running' AND started + timeout < now() RETURNING id

UPDATE tasks SET state = CASE WHEN tries >= $2 THEN 'failed' ELSE 'pending' END, scheduled = now() + (2 ^ tries) * interval '1 second' WHERE id = $1 RETURNING state

UPDATE tasks SET result = $2::json, state = 'done', done = clock_timestamp() WHERE id = $1 AND state = 'running'

INSERT INTO tasks (name, arguments, depends_on) VALUES ($1, $2, $3) RETURNING id, scheduled

INSERT INTO tasks (name, arguments) SELECT $1, x FROM jsonb_array_elements($2::jsonb) AS x

INSERT INTO tasks (name, scheduled) SELECT n, $2::timestamptz + (ordinality * interval '1 minute') FROM unnest($1::text[]) WITH ORDINALITY AS t(n, ordinality)

UPDATE tasks SET flags = flags | $2 WHERE id = $1

UPDATE tasks SET flags = flags & ~$2::int WHERE id = $1

SELECT id FROM tasks WHERE flags & 4 = 4 AND state NOT IN ('done', 'failed')

SELECT state, count(*) AS n, min(scheduled) AS oldest, avg(done - started) AS took FROM tasks GROUP BY state

SELECT EXTRACT(EPOCH FROM (done - started)) AS seconds FROM tasks WHERE id = $1

SELECT name, percentile_disc(0.95) WITHIN GROUP (ORDER BY done - started) AS p95 FROM tasks WHERE done IS NOT NULL GROUP BY name

SELECT id, arguments #>> '{target,url}' AS url FROM tasks WHERE arguments ->> 'kind' = $1 AND arguments -> 'retries' IS NOT NULL

DELETE FROM tasks WHERE ctid IN (SELECT ctid FROM tasks WHERE state = 'done' AND done < $1 LIMIT 1000)

SELECT count(*) FROM pg_stat_activity WHERE state = 'active'

SELECT pg_notify('tasks', $1)

SELECT nextval('tasks_id_seq')

-- analytics
INSERT INTO page_views (site_id, path, referrer, visitor, country, properties) VALUES ($1, $2, $3, $4, $5, $6)

INSERT INTO daily_totals (site_id, day, views, visitors) SELECT site_id, viewed_at::date, count(*), count(DISTINCT visitor) FROM page_views WHERE viewed_at >= $1 AND viewed_at < $1 + interval '1 day' GROUP BY site_id, viewed_at::date ON CONFLICT (site_id, day) DO UPDATE SET views = EXCLUDED.views, visitors = EXCLUDED.visitors

SELECT day, views, views - lag(views, 1, 0) OVER (ORDER BY day) AS change, avg(views) OVER (ORDER BY day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS moving FROM daily_totals WHERE site_id = $1 ORDER BY day

SELECT day, sum(views) OVER (ORDER BY day RANGE BETWEEN INTERVAL '6 days' PRECEDING AND CURRENT ROW) AS week FROM daily_totals WHERE site_id = $1
=> sql.window-frame

SELECT path, count(*) AS views, count(DISTINCT visitor) AS visitors, avg(duration_ms)::int AS mean FROM page_views WHERE site_id = $1 AND viewed_at > now() - $2::interval GROUP BY path ORDER BY views DESC LIMIT 20

SELECT COALESCE(NULLIF(split_part(split_part(referrer, '//', 2), '/', 1), ''), 'direct') AS source, count(*) FROM page_views WHERE site_id = $1 GROUP BY source

SELECT visitor, min(viewed_at) AS first, max(viewed_at) AS last, max(viewed_at) - min(viewed_at) AS stay FROM page_views GROUP BY visitor HAVING count(*) > 1

SELECT properties->>'utm_source' AS source, count(*) FROM page_views WHERE properties ? 'utm_source' AND viewed_at::date = CURRENT_DATE GROUP BY source

SELECT country, count(*) FROM page_views WHERE site_id = $1 AND country = ANY($2) GROUP BY country
=> types.unsupported

SELECT COALESCE(country, '??') AS country, count(*) FROM page_views GROUP BY country

SELECT width_bucket(duration_ms, 0, 10000, 10) AS bucket, count(*) FROM page_views WHERE duration_ms IS NOT NULL GROUP BY bucket ORDER BY bucket

SELECT ntile(4) OVER (ORDER BY duration_ms) AS quartile, duration_ms FROM page_views WHERE site_id = $1

SELECT a.day, a.views, b.views AS before FROM daily_totals a LEFT JOIN daily_totals b ON b.site_id = a.site_id AND b.day = a.day - 7 WHERE a.site_id = $1

SELECT COALESCE(a.site_id, b.site_id) AS site_id, a.views AS now, b.views AS then FROM daily_totals a FULL OUTER JOIN daily_totals b ON a.site_id = b.site_id AND b.day = a.day - 1 WHERE a.day = $1

SELECT site_id, day, views FROM daily_totals WHERE (site_id, day) IN (SELECT site_id, max(day) FROM daily_totals GROUP BY site_id)

SELECT site_id, sum(views) AS views, grouping(site_id) AS is_total FROM daily_totals GROUP BY GROUPING SETS ((site_id), ()) ORDER BY is_total, views DESC

SELECT count(*) FILTER (WHERE duration_ms < 1000)::float / NULLIF(count(*), 0) AS bounce FROM page_views WHERE site_id = $1

SELECT first_value(path) OVER (PARTITION BY visitor ORDER BY viewed_at) AS entry, visitor FROM page_views WHERE site_id = $1

SELECT path FROM page_views TABLESAMPLE SYSTEM (1) WHERE site_id = $1
=> sql.from-item

SELECT (viewed_at AT TIME ZONE $2)::date AS day, count(*) FROM page_views WHERE site_id = $1 GROUP BY 1

SELECT regexp_replace(path, '/\d+', '/:id', 'g') AS route, count(*) FROM page_views GROUP BY route

DELETE FROM page_views WHERE viewed_at < date_trunc('month', now()) - interval '13 months'

-- imports
INSERT INTO staging_products (line, sku, title, price, raw) SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::jsonb[])
=> bind.json

INSERT INTO products (sku, title, price) SELECT s.sku, trim(s.title), s.price::numeric FROM staging_products s WHERE s.sku IS NOT NULL AND s.price ~ '^\d+(\.\d+)?$' ON CONFLICT (sku) DO UPDATE SET title = EXCLUDED.title, price = EXCLUDED.price WHERE products.title IS DISTINCT FROM EXCLUDED.title OR products.price IS DISTINCT FROM EXCLUDED.price

SELECT line, sku FROM staging_products s WHERE NOT EXISTS (SELECT FROM products p WHERE p.sku = s.sku)

SELECT sku FROM staging_products EXCEPT SELECT sku FROM products

(SELECT sku, title FROM staging_products ORDER BY line LIMIT 5) UNION ALL (SELECT sku, title FROM products ORDER BY id LIMIT 5)

SELECT sku, count(*) FROM staging_products GROUP BY sku HAVING count(*) > 1 ORDER BY count DESC

UPDATE products SET attributes = products.attributes || s.raw FROM staging_products s WHERE s.sku = products.sku AND jsonb_typeof(s.raw) = 'object'

SELECT x.sku, x.price FROM jsonb_to_recordset($1::jsonb) AS x(sku text, price numeric) LEFT JOIN products p ON p.sku = x.sku WHERE p.id IS NULL

SELECT key, value FROM staging_products, jsonb_each_text(raw) WHERE line = $1

DELETE FROM staging_products a USING staging_products b WHERE a.line > b.line AND a.sku = b.sku

SELECT md5(string_agg(sku || ':' || title, ',' ORDER BY sku)) AS checksum FROM products

SELECT column_name FROM information_schema.columns WHERE table_name = $1

SELECT left(title, 20) || '…' AS short, length(title) AS n FROM products WHERE char_length(title) > $1

-- money
UPDATE wallets SET balance = balance - $2, updated_at = now() WHERE user_id = $1 AND NOT frozen AND balance >= $2 RETURNING balance

INSERT INTO wallets (user_id, balance) VALUES ($1, $2) ON CONFLICT (user_id) DO UPDATE SET balance = wallets.balance + $2 RETURNING balance

WITH sender AS (UPDATE wallets SET balance = balance - $3 WHERE user_id = $1 AND balance >= $3 RETURNING user_id), receiver AS (UPDATE wallets SET balance = balance + $3 WHERE user_id = $2 AND EXISTS (SELECT 1 FROM sender) RETURNING user_id) INSERT INTO transfers (from_id, to_id, amount, memo) SELECT s.user_id, r.user_id, $3, $4 FROM sender s, receiver r RETURNING id

SELECT SUM(CASE WHEN to_id = $1 THEN amount ELSE -amount END) AS balance FROM transfers WHERE $1 IN (from_id, to_id)

SELECT id, amount, sum(amount) OVER (ORDER BY made_at, id) AS running FROM transfers WHERE to_id = $1

SELECT w.user_id, w.balance, rank() OVER (ORDER BY w.balance DESC) AS place FROM wallets w WHERE w.balance > 0 LIMIT 10

SELECT 'in' AS direction, amount FROM transfers WHERE to_id = $1 UNION ALL SELECT 'out', -amount FROM transfers WHERE from_id = $1 ORDER BY amount DESC

SELECT user_id FROM wallets WHERE balance < 0 OR frozen ORDER BY user_id FOR NO KEY UPDATE

SELECT a.user_id, b.user_id FROM wallets a JOIN wallets b ON a.balance = b.balance AND a.user_id < b.user_id

SELECT EXISTS (SELECT FROM information_schema.tables WHERE table_schema = 'public' AND table_name = $1)

SELECT c.relname, pg_size_pretty(pg_total_relation_size(c.oid)) AS size FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'm') ORDER BY pg_total_relation_size(c.oid) DESC LIMIT 10

SELECT extversion FROM pg_extension WHERE extname = 'vector'

SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename = ANY($1)

SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()

SELECT pg_relation_size($1::regclass) AS size

SELECT 1 FROM pg_indexes WHERE indexname <> $1
=> types.unsupported

SELECT * FROM pg_stat_activity
=> mapping.model-incomplete
