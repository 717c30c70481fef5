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
CREATE TABLE documents (id serial PRIMARY KEY, name text NOT NULL, data jsonb NOT NULL);
CREATE TYPE mood AS ENUM ('GOOD', 'BAD');
CREATE TABLE things (
    id serial PRIMARY KEY,
    numbers integer[] NOT NULL,
    words text[],
    price numeric(10, 2) NOT NULL,
    ratio double precision NOT NULL,
    exact numeric NOT NULL,
    address inet NOT NULL,
    span interval NOT NULL,
    raw bytea NOT NULL,
    day date NOT NULL,
    hour time NOT NULL,
    naive timestamp NOT NULL,
    aware timestamptz NOT NULL,
    period int4range NOT NULL,
    uid uuid NOT NULL,
    uid_text uuid NOT NULL,
    flag boolean NOT NULL,
    mood mood NOT NULL,
    plain_mood mood NOT NULL,
    data jsonb NOT NULL,
    extra json
);
CREATE TABLE devices (
    id serial PRIMARY KEY,
    mac macaddr NOT NULL,
    others macaddr[] NOT NULL,
    wide macaddr8,
    cost money,
    owner oid NOT NULL,
    clock timetz NOT NULL
);
CREATE TABLE settings (id serial PRIMARY KEY, bits bit(4) NOT NULL);
