import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import fake_pipeline
import jsonschema
import pytest
from ordinary_user import ordinary_user
from typer.testing import CliRunner

from codemod import __version__
from codemod.cli import app

TESTS = Path(__file__).parent
SCHEMA = json.loads((TESTS.parent / "docs" / "report-schema.json").read_text(encoding="utf-8"))
COMMANDS = ("check", "diff", "migrate", "explain", "sql")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two convertible sites and a refused one, clean in git; the current folder."""
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(sys.modules, "codemod.pipeline", fake_pipeline)
    monkeypatch.setitem(sys.modules, "codemod.single", fake_pipeline)
    place = tmp_path.resolve() / "project"
    plant(place, "pyproject.toml", "")
    plant(place, "models.py", "links = 1\n")
    plant(place, "cogs/a.py", "x = 'RAW'\ny = 'HARD'\nz = 'RAW'\n")
    plant(place, "cogs/b.py", "y = 1\n")
    git(place, "init", "--quiet")
    commit(place)
    monkeypatch.chdir(place)
    return place


def plant(root: Path, path: str, text: str | bytes) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "state")


def run(*arguments: str, code: int = 0, stdin: str | None = None) -> tuple[str, str]:
    """Run a command; gives what it wrote to stdout and stderr."""
    result = CliRunner().invoke(app, arguments, input=stdin, prog_name="alchemod")
    assert "Traceback" not in result.stderr
    assert result.exit_code == code, result.output
    return result.stdout_bytes.decode(), result.stderr


def alchemod(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "codemod", *arguments],
        env={**os.environ, "PYTHONPATH": str(TESTS.parent)},
        check=False,
        capture_output=True,
        text=True,
        **options,  # type: ignore[call-overload]
    )


# -- check


@pytest.mark.usefixtures("root")
def test_check_lists_sites_and_exits_1_while_some_are_convertible() -> None:
    assert run("check", code=1) == (
        "cogs/a.py:1:1: convertible db.fetch in <module> as rows\n"
        "cogs/a.py:2:1: sql.parse no SQL\n"
        "cogs/a.py:3:1: convertible db.fetch in <module> as rows\n"
        "3 call sites: 2 convertible, 1 refused\n",
        "",
    )


def test_check_exits_0_when_nothing_convertible_remains(root: Path) -> None:
    plant(root, "cogs/a.py", "y = 'HARD'\n")
    assert run("check") == ("cogs/a.py:1:1: sql.parse no SQL\n1 call site: 0 convertible, 1 refused\n", "")


@pytest.mark.usefixtures("root")
def test_check_of_files_without_sites() -> None:
    assert run("check", "cogs/b.py", "models.py") == ("no call sites\n", "")


def test_check_writes_nothing(root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.py")}
    run("check", code=1)
    run("diff")
    assert {path: path.read_bytes() for path in root.rglob("*.py")} == before


@pytest.mark.usefixtures("root")
def test_quiet_and_verbose() -> None:
    assert "call sites:" not in run("check", "-q", code=1)[0]
    assert "    hint: mend it\n" in run("check", "-v", code=1)[0]
    assert "        SELECT 1\n" in run("check", "-vv", code=1)[0]
    assert run("check", "-q", "-v", code=2)[1] == "error: option --quiet can't be used together with --verbose\n"


def test_quiet_can_be_configured_and_overridden(root: Path) -> None:
    plant(root, "pyproject.toml", "[tool.alchemod]\nquiet = true\n")
    assert "call sites:" not in run("check", code=1)[0]
    assert "call sites:" in run("check", "-v", code=1)[0]


def test_check_as_json(root: Path) -> None:
    plant(root, "broken.py", "x = (\n")
    out, err = run("check", "--format", "json", code=2)
    document = json.loads(out)
    jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert [(site["file"], site["line"], site["outcome"]) for site in document["sites"]] == [
        ("cogs/a.py", 1, "rewritten"),
        ("cogs/a.py", 2, "refused"),
        ("cogs/a.py", 3, "rewritten"),
    ]
    assert [error["path"] for error in document["errors"]] == ["broken.py"]
    assert err.startswith("broken.py: has a syntax error at ")


def test_paths_are_shown_from_the_current_folder_and_told_from_the_root(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "cogs")
    assert run("check", ".", code=1)[0].startswith("a.py:1:1: ")
    assert run("check", "..", code=1)[0].startswith("a.py:1:1: ")
    assert json.loads(run("check", "--format", "json", code=1)[0])["sites"][0]["file"] == "cogs/a.py"
    assert run("diff")[0].startswith("--- a/cogs/a.py\n")
    assert run("explain", "a.py:2")[0].startswith("a.py:2:1: ")


def test_include_and_exclude_are_repeatable(root: Path) -> None:
    plant(root, "old/c.py", "x = 'RAW'\n")
    assert run("check", "--exclude", "cogs/a.py", "--exclude", "old/") == ("no call sites\n", "")
    assert run("check", "--include", "old/", "--include", "models.py", code=1)[0].count("convertible db") == 1


# -- diff

DIFF = (
    "--- a/cogs/a.py\n+++ b/cogs/a.py\n@@ -1,3 +1,3 @@\n-x = 'RAW'\n+x = 'DONE'\n y = 'HARD'\n-z = 'RAW'\n+z = 'DONE'\n"
)


@pytest.mark.usefixtures("root")
def test_diff() -> None:
    assert run("diff") == (DIFF, "would rewrite 2 call sites in 1 file, 1 refused\n")
    assert run("diff", "-q") == (DIFF, "")
    assert "cogs/a.py:2:1: sql.parse no SQL\n" in run("diff", "-v")[1]


def test_diff_exit_code(root: Path) -> None:
    run("diff", "--exit-code", code=1)
    run("diff", "--exit-code", "cogs/b.py", code=0)
    plant(root, "pyproject.toml", "[tool.alchemod]\nexit-code = true\n")
    run("diff", code=1)
    run("diff", "--no-exit-code", code=0)


@pytest.mark.usefixtures("root")
def test_diff_as_json() -> None:
    document = json.loads(run("diff", "--format", "json", "--exit-code", code=1)[0])
    jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert document["diffs"] == [{"file": "cogs/a.py", "diff": DIFF}]


def test_diff_is_what_migrate_writes(root: Path) -> None:
    plant(root, "cogs/latin.py", b"# coding: latin-1\r\nx = 'RAW \xe9'")
    plant(root, "cogs/bom.py", b"\xef\xbb\xbfx = 'RAW'\r\n")
    commit(root)
    patch = CliRunner().invoke(app, ["diff"]).stdout_bytes
    run("migrate")
    written = {path: path.read_bytes() for path in root.glob("cogs/*.py")}
    git(root, "checkout", "--quiet", ".")
    subprocess.run(["git", "apply"], input=patch, cwd=root, check=True, capture_output=True)
    assert {path: path.read_bytes() for path in root.glob("cogs/*.py")} == written
    assert written[root / "cogs/latin.py"] == b"# coding: latin-1\r\nx = 'DONE \xe9'"
    assert written[root / "cogs/bom.py"] == b"\xef\xbb\xbfx = 'DONE'\r\n"


# -- migrate


def test_migrate(root: Path) -> None:
    assert run("migrate") == (
        "cogs/a.py: rewrote 2 call sites\ncogs/a.py:2:1: sql.parse no SQL\nrewrote 2 call sites in 1 file, 1 refused\n",
        "",
    )
    assert (root / "cogs/a.py").read_text() == "x = 'DONE'\ny = 'HARD'\nz = 'DONE'\n"


def test_migrate_again_changes_nothing(root: Path) -> None:
    run("migrate")
    commit(root)
    assert run("migrate", "-q") == ("cogs/a.py:2:1: sql.parse no SQL\n", "")
    assert run("check")[0].endswith("1 call site: 0 convertible, 1 refused\n")


def test_migrate_refuses_uncommitted_changes(root: Path) -> None:
    plant(root, "cogs/a.py", "x = 'RAW' # edited\n")
    assert run("migrate", code=2) == (
        "",
        "cogs/a.py: has uncommitted changes\nerror: nothing was written; commit first, or give --allow-dirty\n",
    )
    assert (root / "cogs/a.py").read_text() == "x = 'RAW' # edited\n"


def test_migrate_minds_only_the_files_it_would_change(root: Path) -> None:
    plant(root, "cogs/b.py", "y = 2\n")
    run("migrate")
    assert "DONE" in (root / "cogs/a.py").read_text()


@pytest.mark.parametrize("configured", [False, True])
def test_migrate_allow_dirty(root: Path, configured: bool) -> None:
    plant(root, "cogs/a.py", "x = 'RAW' # edited\n")
    if configured:
        plant(root, "pyproject.toml", "[tool.alchemod]\nallow-dirty = true\n")
    run("migrate", *([] if configured else ["--allow-dirty"]))
    assert (root / "cogs/a.py").read_text() == "x = 'DONE' # edited\n"


def test_migrate_outside_a_repository(root: Path) -> None:
    (root / ".git").rename(root / "not-git")
    out, err = run("migrate", code=2)
    assert (out, err.splitlines()[0]) == ("", "cogs/a.py: is not in a git repository")
    run("migrate", "--allow-dirty")
    assert "DONE" in (root / "cogs/a.py").read_text()


def test_migrate_follows_a_symbolic_link(root: Path) -> None:
    target = plant(root, "shared/real.py", "x = 'RAW'\n")
    (root / "cogs/link.py").symlink_to("../shared/real.py")
    commit(root)
    assert run("migrate", "cogs/link.py")[0].startswith("shared/real.py: rewrote 1 call site\n")
    assert (root / "cogs/link.py").is_symlink()
    assert target.read_text() == "x = 'DONE'\n"


@pytest.mark.usefixtures("root")
def test_migrate_goes_on_after_a_file_that_can_not_be_written() -> None:
    run("migrate")  # loads every module while all of them can be read
    with ordinary_user() as folder:
        for path in ("pyproject.toml", "models.py", "locked/a.py", "free/b.py"):
            plant(folder, path, "x = 'RAW'\n" if "/" in path else "")
        (folder / "locked").chmod(0o500)
        out, err = run("migrate", "--allow-dirty", str(folder), code=2)
        assert (folder / "locked/a.py").read_text() == "x = 'RAW'\n"
        assert (folder / "free/b.py").read_text() == "x = 'DONE'\n"
    assert out == "free/b.py: rewrote 1 call site\nrewrote 1 call site in 1 file\n"
    assert err == "locked/a.py: can't be written (Permission denied)\n"


INTERRUPTED = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite in the background of a shell ignores it
sys.path.insert(0, sys.argv.pop(1))
import fake_pipeline
sys.modules["codemod.pipeline"] = fake_pipeline
real = os.replace
def slowly(source, target):
    time.sleep(0.1)
    real(source, target)
    time.sleep(0.1)
os.replace = slowly
from codemod.cli import main
main()
"""


def test_ctrl_c_during_migrate_leaves_every_file_old_or_new(root: Path) -> None:
    old, new = "x = 'RAW'\n" * 1000, "x = 'DONE'\n" * 1000
    files = [plant(root, f"many/m{number:02}.py", old) for number in range(40)]
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(TESTS), "migrate", "--allow-dirty", "many"],
        env={**os.environ, "PYTHONPATH": str(TESTS.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while files[1].read_text() == old and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    written = [file for file in files if file.read_text() == new]
    assert process.returncode == 130, err
    assert 2 <= len(written) < 40
    assert all(file.read_text() == old for file in files if file not in written)
    assert sorted(path.name for path in (root / "many").iterdir()) == [file.name for file in files]
    assert err.endswith("of 40 files written, each of them whole\ninterrupted\n")
    assert abs(out.count("rewrote") - len(written)) <= 1


# -- explain and sql


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("place", ["cogs/a.py:2", "cogs/a.py:2:1", "cogs/a.py:2:1:"])
def test_explain(place: str) -> None:
    assert run("explain", place)[0] == (
        "cogs/a.py:2:1: db.fetch in <module>\n\nquery text\n    SELECT 1\n\nsql.parse no SQL\n    hint: mend it\n"
    )


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("cogs/a.py", "cogs/a.py: is not FILE:LINE"),
        ("cogs/a.py:x", "cogs/a.py:x: is not FILE:LINE"),
        ("cogs/a.py:0", "cogs/a.py:0: is not FILE:LINE"),
        ("cogs/a.py:99", "cogs/a.py:99: no call site stands there"),
        ("cogs/none.py:1", "cogs/none.py: no such file or directory"),
    ],
)
def test_explain_what_is_not_there(place: str, message: str) -> None:
    assert run("explain", place, code=2) == ("", f"error: {message}\n")


@pytest.mark.usefixtures("root")
def test_sql() -> None:
    assert run("sql", "SELECT 1") == ("select(auto)\n# SELECT 1\n", "")
    assert run("sql", "--rows", "entities", "-", stdin="SELECT 2\n") == ("select(entities)\n# SELECT 2\n", "")


@pytest.mark.usefixtures("root")
def test_sql_that_is_refused() -> None:
    out, err = run("sql", "SELEC", code=2)
    assert (out, err) == (
        "",
        "error: sql.parse the statement ends too early (hint: check the statement; convert by hand)\n",
    )


# -- what keeps the job from being done


@pytest.mark.parametrize("command", ["check", "diff", "migrate"])
@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("syntax.py", b"x = (\n", "has a syntax error at"),
        ("binary.py", b"\x7fELF\x00\x01", "is a binary file, not Python source"),
        ("cookie.py", b"# coding: klingon\n", "has an encoding Python does not know"),
        ("bytes.py", b"x = '\xe9'\n", "is not valid utf-8 and names no other encoding"),
    ],
)
def test_bad_files_are_listed_and_do_not_stop_the_others(
    root: Path, command: str, name: str, data: bytes, reason: str
) -> None:
    plant(root, f"cogs/{name}", data)
    plant(root, "cogs/also_bad.py", b"def\n")
    out, err = run(command, code=2)
    first, second = err.splitlines()[-2:] if command != "migrate" else err.splitlines()
    assert first.startswith("cogs/also_bad.py: has a syntax error at ")
    assert second.startswith(f"cogs/{name}: {reason}")
    assert "cogs/a.py" in out


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\xef\xbb\xbf", b"# coding: latin-1\nx = '\xe9'\r\n", b"if x:\n\ty = 1\n"]
)
def test_unusual_files_are_fine(root: Path, data: bytes) -> None:
    plant(root, "cogs/a.py", data)
    assert run("check") == ("no call sites\n", "")


@pytest.mark.usefixtures("root")
def test_unreadable_file_and_folder() -> None:
    run("check", code=1)  # loads every module while all of them can be read
    with ordinary_user() as folder:
        for path in ("pyproject.toml", "models.py", "a.py", "b.py", "secret/c.py"):
            plant(folder, path, "x = 'RAW'\n" if path.endswith("a.py") else "")
        (folder / "b.py").chmod(0)
        (folder / "secret").chmod(0)
        out, err = run("check", str(folder), code=2)
    assert out.endswith("1 call site: 1 convertible, 0 refused\n")
    assert err == "b.py: can't be read (Permission denied)\nsecret: can't be read (Permission denied)\n"


def test_no_models(root: Path) -> None:
    (root / "models.py").unlink()
    out, err = run("check", code=2)
    assert "cogs/a.py:1:1" in out
    assert err.startswith(f"error: no models found below {root}, so nothing can be converted (alchemod init --write")


def test_no_models_are_needed_without_sites(root: Path) -> None:
    (root / "models.py").unlink()
    run("check", "cogs/b.py")


def test_no_python_files(root: Path) -> None:
    (root / "empty").mkdir()
    assert run("check", "empty") == ("no call sites\n", "no Python files found\n")


@pytest.mark.parametrize("command", ["check", "diff", "migrate"])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["cogs/none.py"], "cogs/none.py: no such file or directory"),
        (
            ["-"],
            "-: code is not read from stdin, as a call is judged with the files around it; name a file",
        ),
        (["--root", "none"], "none: no such file or directory"),
        (["--root", "cogs", "models.py"], "models.py: is outside the project root {root}/cogs"),
        (["--root", "cogs", "cogs", ".."], "..: is outside the project root {root}/cogs"),
        (["--jobs", "-3"], "option --jobs must be a whole number from 0 to 1024, not -3"),
        (["--color", "always", "--no-color"], "option --no-color can't be used together with --color always"),
    ],
)
def test_bad_use_is_one_line(root: Path, command: str, arguments: list[str], message: str) -> None:
    out, err = run(command, *arguments, code=2)
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"error: {message.format(root=root)}")


def test_named_file_that_is_not_python(root: Path) -> None:
    plant(root, "schema.sql", "SELECT 1")
    assert run("check", "schema.sql", "cogs/b.py", code=2) == ("no call sites\n", "schema.sql: is not a Python file\n")


@pytest.mark.parametrize("command", ["check", "diff", "migrate", "sql"])
def test_bad_configuration(root: Path, command: str) -> None:
    plant(root, "pyproject.toml", "[tool.alchemod]\nrecievers = []\n")
    _, err = run(command, *(["SELECT 1"] if command == "sql" else []), code=2)
    assert err == (f"error: {root}/pyproject.toml: [tool.alchemod] has no key 'recievers'; did you mean 'receivers'?\n")


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("arguments", [["check", "--rows", "no"], ["check", "--nope"], ["nope"], ["explain"], ["sql"]])
def test_unknown_options_exit_2(arguments: list[str]) -> None:
    _, err = run(*arguments, code=2)
    assert "Error: " in err


def test_loop_of_symbolic_links(root: Path) -> None:
    (root / "loop.py").symlink_to("loop.py")
    (root / "cogs/around").symlink_to("..")
    assert run("check", code=1)[1] == ""
    assert run("check", "loop.py", code=2)[1] == "error: loop.py: too many levels of symbolic links\n"


def test_bug_is_one_line(root: Path) -> None:
    plant(root, "cogs/c.py", "x = 'CRASH'\n")
    _, err = run("check", code=2)
    assert err.startswith("internal error: ValueError: boom and more (fake_pipeline.py:")
    assert err.count("\n") == 1
    result = CliRunner().invoke(app, ["check", "-vv"])
    assert result.exit_code == 2
    assert "Traceback (most recent call last):" in result.stderr


def test_interrupt_is_130(root: Path) -> None:
    plant(root, "cogs/c.py", "x = 'INTERRUPT'\n")
    assert run("check", code=130) == ("", "interrupted\n")


# -- looks


def test_color(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in run("check", code=1)[0]
    assert "\x1b[32mconvertible\x1b[0m" in run("check", "--color", "always", code=1)[0]
    assert "\x1b[31m-x = 'RAW'\x1b[0m\n" in run("diff", "--color", "always")[0]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" in run("check", "--color", "always", code=1)[0]
    plant(root, "pyproject.toml", "[tool.alchemod]\ncolor = 'always'\n")
    assert "\x1b[" not in run("check", code=1)[0]
    monkeypatch.delenv("NO_COLOR")
    assert "\x1b[" in run("check", code=1)[0]
    assert "\x1b[" not in run("check", "--no-color", code=1)[0]


def test_version() -> None:
    assert run("--version") == (f"alchemod {__version__}\n", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_commands(command: str) -> None:
    out, _ = run(command, "--help")
    assert out.startswith(f"Usage: alchemod {command} ")
    for option in ("--root", "--rows", "--color", "--quiet", "--verbose"):
        assert option in out


def test_help_tells_the_exit_codes() -> None:
    out, _ = run("--help")
    assert "check    0 no convertible raw SQL remains, 1 some does" in out
    assert "2 something kept the job from being done" in out
    assert "--install-completion" in out


HEAVY = {"sqlalchemy", "libcst", "sqlglot", "black", "rich", "multiprocessing", "asyncio"}


def test_help_lists_the_commands_in_the_order_they_are_used() -> None:
    out, _ = run("--help")
    listed = re.findall(r"^  (\w+)  .*?(\.*)$", out.partition("Commands:")[2].partition("Exit codes:")[0], re.M)
    assert [name for name, _ in listed] == [
        "init", "models", "check", "diff", "migrate", "explain", "sql", "verify", "advise",
    ]  # fmt: skip
    assert {end for _, end in listed} == {"."}  # none is cut


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom codemod.cli import app\n"
        "try: app(['check', '--help'])\nexcept SystemExit: pass\n"
        "print(' '.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=TESTS.parent, check=True, capture_output=True, text=True)
    assert set(done.stderr.split()) & HEAVY == set()


def test_the_module_is_the_command() -> None:
    done = alchemod("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"alchemod {__version__}\n", "")


def test_closed_pipe_is_no_error(root: Path) -> None:
    plant(root, "many.py", "x = 'RAW'\n" * 20_000)
    driver = INTERRUPTED.replace("0.02", "0")
    process = subprocess.Popen(
        [sys.executable, "-c", driver, str(TESTS), "check", "many.py"],
        env={**os.environ, "PYTHONPATH": str(TESTS.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    process.wait(timeout=20)


SAMPLE = TESTS.parent / "samples" / "discord_bot" / "before"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_the_caller_has_closed(closed: str) -> None:
    run = f'exec "$0" -m codemod check --jobs 1 "$1" {closed}'
    done = subprocess.run(
        ["sh", "-c", run, sys.executable, str(SAMPLE)], cwd=TESTS.parent, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count("convertible") > 10 or ">&-" in closed.replace("2>&-", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("command", [("check",), ("diff",), ("check", "--format", "json")])
def test_output_that_has_no_room_is_one_line_and_an_exit_code(command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "codemod", *command, "--jobs", "1", str(SAMPLE)],
            cwd=TESTS.parent,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "error: the output can't be written (No space left on device)\n")


def test_a_name_that_would_command_the_terminal_is_escaped(root: Path) -> None:
    plant(root, "cogs/\x1b[31mred\nname.py", "x = 'RAW'\n")
    out, _ = run("check", "cogs", code=1)
    assert "cogs/\\x1b[31mred\\nname.py:1:" in out


SLOW = """
import sys, time
sys.path.insert(0, sys.argv.pop(1))
from codemod.reporting import terminal
terminal._PATIENCE_SECONDS = float(sys.argv.pop(1))
import fake_pipeline
sys.modules["codemod.pipeline"] = fake_pipeline
from codemod.cli import main
main()
"""


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("patience", "arguments", "shown"), [("0", (), True), ("60", (), False), ("0", ("--quiet",), False)]
)
def test_progress_bar_only_on_a_terminal_when_it_takes_long(
    patience: str, arguments: tuple[str, ...], shown: bool
) -> None:
    ours, theirs = os.openpty()
    done = subprocess.run(
        [sys.executable, "-c", SLOW, str(TESTS), patience, "check", *arguments],
        env={**os.environ, "PYTHONPATH": str(TESTS.parent), "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=False,
    )
    os.write(theirs, b"end")
    written = os.read(ours, 65536)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 1
    assert (b"files" in written) == shown
    assert b"files" not in done.stdout
