"""The shipped rules of doubt: phrases that a person has to judge, and phrases that are ordinary."""

from typing import Final

from optouts.keyword_phrases import PLAIN
from optouts.keyword_words import Sourced

# Alone these are no clear request, and no conversation either.
ASK_WHOLE: Final[Sourced] = {
    "en": {
        PLAIN: """
            ENOUGH, NO MORE, BLOCK, BLOCKED, STO, STAHP, OUT, OFF, CNCEL, CANEL, UNSUBSCRIB,
            FORGET ME, NEVER AGAIN, NO WAY, GO F, CANCELLED, CANCELED, REPORTED, UNKNOWN NUMBER
        """
    },
    "de": {PLAIN: "KÜNDIGEN, KÜNDIGUNG"},
    "es": {PLAIN: "SUFICIENTE, NO MOLESTAR"},
    "fr": {PLAIN: "ÇA SUFFIT"},
    "af": {PLAIN: "GENOEG"},
    "nl": {PLAIN: "GENOEG"},
}

# Wherever they stand, somebody should look at the reply.
ASK: Final[Sourced] = {
    "en": {
        PLAIN: """
            dont want it, dont want this, dont want that, legal action, sue you, see you in court,
            sent stop, said no, nobody by that name, no one by that name, noone by that name,
            nobody here by, live here anymore, work here anymore, not my name, isnt my name,
            you suck, guys suck, keep getting, keep receiving, keep texting, keep messaging,
            this isnt, i am not the, im not the, who you are looking for, you are looking for,
            reported to, youre blocked, your blocked, you are blocked, are blocked, wrng number,
            rong number, worng number, wrong no, wrong num, no longer my number, this is no longer,
            dont know you, dont know who you, number changed, changed to a new, not my number,
            wrong cell, cease, desist, discontinue, scam, scammer, scammers, idiot, idiots,
            dont disturb, texting me, messaging me, contacting me, spamming me,
            permission to contact, permission to text, no longer a customer, longer own,
            longer live, not a customer, not the right person, not the person,
            have this number anymore, number anymore, cancelled my, canceled my, unwanted,
            unsolicited, annoying, bothering me, wrong number, wrong person, wrong contact,
            not my order, number has changed, changed my number, new number, number belongs to,
            belongs to someone else, dont know this person, not interested, no longer interested,
            not intrested, never signed up, didnt sign up, never subscribed, didnt subscribe,
            never agreed, never asked for, didnt ask for, gave you my number, you get my number,
            you got my number, getting my number, this is spam, its spam, is a scam, report you,
            reporting you, reporting this, report this number, report spam, reported you, block you,
            blocking you, blocked you, passed away, has died, deceased, opt out, opting out,
            opted out, opted me out, stop all, unsubscribed already, already unsubscribed,
            i unsubscribed, why did you stop, dont text, dont send, dont message, dont contact,
            harassment, harassing, my lawyer, popia, gdpr, tcpa, end my contract, cease and desist,
            dont want this anymore, not wanted
        """,
    },
    "fr": {
        PLAIN: """
            mauvais numéro, faux numéro, trompez de numéro, erreur de numéro, mauvaise personne,
            pas intéressé, pas intéressée, plus intéressé, plus intéressée, ça ne m'intéresse pas,
            jamais inscrit, jamais inscrite, n'arrêtez pas, n'arrête pas, est décédé, est décédée,
            pas le bon numéro, pas la bonne personne, ne veux plus
        """,
    },
    "es": {
        PLAIN: """
            número equivocado, persona equivocada, se equivocó de número, no me interesa,
            no quiero nada, no estoy interesado, no estoy interesada, nunca me suscribí,
            ha fallecido, falleció, no soy esa persona, no soy yo, no conozco a, ya no quiero,
            no quiero más, no deseo más
        """,
    },
    "de": {
        PLAIN: """
            falsche nummer, falsche person, kein interesse, nicht interessiert, nie angemeldet,
            ist verstorben, ich will das nicht mehr, ich möchte das nicht mehr, lassen sie das,
            lasst das, nichts mehr
        """,
    },
    "pt": {
        PLAIN: """
            número errado, pessoa errada, número está errado, não tenho interesse,
            não estou interessado, não estou interessada, sem interesse, nunca me inscrevi, faleceu,
            não desejo mais, não quero mais
        """,
    },
    "nl": {
        PLAIN: """
            verkeerd nummer, verkeerde nummer, verkeerde persoon, geen interesse,
            niet geïnteresseerd, nooit aangemeld, is overleden, wil dit niet meer, wil niet meer
        """,
    },
    "af": {
        PLAIN: """
            verkeerde nommer, verkeerde persoon, nie belangstel, nie belang nie, stel nie belang,
            nie geïnteresseerd, moenie ophou, is oorlede, wil nie meer, moenie weer, moenie my weer
        """,
    },
    "zu": {
        PLAIN: """
            inombolo engalungile, inombolo engeyona, inombolo okungeyona, akuyona inombolo,
            anginantshisekelo, anginandaba, angisafuni, angifuni lutho, yekani, ushonile
        """,
    },
    "xh": {
        PLAIN: """
            inombolo engachanekanga, inombolo engeyiyo, andinamdla, andisafuni, andifuni nto,
            uswelekile
        """,
    },
    "it": {
        PLAIN: """
            numero sbagliato, sbagliato numero, persona sbagliata, non mi interessa,
            non sono interessato, non sono interessata, mai iscritto, mai iscritta, non sono io,
            è deceduto, è deceduta, non voglio più, non desidero più
        """,
    },
}

# An opt-out word within one of these counts for nothing: "Can you stop by Tuesday?"
NOTHING: Final[Sourced] = {
    "en": {
        PLAIN: """
            stop by, stops by, thanks for texting me, thanks for messaging me,
            thanks for contacting me, bus stop, stop sign, stop light, stop over, pit stop,
            next stop, last stop, one stop, non stop, nonstop, cant stop, wont stop, couldnt stop,
            end up, ends up, the end, week end, back end, front end, high end, low end, year end,
            month end, dead end, it end, will end, does end, in the end, end to end, quit smoking,
            spam folder, hell yes, hell yeah, what the hell
        """,
    },
    "fr": {PLAIN: "arrêt de bus, arrêt maladie, arrêt de travail, sans arrêt"},
    "de": {PLAIN: "am ende, zum ende, bis ende, das ende, ohne ende"},
    "es": {PLAIN: "baja temporada, temporada baja, voz baja, planta baja"},
    "nl": {PLAIN: "het einde, aan het einde"},
}
