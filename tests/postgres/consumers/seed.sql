TRUNCATE shelves, items RESTART IDENTITY;
INSERT INTO shelves (place) VALUES ('cellar'), ('attic');
INSERT INTO items (name, shelf_id, count, index, tag, class, "user-id", made_at) VALUES
    ('axe', 1, 3, 7, 'tool', 'iron', 70, '2024-01-01 00:00:00+00'),
    ('bow', 1, 0, 8, NULL, 'wood', 71, '2024-01-02 00:00:00+00'),
    ('cup', 2, 12, 9, 'ware', NULL, NULL, '2024-01-03 00:00:00+00'),
    ('die', NULL, 1, 10, 'toy', 'bone', 73, '2024-01-04 00:00:00+00');
