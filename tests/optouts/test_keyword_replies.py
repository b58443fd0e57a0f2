"""The replies of tests/replies.csv, each with the decision that a careful person would make."""

import csv
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Final, Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from optouts import keyword_text
from optouts.keyword_rules import Action, Match, Rule
from optouts.keyword_set import SHIPPED
from optouts.keywords import Book

ROOT: Final = Path(__file__).parents[2]
BOOK: Final = Book(SHIPPED)
AROUND: Final = (
    "".join(chr(code) for code in range(33, 48)) + ":;?[]«»“”…–\u3002 \t\u00a0\u200b😀👍"
)
OPT_INS: Final = {
    keyword_text.normal(rule.words) for rule in SHIPPED if rule.action is Action.OPT_IN
}


def _replies() -> list[tuple[str, Action]]:
    path = ROOT / "tests" / "replies.csv"
    with path.open(newline="", encoding="utf-8") as file:
        return [(row["text"], Action(row["decision"])) for row in csv.DictReader(file)]


REPLIES: Final = _replies()
TEXTS: Final = [text for text, _ in REPLIES]
WORDS: Final = sorted({word for text in TEXTS for word in text.split()})


def test_no_clear_opt_out_is_missed() -> None:
    decided = {
        text: BOOK.decide(text).action for text, wanted in REPLIES if wanted is Action.OPT_OUT
    }

    assert [text for text, action in decided.items() if action not in SAFE] == []


SAFE: Final = {Action.OPT_OUT, Action.ASK}


def test_nobody_is_opted_in_who_did_not_ask_for_it() -> None:
    wanted = {text for text, action in REPLIES if action is Action.OPT_IN}

    assert {text for text in TEXTS if BOOK.decide(text).action is Action.OPT_IN} == wanted


def test_the_documentation_shows_how_all_of_them_are_decided() -> None:
    counts = Counter((wanted, BOOK.decide(text).action) for text, wanted in REPLIES)
    lines = [
        f"| {NAMES[wanted]} | "
        + " | ".join(str(counts[wanted, decided]) for decided in NAMES)
        + f" | {sum(counts[wanted, decided] for decided in NAMES)} |"
        for wanted in NAMES
    ]

    assert "\n".join(lines) in (ROOT / "docs" / "keywords.md").read_text(encoding="utf-8")


NAMES: Final = {
    Action.OPT_OUT: "Opt out",
    Action.ASK: "Ask",
    Action.NOTHING: "Nothing",
    Action.HELP: "Help",
    Action.OPT_IN: "Opt in",
}


def test_the_replies_are_many_and_in_many_languages() -> None:
    with (ROOT / "tests" / "replies.csv").open(newline="", encoding="utf-8") as file:
        languages = Counter(row["language"] for row in csv.DictReader(file))

    assert languages.total() >= 1_000
    assert {"en", "fr", "es", "de", "pt", "nl", "af", "zu", "xh", "it"} <= set(languages)


@settings(deadline=None)
@given(st.sampled_from(TEXTS), st.text(AROUND, max_size=4), st.text(AROUND, max_size=4))
def test_what_stands_around_a_reply_never_changes_a_decision(
    text: str, before: str, after: str
) -> None:
    plain = BOOK.decide(text)
    dressed = BOOK.decide(f"{before} {text} {after}")

    if keyword_text.normal(text):
        assert (dressed.action, dressed.rule, dressed.scope) == (
            plain.action,
            plain.rule,
            plain.scope,
        )


@settings(deadline=None)
@given(st.sampled_from(TEXTS), st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_case_never_changes_a_decision(text: str, cased: object) -> None:
    assert callable(cased)
    assert BOOK.decide(cased(text)).action is BOOK.decide(text).action


@settings(deadline=None)
@given(st.sampled_from(TEXTS), st.sampled_from(["\u0301", "\u0308", "\u0327", "\u200d", "\u00ad"]))
def test_accents_and_invisible_characters_never_change_a_decision(text: str, mark: str) -> None:
    marked = "".join(one + mark if one.isalpha() else one for one in text)

    assert BOOK.decide(marked).action is BOOK.decide(text).action


@given(st.sampled_from(TEXTS), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
@settings(deadline=None)
def test_the_form_of_unicode_that_a_phone_sends_never_changes_a_decision(
    text: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"]
) -> None:
    assert BOOK.decide(unicodedata.normalize(form, text)).action is BOOK.decide(text).action


@settings(deadline=None)
@given(st.sampled_from(TEXTS), st.text(" \t\u00a0\u2003", min_size=1, max_size=4))
def test_spaces_between_words_never_change_a_decision(text: str, space: str) -> None:
    assert BOOK.decide(text.replace(" ", space)).action is BOOK.decide(text).action


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=200))
def test_only_an_opt_in_word_alone_ever_opts_in(text: str) -> None:
    decision = BOOK.decide(text)

    if decision.action is Action.OPT_IN:
        assert keyword_text.normal(text) in OPT_INS
        assert decision.rule is not None
        assert decision.rule.action is Action.OPT_IN


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_a_decision_that_quotes_it(text: str) -> None:
    decision = BOOK.decide(text)

    assert decision.words in text
    assert decision.action is Action.NOTHING or decision.words


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40).filter(keyword_text.normal), st.sampled_from(Action))
def test_the_words_of_a_rule_give_what_the_rule_says(words: str, action: Action) -> None:
    match = Match.WHOLE if action is Action.OPT_IN else Match.CONTAINS
    for rule in (Rule("own:1", words, action), Rule("own:2", words, action, match)):
        assert Book([rule]).decide(words).rule == rule


def test_the_words_of_every_shipped_rule_give_what_it_says() -> None:
    alone = {keyword_text.normal(rule.words) for rule in SHIPPED if rule.match is Match.WHOLE}
    checked = [
        rule
        for rule in SHIPPED
        if rule.match is Match.WHOLE or keyword_text.normal(rule.words) not in alone
    ]

    assert [rule.key for rule in checked if BOOK.decide(rule.words).action is not rule.action] == []
