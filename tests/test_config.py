import pickle
import re
from dataclasses import fields
from pathlib import Path

import pytest

from codemod.config import KEYS, Config, ConfigError, RepositorySettings, load_config

DOCUMENT = Path(__file__).parent.parent / "docs" / "configuration.md"


def configured(root: Path, text: str, **overrides: object) -> Config:
    (root / "pyproject.toml").write_text(text, encoding="utf-8")
    return load_config(root, overrides)


def error_of(root: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        configured(root, text)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"{root / 'pyproject.toml'}: ")
    return message.removeprefix(f"{root / 'pyproject.toml'}: ")


def test_defaults_without_a_file(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config(root=tmp_path)


@pytest.mark.parametrize("text", ["", "[tool.ruff]\nline-length = 3\n", "[tool.alchemod]\n", "[project]\nname = 'x'\n"])
def test_defaults_without_settings(tmp_path: Path, text: str) -> None:
    assert configured(tmp_path, text) == Config(root=tmp_path)


def test_every_key_sets_its_field(tmp_path: Path) -> None:
    config = configured(
        tmp_path,
        """
        [tool.alchemod]
        include = ["cogs/"]
        exclude = ["cogs/old.py"]
        style = "auto"
        names = "ask"
        accept-error-handling = true
        rows = "entities"
        jobs = 3
        receivers = ["*.store"]
        not-receivers = ["redis"]
        never-none = ["*.id"]
        none = "trust"
        any = "in"
        default-schema = "bot"
        line-length = 100
        fallback = "text"
        format = "json"
        color = "never"
        quiet = true
        verbose = 2
        exit-code = true
        allow-dirty = true
        [tool.alchemod.methods]
        execute_many = "executemany"
        [tool.alchemod.sessions]
        "*.bot.db" = "async with {bot}.get_db_session() as session"
        [tool.alchemod.models]
        links = "models.links.Link"
        [tool.alchemod.repositories.names]
        "3b1f0a9c24de" = "top_channels"
        """,
    )
    assert config == Config(
        root=tmp_path,
        include=("cogs/",),
        exclude=("cogs/old.py",),
        style="auto",
        names="ask",
        accept_error_handling=True,
        repositories=RepositorySettings(names={"3b1f0a9c24de": "top_channels"}),
        rows="entities",
        jobs=3,
        methods={"execute_many": "executemany"},
        receivers=("*.store",),
        not_receivers=("redis",),
        sessions={"*.bot.db": "async with {bot}.get_db_session() as session"},
        models={"links": "models.links.Link"},
        never_none=("*.id",),
        none="trust",
        any="in",
        default_schema="bot",
        line_length=100,
        fallback="text",
        format="json",
        color="never",
        quiet=True,
        verbose=2,
        exit_code=True,
        allow_dirty=True,
    )
    assert pickle.loads(pickle.dumps(config)) == config


def test_keys_are_the_fields() -> None:
    assert {key.replace("-", "_") for key in KEYS} == {setting.name for setting in fields(Config)} - {
        "root",
        "dispatchers",
        "packed_arguments",
        "functions",
    }


def test_documented_keys_are_the_keys() -> None:
    assert set(re.findall(r"^### `([a-z-]+)`$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)) == set(KEYS)


def test_documented_example_is_valid(tmp_path: Path) -> None:
    for example in re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL):
        assert configured(tmp_path, example) != Config(root=tmp_path)


def test_the_command_line_wins(tmp_path: Path) -> None:
    config = configured(tmp_path, "[tool.alchemod]\nrows = 'entities'\njobs = 4\n", rows="mappings", jobs=None)
    assert (config.rows, config.jobs) == ("mappings", 4)


def test_a_list_of_the_command_line_replaces_the_configured_one(tmp_path: Path) -> None:
    config = configured(tmp_path, "[tool.alchemod]\nexclude = ['a.py']\n", exclude=["b.py"])
    assert config.exclude == ("b.py",)


@pytest.mark.parametrize(
    ("key", "nearest"),
    [
        ("recievers", "receivers"),
        ("never_none", "never-none"),
        ("default_schema", "default-schema"),
        ("method", "methods"),
        ("Rows", "rows"),
    ],
)
def test_unknown_key_suggests_the_nearest(tmp_path: Path, key: str, nearest: str) -> None:
    message = error_of(tmp_path, f"[tool.alchemod]\n{key} = 1\n")
    assert message == f"[tool.alchemod] has no key {key!r}; did you mean {nearest!r}?"


def test_unknown_key_like_no_other_lists_all(tmp_path: Path) -> None:
    message = error_of(tmp_path, "[tool.alchemod]\nzzzzzz = 1\n")
    assert message == f"[tool.alchemod] has no key 'zzzzzz'; it has {', '.join(sorted(KEYS))}"


def test_root_is_no_key(tmp_path: Path) -> None:
    assert "has no key 'root'" in error_of(tmp_path, "[tool.alchemod]\nroot = '/'\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rows = 'entity'", "rows must be one of 'auto', 'entities', 'mappings', not 'entity'"),
        ("rows = 1", "rows must be one of 'auto', 'entities', 'mappings', not 1"),
        ("rows = ['auto']", "rows must be one of 'auto', 'entities', 'mappings', not ['auto']"),
        ("jobs = true", "jobs must be a whole number from 0 to 1024, not True"),
        ("jobs = -1", "jobs must be a whole number from 0 to 1024, not -1"),
        ("jobs = '4'", "jobs must be a whole number from 0 to 1024, not '4'"),
        ("line-length = 5", "line-length must be a whole number from 20 to 320, not 5"),
        ("include = 'cogs/'", "include must be a list of texts, not 'cogs/'"),
        ("repositories = 1", "repositories must be a table, not 1"),
        ("repositories.name = 1", "repositories has no key 'name'; it has names"),
        ("repositories.names = 1", "repositories names must be a table, not 1"),
        ("repositories.names.a = 'x y'", "repositories names entry 'a' must be the name of a method, not 'x y'"),
        ("repositories.names.a = 'class'", "repositories names entry 'a' must be the name of a method, not 'class'"),
        ("include = [1]", "include must be a list of texts that are not empty, but holds 1"),
        ("exclude = ['']", "exclude must be a list of texts that are not empty, but holds ''"),
        ("default-schema = ''", "default-schema must be a text that is not empty, not ''"),
        ("quiet = 'yes'", "quiet must be true or false, not 'yes'"),
        ("methods = 'execute'", "methods must be a table, not 'execute'"),
        (
            "methods = { run = 'call' }",
            "methods entry 'run' must be one of 'fetch', 'fetchrow', 'fetchval', 'execute', 'executemany', not 'call'",
        ),
        ("sessions = { db = 1 }", "sessions entry 'db' must be a text that is not empty, not 1"),
        (
            "models = { links = 'Link' }",
            "models entry 'links' must be a class with its module, like 'models.gallery.Gallery', not 'Link'",
        ),
        ("style = 'repositories'", "style must be one of 'statement', 'repository', 'auto', not 'repositories'"),
        ("fallback = 'refuse'", "fallback must be one of 'none', 'text', not 'refuse'"),
        (
            "import-models = 'bot.models'",
            "import-models must be a module and a base class in it, like 'bot.models:Base', not 'bot.models'",
        ),
    ],
)
def test_unusable_value_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    assert error_of(tmp_path, f"[tool.alchemod]\n{text}\n") == f"[tool.alchemod] {message}"


def test_option_is_named_as_on_the_command_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^option --jobs must be a whole number"):
        load_config(tmp_path, {"jobs": -2})


@pytest.mark.parametrize("text", ["tool = 1\n", "[tool]\nalchemod = 1\n", "[tool]\nalchemod = []\n"])
def test_settings_that_are_no_table(tmp_path: Path, text: str) -> None:
    assert error_of(tmp_path, text).startswith("[tool.alchemod] must be a table, not ")


def test_broken_toml_has_its_place(tmp_path: Path) -> None:
    message = error_of(tmp_path, "[tool.alchemod]\nrows = \n")
    assert message.startswith("is not valid TOML: ")
    assert message.endswith("(at line 2, column 8)")


def test_file_that_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"# caf\xe9\n")
    with pytest.raises(ConfigError, match=r"pyproject\.toml: is not UTF-8 \(byte 5\)$"):
        load_config(tmp_path)


def test_file_that_can_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").mkdir()
    with pytest.raises(ConfigError, match=r"pyproject\.toml: can't be read \(Is a directory\)$"):
        load_config(tmp_path)
