"""The rules that are shipped: each law's and each list's words are among them, and hold."""

import json
from collections import Counter
from importlib.metadata import distribution
from pathlib import Path

from optouts import keyword_profanity, keyword_text
from optouts.keyword_rules import Action, Match
from optouts.keyword_set import FCC_KEYS, SHIPPED
from optouts.keywords import Book


def test_every_shipped_rule_has_a_key_of_its_own_and_a_source() -> None:
    keys = Counter(rule.key for rule in SHIPPED)

    assert keys.most_common(1)[0][1] == 1
    assert all(rule.source and rule.language for rule in SHIPPED)
    assert not [key for key in keys if key.startswith("own:") or " " in key]


def test_no_two_shipped_rules_are_about_the_same_words() -> None:
    about = Counter((keyword_text.normal(rule.words), rule.match) for rule in SHIPPED)

    assert [words for words, count in about.items() if count > 1 or not words[0]] == []


def test_only_whole_replies_opt_in() -> None:
    assert {rule.match for rule in SHIPPED if rule.action is Action.OPT_IN} == {Match.WHOLE}


def test_the_seven_words_of_us_law_are_among_the_shipped_rules() -> None:
    rules = {rule.key: rule for rule in SHIPPED}

    assert sorted(rules[key].words for key in FCC_KEYS) == [
        "CANCEL",
        "END",
        "OPT OUT",
        "QUIT",
        "REVOKE",
        "STOP",
        "UNSUBSCRIBE",
    ]


def test_every_abusive_word_that_we_name_is_in_the_lists_of_the_library() -> None:
    for language in keyword_profanity.LANGUAGES:
        path = Path(
            str(
                distribution("glin-profanity").locate_file(
                    f"glin_profanity/data/dictionaries/{language}.json"
                )
            )
        )
        listed = set(json.loads(path.read_text(encoding="utf-8"))["words"])
        assert set(keyword_profanity.named(language)) <= listed


def test_ordinary_words_of_the_lists_are_no_abuse() -> None:
    book = Book([])
    ordinary = ["bitte", "un poco de sol", "Dick", "comer", "schatje", "venire", "con", "mufti"]

    assert {book.decide(text).action for text in ordinary} == {Action.NOTHING}


def test_abuse_is_known_in_several_languages_and_behind_stars() -> None:
    book = Book([])
    abusive = ["Arschloch", "connard", "hijo de puta", "vaffanculo", "klootzak", "caralho"]
    hidden = ["f*ck you", "F**K", "sh!t", "b*tch", "🖕", "fuuuuck", "f u c k", "fck off"]

    assert {book.decide(text).action for text in abusive + hidden} == {Action.OPT_OUT}


def test_a_shouted_word_or_an_address_is_no_hidden_abuse() -> None:
    book = Book([])
    ordinary = ["wait!!!", "bob@shop.example", "5* hotel", "a** grade", "cost is R5 #sale", "no!"]

    assert {text for text in ordinary if book.decide(text).action is not Action.NOTHING} == set()
