# refused: mapping.catalog
# refused: mapping.model-incomplete
# refused: types.unsupported
class Schema:
    """Looks into PostgreSQL's own catalogs."""

    async def has_table(self, name: str) -> bool:
        return await self.bot.db.fetchval(
            "SELECT EXISTS (SELECT FROM information_schema.tables WHERE table_schema = 'public' AND table_name = $1)", name
        )

    async def columns_of(self, table: str) -> dict[str, str]:
        rows = await self.bot.db.fetch(
            """
            SELECT column_name, data_type FROM information_schema.columns
            WHERE table_name = $1 ORDER BY ordinal_position
            """,
            table,
        )
        return {row["column_name"]: row["data_type"] for row in rows}

    async def sizes(self, columns: int) -> list[str]:
        rows = await self.bot.db.fetch(
            """
            SELECT c.relname, c.reltuples::bigint AS estimate, pg_size_pretty(pg_total_relation_size(c.oid)) AS size
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relnatts > $1
            """,
            columns,
        )
        return [f"{row['relname']}: {row['estimate']} rows, {row['size']}" for row in rows]

    async def whole_size(self) -> str:
        return await self.bot.db.fetchval("SELECT pg_size_pretty(pg_database_size(current_database()))")

    async def active(self) -> int:
        return await self.bot.db.fetchval("SELECT count(*) FROM pg_stat_activity WHERE state = 'active'")

    async def tables(self, tables: list[str], columns) -> list[str]:
        found = await self.bot.db.fetch("SELECT tablename FROM pg_tables WHERE tablename = ANY($1)", tables)
        return [row["tablename"] for row in found if columns]

    async def parallel(self) -> None:
        await self.bot.db.execute("UPDATE pg_settings SET setting = '0' WHERE name = 'max_parallel_workers'")

    async def activity(self) -> list[dict]:
        return [dict(row) for row in await self.bot.db.fetch("SELECT * FROM pg_stat_activity")]

    async def others(self, name: str) -> list[str]:
        return [row["relname"] for row in await self.bot.db.fetch("SELECT relname FROM pg_class WHERE relname <> $1", name)]

# output
from sqlalchemy import (
    ARRAY,
    CHAR,
    REAL,
    BigInteger,
    Integer,
    SmallInteger,
    String,
    Text,
    any_,
    cast,
    column,
    exists,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy import table as sa_table
from sqlalchemy.dialects.postgresql import OID


class Schema:
    """Looks into PostgreSQL's own catalogs."""

    async def has_table(self, name: str) -> bool:
        async with self.bot.get_db_session() as session:
            tables = sa_table(
                "tables",
                column("table_schema", Text),
                column("table_name", Text),
                schema="information_schema",
            )
            stmt = select(
                exists().where(
                    tables.c.table_schema == "public", tables.c.table_name == name
                )
            )
            result = await session.execute(stmt)
            return result.scalar()

    async def columns_of(self, table: str) -> dict[str, str]:
        async with self.bot.get_db_session() as session:
            columns = sa_table(
                "columns",
                column("column_name", Text),
                column("data_type", String),
                column("table_name", Text),
                column("ordinal_position", Integer),
                schema="information_schema",
            )
            stmt = (
                select(columns.c.column_name, columns.c.data_type)
                .where(columns.c.table_name == table)
                .order_by(columns.c.ordinal_position)
            )
            result = await session.execute(stmt)
            rows = result.mappings().all()
        return {row["column_name"]: row["data_type"] for row in rows}

    async def sizes(self, columns: int) -> list[str]:
        async with self.bot.get_db_session() as session:
            pg_class = sa_table(
                "pg_class",
                column("relnamespace", OID),
                column("relname", Text),
                column("reltuples", REAL),
                column("oid", OID),
                column("relkind", CHAR),
                column("relnatts", SmallInteger),
            )
            pg_namespace = sa_table(
                "pg_namespace", column("oid", OID), column("nspname", Text)
            )
            stmt = (
                select(
                    pg_class.c.relname,
                    cast(pg_class.c.reltuples, BigInteger).label("estimate"),
                    func.pg_size_pretty(
                        func.pg_total_relation_size(pg_class.c.oid)
                    ).label("size"),
                )
                .join(pg_namespace, pg_namespace.c.oid == pg_class.c.relnamespace)
                .where(
                    pg_namespace.c.nspname == "public",
                    pg_class.c.relkind == literal_column("'r'"),
                    pg_class.c.relnatts > columns,
                )
            )
            result = await session.execute(stmt)
            rows = result.mappings().all()
        return [f"{row['relname']}: {row['estimate']} rows, {row['size']}" for row in rows]

    async def whole_size(self) -> str:
        async with self.bot.get_db_session() as session:
            stmt = select(
                func.pg_size_pretty(func.pg_database_size(func.current_database()))
            )
            result = await session.execute(stmt)
            return result.scalar()

    async def active(self) -> int:
        async with self.bot.get_db_session() as session:
            pg_stat_activity = sa_table("pg_stat_activity", column("state", Text))
            stmt = select(func.count()).where(pg_stat_activity.c.state == "active")
            result = await session.execute(stmt)
            return result.scalar()

    async def tables(self, tables: list[str], columns) -> list[str]:
        async with self.bot.get_db_session() as session:
            pg_tables = sa_table("pg_tables", column("tablename", Text))
            stmt = select(pg_tables.c.tablename).where(
                pg_tables.c.tablename == any_(literal(tables, ARRAY(Text)))
            )
            result = await session.execute(stmt)
            found = result.mappings().all()
        return [row["tablename"] for row in found if columns]

    async def parallel(self) -> None:
        await self.bot.db.execute("UPDATE pg_settings SET setting = '0' WHERE name = 'max_parallel_workers'")

    async def activity(self) -> list[dict]:
        return [dict(row) for row in await self.bot.db.fetch("SELECT * FROM pg_stat_activity")]

    async def others(self, name: str) -> list[str]:
        return [row["relname"] for row in await self.bot.db.fetch("SELECT relname FROM pg_class WHERE relname <> $1", name)]
