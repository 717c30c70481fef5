CREATE TABLE papers (id serial PRIMARY KEY, name text NOT NULL, data jsonb NOT NULL, extra jsonb, raw json);
CREATE TABLE words (id serial PRIMARY KEY, word text NOT NULL, total integer NOT NULL);
