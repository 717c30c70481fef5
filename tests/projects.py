"""Small projects for tests of what looks over several files: file texts by path, and their index."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from textwrap import dedent

from codemod.discovery.project_index import ProjectIndex
from codemod.files.project_files import ProjectFiles
from codemod.source import SourceError, SourceFile


def index_of(files: Mapping[str, str]) -> ProjectIndex:
    """The index of a project that lives in memory; ``read`` counts nothing and touches no disk."""
    sources = {PurePosixPath(path): dedent(text) for path, text in files.items()}

    def read(_root: Path, path: PurePosixPath) -> SourceFile:
        if "\0" in sources[path]:
            raise SourceError("is a binary file, not Python source")
        return SourceFile(path, sources[path])

    return ProjectIndex(ProjectFiles(Path(), tuple(sources), read))


#: The models of a project with one table, and its session maker.
USERS = """
from sqlalchemy import BigInteger
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Session = async_sessionmaker(None)


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
"""
