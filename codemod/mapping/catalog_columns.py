"""Columns of PostgreSQL's own catalogs by type, those alike in the versions 15, 16 and 18 (manual, chapters 37 and 53).

A column of a domain has the type below it. ``tests/postgres/test_catalogs.py`` holds them against a server. Columns of
types that are not compared or read alike are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: Tables of ``pg_catalog``; ``?`` after a column that may be NULL.
TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "pg_class": {
        "name": "relname",
        "oid": ("oid relnamespace reltype reloftype relowner relam relfilenode reltablespace reltoastrelid relrewrite"),
        "smallint": "relnatts relchecks",
        "integer": "relpages relallvisible",
        "real": "reltuples",
        "boolean": (
            "relhasindex relisshared relhasrules relhastriggers relhassubclass relrowsecurity relforcerowsecurity "
            "relispopulated relispartition"
        ),
        '"char"': "relpersistence relkind relreplident",
    },
    "pg_namespace": {
        "name": "nspname",
        "oid": "oid nspowner",
    },
    "pg_attribute": {
        "name": "attname",
        "oid": "attrelid atttypid attcollation",
        "smallint": "attlen attnum",
        "integer": "atttypmod",
        "boolean": "attbyval attnotnull atthasdef atthasmissing attisdropped attislocal",
        '"char"': "attalign attstorage attcompression attidentity attgenerated",
    },
    "pg_type": {
        "name": "typname",
        "oid": "oid typnamespace typowner typrelid typelem typarray typbasetype typcollation",
        "text": "typdefault?",
        "smallint": "typlen",
        "integer": "typtypmod typndims",
        "boolean": "typbyval typispreferred typisdefined typnotnull",
        '"char"': "typtype typcategory typdelim typalign typstorage",
    },
    "pg_index": {
        "oid": "indexrelid indrelid",
        "smallint": "indnatts indnkeyatts",
        "boolean": (
            "indisunique indnullsnotdistinct indisprimary indisexclusion indimmediate indisclustered indisvalid "
            "indcheckxmin indisready indislive indisreplident"
        ),
    },
    "pg_constraint": {
        "name": "conname",
        "oid": "oid connamespace conrelid contypid conindid conparentid confrelid",
        "boolean": "condeferrable condeferred convalidated conislocal connoinherit",
        '"char"': "contype confupdtype confdeltype confmatchtype",
    },
    "pg_proc": {
        "name": "proname",
        "oid": "oid pronamespace proowner prolang provariadic prorettype",
        "text": "prosrc probin?",
        "smallint": "pronargs pronargdefaults",
        "real": "procost prorows",
        "boolean": "prosecdef proleakproof proisstrict proretset",
        '"char"': "prokind provolatile proparallel",
    },
    "pg_enum": {
        "name": "enumlabel",
        "oid": "oid enumtypid",
        "real": "enumsortorder",
    },
    "pg_trigger": {
        "name": "tgname tgoldtable? tgnewtable?",
        "oid": "oid tgrelid tgparentid tgfoid tgconstrrelid tgconstrindid tgconstraint",
        "smallint": "tgtype tgnargs",
        "boolean": "tgisinternal tgdeferrable tginitdeferred",
        '"char"': "tgenabled",
    },
    "pg_extension": {
        "name": "extname",
        "oid": "oid extowner extnamespace",
        "text": "extversion",
        "boolean": "extrelocatable",
    },
    "pg_database": {
        "name": "datname",
        "oid": "oid datdba dattablespace",
        "text": "datcollate datctype datcollversion?",
        "integer": "encoding datconnlimit",
        "boolean": "datistemplate datallowconn",
        '"char"': "datlocprovider",
    },
    "pg_description": {
        "oid": "objoid classoid",
        "text": "description",
        "integer": "objsubid",
    },
    "pg_sequence": {
        "oid": "seqrelid seqtypid",
        "bigint": "seqstart seqincrement seqmax seqmin seqcache",
        "boolean": "seqcycle",
    },
}

#: Views of ``pg_catalog``; ``!`` after a column that never is NULL.
VIEWS: Final[Mapping[str, Mapping[str, str]]] = {
    "pg_available_extensions": {
        "name": "name!",
        "text": "default_version installed_version comment",
    },
    "pg_roles": {
        "name": "rolname!",
        "oid": "oid",
        "text": "rolpassword",
        "integer": "rolconnlimit",
        "boolean": "rolsuper rolinherit rolcreaterole rolcreatedb rolcanlogin rolreplication rolbypassrls",
        "timestamp with time zone": "rolvaliduntil",
    },
    "pg_settings": {
        "text": "name! setting unit category short_desc context vartype reset_val",
    },
    "pg_tables": {
        "name": "schemaname! tablename! tableowner tablespace",
        "boolean": "hasindexes hasrules hastriggers rowsecurity",
    },
    "pg_views": {
        "name": "schemaname! viewname! viewowner",
        "text": "definition",
    },
    "pg_matviews": {
        "name": "schemaname! matviewname! matviewowner tablespace",
        "text": "definition",
        "boolean": "hasindexes ispopulated",
    },
    "pg_indexes": {
        "name": "schemaname! tablename! indexname! tablespace",
        "text": "indexdef",
    },
    "pg_sequences": {
        "name": "schemaname sequencename sequenceowner",
        "bigint": "start_value increment_by cache_size last_value",
        "boolean": "cycle",
    },
    "pg_locks": {
        "oid": "database relation classid objid",
        "text": "locktype mode",
        "smallint": "tuple objsubid",
        "integer": "page pid",
        "boolean": "granted",
    },
    "pg_stat_activity": {
        "name": "datname usename",
        "oid": "datid usesysid",
        "text": "application_name client_hostname wait_event_type wait_event state query backend_type",
        "integer": "pid! leader_pid client_port",
        "bigint": "query_id",
        "timestamp with time zone": "backend_start query_start state_change",
        "inet": "client_addr",
    },
    "pg_stat_all_tables": {
        "name": "schemaname relname!",
        "oid": "relid!",
        "bigint": (
            "seq_scan seq_tup_read idx_scan idx_tup_fetch n_tup_ins n_tup_upd n_tup_del n_tup_hot_upd n_live_tup "
            "n_dead_tup n_mod_since_analyze n_ins_since_vacuum vacuum_count analyze_count"
        ),
        "timestamp with time zone": "last_vacuum last_analyze",
    },
    "pg_stat_user_tables": {
        "name": "schemaname! relname!",
        "oid": "relid!",
        "bigint": (
            "seq_scan seq_tup_read idx_scan idx_tup_fetch n_tup_ins n_tup_upd n_tup_del n_tup_hot_upd n_live_tup "
            "n_dead_tup n_mod_since_analyze n_ins_since_vacuum vacuum_count analyze_count"
        ),
        "timestamp with time zone": "last_vacuum last_analyze",
    },
    "pg_stat_all_indexes": {
        "name": "schemaname relname indexrelname",
        "oid": "relid indexrelid",
        "bigint": "idx_scan idx_tup_read idx_tup_fetch",
    },
    "pg_stat_user_indexes": {
        "name": "schemaname! relname! indexrelname!",
        "oid": "relid indexrelid",
        "bigint": "idx_scan idx_tup_read idx_tup_fetch",
    },
    "pg_stat_database": {
        "name": "datname",
        "oid": "datid",
        "integer": "numbackends",
        "bigint": (
            "tup_returned tup_fetched tup_inserted tup_updated tup_deleted conflicts temp_files temp_bytes "
            "deadlocks sessions"
        ),
        "double precision": "active_time idle_in_transaction_time",
        "timestamp with time zone": "stats_reset",
    },
    "pg_statio_user_tables": {
        "name": "schemaname relname",
        "oid": "relid",
    },
}

#: Views of ``information_schema``, marked likewise.
INFORMATION_SCHEMA: Final[Mapping[str, Mapping[str, str]]] = {
    "tables": {
        "name": "table_catalog! table_schema! table_name!",
        "character varying": "table_type! is_insertable_into is_typed",
    },
    "columns": {
        "name": "table_catalog! table_schema! table_name! column_name! udt_catalog udt_schema udt_name",
        "character varying": (
            "column_default is_nullable! data_type is_identity identity_generation is_generated "
            "generation_expression is_updatable"
        ),
        "integer": "ordinal_position! character_maximum_length numeric_precision numeric_scale datetime_precision",
    },
    "schemata": {
        "name": "catalog_name! schema_name! schema_owner",
    },
    "views": {
        "name": "table_catalog! table_schema! table_name!",
        "character varying": (
            "view_definition check_option is_updatable is_insertable_into is_trigger_updatable "
            "is_trigger_deletable is_trigger_insertable_into"
        ),
    },
    "table_constraints": {
        "name": "constraint_catalog constraint_schema! constraint_name! table_catalog table_schema! table_name!",
        "character varying": "constraint_type is_deferrable initially_deferred enforced nulls_distinct",
    },
    "key_column_usage": {
        "name": (
            "constraint_catalog constraint_schema! constraint_name! table_catalog table_schema! table_name! "
            "column_name!"
        ),
        "integer": "ordinal_position position_in_unique_constraint",
    },
    "constraint_column_usage": {
        "name": (
            "table_catalog table_schema! table_name! column_name! constraint_catalog constraint_schema! "
            "constraint_name!"
        ),
    },
    "referential_constraints": {
        "name": (
            "constraint_catalog constraint_schema constraint_name unique_constraint_catalog "
            "unique_constraint_schema unique_constraint_name"
        ),
        "character varying": "match_option update_rule delete_rule",
    },
    "sequences": {
        "name": "sequence_catalog sequence_schema sequence_name",
        "character varying": "data_type start_value minimum_value maximum_value increment cycle_option",
        "integer": "numeric_precision numeric_scale",
    },
    "routines": {
        "name": (
            "specific_catalog specific_schema specific_name routine_catalog routine_schema routine_name "
            "udt_catalog udt_schema udt_name"
        ),
        "character varying": (
            "routine_type data_type routine_body routine_definition parameter_style is_deterministic "
            "security_type as_locator new_savepoint_level is_udt_dependent"
        ),
        "integer": "character_maximum_length numeric_precision numeric_scale datetime_precision",
        "timestamp with time zone": "created last_altered",
    },
    "triggers": {
        "name": (
            "trigger_catalog trigger_schema trigger_name event_object_catalog event_object_schema event_object_table"
        ),
        "character varying": "event_manipulation action_condition action_statement action_orientation action_timing",
        "integer": "action_order",
        "timestamp with time zone": "created",
    },
}
