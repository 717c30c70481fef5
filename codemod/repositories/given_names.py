"""Names of methods that the configuration gives, by the fingerprint of a statement."""

from __future__ import annotations

from collections.abc import Iterator, Set

from codemod.config import Config
from codemod.mapping.models import Finding


def unknown_names(config: Config, fingerprints: Set[str], methods: Set[str]) -> Iterator[Finding]:
    """Names that no statement of the project gets; those of methods that are there were given before.

    Args:
        config: with the table of names.
        fingerprints: of all statements of the project.
        methods: names of methods that its repositories have.
    """
    unknown = {
        fingerprint: name
        for fingerprint, name in config.repositories.names.items()
        if fingerprint not in fingerprints and name not in methods
    }
    path = config.root / "pyproject.toml"
    lines = path.read_text(encoding="utf-8").splitlines() if unknown and path.exists() else []
    for fingerprint, name in unknown.items():
        line = next((number for number, text in enumerate(lines, start=1) if fingerprint in text), 1)
        message = f"no statement has the fingerprint {fingerprint}, so nothing is called {name}"
        yield Finding("repository.name", "pyproject.toml", line, message)
