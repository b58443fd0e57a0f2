"""Words of spreadsheets, lower case: headings, actions and countries as people write them.

English, Afrikaans, Dutch, German, French, Spanish, Portuguese, Italian, Polish, Turkish,
Indonesian, Russian, Arabic, Chinese.
"""

import re

from optouts.regions import REGIONS, region_name


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\S+", text))


MOBILE = _words(
    "mobile msisdn cell cellphone cellular cellulare celular handy mobil mobiel mobilnummer "
    "mobiltelefon selfoon selnommer gsm portable móvil movil telemóvel telemovel komórka "
    "cep ponsel hp whatsapp waid wa_id мобильный جوال 手机"
)
PHONE = _words(
    "phone phones phonenumber telephone tel telefon telefone teléfono telefono telefoon "
    "téléphone telefoonnummer telefonnummer rufnummer nommer foon numéro número numero "
    "telepon telefonu номер телефон هاتف 电话 contact recipient subscriber destination sms e164"
)
NUMBER = _words("number numbers no nr num nummer to")
NOT_A_PHONE = _words("fax id account customer invoice order postal zip code sender from")
REGION = _words("country region iso land pays país pais paese kraj ülke negara страна")
DATE = _words(
    "date datum fecha data datetime timestamp time created updated since when opted "
    "unsubscribed tarih tanggal дата stopped zeitpunkt"
)
NOTE = _words(
    "note notes comment comments remark remarks reason opmerking notiz bemerkung grund motif "
    "raison nota motivo observação comentario commentaire uwagi catatan комментарий"
)
ACTION = _words(
    "action status type operation optout opt opt_out opt-out subscribed aksie aktion state"
)
HEADING = MOBILE | PHONE | NUMBER | REGION | DATE | NOTE

# "active" and "inactive" are in neither: of an opt-out, or of a customer?
REMOVES = frozenset(
    re.split(
        r",\s*",
        "remove, removed, delete, deleted, opt-in, opt in, optin, opted in, opted-in, start, "
        "unstop, resume, subscribe, subscribed, resubscribe, in, -, unblock, allow, allowed, "
        "verwyder, entfernen, supprimer, eliminar, remover",
    )
)
ADDS = frozenset(
    re.split(
        r",\s*",
        ", add, added, opt-out, opt out, optout, opted out, opted-out, stop, stopped, "
        "unsubscribe, unsubscribed, out, block, blocked, suppress, suppressed, +, revoke, quit, "
        "end, cancel, dnc, do not contact, do not call, voeg by, hinzufügen, ajouter, añadir, "
        "adicionar",
    )
)

REGIONS_BY_NAME = {
    **{code.casefold(): code for code in REGIONS},
    **{region_name(code).casefold(): code for code in REGIONS},
    "deu": "DE",
    "deutschland": "DE",
    "england": "GB",
    "fra": "FR",
    "gbr": "GB",
    "great britain": "GB",
    "ind": "IN",
    "ken": "KE",
    "nga": "NG",
    "rsa": "ZA",
    "suid-afrika": "ZA",
    "turkey": "TR",
    "uae": "AE",
    "uk": "GB",
    "united states of america": "US",
    "usa": "US",
    "zaf": "ZA",
}
