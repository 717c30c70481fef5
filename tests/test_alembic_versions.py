"""Versions of Alembic, read as SQL without running them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from codemod.schema.sources import schema_sources

HEAD = '''"""A version."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "{revision}"
down_revision = {down}

mood = postgresql.ENUM("glad", "sad", name="mood", create_type=False)


def upgrade() -> None:
{body}


def downgrade() -> None:
    op.drop_table("users")
'''


def read(root: Path, versions: dict[str, tuple[str, str]]) -> tuple[list[str], list[str]]:
    """The statements, and the notes, of versions: revision to the one before it and the body of ``upgrade()``."""
    paths = []
    for revision, (down, body) in versions.items():
        path = PurePosixPath("alembic/versions") / f"{revision}_x.py"
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        indented = "\n".join(f"    {line}" for line in body.split("\n"))
        (root / path).write_text(HEAD.format(revision=revision, down=down, body=indented))
        paths.append(path)
    found = schema_sources(root, paths)
    return [" ".join(item.text.split()) for item in found.statements], [note.message for note in found.notes]


def sql(root: Path, body: str) -> list[str]:
    statements, notes = read(root, {"a": ("None", body)})
    assert notes == []
    return statements


@pytest.mark.parametrize(
    ("body", "statements"),
    [
        (
            "op.create_table('users', sa.Column('id', sa.BigInteger(), nullable=False),\n"
            "    sa.Column('name', sa.String(length=20), server_default=sa.text(\"'x%'\"), index=True),\n"
            "    sa.Column('at', sa.DateTime(timezone=True), server_default=sa.func.now()),\n"
            "    sa.Column('tags', postgresql.ARRAY(sa.Text()), server_default='{}'),\n"
            "    sa.PrimaryKeyConstraint('id', name=op.f('users_pk')))",
            [
                "CREATE TABLE users ( id BIGSERIAL NOT NULL, name VARCHAR(20) DEFAULT 'x%', "
                "at TIMESTAMP WITH TIME ZONE DEFAULT now(), tags TEXT[] DEFAULT '{}', "
                "CONSTRAINT users_pk PRIMARY KEY (id) )",
                "CREATE INDEX ix_users_name ON users (name)",
            ],
        ),
        (
            "op.create_table('a', sa.Column('x', sa.Enum('B', 'C', name='letter')), sa.Column('y', mood))",
            ["CREATE TYPE letter AS ENUM ('B', 'C')", "CREATE TABLE a ( x letter, y mood )"],
        ),
        ("mood.create(op.get_bind(), checkfirst=True)", ["CREATE TYPE mood AS ENUM ('glad', 'sad')"]),
        (
            "op.create_table('a', sa.Column('b', sa.Integer(), sa.ForeignKey('shop.c.d', ondelete='CASCADE')), schema='s')",
            ["CREATE TABLE s.a ( b INTEGER, FOREIGN KEY(b) REFERENCES shop.c (d) ON DELETE CASCADE )"],
        ),
        (
            "op.add_column('a', sa.Column('b', sa.Integer(), sa.ForeignKey('c.d'), nullable=False))",
            [
                'ALTER TABLE "a" ADD COLUMN b INTEGER NOT NULL',
                "ALTER TABLE a ADD FOREIGN KEY(b) REFERENCES c (d)",
            ],
        ),
        (
            "op.alter_column('a', 'b', nullable=False, type_=sa.Text(), server_default=None, new_column_name='c',\n"
            "    existing_type=sa.Integer(), postgresql_using='b::text', schema='s')",
            [
                'ALTER TABLE "s"."a" ALTER COLUMN "b" SET NOT NULL',
                'ALTER TABLE "s"."a" ALTER COLUMN "b" TYPE TEXT USING b::text',
                'ALTER TABLE "s"."a" ALTER COLUMN "b" DROP DEFAULT',
                'ALTER TABLE "s"."a" RENAME COLUMN "b" TO "c"',
            ],
        ),
        ("op.alter_column('a', 'b', server_default='x')", ['ALTER TABLE "a" ALTER COLUMN "b" SET DEFAULT \'x\'']),
        (
            "op.create_index('i', 'a', ['b', sa.text('lower(c) DESC')], unique=True, postgresql_where=sa.text('b > 0'))",
            ["CREATE UNIQUE INDEX i ON a (b, lower(c) DESC) WHERE b > 0"],
        ),
        (
            "op.create_index('i', 'a', ['b'], postgresql_using='gin', postgresql_ops={'b': 'gin_trgm_ops'})",
            ["CREATE INDEX i ON a USING gin (b gin_trgm_ops)"],
        ),
        ("op.drop_index(op.f('i'), table_name='a')", ['DROP INDEX "i"']),
        ("op.create_unique_constraint('u', 'a', ['b', 'c'])", ['ALTER TABLE "a" ADD CONSTRAINT "u" UNIQUE ("b", "c")']),
        ("op.create_primary_key(None, 'a', ['b'])", ['ALTER TABLE "a" ADD PRIMARY KEY ("b")']),
        (
            "op.create_check_constraint('k', 'a', sa.text('b > 0'))",
            ['ALTER TABLE "a" ADD CONSTRAINT "k" CHECK (b > 0)'],
        ),
        (
            "op.create_foreign_key('f', 'a', 'c', ['b'], ['d'], ondelete='SET NULL')",
            ['ALTER TABLE "a" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "c" ("d") ON DELETE SET NULL'],
        ),
        ("op.drop_constraint('u', 'a', type_='unique')", ['ALTER TABLE "a" DROP CONSTRAINT "u"']),
        ("op.drop_column('a', 'b')", ['ALTER TABLE "a" DROP COLUMN "b"']),
        ("op.rename_table('a', 'b')", ['ALTER TABLE "a" RENAME TO "b"']),
        (
            "with op.batch_alter_table('a', schema=None) as batch_op:\n"
            "    batch_op.drop_column('b')\n    batch_op.create_unique_constraint('u', ['c'])",
            ['ALTER TABLE "a" DROP COLUMN "b"', 'ALTER TABLE "a" ADD CONSTRAINT "u" UNIQUE ("c")'],
        ),
        (
            "for name in ('a', 'b'):\n    op.drop_column(name, 'x')",
            ['ALTER TABLE "a" DROP COLUMN "x"', 'ALTER TABLE "b" DROP COLUMN "x"'],
        ),
        ("op.execute('CREATE TABLE a (b int); UPDATE a SET b = 1')", ["CREATE TABLE a (b int)", "UPDATE a SET b = 1"]),
        ("op.execute(sa.text(f'CREATE TABLE {name} (b int)'))".replace("{name}", "a"), ["CREATE TABLE a (b int)"]),
        ("table = 'a'\nop.drop_column(table, 'b')", ['ALTER TABLE "a" DROP COLUMN "b"']),
        ("op.bulk_insert(users, rows)", []),
        ("pass", []),
    ],
)
def test_operations_are_sql(tmp_path: Path, body: str, statements: list[str]) -> None:
    assert sql(tmp_path, body) == statements


def test_versions_come_in_the_order_of_their_revisions(tmp_path: Path) -> None:
    versions = {
        "a": ("('c', 'd')", "op.drop_column('t', 'a')"),
        "b": ("None", "op.drop_column('t', 'b')"),
        "c": ("'b'", "op.drop_column('t', 'c')"),
        "d": ("'b'", "op.drop_column('t', 'd')"),
    }
    statements, _ = read(tmp_path, versions)
    assert [statement[-2] for statement in statements] == ["b", "c", "d", "a"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("if op.get_bind().dialect.name == 'x':\n    op.drop_column('t', 'a')", "if in upgrade()"),
        ("op.create_table('t', *columns())", "columns"),
        ("op.create_table('t', sa.Column('a', Colour()))", "Colour"),
        ("op.create_table(name(), sa.Column('a', sa.Integer()))", "name"),
        ("helper(op)", "helper()"),
        ("op.create_exclude_constraint('a', 't', ('b', '='))", "op.create_exclude_constraint()"),
        ("op.create_table('t', sa.Column('a', sa.Integer(), bogus=1))", "sa.Column()"),
        ("op.add_column('t', **options)", "with **"),
        ("sa.create_engine('postgresql://x')", "sa.create_engine()"),
        ("op.execute(sa.create_engine('postgresql://x'))", "sa.create_engine"),
    ],
)
def test_what_only_running_it_would_tell_is_one_line(tmp_path: Path, body: str, reason: str) -> None:
    statements, notes = read(tmp_path, {"a": ("None", f"op.drop_column('t', 'b')\n{body}")})
    assert statements == ['ALTER TABLE "t" DROP COLUMN "b"']
    assert len(notes) == 1
    assert notes[0].startswith("is not read: ")
    assert reason in notes[0]
    assert "\n" not in notes[0]


def test_other_files_are_no_versions(tmp_path: Path) -> None:
    (tmp_path / "tool.py").write_text("revision = 1\ndown_revision = 2\ndef upgrade(): op.drop_table('a')\n")
    assert schema_sources(tmp_path, [PurePosixPath("tool.py")]).statements == []
