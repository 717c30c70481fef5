"""Wrong rewrites of the expressions of ``same_expressions``."""

from __future__ import annotations

from other_statements import Wrong

WRONG_EXPRESSIONS: list[Wrong] = [
    # -- arguments that may be missing
    Wrong(
        "argument_that_may_be_missing",
        "tested as another type",
        "select(Player.id).where(or_(Player.region == literal(p1, Text), literal(p1, Integer).is_(None)))",
    ),
    Wrong(
        "argument_that_may_be_missing",
        "the other test",
        "select(Player.id).where(or_(Player.region == literal(p1, Text), literal(p1, Text).is_not(None)))",
    ),
    # -- strings of a length
    Wrong("padded_argument", "cut to one", "select(Game.id).where(Game.venue == literal(p1, CHAR))"),
    Wrong("padded_argument", "as text", "select(Game.id).where(Game.venue == cast(literal(p1, String), Text))"),
    Wrong(
        "padded_argument", "the column as text", "select(Game.id).where(cast(Game.venue, Text) == literal(p1, String))"
    ),
    Wrong("padded_in", "cut", "select(Game.id).where(Game.venue.in_([p1, cast(literal(p2, String), CHAR(3))]))"),
    Wrong("padded_assigned", "cut by a cast", "update(Game).values(venue=cast(literal(p1, String), CHAR(3)))"),
    # -- parts of arrays
    Wrong("slice_of_aggregate", "one more", "select(func.array_agg(Game.id)[1:4].label('ids'))"),
    Wrong("slice_of_aggregate", "one element", "select(func.array_agg(Game.id)[1].label('ids'))"),
    Wrong("slice_of_aggregate", "of others", "select(func.array_agg(Game.moves)[1:3].label('ids'))"),
    Wrong(
        "element_of_a_choice",
        "another element",
        "select(type_coerce(func.coalesce(Player.badges, literal_column(\"'{}'\")), ARRAY(Text))[2].label('badge'))",
    ),
    Wrong("element_of_a_choice", "no choice", "select(Player.badges[1].label('badge'))"),
    # -- real numbers
    Wrong("real_argument", "a double", "select(Game.id).where(Game.tension < literal(p1, Double))"),
    Wrong("real_argument", "as SQLAlchemy sends it", "select(Game.id).where(Game.tension < literal(p1, REAL))"),
    Wrong("real_argument", "with 25 digits", "select(Game.id).where(Game.tension < literal(p1, Float(25)))"),
    Wrong("real_assigned", "a double", "update(Game).values(tension=p1)"),
    Wrong("real_cast", "to a double", "select(cast(Game.moves, Double).label('m'))"),
    Wrong("real_cast", "to a float", "select(cast(Game.moves, Float).label('m'))"),
    Wrong(
        "share_of_rows", "as a Decimal", "select(func.percent_rank().over(order_by=Player.elo).label('percent_rank'))"
    ),
    # -- text from numbers
    Wrong("number_in_text", "another mark", "select(literal_column(\"'*'\").concat(Game.id).label('tag'))"),
    Wrong("number_in_text", "the other side", "select(Game.id.concat('#').label('tag'))"),
    Wrong("number_in_text", "without it", "select(cast(Game.id, Text).label('tag'))"),
    # -- a filter that is left out
    Wrong(
        "optional_filter",
        "of no type",
        "select(Player.id).where(or_(literal(p1).is_(None), Player.active == p1))",
    ),
    Wrong(
        "optional_filter",
        "where it is not",
        "select(Player.id).where(or_(literal(p1, Boolean).is_(None), Player.active != p1))",
    ),
    Wrong(
        "optional_filter",
        "the other test",
        "select(Player.id).where(or_(literal(p1, Boolean).is_not(None), Player.active == p1))",
    ),
    Wrong(
        "optional_filter",
        "tested for its value",
        "select(Player.id).where(or_(literal(p1, Boolean), Player.active == p1))",
    ),
    # -- the order of a result
    Wrong(
        "cast_and_ordered",
        "by the column",
        "select(cast(Game.started, Date).label('started')).order_by(Game.started)",
    ),
    # -- documents
    Wrong("document_compared", "as text", "select(Game.id).where(cast(Game.analysis, Text) == literal(p1, Text))"),
    Wrong("document_compared", "as a string", "select(Game.id).where(Game.analysis == literal(p1, JSONB))"),
    Wrong("document_compared", "as json", "select(Game.id).where(Game.analysis == cast(literal(p1, Text), JSON))"),
    Wrong("document_compared", "differs", "select(Game.id).where(Game.analysis != cast(literal(p1, Text), JSONB))"),
    Wrong("documents_differ", "by <>", "select(Game.id).where(Game.analysis != literal_column(\"'{}'\"))"),
    Wrong(
        "documents_differ",
        "the same",
        "select(Game.id).where(Game.analysis.is_not_distinct_from(literal_column(\"'{}'\")))",
    ),
    # -- dates
    Wrong("at_time_zone", "another zone", "select(func.timezone('gmt', Player.joined).label('t'))"),
    Wrong("at_time_zone", "no zone", "select(Player.joined.label('t'))"),
    Wrong("at_time_zone", "another function", "select(func.date_trunc('utc', Player.joined).label('t'))"),
    Wrong(
        "at_time_zone", "applied twice", "select(func.timezone('utc', func.timezone('utc', Player.joined)).label('t'))"
    ),
    Wrong(
        "time_and_argument",
        "bound as a time",
        "select(Player.id).where(Player.joined + literal(p1, DateTime(timezone=True)) > func.now())",
    ),
    Wrong("time_and_argument", "minus", "select(Player.id).where(Player.joined - literal(p1, Interval) > func.now())"),
    Wrong(
        "time_without_argument", "bound as an interval", "select((Player.joined - literal(p1, Interval)).label('ago'))"
    ),
    Wrong(
        "interval_times_argument",
        "bound as integer",
        "select(Game.id).where(Game.length > literal_column(\"INTERVAL '1 hour'\") * literal(p1, Integer))",
    ),
    Wrong(
        "interval_times_argument",
        "another interval",
        "select(Game.id).where(Game.length > literal_column(\"INTERVAL '60 minutes'\") * literal(p1, Double))",
    ),
    Wrong(
        "make_interval",
        "weeks for days",
        "select(Player.id).where(Player.joined > func.now() - func.make_interval(0, 0, literal(p1, Integer)))",
    ),
    Wrong(
        "make_interval",
        "a month besides",
        "select(Player.id).where(Player.joined > func.now() - func.make_interval(0, 1, 0, literal(p1, Integer)))",
    ),
    Wrong(
        "make_interval",
        "bound as double",
        "select(Player.id).where(Player.joined > func.now() - func.make_interval(0, 0, 0, literal(p1, Double)))",
    ),
    Wrong(
        "reflected_comparison",
        "sides swapped",
        "select(Player.id).where(func.date(Player.joined) > func.current_date())",
    ),
    Wrong(
        "reflected_comparison",
        "or equal",
        "select(Player.id).where(func.date(Player.joined) <= func.current_date())",
    ),
    Wrong("local_moment", "with a zone", "select(Game.id).where(Game.started > func.now())"),
    Wrong("local_moment", "a time of day", "select(Game.id).where(Game.started > func.localtime())"),
    # -- JSON
    Wrong("text_of_key", "another key", "select(Game.id).where(Game.analysis['Engine'].astext == literal(p1, Text))"),
    Wrong("text_of_key", "a path", "select(Game.id).where(Game.analysis['engine',].astext == literal(p1, Text))"),
    Wrong(
        "text_of_key",
        "bound as integer",
        "select(Game.id).where(Game.analysis['engine'].astext == literal(p1, Integer))",
    ),
    Wrong(
        "key_of_key", "a subscript takes '0' for a position", "select(Game.analysis['best']['move'].astext.label('m'))"
    ),
    Wrong(
        "key_of_key",
        "keys swapped",
        "select(Game.analysis.op('->', return_type=JSONB)('move')['best'].astext.label('m'))",
    ),
    Wrong("key_of_key", "a path", "select(Game.analysis['best', 'move'].astext.label('m'))"),
    Wrong("path", "another order", "select(Game.analysis['move', 'best'].astext.label('m'))"),
    Wrong("path", "a key less", "select(Game.analysis['best',].astext.label('m'))"),
    Wrong("path", "one key with a comma", "select(Game.analysis['best,move',].astext.label('m'))"),
    Wrong("path", "keys one by one", "select(Game.analysis['best']['move'].astext.label('m'))"),
    Wrong(
        "json_containment",
        "the other way round",
        "select(Game.id).where(Game.analysis.contained_by(literal_column('\\'{\"depth\": 20}\\'')))",
    ),
    Wrong("json_containment", "encoded by SQLAlchemy", "select(Game.id).where(Game.analysis.contains({'depth': 20}))"),
    Wrong(
        "document_as_text",
        "encoded by SQLAlchemy",
        "update(Game).where(Game.id == p2).values(analysis=p1)",
    ),
    Wrong(
        "document_as_text",
        "encoded by a typed bind",
        "update(Game).where(Game.id == p2).values(analysis=literal(p1, JSONB(none_as_null=True)))",
    ),
    Wrong(
        "document_as_text",
        "a document of text",
        "update(Game).where(Game.id == p2).values(analysis=func.to_jsonb(literal(p1, Text)))",
    ),
    Wrong(
        "document_as_text",
        "by way of json",
        "update(Game).where(Game.id == p2).values(analysis=cast(cast(literal(p1, Text), JSON), JSONB))",
    ),
    Wrong(
        "json_keys",
        "all instead of any",
        "select(Game.id).where(Game.analysis.has_key(literal(p1, Text)), Game.analysis.has_all(literal(p2, ARRAY(Text))))",
    ),
    Wrong(
        "json_keys",
        "arguments swapped",
        "select(Game.id).where(Game.analysis.has_key(literal(p2, Text)), Game.analysis.has_any(literal(p1, ARRAY(Text))))",
    ),
    Wrong(
        "json_keys",
        "an array of integers",
        "select(Game.id).where(Game.analysis.has_key(literal(p1, Text)), Game.analysis.has_any(literal(p2, ARRAY(Integer))))",
    ),
    # -- arrays
    Wrong(
        "array_overlap", "containment", "select(Player.id).where(Player.badges.bool_op('@>')(literal(p1, ARRAY(Text))))"
    ),
    Wrong("array_overlap", "bound as text", "select(Player.id).where(Player.badges.bool_op('&&')(literal(p1, Text)))"),
    Wrong(
        "array_overlap",
        "elements are cut",
        "select(Player.id).where(Player.badges.bool_op('&&')(literal(p1, ARRAY(String(3)))))",
    ),
    Wrong(
        "array_of_values",
        "another order",
        "select(Player.id).where(Player.badges.bool_op('@>')(literal([p1, 'beta'], ARRAY(Text))))",
    ),
    Wrong(
        "array_of_values",
        "an element less",
        "select(Player.id).where(Player.badges.bool_op('@>')(literal([p1], ARRAY(Text))))",
    ),
    Wrong(
        "array_of_values",
        "another constant",
        "select(Player.id).where(Player.badges.bool_op('@>')(literal(['Beta', p1], ARRAY(Text))))",
    ),
    Wrong(
        "array_of_values",
        "elements bound one by one are varchar[]",
        "select(Player.id).where(Player.badges.bool_op('@>')(array([literal('beta', Text), literal(p1, Text)])))",
    ),
    Wrong(
        "array_of_values",
        "elements are cut",
        "select(Player.id).where(Player.badges.bool_op('@>')(literal(['beta', p1], ARRAY(String(3)))))",
    ),
    Wrong("any_of_constants", "ALL", "select(Player.id).where(Player.elo == all_(literal([1, 2], ARRAY(Integer))))"),
    Wrong(
        "any_of_constants",
        "another number",
        "select(Player.id).where(Player.elo == any_(literal([1, 3], ARRAY(Integer))))",
    ),
    Wrong(
        "any_of_constants", "of text", "select(Player.id).where(Player.elo == any_(literal(['1', '2'], ARRAY(Text))))"
    ),
    Wrong(
        "any_of_constants",
        "of smallint",
        "select(Player.id).where(Player.elo == any_(literal([1, 2], ARRAY(SmallInteger))))",
    ),
    Wrong(
        "array_constructor",
        "another order",
        "select(array([literal_column('5'), Player.elo], type_=Integer).label('a'))",
    ),
    Wrong(
        "array_constructor",
        "of bigint",
        "select(array([Player.elo, literal(5, BigInteger)], type_=Integer).label('a'))",
    ),
    Wrong("array_of_query", "no order", "select(func.array(select(Game.moves).scalar_subquery()).label('a'))"),
    Wrong("array_of_query", "one value", "select(select(Game.moves).order_by(Game.id).scalar_subquery().label('a'))"),
    Wrong("subscripts", "counted from 0", "select(Player.badges[0].label('a'), Player.badges[2:3].label('b'))"),
    Wrong(
        "subscripts", "a slice for an element", "select(Player.badges[1:1].label('a'), Player.badges[2:3].label('b'))"
    ),
    Wrong("subscripts", "another slice", "select(Player.badges[1].label('a'), Player.badges[1:3].label('b'))"),
    Wrong("array_function", "prepended", "select(func.array_prepend(literal(p1, Text), Player.badges).label('a'))"),
    Wrong(
        "array_function",
        "bound as an array",
        "select(func.array_append(Player.badges, literal(p1, ARRAY(Text))).label('a'))",
    ),
    # -- strings, numbers, bits
    Wrong("substring", "places swapped", "select(func.substring(Player.handle, 3, 2).label('a'))"),
    Wrong("substring", "no length", "select(func.substring(Player.handle, 2).label('a'))"),
    Wrong("escape", "no escape", "select(Player.id).where(Player.handle.like('a!%'))"),
    Wrong("escape", "another escape", "select(Player.id).where(Player.handle.like('a!%', escape='#'))"),
    Wrong("similar", "LIKE", "select(Player.id).where(Player.handle.like('a|b'))"),
    Wrong("similar", "a POSIX expression", "select(Player.id).where(Player.handle.regexp_match('a|b'))"),
    Wrong(
        "text_search",
        "match() adds a function",
        "select(Player.id).where(func.to_tsvector('simple', Player.handle).match(literal(p1, Text)))",
    ),
    Wrong(
        "text_search",
        "no configuration",
        "select(Player.id).where(func.to_tsvector(Player.handle)"
        ".bool_op('@@')(func.plainto_tsquery('simple', literal(p1, Text))))",
    ),
    Wrong("bits", "OR", "select(Player.id).where(Player.elo.bitwise_or(4) != 0)"),
    Wrong("bits", "another mask", "select(Player.id).where(Player.elo.bitwise_and(5) != 0)"),
    Wrong(
        "bits", "a calculated mask", "select(Player.id).where(Player.elo.bitwise_and(literal_column('(4 - 0)')) != 0)"
    ),
    Wrong(
        "bits_taken_away",
        "kept",
        "select(Player.id).where(Player.wins.bitwise_and(literal(p1, SmallInteger)) == literal(0, Integer))",
    ),
    Wrong("power", "sides swapped", "select(literal_column('2').op('^', precedence=9)(Player.elo).label('p'))"),
    Wrong("power", "times", "select((Player.elo * 2).label('p'))"),
    Wrong(
        "symmetric",
        "asymmetric",
        "select(Player.id).where(Player.elo.between(literal(p1, Integer), literal(p2, Integer)))",
    ),
    # -- grouping and windows
    Wrong(
        "rollup",
        "CUBE",
        "select(Player.region, func.count().label('n')).group_by(func.cube(Player.region, Player.active))",
    ),
    Wrong(
        "rollup", "plain terms", "select(Player.region, func.count().label('n')).group_by(Player.region, Player.active)"
    ),
    Wrong(
        "rollup",
        "another order",
        "select(Player.region, func.count().label('n')).group_by(func.rollup(Player.active, Player.region))",
    ),
    Wrong(
        "grouping_sets",
        "no total",
        "select(Player.region, Player.active)"
        ".group_by(func.grouping_sets(tuple_(Player.region, Player.active), Player.region))",
    ),
    Wrong(
        "grouping_sets",
        "sets pulled apart",
        "select(Player.region, Player.active)"
        ".group_by(func.grouping_sets(Player.region, Player.active, Player.region, tuple_()))",
    ),
    Wrong(
        "within_group",
        "another order",
        "select(func.percentile_disc(literal_column('0.5')).within_group(Player.elo).label('m'))",
    ),
    Wrong(
        "within_group",
        "another share",
        "select(func.percentile_disc(literal_column('0.6')).within_group(Player.elo.desc()).label('m'))",
    ),
    Wrong(
        "within_group",
        "continuous",
        "select(func.percentile_cont(literal_column('0.5')).within_group(Player.elo.desc()).label('m'))",
    ),
    Wrong(
        "named_window", "no partition", "select(func.sum(Player.elo).over(order_by=Player.id, rows=(-2, 0)).label('s'))"
    ),
    Wrong(
        "named_window",
        "no frame",
        "select(func.sum(Player.elo).over(partition_by=Player.region, order_by=Player.id).label('s'))",
    ),
    Wrong(
        "named_window",
        "no order",
        "select(func.sum(Player.elo).over(partition_by=Player.region, rows=(-2, 0)).label('s'))",
    ),
    Wrong(
        "named_window",
        "a frame of values",
        "select(func.sum(Player.elo).over(partition_by=Player.region, order_by=Player.id, range_=(-2, 0)).label('s'))",
    ),
    Wrong("fetch_first", "another number", "select(Player.id).order_by(Player.id).limit(5).offset(3)"),
    Wrong("fetch_first", "with ties", "select(Player.id).order_by(Player.id).fetch(3, with_ties=True).offset(5)"),
    Wrong(
        "calculated_offset",
        "grouped otherwise",
        "select(Player.id).offset(literal(p1, Integer) - literal_column('1 * 10'))",
    ),
    Wrong("distinct_on_expression", "plain DISTINCT", "select(Player.id).distinct()"),
    Wrong("distinct_on_expression", "the column itself", "select(Player.id).distinct(Player.handle)"),
    Wrong("case_of_argument", "None becomes IS NULL", "select(case((Player.region == p1, 1)).label('c'))"),
    Wrong(
        "case_of_argument",
        "bound as integer",
        "select(case((literal(p1, Integer), 1), value=Player.region).label('c'))",
    ),
    Wrong(
        "distinct_from_argument",
        "not distinct",
        "select(Player.id).where(literal(p1, Text).is_not_distinct_from(Player.region))",
    ),
    Wrong("distinct_from_argument", "unequal", "select(Player.id).where(literal(p1, Text) != Player.region)"),
]
