"""The words of printed dates: names of months and weekdays, morning and afternoon, what stands between.

English is known at once. The words of two hundred other languages are dateparser's, loaded when a text with
digits is not understood in English.
"""

# ruff: noqa: RUF001  letters that are taken for each other

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, TypeAlias

from newsgrep.days import MONTHS
from newsgrep.readers.dating.calendars import PERSIAN_MONTHS
from newsgrep.readers.dating.other_words import ARABIC_MONTHS, FUNCTION_WORDS, HALVES, MORE_MONTHS, ZONES

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MOST_USED = 60
"""Where a name means several months, the most used languages count if one of them has it."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ALIKE = str.maketrans({"ı": "i", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "ʻ": "'"})
_AFTER_DIGIT = re.compile(r"(?<=\d)-")
_FIRST_INDIC = "\u0900"
"""From here on marks are vowels, without which a word is another."""


MONTH, WEEKDAY, HALF_DAY, ZONE, FUNCTION = 1, 2, 4, 8, 16
"""What a word may be in a date, as flags: some are several. `mar` is March, and Tuesday in French."""


class Month(NamedTuple):
    """A month that a name means: its number, in which languages, and of the Persian calendar or of ours."""

    number: int
    languages: frozenset[str]
    is_persian: bool = False


class Word(NamedTuple):
    """What a word may mean. `months` has more than one element where languages differ."""

    roles: int
    months: tuple[Month, ...] = ()
    agreed: tuple[Month, ...] = ()
    weekdays: frozenset[int] = frozenset()

    def months_in(self, language: str | None) -> tuple[Month, ...]:
        """The months that it means in a language; if the language does not know it, or is None, in any.

        What it is in English it is in any; else the most used languages count.
        """
        own = tuple(month for month in self.months if language in month.languages)
        return own or self.agreed


Words: TypeAlias = Mapping[str, Word]
"""By their folded forms. Where a name has several words, the first one with a space is there too."""
_BEGINNING = Word(0)
_PREFIXES = {"he": ("", "ב", "ה", "ל"), "yi": ("", "דעם ")}
_ENDINGS = {"mn": ("", "ын"), "ckb": ("", "ی")}
"""What is written together with the name of a month, before it or at its end."""


def visible(text: str) -> str:
    """A text in one form for equal characters, without marks of direction."""
    return text if text.isascii() else _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def folded(word: str) -> str:
    """A visible word as it is looked up: in small letters, alike ones the same."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", word.casefold().replace("i\u0307", "i").translate(_ALIKE))


def bare(word: str) -> str:
    """A folded word without accents; in the scripts where marks are vowels, the word itself."""
    if word.isascii() or word >= _FIRST_INDIC:
        return word
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


class _Builder:
    def __init__(self) -> None:
        self._roles: dict[str, int] = {}
        self._months: dict[str, dict[tuple[int, bool], set[str]]] = {}
        self._weekdays: dict[str, set[int]] = {}

    def add(self, names: Iterable[str], role: int) -> None:
        for name in names:
            key = _key(name)
            self._roles[key] = self._roles.get(key, 0) | role

    def add_month(
        self, number: int, names: Iterable[str], language: str, *, is_persian: bool = False
    ) -> None:
        for name in map(_key, names):
            if len(name) > 1 and not name.isdigit():
                self._roles[name] = self._roles.get(name, 0) | MONTH
                self._months.setdefault(name, {}).setdefault((number, is_persian), set()).add(language)

    def add_weekday(self, number: int, names: Iterable[str]) -> None:
        for name in map(_key, names):
            self._roles[name] = self._roles.get(name, 0) | WEEKDAY
            self._weekdays.setdefault(name, set()).add(number)

    def words(self, ranks: Mapping[str, int]) -> dict[str, Word]:
        found = {name: self._word(name, ranks) for name in self._roles if name}
        for name, word in list(found.items()):
            found.setdefault(bare(name), word)
            first, space, _ = name.partition(" ")
            if space:
                found[first + space] = _BEGINNING
        return found

    def _word(self, name: str, ranks: Mapping[str, int]) -> Word:
        months = tuple(
            Month(number, frozenset(languages), is_persian)
            for (number, is_persian), languages in self._months.get(name, {}).items()
        )
        weekdays = frozenset(self._weekdays.get(name, ()))
        return Word(self._roles[name], months, _agreed(months, ranks), weekdays)


def _agreed(months: tuple[Month, ...], ranks: Mapping[str, int]) -> tuple[Month, ...]:
    for most in (1, _MOST_USED) if len(months) > 1 else ():
        used = tuple(one for one in months if any(ranks.get(name, most) < most for name in one.languages))
        if used:
            return used
    return months


def _key(name: str) -> str:
    text = folded(visible(name)).replace(".", " ").strip("() -\u0f0b")
    return " ".join((_AFTER_DIGIT.sub(" ", text) if "-" in text else text).split())


@cache
def english() -> Words:
    """The words of dates in English, and those of no language: zones, roman numbers."""
    builder = _Builder()
    _add_english(builder)
    return builder.words({})


def _add_english(builder: _Builder) -> None:
    for number, name in enumerate(MONTHS, 1):
        builder.add_month(number, (name, name[:3]), "en")
    builder.add_month(9, ("sept",), "en")
    for number, name in enumerate(_WEEKDAYS):
        builder.add_weekday(number, (name, name[:3], *{1: ("tues",), 3: ("thur", "thurs")}.get(number, ())))
    builder.add(HALVES, HALF_DAY)
    builder.add(ZONES, ZONE)
    builder.add(FUNCTION_WORDS["en"].split(), FUNCTION)


@cache
def of_all_languages() -> Words:
    """The words of dates in every language that dateparser knows."""
    language_order = _dateparsers("languages_info").language_order
    builder = _Builder()
    _add_english(builder)
    for language, info in _infos(language_order):
        _add_language(builder, language, info)
    for language, words in FUNCTION_WORDS.items():
        if language != "en":
            builder.add(words.split(), FUNCTION)
    for language, months in MORE_MONTHS:
        for number, names in enumerate(months.split(), 1):
            builder.add_month(number, (name.replace("_", " ") for name in names.split("/")), language)
    for number, spellings in enumerate(ARABIC_MONTHS, 1):
        builder.add_month(number, spellings, "ar")
    for number, spellings in enumerate(PERSIAN_MONTHS, 1):
        builder.add_month(number, spellings, "fa", is_persian=True)
    return builder.words({language: rank for rank, language in enumerate(language_order)})


def _infos(languages: Iterable[str]) -> Iterator[tuple[str, Mapping[str, list[str]]]]:
    for language in languages:
        yield language, _dateparsers(f"date_translation_data.{language}").info


def _dateparsers(name: str) -> Any:  # noqa: ANN401  a module
    """A module of dateparser's data, by itself: to import dateparser takes 50 ms, to load all its data 20.

    Where it is not a source file, in a zip archive say, it is imported as usual. Raises ModuleNotFoundError.
    """
    module = ModuleType(f"dateparser.data.{name}")
    location = f"{_folder_of_data()}/{name.replace('.', '/')}.py"
    try:
        SourceFileLoader(module.__name__, location).exec_module(module)
    except (FileNotFoundError, NotADirectoryError):
        return import_module(module.__name__)
    return module


@cache
def _folder_of_data() -> Path:
    package = find_spec("dateparser")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("No module named 'dateparser'", name="dateparser")
    return Path(package.origin).with_name("data")


def _add_language(builder: _Builder, language: str, info: Mapping[str, list[str]]) -> None:
    prefixes, endings = _PREFIXES.get(language, ("",)), _ENDINGS.get(language, ("",))
    for number, name in enumerate(MONTHS, 1):
        names = (before + one + after for one in info[name] for before in prefixes for after in endings)
        builder.add_month(number, names, language)
    for number, name in enumerate(_WEEKDAYS):
        builder.add_weekday(number, info[name])
    builder.add((*info.get("am", ()), *info.get("pm", ())), HALF_DAY)
    if language != "en":  # ours are fewer: no `about`, no `just`
        kinds = (info.get(kind, ()) for kind in ("skip", "year", "day", "hour"))
        builder.add((word for words in kinds for word in words if any(map(str.isalpha, word))), FUNCTION)
