"""Keyword rules with everything as long and as many as it can be: Slack would take it all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.slack.blocks import (
    keyword_card,
    keyword_filter,
    keyword_form,
    keyword_table,
    keyword_tester,
)
from handlers.slack.blocks.keyword_filter import OF_ANY, Filter
from handlers.slack.blocks.keyword_words import State
from optouts.keyword_entries import LONGEST_WORDS, Entry, Version
from optouts.keyword_rules import Action, Decision, Match, Rule, Scope, Why
from optouts.languages import LANGUAGES
from optouts.preferences import Preferences
from optouts.words import ActorId
from tests.handlers.slack.extremes import NOW
from tests.handlers.slack.test_blocks import (
    METADATA,
    ZONE,
    assert_nothing_is_injected,
    assert_slack_takes,
    under_every_name,
)

BY = ActorId("U0THANDI")


def rule(number: int, name: str) -> Rule:
    return Rule(
        f"own:{number}",
        (name * 9)[:LONGEST_WORDS],
        list(Action)[number % 5],
        list(Match)[number % 3],
        list(LANGUAGES)[number % len(LANGUAGES)],
        "BA",
        Scope.EVERYWHERE,
        "47 CFR 64.1200(a)(10)",
    )


def entry(number: int, name: str, *, deleted: bool = False) -> Entry:
    return Entry(rule(number, name), number % 2 > 0, deleted, number % 2 > 0, BY, NOW)


@under_every_name
@pytest.mark.parametrize("state", State)
def test_the_table_and_its_filter(name: str, state: State) -> None:
    every = [entry(each, name, deleted=state is State.DELETED) for each in range(1000)]
    words = name[: keyword_filter.LONGEST]
    for wanted in (
        Filter(state),
        Filter(state, begin=50),
        Filter(state, Action.OPT_OUT, "nso", words, 50),
        Filter(state, Action.OPT_OUT, OF_ANY, words),
    ):
        page = keyword_table.message(every, wanted, may_change=True)
        assert_slack_takes(page)
        assert_nothing_is_injected(page)
        assert_slack_takes(keyword_filter.form(wanted, every, metadata=METADATA))
        assert keyword_filter.loads(keyword_filter.dumps(wanted)) == wanted
    assert keyword_filter.loads("") == Filter()


@under_every_name
def test_a_rule_with_many_versions(name: str) -> None:
    many = [
        Version(10**9 - each, rule(each, name), each % 4 == 0, BY, NOW - timedelta(days=each))
        for each in range(40)
    ]
    shipped = Version(0, rule(7, name))
    for versions in ([*many, shipped], [shipped], many[:1]):
        for deleted in (True, False):
            for is_law in (True, False):
                shown = keyword_card.message(
                    entry(1, name, deleted=deleted),
                    versions,
                    zone=ZONE,
                    may_change=True,
                    is_law=is_law,
                )
                assert_slack_takes(shown)
                assert_nothing_is_injected(shown)


@under_every_name
@pytest.mark.parametrize("is_law", [True, False])
def test_the_form_of_a_rule(name: str, is_law: bool) -> None:  # noqa: FBT001 - a parameter
    for each in (rule(1, name), replace(rule(1, name), key="", language="", scope=None)):
        assert_slack_takes(keyword_form.view(each, metadata=METADATA, is_law=is_law))


@under_every_name
@pytest.mark.parametrize("why", Why)
def test_what_a_reply_means(name: str, why: Why) -> None:
    text = (name * 99)[: keyword_tester.LONGEST_REPLY]
    for action in Action:
        for preferences in (Preferences(), Preferences(double_opt_in=True)):
            for decision in (
                Decision(action, why),
                Decision(action, why, rule(1, name), text, "zu", Scope.SENDER),
            ):
                message = keyword_tester.message(text, decision, preferences)
                assert_slack_takes(message)
                assert_nothing_is_injected(message)
                view = keyword_tester.view(
                    metadata=METADATA,
                    region="ZA",
                    preferences=preferences,
                    text=text,
                    decision=decision,
                )
                assert_slack_takes(view)
