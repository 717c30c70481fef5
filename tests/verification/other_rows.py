"""Wrong rewrites of the statements of ``same_rows``."""

from __future__ import annotations

from other_statements import Wrong

_ASSIGNED = "update(Player).where(Player.id == p1).values({}.where(Game.white_id == Player.id).scalar_subquery()}})"
_ELEMENT = "update(Game).where(Game.id == p2).values({})"
_SYSTEM = (
    "delete(Player).where(literal_column('ctid').in_(select(literal_column('{}')).where(Game.moves > 5)), {})"
    ".execution_options(synchronize_session=False)"
)
_SEARCH = (
    "q = func.{}.table_valued(column('q', TSQUERY)).render_derived('q')\n"
    "select(Player.id).select_from(Player, q).where(func.to_tsvector('english', Player.handle).bool_op('@@')(q.c.q))"
)
_RECORDS = "select(Player.region, {}.label('array_agg')).group_by(Player.region)"
_LISTS = "func.array_agg(func.row(Player.id, Player.handle), type_=ARRAY(func.row().type))"
_MATCHED = "select(Player.handle).where(tuple_(Player.id, Player.region).in_([{}]))"
_GIVEN = "insert(Game).from_select(['white_id', 'opening', 'stake'], select(Player.id, {}).where({}))"
_RICHER = "Player.elo > literal(p3, Integer)"

_PAIRED = ".select_from(Game).join(Player, Player.id == Game.white_id)"
_SORTED = f"{_PAIRED}.order_by(Game.id, Player.id)"
_GROUPED = ".select_from(Game, Player).group_by(Game.id, Player.id).order_by({})"

_DAY = "select(Game.id).where(Game.started >= literal(p1, DateTime), Game.started < literal(p1, {}) {})"

_SUM = "select(func.coalesce({}).label('s'))"

WRONG_ROWS: list[Wrong] = [
    Wrong("insert_without_list", "values swapped", "insert(audit_log).values(happened=p1, what=p3, actor=p2)"),
    Wrong("insert_without_list", "a value less", "insert(audit_log).values(happened=p1, what=p2)"),
    Wrong("insert_of_leading_columns", "another value", "insert(audit_log).values(happened=func.now(), what='y')"),
    Wrong(
        "insert_without_list_select",
        "columns in another order",
        "insert(audit_log).from_select([audit_log.c.what, audit_log.c.happened, audit_log.c.actor],"
        " select(Player.joined, Player.handle, Player.id))",
    ),
    Wrong("default_values", "SQLAlchemy's own RETURNING", "insert(Player).values()"),
    Wrong("default_values", "a value", "insert(Player).values(active=True).inline()"),
    Wrong("default_values_returning", "nothing comes back", "insert(Player).values().inline()"),
    Wrong("defaults_one_by_one", "NULL is no default", "insert(Ladder).values(points=None).inline()"),
    Wrong("insert_select_argument", "swapped", _GIVEN.format("literal(p2, Text), literal(p1, Numeric)", _RICHER)),
    Wrong(
        "insert_select_argument", "rounded", _GIVEN.format("literal(p1, Text), literal(p2, Numeric(10, 1))", _RICHER)
    ),
    Wrong("insert_select_argument", "a float", _GIVEN.format("literal(p1, Text), literal(p2, Double)", _RICHER)),
    Wrong(
        "insert_select_argument",
        "another condition",
        _GIVEN.format("literal(p1, Text), literal(p2, Numeric)", "true()"),
    ),
    Wrong("array_cut", "it cuts", "update(Game).where(Game.id == p2).values(codes=p1)"),
    Wrong(
        "array_cut", "it cuts as well", "update(Game).where(Game.id == p2).values(codes=literal(p1, ARRAY(String(3))))"
    ),
    Wrong("toggled", "it stays", "update(Player).where(Player.id == p1).values(active=Player.active)"),
    Wrong("toggled", "always off", "update(Player).where(Player.id == p1).values(active=False)"),
    Wrong(
        "row_of_query_assigned",
        "columns swapped",
        _ASSIGNED.format("{tuple_(Player.elo, Player.handle): select(Game.opening, Game.moves)"),
    ),
    Wrong(
        "row_of_query_assigned",
        "values swapped",
        _ASSIGNED.format("{tuple_(Player.handle, Player.elo): select(Game.moves, Game.opening)"),
    ),
    Wrong(
        "row_of_query_assigned",
        "another column",
        _ASSIGNED.format("{tuple_(Player.handle, Player.wins): select(Game.opening, Game.moves)"),
    ),
    Wrong(
        "row_of_query_assigned",
        "one column less",
        _ASSIGNED.format("{Player.handle: select(Game.opening)"),
    ),
    Wrong("element_assigned", "another element", _ELEMENT.format("{Game.codes[1]: p1, Game.opening: 'x'}")),
    Wrong("element_assigned", "the whole array", _ELEMENT.format("codes=literal(p1, ARRAY(Text)), opening='x'")),
    Wrong("element_assigned", "another value", _ELEMENT.format("{Game.codes[2]: p2, Game.opening: 'x'}")),
    Wrong("element_assigned", "an assignment less", _ELEMENT.format("{Game.codes[2]: p1}")),
    Wrong("unknown", "known", "select(Player.id).where(Player.active.is_not(None))"),
    Wrong("unknown", "false", "select(Player.id).where(Player.active.is_(False))"),
    Wrong("known", "true", "select(Player.id).where((Player.elo > 5).is_(True))"),
    Wrong("known", "not false", "select(Player.id).where((Player.elo > 5).is_not(False))"),
    Wrong(
        "locked_before_limit",
        "waits",
        "select(Player.id).order_by(Player.id).limit(5).offset(2).with_for_update()",
    ),
    Wrong(
        "locked_before_limit",
        "the other way round",
        "select(Player.id).order_by(Player.id).limit(2).offset(5).with_for_update(skip_locked=True)",
    ),
    Wrong(
        "locked_before_limit",
        "no lock",
        "select(Player.id).order_by(Player.id).limit(5).offset(2)",
    ),
    Wrong("system_column", "another one", _SYSTEM.format("xmin", "literal_column('xmax') == literal_column('0')")),
    Wrong(
        "system_column",
        "the other transaction",
        _SYSTEM.format("ctid", "literal_column('xmin') == literal_column('0')"),
    ),
    Wrong("system_column", "other than 0", _SYSTEM.format("ctid", "literal_column('xmax') != literal_column('0')")),
    Wrong("text_search_in_from", "another function", _SEARCH.format("to_tsquery('english', literal(p1, Text))")),
    Wrong("text_search_in_from", "another language", _SEARCH.format("plainto_tsquery('german', literal(p1, Text))")),
    Wrong("text_search_in_from", "no language", _SEARCH.format("plainto_tsquery(literal(p1, Text))")),
    Wrong("record", "swapped", "select(func.row(Player.elo, Player.id).label('row'))"),
    Wrong("record", "a value less", "select(func.row(Player.id).label('row'))"),
    Wrong("record", "no record", "select(Player.id, Player.elo)"),
    Wrong("record", "its name", "select(func.row(Player.id, Player.elo).label('record'))"),
    Wrong("record", "a text", "select(cast(func.row(Player.id, Player.elo), Text).label('row'))"),
    Wrong("records", "lists instead of tuples", _RECORDS.format(_LISTS)),
    Wrong("records", "one each", _RECORDS.format("func.array_agg(distinct(func.row(Player.id, Player.handle)))")),
    Wrong("row_compared", "or equal", "select(Player.handle).where(tuple_(Player.elo, Player.id) >= (p1, p2))"),
    Wrong("row_compared", "values swapped", "select(Player.handle).where(tuple_(Player.elo, Player.id) > (p2, p1))"),
    Wrong("row_compared", "columns swapped", "select(Player.handle).where(tuple_(Player.id, Player.elo) > (p1, p2))"),
    Wrong("row_compared", "part by part", "select(Player.handle).where(Player.elo > p1, Player.id > p2)"),
    Wrong(
        "row_compared",
        "bound as integer",
        "select(Player.handle).where(tuple_(Player.elo, Player.id) > tuple_(literal(p1, Integer), literal(p2, Integer)))",
    ),
    Wrong("row_of_numeric", "rounded", "select(Player.handle).where(tuple_(Player.rating, Player.id) >= (p1, 5))"),
    Wrong("row_in_list", "a row less", _MATCHED.format("(p1, p2)")),
    Wrong("row_in_list", "values swapped", _MATCHED.format("(p2, p1), (7, 'EU')")),
    Wrong("row_in_list", "another constant", _MATCHED.format("(p1, p2), (8, 'EU')")),
    Wrong(
        "row_in_list",
        "any of each",
        "select(Player.handle).where(Player.id.in_([p1, 7]), Player.region.in_([p2, 'EU']))",
    ),
    Wrong(
        "row_in_query",
        "in it",
        "select(Player.handle).where(tuple_(Player.id, Player.elo).in_(select(Game.white_id, Game.moves)))",
    ),
    Wrong(
        "row_in_query",
        "columns swapped",
        "select(Player.handle).where(tuple_(Player.id, Player.elo).not_in(select(Game.moves, Game.white_id)))",
    ),
    Wrong(
        "row_of_query",
        "another row",
        "select(Player.handle).where(tuple_(Player.id, Player.elo) =="
        " select(Game.white_id, Game.moves).where(Game.id == 2).scalar_subquery())",
    ),
    Wrong("distinct_rows", "every row", "select(func.count(tuple_(Player.region, Player.elo)).label('count'))"),
    Wrong("distinct_rows", "of one column", "select(func.count(distinct(Player.region)).label('count'))"),
    Wrong(
        "two_without_type",
        "another constant",
        "select(Player.id).order_by(case((literal(p1, Text) == 'id', Player.elo)))",
    ),
    Wrong(
        "two_without_type",
        "bound as a number",
        "select(Player.id).order_by(case((literal(p1, Integer) == 'elo', Player.elo)))",
    ),
    Wrong("argument_selected", "bound as a number", "select(Player.id, literal(p1, Integer).label('x'))"),
    Wrong("argument_selected", "a constant", "select(Player.id, literal('p1', Text).label('x'))"),
    Wrong(
        "nullif_of_argument",
        "the other way around",
        "update(Player).where(Player.id == p2).values(region=func.nullif('', literal(p1, Text)))",
    ),
    Wrong("nullif_of_argument", "left away", "update(Player).where(Player.id == p2).values(region=p1)"),
    Wrong(
        "limit_from_elsewhere",
        "bound as bigint",
        "select(Player.id).order_by(Player.id).limit(p1).offset("
        "(literal(p2, BigInteger) - 1) * literal(p1, BigInteger))",
    ),
    Wrong(
        "limit_from_elsewhere",
        "the limit is lost",
        "select(Player.id).order_by(Player.id).offset((literal(p2, Integer) - 1) * literal(p1, Integer))",
    ),
    Wrong("offset_before_limit", "the offset is lost", "select(Player.id).limit(1)"),
    Wrong(
        "offset_before_limit",
        "two rows",
        "select(Player.id).limit(2).offset(func.floor(func.random()"
        " * select(func.count()).select_from(Player).scalar_subquery()))",
    ),
    Wrong(
        "offset_before_limit",
        "rounded up",
        "select(Player.id).limit(1).offset(func.ceil(func.random()"
        " * select(func.count()).select_from(Player).scalar_subquery()))",
    ),
    Wrong("name_of_two_columns", "the first of them", f"select(Game.id, Game.moves){_SORTED}"),
    Wrong("name_of_two_columns", "both of them", f"select(Game.id, Game.moves, Player.id){_SORTED}"),
    Wrong("name_of_two_columns", "neither of them", f"select(Game.moves){_SORTED}"),
    Wrong("name_of_two_columns", "at the place of the last", f"select(Game.moves, Player.id){_SORTED}"),
    Wrong(
        "name_of_two_columns",
        "ordered by one column for both",
        f"select(Player.id, Game.moves){_PAIRED}.order_by(Player.id, Player.id)",
    ),
    Wrong("name_of_two_columns_by_position", "the last alone", f"select(Player.id, Game.moves){_PAIRED}"),
    Wrong("name_of_two_columns_by_position", "turned round", f"select(Player.id, Game.moves, Game.id){_PAIRED}"),
    Wrong("name_of_a_column_and_a_value", "the column", "select(Player.id, Player.region, Player.elo)"),
    Wrong(
        "name_of_a_column_and_a_value",
        "another name",
        "select(Player.id, func.coalesce(Player.region, 'EU').label('coalesce'), Player.elo)",
    ),
    Wrong("column_twice", "another column", "select(Player.elo.label('region')).distinct().order_by(Player.region)"),
    Wrong("column_twice", "without DISTINCT", "select(Player.region).order_by(Player.region)"),
    Wrong(
        "name_of_two_columns_grouped",
        "ordered by the column that is left",
        "select(Player.id, func.count().label('count'))" + _GROUPED.format("Player.id"),
    ),
    Wrong(
        "name_of_two_columns_returned",
        "the first of them",
        "update(Game).where(Player.id == Game.white_id).values(moves=0).returning(Game.id)",
    ),
    Wrong(
        "moment_of_the_condition_before",
        "a moment with a time zone",
        _DAY.format("DateTime(timezone=True)", "+ literal_column(\"INTERVAL '1 day'\")"),
    ),
    Wrong(
        "moment_of_the_condition_before",
        "a day before",
        _DAY.format("DateTime", "- literal_column(\"INTERVAL '1 day'\")"),
    ),
    Wrong("moment_of_the_condition_before", "a date", _DAY.format("Date", "+ literal_column(\"INTERVAL '1 day'\")")),
    Wrong(
        "moment_of_the_condition_before", "two days", _DAY.format("DateTime", "+ literal_column(\"INTERVAL '2 days'\")")
    ),
    Wrong("sum_of_reals", "a double precision", _SUM.format("cast(func.sum(Game.tension), Double), 0")),
    Wrong("sum_of_reals", "beside a double precision", _SUM.format("func.sum(Game.tension), literal(0.0, Double)")),
    Wrong("sum_of_reals", "another constant", _SUM.format("func.sum(Game.tension), 1")),
]
