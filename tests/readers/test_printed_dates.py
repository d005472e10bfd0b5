"""Dates as newspapers print them: times and zones around them, in every language, in other calendars.

What the Unicode consortium has collected of the usage in each language, in the library Babel, is the oracle: the
reader takes its words from dateparser.
"""

import subprocess
import sys
from datetime import date, timedelta
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date
from dateparser.data.languages_info import language_order
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.article import DateOrigin
from newsgrep.days import MONTHS
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating import vocabulary
from newsgrep.readers.dating.calendars import persian_day
from newsgrep.readers.dating.values import possible_dates, read_date
from newsgrep.readers.dating.vocabulary import of_all_languages

TODAY = date(2026, 1, 31)
OPTIONS = ReadOptions(today=TODAY)
DAYS = st.dates(date(1905, 1, 1), TODAY)

OTHER_NAMES = frozenset({
    *("ak", "as", "bo", "brx", "dz", "ee", "ii", "luo", "mgh", "om", "rof", "rw", "so", "ti", "uz-Arab", "yav", "yo"),
})  # fmt: skip
"""Languages whose months dateparser calls, at least one of them, by other names than Babel does."""
OTHER_FORMS = frozenset(
    {*("bas", "dua", "eu", "gd", "hi", "kln", "ksf", "mn", "my", "nmg", "saq", "teo", "ug")}
)
"""Languages in which one of Babel's three forms is none that newsgrep knows, or a month is called as one in English."""
OTHER_MEANINGS = frozenset({"sg", "lu", "kde", "mfe", "dav"})
"""Languages of few newspapers with a name that is another month's in English or in a language of many."""
LANGUAGES = [language for language in language_order if language not in OTHER_NAMES | OTHER_FORMS]


def days(written: object, language: str | None = None, options: ReadOptions = OPTIONS) -> list[str]:
    return [str(day) for day in possible_dates(written, DateOrigin.RECORD, options, language)]


@given(st.sampled_from(LANGUAGES), DAYS, st.sampled_from(["full", "long", "medium"]))
def test_dates_are_read_in_every_language(language: str, day: date, form: str) -> None:
    written = format_date(day, form, locale=Locale.parse(language, sep="-"))
    found = days(written, language)
    assert found == [day.isoformat()] or (day.isoformat() in found and is_of_numbers(written))


def is_of_numbers(written: str) -> bool:
    """Say whether a date has no word, so that it may be two days."""
    return not any(map(str.isalpha, written))


@given(
    st.sampled_from(sorted(set(LANGUAGES) - OTHER_MEANINGS)),
    DAYS,
    st.sampled_from(["full", "long", "medium"]),
)
def test_without_the_language_no_other_day_is_read(language: str, day: date, form: str) -> None:
    """It may be one of several, or none."""
    found = days(format_date(day, form, locale=Locale.parse(language, sep="-")))
    assert not found or day.isoformat() in found


EAST_ASIAN = frozenset({"ja", "zh", "zh-Hans", "zh-Hant", "yue", "ko"})
"""Their names of months are numbers, and stand in dates of their own form only."""
NOT_UNDERSTOOD = frozenset({"bo", "dz", "yav", "ksf", "nmg", "to", "haw", "nnh"})
"""Languages with names of months that are not read in running letters, such as those with an apostrophe before them."""
MEANT_IN_ENGLISH = {("bas", "may"), ("dua", "may"), ("teo", "mar"), ("kln", "kipsuunde nebo aeng'")}
"""Names that are those of another month in English, and one that ends in an apostrophe."""


@pytest.mark.parametrize("language", sorted(set(language_order) - EAST_ASIAN - NOT_UNDERSTOOD))
def test_every_name_of_a_month_is_known(language: str) -> None:
    info = import_module(f"dateparser.data.date_translation_data.{language}").info
    for number, month in enumerate(MONTHS, 1):
        for name in info[month]:
            if len(name) > 1 and (language, name.lower()) not in MEANT_IN_ENGLISH:
                for written in (f"14 {name} 2023", f"{name} 14, 2023", f"2023. {name} 14."):
                    assert days(written, language) == [f"2023-{number:02}-14"], written


def test_the_words_are_taken_without_the_program_that_they_belong_to() -> None:
    """To import that takes as long as to read a hundred pages."""
    said = "from newsgrep.readers.dating.vocabulary import of_all_languages; import sys; print(len(of_all_languages()), *sys.modules)"
    ran = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    count, *modules = ran.stdout.split()
    assert int(count) == len(of_all_languages())
    assert [name for name in modules if name.startswith("dateparser")] == []


@pytest.mark.parametrize(
    "place", ["data", "libraries.zip/dateparser/data"], ids=["no source", "in an archive"]
)
def test_the_words_are_the_same_where_they_are_no_source_files(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "libraries.zip").touch()
    monkeypatch.setattr(vocabulary, "_folder_of_data", lambda: tmp_path / place)
    assert of_all_languages.__wrapped__() == of_all_languages()


def test_nearly_all_languages_are_tested() -> None:
    assert len(LANGUAGES) > 170
    big = "en ru es fr de ja tr pt fa it zh nl vi pl ar ko cs id uk el he th sv ro hu da fi sk bg sr nb hr lt sl ca et lv"
    assert set(big.split()) <= set(LANGUAGES)


@pytest.mark.parametrize(
    "written",
    [
        "7 November 2019, 18.05 GMT",
        "18.05 GMT, 7 November 2019",
        "9:40 AM IST Nov 07, 2019",
        "Nov 7, 2019 | 9:40 a.m. ET",
        "November 7, 2019 – 9:40 PM (UTC+2)",
        "09:40, 7 November 2019",
        "Thu 7 Nov 2019 09.40 GMT",
        "7 November 2019 Thursday",
        "Thursday,November 7,2019 19:40 pm",
        "7th of November, 2019",
        "07-Nov-2019 09:40:12",
        "07-Nov-19",
        "7 Nov '19",
        "2019 November 7",
        "2019-Nov-07",
        "07/Nov/2019:09:40:12 +0100",
        "2019-11-07TT09:40:00",
        "2019-11-7T9:4:0+02:00",
        "2019-11-07 09.40",
        "2019-11-07T09:40:00 GMT+2",
        "Thu, 07 Nov 2019 09:40:00 UTC+01:00",
        "201911070940",
        "20191107094012",
        1573119600000000,
        "7. marraskuuta 2019 klo 9.40",
        "Jeu. 7 nov. 2019 à 9 h 40",
        "Do, 07 Nov 2019 09:40:00 +0100",
        "czw, 07 lis 2019 09:40:00 +0100",
        "Qui, 7 de novembro de 2019 às 09h40min",
        "jue., 7 nov. 2019 - 9:40 h",
        "Чт, 07 ноября 2019 г., 09:40 МСК",
        "7 NOVEMBRE 2019",
        "7 KASIM 2019 PERŞEMBE",
        "7. XI. 2019",
        "2019. 11. 7. 9:40",
        "2019. november 7., csütörtök",
        "2019 m. lapkričio 7 d.",
        "2019. gada 7. novembris, 9:40",
        "Thứ Năm, ngày 07 tháng 11 năm 2019, 09:40 (GMT+7)",
        "2019年11月7日(木) 午前9時40分",
        "２０１９年１１月７日",
        "令和元年11月7日",
        "民國108年11月7日",
        "2019년 11월 7일 목요일 오전 9:40",
        "الخميس ٧ نوفمبر ٢٠١٩ - 09:40 ص",
        "7 تشرين الثاني 2019",
        "יום חמישי, 7 בנובמבר 2019 בשעה 09:40",
        "७ नवंबर २०१९, ०९:४०",
        "৭ নভেম্বর ২০১৯",
        "7 พ.ย. 2562 เวลา 09.40 น.",
        "วันพฤหัสบดีที่ 7 พฤศจิกายน พ.ศ. 2562",
        "پنجشنبه ۱۶ آبان ۱۳۹۸ ساعت ۰۹:۴۰",
        "۱۳۹۸/۰۸/۱۶",
        "Πέμπτη 7 Νοεμβρίου 2019, 09:40",
        "2019ko azaroaren 7a",
        "2019-yil 7-noyabr",
    ],
)  # fmt: skip
def test_a_day_however_it_is_printed(written: object) -> None:
    assert days(written, None if "lis" not in str(written) else "pl") == ["2019-11-07"]


@pytest.mark.parametrize(
    "written",
    [
        *(
            "7 people 2019",
            "a 2019",
            "7 November",
            "November",
            "Route 7 November 2019 to come",
            "10:15",
            "11/7",
        ),
        *(
            "07/11/19",
            "7-11-19",
            "31 November 2019",
            "2019-02-30",
            "1398/08/16",
            "version 7.11.2019.4",
            "7 7 2019",
        ),
        *("31 فروردین 1398 1398", "30 اسفند 1398", "7 Nov 2019 7 Nov 2020", "+7 November 2019 %"),
    ],
)
def test_what_is_no_date(written: str) -> None:
    assert days(written) == []


@pytest.mark.parametrize(
    ("written", "language", "meant"),
    [
        ("7 listopada 2019", None, ["2019-11-07", "2019-10-07"]),
        ("7 listopada 2019", "pl", ["2019-11-07"]),
        ("7. listopada 2019.", "hr-HR", ["2019-10-07"]),
        ("7 lip 2019", "en", ["2019-07-07", "2019-06-07"]),
        ("7 out 2019", None, ["2019-10-07"]),
        ("7 mar 2019", None, ["2019-03-07"]),
        ("07/11/2019", None, ["2019-11-07", "2019-07-11"]),
        ("07/11/2019", "de", ["2019-11-07", "2019-07-11"]),
        ("07.11.2019", None, ["2019-11-07", "2019-07-11"]),
        ("07.11.2019", "en", ["2019-11-07", "2019-07-11"]),
        ("07.11.2019", "de", ["2019-11-07"]),
        ("Thursday, 07/11/2019", None, ["2019-11-07", "2019-07-11"]),
        ("Mon, 08/07/2019", None, ["2019-07-08"]),
        ("7/7/2019", None, ["2019-07-07"]),
        ("13/07/2019", None, ["2019-07-13"]),
        ("17/11/2562", "th", ["2019-11-17"]),
        ("7.11.2019 klo 9.40", "fi", ["2019-11-07"]),
        ("1398/08/16", "fa", ["2019-11-07"]),
    ],
)
def test_which_days_a_date_may_mean(written: str, language: str | None, meant: list[str]) -> None:
    """The first of `Thursday` fits both; a doubtful one is no date."""
    assert days(written, language) == meant
    sure = read_date(written, DateOrigin.RECORD, OPTIONS, language)
    assert (str(sure) if sure else None) == (meant[0] if len(meant) == 1 else None)


def test_the_users_order_is_that_of_numbers() -> None:
    for order, day in (("day-first", "2019-11-07"), ("month-first", "2019-07-11")):
        options = OPTIONS._replace(date_order=order)  # type: ignore[arg-type]  # one of the two
        for written in ("07/11/2019", "07.11.2019", "7-11-2019 10:15"):
            assert days(written, None, options) == [day]


@given(st.integers(0, 99))
def test_a_year_of_two_digits_is_the_last_one(short: int) -> None:
    found = days(f"07-Nov-{short:02}")
    assert found == [f"{2000 + short if short < 26 else 1900 + short}-11-07"] or short in {26, 27}


@pytest.mark.parametrize(
    ("persian", "day"),
    [
        ((1299, 12, 3), date(1921, 2, 22)),  # the coup
        ((1357, 11, 22), date(1979, 2, 11)),  # the Revolution
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1400, 1, 1), date(2021, 3, 21)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1404, 1, 1), date(2025, 3, 21)),
    ],
)
def test_days_of_the_persian_calendar(persian: tuple[int, int, int], day: date) -> None:
    assert persian_day(*persian) == day


def test_the_persian_calendar_leaves_no_day_out() -> None:
    found = []
    for year in range(1280, 1420):
        for month in range(1, 13):
            for day in range(1, 32):
                try:
                    found.append(persian_day(year, month, day))
                except ValueError:
                    assert day > 28
    assert all(later - earlier == timedelta(1) for earlier, later in pairwise(found))


@given(st.text(max_size=60) | st.text("0123456789 ./-:,JanuryMaichТp年月日", max_size=30))
def test_nothing_fails_and_no_day_is_outside_the_years(text: str) -> None:
    for day in possible_dates(text, DateOrigin.RECORD, OPTIONS):
        assert 16050101 <= day.day <= 20260201
