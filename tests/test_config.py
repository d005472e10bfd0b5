"""An archive's settings: what is written is what is read, and a bad file is named in one line."""

from pathlib import Path

import pytest

from newsgrep.config import ArchiveConfig, Root, load_archive_config, load_user_value, save_archive_config
from newsgrep.errors import StorageError, UsageError


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    config = ArchiveConfig(
        language="german",
        date_order="day-first",
        fields=(("text", "body"), ("date", "erschienen am")),
        roots=(Root("articles", exclude=("*.bak", "!keep.bak")), Root("/mnt/wire", name="wire")),
    )
    save_archive_config(tmp_path / "config.toml", config)
    assert load_archive_config(tmp_path / "config.toml") == config
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_archive_config(tmp_path / "config.toml") == ArchiveConfig()
    assert load_user_value(tmp_path / "none" / "config.toml", "index", str, "a string") is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("language = ", "not valid TOML"),
        ("language = 3", "not a string"),
        ('date-order = "both"', "day-first"),
        ("fields = 3", "not a valid archive configuration"),
        ('[[roots]]\nname = "x"', "path"),
        ("roots = [3]", "not a valid archive configuration"),
        ("[[roots]]\npath = 'a'\nexclude = 1", "not a valid archive configuration"),
    ],
)
def test_a_bad_file_is_named_in_one_line(tmp_path: Path, text: str, part: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(UsageError) as caught:
        load_archive_config(path)
    message = str(caught.value)
    assert str(path) in message
    assert part in message
    assert "\n" not in message


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'language = "\xff"')
    with pytest.raises(UsageError, match="not valid TOML"):
        load_archive_config(path)


def test_what_the_file_system_refuses_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot read"):
        load_archive_config(tmp_path)
    with pytest.raises(StorageError, match="cannot write"):
        save_archive_config(tmp_path / "none" / "config.toml", ArchiveConfig())


def test_the_user_may_name_an_index(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('index = "~/news"')
    assert load_user_value(path, "index", str, "a string") == "~/news"
    path.write_text("index = 3")
    with pytest.raises(UsageError, match="must be a string"):
        load_user_value(path, "index", str, "a string")
    path.write_text('index = "../a\\u0000b"')
    with pytest.raises(UsageError, match="holds NUL"):
        load_user_value(path, "index", str, "a string")
