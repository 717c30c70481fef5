CREATE TABLE shelves (id serial PRIMARY KEY, place text NOT NULL);
CREATE TABLE items (
    id serial PRIMARY KEY,
    name text NOT NULL UNIQUE,
    shelf_id integer REFERENCES shelves (id),
    count integer NOT NULL DEFAULT 0,
    index bigint NOT NULL DEFAULT 7,
    tag text,
    class text,
    "user-id" bigint,
    made_at timestamptz NOT NULL DEFAULT now()
);
