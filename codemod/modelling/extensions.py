"""Types and operator classes of extensions that a scratch server lacks: enough to make tables and indexes of, empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    pass

#: Extensions whose objects a project's DDL names, with or without a CREATE EXTENSION of its own.
EXTENSIONS: Final = (
    "citext", "hstore", "ltree", "vector", "pg_trgm", "btree_gin", "btree_gist", "uuid-ossp", "pgcrypto", "unaccent",
    "cube", "earthdistance", "intarray", "fuzzystrmatch", "tablefunc",
)  # fmt: skip

#: Extension to its types, each with the input and output functions of the built-in type that it looks like.
_TYPES: Final[dict[str, tuple[str, ...]]] = {
    "citext": ("citext",),
    "hstore": ("hstore",),
    "ltree": ("ltree", "lquery", "ltxtquery"),
    "vector": ("vector", "halfvec", "sparsevec"),
    "postgis": ("geometry", "geography"),
    "cube": ("cube",),
}
#: ``vector(1536)`` keeps its modifier; those of PostGIS are no numbers.
_SIZED: Final = frozenset({"vector", "halfvec", "sparsevec"})

#: Extension to functions that stand in defaults, generated columns and indexes.
_FUNCTIONS: Final[dict[str, tuple[str, ...]]] = {
    "uuid-ossp": (
        "uuid_generate_v1() RETURNS uuid",
        "uuid_generate_v1mc() RETURNS uuid",
        "uuid_generate_v4() RETURNS uuid",
    ),
    "pgcrypto": (
        "gen_random_bytes(integer) RETURNS bytea",
        "digest(text, text) RETURNS bytea",
        "digest(bytea, text) RETURNS bytea",
        "crypt(text, text) RETURNS text",
        "gen_salt(text) RETURNS text",
    ),
    "unaccent": ("unaccent(text) RETURNS text",),
    "pg_trgm": ("similarity(text, text) RETURNS real", "word_similarity(text, text) RETURNS real"),
}

#: Support functions of GIN and GiST that an index on an empty table only has to find.
_GIN: Final = """
    FUNCTION 2 gin_extract_tsvector(tsvector, internal, internal),
    FUNCTION 3 gin_extract_tsquery(tsvector, internal, smallint, internal, internal, internal, internal),
    FUNCTION 4 gin_tsquery_consistent(internal, smallint, tsvector, integer, internal, internal, internal, internal)
"""
_GIST: Final = """
    FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal),
    FUNCTION 2 gist_box_union(internal, internal),
    FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal),
    FUNCTION 7 gist_box_same(box, box, internal), STORAGE box
"""
_SCALARS: Final = (
    "smallint", "integer", "bigint", "real", "double precision", "numeric", "text", "character varying", "uuid", "date",
    "time", "timestamp", "timestamptz", "interval", "inet", "bytea", "boolean",
)  # fmt: skip

#: Extension to its operator classes: name, type, method, whether it is the default one, operators of equality.
_CLASSES: Final[dict[str, tuple[tuple[str, str, str, bool], ...]]] = {
    "pg_trgm": (("gin_trgm_ops", "text", "gin", False), ("gist_trgm_ops", "text", "gist", False)),
    "btree_gin": tuple((f"gin_{name.replace(' ', '_')}_ops", name, "gin", True) for name in _SCALARS),
    "btree_gist": tuple((f"gist_{name.replace(' ', '_')}_ops", name, "gist", True) for name in _SCALARS),
    "hstore": (("gin_hstore_ops", "hstore", "gin", True), ("gist_hstore_ops", "hstore", "gist", True)),
    "ltree": (("gist_ltree_ops", "ltree", "gist", True),),
    "postgis": (("gist_geometry_ops_2d", "geometry", "gist", True), ("gist_geography_ops", "geography", "gist", True)),
    "intarray": (("gin__int_ops", "integer[]", "gin", False), ("gist__int_ops", "integer[]", "gist", False)),
}


async def extend(connection: Any) -> frozenset[str]:
    """Have the extensions in an empty scratch database, or what stands in for them.

    Args:
        connection: an asyncpg connection of a superuser.

    Returns:
        The extensions that something stands in for; a CREATE EXTENSION of theirs is to be passed over.
    """
    installed = {row[0] for row in await connection.fetch("SELECT name FROM pg_available_extensions")}
    imitated = frozenset({*EXTENSIONS, *_TYPES, *_CLASSES} - installed)
    for extension in (*EXTENSIONS, "postgis"):
        if extension in imitated:
            await connection.execute("SET check_function_bodies = off;" + "".join(_stand_in(extension)))
        elif extension in EXTENSIONS and extension not in ("earthdistance", "tablefunc"):
            await connection.execute(f'CREATE EXTENSION IF NOT EXISTS "{extension}"')
    return imitated


def _stand_in(extension: str) -> Iterator[str]:
    for name in _TYPES.get(extension, ()):
        yield from _type(name)
    for signature in _FUNCTIONS.get(extension, ()):
        kind = signature.rpartition(" ")[2]
        yield f"CREATE FUNCTION {signature} LANGUAGE sql IMMUTABLE STRICT AS 'SELECT NULL::{kind}';"
    for name, kind, method, is_default in _CLASSES.get(extension, ()):
        # an exclusion constraint asks for the operator (btree_gist's number of it is 3); not every type's is a built-in
        equality = f"OPERATOR 3 = ({kind}, {kind}), " if extension == "btree_gist" and kind in _COMPARED else ""
        support = f"{_GIN}, STORAGE text" if method == "gin" else _GIST
        default = "DEFAULT " if is_default else ""
        yield f"CREATE OPERATOR CLASS {name} {default}FOR TYPE {kind} USING {method} AS {equality}{support};"


_COMPARED: Final = frozenset(_SCALARS) - {"character varying"}


def _type(name: str) -> Iterator[str]:
    modifier = ", TYPMOD_IN = varchartypmodin, TYPMOD_OUT = varchartypmodout" if name in _SIZED else ""
    category = ", CATEGORY = 'S'" if name == "citext" else ""
    yield f"CREATE TYPE {name};"
    yield _internal(f"{name}_in(cstring) RETURNS {name}", "textin")
    yield _internal(f"{name}_out({name}) RETURNS cstring", "textout")
    yield f"CREATE TYPE {name} (INPUT = {name}_in, OUTPUT = {name}_out, LIKE = text{modifier}{category});"
    if name == "citext":
        yield f"CREATE CAST ({name} AS text) WITHOUT FUNCTION AS IMPLICIT;"
        yield f"CREATE CAST (text AS {name}) WITHOUT FUNCTION AS ASSIGNMENT;"
        yield from _ordering(name)


def _internal(signature: str, function: str) -> str:
    """A function that one of PostgreSQL's own stands for."""
    return f"CREATE FUNCTION {signature} LANGUAGE internal IMMUTABLE STRICT AS '{function}';"


def _ordering(name: str) -> Iterator[str]:
    """A type whose columns may be keys: the operators of text and its B-tree class."""
    functions = {"<": "text_lt", "<=": "text_le", "=": "texteq", ">=": "text_ge", ">": "text_gt"}
    for operator, function in functions.items():
        made = f"{name}_{function}"
        yield _internal(f"{made}({name}, {name}) RETURNS boolean", function)
        yield f"CREATE OPERATOR {operator} (LEFTARG = {name}, RIGHTARG = {name}, FUNCTION = {made});"
    yield _internal(f"{name}_cmp({name}, {name}) RETURNS integer", "bttextcmp")
    operators = ", ".join(f"OPERATOR {number} {operator}" for number, operator in enumerate(functions, 1))
    yield (
        f"CREATE OPERATOR CLASS {name}_ops DEFAULT FOR TYPE {name} USING btree AS {operators}, "
        f"FUNCTION 1 {name}_cmp({name}, {name});"
    )
