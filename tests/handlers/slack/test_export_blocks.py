"""Every builder of exports, with everything as long as it can be; and what it says."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from bot.sandbox.outline import outline, outline_view
from handlers.slack.blocks import (
    export_form,
    export_history,
    export_progress,
    export_summary,
    export_warning,
)
from handlers.slack.blocks.export_form import Filling
from handlers.slack.blocks.export_history import Past
from handlers.slack.blocks.export_warning import Audience
from handlers.slack.blocks.export_words import scope, size
from handlers.slack.blocks.listings import in_words
from handlers.slack.replies import Message
from optouts.export_order import Column, Format, Layout, Order, Written
from optouts.jobs import ENDED, Failure, Job, JobId, JobKind, Report, Stage
from optouts.outcomes import Wanted
from optouts.words import AccountId, ActorId, ChangeId, Channel, Origin, SenderId, WorkspaceId
from tests.handlers.slack import extremes
from tests.handlers.slack.extremes import NAME, NOTE, NOW
from tests.handlers.slack.test_blocks import (
    METADATA,
    NAMES,
    NOTHING,
    TOKEN,
    assert_nothing_is_injected,
    assert_slack_takes,
)

under_every_name = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
EVERYTHING = Wanted(
    Channel.WHATSAPP, SenderId(2), AccountId(2), tuple(Origin), NOW, NOW, ended_too=True
)
FILES = tuple(f"opt-outs-2026-09-30-2359-{part}.zip" for part in range(1, 4))
WRITTEN = Written(10_000_000, 9_999_999, FILES, 2_600_000_000, ChangeId(9), NOW, (ChangeId(7),))
JOB = Job(
    id=JobId(9_007_199_254_740_000),
    workspace=WorkspaceId(1),
    kind=JobKind.EXPORT,
    stage=Stage.DONE,
    by=ActorId("U0THANDI"),
    at=NOW,
    stage_at=NOW,
    report=Report("C0RETAIL"),
    order=Order(EVERYTHING, purpose=NOTE, zone="Africa/Johannesburg"),
    written=WRITTEN,
)


def read(message: Message) -> str:
    return outline([block.to_dict() for block in message.blocks])


@under_every_name
def test_forms(name: str) -> None:
    for places, wanted, layout, is_fixed in product(
        (NOTHING, extremes.places(name)),
        (None, EVERYTHING),
        (Layout(), Layout(Format.TXT), Layout(Format.CSV, tuple(Column))),
        (True, False),
    ):
        filling = Filling(
            scope=scope(Order(EVERYTHING), places),
            layout=layout,
            wanted=wanted,
            is_fixed=is_fixed,
            place="C0123456789",
            purpose=NOTE[:300],
        )
        view = export_form.view(filling, places, may_share=True, metadata=METADATA)
        assert_slack_takes(view)
        assert_nothing_is_injected(view)


@under_every_name
def test_messages_of_an_export(name: str) -> None:
    said = scope(JOB.order or Order(), extremes.places(name))
    working = replace(JOB, stage=Stage.WRITING, written=None, total=10**7)
    later = NOW + timedelta(hours=30)
    messages = [
        export_progress.progress(replace(working, done=done, cancelling=off), scope=said, now=later)
        for done, off in product((0, 5, 10**9), (True, False))
    ]
    for stage, written in product(ENDED, (WRITTEN, replace(WRITTEN, rows=0), None)):
        job = replace(JOB, stage=stage, written=written, failure=Failure("internal"))
        messages += [
            export_summary.summary(job, scope=said, heading=NAME.replace("<", "&lt;")),
            export_summary.undelivered(job, scope=said),
            export_summary.undelivered(job, scope=said, reason="file_uploads_disabled"),
            Message(export_summary.comment(job, scope=said)),
        ]
    for message in messages:
        assert_slack_takes(message)
        assert_nothing_is_injected(message)


def test_a_page_of_exports() -> None:
    scopes = in_words(EVERYTHING, extremes.places(NAME))
    for count in (0, export_history.PAGE):
        job = replace(JOB, by=ActorId("W" + "X" * 20))
        message = export_history.message([Past(job, scopes, "C0RETAIL")] * count)
        assert_slack_takes(message)


def test_warnings() -> None:
    people = tuple(f"W{'X' * 10}{each}" for each in range(5))
    for audience in (Audience(people, people, is_shared=True, unseen=10**6), Audience(unseen=1)):
        assert_slack_takes(export_warning.message("C0PARTNER", audience, draft=TOKEN))


def test_a_summary_says_what_the_file_holds_and_what_it_does_not() -> None:
    said = read(export_summary.summary(JOB, scope="SMS"))

    assert said.startswith("*Exported 10,000,000 opt-outs: SMS*\n9,999,999 different numbers")
    assert "workbook, 2.6 GB" in said
    assert "in 3 files, as Slack takes no more than 1 GB in one" in said
    assert "1 import had not ended: whom it had opted out by then is in the file" in said


def test_the_moment_that_is_named_is_that_of_the_lists_and_not_the_end_of_the_writing() -> None:
    later = replace(JOB, stage_at=NOW + timedelta(minutes=7))

    said = read(export_summary.summary(later, scope="SMS"))

    assert "as the lists were 30 September 2026, 23:59 UTC" in said


def test_of_several_files_each_says_which_it_is() -> None:
    assert export_summary.title_of_file("SMS", 1, 1) == "Opt-outs: SMS"
    assert export_summary.title_of_file("SMS", 2, 3) == "Opt-outs: SMS (2 of 3)"


def test_the_name_of_a_file_gives_no_number_away() -> None:
    order = Order(change=ChangeId(7))

    assert scope(order, NOTHING, file="stop 27831234567.csv") == (
        "numbers of the import stop …4567.csv"
    )
    assert scope(order, NOTHING) == "numbers of one change"
    assert scope(Order(changes_only=True), NOTHING) == "changes"


def test_without_the_right_to_share_no_channel_is_offered() -> None:
    filling = Filling("all lists", Layout())
    form = export_form.view(filling, NOTHING, may_share=False, metadata=METADATA)

    assert "Share in a channel" not in outline_view(form.to_dict())


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (612_345, "612 kB"), (1_500_000_000, "1.5 GB")],
)
def test_sizes_are_said_with_as_many_digits_as_matter(count: int, words: str) -> None:
    assert size(count) == words
