TRUNCATE papers, words RESTART IDENTITY;
INSERT INTO papers (name, data, extra, raw) VALUES
    ('first', '{"a": 1, "b": [1.0, null, "x"]}', NULL, '{"b":  1, "b": 2}'),
    ('second', '{"a": {"c": "d"}}', '"text"', NULL),
    ('third', 'null', '[]', 'null');
