"""The shipped words that mean something when they are the whole reply, by language and source."""

from collections.abc import Mapping
from typing import Final

# Language (ISO 639) → the list that the words were taken from → the words, parted by commas.
Sourced = Mapping[str, Mapping[str, str]]

# No list of a provider was found for these; they are well-known plain words, to be edited.
EDITABLE: Final = "editable set"

OPT_OUT: Final[Sourced] = {
    "en": {
        "47 CFR 64.1200(a)(10)": "STOP, QUIT, END, REVOKE, OPT OUT, CANCEL, UNSUBSCRIBE",
        "AWS": "REMOVE",
        "SMSPortal": "SPAM, DELETE",
        "WhatsApp": "STOP PROMOTIONS",
        EDITABLE: """
            UNSUB, UNSUBSCRIBED, UNSCRIBE, UNSUSCRIB, OPTING OUT, STOP THESE, STOP IT, STOP THIS,
            STOP THAT, STOP NOW, STOP EVERYTHING, STOP SMS, STOP SPAM, STOP CALLING, DO NOT CALL ME,
            NO SPAM, END IT, END THIS, END THAT, END ALL, QUIT IT, CANCEL ALL, REMOVE ALL,
            REMOVE NUMBER, DELETE NUMBER, OPT OUT ALL, CEASE, DISCONTINUE, STOP TEXT, BLOCK ME,
            CANCEL SMS, REMOVE CONTACT, STOP THIS NONSENSE, OPT OUR, OPT OU, OPT OT, OPT OUY,
            GO AWAY, GET LOST, SHUT UP, GO TO HELL
        """,
    },
    "fr": {
        "Twilio": "ARRET, ARRETE, ARRETT",
        EDITABLE: """
            ARRÊTEZ, ARRÊTER, STOP PUB, STOP PUBLICITÉ, ARRÊTE ÇA, DÉSABONNER, DÉSABONNEMENT,
            DÉSABONNEZ, SE DÉSABONNER, DÉSINSCRIRE, DÉSINSCRIPTION, SE DÉSINSCRIRE, RÉSILIER,
            ANNULER, PLUS RIEN, SUPPRIMER
        """,
    },
    "es": {
        "lawyers' example": "NO MAS",
        EDITABLE: """
            BAJA, ALTO, PARAR, PAREN, DETENER, CANCELAR, CANCELAR SUSCRIPCIÓN, ELIMINAR, SALIR,
            BASTA, DARSE DE BAJA, DESUSCRIBIR, DESUSCRIBIRME
        """,
    },
    "zh": {"AWS": "TD", EDITABLE: "退订"},
    "de": {
        EDITABLE: """
            STOPP, STOPPEN, STOPPT, ABMELDEN, ABMELDUNG, ABBESTELLEN, ABBESTELLUNG, AUSTRAGEN, ENDE,
            BEENDEN, AUFHÖREN, LÖSCHEN
        """
    },
    "pt": {
        EDITABLE: """
            PARE, PAREM, PARA, PARA JÁ, QUERO SAIR, SAIR, REMOVER, DESCADASTRAR, DESCADASTRE,
            CANCELAR INSCRIÇÃO, CANCELAR ASSINATURA, DESINSCREVER, CHEGA, NÃO QUERO MAIS
        """
    },
    "nl": {EDITABLE: "AFMELDEN, AFMELDING, UITSCHRIJVEN, UITSCHRIJVING, EINDE, OPHOUDEN, HOU OP"},
    "af": {
        EDITABLE: """
            STAAK, VERWYDER, KANSELLEER, EINDIG, UITTEKEN, TEKEN UIT, LOS MY, VOETSEK, VOERTSEK,
            FOKOF, FOK OFF, HOU NOU OP
        """
    },
    "zu": {
        EDITABLE: "YEKA, YEKANI, NIYEKE, MUSANI, NGISUSE, NGISUSENI, NINGISUSE, UNGISUSE, PHUMA"
    },
    "xh": {EDITABLE: "YIMA, YIMANI, NDISUSE, NDISUSENI, UNDISUSE, NINDISUSE"},
    "it": {
        EDITABLE: """
            CANCELLA, DISISCRIVI, DISISCRIVIMI, DISISCRIZIONE, DISISCRIVERE, DISISCRIVERMI, RIMUOVI,
            RIMUOVIMI, ANNULLA, SMETTILA, SMETTETELA, FERMA, FERMATE, DISDICI
        """
    },
    "ar": {EDITABLE: "توقف, إلغاء"},
    "el": {EDITABLE: "ΣΤΟΠ"},
    "he": {EDITABLE: "הסר"},
    "id": {EDITABLE: "BERHENTI"},
    "ja": {EDITABLE: "停止, 配信停止"},
    "ko": {EDITABLE: "수신거부"},
    "pl": {EDITABLE: "REZYGNUJĘ"},
    "ru": {EDITABLE: "СТОП, ОТПИСАТЬСЯ"},
    "sw": {EDITABLE: "ACHA"},
    "tr": {EDITABLE: "RET, İPTAL"},
}

# These reach every sender, whatever the workspace's setting says of a plain STOP.
OPT_OUT_EVERYWHERE: Final[Sourced] = {"en": {"Twilio, Telnyx, Tatango": "STOP ALL"}}

# The only words that take anybody off a list: alone, and spelt as they stand here.
OPT_IN: Final[Sourced] = {
    "en": {"Twilio": "START, YES, UNSTOP", "TextBetter": "OPTIN, OPT IN"},
}

HELP: Final[Sourced] = {
    "en": {"Twilio": "HELP, INFO"},
    "fr": {"AWS": "AIDE"},
    "es": {EDITABLE: "AYUDA"},
    "de": {EDITABLE: "HILFE"},
    "pt": {EDITABLE: "AJUDA"},
    "nl": {EDITABLE: "HULP"},
    "zu": {EDITABLE: "USIZO"},
    "xh": {EDITABLE: "UNCEDO"},
    "it": {EDITABLE: "AIUTO"},
}

# One letter away from a word above, and a word of its own.
ORDINARY: Final[Sourced] = {"es": {EDITABLE: "ALGO"}}
