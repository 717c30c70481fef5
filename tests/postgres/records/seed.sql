TRUNCATE items RESTART IDENTITY;
INSERT INTO items (name, count, tag, label, data) VALUES ('axe', 3, 'tool', 'x', '{"a": 1}'), ('bow', 0, NULL, 'y', NULL);
