INSERT INTO tags (guild_id, name, content, owner_id, uses, created_at) VALUES
    (1, 'rules', 'Be kind.', 10, 7, '2024-01-01 00:00+00'),
    (1, 'Wiki', 'See the wiki.', 10, 3, '2024-01-02 00:00+00'),
    (1, 'wikipedia', 'An encyclopedia.', 11, 9, '2024-01-03 00:00+00'),
    (1, 'never', 'Never used.', 11, 0, '2024-01-04 00:00+00'),
    (1, 'fresh', 'Not used yet.', 11, 0, '2090-01-01 00:00+00'),
    (2, 'rules', 'No rules.', 12, 1, '2024-01-05 00:00+00'),
    (4, 'lonely', 'A guild without settings.', 12, 0, '2024-01-06 00:00+00');
INSERT INTO tag_aliases (guild_id, alias, tag_id) VALUES (1, 'r', 1), (1, 'law', 1), (2, 'r', 6);
INSERT INTO reminders (user_id, channel_id, message, due_at, delivered, created_at) VALUES
    (10, 100, 'water the plants', '2024-03-01 08:00+00', false, '2024-02-01 00:00+00'),
    (10, 101, 'pay rent', '2024-03-01 07:00+00', false, '2024-02-02 00:00+00'),
    (10, 100, 'done already', '2024-02-01 00:00+00', true, '2024-01-02 00:00+00'),
    (10, 100, 'far away', '2095-01-01 00:00+00', false, '2024-02-03 00:00+00'),
    (11, 100, 'dentist', '2095-01-01 00:00+00', false, '2024-02-04 00:00+00'),
    (12, 999, 'lost channel', '2024-03-02 00:00+00', false, '2024-02-05 00:00+00');
INSERT INTO member_levels (guild_id, user_id, xp, level, last_message_at) VALUES
    (1, 10, 350, 2, '2024-01-01 00:00+00'),
    (1, 11, 350, 2, NULL),
    (1, 12, 90, 0, '2024-01-02 00:00+00'),
    (1, 13, 4000, 9, '2024-01-03 00:00+00'),
    (2, 10, 5, 0, NULL);
INSERT INTO level_rewards (guild_id, level, role) VALUES (1, 1, 501), (1, 5, 505), (2, 1, 601);
INSERT INTO guild_settings (guild_id, prefix, log_channel_id, welcome_message) VALUES
    (1, '?', 100, 'Hello there!'), (2, '!', NULL, NULL), (3, '$', 300, '');
INSERT INTO mod_cases (guild_id, case_number, action, moderator_id, target_id, reason, expires_at, active, created_at)
VALUES
    (1, 1, 'warn', 10, 12, 'spam', NULL, true, '2024-01-01 00:00+00'),
    (1, 2, 'mute', 10, 12, 'more spam', '2024-02-01 00:00+00', true, '2024-01-02 00:00+00'),
    (1, 3, 'warn', 11, 12, NULL, NULL, false, '2024-01-03 00:00+00'),
    (1, 4, 'ban', 10, 13, '100%', '2095-01-01 00:00+00', true, '2024-01-04 00:00+00'),
    (2, 1, 'kick', 10, 14, 'rude', NULL, false, '2024-01-05 00:00+00');
