"""Lines by a headline: which day they say was that of publication, and which are about another day."""

from datetime import date

import pytest

from newsgrep.readers import ReadOptions
from newsgrep.readers.dating import DatedLine, Label, date_in_line, dates_within

OPTIONS = ReadOptions(today=date(2026, 1, 31))
PUBLICATION, OTHER = Label.PUBLICATION, Label.OTHER


def read(line: str, language: str | None = None) -> DatedLine:
    return date_in_line(line, OPTIONS, language)


@pytest.mark.parametrize(
    "line",
    [
        "7 November 2019",
        "(7 November 2019)",
        "By Jo Berg on November 7, 2019",
        "By JO BERG and LIV DAHL NOVEMBER 7, 2019",
        "By Jo Berg, Political Editor, 7 November 2019",
        "Jo Berg | November 7, 2019 | Politics",
        "Jo Berg • 7 Nov 2019 • 4 min read",
        "Nov 7, 2019 4 min read",
        "/ jueves 7 de noviembre de 2019",
        "7. November 2019 12 Kommentare",
        "November 7, 2019 by Jo Berg",
        "November 7, 2019 / 9:40 AM / AP",
        "November 7, 2019, updated 9:40 p.m.",
        "7 November 2019 | Updated: 8 January 2020",
        "7 November 2019 (last updated 8 January 2020)",
        "Von Jo Berg, 7. November 2019",
        "Par Jo Berg, le 7 novembre 2019 à 9h40",
        "Le 7 novembre 2019",
        "来源：海岸报 2019年11月7日 09:40",
        "홍길동 기자 2019. 11. 7.",
    ],
)
def test_the_day_of_a_line_without_a_label(line: str) -> None:
    found = read(line)
    assert (found.label, str(found.date)) == (None, "2019-11-07")
    assert str(read(found.written or "").date) == "2019-11-07"


@pytest.mark.parametrize(
    "line",
    [
        "Published: 7 November 2019",
        "First published on Thu 7 Nov 2019 09.40 GMT",
        "Posted by jo | 7 November 2019",
        "Posted by Jo Berg on November 7, 2019 at 9:40 am",
        "Posted on November 7, 2019 in Ferries",
        "Submitted by jo on Thu, 7 Nov 2019 - 09:40",
        "Published 7 November 2019, updated 8 January 2020",
        "Updated 8 January 2020. Published 7 November 2019.",
        "Published 7 November 2019\nLast updated 8 January 2020",
        "Publication date: November 7, 2019",
        "Date: November 7, 2019 Print this page",
        "0 Publicado el 7 Noviembre, 2019 por Jo Berg en Puertos",
        "Gespeichert von jo am 7. November 2019 - 18:55",
        "Posted by: Jo Berg on November 7, 2019 in Ferries Leave a comment",
        "Veröffentlicht am 7. November 2019, 9.40 Uhr | Aktualisiert am 8.1.2020",
        "Publié le 7 novembre 2019 à 09h40 - Mis à jour le 8 janvier 2020",
        "Publicado el 7 de noviembre de 2019",
        "Publicado em 07/Nov/2019 09h40",
        "Pubblicato il 7 novembre 2019 alle 9:40",
        "Gepubliceerd op 7 november 2019",
        "Publicerad 7 november 2019 Uppdaterad 8 januari 2020",
        "Julkaistu 7. marraskuuta 2019 klo 9.40",
        "Opublikowano: 7 listopada 2019, czwartek",
        "Опубликовано: 7 ноября 2019 г. в 9:40",
        "Опубліковано 7 листопада 2019",
        "Δημοσιεύτηκε: 7 Νοεμβρίου 2019",
        "Yayınlanma: 7 Kasım 2019 09:40 Güncelleme: 8 Ocak 2020",
        "نشر في: 7 نوفمبر 2019",
        "تاریخ انتشار: ۱۶ آبان ۱۳۹۸ - ۰۹:۴۰",
        "פורסם: 7 בנובמבר 2019",
        "प्रकाशित: 7 नवंबर 2019",
        "เผยแพร่: 7 พ.ย. 2562",
        "Ngày đăng: 7 tháng 11, 2019",
        "Diterbitkan: 7 November 2019",
        "公開日：2019年11月7日 最終更新日：2020年1月8日",
        "2019/11/07 公開 2020/01/08 更新",
        "发布时间：2019-11-07 09:40",
        "입력 2019.11.07 09:40 수정 2020.01.08 10:00",
    ],
)
def test_a_label_of_publication_counts_most(line: str) -> None:
    found = read(line, "pl" if "listopada" in line else None)
    assert (found.label, str(found.date)) == (PUBLICATION, "2019-11-07")


@pytest.mark.parametrize(
    "line",
    [
        *("Updated", "Last updated:", "Updated 8 January 2020", "This page was last modified on 8 January 2020"),
        *("Updated by Jo Berg on 8 January 2020", "Accessed: 8 January 2020", "Retrieved 8 January 2020"),
        *("Deadline: 8 January 2020", "Event date: 8 January 2020", "Closing date:", "Reviewed 8 January 2020", "When:", "Bewerbungsschluss: 8.1.2020"),
        "Latest revision as of 05:33, 8 January 2020",
        *("Zuletzt geändert am 8.1.2020", "Aktualisiert", "Mis à jour le", "Dernière modification : 8 janvier 2020"),
        *("Última actualización: 08/01/2020", "Atualizado em 08/01/2020 às 10h15", "Ultimo aggiornamento"),
        *("Senast uppdaterad 8 januari 2020", "Päivitetty 8.1.2020", "Обновлено: 8 января 2020", "Оновлено"),
        *("Son Güncelleme: 8 Ocak 2020", "آخر تحديث: 8 يناير 2020", "עודכן לאחרונה: 8.1.2020", "अपडेटेड 8 जनवरी 2020"),
        *("最終更新日", "最終更新日：2020年1月8日", "2020年1月8日 更新", "更新时间：2020-01-08", "최종수정 2020.01.08"),
        *("8 January 2020 – 10 January 2020", "8 January 2020 to 10 January 2020"),
    ],
)  # fmt: skip
def test_a_line_about_another_day_gives_none(line: str) -> None:
    assert read(line) == DatedLine(OTHER)


@pytest.mark.parametrize("line", ["Published", "Posted on:", "Publié le", "公開日", "Опубликовано:", "Date:"])
def test_a_label_alone_says_what_the_next_element_is(line: str) -> None:
    assert read(line) == DatedLine(PUBLICATION)


@pytest.mark.parametrize(
    "line",
    [
        *("The ferry sank on 7 November 2019", "The ferry sank on 7 November 2019."),
        *("By the time the board met on 7 November 2019", "It was 7 November 2019 when the ferry sank"),
        *("Jo Berg 7 November 2019", "Ferry timetable 2019", "7 comments", "2019", "", "Published in 2019"),
        "Released on 7 November 2019, the film was a success",
        (
            "On 7 November 2019 the board of the harbour met and decided what it had long been asked to decide, "
            "that the pier would be rebuilt in concrete before the winter of the following year was over at all."
        ),
    ],
)
def test_running_text_dates_nothing(line: str) -> None:
    assert read(line) == DatedLine()


def test_a_doubtful_day_is_written_but_no_date() -> None:
    assert read("Published 07/11/2019") == DatedLine(PUBLICATION, "07/11/2019", None, is_alone=True)
    assert read("7 listopada 2019") == DatedLine(None, "7 listopada 2019", None, is_alone=True)
    assert str(read("7 listopada 2019", "pl-PL").date) == "2019-11-07"
    options = OPTIONS._replace(date_order="day-first")
    assert str(date_in_line("Published 07/11/2019", options).date) == "2019-11-07"


@pytest.mark.parametrize(
    ("line", "is_alone"),
    [
        ("Published: 7 November 2019, 9:40", True),
        ("(7 November 2019)", True),
        ("By Jo Berg on 7 November 2019", False),
        ("7 November 2019 | Ferries", False),
    ],
)
def test_whether_anything_else_stands_in_the_line(line: str, *, is_alone: bool) -> None:
    assert read(line).is_alone is is_alone


def test_placeholders_are_no_days() -> None:
    assert read("Published January 1, 1970") == DatedLine()


def test_a_weekday_of_any_language_settles_the_day() -> None:
    # 8 January 2020 was a Wednesday, 1 August 2020 a Saturday.
    for line in ("Thứ Tư, 08/01/2020 10:15 GMT+7", "mercredi 08/01/2020", "Miércoles 08/01/2020, 10:15 h"):
        assert [str(found.date) for found in dates_within(line, OPTIONS)] == ["2020-01-08"]


def test_dates_within_a_text_are_found_where_they_stand() -> None:
    text = "vom 7. November 2019 bis 8. Jänner 2020"
    found = dates_within(text, OPTIONS)
    assert [(text[one.start : one.end], str(one.date)) for one in found] == [
        ("7. November 2019", "2019-11-07"),
        ("8. Jänner 2020", "2020-01-08"),
    ]
