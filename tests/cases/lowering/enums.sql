SELECT room, state FROM seats WHERE state = $1
=> select(Seat.room, Seat.state).where(Seat.state == p1)

SELECT state FROM seats WHERE state <> 'sold' AND before = $1
=> select(Seat.state).where(Seat.state != 'sold', Seat.before == literal(p1, Seat.before.type))

SELECT room FROM seats WHERE state = ANY($1)
=> select(Seat.room).where(Seat.state == any_(literal(p1, ARRAY(Seat.state.type))))

SELECT room FROM seats WHERE state IN ($1, 'held') ORDER BY state DESC
=> select(Seat.room).where(Seat.state.in_([p1, 'held'])).order_by(Seat.state.desc())

SELECT room FROM seats WHERE state = $1::seat_state
=> select(Seat.room).where(Seat.state == literal(p1, Seat.state.type))

SELECT room FROM seats WHERE state = 'free'::seat_state
=> select(Seat.room).where(Seat.state == literal_column("'free'::seat_state"))

SELECT room FROM seats WHERE state::text LIKE 'f%'
=> select(Seat.room).where(cast(Seat.state, Text).like('f%'))

SELECT room FROM seats WHERE $1 = ANY(path)
=> select(Seat.room).where(literal(p1, Seat.state.type) == any_(Seat.path))

SELECT max(state) AS last, array_agg(before) AS b FROM seats
=> select(func.max(Seat.state).label('last'), func.array_agg(Seat.before).label('b'))

SELECT coalesce(before, 'free') AS s FROM seats
=> select(func.coalesce(Seat.before, literal_column("'free'")).label('s'))

SELECT CASE state WHEN 'free' THEN 1 ELSE 0 END AS s FROM seats
=> select(case((literal_column("'free'"), 1), value=Seat.state, else_=0).label('s'))

SELECT * FROM seats WHERE path = $1
=> select(Seat.__table__).where(Seat.path == literal(p1, Seat.path.type))

INSERT INTO seats (room, number, state, before) VALUES ($1, $2, 'held', $3) ON CONFLICT (room, number) DO UPDATE SET state = EXCLUDED.state RETURNING state
=> insert_stmt = pg_insert(Seat).values(room=p1, number=p2, state='held', before=p3, taken=text('DEFAULT'))
insert_stmt.on_conflict_do_update(index_elements=[Seat.room, Seat.number], set_={'state': insert_stmt.excluded.state}).returning(Seat.state)

INSERT INTO seats (room, number, state) SELECT id, 1, $1 FROM users
=> insert(Seat).from_select(['room', 'number', 'state'], select(User.id, 1, literal(p1, Seat.state.type)), include_defaults=False)

UPDATE seats SET state = 'sold', path = array_append(path, $1) WHERE state = 'held' RETURNING path
=> update(Seat).where(Seat.state == 'held').values(state='sold', path=func.array_append(Seat.path, literal(p1, Seat.state.type))).returning(Seat.path)

SELECT room FROM seats WHERE (state, room) = ($1, 5)
=> select(Seat.room).where(tuple_(Seat.state, Seat.room) == (p1, 5))

SELECT room FROM seats WHERE state LIKE 'f%'
=> refused: sql.predicate

SELECT room FROM seats WHERE state = $1::other_state
=> refused: sql.cast

SELECT state || 'x' FROM seats
=> refused: sql.string

SELECT unnest(enum_range(NULL::seat_state))
=> refused: sql.function

SELECT state + 1 FROM seats
=> refused: types.unsupported

SELECT id FROM parcels WHERE stage = $1::post.stage OR stage = 'sent'
=> select(Parcel.id).where(or_(Parcel.stage == literal(p1, Parcel.stage.type), Parcel.stage == 'sent'))

SELECT stage FROM parcels WHERE stage = ANY($1::post.stage[]) ORDER BY stage
=> select(Parcel.stage).where(Parcel.stage == any_(literal(p1, ARRAY(Parcel.stage.type)))).order_by(Parcel.stage)

UPDATE parcels SET stage = 'sent' WHERE id = $1 AND stage = 'packed'::post.stage RETURNING stage
=> update(Parcel).where(Parcel.id == p1, Parcel.stage == literal_column("'packed'::post.stage")).values(stage='sent').execution_options(synchronize_session=False).returning(Parcel.stage)

SELECT id FROM parcels WHERE stage = $1::stage
=> refused: sql.cast

SELECT id FROM parcels WHERE stage = $1::other.stage
=> refused: sql.cast
