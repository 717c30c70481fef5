"""What imitates extensions that a scratch server lacks: their types, functions and operators, never their results."""

from __future__ import annotations

import re
from typing import Final

#: The schema that holds them, last on the search path.
SCHEMA: Final = "stand_ins"

#: Extension to the statements that make what its users name.
STAND_INS: Final[dict[str, str]] = {
    "citext": "CREATE DOMAIN stand_ins.citext AS text",
    "pg_trgm": """
        CREATE FUNCTION stand_ins.similarity(text, text) RETURNS real LANGUAGE sql IMMUTABLE STRICT AS 'SELECT 0::real';
        CREATE FUNCTION stand_ins.word_similarity(text, text) RETURNS real
            LANGUAGE sql IMMUTABLE STRICT AS 'SELECT 0::real';
        CREATE FUNCTION stand_ins.strict_word_similarity(text, text) RETURNS real
            LANGUAGE sql IMMUTABLE STRICT AS 'SELECT 0::real';
        CREATE FUNCTION stand_ins.similarity_op(text, text) RETURNS boolean
            LANGUAGE sql IMMUTABLE STRICT AS 'SELECT true';
        CREATE OPERATOR stand_ins.% (FUNCTION = stand_ins.similarity_op, LEFTARG = text, RIGHTARG = text);
        CREATE OPERATOR stand_ins.<% (FUNCTION = stand_ins.similarity_op, LEFTARG = text, RIGHTARG = text);
        CREATE OPERATOR stand_ins.%> (FUNCTION = stand_ins.similarity_op, LEFTARG = text, RIGHTARG = text);
        CREATE OPERATOR stand_ins.<-> (FUNCTION = stand_ins.similarity, LEFTARG = text, RIGHTARG = text);
        CREATE OPERATOR stand_ins.<<-> (FUNCTION = stand_ins.word_similarity, LEFTARG = text, RIGHTARG = text);
        CREATE OPERATOR stand_ins.<->> (FUNCTION = stand_ins.word_similarity, LEFTARG = text, RIGHTARG = text);
    """,
    "unaccent": """
        CREATE FUNCTION stand_ins.unaccent(text) RETURNS text LANGUAGE sql STABLE STRICT AS 'SELECT $1'
    """,
    "uuid-ossp": """
        CREATE FUNCTION stand_ins.uuid_generate_v1() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()';
        CREATE FUNCTION stand_ins.uuid_generate_v4() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()';
    """,
    "pgcrypto": """
        CREATE FUNCTION stand_ins.digest(text, text) RETURNS bytea
            LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT ''::bytea $$;
        CREATE FUNCTION stand_ins.digest(bytea, text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT $1 $$;
        CREATE FUNCTION stand_ins.crypt(text, text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1';
        CREATE FUNCTION stand_ins.gen_salt(text) RETURNS text LANGUAGE sql AS 'SELECT $1';
        CREATE FUNCTION stand_ins.gen_salt(text, integer) RETURNS text LANGUAGE sql AS 'SELECT $1';
    """,
    "vector": """
        CREATE DOMAIN stand_ins.vector AS real[];
        CREATE FUNCTION stand_ins.distance(real[], real[]) RETURNS double precision
            LANGUAGE sql IMMUTABLE STRICT AS 'SELECT 0::float8';
        CREATE OPERATOR stand_ins.<-> (FUNCTION = stand_ins.distance, LEFTARG = real[], RIGHTARG = real[]);
        CREATE OPERATOR stand_ins.<=> (FUNCTION = stand_ins.distance, LEFTARG = real[], RIGHTARG = real[]);
        CREATE OPERATOR stand_ins.<#> (FUNCTION = stand_ins.distance, LEFTARG = real[], RIGHTARG = real[]);
    """,
}

#: A domain takes no modifier.
_MODIFIER: Final = re.compile(r"\bvector\s*\(\s*\d+\s*\)", re.I)

#: The objects that were made, and the tables that have a column of such a type.
OIDS: Final = f"""
    WITH space AS (SELECT oid FROM pg_namespace WHERE nspname = '{SCHEMA}'),
    kinds AS (SELECT oid FROM pg_type WHERE typnamespace IN (SELECT oid FROM space))
    SELECT oid::text FROM kinds
    UNION ALL SELECT oid::text FROM pg_proc WHERE pronamespace IN (SELECT oid FROM space)
    UNION ALL SELECT oid::text FROM pg_operator WHERE oprnamespace IN (SELECT oid FROM space)
    UNION ALL SELECT DISTINCT attrelid::text FROM pg_attribute WHERE atttypid IN (SELECT oid FROM kinds)
"""


def fitted(text: str) -> str:
    """A schema statement without the modifiers that a stand-in can't take."""
    return _MODIFIER.sub("vector", text)
