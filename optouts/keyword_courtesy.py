"""Small words of a reply: courtesy that changes nothing, other ways to write, and negations."""

from typing import Final

# Before, between or after the words that matter these say nothing.
_COURTESY_WORDS: Final = """
    please pls plz plse pleas kindly thanks thx tx ty tnx thanx cheers hi hello hey hiya dear
    sir
    madam mam maam guys team there folks ok okay okey k just now already immediately asap
    forever
    permanently so well regards kind best sincerely again much very bye sorry
    goodmorning goodday goodafternoon goodevening
    merci svp stp silvousplait siltepla bonjour bonsoir salut madame monsieur
    gracias porfavor porfa hola buenas buenosdias ya
    bitte danke hallo jetzt sofort gruss gruesse mfg lg schon
    obrigado obrigada obg ola bomdia favor
    aub alstublieft alsjeblieft dank dankjewel dankuwel bedankt graag nu
    asb asseblief dankie baie groete
    ngiyabonga siyabonga ngicela sicela sawubona
    enkosi nceda ndicela molo molweni
    grazie perfavore prego ciao buongiorno salve
"""
COURTESY: Final = frozenset(_COURTESY_WORDS.split())

# One word is read as the other, in rules as in replies.
SAME: Final = {
    "txt": "text",
    "txts": "texts",
    "txting": "texting",
    "texing": "texting",
    "msg": "message",
    "msgs": "messages",
    "mesages": "messages",
    "massages": "messages",
    "msging": "messaging",
    "smss": "sms",
    "smses": "sms",
    "u": "you",
    "ur": "your",
    "nr": "number",
    "nbr": "number",
    "num": "number",
    "nummber": "number",
    "fck": "fuck",
    "fkn": "fucking",
    "fking": "fucking",
    "dnt": "dont",
    "donot": "dont",
    "cannot": "cant",
    "recieve": "receive",
    "receve": "receive",
    "recieving": "receiving",
    "intrested": "interested",
}

# Several words that are read as one; no part of them says anything by itself.
JOINED: Final = {
    "do not": "dont",
    "did not": "didnt",
    "does not": "doesnt",
    "will not": "wont",
    "can not": "cant",
    "could not": "couldnt",
    "any more": "anymore",
    "opt out": "optout",
    "un stop": "unstop",
    "un subscribe": "unsubscribe",
    "thank you": "thanks",
    "good morning": "goodmorning",
    "good day": "goodday",
    "good afternoon": "goodafternoon",
    "good evening": "goodevening",
    "por favor": "porfavor",
    "per favore": "perfavore",
    "buenos dias": "buenosdias",
    "bom dia": "bomdia",
    "sil vous plait": "silvousplait",
    "sil te plait": "silvousplait",
    "dank je wel": "dankjewel",
    "dank u wel": "dankuwel",
    "dank je": "dankjewel",
    "dank u": "dankuwel",
}

# One of these just before a request turns it round.
_NEGATIONS_WORDS: Final = """
    dont didnt doesnt not never cant wont couldnt shouldnt no
    ne pas nicht nie niet moenie nao non
"""
NEGATIONS: Final = frozenset(_NEGATIONS_WORDS.split())
# These are also a whole answer, after which a request may begin.
ANSWERS: Final = frozenset({"no", "nao", "non"})
