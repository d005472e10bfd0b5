"""The folders in which browsers put the parts of a saved page: `X_files` beside `X.html`, in every language."""

# ruff: noqa: RUF001  letters of several alphabets

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache

from newsgrep.readers.ignored_names import is_ignored

_PEOPLES = ("_files", "_file", "-files", "-file")
"""What people, too, call their folders: case_files."""
_WORDS = frozenset(
    unicodedata.normalize("NFC", word)
    for words in (
        "files file dateien fichiers archivos ficheros arquivos ficheiros bestanden filer fitxers pliki soubory",
        "súbory elemei fájlok fișiere fişiere fisiere datoteke fajlovi dosyalar dosyaları tiedostot skrár bylos",
        "failai fails faili failid fitxategiak ffeiliau berkas fail tệp файлы файли файлове фајлови датотеке",
        "файлдар αρχεία αρχεια קבצים ملفات فایل‌ها پرونده‌ها फ़ाइलें ไฟล์ ファイル 文件 檔案 파일",
    )
    for word in words.split()
)
"""What browsers end these names with, in the languages that they have; in small letters."""
_NAME = re.compile(r"(.+)([_.-])([^_.-]+)", re.DOTALL)
_PAGES = (".html", ".htm", ".xhtml", ".xht", ".shtml", ".php", ".asp", ".aspx", ".jsp")
_MOST_FRAMES = 3
"""How many pages a folder may hold without its own page beside it, and is still not taken for one of articles."""
_DEEPEST = 50


@lru_cache(4096)
def pages_of(folder: str) -> tuple[str, ...]:
    """The names that the page of a folder of this name may have; empty if it is no name that browsers give."""
    found = _NAME.fullmatch(folder)
    if not found or unicodedata.normalize("NFC", found[3]).lower() not in _WORDS:
        return ()
    return tuple(found[1] + ending for ending in _PAGES)


def are_parts(folder: str, inside: Collection[str]) -> bool:
    """Say whether a folder of such a name, beside which no page is, holds the parts of one all the same.

    `inside` are the places in it. They are parts if there are few pages and nothing else that may be an
    article; and where people may have given the name, if there are images, styles or scripts as well.
    """
    seen = [place for place in inside if not place.startswith(".")]
    if not seen or any("/" in place for place in seen):
        return False
    frames = [place for place in seen if not is_ignored(place)]
    if len(frames) > _MOST_FRAMES:
        return False
    is_browsers = not folder.lower().endswith(_PEOPLES) or len(frames) < len(seen)
    return is_browsers and all(place.lower().endswith(_PAGES) for place in frames)


def folders_of_parts(places: Collection[str]) -> frozenset[str]:
    """The folders among these places that hold the parts of a saved page, each with `/` at its end."""
    inside: defaultdict[str, list[str]] = defaultdict(list)
    for place in places:
        for folder in named_like_parts(place):
            inside[folder].append(place.removeprefix(folder))
    return frozenset(folder for folder in inside if _holds_parts(folder, inside[folder], places))


def _holds_parts(folder: str, inside: Collection[str], places: Collection[str]) -> bool:
    above, slash, name = folder[:-1].rpartition("/")
    return any(above + slash + page in places for page in pages_of(name)) or are_parts(name, inside)


def named_like_parts(place: str) -> Iterator[str]:
    """The folders above a place that have a name as browsers give it; each with `/` at its end."""
    above = ""
    for folder in place.split("/")[:-1][:_DEEPEST]:
        above += f"{folder}/"
        if pages_of(folder):
            yield above
