"""What stands before a date in a line and says what day it is: of publication, or of something else."""

# ruff: noqa: RUF001  letters of several alphabets

import re
from enum import StrEnum

from newsgrep.readers.dating.vocabulary import folded, visible

_PUBLICATION = """
published|first published|originally published|published online|publication date|published date|date published
publish date|pub date|date of publication|posted|first posted|originally posted|date posted|post date|posted date
web posted|filed|issued|issue date|date of issue|print date|cover date|released|created|written|submitted|added|date|dated|article published|story published
this article was published|this article was first published|this article was originally published|online
press release|pressemitteilung|pressemeldung|presseinformation|medienmitteilung|communiqué de presse
comunicado de prensa|nota de prensa|nota de imprensa|comunicato stampa|persbericht|pressmeddelande|pressemelding
veröffentlicht|veröffentlichung|veröffentlichungsdatum|erschienen|erscheinungsdatum|publiziert|erstellt|eingestellt
online seit|datum|stand|vom|gepostet|geschrieben
publié|publie|mis en ligne|mise en ligne|posté|paru|écrit|rédigé|créé|diffusé|date de publication|publication
publicado|publicada|publicación|fecha de publicación|fecha|escrito|creado|creada
publicado|publicada|publicação|data de publicação|data da publicação|postado|postada|data|criado|escrito
pubblicato|pubblicata|pubblicazione|data di pubblicazione|data pubblicazione|postato|inserito|scritto|creato
gepubliceerd|geplaatst|gepost|geschreven|publicatiedatum|verschenen|gemaakt
publicerad|publicerat|publicerades|publiceringsdatum|skapad|inlagd
offentliggjort|udgivet|publiceret|publisert|publiseringsdato|lagt ut|opprettet|oprettet|dato|postet
julkaistu|julkaisupäivä|julkaisuaika|luotu|päivämäärä
opublikowano|opublikowany|opublikowane|opublikowana|publikacja|data publikacji|dodano|dodane|data dodania|utworzono
publikováno|zveřejněno|vydáno|vloženo|datum vydání|datum zveřejnění|publikované|zverejnené|vydané|pridané|dátum
megjelent|megjelenés|közzétéve|közzététel|publikálva|létrehozva|feltöltve
publicat|publicată|data publicării|postat|adăugat|objavljeno|objavljen|objava|datum objave|објављено|објава|датум
публикувано|публикувана|публикуван|опубликовано|опубликована|опубликован|дата публикации|время публикации|дата
размещено|добавлено|создано|опубліковано|дата публікації|розміщено|додано|оприлюднено|апублікавана|објавено
δημοσιεύτηκε|δημοσιεύθηκε|δημοσίευση|ημερομηνία δημοσίευσης|ημερομηνία|αναρτήθηκε
yayınlandı|yayınlanma|yayın tarihi|yayınlanma tarihi|yayımlandı|yayımlanma tarihi|yayımlanma|giriş|giriş tarihi
tarih|eklenme|eklenme tarihi|oluşturulma|oluşturulma tarihi|haber girişi|dərc olunub|tarix
نشر|نشرت|تم النشر|تاريخ النشر|نشر في|نشر بتاريخ|تاريخ|التاريخ|منشور|أضيف
تاریخ انتشار|منتشر شده|منتشر شد|زمان انتشار|انتشار|تاریخ|شائع|شائع شدہ|تاریخ اشاعت|اشاعت
פורסם|פורסמה|התפרסם|תאריך פרסום|פרסום|תאריך
प्रकाशित|प्रकाशन तिथि|प्रकाशित तिथि|पब्लिश|पब्लिश्ड|पोस्ट किया गया|तारीख|दिनांक|প্রকাশিত|প্রকাশ|প্রকাশের তারিখ|তারিখ
வெளியிடப்பட்டது|பதிவு|ప్రచురణ|પ્રકાશિત|ਪ੍ਰਕਾਸ਼ਿਤ|प्रकाशित मिति
เผยแพร่|เผยแพร่เมื่อ|วันที่เผยแพร่|วันที่|โพสต์|โพสต์เมื่อ
đăng|đã đăng|ngày đăng|đăng ngày|đăng lúc|xuất bản|ngày xuất bản
diterbitkan|dipublikasikan|terbit|tanggal terbit|tayang|diposting|dirilis|tanggal|disiarkan|tarikh|inilathala|petsa
公開|公開日|公開日時|配信|配信日時|掲載|掲載日|投稿|投稿日|投稿日時|発表日|発行日|日付|日時|登録日|作成日
发布|发布时间|发布日期|发布于|发表|发表时间|发表于|日期|时间|刊登|刊发|出版日期|發布|發佈|發布時間|發表|刊登日期|時間
입력|기사입력|최초입력|입력시간|등록|등록일|기사등록|게시|게재|발행|발행일|작성|작성일|승인|송고|날짜
publicat el|data de publicació|argitaratua|avaldatud|loodud|kuupäev|publicēts|publicēta|datums|paskelbta|publikuota
skelbta|publikuar|botuar|გამოქვეყნდა|հրապարակված|imechapishwa|gepubliseer|birt|birtist|foilsithe|cyhoeddwyd
"""

_OTHER = """
update|updated|last update|last updated|latest update|modified|last modified|revised|amended|edited|corrected|changed|last changed
accessed|date accessed|access date|retrieved|last visited|last viewed|downloaded|archived|last reviewed|reviewed
deadline|due date|closing date|closes|when|when and where|expires|expiry date|event date|date of event|start date|end date|valid until
as of|revision as of|latest revision as of|effective date|born|died|founded|founded in|next update|recorded|photographed|checked|last checked
today|today is|heute|heute ist|aujourd'hui|hoy|hoy es|oggi|oggi è|vandaag|date taken|taken|photo taken|aufgenommen|aufnahmedatum
joined|join date|registered|member since|last seen|last active|last post|last activity|last reply|started watching
registriert|registriert seit|mitglied seit|dabei seit|beigetreten|letzter beitrag|zuletzt online|letzte antwort
inscrit|inscription|membre depuis|inscrit depuis|dernier message|registrado|registro|miembro desde|último mensaje
iscritto|iscritto dal|membro dal|registrazione|lid sinds|geregistreerd|medlem sedan|rejestracja|dołączył|dołączyła
зарегистрирован|зарегистрирована|регистрация|на форуме с|kayıt tarihi|üyelik tarihi
aktualisiert|zuletzt aktualisiert|aktualisierung|letzte aktualisierung|geändert|zuletzt geändert|letzte änderung
bearbeitet|zuletzt bearbeitet|überarbeitet|abgerufen|abrufdatum|letzter zugriff|einsendeschluss|anmeldeschluss|bewerbungsschluss|meldeschluss|wann
bewerbungsfrist|frist|veranstaltungsdatum|termin|gültig bis
mis à jour|mise à jour|dernière mise à jour|màj|maj|modifié|modifiée|dernière modification|actualisé|actualisée
consulté|date limite|date de l'événement|corrigé|révisé
actualizado|actualizada|actualización|última actualización|modificado|última modificación|editado|consultado
fecha límite|fecha del evento|corregido
atualizado|atualizada|atualização|última atualização|alterado|última modificação|última alteração|acessado|acesso
acedido|prazo|data do evento|data limite
aggiornato|aggiornata|aggiornamento|ultimo aggiornamento|modificato|modificata|ultima modifica|consultato|scadenza
data evento|data dell'evento
bijgewerkt|laatst bijgewerkt|gewijzigd|laatst gewijzigd|aangepast|laatste update|geraadpleegd|geactualiseerd|bewerkt
uppdaterad|uppdaterat|uppdaterades|senast uppdaterad|ändrad|senast ändrad|hämtad|redigerad|sista ansökningsdag
opdateret|senest opdateret|sidst opdateret|ændret|sidst ændret|redigeret|hentet
oppdatert|sist oppdatert|endret|sist endret|redigert|søknadsfrist
päivitetty|viimeksi päivitetty|muokattu|viimeksi muokattu|muutettu|haettu|viitattu|määräaika
aktualizacja|zaktualizowano|ostatnia aktualizacja|modyfikacja|zmodyfikowano|ostatnia modyfikacja|edytowano|dostęp
aktualizováno|aktualizace|poslední aktualizace|naposledy aktualizováno|upraveno|změněno|uzávěrka|aktualizované
aktualizácia|upravené|zmenené|posledná aktualizácia
frissítve|frissítés|utolsó frissítés|frissült|módosítva|utolsó módosítás|szerkesztve|letöltve|határidő
actualizat|actualizare|ultima actualizare|modificat|ultima modificare|accesat|termen limită
ažurirano|zadnja izmjena|izmijenjeno|izmenjeno|posljednja izmjena|zadnje ažuriranje|pristupljeno|ажурирано|измењено
posodobljeno|zadnja sprememba|spremenjeno
обновено|обновена|актуализирано|последна промяна|обновлено|обновлена|обновление|последнее обновление|изменено
изменена|последнее изменение|отредактировано|дата обновления|дата изменения|дата обращения|срок подачи
оновлено|оновлення|останнє оновлення|змінено|відредаговано|дата звернення
ενημερώθηκε|ενημέρωση|τελευταία ενημέρωση|τροποποιήθηκε|επικαιροποιήθηκε|ανανεώθηκε
güncelleme|güncellendi|güncellenme|son güncelleme|güncelleme tarihi|güncellenme tarihi|değiştirildi|son değişiklik
erişim tarihi|son başvuru|son başvuru tarihi
تحديث|آخر تحديث|اخر تحديث|تم التحديث|تاريخ التحديث|آخر تعديل|تم التعديل|تعديل
به روز رسانی|به روزرسانی|بروزرسانی|آخرین به روز رسانی|آخرین بروزرسانی|آخرین به روزرسانی|ویرایش|آخرین ویرایش
اپ ڈیٹ|آخری اپ ڈیٹ
עודכן|עדכון|עדכון אחרון|עודכן לאחרונה|נערך
अपडेट|अपडेटेड|अद्यतन|अंतिम अपडेट|लास्ट अपडेटेड|संशोधित|আপডেট|সর্বশেষ আপডেট|হালনাগাদ
อัปเดต|อัพเดต|อัพเดท|อัปเดตล่าสุด|อัพเดทล่าสุด|ปรับปรุง|ปรับปรุงล่าสุด|แก้ไข|แก้ไขล่าสุด
cập nhật|cập nhật lần cuối|cập nhật lúc|sửa đổi|chỉnh sửa|lần cuối
diperbarui|terakhir diperbarui|pembaruan|diupdate|diubah|disunting|dikemas kini|kemas kini|diakses
更新|更新日|更新日時|最終更新|最終更新日|最終更新日時|改訂|改訂日|修正|修正日|編集|締切|締切日|締め切り|開催日|開催日時|閲覧日|取得日
更新时间|最后更新|更新日期|更新于|修改|修改时间|最后修改|修订|截止日期|截止时间|访问日期|活动日期|更新時間|最後更新|修改時間|訪問日期|活動日期
수정|최종수정|최종 수정|기사수정|수정일|업데이트|최종업데이트|갱신|마감|마감일
actualitzat|darrera actualització|modificat|eguneratua|uuendatud|muudetud|atjaunots|atjaunināts|atnaujinta
përditësuar|ажурирано|განახლდა|թարմացված|yenilənib|жаңартылды|yangilangan|imesasishwa|uppfært|nuashonraithe
"""


class Label(StrEnum):
    """What a line says that its day, or that beside it, is."""

    PUBLICATION = "publication"
    OTHER = "other"


def _labels(table: str) -> frozenset[str]:
    return frozenset(folded(visible(label.strip())) for label in table.replace("\n", "|").split("|")) - {""}


_OF_SENDERS = "gespeichert|eingereicht|soumis|enviado|enviada|inviato|ingediend|submetido|skickat|sendt"
"""These are labels only with a name behind: in other places they mean that something was saved or sent."""
_OF_PUBLICATION, _OF_OTHERS = _labels(_PUBLICATION), _labels(_OTHER)
_OF_NAMES = _OF_PUBLICATION | _labels(_OF_SENDERS)
_UNSPACED = tuple(label for label in _OF_OTHERS if label >= "\u0e00" and " " not in label)
"""Those of scripts without spaces between words."""
_LONGEST = max(label.count(" ") for label in _OF_OTHERS) + 1
_ABOUT = re.compile(
    r"(?:(?:the|this|page|article|story|post|content|entry|site|information|it|was|is|has been|date|time)\s)+"
)
_SMALL = re.compile(r"\s[^\W\d]{1,4}\Z")
"""What stands between a label and the date: on, am, le, em, den, dne; or after: date, time."""
_BY = re.compile(r"\s(?:by|von|par|por|da|door|av|af|przez|de):?\s")


def label_of(text: str) -> Label | None:
    """What a text is a label of, if it is one: `Published on`, `Last updated by Ann Smith`."""
    words = " ".join(folded(text).replace("-", " ").split())
    if _is_one_of(_OF_OTHERS, _ABOUT.sub("", words, count=1)) or _is_one_of(_OF_OTHERS, _BY.split(words)[0]):
        return Label.OTHER
    return Label.PUBLICATION if _is_one_of(_OF_PUBLICATION, words) else None


def _is_one_of(labels: frozenset[str], words: str) -> bool:
    for _ in range(3):
        if words in labels:
            return True
        words = _SMALL.sub("", words)
    return False


def has_other_label(text: str) -> bool:
    """Say whether there is the label of another day in a text."""
    words = folded(text).split()
    return any(
        " ".join(words[start : start + length]).strip(":,.") in _OF_OTHERS
        for start in range(len(words))
        for length in range(1, _LONGEST + 1)
    ) or (not text.isascii() and any(label in text for label in _UNSPACED))


def is_signed_label(text: str) -> bool:
    """Say whether a text is a label of publication with a name: `Posted by ann on`."""
    label, *names = _BY.split(" ".join(folded(text).split()), maxsplit=1)
    return bool(names) and _is_one_of(_OF_NAMES, label)
