"""Exports of press databases in other languages of the interface, as web pages, and saved document by document."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from newsgrep.article import Article
from newsgrep.index_report import Skipped

Read: TypeAlias = Callable[..., list[Article | Skipped]]

LEXIS = {
    "de": ("Dokument {n} von 2", "7. Juni 2011 Dienstag", "AUTOR", "RESSORT", "LÄNGE: 81 Wörter", "UPDATE: 8. Juni 2011", "SPRACHE: GERMAN; DEUTSCH"),
    "fr": ("Document {n} de 2", "mardi 7 juin 2011", "AUTEUR", "RUBRIQUE", "LONGUEUR: 81 mots", "DATE-CHARGEMENT: 8 juin 2011", "LANGUE: FRENCH"),
    "es": ("{n} de 2 DOCUMENTOS", "7 junio 2011 martes", "AUTOR", "SECCIÓN", "LONGITUD: 81 palabras", "FECHA-CARGA: 8 junio 2011", "IDIOMA: SPANISH"),
    "pt": ("Documento {n} de 2", "7 junho 2011 terça-feira", "AUTOR", "SEÇÃO", "EXTENSÃO: 81 palavras", "DATA-CARGA: 8 junho 2011", "IDIOMA: PORTUGUESE"),
    "nl": ("Document {n} van 2", "7 juni 2011 dinsdag", "AUTEUR", "RUBRIEK", "LENGTE: 81 woorden", "LAADDATUM: 8 juni 2011", "TAAL: DUTCH"),
    "it": ("Documento {n} di 2", "7 giugno 2011 martedì", "AUTORE", "SEZIONE", "LUNGHEZZA: 81 parole", "DATA-CARICAMENTO: 8 giugno 2011", "LINGUA: ITALIAN"),
}  # fmt: skip


def lexis(language: str, number: int) -> str:
    mark, day, author, section, length, loaded, spoken = LEXIS[language]
    parts = [
        mark.format(n=number),
        "Kaiblatt",
        day,
        f"Titel {number}",
        f"{author}: Ann Lee",
        f"{section}: Hafen; S. {number}",
    ]
    parts += [
        length,
        "Ein Satz.",
        f"{author}: so hieß das Boot.",
        "Noch einer.",
        loaded,
        spoken,
        "Copyright 2011 Kaiblatt",
    ]
    return "\n\n".join(parts) + "\n\n"


@pytest.mark.parametrize("language", LEXIS)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("markup", ["{}", "<html><body>{}</body></html>"])
def test_lexisnexis_in_other_languages(read: Read, language: str, encoding: str, markup: str) -> None:
    text = lexis(language, 1) + lexis(language, 2)
    if "html" in markup:
        text = f'<!-- Hide XML section from browser\n<DOCFULL> --><meta charset="{encoding}">' + "".join(
            f"<p>{part}</p>" for part in text.split("\n\n")
        )
    found = read("a", markup.format(text).encode(encoding))
    for number, article in enumerate(found, 1):
        assert isinstance(article, Article)
        assert (article.id, article.title, str(article.date)) == (
            f"a#{number}",
            f"Titel {number}",
            "2011-06-07",
        )
        assert (article.source, article.authors, article.section) == (
            "Kaiblatt",
            ("Ann Lee",),
            f"Hafen; S. {number}",
        )
        assert article.text.endswith("so hieß das Boot.\n\nNoch einer.")
    assert len(found) == 2


@pytest.mark.parametrize("language", LEXIS)
def test_a_single_document_of_lexisnexis(read: Read, language: str) -> None:
    (article,) = read("a.txt", lexis(language, 1).partition("\n")[2])
    assert isinstance(article, Article)
    assert (article.format, article.title, str(article.date)) == ("export", "Titel 1", "2011-06-07")


NEXIS = {
    "de": ("Länge: 81 Wörter", "Rubrik: HAFEN", "Autor: Ann Lee", "Hauptteil", "Ladedatum: 8. Juni 2021", "Ende des Dokuments", "7. Juni 2021 Montag"),
    "fr": ("Longueur : 81 mots", "Rubrique : HAFEN", "Auteur : Ann Lee", "Corps", "Date de chargement : 8 juin 2021", "Fin du document", "lundi 7 juin 2021"),
    "es": ("Longitud: 81 palabras", "Sección: HAFEN", "Autor: Ann Lee", "Cuerpo", "Fecha de carga: 8 junio 2021", "Fin del documento", "7 junio 2021 lunes"),
    "pt": ("Extensão: 81 palavras", "Seção: HAFEN", "Autor: Ann Lee", "Corpo", "Data de carga: 8 junho 2021", "Fim do documento", "7 de junho de 2021"),
    "nl": ("Lengte: 81 woorden", "Sectie: HAFEN", "Auteur: Ann Lee", "Hoofdtekst", "Laaddatum: 8 juni 2021", "Einde van document", "7 juni 2021 maandag"),
    "it": ("Lunghezza: 81 parole", "Sezione: HAFEN", "Autore: Ann Lee", "Corpo", "Data di caricamento: 8 giugno 2021", "Fine del documento", "7 giugno 2021"),
}  # fmt: skip


@pytest.mark.parametrize("language", NEXIS)
def test_nexis_uni_in_other_languages(read: Read, language: str) -> None:
    length, section, author, body, loaded, end, day = NEXIS[language]
    one = f"Ein Titel über\nzwei Zeilen\nKaiblatt\n{day}\n\nCopyright 2021 Kaiblatt\n\n{section}\n{length}\n{author}\n\n{body}\n\nEin Satz.\n\nNotes\n\nNoch einer.\n\n{loaded}\n\n{end}\n\n"
    found = read("a.txt", one * 2)
    assert len(found) == 2
    for article in found:
        assert isinstance(article, Article)
        assert (article.title, article.source, str(article.date)) == (
            "Ein Titel über zwei Zeilen",
            "Kaiblatt",
            "2021-06-07",
        )
        assert (article.text, article.authors, article.section) == (
            "Ein Satz.\n\nNotes\n\nNoch einer.",
            ("Ann Lee",),
            "HAFEN",
        )


FACTIVA = {
    "de": ("Von Ann Lee", "81 Wörter", "7. Juni 2021", "Deutsch", "Dokument"),
    "fr": ("Par Ann Lee", "1 081 mots", "7 juin 2021", "Français", "Document"),
    "es": ("Por Ann Lee", "81 palabras", "7 junio 2021", "Español", "Documento"),
    "pt": ("Por Ann Lee", "81 palavras", "7 junho 2021", "Português", "Documento"),
    "nl": ("Door Ann Lee", "81 woorden", "7 juni 2021", "Nederlands", "Document"),
    "it": ("Di Ann Lee", "81 parole", "7 giugno 2021", "Italiano", "Documento"),
    "ru": ("By Ann Lee", "81 слов", "7 июня 2021", "Русский", "Документ"),
}


def in_divisions(text: str) -> str:
    lines = "".join(f"<div>{line}</div>" for line in text.splitlines() if line)
    return f'<html><body><div class="article deArticle"><title>Factiva</title>{lines}</div></body></html>'


@pytest.mark.parametrize("language", FACTIVA)
@pytest.mark.parametrize("form", [str, in_divisions])
def test_factiva_in_other_languages(read: Read, language: str, form: Callable[[str], str]) -> None:
    author, words, day, spoken, document = FACTIVA[language]
    one = f"Der Kran am alten Hafen ist umgefallen;\nniemand wurde verletzt\n\n{author}\n{words}\n{day}\nKaiblatt\nKAIBL\n{spoken}\n(c) 2021 Kaiblatt\n\nEin Satz.\n\n{document} KAIBL00020210607eh6700001\n\n"
    found = read("a.html" if form is in_divisions else "a.txt", form(one * 2))
    assert len(found) == 2
    for article in found:
        assert isinstance(article, Article)
        assert article.title == "Der Kran am alten Hafen ist umgefallen; niemand wurde verletzt"
        assert (article.text, article.source, str(article.date)) == ("Ein Satz.", "Kaiblatt", "2021-06-07")
        assert (article.authors, article.language) == (("Ann Lee",), spoken)


LABELS = """SE  Harbour
HD  A crane falls over
BY  By Ann Lee
WC  81 words
PD  7 June 2021
SN  Quay Post
SC  QUAYP
LA  English
CY  (c) 2021 Quay Post

LP
The crane fell over.

TD
IN  THE END nobody was hurt.

RE  his boat, Lee said nothing.

CO  qlin : Quay Line | hrbco : Harbour Co

NS  gacc : Accidents

PUB  Quay Press

AN  Document QUAYP00020210607eh6700001
"""


def in_a_table(text: str) -> str:
    cells = "".join(f"<tr><td>{line}</td></tr>" for line in text.splitlines() if line)
    return f'<div class="article enArticle"><table>{cells}</table></div>'


@pytest.mark.parametrize("form", [str, lambda text: text.replace("  ", "\n\n"), in_a_table])
def test_factivas_labels_are_believed_only_in_their_places(read: Read, form: Callable[[str], str]) -> None:
    found = read("a", form(LABELS + "\n" + LABELS))
    assert len(found) == 2
    for article in found:
        assert isinstance(article, Article)
        assert (article.title, str(article.date), article.source) == (
            "A crane falls over",
            "2021-06-07",
            "Quay Post",
        )
        assert (article.authors, article.section) == (("Ann Lee",), "Harbour")
        assert "THE END nobody was hurt" in article.text
        assert "his boat, Lee said nothing" in article.text
        assert article.tags == ("Quay Line", "Harbour Co", "Accidents")


PROQUEST = {
    "en": ("Author", "Publication info", "Full text", "Subject", "Title", "Publication title", "Publication date", "June 7, 2021", "ProQuest document ID"),
    "de": ("Autor", "Publikationsinfo", "Volltext", "Thema", "Titel", "Publikationstitel", "Publikationsdatum", "7. Juni 2021", "ProQuest-Dokument-ID"),
    "fr": ("Auteur ", "Informations sur la publication ", "Texte intégral ", "Sujet ", "Titre ", "Titre de la publication ", "Date de publication ", "7 juin 2021", "ID du document ProQuest "),
    "es": ("Autor", "Información de publicación", "Texto completo", "Materia", "Título", "Título de publicación", "Fecha de publicación", "7 de junio de 2021", "ID del documento de ProQuest"),
    "pt": ("Autor", "Informações da publicação", "Texto completo", "Assunto", "Título", "Título da publicação", "Data de publicação", "7 de junho de 2021", "ID do documento ProQuest"),
    "nl": ("Auteur", "Publicatiegegevens", "Volledige tekst", "Onderwerp", "Titel", "Titel van publicatie", "Publicatiedatum", "7 juni 2021", "ProQuest document-ID"),
    "it": ("Autore", "Informazioni sulla pubblicazione", "Testo completo", "Soggetto", "Titolo", "Titolo della pubblicazione", "Data di pubblicazione", "7 giugno 2021", "ID documento ProQuest"),
}  # fmt: skip


def ruled(text: str) -> str:
    parts = "".join("<hr>" if part.startswith("____") else f"<p>{part}</p>" for part in text.split("\n\n"))
    return f"<html><head><title>ProQuest</title></head><body>{parts}</body></html>"


@pytest.mark.parametrize("language", PROQUEST)
@pytest.mark.parametrize("form", [str, ruled])
def test_proquest_in_other_languages(read: Read, language: str, form: Callable[[str], str]) -> None:
    author, info, text, subject, title, source, date, day, number = PROQUEST[language]
    one = "\n\n".join(
        (
            *("_" * 40, "A crane falls over", f"{author}: Lee, Ann", f"{info}: Quay Post; Hull. {day}: 3."),
            *(f"{text}: The crane fell over.", f"{title}: so it is called, he said.", "Nobody was hurt."),
            *(f"{subject}: Cranes; Ports", f"{title}: A crane falls over", f"{source}: Quay Post; Hull"),
            *(f"{date}: {day}", f"{number}: 2534", "_" * 40, "Contact us"),
        )
    )
    (article,) = read("a", form(one))
    assert isinstance(article, Article)
    assert (article.id, article.title, str(article.date)) == ("a#2534", "A crane falls over", "2021-06-07")
    assert (article.source, article.authors, article.tags) == ("Quay Post", ("Ann Lee",), ("Cranes", "Ports"))
    said = f"{title}: so it is called, he said."
    assert article.text == f"The crane fell over.\n\n{said}\n\nNobody was hurt."


EUROPRESSE = """Le Quai
Économie, lundi 7 juin 2021 {n}81 mots, p. 12

La grue du vieux port est tombée

Anne Martin

La grue est tombée le 1 mai 2020, dit-elle.

Personne n'a été blessé.

© 2021 Le Quai. Tous droits réservés.

news·20210607·QU·00{n}7

"""


def europresse_page(text: str) -> str:
    parts = "".join(f"<div>{line}</div>" for line in text.splitlines() if line)
    return f'<html><body><article><span class="DocPublicationName"></span>{parts}</article></body></html>'


@pytest.mark.parametrize("form", [str, europresse_page])
def test_europresse(read: Read, form: Callable[[str], str]) -> None:
    found = read("a", form(EUROPRESSE.format(n=1) + EUROPRESSE.format(n=2)))
    assert len(found) == 2
    for article in found:
        assert isinstance(article, Article)
        assert (article.title, article.source) == ("La grue du vieux port est tombée", "Le Quai")
        assert (str(article.date), article.authors, article.section) == (
            "2021-06-07",
            ("Anne Martin",),
            "Économie",
        )
        assert article.text == "La grue est tombée le 1 mai 2020, dit-elle.\n\nPersonne n'a été blessé."


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>Factiva and its rivals</title></head><body><h1>Factiva and its rivals</h1><p>{}</p></body></html>",
        "<html><body><h1>ProQuest sold</h1><p>Title: an offer. {}</p></body></html>",
        "<html><body><h1>Nexis</h1><p>512 words</p><p>6 May 2025</p><p>{}</p></body></html>",
    ],
)
def test_a_page_about_a_press_database_is_a_page(read: Read, page: str) -> None:
    (article,) = read("a.html", page.format("The service was sold on Monday to a rival, both said. " * 5))
    assert isinstance(article, Article)
    assert article.format == "html"
