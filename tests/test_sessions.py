"""Where a session comes from, and what its block may be called."""

from __future__ import annotations

import pickle
from pathlib import Path, PurePosixPath
from textwrap import dedent

import pytest

from codemod.config import Config
from codemod.lowering.lowered import ImportName
from codemod.outcome import Refusal
from codemod.rewriting.sessions.session_evidence import SessionMaker
from codemod.rewriting.sessions.session_search import find_session_sources
from codemod.rewriting.sessions.session_sources import SessionSources
from tests.snippets import sites_of

SITE = "class Cog:\n    async def f(self):\n        await self.bot.db.fetch('SELECT 1')\n"

BOT = """
    from sqlalchemy.ext.asyncio import AsyncSession

    class Bot(commands.Bot):
        def __init__(self, pool):
            self.db = Database(pool)

        {decorator}
        {definition}
            {body}
    """

PLAIN_BOT = BOT.format(
    decorator="", definition="def get_db_session(self) -> AsyncSession:", body="return self.session_maker()"
)


def sources_of(root: Path, **files: str) -> SessionSources:
    for name, code in files.items():
        (root / f"{name}.py").write_text(dedent(code))
    paths = sorted(PurePosixPath(path.name) for path in root.glob("*.py"))
    return find_session_sources(root, paths, Config(root=root))


def header_of(sources: SessionSources, code: str) -> str:
    return sources.opening_for(sites_of(code)[0]).header


def refusal_of(sources: SessionSources, code: str) -> str:
    with pytest.raises(Refusal) as refusal:
        sources.opening_for(sites_of(code)[0])
    assert refusal.value.code == "session.none"
    return refusal.value.message


# the way of opening


@pytest.mark.parametrize(
    ("decorator", "definition", "body", "header"),
    [
        (
            "",
            "async def get_db_session(self) -> AsyncSession:",
            "return self.session_maker()",
            "async with await self.bot.get_db_session() as session",
        ),
        (
            "",
            "def get_db_session(self) -> AsyncSession:",
            "return self.session_maker()",
            "async with self.bot.get_db_session() as session",
        ),
        ("", "def session(self):", "return self.session_maker()", "async with self.bot.session() as session"),
        (
            "@asynccontextmanager",
            "async def get_db_session(self):",
            "yield session",
            "async with self.bot.get_db_session() as session",
        ),
        (
            "@contextlib.asynccontextmanager",
            "async def scope(self) -> AsyncIterator[AsyncSession]:",
            "yield session",
            "async with self.bot.scope() as session",
        ),
    ],
)
def test_way_of_opening_is_respected(tmp_path: Path, decorator: str, definition: str, body: str, header: str) -> None:
    found = sources_of(tmp_path, bot=BOT.format(decorator=decorator, definition=definition, body=body))
    assert header_of(found, SITE) == header


@pytest.mark.parametrize(
    ("decorator", "definition", "body"),
    [
        ("", "async def get_session(self, name) -> AsyncSession:", "return self.session_maker()"),
        ("", "async def get_session(self, *, name) -> AsyncSession:", "return self.session_maker()"),
        ("", "async def get_session(self):", "yield session"),
        ("@property", "def session(self) -> AsyncSession:", "return self.session_maker()"),
        ("@asynccontextmanager", "async def session(self) -> AsyncIterator[ClientSession]:", "yield session"),
        ("@asynccontextmanager", "async def http_session(self):", "yield session"),
        ("", "def session(self) -> ClientSession:", "return self.session_maker()"),
        ("", "def session(self) -> Session:", "return self.session_factory()"),
        ("", "def session(self):", "return self.make(1)"),
    ],
)
def test_methods_that_give_no_session_to_enter(tmp_path: Path, decorator: str, definition: str, body: str) -> None:
    found = sources_of(tmp_path, bot=BOT.format(decorator=decorator, definition=definition, body=body))
    assert "no session source" in refusal_of(found, SITE)


def test_a_session_without_annotation_in_a_module_without_async_sessions(tmp_path: Path) -> None:
    code = "class Bot:\n    def __init__(self):\n        self.db = 1\n    def s(self):\n        return self.session_maker()\n"
    assert "no session source" in refusal_of(sources_of(tmp_path, bot=code), SITE)


# whose method it is


@pytest.mark.parametrize(
    ("receiver", "signature", "header"),
    [
        ("self.bot.db", "self", "self.bot.get_db_session()"),
        ("self._bot.db", "self", "self._bot.get_db_session()"),
        ("bot.db", "bot", "bot.get_db_session()"),
        ("ctx.bot.db", "self, ctx", "ctx.bot.get_db_session()"),
        ("interaction.client.db", "self, interaction", "interaction.client.get_db_session()"),
        ("app.db", "self, app: Bot", "app.get_db_session()"),
        ("app.db", "self, app: 'bot.Bot'", "app.get_db_session()"),
    ],
)
def test_owner(tmp_path: Path, receiver: str, signature: str, header: str) -> None:
    code = f"class Cog:\n    async def f({signature}):\n        await {receiver}.fetch('SELECT 1')\n"
    assert header_of(sources_of(tmp_path, bot=PLAIN_BOT), code) == f"async with {header} as session"


@pytest.mark.parametrize(
    ("receiver", "signature"),
    [
        ("self.db", "self"),  # a cog that keeps bot.db has no get_db_session()
        ("self.store.db", "self"),
        ("ctx.db", "self, ctx"),
        ("app.db", "self, app: App"),
        ("db", "self, db"),
    ],
)
def test_an_attribute_of_the_same_name_is_no_owner(tmp_path: Path, receiver: str, signature: str) -> None:
    code = f"class Cog:\n    async def f({signature}):\n        await {receiver}.fetch('SELECT 1')\n"
    assert "no session source" in refusal_of(sources_of(tmp_path, bot=PLAIN_BOT), code)


@pytest.mark.parametrize(
    "code",
    [
        "class Store:\n    async def f(self):\n        await self.db.fetch('SELECT 1')\n",
        "class Cache(Store):\n    async def f(self):\n        await self.db.fetch('SELECT 1')\n",
        "class Cog:\n    store: Store\n    async def f(self):\n        await self.store.db.fetch('SELECT 1')\n",
        "class Cog:\n    def __init__(self, x: Store):\n        self.data = x\n\n"
        "    async def f(self):\n        await self.data.db.fetch('SELECT 1')\n",
    ],
)
def test_owner_that_is_no_bot(tmp_path: Path, code: str) -> None:
    store = PLAIN_BOT.replace("class Bot(commands.Bot)", "class Store")
    assert ".get_db_session() as session" in header_of(sources_of(tmp_path, store=store), code)
    assert "no session source" in refusal_of(sources_of(tmp_path, store=store), SITE)


def test_attribute_of_a_base_class(tmp_path: Path) -> None:
    code = """
        class Base:
            db: Pool

        class Bot(Base):
            def get_db_session(self) -> AsyncSession:
                return self.session_maker()
        """
    assert header_of(sources_of(tmp_path, bot=code), SITE) == "async with self.bot.get_db_session() as session"


def test_two_methods_are_no_answer(tmp_path: Path) -> None:
    second = "\n        async def other(self) -> AsyncSession:\n            return self.session_maker()\n"
    assert "several methods" in refusal_of(sources_of(tmp_path, bot=PLAIN_BOT.rstrip() + "\n" + second), SITE)


KEPT = """
    from discord.ext import commands
    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

    class Bot(commands.Bot):
        {declared}

        def __init__(self, {parameter}):
            self.db = pool
            {made}

        async def setup_hook(self):
            {later}
    """


def kept(declared: str = "x = 1", parameter: str = "pool", made: str = "pass", later: str = "pass") -> str:
    return KEPT.format(declared=declared, parameter=parameter, made=made, later=later)


@pytest.mark.parametrize(
    ("code", "late"),
    [
        (kept(later="self.maker = async_sessionmaker(self.engine)"), True),
        (kept(made="self.maker = None", later="self.maker = async_sessionmaker(self.engine)"), True),
        (kept(made="self.maker: async_sessionmaker[AsyncSession] = async_sessionmaker(pool)"), False),
        (kept(made="self.maker = sessionmaker(engine, class_=AsyncSession)"), False),
        (kept(declared="maker: async_sessionmaker[AsyncSession]"), False),
        (kept(parameter="pool, maker: async_sessionmaker[AsyncSession]", made="self.maker = maker"), False),
        (kept(parameter="pool, *, maker: 'async_sessionmaker'", made="self.maker = maker"), False),
    ],
)
def test_a_maker_that_the_owner_keeps(tmp_path: Path, code: str, late: bool) -> None:
    opening = sources_of(tmp_path, bot=code).opening_for(sites_of(SITE)[0])
    assert (opening.header, opening.late) == ("async with self.bot.maker() as session", late)


@pytest.mark.parametrize(
    "code",
    [
        kept(declared="maker: async_sessionmaker[AsyncSession] | None = None"),
        kept(parameter="pool, maker: async_sessionmaker | None", made="self.maker = maker"),
        kept(parameter="pool, maker: async_sessionmaker = None", made="self.maker = maker"),
        kept(parameter="pool, *, maker: async_sessionmaker = None", made="self.maker = maker"),
        kept(parameter="pool, maker: async_sessionmaker", made="other.maker = maker"),
        kept(made="self.maker = sessionmaker(engine)"),  # of sessions that block
        kept(made="self.maker = async_sessionmaker"),
    ],
)
def test_attributes_that_may_keep_no_maker(tmp_path: Path, code: str) -> None:
    assert "no session source" in refusal_of(sources_of(tmp_path, bot=code), SITE)


def test_a_method_comes_before_the_maker_it_uses(tmp_path: Path) -> None:
    method = "\n        async def session(self) -> AsyncSession:\n            return self.maker()\n"
    code = kept(made="self.maker = async_sessionmaker(pool)").rstrip() + "\n" + method
    assert header_of(sources_of(tmp_path, bot=code), SITE) == "async with await self.bot.session() as session"


def test_two_makers_of_one_owner_are_no_answer(tmp_path: Path) -> None:
    code = kept(made="self.maker = async_sessionmaker(a)", later="self.replica = async_sessionmaker(b)")
    assert "several methods or attributes" in refusal_of(sources_of(tmp_path, bot=code), SITE)


def test_tests_are_no_source(tmp_path: Path) -> None:
    assert "no session source" in refusal_of(sources_of(tmp_path, test_bot=PLAIN_BOT), SITE)


# makers and functions


@pytest.mark.parametrize(
    "code",
    ["maker = async_sessionmaker(engine)\n", "maker = sessionmaker(engine, class_=AsyncSession)\n"],
)
def test_maker_is_imported(tmp_path: Path, code: str) -> None:
    opening = sources_of(tmp_path, db=code).opening_for(sites_of(SITE)[0])
    assert opening.header == "async with maker() as session"
    assert opening.imports == (ImportName("db", "maker"),)


@pytest.mark.parametrize(
    ("code", "header"),
    [
        ("@asynccontextmanager\nasync def get_session() -> AsyncIterator[AsyncSession]:\n    yield s\n", ""),
        ("@asynccontextmanager\nasync def get_session():\n    async with session_maker() as s:\n        yield s\n", ""),
        ("def get_session() -> AsyncSession:\n    return build()\n", ""),
        ("async def get_session() -> AsyncSession:\n    return build()\n", "await "),
    ],
)
def test_function_is_imported(tmp_path: Path, code: str, header: str) -> None:
    opening = sources_of(tmp_path, db=code).opening_for(sites_of(SITE)[0])
    assert opening.header == f"async with {header}get_session() as session"
    assert opening.imports == (ImportName("db", "get_session"),)


def test_maker_comes_before_the_function_around_it(tmp_path: Path) -> None:
    code = "maker = async_sessionmaker(e)\n\ndef get_session() -> AsyncSession:\n    return maker()\n"
    assert header_of(sources_of(tmp_path, db=code), SITE) == "async with maker() as session"


def test_method_of_the_owner_comes_before_a_maker(tmp_path: Path) -> None:
    found = sources_of(tmp_path, bot=PLAIN_BOT, db="maker = async_sessionmaker(engine)\n")
    assert header_of(found, SITE) == "async with self.bot.get_db_session() as session"


@pytest.mark.parametrize(
    "code",
    [
        "",
        "maker = sessionmaker(engine)  # a session that isn't async\n",
        "async def get_session():\n    async with session_maker() as session:\n        yield session\n",
        "def get_session(request) -> AsyncSession:\n    return maker()\n",
        "session_maker = async_sessionmaker(engine)\nasyncio.run(main())\n",
    ],
)
def test_no_session_source(tmp_path: Path, code: str) -> None:
    assert "no session source" in refusal_of(sources_of(tmp_path, db=code), SITE)


def test_two_makers_are_no_answer(tmp_path: Path) -> None:
    found = sources_of(tmp_path, a="one = async_sessionmaker(engine)\n", b="two = async_sessionmaker(engine)\n")
    assert "a.one" in refusal_of(found, SITE)


# configuration


@pytest.mark.parametrize(
    ("pattern", "template", "header"),
    [
        ("*.bot.db", "async with {bot}.session() as s", "async with self.bot.session() as s"),
        ("{owner}.db", "async with {owner}.session() as session", "async with self.bot.session() as session"),
        ("*.db", "maker()", "async with maker() as session"),
    ],
)
def test_configured_sessions(pattern: str, template: str, header: str) -> None:
    sources = SessionSources(configured=((pattern, template),), makers=(SessionMaker("db", "maker"),))
    assert header_of(sources, SITE) == header


def test_template_that_can_not_be_filled() -> None:
    sources = SessionSources(configured=(("*.db", "async with {nobody}.session() as session"),))
    assert "{nobody}" in refusal_of(sources, SITE)


def test_configured_session_the_file_does_not_know() -> None:
    assert "does not know" in refusal_of(SessionSources(configured=(("*.db", "maker()"),)), SITE)


def test_configured_maker_is_imported() -> None:
    sources = SessionSources(configured=(("*.db", "maker()"),), makers=(SessionMaker("db", "maker"),))
    assert sources.opening_for(sites_of(SITE)[0]).imports == (ImportName("db", "maker"),)


# the name of the session


@pytest.mark.parametrize(
    ("body", "variable"),
    [
        ("await self.bot.db.fetch('SELECT 1')", "session"),
        ("await self.bot.session.get()\n    await self.bot.db.fetch('SELECT 1', session=1)", "session"),
        ("async with a() as session:\n        session.b()\n    await self.bot.db.fetch('SELECT 1')", "session"),
        ("async with a() as session:\n        session.b()\n        await self.bot.db.fetch('SELECT 1')", "db_session"),
        (
            "async with a() as session:\n        pass\n    await self.bot.db.fetch('SELECT 1')\n    session",
            "db_session",
        ),
        ("session = aiohttp()\n    await self.bot.db.fetch('SELECT 1')", "db_session"),
        ("await self.bot.db.fetch('SELECT 1')\n    def g():\n        return session", "db_session"),
        ("session = db_session = 1\n    await self.bot.db.fetch('SELECT 1')", "session_2"),
    ],
)
def test_name_of_the_users_is_not_taken(body: str, variable: str) -> None:
    sources = SessionSources(configured=(("*.db", "{bot}.session()"),))
    (site,) = sites_of(f"async def f(self):\n    {body}\n")
    assert sources.opening_for(site).variable == variable


# objects after the block


COMMITS = """
    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

    class Bot:
        db: Pool

        def __init__(self):
            self.session_maker = async_sessionmaker({keyword})

        @asynccontextmanager
        async def get_session(self) -> AsyncIterator[AsyncSession]:
            async with self.session_maker{begin}() as session:
                yield session
    """


@pytest.mark.parametrize(
    ("begin", "keyword", "expires"),
    [
        ("", "", False),
        (".begin", "", True),
        (".begin", "expire_on_commit=True", True),
        (".begin", "expire_on_commit=False", False),
    ],
)
def test_objects_expire_where_the_block_commits(tmp_path: Path, begin: str, keyword: str, expires: bool) -> None:
    opening = sources_of(tmp_path, bot=COMMITS.format(begin=begin, keyword=keyword)).opening_for(sites_of(SITE)[0])
    assert opening.expires is expires


def test_objects_expire_where_the_configured_block_commits() -> None:
    sources = SessionSources(configured=(("*.db", "async with {bot}.maker.begin() as session"),))
    assert sources.opening_for(sites_of(SITE)[0]).expires


def test_sources_go_to_other_processes(tmp_path: Path) -> None:
    found = sources_of(tmp_path, bot=PLAIN_BOT, db="maker = async_sessionmaker(engine)\n")
    assert pickle.loads(pickle.dumps(found)) == found


# listeners that change what sessions execute

MAKER = "from sqlalchemy.ext.asyncio import async_sessionmaker\nsession_maker = async_sessionmaker(engine)\n"
LISTENER = """
from sqlalchemy import event
from sqlalchemy.orm import Session, with_loader_criteria

{decorator}
def listener({parameter}):
    {body}
"""
ORM = '@event.listens_for(Session, "do_orm_execute")'


@pytest.mark.parametrize(
    ("decorator", "parameter", "body"),
    [
        (ORM, "state", "state.statement = state.statement.options(with_loader_criteria(Note, Note.alive))"),
        (ORM, "state", "return state.invoke_statement(bind_arguments={})"),
        (ORM, "state", "state.update_execution_options(populate_existing=True)"),
        (ORM, "state", "only_tenant(state)"),
        ("", "state", 'pass\n\nevent.listen(Session, "do_orm_execute", elsewhere)'),
        (
            '@event.listens_for(engine.sync_engine, "before_cursor_execute", retval=True)',
            "conn, cursor, statement, parameters, context, executemany",
            "return statement + ' -- by the shop', parameters",
        ),
    ],
    ids=["criteria", "runs it itself", "options", "passed on", "out of sight", "text"],
)
def test_no_session_opens_where_a_listener_may_change_statements(
    tmp_path: Path, decorator: str, parameter: str, body: str
) -> None:
    listener = LISTENER.format(decorator=decorator, parameter=parameter, body=body)
    sources = sources_of(tmp_path, database=MAKER, listeners=listener)
    with pytest.raises(Refusal) as refusal:
        sources.opening_for(sites_of(SITE)[0])
    assert refusal.value.code == "session.listener"
    assert "listeners.py:" in refusal.value.message


@pytest.mark.parametrize(
    ("decorator", "body"),
    [
        (ORM, "if state.is_select:\n        print(state.statement)"),
        (ORM, "log.debug(state.execution_options.get('name'))"),
        ('@event.listens_for(Session, "after_begin")', "print(state)"),
        ('@event.listens_for(engine.sync_engine, "before_cursor_execute")', "print(state)"),
    ],
    ids=["prints", "logs", "another event", "no retval"],
)
def test_listeners_that_only_look_change_nothing(tmp_path: Path, decorator: str, body: str) -> None:
    listener = LISTENER.format(decorator=decorator, parameter="state", body=body)
    sources = sources_of(tmp_path, database=MAKER, listeners=listener)
    assert header_of(sources, SITE) == "async with session_maker() as session"


SESSION_CLASS = """
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

class OwnSession({base}):
    {body}
"""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            SESSION_CLASS.format(
                base="AsyncSession", body="async def execute(self, *given):\n        return await self.retried(*given)"
            ),
            "execute() of the session at own.py:5",
        ),
        (
            SESSION_CLASS.format(
                base="orm.Session", body="def get_bind(self, mapper=None, clause=None):\n        return replica"
            ),
            "get_bind() of the session at own.py:5",
        ),
        (
            'engine = create_async_engine(url, execution_options={"schema_translate_map": {None: "app"}})\n',
            "the schema_translate_map at own.py:1",
        ),
        (
            'engine = engine.execution_options(schema_translate_map={None: "app"})\n',
            "the schema_translate_map at own.py:1",
        ),
    ],
)
def test_no_session_opens_where_sessions_are_of_another_kind(code: str, said: str, tmp_path: Path) -> None:
    sources = sources_of(tmp_path, database=MAKER, own=code)
    with pytest.raises(Refusal) as refusal:
        sources.opening_for(sites_of(SITE)[0])
    assert refusal.value.message == f"{said} may change what sessions execute"


@pytest.mark.parametrize(
    "code",
    [
        SESSION_CLASS.format(base="AsyncSession", body="async def by_name(self, name):\n        return name"),
        SESSION_CLASS.format(base="ClientSession", body="async def close(self):\n        return None"),
        "from requests import Session\nclass Own(Session):\n    def close(self): ...\n",
        "# no schema_translate_map here\n",
    ],
)
def test_session_classes_that_only_add_to_sessions_change_nothing(code: str, tmp_path: Path) -> None:
    sources = sources_of(tmp_path, database=MAKER, own=code)
    assert header_of(sources, SITE) == "async with session_maker() as session"
