"""What a reply means: words as they are written, spelled wrongly, and among others."""

import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from optouts.keyword_rules import Action, Decision, Match, Rule, Scope, Why
from optouts.keyword_set import SHIPPED
from optouts.keywords import Book

BOOK = Book(SHIPPED)


def of(text: str, *own: Rule, region: str = "", profanity: bool = True) -> Decision:
    book = Book((*SHIPPED, *own)) if own else BOOK
    return book.decide(text, region=region, profanity=profanity)


def own(words: str, action: Action, match: Match = Match.WHOLE, *, region: str = "") -> Rule:
    return Rule("own:1", words, action, match, region=region)


def actions(texts: Sequence[str]) -> set[Action]:
    return {of(text).action for text in texts}


# What the providers, the carriers and the law name, as they write it.
NAMED = {
    "FCC": ["STOP", "QUIT", "END", "REVOKE", "OPT OUT", "CANCEL", "UNSUBSCRIBE"],
    "CTIA": ["STOP", "END", "CANCEL", "UNSUBSCRIBE", "QUIT", "please opt me out"],
    "Twilio": [
        "STOP",
        "UNSUBSCRIBE",
        "END",
        "QUIT",
        "STOPALL",
        "REVOKE",
        "OPTOUT",
        "CANCEL",
        "ARRET",
        "ARRETE",
        "ARRETT",
    ],
    "AWS": [
        "ARRET",
        "CANCEL",
        "END",
        "OPT-OUT",
        "OPTOUT",
        "QUIT",
        "REMOVE",
        "STOP",
        "TD",
        "UNSUBSCRIBE",
    ],
    "Telnyx": ["STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"],
    "SMSPortal": ["OPT-OUT", "REMOVE", "UNSUBSCRIBE", "STOP", "SPAM", "QUIT", "DELETE"],
    "WASPA": ["STOP", "OPT OUT", "END", "CANCEL", "UNSUBSCRIBE", "QUIT"],
    "WhatsApp": ["STOP PROMOTIONS", "Stop"],
    "the rest": ["stop", "ARRET", "NO MAS"],
}


@pytest.mark.parametrize("source", NAMED)
def test_every_word_that_a_provider_or_the_law_names_opts_out(source: str) -> None:
    assert actions(NAMED[source]) == {Action.OPT_OUT}


@pytest.mark.parametrize("text", ["START", "YES", "UNSTOP", "OPTIN", "opt-in", "Start!", "« yes »"])
def test_an_opt_in_word_alone_opts_in(text: str) -> None:
    assert of(text).action is Action.OPT_IN


@pytest.mark.parametrize(
    "text",
    [
        "yes please",
        "please start",
        "start sending",
        "yess",
        "sta rt",
        "strat",
        "yed",
        "\u0405\u0422ART",
        "YES YES",
        "un-stop",
        "S T A R T",
        "5TART",
        "start stop",
    ],
)
def test_an_opt_in_word_with_anything_beside_it_or_misspelt_opts_nobody_in(text: str) -> None:
    assert of(text).action is not Action.OPT_IN


@pytest.mark.parametrize("text", ["HELP", "info", "Aide s'il vous plaît", "help?"])
def test_help_is_asked_for(text: str) -> None:
    assert of(text).action is Action.HELP


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("STOP", Why.RULE),
        (" st\u200bop. ", Why.RULE),
        ("\u0405\u0422\u041e\u0420", Why.RULE),
        ("ARRÊT !", Why.RULE),
        ("Stop. Thank you", Why.POLITE),
        ("please, STOP STOP", Why.POLITE),
        ("Please stopppp", Why.SPELLING),
        ("stoop", Why.SPELLING),
        ("STIP", Why.SPELLING),
        ("Stpo", Why.SPELLING),
        ("unsubcribe", Why.SPELLING),
        ("st0p", Why.SPELLING),
        ("don't text me anymore", Why.PHRASE),
        ("I have moved. Unsubscribe.", Why.PHRASE),
        ("wrong number. stop", Why.PHRASE),
        ("you assholes", Why.PROFANITY),
        ("f**k you", Why.PROFANITY),
    ],
)
def test_a_clear_request_opts_out_and_says_why(text: str, why: Why) -> None:
    decision = of(text)

    assert (decision.action, decision.why) == (Action.OPT_OUT, why)


@pytest.mark.parametrize(
    "text",
    [
        "Please cancel my order!",
        "STOP 12345",
        "wrong number",
        "end of the month please",
        "yes stop",
        "I clicked unsubscribe",
        "please desist of all of your adverts",
    ],
)
def test_what_is_likely_but_unclear_is_put_before_a_person(text: str) -> None:
    decision = of(text)

    assert (decision.action, decision.why) == (Action.ASK, Why.LIKELY)


@pytest.mark.parametrize(
    "text",
    [
        "don't stop",
        "Please don't unsubscribe me",
        "do not please take me off the list",
        "ne me désabonnez pas",
        "please never remove my number",
    ],
)
def test_the_opposite_of_a_request_is_neither_done_nor_undone(text: str) -> None:
    assert of(text).action is Action.ASK


def test_a_negation_in_another_sentence_or_in_another_rule_turns_nothing_round() -> None:
    texts = ["I do not. Remove me", "not interested remove me", "No please remove me"]

    assert actions(texts) == {Action.OPT_OUT}


@pytest.mark.parametrize(
    "text",
    [
        "Can you stop by Tuesday?",
        "We have got to STOP this terrible bill",
        "I will end up needing tires",
        "Where does the number five bus stop on Sundays",
        "Scunthorpe branch please",
        "👍",
    ],
)
def test_conversation_asks_for_nothing(text: str) -> None:
    assert (of(text).action, of(text).why) == (Action.NOTHING, Why.ORDINARY)


@pytest.mark.parametrize("text", ["", "  \n "])
def test_a_reply_without_text_says_so(text: str) -> None:
    assert of(text) == Decision(Action.NOTHING, Why.EMPTY)


@pytest.mark.parametrize("text", ["and", "step", "shop", "into", "quiet", "send", "algo"])
def test_a_word_that_is_only_like_a_keyword_is_left_alone(text: str) -> None:
    assert of(text).action is Action.NOTHING


def test_stop_all_reaches_every_sender_and_a_plain_stop_what_the_workspace_says() -> None:
    assert [of(text).scope for text in ("STOP ALL", "stopall", "Stop all!", "STOP")] == [
        Scope.EVERYWHERE,
        Scope.EVERYWHERE,
        Scope.EVERYWHERE,
        None,
    ]


def test_the_words_that_decided_are_given_as_they_were_written() -> None:
    assert of("Hi! Please take me OFF this list, thanks").words == "take me OFF"
    assert of("Damn. F*CK you").words == "F*CK"
    assert of("Please, Stopppp…").words == "Stopppp"


def test_a_decision_names_its_rule_and_the_language_of_it() -> None:
    decision = of("staak asseblief")

    assert decision.rule is not None
    assert (decision.rule.key, decision.language) == ("af:staak", "af")


def test_profanity_opts_nobody_out_where_the_workspace_does_not_want_it() -> None:
    assert of("you assholes", profanity=False).action is Action.NOTHING
    assert of("fuck off, unsubscribe", profanity=False).action is Action.OPT_OUT


def test_only_the_beginning_of_a_reply_is_looked_at_for_a_rule_that_begins_it() -> None:
    rule = own("meter reading", Action.NOTHING, Match.BEGINS)

    assert of("Hello, meter reading: stop 12345", rule).action is Action.ASK
    assert of("Meter reading stop 12345", rule).rule != rule
    ask = replace(rule, action=Action.ASK)
    assert of("please meter reading 4", ask).rule == ask
    assert of("my meter reading is 4", ask).action is Action.NOTHING


def test_an_own_rule_goes_before_a_shipped_one_with_the_same_words() -> None:
    assert of("cancel", own("Cancel!", Action.ASK)).action is Action.ASK
    assert of("wrong number", own("wrong number", Action.OPT_OUT, Match.CONTAINS)).action is (
        Action.OPT_OUT
    )


def test_a_rule_for_the_whole_reply_goes_before_one_for_a_part_of_it() -> None:
    assert of("STOP", own("stop", Action.NOTHING, Match.CONTAINS)).action is Action.OPT_OUT


def test_the_longer_of_two_phrases_decides() -> None:
    rule = own("remove me from the waiting list", Action.NOTHING, Match.CONTAINS)

    assert of("Please remove me from the waiting list for tonight", rule).rule == rule
    assert of("Please remove me", rule).action is Action.OPT_OUT


def test_courtesy_counts_only_for_a_rule_that_has_some_itself() -> None:
    rule = own("no thanks", Action.OPT_OUT, Match.CONTAINS)

    assert of("oh no thanks, not for me", rule).rule == rule
    assert of("oh no, not for me", rule).action is Action.NOTHING


def test_words_that_a_rule_calls_ordinary_are_no_abuse() -> None:
    rule = own("holy shit", Action.NOTHING, Match.CONTAINS)

    assert of("Holy shit, that is cheap", rule).action is Action.NOTHING
    assert of("Holy shit, you assholes", rule).why is Why.PROFANITY


def test_a_rule_of_a_region_holds_for_its_numbers_and_where_the_region_is_not_known() -> None:
    rule = own("nie", Action.OPT_OUT, region="PL")

    assert [of("nie", rule, region=region).action for region in ("PL", "ZA", "")] == [
        Action.OPT_OUT,
        Action.NOTHING,
        Action.OPT_OUT,
    ]


def test_an_opt_in_of_a_region_never_holds_where_the_region_is_not_known() -> None:
    rule = own("tak", Action.OPT_IN, region="PL")

    assert of("tak", rule, region="PL").action is Action.OPT_IN
    assert of("tak", rule).action is Action.NOTHING


def test_a_deleted_rule_decides_nothing_more() -> None:
    book = Book(rule for rule in SHIPPED if rule.key != "en:spam")

    assert book.decide("SPAM").action is Action.NOTHING


def test_a_rule_without_a_letter_or_digit_decides_nothing() -> None:
    assert of("...", own("!!!", Action.OPT_OUT)).action is Action.NOTHING


@pytest.mark.parametrize(
    "piece",
    [
        "stop ",
        "stop by ",
        "a",
        "a.",
        "f*",
        "don't ",
        "unsubscribx ",
        "no messages ",
        "é\u0301",
        "s t ",
    ],
)
def test_a_hostile_text_takes_no_longer_than_its_length_deserves(piece: str) -> None:
    began = time.process_time()
    of(piece * 200_000)

    assert time.process_time() - began < 0.5


def test_a_reply_is_judged_in_far_less_than_a_millisecond() -> None:
    began = time.process_time()
    for _ in range(500):
        of("Good morning, could you please stop sending me these messages? Thanks")

    assert (time.process_time() - began) / 500 < 0.001
