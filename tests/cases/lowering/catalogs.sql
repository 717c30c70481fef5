SELECT EXISTS (SELECT FROM information_schema.tables WHERE table_schema = 'public' AND table_name = $1)
=> tables = table('tables', column('table_schema', Text), column('table_name', Text), schema='information_schema')
select(exists().where(tables.c.table_schema == 'public', tables.c.table_name == p1).label('exists'))

SELECT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = 'public' AND table_name = 'links')
=> tables = table('tables', column('table_schema', Text), column('table_name', Text), schema='information_schema')
select(exists().where(tables.c.table_schema == 'public', tables.c.table_name == 'links').label('exists'))

SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position
=> columns = table('columns', column('column_name', Text), column('data_type', String), column('is_nullable', String), column('table_name', Text), column('ordinal_position', Integer), schema='information_schema')
select(columns.c.column_name, columns.c.data_type, columns.c.is_nullable).where(columns.c.table_name == p1).order_by(columns.c.ordinal_position)

SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name = ANY($1)
=> tables = table('tables', column('table_name', Text), column('table_schema', Text), column('table_type', String), schema='information_schema')
select(tables.c.table_name).where(tables.c.table_schema == 'public', tables.c.table_type == 'BASE TABLE', tables.c.table_name == any_(literal(p1, ARRAY(Text))))

SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE $1
=> pg_tables = table('pg_tables', column('tablename', Text), column('schemaname', Text))
select(pg_tables.c.tablename).where(pg_tables.c.schemaname == 'public', pg_tables.c.tablename.like(literal(p1, pg_tables.c.tablename.type)))

SELECT c.relname, c.reltuples FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'
=> pg_class = table('pg_class', column('relnamespace', OID), column('relname', Text), column('reltuples', REAL), column('relkind', CHAR))
pg_namespace = table('pg_namespace', column('oid', OID), column('nspname', Text))
select(pg_class.c.relname, pg_class.c.reltuples).join(pg_namespace, pg_namespace.c.oid == pg_class.c.relnamespace).where(pg_namespace.c.nspname == 'public', pg_class.c.relkind == literal_column("'r'"))

SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'v') AND relname NOT IN ('a', 'b')
=> pg_class = table('pg_class', column('relname', Text), column('relkind', CHAR))
select(pg_class.c.relname).where(pg_class.c.relkind.in_([literal_column("'r'"), literal_column("'v'")]), pg_class.c.relname.not_in(['a', 'b']))

SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'
=> pg_stat_activity = table('pg_stat_activity', column('datname', Text), column('state', Text))
select(func.count().label('count')).where(pg_stat_activity.c.datname == func.current_database(), pg_stat_activity.c.state == 'active')

SELECT 1 FROM pg_extension WHERE extname = 'vector'
=> pg_extension = table('pg_extension', column('extname', Text))
select(literal_column('1').label('?column?')).where(pg_extension.c.extname == 'vector')

SELECT extversion FROM pg_extension WHERE extname = $1
=> pg_extension = table('pg_extension', column('extversion', Text), column('extname', Text))
select(pg_extension.c.extversion).where(pg_extension.c.extname == p1)

SELECT indexname FROM pg_indexes WHERE tablename = 'links' AND indexname <> $1
=> refused: types.unsupported

SELECT * FROM pg_class
=> refused: mapping.model-incomplete

SELECT relfrozenxid FROM pg_class
=> refused: mapping.unknown-column

SELECT relname FROM pg_catalog.pg_class WHERE oid = $1
=> pg_class = table('pg_class', column('relname', Text), column('oid', OID), schema='pg_catalog')
select(pg_class.c.relname).where(pg_class.c.oid == literal(p1, pg_class.c.oid.type))

SELECT pg_size_pretty(pg_database_size(current_database()))
=> select(func.pg_size_pretty(func.pg_database_size(func.current_database())).label('pg_size_pretty'))

SELECT relname, n_live_tup FROM pg_stat_user_tables ORDER BY n_live_tup DESC LIMIT 10
=> pg_stat_user_tables = table('pg_stat_user_tables', column('relname', Text), column('n_live_tup', BigInteger))
select(pg_stat_user_tables.c.relname, pg_stat_user_tables.c.n_live_tup).order_by(pg_stat_user_tables.c.n_live_tup.desc()).limit(10)

SELECT upper(table_name) FROM information_schema.tables
=> tables = table('tables', column('table_name', Text), schema='information_schema')
select(func.upper(tables.c.table_name).label('upper'))

SELECT relname FROM pg_class WHERE relkind = $1
=> refused: types.unsupported

SELECT title FROM links WHERE EXISTS (SELECT 1 FROM pg_class WHERE title = relname)
=> refused: mapping.unknown-column

DELETE FROM pg_class WHERE relname = 'x'
=> refused: mapping.catalog

SELECT max(relname), count(DISTINCT relname) FROM pg_class
=> pg_class = table('pg_class', column('relname', Text))
select(func.max(pg_class.c.relname).label('max'), func.count(distinct(pg_class.c.relname)).label('count'))

SELECT COALESCE(relname, 'x') FROM pg_class
=> pg_class = table('pg_class', column('relname', Text))
select(func.coalesce(pg_class.c.relname, 'x').label('coalesce'))

SELECT nspname || '.' || relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
=> pg_class = table('pg_class', column('relnamespace', OID), column('relname', Text))
pg_namespace = table('pg_namespace', column('oid', OID), column('nspname', Text))
select(pg_namespace.c.nspname.concat('.').concat(pg_class.c.relname).label('name')).select_from(pg_class).join(pg_namespace, pg_namespace.c.oid == pg_class.c.relnamespace)

SELECT version(), current_database(), current_schema()
=> select(func.version().label('version'), func.current_database().label('current_database'), func.current_schema().label('current_schema'))

SELECT e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typname = $1 ORDER BY e.enumsortorder
=> pg_enum = table('pg_enum', column('enumtypid', OID), column('enumlabel', Text), column('enumsortorder', REAL))
pg_type = table('pg_type', column('oid', OID), column('typname', Text))
select(pg_enum.c.enumlabel).join(pg_type, pg_type.c.oid == pg_enum.c.enumtypid).where(pg_type.c.typname == p1).order_by(pg_enum.c.enumsortorder)

SELECT pid, query FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query_start < now() - interval '5 minutes'
=> pg_stat_activity = table('pg_stat_activity', column('pid', Integer), column('query', Text), column('query_start', DateTime(timezone=True)))
select(pg_stat_activity.c.pid, pg_stat_activity.c.query).where(pg_stat_activity.c.pid != func.pg_backend_pid(), pg_stat_activity.c.query_start < func.now() - literal_column("INTERVAL '5 minutes'"))

SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()
=> pg_stat_activity = table('pg_stat_activity', column('pid', Integer), column('datname', Text))
select(func.pg_terminate_backend(pg_stat_activity.c.pid).label('pg_terminate_backend')).where(pg_stat_activity.c.datname == literal(p1, pg_stat_activity.c.datname.type), pg_stat_activity.c.pid != func.pg_backend_pid())

SELECT pg_size_pretty(pg_total_relation_size($1))
=> select(func.pg_size_pretty(func.pg_total_relation_size(literal(p1, REGCLASS))).label('pg_size_pretty'))

SELECT pg_relation_size($1::regclass) AS size
=> select(func.pg_relation_size(literal(p1, REGCLASS)).label('size'))

SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.oid = $1::regclass
=> pg_class = table('pg_class', column('oid', OID))
select(cast(cast(pg_class.c.oid, REGCLASS), Text).label('name')).where(pg_class.c.oid == literal(p1, REGCLASS))

SELECT pg_size_pretty(pg_total_relation_size('links')) AS size
=> select(func.pg_size_pretty(func.pg_total_relation_size(literal_column("'links'"))).label('size'))

SELECT relname FROM pg_class WHERE oid = 'links'::regclass
=> pg_class = table('pg_class', column('relname', Text), column('oid', OID))
select(pg_class.c.relname).where(pg_class.c.oid == literal_column("'links'::REGCLASS"))

SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0
=> pg_attribute = table('pg_attribute', column('attname', Text), column('atttypid', OID), column('atttypmod', Integer), column('attrelid', OID), column('attnum', SmallInteger))
select(pg_attribute.c.attname, func.format_type(pg_attribute.c.atttypid, pg_attribute.c.atttypmod).label('format_type')).where(pg_attribute.c.attrelid == literal(p1, REGCLASS), pg_attribute.c.attnum > 0)

SELECT tablename FROM pg_tables WHERE tablename ILIKE 'links%' AND schemaname NOT IN ('pg_catalog', 'information_schema')
=> pg_tables = table('pg_tables', column('tablename', Text), column('schemaname', Text))
select(pg_tables.c.tablename).where(pg_tables.c.tablename.ilike('links%'), pg_tables.c.schemaname.not_in(['pg_catalog', 'information_schema']))

SELECT tablename FROM pg_tables WHERE tablename ~ '^l' AND tablename > $1
=> refused: types.unsupported

SELECT relname FROM pg_class WHERE relname = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
=> pg_class = table('pg_class', column('relname', Text))
select(pg_class.c.relname).where(pg_class.c.relname == literal_column("'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'"))

SELECT table_schema || '.' || table_name AS fq FROM information_schema.tables
=> tables = table('tables', column('table_schema', Text), column('table_name', Text), schema='information_schema')
select(tables.c.table_schema.concat('.').concat(tables.c.table_name).label('fq'))

SELECT array_agg(column_name) AS names FROM information_schema.columns WHERE table_name = 'links'
=> columns = table('columns', column('column_name', Text), column('table_name', Text), schema='information_schema')
select(func.array_agg(columns.c.column_name).label('names')).where(columns.c.table_name == 'links')

SELECT string_agg(column_name, ', ') AS names FROM information_schema.columns WHERE table_name = 'links'
=> columns = table('columns', column('column_name', Text), column('table_name', Text), schema='information_schema')
select(func.string_agg(columns.c.column_name, ', ').label('names')).where(columns.c.table_name == 'links')

SELECT t.table_name, (SELECT count(*) FROM information_schema.columns c WHERE c.table_name = t.table_name) AS n FROM information_schema.tables t
=> tables = table('tables', column('table_name', Text), schema='information_schema')
columns = table('columns', column('table_name', Text), schema='information_schema')
select(tables.c.table_name, select(func.count()).where(columns.c.table_name == tables.c.table_name).scalar_subquery().label('n'))

SELECT CASE WHEN relkind = 'r' THEN 'table' ELSE 'other' END AS kind, CASE relkind WHEN 'v' THEN 1 ELSE 2 END AS n FROM pg_class
=> pg_class = table('pg_class', column('relkind', CHAR))
select(case((pg_class.c.relkind == literal_column("'r'"), 'table'), else_='other').label('kind'), case((literal_column("'v'"), 1), value=pg_class.c.relkind, else_=2).label('n'))

SELECT title FROM links WHERE title IN (SELECT relname FROM pg_class)
=> pg_class = table('pg_class', column('relname', Text))
select(Link.title).where(Link.title.in_(select(pg_class.c.relname)))

SELECT relname FROM pg_class WHERE relname = lower($1)
=> pg_class = table('pg_class', column('relname', Text))
select(pg_class.c.relname).where(pg_class.c.relname == func.lower(literal(p1, Text)))

SELECT reltuples::bigint AS estimate FROM pg_class WHERE relname = 'links'
=> pg_class = table('pg_class', column('reltuples', REAL), column('relname', Text))
select(cast(pg_class.c.reltuples, BigInteger).label('estimate')).where(pg_class.c.relname == 'links')

SELECT to_regclass('public.links') IS NOT NULL AS there
=> select(func.to_regclass('public.links').is_not(None).label('there'))

SELECT a.relname, b.relname AS other FROM pg_class a JOIN pg_class b ON b.relnamespace = a.relnamespace AND b.relname > a.relname
=> pg_class = table('pg_class', column('relnamespace', OID), column('relname', Text))
a = pg_class.alias()
b = pg_class.alias()
select(a.c.relname, b.c.relname.label('other')).select_from(a).join(b, and_(b.c.relnamespace == a.c.relnamespace, b.c.relname > a.c.relname))

SELECT * FROM information_schema.tables
=> refused: mapping.model-incomplete

SELECT t.* FROM information_schema.tables t
=> refused: mapping.model-incomplete

SELECT conkey FROM pg_constraint
=> refused: mapping.unknown-column

SELECT wal_records FROM pg_stat_wal
=> refused: mapping.catalog

SELECT calls FROM pg_stat_statements
=> refused: mapping.catalog

SELECT relname FROM pg_class WHERE NOT (relname = $1)
=> refused: types.unsupported

SELECT relname FROM pg_class WHERE relname = $1 OR relkind = 'v'
=> refused: types.unsupported

SELECT relname FROM pg_class WHERE relname <> ALL($1)
=> refused: types.unsupported

SELECT relname = $1 AS found FROM pg_class
=> refused: types.unsupported

SELECT coalesce(relname, $1) AS name FROM pg_class
=> refused: types.unsupported

SELECT pg_backend_pid()
=> refused: sql.connection-state

SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid()
=> refused: sql.connection-state

UPDATE pg_settings SET setting = 'on' WHERE name = 'jit'
=> refused: mapping.catalog

INSERT INTO pg_class (relname) VALUES ('x')
=> refused: mapping.catalog

SELECT table_name FROM information_schema.tables UNION SELECT title FROM links
=> refused: sql.set-operation

SELECT relname FROM other.pg_class
=> refused: mapping.no-model

SELECT relname FROM pg_class ORDER BY relacl
=> refused: mapping.unknown-column

SELECT pg_database_size($1)
=> refused: bind.unknown-type

SELECT relname FROM pg_class WHERE relnamespace::regnamespace::text = 'public'
=> refused: sql.cast

SELECT l.title FROM links l JOIN pg_class c ON c.relname = l.title WHERE backend = 1
=> refused: mapping.unknown-column

SELECT l.title, c.relname FROM links l JOIN pg_class c ON c.relname = l.title WHERE l.id = $1
=> pg_class = table('pg_class', column('relname', Text))
select(Link.title, pg_class.c.relname).select_from(Link).join(pg_class, pg_class.c.relname == Link.title).where(Link.id == p1)

SELECT oid FROM pg_class WHERE relname IN ($1, 'a')
=> refused: types.unsupported
