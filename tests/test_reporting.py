import json
import subprocess
from dataclasses import replace
from pathlib import Path, PurePosixPath

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codemod.mapping.models import Finding
from codemod.report import (
    Explanation,
    FileError,
    FileResult,
    ModelReport,
    Report,
    SiteReport,
    SqlResult,
    Step,
)
from codemod.reporting.as_diff import diff_text, file_as_diff, report_as_diff
from codemod.reporting.as_json import report_as_json
from codemod.reporting.as_text import (
    TextForm,
    change_summary,
    check_summary,
    explanation_as_text,
    findings_as_text,
    sites_as_text,
    sql_as_text,
)
from codemod.source import SourceFile, decode_source

SCHEMA = json.loads((Path(__file__).parent.parent / "docs" / "report-schema.json").read_text(encoding="utf-8"))

REWRITTEN = SiteReport(
    file="cogs/links.py",
    line=12,
    column=16,
    function="Links.find",
    method="fetchrow",
    receiver="self.bot.db",
    sql="SELECT * FROM links WHERE tag = $1",
    outcome="rewritten",
    code=None,
    message=None,
    hint=None,
    shape="mappings",
    compiled="SELECT links.id FROM links",
)
REFUSED = replace(
    REWRITTEN,
    line=30,
    outcome="refused",
    code="mapping.no-model",
    message="no model maps table tags",
    hint="write a model, or generate one",
    shape=None,
    compiled=None,
)
UNCHANGED = replace(
    REFUSED, line=3, sql=None, outcome="unchanged", code="call.wrapper-body", message="stays raw", hint=None
)
MODEL = ModelReport("links", None, "Link", "models.links", "models/links.py", 5, 3)
FINDING = Finding("model.column-type", "models/links.py", 8, "tag is text here and varchar in schema.sql")


def source(text: str, path: str = "cogs/links.py", **details: object) -> SourceFile:
    return SourceFile(path=PurePosixPath(path), text=text, **details)  # type: ignore[arg-type]


def changed(before: SourceFile, after: str, *sites: SiteReport) -> FileResult:
    return FileResult(path=before.path, before=before, after=after, sites=sites, error=None)


REPORT = Report(
    files=(
        FileResult(PurePosixPath("a.py"), None, None, (), "has a syntax error at 1:3 (bad)"),
        changed(source("old\n"), "new\n", REFUSED, REWRITTEN, UNCHANGED),
    ),
    models=(MODEL,),
    findings=(FINDING,),
    skipped=(FileError("secret", "can't be read (Permission denied)"),),
)
EMPTY = Report(files=())


# -- the report itself


def test_sites_are_in_order() -> None:
    assert list(REPORT.sites) == [UNCHANGED, REWRITTEN, REFUSED]


def test_errors_are_those_of_files_and_folders() -> None:
    assert [error.path for error in REPORT.errors] == ["a.py", "secret"]


def test_file_with_the_same_text_is_no_change() -> None:
    assert list(Report(files=(FileResult(PurePosixPath("a.py"), source("x"), None, (), None),)).changes) == []


# -- JSON


@pytest.mark.parametrize("report", [REPORT, EMPTY])
@pytest.mark.parametrize("diffs", [None, {}, {"cogs/links.py": "--- a/cogs/links.py\n"}])
def test_json_is_what_the_schema_says(report: Report, diffs: dict[str, str] | None) -> None:
    document = json.loads(report_as_json(report, diffs))
    jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert ("diffs" in document) == (diffs is not None)


def test_json_document() -> None:
    document = json.loads(report_as_json(REPORT))
    assert document["version"] == 1
    assert document["summary"] == {
        "files": 2,
        "changed_files": 1,
        "sites": 3,
        "rewritten": 1,
        "refused": 1,
        "unchanged": 1,
        "models": 1,
        "findings": 1,
        "errors": 2,
    }
    assert [site["line"] for site in document["sites"]] == [3, 12, 30]
    assert document["sites"][1] == {
        "file": "cogs/links.py",
        "line": 12,
        "column": 16,
        "function": "Links.find",
        "method": "fetchrow",
        "receiver": "self.bot.db",
        "sql": "SELECT * FROM links WHERE tag = $1",
        "outcome": "rewritten",
        "code": None,
        "message": None,
        "hint": None,
        "shape": "mappings",
        "compiled": "SELECT links.id FROM links",
        "verdict": None,
        "verdict_reason": None,
        "calls": None,
        "fingerprint": None,
        "executed": None,
        "executed_reason": None,
    }
    assert document["models"][0]["class_name"] == "Link"
    assert document["findings"][0]["code"] == "model.column-type"
    assert document["errors"][0] == {"path": "a.py", "reason": "has a syntax error at 1:3 (bad)"}


def test_json_of_odd_file_names_is_ascii() -> None:
    report = Report(files=(FileResult(PurePosixPath("caf\udce9 ☃.py"), None, None, (), "no"),))
    text = report_as_json(report)
    assert text.isascii()
    assert json.loads(text)["errors"][0]["path"] == "caf\udce9 ☃.py"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document.update(version=2),
        lambda document: document.update(extra=1),
        lambda document: document["sites"][1].update(outcome="skipped"),
        lambda document: document["sites"][1].update(file="/absolute.py"),
        lambda document: document["sites"][1].update(code="x.y"),
        lambda document: document["sites"][2].update(code=None),
        lambda document: document["sites"][2].pop("sql"),
        lambda document: document["summary"].update(files=-1),
        lambda document: document["errors"][0].update(line=1),
    ],
)
def test_schema_is_strict(spoil: object) -> None:
    document = json.loads(report_as_json(REPORT))
    spoil(document)  # type: ignore[operator]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft202012Validator)


def test_schema_is_a_schema_and_describes_every_property() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for name, part in SCHEMA["properties"].items():
        assert part.get("description"), name
    assert set(SCHEMA["$defs"]["site"]["required"]) == set(SCHEMA["$defs"]["site"]["properties"])


# -- text


def test_sites_as_text() -> None:
    assert list(sites_as_text(REPORT, TextForm())) == [
        "cogs/links.py:12:16: convertible self.bot.db.fetchrow in Links.find as mappings",
        "cogs/links.py:30:16: mapping.no-model no model maps table tags",
    ]


def test_sites_as_text_verbose() -> None:
    assert list(sites_as_text(REPORT, TextForm(verbose=1), only_refused=True)) == [
        "cogs/links.py:3:16: call.wrapper-body stays raw",
        "cogs/links.py:30:16: mapping.no-model no model maps table tags",
        "    hint: write a model, or generate one",
    ]


def test_sites_as_text_with_sql() -> None:
    lines = list(sites_as_text(REPORT, TextForm(verbose=2)))
    assert lines[1:6] == [
        "cogs/links.py:12:16: convertible self.bot.db.fetchrow in Links.find as mappings",
        "    SQL:",
        "        SELECT * FROM links WHERE tag = $1",
        "    compiled:",
        "        SELECT links.id FROM links",
    ]


def test_paths_are_shown_as_asked() -> None:
    form = TextForm(shown_path=lambda path: f"../{path}")
    assert next(findings_as_text(REPORT, form)) == (
        "../models/links.py:8: model.column-type tag is text here and varchar in schema.sql"
    )


def test_colors_only_wrap() -> None:
    (plain, _), (colored, _) = (list(sites_as_text(REPORT, TextForm(color=color))) for color in (False, True))
    assert "\x1b[" not in plain
    assert colored.startswith("\x1b[1mcogs/links.py\x1b[0m\x1b[36m:12:16:\x1b[0m \x1b[32mconvertible\x1b[0m self")


@pytest.mark.parametrize(
    ("sites", "line"),
    [
        ((), "no call sites"),
        ((REWRITTEN,), "1 call site: 1 convertible, 0 refused"),
        ((REWRITTEN, REFUSED, REFUSED), "3 call sites: 1 convertible, 2 refused"),
        ((REWRITTEN, UNCHANGED), "2 call sites: 1 convertible, 0 refused, 1 left as they are"),
    ],
)
def test_check_summary(sites: tuple[SiteReport, ...], line: str) -> None:
    assert check_summary(Report(files=(changed(source(""), "", *sites),))) == line


def test_change_summary() -> None:
    assert change_summary("rewrote", 1, 1, 0) == "rewrote 1 call site in 1 file"
    assert change_summary("would rewrite", 9, 3, 2) == "would rewrite 9 call sites in 3 files, 2 refused"


def test_explanation_as_text() -> None:
    explanation = Explanation(REFUSED, (Step("query text", "SELECT 1\nFROM x"), Step("parse", "Select")))
    assert "\n".join(explanation_as_text(explanation, TextForm())) == (
        "cogs/links.py:30:16: self.bot.db.fetchrow in Links.find\n"
        "\nquery text\n    SELECT 1\n    FROM x\n"
        "\nparse\n    Select\n"
        "\nmapping.no-model no model maps table tags\n    hint: write a model, or generate one"
    )


def test_sql_as_text() -> None:
    assert list(sql_as_text(SqlResult("select(Link)", "SELECT id\nFROM links"), TextForm())) == [
        "select(Link)",
        "# SELECT id",
        "# FROM links",
    ]


# -- diff


def test_diff() -> None:
    before = source("a\nb\nc\nd\ne\nf\ng\nh\n")
    assert report_as_diff(Report(files=(changed(before, before.text.replace("e", "E\nE")),))).decode() == (
        "--- a/cogs/links.py\n+++ b/cogs/links.py\n@@ -2,7 +2,8 @@\n b\n c\n d\n-e\n+E\n+E\n f\n g\n h\n"
    )


@pytest.mark.parametrize("file", [FileResult(PurePosixPath("a.py"), None, None, (), "bad"), changed(source("x"), "x")])
def test_no_change_is_no_diff(file: FileResult) -> None:
    assert file_as_diff(file) == b""


def test_diff_in_color_is_the_diff_with_colors() -> None:
    file = changed(source("a\nb"), "a\nc\n")
    colored = file_as_diff(file, color=True).decode()
    assert "\x1b[31m-b\x1b[0m\n" in colored
    plain = colored
    for code in ("0", "1", "31", "32", "36"):
        plain = plain.replace(f"\x1b[{code}m", "")
    assert plain == file_as_diff(file).decode()


def test_diff_of_what_the_encoding_can_not_hold_is_shown_escaped() -> None:
    file = changed(source("x = 1\n", encoding="iso-8859-1"), "x = '€é'\n")
    assert b"+x = '\\u20ac\xe9'\n" in file_as_diff(file)


def test_diff_as_text_is_decoded_as_the_file_is() -> None:
    assert "+x = 'é'\n" in diff_text(changed(source("x = 'e'\n", encoding="iso-8859-1"), "x = 'é'\n"))


def applied(folder: Path, file: FileResult) -> bytes:
    assert file.before is not None
    path = folder / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.before.encode(file.before.text))
    patch = file_as_diff(file)
    subprocess.run(["git", "apply", "--whitespace=nowarn"], cwd=folder, input=patch, check=True, capture_output=True)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("data", "after"),
    [
        (b"a\nb\n", "a\nc\n"),
        (b"a\nb", "a\nc"),
        (b"a\nb", "a\nb\n"),
        (b"a\nb\n", "a\nb"),
        (b"a\r\nb\r\n", "a\r\nc\r\nd\r\n"),
        (b"a\r\nb\nc\rd\n", "a\r\nb\nC\rd\n"),
        (b"\xef\xbb\xbfa\nb\n", "A\nb\n"),
        (b"# coding: latin-1\nx = '\xe9'\nb\n", "# coding: latin-1\nx = '\xe9'\nc\n"),
        ("a\x0cb\x0bc\x1cd\x85e\u2028f\n".encode(), "a\x0cb\x0bc\x1cd\x85e\u2028g\n"),
        (b"--- a\n+++ b\n@@ c\n", "-- a\n++ b\n"),
        (b"a\n", ""),
    ],
)
def test_git_applies_the_diff(tmp_path: Path, data: bytes, after: str) -> None:
    before = decode_source(PurePosixPath("cogs/links.py"), data)
    assert applied(tmp_path, changed(before, after)) == before.encode(after)


@pytest.mark.parametrize(
    "path", ["a b/c d.py", "ü/☃.py", 'qu"ote.py', "back\\slash.py", "tab\there.py", "line\nend.py", "{x}.py"]
)
def test_git_applies_the_diff_of_any_name(tmp_path: Path, path: str) -> None:
    assert applied(tmp_path, changed(source("a\n", path), "b\n")) == b"b\n"


LINES = st.lists(st.sampled_from(["a\n", "b\n", "\n", "x = 1\r\n", "é\n"]), max_size=30).map("".join)


def patched(text: str, patch: str) -> str:
    """What a unified diff says of ``text``, worked out without git."""
    lines, rest, done = text.split("\n"), [], 0
    for hunk in patch.split("\n@@ ")[1:]:
        head, _, body = hunk.partition(" @@\n")
        start, _, count = head.split(" ")[0].removeprefix("-").partition(",")
        first = int(start) - (count != "0")
        rest += lines[done:first]
        rest += [line[1:] for line in body.removesuffix("\n").split("\n") if line[:1] in (" ", "+")]
        done = first + int(count or 1)
    return "\n".join([*rest, *lines[done:]])


@given(before=LINES, after=LINES)
def test_diff_turns_the_old_text_into_the_new(before: str, after: str) -> None:
    patch = file_as_diff(changed(source(before), after)).decode()
    assert (patch == "") == (before == after)
    assert patched(before, "\n" + patch) == after
