CREATE TABLE items (
    id serial PRIMARY KEY, name text NOT NULL, count integer NOT NULL, tag text, label text, data jsonb
);
