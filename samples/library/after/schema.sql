CREATE TABLE books (
    id serial PRIMARY KEY,
    title text NOT NULL,
    author text NOT NULL,
    shelf text,
    copies integer NOT NULL DEFAULT 1
);

CREATE TABLE members (
    id bigint PRIMARY KEY,
    name text NOT NULL,
    email text UNIQUE
);

CREATE TABLE loans (
    book_id integer NOT NULL REFERENCES books (id),
    member_id bigint NOT NULL REFERENCES members (id),
    due date NOT NULL,
    PRIMARY KEY (book_id, member_id)
);
