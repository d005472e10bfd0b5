"""What press databases print around articles, in the languages of their interfaces.

German, French, Spanish, Portuguese, Dutch and Italian. Of each label the English one is the key: that is what
the modules of the services know.
"""

import re
from collections.abc import Mapping

_SPACE = re.compile(r"[\s\xa0-]+")

WORDS = "words|word|wörter|worte|mots|mot|palabras|palavras|parole|woorden|ord|sanaa|słów|słowa|слов|слова|字|語|단어|字数"
"""How the length of an article is counted."""

LEXISNEXIS: Mapping[str, str] = {
    "BYLINE": "AUTOR|AUTORIN|AUTOREN|VERFASSER|VON|AUTEUR|AUTEURS|PAR|AUTORES|POR|AUTORE|AUTORI|DOOR|SIGNATURE",
    "SECTION": "RUBRIK|RESSORT|RUBRIQUE|SECCIÓN|SECCION|SEÇÃO|SECÇÃO|SECAO|SECTIE|RUBRIEK|SEZIONE|RUBRICA",
    "LENGTH": "LÄNGE|LAENGE|UMFANG|LONGUEUR|LONGITUD|EXTENSIÓN|EXTENSION|EXTENSÃO|TAMANHO|COMPRIMENTO|LENGTE|LUNGHEZZA",
    "DATELINE": "ORT|DATUMSZEILE|LIEU|ORIGINE|LUGAR|LOCAL|PLAATS|LUOGO|DATACIÓN",
    "HIGHLIGHT": "ZUSAMMENFASSUNG|VORSPANN|ENCART|CHAPEAU|ACCROCHE|RESUMEN|DESTACADO|RESUMO|DESTAQUE|SAMENVATTING|SOMMARIO",
    "HEADLINE": "ÜBERSCHRIFT|UEBERSCHRIFT|SCHLAGZEILE|TITEL|TITRE|TITULAR|TÍTULO|TITULO|MANCHETE|KOP|TITOLO",
    "BODY": "TEXT|HAUPTTEXT|HAUPTTEIL|CORPS|TEXTE|CUERPO|TEXTO|CORPO|TEKST|TESTO",
    "SERIES": "SERIE|SÉRIE",
    "DISTRIBUTION": "VERTRIEB|DIFFUSION|DISTRIBUCIÓN|DISTRIBUIÇÃO|DISTRIBUTIE|DISTRIBUZIONE",
    "LOAD-DATE": (
        "UPDATE|LADEDATUM|LADE-DATUM|DATE-CHARGEMENT|DATE-DE-CHARGEMENT|FECHA-CARGA|FECHA-DE-CARGA|DATA-CARGA"
        "|DATA-DE-CARGA|DATA-CARREGAMENTO|DATA-DE-CARREGAMENTO|LAADDATUM|LAAD-DATUM|DATUM-LADEN|DATA-CARICAMENTO"
        "|DATA-DI-CARICAMENTO"
    ),
    "LANGUAGE": "SPRACHE|LANGUE|IDIOMA|LENGUA|LÍNGUA|TAAL|LINGUA",
    "GRAPHIC": "GRAFIK|ABBILDUNG|BILD|GRAPHIQUE|ILLUSTRATION|GRÁFICO|GRAFICO|ILUSTRAÇÃO|GRAFIEK|AFBEELDING|GRAFICA",
    "PUBLICATION-TYPE": (
        "PUBLIKATIONSTYP|PUBLIKATIONSART|TYPE-PUBLICATION|TYPE-DE-PUBLICATION|TIPO-PUBLICACIÓN|TIPO-DE-PUBLICACIÓN"
        "|TIPO-PUBLICAÇÃO|TIPO-DE-PUBLICAÇÃO|PUBLICATIETYPE|PUBLICATIE-TYPE|TIPO-PUBBLICAZIONE|TIPO-DI-PUBBLICAZIONE"
    ),
    "DOCUMENT-TYPE": "DOKUMENTTYP|TYPE-DOCUMENT|TIPO-DOCUMENTO|TIPO-DE-DOCUMENTO|DOCUMENTTYPE|TIPO-DI-DOCUMENTO",
    "SUBJECT": "THEMA|THEMEN|SCHLAGWÖRTER|SUJET|SUJETS|THÈME|TEMA|MATERIA|ASSUNTO|ASSUNTOS|ONDERWERP|ARGOMENTO|SOGGETTO",
    "ORGANIZATION": "ORGANISATION|ORGANISATIONEN|ORGANIZACIÓN|ORGANIZAÇÃO|ORGANISATIE|ORGANIZZAZIONE",
    "COMPANY": "UNTERNEHMEN|FIRMA|ENTREPRISE|SOCIÉTÉ|SOCIETE|EMPRESA|BEDRIJF|AZIENDA|SOCIETÀ",
    "PERSON": "PERSONEN|PERSONNE|PERSONA|PESSOA|PERSOON|PERSONNES",
    "GEOGRAPHIC": "GEOGRAFIE|GEOGRAPHIE|GÉOGRAPHIE|GEOGRAFÍA|GEOGRAFIA|LÄNDER",
    "INDUSTRY": "BRANCHE|INDUSTRIE|INDUSTRIA|INDÚSTRIA|SECTEUR|BEDRIJFSTAK|SETTORE",
    "URL": "", "TICKER": "", "CORRECTION-DATE": "", "CORRECTION": "KORREKTUR|CORRECCIÓN|CORREÇÃO|CORRECTIE|CORREZIONE",
    "NOTES": "ANMERKUNGEN|HINWEIS", "TYPE": "", "STATE": "", "CITY": "", "COUNTRY": "", "CATEGORY": "",
    "JOURNAL-CODE": "CODE-JOURNAL|REF-JOURNAL", "ACC-NO": "", "COPYRIGHT": "", "ISSN": "", "ENHANCEMENT": "",
}  # fmt: skip
"""Of the documents until 2017, which print them in capitals, with hyphens."""

NEXIS: Mapping[str, str] = {
    "Body": (
        "Hauptteil|Haupttext|Textkörper|Text|Volltext|Corps|Corps du texte|Corps de l'article|Texte|Cuerpo"
        "|Cuerpo del texto|Texto|Corpo|Corpo do texto|Tekst|Hoofdtekst|Inhoud|Corpo del testo|Testo"
    ),
    "End of Document": (
        "Ende des Dokuments|Dokumentende|Ende Dokument|Fin du document|Fin de document|Fin del documento"
        "|Fim do documento|Einde van document|Einde van het document|Einde document|Fine del documento"
    ),
    "Section": "Rubrik|Ressort|Rubrique|Sección|Seção|Secção|Sectie|Rubriek|Sezione",
    "Length": "Länge|Umfang|Longueur|Longitud|Extensión|Extensão|Tamanho|Comprimento|Lengte|Lunghezza",
    "Byline": "Autor|Verfasser|Auteur|Autore|Assinatura",
    "Dateline": "Datumszeile|Ort|Lieu|Lugar|Local|Plaats|Luogo",
    "Highlight": "Zusammenfassung|Hervorhebung|Chapeau|Mise en évidence|Resumen|Destacado|Destaque|Samenvatting|Sommario",
    "Language": "Sprache|Langue|Idioma|Taal|Lingua|Língua",
    "Subject": "Thema|Themen|Sujet|Sujets|Tema|Temas|Materia|Assunto|Onderwerp|Argomento",
    "Industry": "Branche|Secteur|Industria|Indústria|Settore",
    "Geographic": "Geografie|Geographie|Géographie|Geografía|Geografia",
    "Person": "Personen|Personne|Persona|Pessoa|Persoon",
    "Company": "Unternehmen|Firma|Entreprise|Société|Empresa|Bedrijf|Azienda",
    "Organization": "Organisation|Organización|Organização|Organisatie|Organizzazione",
    "Load-Date": (
        "Ladedatum|Update|Date de chargement|Fecha de carga|Data de carga|Data de carregamento|Laaddatum|Data di caricamento"
    ),
    "Classification": "Klassifizierung|Klassifikation|Clasificación|Classificação|Classificatie|Classificazione",
    "Graphic": "Grafik|Graphique|Illustration|Gráfico|Grafiek|Grafica",
    "Copyright": "",
}

PROQUEST: Mapping[str, str] = {
    "Title": "Titel|Titre|Título|Titolo",
    "Author": "Autor|Verfasser|Auteur|Autore",
    "Publication info": (
        "Publikationsinfo|Publikationsinformationen|Veröffentlichungsinfo|Veröffentlichungsinformationen"
        "|Informations de publication|Informations sur la publication|Información de publicación"
        "|Información de la publicación|Informações da publicação|Informações de publicação|Publicatiegegevens"
        "|Publicatie-info|Informazioni sulla pubblicazione|Informazioni pubblicazione"
    ),
    "Publication title": (
        "Publikationstitel|Titel der Publikation|Titre de la publication|Titre de publication|Título de publicación"
        "|Título de la publicación|Título da publicação|Titel van publicatie|Publicatietitel|Titolo della pubblicazione"
        "|Titolo pubblicazione"
    ),
    "Publication date": (
        "Publikationsdatum|Veröffentlichungsdatum|Erscheinungsdatum|Date de publication|Fecha de publicación"
        "|Data de publicação|Data da publicação|Publicatiedatum|Data di pubblicazione|Data pubblicazione"
    ),
    "Publication year": (
        "Publikationsjahr|Erscheinungsjahr|Année de publication|Año de publicación|Ano de publicação|Ano da publicação"
        "|Publicatiejaar|Jaar van publicatie|Anno di pubblicazione"
    ),
    "Publication subject": (
        "Publikationsthema|Thema der Publikation|Sujet de la publication|Materia de publicación"
        "|Assunto da publicação|Onderwerp van publicatie|Soggetto della pubblicazione"
    ),
    "Abstract": "Zusammenfassung|Kurzfassung|Résumé|Resumen|Resumo|Samenvatting|Riassunto|Abstract (Zusammenfassung)",
    "Links": "Liens|Enlaces|Ligações|Koppelingen|Collegamenti",
    "Full text": "Volltext|Texte intégral|Texte complet|Texto completo|Texto integral|Volledige tekst|Testo completo",
    "Subject": "Thema|Fachgebiet|Schlagwort|Sujet|Materia|Assunto|Onderwerp|Soggetto",
    "Location": "Ort|Standort|Lieu|Lugar|Local|Locatie|Luogo|Ubicación",
    "People": "Personen|Personnes|Personas|Pessoas|Persone",
    "Company / organization": (
        "Unternehmen / Organisation|Firma / Organisation|Société / organisation|Entreprise / organisation"
        "|Compañía / organización|Empresa / organización|Empresa / organização|Bedrijf / organisatie"
        "|Azienda / organizzazione|Società / organizzazione"
    ),
    "Classification": "Klassifizierung|Clasificación|Classificação|Classificatie|Classificazione",
    "Identifier / keyword": (
        "Identifikator / Schlüsselwort|Identificateur / mot-clé|Identificador / palabra clave"
        "|Identificador / palavra-chave|Identifier / trefwoord|Identificativo / parola chiave"
    ),
    "Section": "Rubrik|Abschnitt|Rubrique|Sección|Seção|Secção|Sectie|Rubriek|Sezione",
    "Publisher": "Verlag|Herausgeber|Éditeur|Editorial|Editora|Editor|Uitgever|Editore",
    "Place of publication": (
        "Publikationsort|Erscheinungsort|Lieu de publication|Lugar de publicación|Local de publicação"
        "|Plaats van publicatie|Luogo di pubblicazione"
    ),
    "Country of publication": (
        "Publikationsland|Erscheinungsland|Pays de publication|País de publicación|País de publicação"
        "|Land van publicatie|Paese di pubblicazione"
    ),
    "Source type": (
        "Quellentyp|Quellenart|Type de source|Tipo de fuente|Tipo de fonte|Brontype|Type bron|Tipo di fonte"
    ),
    "Language of publication": (
        "Sprache der Publikation|Publikationssprache|Langue de publication|Langue de la publication"
        "|Idioma de la publicación|Idioma de publicación|Idioma da publicação|Idioma de publicação|Taal van publicatie"
        "|Publicatietaal|Lingua di pubblicazione|Lingua della pubblicazione"
    ),
    "Document type": "Dokumenttyp|Dokumentart|Type de document|Tipo de documento|Documenttype|Tipo di documento",
    "ProQuest document ID": (
        "ProQuest-Dokument-ID|ID des ProQuest-Dokuments|Identificateur de document ProQuest|ID du document ProQuest"
        "|ID de document ProQuest|ID del documento de ProQuest|ID del documento ProQuest|ID do documento ProQuest"
        "|ID do documento do ProQuest|ID do documento da ProQuest|ProQuest document-ID|Document-ID van ProQuest"
        "|ID documento ProQuest"
    ),
    "Document URL": (
        "Dokument-URL|URL des Dokuments|URL du document|URL de document|URL del documento|URL do documento|Document-URL"
        "|URL van document|URL documento"
    ),
    "Database": "Datenbank|Base de données|Base de datos|Base de dados|Databank|Banca dati",
    "Last updated": (
        "Zuletzt aktualisiert|Letzte Aktualisierung|Dernière mise à jour|Última actualización|Última atualização"
        "|Laatst bijgewerkt|Ultimo aggiornamento"
    ),
    "First page": "Erste Seite|Première page|Primera página|Primeira página|Eerste pagina|Prima pagina",
    "Pages": "Seiten|Páginas|Pagina's|Pagine",
    "Volume": "Band|Jahrgang|Volumen|Tome",
    "Issue": "Ausgabe|Heft|Numéro|Número|Nummer|Numero",
    "Edition": "Édition|Edición|Edição|Editie|Edizione",
    "Copyright": "",
    "Credit": "Illustration|Caption",
    "URL": "",
    "Other": (
        "ISSN|e-ISSN|Dateline|Column|Supplement|Category|Accession number|DOI|Correspondence author|Document feature"
        "|Source attribution"
    ),
}

FACTIVA_DOCUMENT = "Document|Dokument|Documento|Документ|文書|文件|문서"
"""Before the number of a document."""
_LANGUAGES = (
    "English|French|German|Spanish|Portuguese|Italian|Dutch|Russian|Japanese|Arabic|Swedish|"
    "Norwegian|Danish|Finnish|Polish|Turkish|Korean|Chinese - Simplified|Chinese - Traditional|"
    "Bahasa Indonesia|Bahasa Malaysia|Catalan|Czech|Hungarian|Bulgarian|Slovak|Englisch|"
    "Französisch|Deutsch|Spanisch|Portugiesisch|Italienisch|Niederländisch|Holländisch|Russisch|"
    "Japanisch|Arabisch|Schwedisch|Norwegisch|Dänisch|Finnisch|Polnisch|Türkisch|Koreanisch|"
    "Anglais|Français|Allemand|Espagnol|Portugais|Italien|Néerlandais|Russe|Japonais|Arabe|"
    "Suédois|Norvégien|Danois|Finnois|Polonais|Turc|Coréen|Inglés|Francés|Alemán|Español|"
    "Portugués|Italiano|Holandés|Neerlandés|Ruso|Japonés|Árabe|Sueco|Noruego|Danés|Polaco|"
    "Inglês|Francês|Alemão|Espanhol|Português|Holandês|Neerlandês|Russo|Japonês|Norueguês|"
    "Dinamarquês|Polonês|Engels|Frans|Duits|Spaans|Portugees|Italiaans|Nederlands|Japans|"
    "Zweeds|Noors|Deens|Pools|Turks|Inglese|Francese|Tedesco|Spagnolo|Portoghese|Olandese|"
    "Giapponese|Arabo|Svedese|Norvegese|Danese|Polacco|английский|русский|日本語|中文|한국어"
)
FACTIVA_LANGUAGES = frozenset(map(str.casefold, _LANGUAGES.split("|")))
"""What it calls the languages of articles."""


def in_english(table: Mapping[str, str]) -> dict[str, str]:
    """By every label of a table, as `plain` gives it, the English one."""
    return {
        plain(label): english
        for english, others in reversed(list(table.items()))
        for label in (english, *filter(None, others.split("|")))
    }


def plain(label: str) -> str:
    """A label in small letters, hyphens and spaces alike."""
    return _SPACE.sub(" ", label.replace(" / ", "/").casefold()).strip()


def all_of(table: Mapping[str, str], english: str) -> list[str]:
    """A label in all languages, the longest first."""
    return sorted((english, *filter(None, table[english].split("|"))), key=len, reverse=True)
