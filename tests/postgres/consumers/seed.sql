TRUNCATE shelves, items, things, documents, devices, settings RESTART IDENTITY;
INSERT INTO shelves (place) VALUES ('cellar'), ('attic');
INSERT INTO items (name, shelf_id, count, index, tag, class, "user-id", made_at) VALUES
    ('axe', 1, 3, 7, 'tool', 'iron', 70, '2024-01-01 00:00:00+00'),
    ('bow', 1, 0, 8, NULL, 'wood', 71, '2024-01-02 00:00:00+00'),
    ('cup', 2, 12, 9, 'ware', NULL, NULL, '2024-01-03 00:00:00+00'),
    ('die', NULL, 1, 10, 'toy', 'bone', 73, '2024-01-04 00:00:00+00');
INSERT INTO things (numbers, words, price, ratio, exact, address, span, raw, day, hour, naive, aware, period, uid, uid_text, flag, mood, plain_mood, data, extra) VALUES
    ('{1,2,NULL}', '{a,"b c"}', 12.50, 0.1, 1.10, '10.0.0.1/8', '1 day 02:00:00', '\x00ff', '2024-02-29', '23:59:59', '2024-02-29 12:00:00', '2024-02-29 12:00:00+02', '[1,5)', 'b5e2a9c4-2f2b-4c8c-9d25-5d1b0d6c5a11', 'b5e2a9c4-2f2b-4c8c-9d25-5d1b0d6c5a11', true, 'GOOD', 'BAD', '{"a": [1, 2.50, null]}', '{"b":  1}'),
    ('{}', NULL, -1.00, 'NaN', 2, '::1', '-3 months', '', '0001-01-01', '00:00:00', '2024-01-01 00:00:00', '2024-01-01 00:00:00+00', 'empty', '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', false, 'BAD', 'GOOD', 'null', NULL);
INSERT INTO documents (name, data) VALUES ('first', '{"a": 1, "b": [1.0, null, "x"]}'), ('second', '{"a": null}');
INSERT INTO devices (mac, others, wide, cost, owner, clock) VALUES
    ('08:00:2b:01:02:03', '{08:00:2b:01:02:04,NULL}', '08:00:2b:01:02:03:04:05', '1234.50', 10, '12:00:00+02'),
    ('08-00-2b-01-02-05', '{}', NULL, NULL, 4294967295, '00:00:00-12');
INSERT INTO settings (bits) VALUES ('1010');
