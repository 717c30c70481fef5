-- levelling
INSERT INTO levels (guild_id, user_id, xp) VALUES ($1, $2, $3) ON CONFLICT (guild_id, user_id) DO UPDATE SET xp = levels.xp + EXCLUDED.xp, messages = levels.messages + 1, last_message_at = now() RETURNING xp, level

UPDATE levels SET level = level + 1, xp = xp - $3 WHERE guild_id = $1 AND user_id = $2 RETURNING *

SELECT xp, level, rank() OVER (PARTITION BY guild_id ORDER BY xp DESC) AS rank FROM levels WHERE guild_id = $1

SELECT * FROM (SELECT user_id, xp, ROW_NUMBER() OVER (ORDER BY xp DESC) AS position FROM levels WHERE guild_id = $1) ranked WHERE user_id = $2

SELECT COUNT(*) + 1 FROM levels WHERE guild_id = $1 AND xp > (SELECT xp FROM levels WHERE guild_id = $1 AND user_id = $2)

SELECT user_id, xp, level FROM levels WHERE guild_id=$1 ORDER BY level DESC, xp DESC LIMIT 10 OFFSET $2

SELECT role_id FROM level_roles WHERE guild_id = $1 AND level <= $2 ORDER BY level DESC LIMIT 1

SELECT array_agg(role_id) FROM level_roles WHERE guild_id = $1 AND level <= $2

DELETE FROM levels WHERE guild_id = $1 AND NOT (user_id = ANY($2::bigint[]))

INSERT INTO level_roles VALUES ($1, $2, $3) ON CONFLICT (guild_id, level) DO UPDATE SET role_id = $3

SELECT user_id FROM levels WHERE last_message_at < now() - interval '30 days' AND guild_id = $1

UPDATE levels SET xp = 0, level = 0 WHERE guild_id = $1

SELECT floor(sqrt(xp / 100)) AS computed FROM levels WHERE user_id = $1

SELECT guild_id, SUM(messages) AS total, AVG(level)::float AS mean FROM levels GROUP BY guild_id HAVING SUM(messages) > 1000 ORDER BY total DESC

UPDATE levels AS l SET level = r.level FROM level_roles r WHERE r.guild_id = l.guild_id AND l.xp >= r.level * 100 AND l.guild_id = $1

-- economy
SELECT wallet, bank, wallet + bank AS net_worth FROM accounts WHERE user_id = $1

INSERT INTO accounts (user_id) VALUES ($1) ON CONFLICT DO NOTHING

UPDATE accounts SET wallet = wallet + $1, bank = bank - $1 WHERE user_id = $2 AND bank >= $1 RETURNING wallet, bank

WITH taken AS (UPDATE accounts SET wallet = wallet - $3 WHERE user_id = $1 AND wallet >= $3 RETURNING user_id) UPDATE accounts SET wallet = wallet + $3 WHERE user_id = $2 AND EXISTS (SELECT 1 FROM taken)

UPDATE accounts SET wallet = GREATEST(wallet - $2, 0) WHERE user_id = $1 RETURNING wallet

UPDATE accounts SET last_daily = NOW() AT TIME ZONE 'utc', streak = CASE WHEN last_daily > (now() at time zone 'utc') - interval '48 hours' THEN streak + 1 ELSE 1 END, wallet = wallet + $2 WHERE user_id = $1 RETURNING streak, wallet

SELECT i.name, inv.amount, i.price * inv.amount AS worth FROM inventory inv JOIN items i ON i.id = inv.item_id WHERE inv.user_id = $1 ORDER BY i.name

INSERT INTO inventory (user_id, item_id, amount) SELECT $1, id, $3 FROM items WHERE lower(name) = lower($2) ON CONFLICT (user_id, item_id) DO UPDATE SET amount = inventory.amount + excluded.amount

DELETE FROM inventory WHERE user_id = $1 AND item_id = $2 AND amount <= 0

SELECT user_id, wallet + bank AS total FROM accounts ORDER BY wallet + bank DESC LIMIT $1

SELECT COALESCE(SUM(wallet), 0) + COALESCE(SUM(bank), 0) FROM accounts

SELECT name FROM items WHERE name ILIKE $1 || '%' ORDER BY similarity(name, $1) DESC LIMIT 25

SELECT * FROM items WHERE tradeable AND rarity < $1 ORDER BY random() LIMIT 1

UPDATE items SET price = round(price * 1.1, 2) WHERE tradeable IS TRUE

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY wallet) FROM accounts

SELECT a.user_id, count(inv.item_id) AS kinds FROM accounts a LEFT JOIN inventory inv USING (user_id) GROUP BY a.user_id

-- tags
SELECT content FROM tags WHERE guild_id = $1 AND LOWER(name) = $2

INSERT INTO tags (guild_id, name, content, owner_id) VALUES ($1, $2, $3, $4) RETURNING id

SELECT t.id, t.name, t.content FROM tag_aliases a INNER JOIN tags t ON t.id = a.tag_id WHERE a.guild_id = $1 AND LOWER(a.alias) = $2

UPDATE tags SET uses = uses + 1 WHERE id = $1

UPDATE tags SET content = $1 WHERE id = $2 AND owner_id = $3

DELETE FROM tags WHERE guild_id = $1 AND lower(name) = $2 AND owner_id = $3 RETURNING id

SELECT name FROM tags WHERE guild_id=$1 AND name % $2 ORDER BY similarity(name, $2) DESC LIMIT 5

SELECT name, uses, COUNT(*) OVER () AS total, SUM(uses) OVER () AS all_uses FROM tags WHERE guild_id = $1 ORDER BY uses DESC LIMIT 3

SELECT name FROM tags WHERE guild_id = $1 UNION SELECT alias FROM tag_aliases WHERE guild_id = $1 ORDER BY name

WITH tag_insert AS (INSERT INTO tags (name, content, owner_id, guild_id) VALUES ($1, $2, $3, $4) RETURNING id) INSERT INTO tag_aliases (alias, guild_id, tag_id) VALUES ($1, $4, (SELECT id FROM tag_insert))

SELECT tags.owner_id, tags.uses, tags.created_at, row_number() OVER (PARTITION BY guild_id ORDER BY uses DESC) AS rank FROM tags WHERE tags.guild_id = $1

SELECT string_agg(name, ', ' ORDER BY name) FROM tags WHERE owner_id = $1

SELECT DISTINCT ON (owner_id) owner_id, name, uses FROM tags WHERE guild_id = $1 ORDER BY owner_id, uses DESC

SELECT EXISTS(SELECT 1 FROM tags WHERE guild_id = $1 AND lower(name) = lower($2))

SELECT id, name FROM tags WHERE guild_id = $1 AND position(lower($2) in lower(content)) > 0

SELECT name FROM tags TABLESAMPLE BERNOULLI (10) WHERE guild_id = $1 LIMIT 1
=> sql.from-item

UPDATE tags SET owner_id = $1 WHERE owner_id = $2 AND guild_id = $3

SELECT name, length(content) FROM tags WHERE created_at::date = CURRENT_DATE

-- reminders
SELECT * FROM reminders WHERE due < (CURRENT_TIMESTAMP + $1::interval) ORDER BY due LIMIT 1

INSERT INTO reminders (user_id, channel_id, message, due, extra) VALUES ($1, $2, $3, $4, $5::jsonb) RETURNING id

DELETE FROM reminders WHERE id = $1 AND user_id = $2

UPDATE reminders SET due = due + every WHERE id = $1 AND every IS NOT NULL

SELECT id, due, message FROM reminders WHERE user_id = $1 AND extra ->> 'kind' = $2 ORDER BY due ASC LIMIT 10

SELECT id, extract(epoch from due - now())::int AS seconds FROM reminders WHERE user_id = $1

UPDATE reminders SET extra = extra || jsonb_build_object('snoozed', true) WHERE id = $1

UPDATE reminders SET extra = jsonb_set(coalesce(extra, '{}'), '{count}', to_jsonb(coalesce((extra->>'count')::int, 0) + 1)) WHERE id = $1

SELECT extra #>> '{args,0}' FROM reminders WHERE id = $1

DELETE FROM reminders WHERE due < now() - '7 days'::interval RETURNING id, user_id

INSERT INTO reminders (user_id, due, message) VALUES ($1, now() + $2, $3)

SELECT date_trunc('day', due) AS day, count(*) FROM reminders WHERE user_id = $1 GROUP BY 1 ORDER BY 1

-- moderation
INSERT INTO infractions (guild_id, case_number, user_id, moderator_id, kind, reason, expires_at) VALUES ($1, (SELECT COALESCE(MAX(case_number), 0) + 1 FROM infractions WHERE guild_id = $1), $2, $3, $4, $5, $6) RETURNING case_number

SELECT * FROM infractions WHERE guild_id = $1 AND user_id = $2 AND kind = 'ban' ORDER BY created_at DESC

SELECT kind, COUNT(*) FROM infractions WHERE user_id = $1 GROUP BY kind

UPDATE infractions SET active = FALSE WHERE active AND expires_at <= now() RETURNING guild_id, user_id, kind

SELECT count(*) FILTER (WHERE kind = 'warn') AS warns, count(*) FILTER (WHERE kind = 'mute' AND active) AS mutes FROM infractions WHERE guild_id = $1 AND user_id = $2

SELECT moderator_id, count(*) AS actions FROM infractions WHERE guild_id = $1 AND created_at >= date_trunc('month', now()) GROUP BY moderator_id ORDER BY actions DESC, moderator_id

UPDATE infractions SET reason = $3 WHERE guild_id = $1 AND case_number = $2

SELECT id FROM infractions WHERE kind = ANY($1::infraction_kind[]) AND guild_id = $2

SELECT id, reason FROM infractions WHERE guild_id = $1 AND ($2::text IS NULL OR reason ILIKE '%' || $2 || '%')

SELECT i.*, (i.expires_at - i.created_at) AS duration FROM infractions i WHERE i.id = $1

INSERT INTO infractions (guild_id, case_number, user_id, moderator_id, kind) SELECT $1, $2, unnest($3::bigint[]), $4, 'kick'

SELECT bool_or(active) FROM infractions WHERE guild_id = $1 AND user_id = $2

SELECT user_id FROM infractions WHERE guild_id = $1 GROUP BY user_id HAVING count(*) >= $2

UPDATE guild_settings SET disabled_commands = array_append(disabled_commands, $2) WHERE guild_id = $1 AND NOT ($2 = ANY(disabled_commands))

UPDATE guild_settings SET disabled_commands = array_remove(disabled_commands, $2) WHERE guild_id = $1

SELECT prefix, options -> 'welcome' ->> 'channel' AS channel FROM guild_settings WHERE guild_id = $1

UPDATE guild_settings SET options[$2] = $3 WHERE guild_id = $1
=> sql.assignment

INSERT INTO guild_settings (guild_id, prefix) VALUES ($1, $2) ON CONFLICT ON CONSTRAINT guild_settings_pkey DO UPDATE SET prefix = EXCLUDED.prefix

UPDATE guild_settings SET (prefix, locale) = ($2, $3) WHERE guild_id = $1

SELECT guild_id FROM guild_settings WHERE premium_until IS NOT NULL AND premium_until BETWEEN now() AND now() + INTERVAL '3 days'

SELECT disabled_commands[1] FROM guild_settings WHERE guild_id = $1

SELECT disabled_commands[2:] FROM guild_settings WHERE guild_id = $1
=> sql.array

SELECT guild_id FROM guild_settings WHERE 'ping' = ANY(disabled_commands) OR disabled_commands @> ARRAY['all']

SELECT guild_id, prefix FROM guild_settings WHERE options @> '{"verify": true}'::jsonb

SELECT guild_id FROM guild_settings WHERE options ? $1

SELECT s.guild_id, c.command FROM guild_settings s CROSS JOIN LATERAL unnest(s.disabled_commands) AS c(command)

-- starboard
INSERT INTO stars (message_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING

SELECT COUNT(*) FROM stars WHERE message_id = $1

SELECT s.message_id, s.author_id, COUNT(st.user_id) AS stars FROM starboard s JOIN stars st ON st.message_id = s.message_id WHERE s.guild_id = $1 GROUP BY s.message_id, s.author_id ORDER BY stars DESC LIMIT 10

DELETE FROM stars USING starboard entry WHERE entry.message_id = stars.message_id AND entry.star_message_id = $1 AND stars.user_id = $2

WITH received AS (SELECT entry.author_id, COUNT(*) AS total FROM stars JOIN starboard entry USING (message_id) WHERE entry.guild_id = $1 GROUP BY entry.author_id), given AS (SELECT user_id, COUNT(*) AS total FROM stars INNER JOIN starboard USING (message_id) WHERE guild_id = $1 GROUP BY user_id) SELECT COALESCE(received.author_id, given.user_id) AS user_id, COALESCE(received.total, 0) AS received, COALESCE(given.total, 0) AS given FROM received FULL OUTER JOIN given ON received.author_id = given.user_id ORDER BY 2 DESC LIMIT 5

SELECT author_id, array_agg((message_id, posted_at) ORDER BY posted_at) AS posts FROM starboard WHERE guild_id = $1 GROUP BY author_id

UPDATE starboard SET star_message_id = $2 WHERE message_id = $1 AND star_message_id IS NULL RETURNING (SELECT count(*) FROM stars WHERE stars.message_id = starboard.message_id)

SELECT guild_id, to_char(posted_at, 'YYYY-MM') AS month, count(*) FROM starboard GROUP BY guild_id, month ORDER BY month

SELECT width_bucket(count(*), 0, 50, 5) FROM stars GROUP BY message_id

SELECT posted_at, lag(posted_at) OVER w, posted_at - lag(posted_at) OVER w AS gap FROM starboard WHERE guild_id = $1 WINDOW w AS (ORDER BY posted_at)
