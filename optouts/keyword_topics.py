"""Words of ending that stand a little before words for what we send: somebody should look at that.

No list of phrases holds all that people write: "please desist from sending me your adverts".
"""

from typing import Final

from optouts.keyword_reply import Reply

# How many words may stand between the two, within one sentence.
_BETWEEN: Final = 4

_ENDING_WORDS: Final = """
    stop stops cease discontinue desist halt quit remove delete erase block cancel end off out
    unsubscribe avoid refrain exclude
    arretez arreter arrete cesser cessez supprimer supprimez retirer retirez enlever enlevez
    desabonner parar paren pare parem para dejen deje deja quitar eliminar borrar sacar basta
    entfernen loschen loscht abmelden beenden streichen aus
    remover remova tirar tire apagar apague
    verwijder verwijderen stoppen staak verwyder skrap
    yeka yekani musa musani susa susani
    cancellare cancellate togliere togliete smettere smettete
"""
_ENDING: Final = frozenset(_ENDING_WORDS.split())
_NEGATION_WORDS: Final = """
    no dont not never without enough
    pas plus aucun jamais ne ninguno ningun nunca jamas nao nem nenhuma
    kein keine keinen nicht geen niet nooit nie moenie non nessun mai
    angifuni angisafuni andifuni andisafuni
"""
_NEGATION: Final = frozenset(_NEGATION_WORDS.split())
_MESSAGES_WORDS: Final = """
    messages texts sms smsen smse spam whatsapps notifications promotions promos adverts ads
    advertising
    marketing mails emails
    textos mensajes mensaje publicidad promociones promocoes
    mensagens mensagem propaganda nachrichten nachricht werbung
    berichten berichtjes reclame boodskappe boodskap advertensies
    imiyalezo umyalezo imilayezo miyalezo
    messaggi messaggio pubblicita pub publicite
"""
_MESSAGES: Final = frozenset(_MESSAGES_WORDS.split())
# With a negation these are mostly ordinary: "I do not have your number".
_REACH_WORDS: Final = """
    message text messaging texting sending contacting calling contact list lists database number
    numero numeros nummer nommer inombolo liste lista listes lijst lys ohlwini kuluhlu verteiler
    subscription suscripcion inscricao assinatura abonnement kontakt
"""
_REACH: Final = frozenset(_REACH_WORDS.split())


_OF_ENDING: Final = _MESSAGES | _REACH
_NONE: Final[frozenset[str]] = frozenset()


def found(reply: Reply) -> tuple[int, int] | None:
    """Where the first pair begins, and where it is over."""
    for start, word in enumerate(reply.words):
        topics = _topics(word)
        for place in range(start + 1, min(start + _BETWEEN + 2, len(reply.words))):
            if reply.breaks_before(place):
                break
            if reply.words[place] in topics:
                return start, place + 1
    return None


def _topics(word: str) -> frozenset[str]:
    if word in _ENDING:
        return _OF_ENDING
    return _MESSAGES if word in _NEGATION else _NONE
