"""Reading one file of the given content."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile, read_file
from newsgrep.readers.expansion import Expansion

Read: TypeAlias = Callable[..., list[Article | Skipped]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """`read(name, content, **options)`: what the file's reader gives."""

    def read_content(name: str, content: str | bytes, **options: object) -> list[Article | Skipped]:
        location = tmp_path / name
        location.write_bytes(content if isinstance(content, bytes) else content.encode())
        said = ReadOptions(today=date(2025, 5, 6), **options)  # type: ignore[arg-type]  # any option
        with location.open("rb") as stream:
            return list(
                read_file(
                    SourceFile(name, name, name, expansion=Expansion(location.stat().st_size)), stream, said
                )
            )

    return read_content


@pytest.fixture
def read_one(read: Read) -> Callable[..., Article]:
    """As `read`, for a file of one article."""

    def read_article(name: str, content: str | bytes, **options: object) -> Article:
        (article,) = read(name, content, **options)
        assert isinstance(article, Article)
        return article

    return read_article


@pytest.fixture
def why_not(read: Read) -> Callable[..., str]:
    """As `read`, for a file that gives nothing: the reason."""

    def read_nothing(name: str, content: str | bytes, **options: object) -> str:
        (skipped,) = read(name, content, **options)
        assert isinstance(skipped, Skipped)
        return skipped.reason

    return read_nothing
