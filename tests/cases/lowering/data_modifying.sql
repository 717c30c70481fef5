WITH u AS (INSERT INTO users (id, name) VALUES ($1, $2) RETURNING id) INSERT INTO links (title, guild_id, added, active) SELECT 'x', id, now(), true FROM u
=> u = insert(User).values(id=p1, name=p2).returning(User.id).cte('u')
insert(Link).from_select(['title', 'guild_id', 'added', 'active'], select(literal_column("'x'"), u.c.id, func.now(), true()))

WITH u AS (INSERT INTO users (id, name) VALUES ($1, $2)) INSERT INTO links (title, guild_id, added, active) VALUES ($3, $1, now(), true)
=> u = insert(User).values(id=p1, name=p2).cte('u')
insert(Link).values(title=p3, guild_id=p1, added=func.now(), active=True).inline().add_cte(u)

WITH u AS (INSERT INTO users (id, name) VALUES ($1, $2) RETURNING id) INSERT INTO links (title, guild_id, added, active) VALUES ($3, (SELECT id FROM u), now(), true) RETURNING id
=> u = insert(User).values(id=p1, name=p2).returning(User.id).cte('u')
insert(Link).values(title=p3, guild_id=select(u.c.id).scalar_subquery(), added=func.now(), active=True).returning(Link.id)

WITH d AS (DELETE FROM links WHERE guild_id = $1 RETURNING id, title) SELECT count(*) FROM d
=> d = delete(Link).where(Link.guild_id == p1).returning(Link.id, Link.title).cte('d')
select(func.count().label('count')).select_from(d)

WITH d AS (DELETE FROM links WHERE guild_id = $1 RETURNING *) SELECT title FROM d
=> d = delete(Link).where(Link.guild_id == p1).returning(Link.__table__).cte('d')
select(d.c.title)

WITH d AS (UPDATE users SET age = $2 WHERE id = $1 RETURNING id) DELETE FROM links WHERE guild_id = (SELECT id FROM d)
=> d = update(User).where(User.id == p1).values(age=p2).returning(User.id).cte('d')
delete(Link).where(Link.guild_id == select(d.c.id).scalar_subquery()).execution_options(synchronize_session=False)

WITH d AS (UPDATE users SET age = $2 WHERE id = $1 RETURNING id) UPDATE links SET title = 'x' FROM d WHERE links.guild_id = d.id
=> d = update(User).where(User.id == p1).values(age=p2).returning(User.id).cte('d')
update(Link).where(Link.guild_id == d.c.id).values(title='x').execution_options(synchronize_session=False)

INSERT INTO users (id, name) SELECT guild_id, title FROM links WHERE active
=> insert(User).from_select(['id', 'name'], select(Link.guild_id, Link.title).where(Link.active))

INSERT INTO users (id, name) SELECT guild_id, title FROM links WHERE active ON CONFLICT (id) DO NOTHING
=> pg_insert(User).from_select(['id', 'name'], select(Link.guild_id, Link.title).where(Link.active)).on_conflict_do_nothing(index_elements=[User.id])

INSERT INTO users (id, name) SELECT l.guild_id, l.title FROM links l WHERE l.id = $1 ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name RETURNING id
=> insert_stmt = pg_insert(User).from_select(['id', 'name'], select(Link.guild_id, Link.title).where(Link.id == p1))
insert_stmt.on_conflict_do_update(index_elements=[User.id], set_={'name': insert_stmt.excluded.name}).returning(User.id)

INSERT INTO users (id, name) SELECT * FROM links
=> refused: sql.insert

UPDATE links SET title = u.name FROM users u WHERE links.guild_id = u.id AND u.age > $1
=> update(Link).where(Link.guild_id == User.id, User.age > literal(p1, User.age.type)).values(title=User.name).execution_options(synchronize_session=False)

UPDATE links l SET title = u.name FROM users u WHERE l.guild_id = u.id
=> update(Link).where(Link.guild_id == User.id).values(title=User.name).execution_options(synchronize_session=False)

UPDATE links SET (title, tag) = ($1, $2) WHERE id = $3
=> update(Link).where(Link.id == p3).values(title=p1, tag=p2)

UPDATE links SET (title, tag) = ('a', NULL), active = false WHERE id = $3
=> update(Link).where(Link.id == p3).values(title='a', tag=None, active=False)

DELETE FROM links USING users u WHERE links.guild_id = u.id AND u.name = $1
=> delete(Link).where(Link.guild_id == User.id, User.name == p1).execution_options(synchronize_session=False)

DELETE FROM links l USING users u WHERE l.guild_id = u.id
=> delete(Link).where(Link.guild_id == User.id).execution_options(synchronize_session=False)

WITH m AS (SELECT age FROM users WHERE id = $1) UPDATE links SET title = 'a' WHERE id = (SELECT age FROM m)
=> m = select(User.age).where(User.id == p1).cte('m')
update(Link).where(Link.id == select(m.c.age).scalar_subquery()).values(title='a').execution_options(synchronize_session=False)

WITH a AS (DELETE FROM links WHERE id = $1 RETURNING guild_id), b AS (UPDATE users SET age = 3 WHERE id IN (SELECT guild_id FROM a)) SELECT guild_id FROM a
=> a = delete(Link).where(Link.id == p1).returning(Link.guild_id).cte('a')
b = update(User).where(User.id.in_(select(a.c.guild_id))).values(age=3).cte('b')
select(a.c.guild_id).add_cte(b)

WITH a AS (DELETE FROM links WHERE id = $1) SELECT name FROM users
=> a = delete(Link).where(Link.id == p1).cte('a')
select(User.name).add_cte(a)

WITH a AS (INSERT INTO users (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id) INSERT INTO links (title, guild_id, added, active) SELECT $3, id, now(), true FROM a
=> a = pg_insert(User).values(id=p1, name=p2).on_conflict_do_nothing().returning(User.id).cte('a')
insert(Link).from_select(['title', 'guild_id', 'added', 'active'], select(literal(p3, Text), a.c.id, func.now(), true()))

INSERT INTO users (id, name) SELECT id, $2 FROM links WHERE id = $1
=> insert(User).from_select(['id', 'name'], select(Link.id, literal(p2, Text)).where(Link.id == p1))

UPDATE users SET name = l.title FROM links l JOIN logs g ON g.user_id = l.guild_id WHERE l.guild_id = users.id
=> update(User).where(logs.c.user_id == Link.guild_id, Link.guild_id == User.id).values(name=Link.title).execution_options(synchronize_session=False)

DELETE FROM users USING links l JOIN logs g ON g.user_id = l.guild_id WHERE l.guild_id = users.id
=> delete(User).where(logs.c.user_id == Link.guild_id, Link.guild_id == User.id).execution_options(synchronize_session=False)

UPDATE users SET name = l.title FROM links l LEFT JOIN logs g ON g.user_id = l.guild_id WHERE l.guild_id = users.id
=> refused: sql.joined-change

UPDATE users SET name = l.title FROM links l JOIN logs g ON g.user_id = id WHERE l.guild_id = users.id
=> refused: mapping.ambiguous-column

DELETE FROM users USING links l JOIN logs g USING (id) WHERE l.guild_id = users.id
=> refused: sql.joined-change

INSERT INTO seats VALUES ($1, $2, $3, true)
=> insert(Seat).values(room=p1, number=p2, label=p3, taken=True)

INSERT INTO seats VALUES ($1, $2), ($3, $4)
=> insert(Seat).values([{'room': p1, 'number': p2, 'taken': text('DEFAULT')}, {'room': p3, 'number': p4, 'taken': text('DEFAULT')}])

INSERT INTO seats SELECT id, age, $1 FROM users
=> insert(Seat).from_select(['room', 'number', 'label'], select(User.id, User.age, literal(p1, Text)), include_defaults=False)

INSERT INTO seats VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
=> refused: sql.insert

INSERT INTO links VALUES ($1, $2)
=> refused: mapping.column-order

INSERT INTO users DEFAULT VALUES
=> insert(User).values().inline()

INSERT INTO users DEFAULT VALUES RETURNING id
=> insert(User).values().returning(User.id)

INSERT INTO users (id, name) VALUES (DEFAULT, DEFAULT)
=> insert(User).values(id=text('DEFAULT'), name=text('DEFAULT')).inline()

INSERT INTO users (id, name) (SELECT id, title FROM links)
=> insert(User).from_select(['id', 'name'], select(Link.id, Link.title))

INSERT INTO users (id, name) ((SELECT id, title FROM links) LIMIT 5)
=> refused: sql.subquery

INSERT INTO users (id, name) VALUES ((SELECT max(id) + 1 FROM users), $1)
=> insert(User).values(id=select(func.max(User.id) + 1).scalar_subquery(), name=p1).inline()

INSERT INTO logs (user_id, text, at) SELECT $1, $2, now() WHERE NOT EXISTS (SELECT 1 FROM logs WHERE user_id = $1)
=> insert(logs).from_select(['user_id', 'text', 'at'], select(literal(p1, BigInteger), literal(p2, Text), func.now()).where(~exists().where(logs.c.user_id == p1)))

INSERT INTO logs (user_id, text) SELECT DISTINCT $1, name FROM users
=> refused: bind.unknown-type

INSERT INTO logs (user_id, text) SELECT $1, name FROM users GROUP BY name
=> refused: bind.unknown-type

INSERT INTO logs (user_id, text) SELECT $1, name FROM users ORDER BY 1
=> refused: bind.unknown-type

INSERT INTO logs (user_id, text) SELECT $1, name FROM users UNION SELECT id, title FROM links
=> refused: bind.unknown-type

INSERT INTO logs (user_id, text) SELECT $1, u.* FROM users u
=> refused: bind.unknown-type

INSERT INTO links (title, data) SELECT name, $1 FROM users
=> refused: bind.json

INSERT INTO links (title, guild_id, codes) VALUES ($1, $2, $3)
=> insert(Link).values(title=p1, guild_id=p2, codes=literal(p3, ARRAY(String))).inline()

INSERT INTO links (title, tags) VALUES ($1, ARRAY[$2, 'x'])
=> insert(Link).values(title=p1, tags=literal([p2, 'x'], ARRAY(Text))).inline()

INSERT INTO links (title, tags) VALUES ($1, ARRAY[lower($2)])
=> insert(Link).values(title=p1, tags=array([func.lower(literal(p2, Text))], type_=Text)).inline()

INSERT INTO users AS u (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name WHERE u.name <> EXCLUDED.name RETURNING *
=> insert_stmt = pg_insert(User).values(id=p1, name=p2)
insert_stmt.on_conflict_do_update(index_elements=[User.id], set_={'name': insert_stmt.excluded.name}, where=User.name != insert_stmt.excluded.name).returning(User.__table__)

INSERT INTO users (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name RETURNING excluded.name
=> refused: mapping.unknown-column

UPDATE links SET active = NOT active WHERE id = $1
=> update(Link).where(Link.id == p1).values(active=not_(Link.active))

UPDATE links SET active = $1 > 5, tag = DEFAULT WHERE id = $2
=> update(Link).where(Link.id == p2).values(active=literal(p1, Integer) > literal_column('5'), tag=text('DEFAULT'))

UPDATE links SET active = title = $1
=> update(Link).values(active=Link.title == literal(p1, Link.title.type))

UPDATE links SET codes = $1 WHERE id = $2
=> update(Link).where(Link.id == p2).values(codes=literal(p1, ARRAY(String)))

UPDATE links SET codes[1] = $1 WHERE id = $2
=> update(Link).where(Link.id == p2).values({Link.codes[1]: p1}).execution_options(synchronize_session=False)

UPDATE links SET refs[$1] = refs[$1] + 1, title = lower(title) WHERE id = $2
=> update(Link).where(Link.id == p2).values({Link.refs[literal(p1, Integer)]: Link.refs[literal(p1, Integer)] + 1, Link.title: func.lower(Link.title)}).execution_options(synchronize_session=False)

UPDATE links SET tags[1:2] = $1
=> refused: sql.assignment

UPDATE links SET data['a'] = '1'
=> refused: sql.assignment

UPDATE links SET (title) = (SELECT name FROM users LIMIT 1)
=> refused: sql.assignment

UPDATE links SET tag = NULLIF($1, '') WHERE id = $2
=> update(Link).where(Link.id == p2).values(tag=func.nullif(literal(p1, Text), ''))

UPDATE links SET (title, tag) = (SELECT name, name FROM users WHERE id = $1)
=> update(Link).values({tuple_(Link.title, Link.tag): select(User.name, User.name).where(User.id == p1).scalar_subquery()}).execution_options(synchronize_session=False)

UPDATE logs SET (user_id, text) = (SELECT id, name FROM users WHERE id = logs.user_id) WHERE text IS NULL
=> update(logs).where(logs.c.text.is_(None)).values({tuple_(logs.c.user_id, logs.c.text): select(User.id, User.name).where(User.id == logs.c.user_id).scalar_subquery()})

UPDATE links SET (title, tag) = ROW($1, $2) WHERE active
=> update(Link).where(Link.active).values(title=p1, tag=p2)

UPDATE links SET (title) = ROW($1), tag = $2 WHERE active
=> update(Link).where(Link.active).values(title=p1, tag=p2)

UPDATE links SET (title) = ROW($1, $2)
=> refused: sql.assignment

UPDATE links SET (title) = ($1)
=> refused: sql.assignment

UPDATE links SET (title) = NULLIF($1, '')
=> refused: sql.assignment

UPDATE links SET (title, tag, day) = (SELECT name, name FROM users WHERE id = $1)
=> refused: sql.assignment

UPDATE links SET (title, tag) = ROW($1, $2, $3)
=> refused: sql.assignment

INSERT INTO users (id, name) VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET (name, age) = (SELECT 'x', 1)
=> refused: sql.assignment
