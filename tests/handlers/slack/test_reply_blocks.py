"""What people are told, with everything as long and as many as it can be: Slack takes it all."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.slack.blocks import reply_form, reply_settings_form, reply_texts, reply_words
from optouts.confirmation_failures import Failure
from optouts.languages import LANGUAGES
from optouts.preferences import LONGEST_BUSINESS, Preferences
from optouts.reply_kinds import ReplyKind
from optouts.reply_preview import Preview, Warned
from optouts.reply_slots import Shown, Slot, Written
from optouts.reply_texts import LONGEST
from optouts.words import ActorId, SenderId
from tests.handlers.slack.extremes import NOW, SENDERS, places
from tests.handlers.slack.test_blocks import (
    METADATA,
    assert_nothing_is_injected,
    assert_slack_takes,
    under_every_name,
)

BY = ActorId("U0THANDI")


def slots(count: int) -> list[Slot]:
    kinds, languages = list(ReplyKind), list(LANGUAGES)
    return [
        Slot(kinds[each % 6], SenderId(each % SENDERS), languages[each % len(languages)])
        for each in range(1, count + 1)
    ]


def text(name: str) -> str:
    return (f"{name}\n" * 20)[:LONGEST]


def shown(slot: Slot, name: str, *, is_sms: bool = True) -> Shown:
    odd = tuple("êôûůžčř")
    judged = Preview(text(name), is_sms, 600, 9, odd, tuple(Warned))
    return Shown(slot, text(name), is_own=True, preview=judged)


def preferences(name: str) -> Preferences:
    return Preferences(
        business=name[:LONGEST_BUSINESS],
        stop_scope_from=date(2027, 1, 31),
        confirm_minutes=1,
        double_opt_in=True,
        review_channel="C0OPTOUT",
    )


@under_every_name
def test_all_texts(name: str) -> None:
    usual = [shown(Slot(kind), name) for kind in ReplyKind]
    for count in (0, 1, 500):
        others = [Written(slot, text(name), BY, NOW) for slot in slots(count)]
        for settings in (Preferences(), replace(preferences(name), confirm=False)):
            for may_change in (True, False):
                page = reply_texts.listing(
                    usual,
                    others,
                    places=places(name),
                    preferences=settings,
                    may_change=may_change,
                )
                assert_slack_takes(page)
                assert_nothing_is_injected(page)


@under_every_name
def test_one_text_its_form_and_its_versions(name: str) -> None:
    for slot in (Slot(ReplyKind.STOPPED), *slots(3)):
        for is_sms in (True, False):
            one = shown(slot, name, is_sms=is_sms)
            saved = reply_texts.saved(one, places(name))
            assert_slack_takes(saved)
            assert_nothing_is_injected(saved)
            assert_slack_takes(reply_form.view(one, places(name), metadata=METADATA))
        found = [Written(slot, text(name) if each else "", BY, NOW) for each in range(20)]
        assert_slack_takes(reply_texts.versions(slot, found, places(name)))
        assert_slack_takes(reply_texts.versions(slot, [], places(name)))
    complaint = reply_form.view(one, places(name), metadata=METADATA, complaint="No.")
    assert "⚠️ No." in str(complaint.to_dict())
    assert_slack_takes(reply_form.which(places(name), metadata=METADATA))


@under_every_name
def test_the_settings_of_replies(name: str) -> None:
    for settings in (Preferences(), preferences(name)):
        assert_slack_takes(reply_settings_form.view(settings, metadata=METADATA))
        for only in reply_settings_form.fields(settings):
            one = reply_settings_form.view(settings, metadata=METADATA, only=only)
            assert_slack_takes(one)


@pytest.mark.parametrize("failure", Failure)
def test_every_failure_has_its_words_with_what_the_provider_said(failure: Failure) -> None:
    words = reply_words.FAILURES[failure]

    assert reply_words.failure(failure) == words
    assert reply_words.failure(f"{failure}:<b>: 30007") == f"{words} (&lt;b&gt;: 30007)"


def test_every_warning_has_its_words() -> None:
    said = [reply_words.warning(each, shown(Slot(ReplyKind.HELP), "x").preview) for each in Warned]

    assert len(set(said)) == len(Warned)
    assert all(each.endswith(".") for each in said)
