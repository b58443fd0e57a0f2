"""Reports with everything as long and as many as it can be: Slack would take it all."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handlers.slack.blocks import digest, report_form, report_words, reports
from handlers.slack.blocks.export_warning import Audience
from handlers.slack.blocks.text import escape
from optouts.digest import Digest, Imported, Named, Tally
from optouts.export_order import Format, Layout, Order
from optouts.jobs import UNDELIVERED, Failure, Job, JobId, JobKind, Report, Stage
from optouts.outcomes import Wanted
from optouts.schedule import Every, Plan, Run, Schedule, ScheduleId, What, When
from optouts.words import AccountId, ActorId, ChangeId, Channel, Origin, SenderId, WorkspaceId
from tests.handlers.slack import extremes
from tests.handlers.slack.extremes import NASTY, NOW
from tests.handlers.slack.test_blocks import (
    METADATA,
    NOTHING,
    ZONE,
    assert_nothing_is_injected,
    assert_slack_takes,
    under_every_name,
)

PEOPLE = tuple(f"U0{number:09}" for number in range(5))
ROOMS = tuple(f"C0{number:09}" for number in range(5))
LARGE = Tally(12_345_678, 12_345_678, 12_345_677)


def plan(name: str, what: What, every: Every) -> Plan:
    return Plan(
        what,
        When(every, "23:59", ZONE, 6, 31, "0,15,30,45 0-23/2 1-31 1-12 mon-fri"),
        (*ROOMS, *PEOPLE),
        Order(Wanted(Channel.WHATSAPP, SenderId(2), AccountId(1)), layout=Layout(Format.CSV)),
        until=NOW + timedelta(days=4000),
        name=(name * 9)[: report_form.LONGEST_NAME],
    )


def schedule(number: int, name: str, *, paused: bool = False) -> Schedule:
    made = plan(name, list(What)[number % 3], list(Every)[number % 5])
    by = ActorId(PEOPLE[0])
    return Schedule(ScheduleId(10**9 + number), WorkspaceId(1), by, NOW, made, paused=paused)


@under_every_name
@pytest.mark.parametrize("what", What)
@pytest.mark.parametrize("every", Every)
def test_the_form(name: str, what: What, every: Every) -> None:
    for places in (extremes.places(name), NOTHING):
        for may_share in (True, False):
            shown = report_form.view(
                plan(name, what, every),
                places=places,
                metadata=METADATA,
                may_share=may_share,
                is_new=may_share,
            )
            assert_slack_takes(shown)


@under_every_name
def test_a_page_of_reports_one_and_none(name: str) -> None:
    found = [schedule(number, name, paused=number % 2 > 0) for number in range(reports.PAGE)]
    mine = frozenset(each.id for each in found)
    places = extremes.places(name)
    for shown in (found, found[:1], []):
        for known in (mine, frozenset[int]()):
            page = reports.listing(
                shown, places, now=NOW, mine=known, may_add=True, older=980, following=20
            )
            assert_slack_takes(page)
            assert_nothing_is_injected(page)
    saved = reports.saved(found[0], places, now=NOW)
    assert_slack_takes(saved)
    assert_nothing_is_injected(saved)


def job(stage: Stage, **known: object) -> Job:
    run = Run(ScheduleId(1), NOW, NOW - timedelta(days=7), ROOMS[0], late=True, missed=1000)
    made = Job(
        JobId(10**9), WorkspaceId(1), JobKind.DIGEST, stage, ActorId("U1"), NOW, NOW, Report()
    )
    return replace(made, run=run, **known)  # type: ignore[arg-type]


@under_every_name
def test_the_last_runs(name: str) -> None:
    failure = Failure(UNDELIVERED, {"reason": "restricted_action_read_only_channel"})
    outcomes = [
        job(Stage.WRITING),
        job(Stage.DONE),
        job(Stage.DONE, shown=Stage.DONE),
        job(Stage.DONE, failure=failure),
        job(Stage.FAILED),
    ]
    for found in ([], outcomes * 3):
        shown = reports.runs(schedule(0, name), found)
        assert_slack_takes(shown)
        assert_nothing_is_injected(shown)


@under_every_name
def test_a_digest_of_very_much(name: str) -> None:
    counted = Digest(
        since=NOW - timedelta(days=400),
        until=NOW,
        zone=ZONE,
        total=LARGE,
        channels=tuple((channel, LARGE) for channel in Channel),
        senders=tuple(Named(f"{name} (+27600123456)", LARGE) for _ in range(150)),
        accounts=tuple(Named(name, LARGE) for _ in range(60)),
        origins=tuple((origin, LARGE) for origin in Origin),
        days=tuple((date(2026, 1, 1), 12_345_678) for _ in range(31)),
        imports=tuple(
            Imported(ChangeId(1), ActorId("U0NALEDI"), NASTY * 9, 12_345_678, 12_345_678)
            for _ in range(300)
        ),
        person_made=12_345_678,
        standing=99_999_999,
        waiting=1000,
    )
    made = job(Stage.DONE)
    assert made.run is not None
    shown = digest.message(
        made.id,
        made.run,
        counted,
        schedule=schedule(0, name),
        scope=f"WhatsApp · {name} · {name}",
        picture="F0123456789",
    )
    assert_slack_takes(shown)
    assert_nothing_is_injected(shown)


def test_readers_from_outside_are_named_by_what_they_are() -> None:
    found = [
        (ROOMS[0], Audience(strangers=("U1",))),
        (ROOMS[1], Audience(guests=("U1",))),
        (ROOMS[2], Audience(unseen=9)),
    ]
    shown = reports.readers(plan(NASTY, What.EXPORT, Every.DAY), found)
    assert_slack_takes(shown)
    assert_nothing_is_injected(shown)


@pytest.mark.parametrize(
    ("place", "reason", "why"),
    [
        (ROOMS[0], "not_in_channel", "I am not a member of it. Here it is for you. Invite me"),
        (ROOMS[0], "is_archived", "it is archived. Here it is for you. Choose another place"),
        (ROOMS[0], "restricted_action", "Slack does not let me write there (`restricted_action`)."),
        (PEOPLE[0], "user_disabled", "Slack does not let me write to them (`user_disabled`)."),
        (PEOPLE[0], report_words.NO_ROLE, "they may not see opt-outs any more."),
    ],
)
def test_what_did_not_arrive_is_told_with_why_and_what_to_do(
    place: str, reason: str, why: str
) -> None:
    made = plan(NASTY, What.DIGEST, Every.DAY)
    told = report_words.undelivered(made, place, reason)
    assert f": {why}" in told
    assert escape(made.name) in told
