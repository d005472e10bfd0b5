"""What the columns of tables and the fields of records are called in other languages than English.

A name of several words is joined by `_`. What means one thing in one language and another in the next stands
where it misleads least: `data` is a date, `rubrik` a headline only where no other name is one.
"""

# ruff: noqa: RUF001  letters of several alphabets

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "title": (
        "titel überschrift schlagzeile artikeltitel hauptüberschrift titre titre_de_l_article titre_article título "
        "titular titulo_del_articulo titolo titolo_articolo manchete krantenkop artikeltitel kop tittel overskrift "
        "otsikko tytuł nagłówek titulek název nadpis titulok názov cím főcím titlu titlul заголовок заглавие название "
        "заголовок_статьи название_статьи назва naslov наслов títol izenburua τίτλος başlık haber_başlığı العنوان "
        "عنوان عنوان_الخبر כותרת תیتر تیتر عنوان_خبر शीर्षक শিরোনাম judul tajuk tiêu_đề หัวข้อ หัวข้อข่าว ชื่อเรื่อง พาดหัว "
        "标题 標題 题目 題目 新闻标题 新聞標題 文章标题 题名 題名 タイトル 見出し 表題 記事タイトル 件名 제목 기사제목 표제 "
        "pealkiri virsraksts antraštė pavadinimas rubrik"
    ),
    "text": (
        "inhalt artikel artikeltext volltext haupttext texte contenu corps texte_intégral corps_du_texte "
        "texte_de_l_article corps_de_l_article texte_article texto contenido cuerpo texto_completo texto_del_articulo "
        "cuerpo_del_articulo testo contenuto corpo testo_completo testo_articolo conteúdo corpo_do_texto texto_integral "
        "tekst inhoud artikeltekst volledige_tekst innehåll brödtext indhold brødtekst innhold teksti sisältö leipäteksti "
        "treść treść_artykułu pełny_tekst obsah celý_text szöveg tartalom teljes_szöveg conținut textul текст содержание "
        "содержимое текст_статьи полный_текст зміст вміст sadržaj садржај besedilo vsebina contingut testua κείμενο "
        "περιεχόμενο metin içerik haber_metni haber النص نص المحتوى محتوى نص_الخبر טקסט תוכן גוף גוף_הכתבה متن محتوا "
        "متن_خبر पाठ सामग्री বিষয়বস্তু teks isi isi_berita konten kandungan nội_dung văn_bản เนื้อหา ข้อความ เนื้อหาข่าว 正文 内容 "
        "內容 全文 文章 新闻内容 新聞內容 文章内容 本文 記事 記事本文 テキスト 본문 내용 기사 기사본문 기사내용 sisu tekstas saturs teksts turinys"
    ),
    "summary": (
        "zusammenfassung beschreibung teaser vorspann kurzfassung anriss résumé chapeau chapô extrait resumen "
        "descripción bajada entradilla copete sommario riassunto descrizione occhiello resumo descrição samenvatting "
        "beschrijving sammanfattning ingress beskrivning beskrivelse sammendrag tiivistelmä ingressi kuvaus streszczenie "
        "opis shrnutí popis perex anotace zhrnutie összefoglaló leírás rezumat descriere резюме описание аннотация анонс "
        "опис анотація sažetak povzetek resum περίληψη περιγραφή özet açıklama الملخص ملخص الوصف תקציר תיאור خلاصه چکیده "
        "सारांश विवरण ringkasan deskripsi tóm_tắt mô_tả สรุป คำอธิบาย 摘要 简介 簡介 描述 导语 導語 要約 概要 抄録 요약 개요"
    ),
    "date": (
        "datum veröffentlichungsdatum erscheinungsdatum erscheinungstag publikationsdatum veröffentlicht "
        "veröffentlicht_am erschienen erschienen_am date_de_publication date_publication date_de_parution date_parution "
        "publié publié_le paru_le fecha fecha_de_publicación fecha_publicación fecha_pub publicado publicado_el data "
        "data_di_pubblicazione data_pubblicazione pubblicato pubblicato_il data_de_publicação data_publicação "
        "data_da_publicação publicado_em publicatiedatum verschijningsdatum gepubliceerd gepubliceerd_op "
        "publiceringsdatum publicerad dato publiceringsdato udgivelsesdato publikasjonsdato publisert päivämäärä "
        "julkaisupäivä julkaistu pvm data_publikacji opublikowano datum_vydání datum_publikace publikováno dátum "
        "dátum_vydania megjelenés megjelenés_dátuma közzététel data_publicării data_publicarii дата дата_публикации "
        "дата_выхода опубликовано дата_публікації дата_на_публикуване datum_objave датум data_de_publicació ημερομηνία "
        "ημερομηνία_δημοσίευσης tarih yayın_tarihi yayınlanma_tarihi yayım_tarihi التاريخ تاريخ تاريخ_النشر תאריך "
        "תאריך_פרסום تاریخ تاریخ_انتشار तारीख दिनांक तिथि प्रकाशन_तिथि তারিখ tanggal tanggal_terbit tarikh ngày ngày_đăng "
        "ngày_xuất_bản วันที่ วันที่เผยแพร่ 日期 发布时间 發布時間 发布日期 發布日期 时间 時間 出版日期 发表时间 發表時間 日付 掲載日 公開日 "
        "発行日 配信日 配信日時 公開日時 年月日 掲載日時 날짜 일자 발행일 게시일 등록일 작성일 kuupäev datums"
    ),
    "url": (
        "lien enlace vínculo ligação hiperligação collegamento koppeling webadres länk lenke linkki odkaz ссылка "
        "посилання σύνδεσμος bağlantı الرابط رابط קישור پیوند لینک लिंक tautan pautan liên_kết đường_dẫn ลิงก์ 链接 鏈接 "
        "連結 网址 網址 原文链接 リンク 링크 주소 webadresse"
    ),
    "source": (
        "quelle zeitung publikation nom_du_journal nom_de_la_source média journal fuente medio periódico diario "
        "fonte testata giornale quotidiano veículo jornal bron krant källa tidning kilde avis lähde lehti źródło gazeta "
        "zdroj médium noviny forrás újság lap sursa sursă ziar publicația источник издание газета сми джерело видання "
        "източник вестник izvor извор novine vir časopis font diari πηγή εφημερίδα kaynak gazete المصدر مصدر الصحيفة "
        "الجريدة מקור עיתון منبع روزنامه स्रोत अख़बार সূত্র sumber surat_kabar media_massa nguồn báo แหล่งที่มา หนังสือพิมพ์ 来源 "
        "來源 媒体 媒體 报纸 報紙 报纸名称 出典 情報源 媒体名 紙名 新聞名 新聞社 出所 출처 언론사 신문사 매체 allikas avots šaltinis"
    ),
    "authors": (
        "autor autorin autoren verfasser verfasserin auteur auteurs journaliste autores autora periodista autore autori "
        "giornalista jornalista auteur_s schrijver författare skribent forfatter kirjoittaja toimittaja autorzy autoři "
        "szerző autorul автор авторы автори autori avtor αρθρογράφος συντάκτης συγγραφέας yazar muhabir الكاتب كاتب "
        "المؤلف الكُتاب כותב כתב מחבר نویسنده خبرنگار लेखक লেখক penulis wartawan tác_giả ผู้เขียน ผู้แต่ง 作者 记者 記者 著者 筆者 "
        "執筆者 저자 기자 작성자 기자명"
    ),
    "section": (
        "ressort rubrik rubrique catégorie sección categoría sezione categoria rubrica secção seção editoria caderno "
        "rubriek sectie categorie avdelning kategori sektion seksjon osasto kategoria dział rubryka rubrika kategorie "
        "rovat kategória rubrică secțiune раздел рубрика категория розділ категорія kategorija secció κατηγορία ενότητα "
        "bölüm القسم قسم التصنيف الفئة מדור קטגוריה بخش دسته श्रेणी chuyên_mục thể_loại หมวด หมวดหมู่ 栏目 欄目 版面 分类 分類 "
        "類別 カテゴリ カテゴリー 面名 섹션 분류 카테고리"
    ),
    "language": (
        "sprache langue idioma lengua lingua língua taal språk sprog kieli język jazyk nyelv limba limbă язык мова език "
        "jezik γλώσσα dil اللغة שפה زبان भाषा bahasa ngôn_ngữ ภาษา 语言 語言 言語 언어"
    ),
    "tags": (
        "schlagwörter schlagworte stichwörter stichworte themen schlüsselwörter mots_clés mots_clefs étiquettes sujets "
        "thèmes etiquetas palabras_clave temas parole_chiave etichette argomenti temi palavras_chave assuntos "
        "trefwoorden onderwerpen nyckelord ämnesord taggar nøgleord emneord nøkkelord stikkord avainsanat asiasanat "
        "słowa_kluczowe tagi klíčová_slova štítky kľúčové_slová kulcsszavak címkék cuvinte_cheie etichete ключевые_слова "
        "теги метки темы ключові_слова ključne_riječi oznake λέξεις_κλειδιά ετικέτες anahtar_kelimeler etiketler "
        "الكلمات_المفتاحية الوسوم מילות_מפתח תגיות کلمات_کلیدی برچسب_ها kata_kunci từ_khóa คำสำคัญ แท็ก 关键词 關鍵詞 "
        "关键字 标签 標籤 キーワード タグ 키워드 태그"
    ),
    "id": "kennung identifiant identificador identificativo identificatore идентификатор 编号 編號",
}
"""By our names, separated by spaces."""
