"""The texts that people are answered with: those that are shipped, and how one is filled in."""

import re
from collections.abc import Mapping
from typing import Final

from optouts.reply_kinds import ReplyKind

ENGLISH: Final = "en"

BUSINESS: Final = "{business}"
SENDER: Final = "{sender}"
PLACEHOLDERS: Final = (BUSINESS, SENDER)
_PLACEHOLDER: Final = re.compile("|".join(map(re.escape, PLACEHOLDERS)))

LONGEST: Final = 600
"""Letters; nobody needs as many to confirm something, and it is four SMS."""

SHIPPED: Final[Mapping[ReplyKind, Mapping[str, str]]] = {
    ReplyKind.STOPPED: {
        "en": "{business}: You have opted out and will get no more messages from this number."
        " Reply START to get them again.",
        "af": "{business}: Jy sal geen boodskappe meer van hierdie nommer kry nie."
        " Antwoord START om dit weer te kry.",
        "de": "{business}: Sie sind abgemeldet und erhalten von dieser Nummer keine Nachrichten"
        " mehr. Mit START erhalten Sie sie wieder.",
        "es": "{business}: Dado de baja: ya no le llegan mensajes de este remitente."
        " Responda START para volver a recibirlos.",
        "fr": "{business} : vous ne recevrez plus de messages de ce numéro."
        " Répondez START pour en recevoir de nouveau.",
        "nl": "{business}: U bent afgemeld en krijgt geen berichten meer van dit nummer."
        " Antwoord START om ze weer te krijgen.",
        "pt": "{business}: Deixa de receber mensagens deste remetente."
        " Responda START para voltar a receber.",
        "zu": "{business}: Ngeke usathola imilayezo evela kule nombolo."
        " Phendula ngo-START ukuze uyithole futhi.",
    },
    ReplyKind.STOPPED_EVERYWHERE: {
        "en": "{business}: You have opted out of all our messages and will get no more."
        " Reply START to get them again.",
        "af": "{business}: Jy sal geen boodskappe meer van ons kry nie."
        " Antwoord START om dit weer te kry.",
        "de": "{business}: Sie sind abgemeldet und erhalten keine Nachrichten mehr von uns."
        " Mit START erhalten Sie sie wieder.",
        "es": "{business}: Dado de baja: ya no le llegan mensajes nuestros."
        " Responda START para volver a recibirlos.",
        "fr": "{business} : vous ne recevrez plus aucun message de notre part."
        " Répondez START pour en recevoir de nouveau.",
        "nl": "{business}: U bent afgemeld en krijgt geen berichten meer van ons."
        " Antwoord START om ze weer te krijgen.",
        "pt": "{business}: Deixa de receber todas as nossas mensagens."
        " Responda START para voltar a receber.",
        "zu": "{business}: Ngeke usathola imilayezo evela kithi."
        " Phendula ngo-START ukuze uyithole futhi.",
    },
    ReplyKind.STARTED: {
        "en": "{business}: You will get messages from this number again. Reply STOP to opt out.",
        "af": "{business}: Jy sal weer boodskappe van hierdie nommer kry."
        " Antwoord STOP om dit te stop.",
        "de": "{business}: Sie erhalten wieder Nachrichten von dieser Nummer."
        " Mit STOP melden Sie sich ab.",
        "es": "{business}: Vuelve a recibir mensajes de este remitente."
        " Responda STOP para darse de baja.",
        "fr": "{business} : vous recevrez de nouveau les messages de ce numéro."
        " Répondez STOP pour vous désinscrire.",
        "nl": "{business}: U krijgt weer berichten van dit nummer."
        " Antwoord STOP om u af te melden.",
        "pt": "{business}: Volta a receber mensagens deste remetente."
        " Responda STOP para deixar de receber.",
        "zu": "{business}: Uzothola futhi imilayezo evela kule nombolo."
        " Phendula ngo-STOP ukuze uyimise.",
    },
    ReplyKind.ASKED: {
        "en": "{business}: Do you want messages from this number again? Reply START within 24"
        " hours if you do. Otherwise you need do nothing.",
        "af": "{business}: Wil jy weer boodskappe van hierdie nommer kry? Antwoord START binne 24"
        " uur. Anders hoef jy niks te doen nie.",
        "de": "{business}: Möchten Sie wieder Nachrichten von dieser Nummer? Dann antworten Sie"
        " binnen 24 Stunden START. Sonst tun Sie nichts.",
        "es": "{business}: ¿Quiere volver a recibir mensajes de este remitente? Responda START en"
        " 24 horas. Si no, no haga nada.",
        "fr": "{business} : voulez-vous de nouveau nos messages de ce numéro ? Répondez START"
        " sous 24 heures. Sinon, ne faites rien.",
        "nl": "{business}: Wilt u weer berichten van dit nummer? Antwoord START binnen 24 uur."
        " Anders hoeft u niets te doen.",
        "pt": "{business}: Quer voltar a receber mensagens deste remetente? Responda START em 24"
        " horas. Se nada fizer, nada muda.",
        "zu": "{business}: Ufuna ukuthola futhi imilayezo evela kule nombolo? Phendula ngo-START"
        " emahoreni angu-24. Uma ungafuni, ungenzi lutho.",
    },
    ReplyKind.NOT_STARTED: {
        "en": "{business}: Your reply alone does not opt you in. If you want our messages, please"
        " contact us.",
        "af": "{business}: Jou antwoord alleen skryf jou nie in nie. Kontak ons asseblief as jy ons"
        " boodskappe wil kry.",
        "de": "{business}: Ihre Antwort allein meldet Sie nicht an. Wenn Sie unsere Nachrichten"
        " möchten, melden Sie sich bitte bei uns.",
        "es": "{business}: Su respuesta no basta para darle de alta. Si quiere recibir nuestros"
        " mensajes, contacte con nosotros.",
        "fr": "{business} : votre réponse ne suffit pas à vous inscrire. Si vous voulez nos"
        " messages, contactez-nous.",
        "nl": "{business}: Uw antwoord alleen meldt u niet aan. Neem contact met ons op als u onze"
        " berichten wilt.",
        "pt": "{business}: A sua resposta é insuficiente para o inscrever. Se quer receber"
        " as nossas mensagens, contacte-nos.",
        "zu": "{business}: Impendulo yakho ayanele ukukubhalisa. Uma ufuna imilayezo yethu,"
        " sicela uxhumane nathi.",
    },
    ReplyKind.HELP: {
        "en": "{business}: Reply STOP to get no more messages from this number."
        " For anything else, please contact us.",
        "af": "{business}: Antwoord STOP om geen boodskappe meer van hierdie nommer te kry nie."
        " Kontak ons vir enigiets anders.",
        "de": "{business}: Mit STOP erhalten Sie von dieser Nummer keine Nachrichten mehr."
        " Bei anderen Fragen melden Sie sich bitte bei uns.",
        "es": "{business}: Responda STOP para no recibir mensajes de este remitente."
        " Para otras consultas, contacte con nosotros.",
        "fr": "{business} : répondez STOP pour ne plus recevoir de messages de ce numéro."
        " Pour le reste, contactez-nous.",
        "nl": "{business}: Antwoord STOP om geen berichten meer van dit nummer te krijgen."
        " Neem voor iets anders contact met ons op.",
        "pt": "{business}: Responda STOP para deixar de receber mensagens deste remetente."
        " Para outros assuntos, contacte-nos.",
        "zu": "{business}: Phendula ngo-STOP ukuze ungatholi imilayezo evela kule nombolo."
        " Ngokunye, sicela uxhumane nathi.",
    },
}
"""By kind and language (ISO 639). Each is one SMS even with a name of 40 letters, so none has a
letter that is not in the alphabet of SMS."""


def shipped(kind: ReplyKind, language: str) -> str:
    """The text in this language, or in English."""
    texts = SHIPPED[kind]
    return texts.get(language, texts[ENGLISH])


def filled_in(template: str, *, business: str, sender: str) -> str:
    """What a person reads. `business` may not be empty: law wants to be told who it is."""
    known = {BUSINESS: business, SENDER: sender}
    return _PLACEHOLDER.sub(lambda found: known[found[0]], template).strip()


def is_well_formed(template: str) -> bool:
    """Whether nothing in braces would be left as it stands."""
    return not {"{", "}"} & set(_PLACEHOLDER.sub("", template))
