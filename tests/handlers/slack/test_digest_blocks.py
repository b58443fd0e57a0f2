"""What a digest says, figure by figure."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.sandbox import limits
from bot.sandbox.outline import outline
from handlers.slack.blocks import digest as blocks
from optouts.digest import Digest, Imported, Named, Tally
from optouts.jobs import JobId
from optouts.schedule import Every, Plan, Run, Schedule, ScheduleId, What, When
from optouts.words import ActorId, ChangeId, Channel, Origin, WorkspaceId

UNTIL = datetime(2026, 3, 2, 6, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=7)
PLAN = Plan(What.DIGEST, When(Every.WEEK), ("C0OPTOUT",), name="Weekly <b>&")
SCHEDULE = Schedule(ScheduleId(1), WorkspaceId(1), ActorId("U0THANDI"), SINCE, PLAN)
RUN = Run(ScheduleId(1), UNTIL, SINCE, "C0OPTOUT")
QUIET = Digest(
    since=SINCE,
    until=UNTIL,
    zone="Africa/Johannesburg",
    total=Tally(),
    channels=(),
    senders=(),
    accounts=(),
    origins=(),
    days=(),
    imports=(),
    person_made=0,
    standing=0,
    waiting=0,
)


def said(digest: Digest, *, run: Run = RUN, scope: str = "", picture: str = "") -> str:
    message = blocks.message(JobId(5), run, digest, schedule=SCHEDULE, scope=scope, picture=picture)
    drawn = [each.to_dict() for each in message.blocks]
    assert limits.check_message({"text": message.text, "blocks": drawn}) == []
    return outline(drawn)


def counted(now: int, before: int, *, days: float = 7) -> str:
    since = UNTIL - timedelta(days=days)
    digest = replace(QUIET, since=since, total=Tally(now, 1, before))
    return said(digest).splitlines()[2].partition(".")[0]


@pytest.mark.parametrize(
    ("now", "before", "days", "words"),
    [
        (12, 10, 7, "*12 opted out*, 20 % more than in the 7 days before (10)"),
        (9, 12, 1, "*9 opted out*, 25 % fewer than in the day before (12)"),
        (10, 10, 30, "*10 opted out*, as many as in the 30 days before"),
        (1001, 1000, 7, "*1,001 opted out*, about as many as in the 7 days before (1,000)"),
        (5, 0, 0.25, "*5 opted out*, none in the time before"),
        (0, 4, 7, "*0 opted out*, 100 % fewer than in the 7 days before (4)"),
        (0, 0, 7, "*0 opted out*"),
    ],
)
def test_the_count_is_compared_with_a_time_as_long(
    now: int, before: int, days: float, words: str
) -> None:
    assert counted(now, before, days=days) == words


def test_five_of_each_are_named_and_the_rest_counted() -> None:
    digest = replace(
        QUIET,
        total=Tally(28, 0, 0),
        channels=((Channel.SMS, Tally(28, 2, 1)),),
        origins=((Origin.KEYWORD, Tally(28)),),
        senders=tuple(Named(f"Sender <{each}>", Tally(8 - each)) for each in range(7)),
        accounts=(Named("", Tally(28)),),
        imports=tuple(
            Imported(ChangeId(each), ActorId("U0NALEDI"), "list`.csv", 4, each) for each in range(6)
        ),
        person_made=7,
        standing=1200,
        waiting=2,
    )
    text = said(digest, scope="SMS")
    assert "7 (25 %) opted out by their own word." in text
    assert "Nobody opted in again." in text
    assert "• SMS: *28* (before: 1), 2 opted in again" in text
    assert "• Sender <4>: *4* (before: 0)\n… and 2 more" in text
    assert "• Every account: *28*" in text
    assert "• `list’.csv` by @U0NALEDI: 4 opted out, 4 taken off\n… and 1 more" in text
    assert "*1,200 opt-outs* on the lists now. *2 imports wait for a second manager.*" in text
    assert "Only: SMS." in text


def test_a_picture_is_described_by_its_figures_or_by_its_busiest_days() -> None:
    first = date(2026, 2, 23)
    week = tuple((first + timedelta(each), each * 1000) for each in range(3))
    shown = replace(QUIET, total=Tally(3000), days=week)
    assert "(Bar chart of opt-outs a day: 23 Feb 0, 24 Feb 1,000, 25 Feb 2,000)" in said(
        shown, picture="F0123456789"
    )
    year = replace(shown, days=tuple((first + timedelta(each), each) for each in range(365)))
    assert "(Bar chart of opt-outs a day: the busiest of 365 days: 22 Feb 364, " in said(
        year, picture="F0123456789"
    )


def test_there_is_no_picture_of_one_day_or_of_nothing() -> None:
    first = date(2026, 2, 23)
    one = replace(QUIET, total=Tally(5), days=((first, 5),))
    two = replace(one, days_before=((first - timedelta(1), 0),))
    assert not blocks.has_picture(one)
    assert blocks.has_picture(two)
    assert not blocks.has_picture(replace(two, total=Tally()))


def test_the_picture_shows_what_led_up_to_the_time_and_whole_days() -> None:
    first = date(2026, 2, 23)
    digest = replace(QUIET, days=((first, 5),), days_before=((first - timedelta(1), 2), (first, 3)))
    assert blocks.charted(digest) == [(first - timedelta(1), 2), (first, 8)]


def test_nothing_is_said_of_lateness_unless_it_is_late_and_then_once() -> None:
    assert "late" not in said(QUIET)
    assert said(QUIET, run=replace(RUN, late=True)).count("comes late") == 1
    text = said(QUIET, run=replace(RUN, late=True, missed=1))
    assert "It stands for 1 earlier one that I missed, too." in text


def test_the_fallback_says_the_result_and_escapes_the_name() -> None:
    message = blocks.message(JobId(5), RUN, QUIET, schedule=SCHEDULE, scope="", picture="")
    assert message.text == (
        "Weekly &lt;b&gt;&amp;: Nothing changed: nobody opted out, and nobody opted in again."
    )
