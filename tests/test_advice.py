"""Advice: what is said about queries, with its evidence, and what is better not said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent, indent

import jsonschema
import pytest
from migration import write_tree

from codemod.advising.advice import ADVICE, Advice, AdviceChoice
from codemod.advising.advise import advise_project
from codemod.config import ConfigError, load_config
from codemod.files.project import all_files

ROOT = Path(__file__).parent.parent

SCHEMA = """
CREATE TABLE polls (id BIGINT PRIMARY KEY, title TEXT, closed BOOLEAN, ends TIMESTAMPTZ);
CREATE TABLE votes (poll_id BIGINT, user_id BIGINT, weight INT, note TEXT, PRIMARY KEY (poll_id, user_id));
CREATE TABLE joins (id SERIAL PRIMARY KEY, user_id BIGINT, at TIMESTAMPTZ);
CREATE TABLE settings (guild_id BIGINT PRIMARY KEY, prefix TEXT);
CREATE INDEX votes_weight ON votes (weight);
CREATE INDEX joins_lower ON joins (lower(at::text), user_id);
"""

HEAD = """
import asyncpg
import random
from discord.ext import commands, tasks


class Polls(commands.Cog):
    def __init__(self, bot):
        self.bot = bot

    @commands.Cog.listener("on_member_join")
    async def joined(self, member):
        await self.bot.db.execute("INSERT INTO joins (user_id, at) VALUES ($1, now())", member.id)

    @commands.command()
    async def set_prefix(self, ctx, prefix: str):
        await self.bot.db.execute("UPDATE settings SET prefix = $2 WHERE guild_id = $1", ctx.guild.id, prefix)

"""


def advice_on(
    root: Path, body: str, *, head: str = HEAD, schema: str = SCHEMA, name: str = "cogs/polls.py"
) -> list[Advice]:
    """The advice on a method body (or whole methods) of a cog."""
    body = dedent(body).strip("\n")
    if not body.startswith(("async def", "@")):
        body = "async def show(self, ctx):\n" + indent(body, "    ")
    write_tree(root, {name: (head + indent(body, "    ") + "\n").encode(), "schema.sql": schema.encode()})
    config = load_config(root)
    return list(advise_project(config, all_files(config)))


def codes(found: list[Advice]) -> list[str]:
    return [item.code for item in found]


LOOP = """
rows = await self.bot.db.fetch("SELECT id, title FROM polls WHERE ends > now()")
for row in rows:
    votes = await self.bot.db.fetch("SELECT user_id FROM votes WHERE poll_id = $1", row["id"])
    await ctx.send(f"{row['title']}: {votes}")
"""


def test_a_query_for_each_row(tmp_path: Path) -> None:
    (advice,) = advice_on(tmp_path, LOOP)
    assert (advice.code, advice.line, advice.function) == ("loop.query", 22, "Polls.show")
    assert advice.message == "runs for every row of the query on polls"
    assert "LEFT JOIN votes ON votes.poll_id = polls.id" in advice.suggestion
    assert [(item.line, item.text) for item in advice.evidence] == [
        (20, "the rows: SELECT id, title FROM polls WHERE ends > NOW()")
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("for row in rows:", "for row in reversed(rows):"),
        ("for row in rows:", "for number, row in enumerate(rows):"),
        ('row["id"]', "row.id"),
        ("for row in rows:", "for row in rows or []:"),
    ],
)
def test_a_query_for_each_row_in_other_words(tmp_path: Path, old: str, new: str) -> None:
    assert old in LOOP
    assert codes(advice_on(tmp_path, LOOP.replace(old, new))) == ["loop.query"]


def test_a_query_for_each_row_of_a_comprehension(tmp_path: Path) -> None:
    body = """
        polls = await self.bot.db.fetch("SELECT id FROM polls WHERE ends > now()")
        return [await self.bot.db.fetchval("SELECT count(*) FROM votes WHERE poll_id = $1", poll["id"]) for poll in polls]
        """
    (advice,) = advice_on(tmp_path, body)
    assert advice.code == "loop.query"
    assert "GROUP BY poll_id" in advice.suggestion


def test_a_relationship_of_the_models_is_named(tmp_path: Path) -> None:
    models = """
        from sqlalchemy import ForeignKey
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


        class Base(DeclarativeBase):
            pass


        class Poll(Base):
            __tablename__ = "polls"
            id: Mapped[int] = mapped_column(primary_key=True)
            votes: Mapped[list["Vote"]] = relationship(back_populates="poll")


        class Vote(Base):
            __tablename__ = "votes"
            poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), primary_key=True)
            user_id: Mapped[int] = mapped_column(primary_key=True)
            poll: Mapped[Poll] = relationship(back_populates="votes")
        """
    write_tree(tmp_path, {"models.py": dedent(models).encode()})
    (advice,) = advice_on(tmp_path, LOOP)
    assert "selectinload(Poll.votes)" in advice.suggestion


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('row["id"])', "ctx.author.id)"),  # the same for every row
        ("for row in rows:", "for row in ctx.guild.members:"),  # not rows
        ("FROM polls WHERE ends > now()", "FROM polls ORDER BY ends LIMIT 3"),  # a handful
        ("    votes = await", "    if row['title']:\n        continue\n    if row['id']:\n        votes = await"),
        ('    await ctx.send(f"', '    if votes:\n        break\n    await ctx.send(f"'),
        ("WHERE poll_id = $1", "WHERE poll_id = $1 FOR UPDATE"),
        ("WHERE poll_id = $1", "WHERE poll_id > $1"),
        ("    await ctx", "    await self.bot.db.execute('DELETE FROM votes WHERE poll_id = $1', row['id'])\n    await ctx"),
        ('    votes = await self.bot.db.fetch("SELECT user_id FROM votes WHERE poll_id = $1", row["id"])',
         '    key = await ctx.ask(row["id"])\n    votes = await self.bot.db.fetch("SELECT user_id FROM votes WHERE poll_id = $1", key)'),
    ],
)  # fmt: skip
def test_a_loop_that_has_its_reasons(tmp_path: Path, old: str, new: str) -> None:
    assert old in LOOP
    assert "loop.query" not in codes(advice_on(tmp_path, LOOP.replace(old, new)))


WRITES = """
for member in ctx.guild.members:
    weight = 1 if member.bot else 2
    await self.bot.db.execute("INSERT INTO votes (poll_id, user_id, weight) VALUES (1, $1, $2)", member.id, weight)
"""


def test_rows_that_are_counted_show_where(tmp_path: Path) -> None:
    body = """
        rows = await self.bot.db.fetch("SELECT * FROM votes WHERE poll_id = $1", 1)
        await ctx.send(f"{len(rows)} votes")
        """
    (advice,) = advice_on(tmp_path, body)
    assert advice.code == "result.unused-rows"
    shown = [(item.line - advice.line, item.text) for item in advice.evidence]
    assert shown == [(1, """all that reads it: await ctx.send(f"{len(rows)} votes")""")]


def test_writes_one_by_one(tmp_path: Path) -> None:
    (advice,) = advice_on(tmp_path, WRITES)
    assert (advice.code, advice.message) == ("loop.write", "sends one INSERT for every item of the loop")
    assert "executemany" in advice.suggestion
    (evidence,) = advice.evidence
    assert evidence.text == "the loop, which waits for nothing else: for member in ctx.guild.members"
    assert evidence.line < advice.line


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    weight = 1", "    await member.send('hello')\n    weight = 1"),
        ("    await self", "    status = await self"),
        ("for member in ctx.guild.members:", "async for member in ctx.guild.fetch_members():"),
        ("for member in ctx.guild.members:", "for member in (ctx.author, ctx.me):"),
        ("for member in ctx.guild.members:", "for attempt in range(3):"),
        ("member.id, weight", "ctx.author.id, 1"),
        ("VALUES (1, $1, $2)", "VALUES (1, $1, $2) RETURNING poll_id"),
        ("    await self.bot", "    try:\n        await self.bot"),
    ],
)
def test_writes_that_belong_to_their_turns(tmp_path: Path, old: str, new: str) -> None:
    assert old in WRITES
    changed = WRITES.replace(old, new)
    if "try:" in new:
        changed += "    except asyncpg.UniqueViolationError:\n        pass\n"
    assert "loop.write" not in codes(advice_on(tmp_path, changed))


def test_a_condition_without_an_index(tmp_path: Path) -> None:
    body = """
        first = await self.bot.db.fetch("SELECT at FROM joins WHERE user_id = $1", ctx.author.id)
        again = await self.bot.db.fetchval("SELECT count(*) FROM joins WHERE user_id = $1", ctx.me.id)
        """
    (advice,) = advice_on(tmp_path, body, schema=SCHEMA.replace(", user_id);", ");"))
    assert (advice.code, advice.line) == ("index.missing", 20)
    assert advice.suggestion == "CREATE INDEX ON joins (user_id)"
    assert [(item.line, item.text) for item in advice.evidence] == [
        (13, "a row is added at every on_member_join"),
        (21, "asks for it, too"),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * FROM votes WHERE user_id = 1", "CREATE INDEX ON votes (user_id)"),
        ("SELECT * FROM votes WHERE lower(note) = 'x'", "CREATE INDEX ON votes ((LOWER(note)))"),
        ("SELECT * FROM votes ORDER BY user_id LIMIT 5", "CREATE INDEX ON votes (user_id)"),
        ("DELETE FROM votes WHERE note IS NULL AND user_id = 1", "CREATE INDEX ON votes (user_id)"),
        ("DELETE FROM votes WHERE note IS NULL AND user_id > 1", None),  # a range may be most of a table
        ("SELECT * FROM votes WHERE note = 'x'", None),  # one of a few kinds
        ("SELECT * FROM votes WHERE note IN ('x', 'y')", None),
        ("SELECT * FROM votes WHERE note = 'x' AND user_id = 1", "CREATE INDEX ON votes (user_id)"),
        ("SELECT * FROM votes WHERE poll_id = 1 AND note = 'x'", None),  # the key begins with poll_id
        ("SELECT * FROM votes WHERE weight = 1", None),
        ("SELECT * FROM votes WHERE user_id = 1 OR poll_id = 1", None),
        ("SELECT * FROM votes WHERE note LIKE 'x%'", None),
        ("SELECT * FROM votes WHERE user_id = 1 AND poll_id IN (SELECT id FROM polls)", None),
        ("SELECT * FROM votes ORDER BY user_id", None),  # a sort of all is no work for an index
        ("SELECT * FROM votes WHERE note IS NULL", None),
        ("SELECT * FROM polls WHERE title = 'x'", None),  # nothing shows that it is large
        ("SELECT * FROM others WHERE title = 'x'", None),  # nothing is known of it
        ("SELECT v.* FROM votes v JOIN polls p ON p.id = v.poll_id WHERE v.user_id = 1", None),
    ],
)
def test_what_an_index_is_asked_for(tmp_path: Path, query: str, expected: str | None) -> None:
    found = advice_on(tmp_path, f'await self.bot.db.fetch("{query}")')
    assert [item.suggestion for item in found if item.code == "index.missing"] == ([expected] if expected else [])


@pytest.mark.parametrize(
    "declared",
    [
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS x ON public.votes USING btree (user_id, note);",
        "CREATE INDEX ON votes\n    (user_id DESC)\n    WHERE weight > 1;",
        "ALTER TABLE votes ADD CONSTRAINT x UNIQUE (user_id, note);",
        'CREATE UNIQUE INDEX x ON "votes" (user_id);',
    ],
)
def test_an_index_is_found_however_it_is_declared(tmp_path: Path, declared: str) -> None:
    body = 'await self.bot.db.fetch("SELECT * FROM votes WHERE user_id = 1")'
    assert codes(advice_on(tmp_path, body, schema=f"{SCHEMA}\n{declared}")) == []


@pytest.mark.parametrize(
    "declared",
    [
        'def upgrade():\n    op.create_index("x", "votes", ["user_id"])\n',
        'SETUP = """CREATE INDEX IF NOT EXISTS x ON votes (user_id)"""\n',
    ],
)
def test_an_index_is_found_in_python(tmp_path: Path, declared: str) -> None:
    write_tree(tmp_path, {"setup_db.py": declared.encode()})
    body = 'await self.bot.db.fetch("SELECT * FROM votes WHERE user_id = 1")'
    assert codes(advice_on(tmp_path, body)) == []


@pytest.mark.parametrize(
    "column", ["mapped_column(BigInteger, index=True)", "mapped_column(\n        unique=True,\n    )"]
)
def test_an_index_is_found_in_a_model(tmp_path: Path, column: str) -> None:
    model = f"""
from sqlalchemy import BigInteger
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase): ...

class Vote(Base):
    __tablename__ = "votes"
    poll_id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = {column}
"""
    write_tree(tmp_path, {"models.py": model.encode()})
    body = 'await self.bot.db.fetch("SELECT * FROM votes WHERE user_id = 1")'
    assert codes(advice_on(tmp_path, body)) == []


INDEXED = """
from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase): ...

class Ballot(Base):
    __tablename__ = "ballots"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[int] = mapped_column(BigInteger){place}

class Poll(Base):
    __tablename__ = "sheets"
    id: Mapped[int] = mapped_column(primary_key=True)
    other: Mapped[int] = mapped_column(BigInteger){other}
"""


@pytest.mark.parametrize(
    ("place", "other", "large"),
    [
        ('\n    seen: Mapped[int]\n    __table_args__ = (Index("x", "seen"),)', "", True),
        ("", '\n    __table_args__ = (Index("x", "other"),)', False),  # another table of the file has an index
        ("\n    seen: Mapped[int]", '\n\nIndex("x", Ballot.seen)', True),
    ],
)
def test_an_index_of_another_table_says_nothing(tmp_path: Path, place: str, other: str, large: bool) -> None:
    model = INDEXED.format(place=place, other=other)
    write_tree(tmp_path, {"models.py": model.encode()})
    body = 'await self.bot.db.fetch("SELECT * FROM ballots WHERE owner = $1", ctx.author.id)'
    assert codes(advice_on(tmp_path, body)) == (["index.missing"] if large else [])


EVENT = """
@commands.Cog.listener("on_message")
async def answer(self, message):
    prefix = await self.bot.db.fetchval("SELECT prefix FROM settings WHERE guild_id = $1", message.guild.id)
    await message.reply(prefix)
"""


def test_a_row_that_every_event_reads(tmp_path: Path) -> None:
    (advice,) = advice_on(tmp_path, EVENT)
    assert advice.message == "reads a row of settings by its key at every on_message"
    assert [item.text for item in advice.evidence] == ["written in Polls.set_prefix"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"on_message"', '"on_guild_join"'),
        ("    prefix = await", "    if message.content:\n        return\n    prefix = self.cache.get(1) or await"),
        ("SELECT prefix FROM settings WHERE guild_id = $1", "SELECT note FROM votes WHERE poll_id = $1"),
        ("    await message.reply", "    await self.bot.db.execute('DELETE FROM settings')\n    await message.reply"),
        ("FROM settings WHERE guild_id = $1", "FROM unwritten WHERE guild_id = $1"),
        ("@commands.Cog.listener", "@cached()\n@commands.Cog.listener"),
        ("    prefix = await", "    if message.mentions:\n        prefix = await"),
    ],
)
def test_a_row_that_events_may_read(tmp_path: Path, old: str, new: str) -> None:
    assert old in EVENT
    assert codes(advice_on(tmp_path, EVENT.replace(old, new))) == []


ROWS = 'rows = await self.bot.db.fetch("SELECT * FROM votes WHERE poll_id = 1")\n'


@pytest.mark.parametrize(
    ("uses", "suggestion"),
    [
        ("return len(rows)", "SELECT count(*) with fetchval"),
        ("if not rows:\n    await ctx.send('none')", "SELECT EXISTS (SELECT 1 …) with fetchval"),
        ("if rows:\n    return rows[0]['note']", "fetchrow"),
        ("if rows:\n    return random.choice(rows)", "ORDER BY random() LIMIT 1 with fetchrow"),
        ("return len(rows), rows[0]", None),
        ("return rows", None),
        ("return rows[1]", None),
        ("return [row['note'] for row in rows]", None),
        ("if rows:\n    rows = rows[:2]\nreturn len(rows)", None),
        ("def later():\n    return rows\nreturn len(rows), later", None),
    ],
)
def test_rows_that_nobody_looks_at(tmp_path: Path, uses: str, suggestion: str | None) -> None:
    found = advice_on(tmp_path, ROWS + uses)
    assert [item.suggestion for item in found] == ([suggestion] if suggestion else [])


def test_a_row_by_its_key_is_one_row(tmp_path: Path) -> None:
    body = 'rows = await self.bot.db.fetch("SELECT * FROM polls WHERE id = 1")\nif rows:\n    return 1'
    assert advice_on(tmp_path, body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('return await self.bot.db.fetch("SELECT user_id FROM joins")', True),
        ('return await self.bot.db.fetch("SELECT user_id FROM joins LIMIT 10")', False),
        ('return await self.bot.db.fetch("SELECT DISTINCT user_id FROM joins")', False),
        ('return await self.bot.db.fetch("SELECT max(at) FROM joins")', False),
        ('self.known = await self.bot.db.fetch("SELECT user_id FROM joins")', False),
        ('return await self.bot.db.fetch("SELECT title FROM polls")', False),
        ('async def cog_load(self):\n    return await self.bot.db.fetch("SELECT user_id FROM joins")', False),
        (
            '@tasks.loop(hours=1)\nasync def tidy(self):\n    return await self.bot.db.fetch("SELECT id FROM joins")',
            False,
        ),
    ],
)
def test_a_whole_table(tmp_path: Path, body: str, expected: bool) -> None:
    assert codes(advice_on(tmp_path, body)) == ["result.unbounded"] * expected


def test_tests_get_no_advice(tmp_path: Path) -> None:
    assert advice_on(tmp_path, LOOP, name="tests/test_polls.py") == []


def test_a_query_that_cant_be_read_gets_none(tmp_path: Path) -> None:
    body = 'table = ctx.pick()\nrows = await self.bot.db.fetch(f"SELECT * FROM {table}")\nreturn len(rows)'
    assert advice_on(tmp_path, body) == []


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (AdviceChoice(), ADVICE.keys()),
        (AdviceChoice(select=("loop",)), {"loop.query", "loop.write"}),
        (AdviceChoice(select=("loop",), ignore=("loop.write",)), {"loop.query"}),
        (AdviceChoice(ignore=("result",)), ADVICE.keys() - {"result.unbounded", "result.unused-rows"}),
    ],
)
def test_codes_are_chosen(choice: AdviceChoice, expected: set[str]) -> None:
    assert {code for code in ADVICE if choice.asks_for(code)} == expected


def test_an_unknown_code_is_an_error(tmp_path: Path) -> None:
    write_tree(tmp_path, {"pyproject.toml": b"[tool.alchemod.advise]\nignore = ['loops']\n"})
    with pytest.raises(ConfigError, match=r"'loops'; there are loop\.query"):
        load_config(tmp_path)


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "codemod", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def test_the_command_in_text_and_json(tmp_path: Path) -> None:
    advice_on(tmp_path, LOOP)
    write_tree(tmp_path, {"pyproject.toml": b""})
    done = run(tmp_path, "advise")
    assert done.returncode == 0
    assert "loop.query runs for every row of the query on polls\n    rather: LEFT JOIN votes" in done.stdout
    assert "polls.py:20 the rows: SELECT" in done.stdout
    assert done.stderr == "1 piece of advice\n"
    (found,) = json.loads(run(tmp_path, "advise", "--format", "json").stdout)["advice"]
    assert (found["code"], found["line"], found["evidence"][0]["line"]) == ("loop.query", 22, 20)
    assert run(tmp_path, "advise", "--ignore", "loop").stderr == "no advice\n"
    assert "has no advice 'x'" in run(tmp_path, "advise", "--select", "x").stderr


def test_check_gives_it_when_asked(tmp_path: Path) -> None:
    advice_on(tmp_path, LOOP)
    write_tree(tmp_path, {"pyproject.toml": b""})
    assert "loop.query" not in run(tmp_path, "check").stdout
    assert "loop.query runs for every row" in run(tmp_path, "check", "--advise").stdout
    report = json.loads(run(tmp_path, "check", "--advise", "--format", "json").stdout)
    jsonschema.validate(report, json.loads((ROOT / "docs" / "report-schema.json").read_text()))
    assert [item["code"] for item in report["advice"]] == ["loop.query"]
