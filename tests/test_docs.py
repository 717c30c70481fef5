"""The pages written from the code are up to date, and the README's commands are those that are run."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from codemod.cli import app
from codemod.config import KEYS

ROOT = Path(__file__).parent.parent
PAGES = runpy.run_path(str(ROOT / "docs" / "generate.py"))["PAGES"]
README = (ROOT / "README.md").read_text()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_code_says(name: str) -> None:
    assert (ROOT / "docs" / name).read_text() == PAGES[name](), "run `make docs`"


def readme_command(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n```sh\n(.+)\n```\n", README)
    assert found is not None
    return found[1]


def test_ci_runs_the_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    extracted = re.search(r"^test_command=\$\((.+)\)$", script, re.MULTILINE)
    assert extracted is not None
    done = subprocess.run(["bash", "-c", extracted[1]], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == readme_command("tests")


def test_the_sample_command_of_the_readme_shows_a_diff_and_a_proof() -> None:
    shown = []
    for command in readme_command("sample").split(".venv/bin/alchemod ")[1:]:
        arguments = command.removesuffix(" && ").split()
        done = subprocess.run(
            [sys.executable, "-m", "codemod", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        shown.append(done.stdout)
    diff, explanation = shown
    assert "\n+            async with await self.bot.get_db_session() as session:" in diff
    assert "\nproof\n" in explanation


def test_the_example_of_the_readme_is_a_case() -> None:
    before, after = re.findall(r"```python\n(.+?)```", README, re.DOTALL)[:2]
    case = (ROOT / "tests" / "cases" / "calls" / "gallery_entities.py").read_text()
    assert before in case
    assert after in case


@pytest.mark.parametrize("command", ["check", "diff", "migrate", "explain", "sql"])
def test_the_readme_names_every_command(command: str) -> None:
    assert command in {info.name for info in app.registered_commands}
    assert f"alchemod {command}" in README


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_documented(key: str) -> None:
    assert f"### `{key}`" in (ROOT / "docs" / "configuration.md").read_text()


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text()):
        assert (ROOT / target).exists(), target
