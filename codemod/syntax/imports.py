"""What an import statement imports, under which names."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst


def local_name(alias: cst.ImportAlias) -> str:
    """The name that an alias binds; that of ``import a.b`` is ``a``."""
    return alias.evaluated_alias or alias.evaluated_name.partition(".")[0]


def local_names(node: cst.Import | cst.ImportFrom) -> Iterator[str]:
    """The names that an import binds, as far as it says them."""
    if not isinstance(node.names, cst.ImportStar):
        yield from map(local_name, node.names)


def entries_of(node: cst.Import | cst.ImportFrom) -> list[tuple[str, str]]:
    """Imported name and local name of each alias."""
    if isinstance(node.names, cst.ImportStar):
        return []
    return [(alias.evaluated_name, alias.evaluated_alias or alias.evaluated_name) for alias in node.names]


def alias_text(name: str, local: str) -> str:
    """An alias as it is written."""
    return name if name == local else f"{name} as {local}"
