"""Folders of the parts of saved pages: known in every language, in archives too, and no folder of articles among them."""

import gzip
import unicodedata
from collections.abc import Callable, Mapping
from typing import TypeAlias

import pytest
from archives import tarred, zipped

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers.saved_pages import are_parts, folders_of_parts, pages_of

Read: TypeAlias = Callable[..., list[Article | Skipped]]

NAMES = [
    "Kran_bestanden",
    "Kran-filer",
    "Kran_pliki",
    "кран_файлы",
    "クレーン.files",
    "kran_dosyalar",
    "kran_tiedostot",
    "吊车_文件",
]
NO_NAMES = ["files", "_files", "news-2025", "profiles", "Dateien", "Kran Dateien", "2025.05.06"]


@pytest.mark.parametrize("name", [*NAMES, unicodedata.normalize("NFD", "Kran_fájlok"), "Kran_FICHIERS"])
def test_names_that_browsers_give(name: str) -> None:
    assert f"{name[: max(name.rfind(mark) for mark in '_-.')]}.html" in pages_of(name)


@pytest.mark.parametrize("name", NO_NAMES)
def test_names_that_people_give(name: str) -> None:
    assert pages_of(name) == ()


@pytest.mark.parametrize(
    ("folder", "inside", "wanted"),
    [
        ("kran_files", ["frame.html", "style.css"], True),
        ("kran_archivos", ["saved_resource.html"], True),
        ("kran.files", ["logo.png"], True),
        ("case_files", ["smith.html", "jones.html"], False),
        ("case_files", ["smith.html", ".DS_Store"], False),
        ("kran_archivos", ["notas.txt"], False),
        ("kran_archivos", [f"{number}.html" for number in range(4)], False),
        ("kran_archivos", ["a.html", "2024/"], False),
        ("kran_archivos", [], False),
    ],
)
def test_without_its_page_a_folder_is_one_of_parts_only_beyond_doubt(
    folder: str, inside: list[str], wanted: object
) -> None:
    assert are_parts(folder, inside) is wanted


def test_of_a_page_that_is_there_everything_in_its_folder_is_a_part() -> None:
    many = {f"x/kran_archivos/{number}.html" for number in range(9)}
    assert folders_of_parts(many) == frozenset()
    assert folders_of_parts(many | {"kran.html"}) == frozenset()
    assert folders_of_parts(many | {"x/kran.htm"}) == {"x/kran_archivos/"}


MEMBERS = {
    "kran-Dateien/frame.txt": b"a part",
    "kran-Dateien/deep/frame.txt": b"a part",
    "kran.html": b"<html><h1>Kran</h1><p>Der Kran fiel um.</p></html>",
    "presse_archivos/a.txt": b"An article.",
    "z.txt": b"Another.",
}


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("pack", [zipped, tarred, lambda members: gzip.compress(tarred(members), mtime=0)])
def test_in_archives_the_page_may_stand_behind_its_parts(
    read: Read, pack: Callable[[Mapping[str, bytes]], bytes], reverse: object
) -> None:
    members = dict(reversed(MEMBERS.items())) if reverse else MEMBERS
    found = [part.id for part in read("a", pack(members)) if isinstance(part, Article)]
    assert sorted(found) == ["a#kran.html", "a#presse_archivos/a.txt", "a#z.txt"]


def test_a_tar_archive_that_breaks_off_gives_what_came_before(read: Read) -> None:
    whole = tarred({"presse_archivos/a.txt": b"An article.", "z.txt": b"x" * 9000})
    found = read("a.tar", whole[:4000])
    assert [part.text for part in found if isinstance(part, Article)] == ["An article."]
    assert any(isinstance(part, Skipped) for part in found)
