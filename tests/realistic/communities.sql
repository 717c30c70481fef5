-- giveaways
INSERT INTO giveaways (guild_id, channel_id, host_id, prize, winners, ends_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id

INSERT INTO giveaway_entries(giveaway_id, user_id) VALUES($1, $2) ON CONFLICT (giveaway_id, user_id) DO NOTHING RETURNING TRUE

SELECT user_id FROM giveaway_entries WHERE giveaway_id = $1 ORDER BY RANDOM() LIMIT $2

SELECT user_id FROM giveaway_entries WHERE giveaway_id = $1 ORDER BY random() * weight DESC LIMIT (SELECT winners FROM giveaways WHERE id = $1)

SELECT * FROM giveaways WHERE ended = FALSE AND ends_at <= (now() at time zone 'utc')

SELECT g.*, COUNT(e.user_id) AS entries FROM giveaways g LEFT JOIN giveaway_entries e ON e.giveaway_id = g.id WHERE g.guild_id = $1 AND NOT g.ended GROUP BY g.id ORDER BY g.ends_at

UPDATE giveaways SET ended = true, winner_ids = ARRAY(SELECT user_id FROM giveaway_entries WHERE giveaway_id = $1 ORDER BY random() LIMIT $2) WHERE id = $1 RETURNING winner_ids

WITH ended AS (UPDATE giveaways SET ended = TRUE WHERE ends_at < NOW() AND ended IS NOT TRUE RETURNING id, channel_id, message_id, prize, winners) SELECT ended.*, (SELECT array_agg(user_id) FROM giveaway_entries e WHERE e.giveaway_id = ended.id) AS entrants FROM ended

SELECT EXISTS(SELECT 1 FROM giveaways WHERE id = $1 AND (required_roles = '{}' OR required_roles && $2::bigint[]))

SELECT COUNT(DISTINCT user_id) FROM giveaway_entries JOIN giveaways ON giveaways.id = giveaway_entries.giveaway_id WHERE giveaways.guild_id = $1

SELECT 1 FROM giveaway_entries WHERE giveaway_id = $1 AND weight < $2

DELETE FROM giveaway_entries WHERE giveaway_id = $1 AND user_id <> ALL($2::bigint[])

UPDATE giveaways SET ends_at = ends_at + ($2 * INTERVAL '1 minute') WHERE id = $1 RETURNING ends_at

SELECT winner_ids[1:3] FROM giveaways WHERE id = $1

SELECT array_length(winner_ids, 1) AS n, COALESCE(winner_ids, ARRAY[]::bigint[]) AS ids FROM giveaways WHERE message_id = $1

-- tickets
INSERT INTO tickets (guild_id, opener_id, subject) SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT 1 FROM tickets WHERE guild_id = $1 AND opener_id = $2 AND state <> 'closed') RETURNING id

UPDATE tickets SET state = 'closed', closed_at = now() WHERE id = $1 AND state != 'closed' RETURNING opener_id, closed_at - opened_at AS open_for

UPDATE tickets SET state = $2::ticket_state WHERE id = $1

UPDATE tickets SET claimed_by = $2 WHERE id = $1 AND (claimed_by IS NULL OR claimed_by = $2)

SELECT state, COUNT(*) AS n FROM tickets WHERE guild_id = $1 GROUP BY state ORDER BY state

SELECT claimed_by, COUNT(*) AS handled, ROUND(AVG(rating), 2) AS rating, AVG(closed_at - opened_at) AS mean_time FROM tickets WHERE guild_id = $1 AND state = 'closed' AND claimed_by IS NOT NULL GROUP BY claimed_by HAVING COUNT(*) >= 5 ORDER BY rating DESC NULLS LAST, handled DESC

SELECT t.id, t.subject, m.body AS last_message FROM tickets t LEFT JOIN LATERAL (SELECT body FROM ticket_messages WHERE ticket_id = t.id ORDER BY position DESC LIMIT 1) m ON TRUE WHERE t.guild_id = $1 AND t.state IN ('open', 'waiting')

INSERT INTO ticket_messages (ticket_id, position, author_id, body) VALUES ($1, COALESCE((SELECT MAX(position) FROM ticket_messages WHERE ticket_id = $1), 0) + 1, $2, $3) RETURNING position

SELECT id, subject FROM tickets WHERE labels @> ARRAY[$2] AND guild_id = $1

UPDATE tickets SET labels = (SELECT array_agg(DISTINCT label) FROM unnest(labels || $2::text[]) AS label) WHERE id = $1

SELECT label, COUNT(*) FROM tickets, unnest(labels) AS label WHERE guild_id = $1 GROUP BY label ORDER BY COUNT(*) DESC, label LIMIT 25

SELECT json_agg(json_build_object('author', author_id::text, 'body', body, 'at', to_char(sent_at, 'YYYY-MM-DD HH24:MI')) ORDER BY position) AS transcript FROM ticket_messages WHERE ticket_id = $1

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM closed_at - opened_at)) AS median, percentile_cont(0.95) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM closed_at - opened_at)) AS p95 FROM tickets WHERE guild_id = $1 AND closed_at IS NOT NULL

SELECT t.id, EXTRACT(DAY FROM now() - t.opened_at)::int AS age FROM tickets AS t WHERE t.state = 'waiting' AND t.opened_at < now() - make_interval(days => $1)

SELECT ticket_id, attachments->0->>'url' AS first, jsonb_array_length(attachments) AS n FROM ticket_messages WHERE attachments <> '[]'::jsonb

SELECT m.ticket_id, a->>'url' AS url FROM ticket_messages m, jsonb_array_elements(m.attachments) a WHERE m.author_id = $1

DELETE FROM tickets WHERE guild_id = $1 AND state = 'closed' AND closed_at < NOW() - INTERVAL '30 days'

SELECT subject || ' (#' || id || ')' AS title FROM tickets WHERE guild_id = $1 AND subject ILIKE '%' || $2 || '%' LIMIT 25

SELECT COALESCE(AVG(rating), 0)::float FROM tickets WHERE claimed_by = $1

-- polls
UPDATE polls SET votes = votes || jsonb_build_object($2::text, $3::int) WHERE id = $1 RETURNING votes

UPDATE polls SET votes = jsonb_set(votes, ARRAY[$2], to_jsonb(COALESCE((votes->>$2)::int, 0) + 1)) WHERE id = $1

UPDATE polls SET votes = jsonb_set(votes, ARRAY[$2::text], $3::jsonb, true) WHERE id = $1

UPDATE polls SET votes = votes - $2 WHERE id = $1

UPDATE polls SET votes = votes || $2 WHERE id = $1

UPDATE polls SET votes = votes || $2::jsonb WHERE id = $1

UPDATE polls SET votes = COALESCE(votes, '{}'::jsonb) || $2::jsonb WHERE id = $1

SELECT options[choice] AS option, COUNT(*) AS n FROM poll_votes v JOIN polls p ON p.id = v.poll_id WHERE poll_id = $1 GROUP BY options[choice] ORDER BY n DESC

SELECT o.option, o.position, COUNT(v.user_id) AS votes, ROUND(100.0 * COUNT(v.user_id) / NULLIF(SUM(COUNT(v.user_id)) OVER (), 0), 1) AS percent FROM polls p CROSS JOIN LATERAL unnest(p.options) WITH ORDINALITY AS o(option, position) LEFT JOIN poll_votes v ON v.poll_id = p.id AND v.choice = o.position WHERE p.id = $1 GROUP BY o.option, o.position ORDER BY o.position

INSERT INTO poll_votes (poll_id, user_id, choice) VALUES ($1, $2, $3) ON CONFLICT (poll_id, user_id) DO UPDATE SET choice = EXCLUDED.choice WHERE poll_votes.choice IS DISTINCT FROM EXCLUDED.choice RETURNING (xmax = 0) AS new

SELECT key, value FROM polls, jsonb_each(votes) WHERE id = $1

SELECT key, value::int AS n FROM polls, jsonb_each_text(votes) WHERE id = $1 ORDER BY value::int DESC

SELECT settings->>'anonymous' = 'true' AS anonymous FROM polls WHERE id = $1

SELECT (settings->>'max')::int FROM polls WHERE id = $1

SELECT array_agg(DISTINCT user_id) AS voters FROM poll_votes WHERE poll_id = $1

SELECT array_position(options, $2) FROM polls WHERE id = $1

-- leaderboards
SELECT player_id, MAX(score) AS best, ROW_NUMBER() OVER (ORDER BY MAX(score) DESC) AS place FROM game_results WHERE game = $1 GROUP BY player_id ORDER BY place LIMIT 10

SELECT place FROM (SELECT player_id, DENSE_RANK() OVER (ORDER BY SUM(score) DESC) AS place FROM game_results WHERE game = $1 GROUP BY player_id) AS ranked WHERE player_id = $2

WITH best AS (SELECT DISTINCT ON (player_id) player_id, score, played_at FROM game_results WHERE game = $1 ORDER BY player_id, score DESC, played_at) SELECT player_id, score, RANK() OVER (ORDER BY score DESC) FROM best ORDER BY score DESC LIMIT $2 OFFSET $3

SELECT width_bucket(score, 0, 1000, 10) AS bucket, COUNT(*) FROM game_results WHERE game = $1 GROUP BY bucket ORDER BY bucket

SELECT d::date AS day, COUNT(r.id) AS games FROM generate_series($1::date, $2::date, '1 day') AS d LEFT JOIN game_results r ON r.played_at::date = d::date AND r.player_id = $3 GROUP BY d ORDER BY d

SELECT day::date, COALESCE(total, 0) AS total FROM generate_series(date_trunc('day', now() - interval '6 days'), date_trunc('day', now()), interval '1 day') AS day LEFT JOIN (SELECT date_trunc('day', played_at) AS d, SUM(score) AS total FROM game_results WHERE player_id = $1 GROUP BY 1) s ON s.d = day ORDER BY day

SELECT player_id, score, score - LAG(score) OVER (PARTITION BY player_id ORDER BY played_at) AS change FROM game_results WHERE game = $1

SELECT game, COUNT(*) FILTER (WHERE accuracy >= 0.9) AS good, COUNT(*) AS total, ROUND(AVG(accuracy)::numeric * 100, 1) AS accuracy FROM game_results WHERE player_id = $1 GROUP BY game

SELECT game, justify_hours(SUM(duration)) AS played FROM game_results WHERE player_id = $1 GROUP BY GROUPING SETS ((game), ()) ORDER BY game NULLS LAST

SELECT player_id, NTILE(4) OVER (ORDER BY score) AS quartile, PERCENT_RANK() OVER (ORDER BY score) FROM game_results WHERE game = $1

SELECT AVG(score) OVER (ORDER BY played_at ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS moving FROM game_results WHERE player_id = $1 ORDER BY played_at

SELECT (SELECT COUNT(*) FROM game_results WHERE player_id = $1) AS mine, (SELECT COUNT(*) FROM game_results) AS everyone

SELECT date_part('dow', played_at)::int AS weekday, EXTRACT(HOUR FROM played_at AT TIME ZONE $2)::int AS hour, COUNT(*) FROM game_results WHERE player_id = $1 GROUP BY 1, 2

SELECT to_char(played_at, 'Day') AS weekday, COUNT(*) AS n FROM game_results GROUP BY 1 ORDER BY n DESC

SELECT game, string_agg(DISTINCT player_id::text, ',') AS players FROM game_results GROUP BY game

SELECT (array_agg(score ORDER BY played_at DESC))[1:5] AS recent FROM game_results WHERE player_id = $1

SELECT mode() WITHIN GROUP (ORDER BY game) FROM game_results WHERE player_id = $1

INSERT INTO game_results (player_id, game, score, duration) VALUES ($1, $2, $3, $4 * interval '1 second')
