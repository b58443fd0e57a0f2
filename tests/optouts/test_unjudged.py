"""Unclear replies that nobody judges: reminded of, and then on the safe side."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from optouts import imports, judging, recipient_acts
from optouts.core import Core
from optouts.inbound import InboundId
from optouts.numbers import E164
from optouts.outcomes import Story
from optouts.review import Verdict
from optouts.words import RECIPIENT, ChangeId, ListId, Origin
from storage.engine import Transaction
from tests.conftest import Clock
from tests.optouts.answering import Desk

UNCLEAR = "Please cancel my order!"
LERATO = E164(27835550101)
ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SetTo = Callable[[str, str], None]
Stands = Callable[[E164], set[ListId]]


def test_what_nobody_judges_in_time_counts_as_an_opt_out(
    desk: Desk, story: Callable[[E164], Story], clock: Clock
) -> None:
    desk.writes(UNCLEAR)
    case = desk.case()
    clock.advance(hours=23, minutes=59)
    judging.due(desk.core)
    assert story(LERATO).standing == ()
    assert desk.is_told(case)

    clock.advance(minutes=1)
    assert judging.due(desk.core)

    [opened] = story(LERATO).standing
    assert (opened.since.by, opened.since.origin) == (RECIPIENT, Origin.KEYWORD)
    assert "Nobody judged" in opened.since.note
    assert opened.since.evidence["text"] == UNCLEAR
    late = desk.verdict(case)
    assert (late.verdict, late.by) == (Verdict.LATE, None)
    assert not desk.is_told(case)
    assert not judging.due(desk.core)


@ONE_ENGINE
def test_the_time_is_a_setting(desk: Desk, set_to: SetTo, clock: Clock) -> None:
    set_to("review_hours", "2")
    desk.writes(UNCLEAR)

    clock.advance(hours=2)
    judging.due(desk.core)

    assert desk.cases() == []


def test_an_open_reply_is_reminded_of_at_half_of_its_time_once_and_with_all_others(
    desk: Desk, clock: Clock, set_to: SetTo
) -> None:
    set_to("announcements", "C0OPTOUT")
    desk.writes(UNCLEAR)
    clock.advance(hours=2)
    desk.writes("wrong number")
    clock.advance(hours=9)
    assert not judging.due(desk.core)

    clock.advance(hours=1)
    assert judging.due(desk.core)
    [told] = desk.reminders()
    assert told.report.channel == "C0OPTOUT"
    assert told.news is not None
    assert told.news.total == 2

    assert not judging.due(desk.core)
    clock.advance(hours=3)
    assert not judging.due(desk.core)
    assert len(desk.reminders()) == 1


@ONE_ENGINE
def test_what_came_just_before_a_reminder_gets_one_of_its_own(
    desk: Desk, clock: Clock, set_to: SetTo
) -> None:
    set_to("announcements", "C0OPTOUT")
    desk.writes(UNCLEAR)
    clock.advance(hours=11)
    desk.writes("wrong number")
    clock.advance(hours=1)
    judging.due(desk.core)

    clock.advance(hours=11)
    assert judging.due(desk.core)

    assert len(desk.reminders()) == 2


@ONE_ENGINE
def test_without_a_channel_it_waits_and_is_ended_all_the_same(
    desk: Desk, clock: Clock, standing: Stands
) -> None:
    desk.writes(UNCLEAR)
    clock.advance(hours=12)
    judging.due(desk.core)
    assert desk.reminders() == []
    assert len(desk.cases()) == 1

    clock.advance(hours=12)
    judging.due(desk.core)

    assert len(standing(LERATO)) == 1


@ONE_ENGINE
def test_a_question_about_a_reply_does_not_expire_as_imports_do(
    desk: Desk, set_to: SetTo, clock: Clock
) -> None:
    set_to("review_hours", "72")
    desk.writes(UNCLEAR)

    clock.advance(hours=71)
    imports.expire(desk.core)

    assert len(desk.cases()) == 1


@ONE_ENGINE
def test_one_that_cannot_be_ended_does_not_keep_the_others(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.writes(UNCLEAR)
    desk.writes("wrong number", number="+27835550102")
    [broken, _] = desk.cases()
    whole = recipient_acts.opt_out_of

    def failing(tx: Transaction, core: Core, reply: InboundId, **said: Any) -> ChangeId | None:
        if reply == broken.message.id:
            raise RuntimeError
        return whole(tx, core, reply, **said)

    monkeypatch.setattr(judging, "opt_out_of", failing)
    clock.advance(hours=24)
    judging.due(desk.core)
    assert desk.case().job == broken.job
    assert not judging.due(desk.core)

    monkeypatch.setattr(judging, "opt_out_of", whole)
    clock.advance(minutes=10)
    judging.due(desk.core)
    assert desk.cases() == []


def test_two_processes_end_each_once(
    desk: Desk, clock: Clock, story: Callable[[E164], Story]
) -> None:
    people = [E164(27835550100 + index) for index in range(5)]
    for each in people:
        desk.writes(UNCLEAR, number=str(each))
    clock.advance(hours=24)

    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda _: judging.due(desk.core), range(2)))

    assert [len(story(each).standing) for each in people] == [1] * len(people)
