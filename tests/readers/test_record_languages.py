"""Columns and fields named in other languages than English, and what is told of those that are not understood."""

import json
from collections import Counter
from collections.abc import Callable
from typing import TypeAlias

import pytest

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers.record_languages import NAMES
from newsgrep.readers.record_names import plain_name

Read: TypeAlias = Callable[..., list[Article | Skipped]]

HEADERS = [
    "Überschrift;Erscheinungsdatum;Volltext;Zeitung;Autorin;Ressort",
    "Titre;Date de publication;Texte intégral;Journal;Auteur;Rubrique",
    "TÍTULO;FECHA;CONTENIDO;MEDIO;AUTOR;SECCIÓN",
    "titulo;fecha;contenido;medio;autor;seccion",
    "Titolo;Data;Testo;Testata;Autore;Sezione",
    "Título;Data de publicação;Conteúdo;Veículo;Jornalista;Editoria",
    "Kop;Datum;Tekst;Krant;Schrijver;Rubriek",
    "Rubrik;Publiceringsdatum;Brödtext;Källa;Skribent;Avdelning",
    "Overskrift;Dato;Brødtekst;Avis;Forfatter;Seksjon",
    "Otsikko;Julkaisupäivä;Leipäteksti;Lehti;Toimittaja;Osasto",
    "Tytuł;Data publikacji;Treść;Gazeta;Autor;Dział",
    "Titulek;Datum vydání;Obsah;Zdroj;Autor;Rubrika",
    "Cím;Dátum;Szöveg;Forrás;Szerző;Rovat",
    "Заголовок;Дата;Текст;Источник;Автор;Рубрика",
    "Назва;Дата публікації;Зміст;Джерело;Автор;Розділ",
    "Τίτλος;Ημερομηνία;Κείμενο;Εφημερίδα;Συντάκτης;Κατηγορία",
    "Başlık;Tarih;Metin;Gazete;Yazar;Bölüm",
    "العنوان;التاريخ;النص;المصدر;الكاتب;القسم",
    "כותרת;תאריך;תוכן;עיתון;כתב;מדור",
    "عنوان;تاریخ;متن;روزنامه;نویسنده;بخش",
    "शीर्षक;दिनांक;पाठ;स्रोत;लेखक;श्रेणी",
    "标题;日期;正文;来源;作者;栏目",
    "見出し;掲載日;本文;新聞名;記者;面名",
    "제목;날짜;본문;언론사;기자;섹션",
    "Judul;Tanggal;Isi;Sumber;Penulis;Kategori",
    "Tiêu đề;Ngày đăng;Nội dung;Nguồn;Tác giả;Chuyên mục",
    "หัวข้อข่าว;วันที่;เนื้อหา;แหล่งที่มา;ผู้เขียน;หมวด",
]
ROW = ("Kran fällt um", "2021-11-09", "Der Kran fiel um, sagte sie.", "Kaiblatt", "Bo Lee", "Hafen")


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("name", ["a.csv", "a.json", "a"])
def test_columns_in_other_languages(read: Read, header: str, name: str) -> None:
    record = dict(zip(header.split(";"), ROW, strict=True))
    (article,) = read(name, json.dumps([record]) if name == "a.json" else f"{header}\n{';'.join(ROW)}\n")
    assert isinstance(article, Article)
    assert (article.title, str(article.date), article.text) == ROW[:3]
    assert (article.source, article.authors, article.section) == (ROW[3], (ROW[4],), ROW[5])


def test_every_name_has_one_meaning_but_the_swedish_headline() -> None:
    meanings = Counter(name for words in NAMES.values() for name in set(map(plain_name, words.split())))
    assert {name for name, count in meanings.items() if count > 1} == {"rubrik"}
    assert "" not in meanings


def told(found: list[Article | Skipped]) -> list[tuple[str | None, str]]:
    return [(part.key, part.reason) for part in found if isinstance(part, Skipped)]


def test_columns_that_are_not_understood_are_told(read: Read) -> None:
    table = "Kopteks,Dagteken,Teks,text\nDie hawe val om,2021-11-09,5,Werkers het gestem\nNog een,2021-11-10,6,Die einde\n"
    found = read("a.csv", table)
    assert len([part for part in found if isinstance(part, Article)]) == 2
    ((key, reason),) = told(found)
    assert key == "fields"
    assert reason.split("; ") == [
        "no date is known, but Dagteken may hold it (--field date=Dagteken)",
        "no title is known, but Kopteks may hold it (--field title=Kopteks)",
    ]
    assert told(read("a.csv", table, fields=(("title", "Kopteks"), ("date", "Dagteken")))) == []


@pytest.mark.parametrize(
    "record",
    [
        {"title": "T", "text": "x", "published": "2021-11-09", "Dagteken": "2021-11-09"},
        {"title": "T", "text": "x", "updated": "2021-11-09"},
        {"title": "T", "text": "x", "number": "1746489600"},
        {"title": "T", "text": "x", "saved_at": "2021-11-09", "created": "2021-11-09"},
    ],
)
def test_what_is_understood_is_not_told(read: Read, record: dict[str, str]) -> None:
    assert told(read("a.json", json.dumps([record, record]))) == []


def test_created_is_told_where_nothing_says_whose_day_it_is(read: Read) -> None:
    record = {"title": "T", "text": "x", "created_at": "2021-11-09"}
    assert told(read("a.json", json.dumps([record, record]))) == [
        ("fields", "no date is known, but created_at may hold it (--field date=created_at)")
    ]
