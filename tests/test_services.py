"""Services of one repository that both call their package ``app``."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from tests.migration import run

MODEL = """
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    class Base(DeclarativeBase):
        pass

    class {name}(Base):
        __tablename__ = "{table}"
        id: Mapped[int] = mapped_column(primary_key=True)
    """
SESSIONS = """
    from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
    Session = async_sessionmaker(create_async_engine("postgresql+asyncpg://x"), expire_on_commit=False)
    """
QUERIES = """
    async def links(pool):
        return await pool.fetchval("SELECT count(*) FROM links")

    async def mails(pool):
        return await pool.fetchval("SELECT count(*) FROM mails")
    """


def test_each_service_imports_what_its_own_package_has(tmp_path: Path) -> None:
    files = {"pyproject.toml": ""}
    for service, name in (("api", "Link"), ("worker", "Mail")):
        files[f"{service}/app/__init__.py"] = ""
        files[f"{service}/app/models.py"] = MODEL.format(name=name, table=f"{name.lower()}s")
        files[f"{service}/app/db.py"] = SESSIONS
        files[f"{service}/app/queries.py"] = QUERIES
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(dedent(text))
    report = run(tmp_path)
    assert [(site.file.split("/")[0], site.function, site.code) for site in report.sites] == [
        ("api", "links", None),
        ("api", "mails", "imports.elsewhere"),
        ("worker", "links", "imports.elsewhere"),
        ("worker", "mails", None),
    ]
    changed = {change.path.as_posix(): change.after or "" for change in report.changes}
    assert "import Link" in changed["api/app/queries.py"]
    assert "Mail" not in changed["api/app/queries.py"]
