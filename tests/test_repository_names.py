"""Names of new repository methods: fingerprints, the table of names, and asking for them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from migration import write_tree
from test_repositories import COG, HERE, migrated

from codemod.config import ConfigError
from codemod.report import SiteReport

ROOT = Path(__file__).parent.parent


def sites_of(root: Path, files: dict[str, str], **settings: object) -> list[SiteReport]:
    report, _ = migrated(root, files, **settings)
    return list(report.sites)


def test_the_report_names_method_and_fingerprint(tmp_path: Path) -> None:
    url, rename = sites_of(tmp_path, {"cogs/links.py": COG})
    assert url.calls == "LinkRepository.get_url_by_title"
    assert rename.calls == "LinkRepository.update_title_by_title"
    assert url.fingerprint != rename.fingerprint
    assert all(site.fingerprint is not None and len(site.fingerprint) == 12 for site in (url, rename))


def test_statement_style_has_no_methods(tmp_path: Path) -> None:
    sites = sites_of(tmp_path, {"cogs/links.py": COG}, style="statement")
    assert {(site.calls, site.fingerprint) for site in sites} == {(None, None)}


def test_a_method_of_the_project_has_no_fingerprint(tmp_path: Path) -> None:
    migrated(tmp_path, {"cogs/links.py": COG})
    again = COG.replace("class Links", "class Other")
    sites = [site for site in sites_of(tmp_path, {"cogs/other.py": again}) if site.file == "cogs/other.py"]
    assert next((site.calls, site.fingerprint) for site in sites) == ("LinkRepository.get_url_by_title", None)


def test_a_fingerprint_is_that_of_the_statement(tmp_path: Path) -> None:
    (first, _) = sites_of(tmp_path / "a", {"cogs/links.py": COG})
    other = COG.replace("SELECT url FROM links WHERE title = $1", "select  url\\nfrom links where title=$1")
    assert other != COG
    (moved, _) = sites_of(tmp_path / "b", {"deep/x.py": f"VALUE = 1\n{other.replace('def url', 'def other')}"})
    assert moved.fingerprint == first.fingerprint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("SELECT url", "SELECT tag"),
        ("WHERE title = $1", "WHERE tag = $1"),
        ("WHERE title = $1", "WHERE title = $1 ORDER BY id"),
        ("fetchval", "fetch"),
    ],
)
def test_another_statement_has_another_fingerprint(tmp_path: Path, old: str, new: str) -> None:
    (first, _) = sites_of(tmp_path / "a", {"cogs/links.py": COG})
    other, *_ = sites_of(tmp_path / "b", {"cogs/links.py": COG.replace(old, new, 1)})
    assert other.fingerprint not in (first.fingerprint, None)


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("FOR UPDATE", "get_url_by_title_for_update"),
        ("FOR NO KEY UPDATE SKIP LOCKED", "get_url_by_title_for_update"),
        ("FOR SHARE", "get_url_by_title_for_share"),
    ],
)
def test_a_query_that_locks_says_so(tmp_path: Path, clause: str, name: str) -> None:
    code = COG.replace("WHERE title = $1", f"WHERE title = $1 {clause}", 1)
    locking, _ = sites_of(tmp_path, {"cogs/links.py": code})
    assert locking.calls == f"LinkRepository.{name}"


def named(root: Path, *names: str) -> dict[str, str]:
    """The files, with methods called as ``[tool.alchemod.repositories.names]`` has it."""
    sites = sites_of(root / "first", {"cogs/links.py": COG})
    table = {site.fingerprint: name for site, name in zip(sites, names, strict=False)}
    return migrated(root / "second", {"cogs/links.py": COG}, repositories={"names": table})[1]


def test_the_table_names_a_method(tmp_path: Path) -> None:
    files = named(tmp_path, "address_of")
    assert "self.link_repo.address_of(title)" in files["cogs/links.py"]
    assert "async def address_of(self, title: str)" in files["repositories/link_repository.py"]
    assert "update_title_by_title" in files["cogs/links.py"]


def test_two_methods_of_one_name_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"names\] \w{12}: LinkRepository has another same\(\) already"):
        named(tmp_path, "same", "same")


def test_a_name_for_no_statement_is_a_finding_and_changes_nothing(tmp_path: Path) -> None:
    toml = '[tool.alchemod.repositories.names]\n"000000000000" = "top_urls"\n'
    plain = migrated(tmp_path / "a", {"cogs/links.py": COG})[1]
    report, files = migrated(tmp_path / "b", {"cogs/links.py": COG, "pyproject.toml": toml})
    assert {**plain, "pyproject.toml": toml} == files
    assert [(item.code, item.path, item.line, item.message) for item in report.findings] == [
        (
            "repository.name",
            "pyproject.toml",
            2,
            "no statement has the fingerprint 000000000000, so nothing is called top_urls",
        )
    ]


def test_a_name_that_was_given_is_no_finding(tmp_path: Path) -> None:
    first, _ = migrated(tmp_path, {"cogs/links.py": COG})
    fingerprint = next(site.fingerprint for site in first.sites)
    toml = f'[tool.alchemod.repositories.names]\n"{fingerprint}" = "where_is"\n'
    again, files = migrated(tmp_path / "named", {"cogs/links.py": COG, "pyproject.toml": toml})
    assert "self.link_repo.where_is(title)" in files["cogs/links.py"]
    later, _ = migrated(tmp_path / "named", {})
    assert (again.findings, later.findings) == ((), ())


def asked(root: Path, answers: str, *options: str) -> tuple[int, str, str]:
    """Run ``diff --names ask`` on a terminal; gives the exit code, stdout and what the terminal shows."""
    write_tree(root, {path.name: path.read_bytes() for path in HERE.glob("*.py")})
    write_tree(root, {"cogs/links.py": COG.encode(), "pyproject.toml": b""})
    ours, theirs = os.openpty()
    os.write(ours, answers.encode())
    done = subprocess.run(
        [sys.executable, "-m", "codemod", "diff", "--names", "ask", *options],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb"},
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=False,
    )
    os.write(theirs, b"end")
    shown = os.read(ours, 65536)
    os.close(ours)
    os.close(theirs)
    return done.returncode, done.stdout.decode(), shown.decode().replace("\r\n", "\n")


def test_names_are_asked_one_by_one(tmp_path: Path) -> None:
    code, diff, shown = asked(tmp_path, "address_of\n\n", "--style", "repository")
    assert code == 0
    assert "[1/2] LinkRepository, cogs/links.py:10 in Links.url\n    SELECT url FROM links" in shown
    assert "name [get_url_by_title]: " in shown
    assert '= "address_of"\n' in shown
    assert '= "update_title_by_title"\n' in shown
    assert "self.link_repo.address_of(title)" in diff
    assert "async def update_title_by_title(" in diff


def test_an_answer_that_is_no_name_is_asked_again(tmp_path: Path) -> None:
    _, diff, shown = asked(tmp_path, "class\nfind\nfind\nrename\n", "--style", "repository")
    assert "'class' is not the name of a method" in shown
    assert "find is the name of another method already" in shown
    assert "self.link_repo.rename(old, new)" in diff


def test_no_more_answers_stop_the_run(tmp_path: Path) -> None:
    code, diff, shown = asked(tmp_path, "address_of\n\x04", "--style", "repository")
    assert (code, diff) == (2, "")
    assert "error: no more answers; nothing was written" in shown


def test_asking_needs_methods(tmp_path: Path) -> None:
    code, _, shown = asked(tmp_path, "")
    assert code == 2
    assert "error: option --names ask needs --style repository or auto" in shown


def test_asking_needs_a_terminal(tmp_path: Path) -> None:
    write_tree(tmp_path, {"pyproject.toml": b""})
    done = subprocess.run(
        [sys.executable, "-m", "codemod", "diff", "--names", "ask", "--style", "repository"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("error: option --names ask needs a terminal;")
