"""The digest: what it says, its picture, its buttons."""

from pathlib import Path

import pytest

from bot.application import Application
from bot.sandbox.person import Message, Person
from bot.sandbox.server import Sandbox
from tests.conftest import Clock
from tests.journeys.conftest import RepliesStop, answer
from tests.journeys.importing import ONE_ENGINE, adds, written
from tests.journeys.reporting import ELSEWHERE, HERE, passes, posted, schedules

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack's scan of a picture takes no time here."""
    monkeypatch.setattr("handlers.slack.digest_board.PAUSES", (0, 0, 0))


def pictures(report: Message) -> list[str]:
    """The ids of the files that the message shows."""
    return [each["slack_file"]["id"] for each in report.blocks or [] if each["type"] == "image"]


@pytest.fixture
def week(
    slack: Sandbox,
    thandi: Person,
    replies_stop: RepliesStop,
    tmp_path: Path,
    clock: Clock,
) -> Message:
    """A digest of a week: typed, imported, by reply, and one taken off again."""
    schedules(thandi, when="Every week", name="Digest of the week")
    passes(slack, clock, days=1)
    thandi.types("/optout add 083 123 4560", channel=ELSEWHERE)
    passes(slack, clock, days=1)
    file = written(tmp_path, *(f"083 123 45{each}" for each in range(70, 90)))
    adds(thandi, file, count="20 Numbers")
    thandi.types("/optout remove 083 123 4570 everywhere reason by mistake", channel=ELSEWHERE)
    passes(slack, clock, days=2)
    replies_stop("082 987 6543")
    passes(slack, clock, days=3, hours=21)
    return posted(thandi, title="Digest of the week")[-1]


@pytest.fixture
def day(slack: Sandbox, thandi: Person, clock: Clock) -> Message:
    """A digest of a day on which one number was opted out."""
    schedules(thandi, when="Every day", name="Daily digest")
    thandi.types("/optout add 082 987 6543", channel=ELSEWHERE)
    passes(slack, clock, days=1)
    return posted(thandi, title="Daily digest")[-1]


def test_a_digest_tells_what_changed_by_everything_that_matters(
    week: Message, sipho: Person
) -> None:
    said = week.text
    assert "*2 Mar 2026, 08:00 to 9 Mar 2026, 08:00 (Africa/Johannesburg)*" in said
    assert "*22 opted out*, none in the 7 days before. *1 opted in again.*" in said
    assert "1 (5 %) opted out by their own word." in said
    assert ", 1 Mar 0, 2 Mar 1, 3 Mar 20, 4 Mar 0, 5 Mar 1, " in said
    assert "*By channel*\n• SMS: *22* (before: 0), 1 opted in again" in said
    assert "• Import: *20* (before: 0)" in said
    assert "• Reply: *1* (before: 0)" in said
    assert "*Largest senders*\n• Every sender: *22*" in said
    assert "*By account*\n• Every account: *22*" in said
    assert "*Imports*\n• `stop-list.csv` by @Thandi Mokoena: 20 opted out" in said
    assert "*21 opt-outs* on the lists now." in said
    assert "late" not in said
    assert "4570" not in said
    [picture] = pictures(week)
    assert sipho.downloads(picture).startswith(PNG)


@ONE_ENGINE
def test_under_a_digest_there_are_its_opt_outs_and_their_export(
    day: Message, naledi: Person
) -> None:
    del day
    naledi.clicks("Show the Opt-Outs", channel=HERE)
    assert "since 1 Mar 2026 · before 2 Mar 2026" in answer(naledi)
    assert "+27 82 987 6543" in answer(naledi)
    naledi.clicks("Full Export…", channel=HERE)
    assert naledi.modal.startswith("Export opt-outs")


@ONE_ENGINE
def test_a_report_is_paused_from_its_digest_by_who_may(
    slack: Sandbox, day: Message, naledi: Person, pieter: Person, clock: Clock
) -> None:
    del day
    naledi.clicks("Pause This Report", channel=HERE)
    assert "@Thandi Mokoena’s, who decides about it" in answer(naledi)
    pieter.clicks("Pause This Report", channel=HERE)
    assert "The report “Daily digest” is paused." in answer(pieter)
    passes(slack, clock, days=7)
    assert len(posted(pieter, title="Daily digest")) == 1


def test_where_nothing_changed_one_line_says_so(
    slack: Sandbox, thandi: Person, clock: Clock
) -> None:
    schedules(thandi, when="Every day")
    passes(slack, clock, days=1)
    [report] = posted(thandi)
    assert "Nothing changed: nobody opted out, and nobody opted in again." in report.text
    assert "*0 opt-outs* on the lists now." in report.text
    assert "By channel" not in report.text
    assert pictures(report) == []


@ONE_ENGINE
def test_a_digest_is_about_the_account_that_it_is_set_up_for(
    slack: Sandbox, thandi: Person, clock: Clock
) -> None:
    thandi.types("/optout report new", channel=ELSEWHERE)
    thandi.chooses("When", "Every day")
    thandi.chooses("Only of account", "Baobab Travel")
    thandi.submits()
    thandi.types("/optout add 083 123 4560 for Baobab Travel", channel=ELSEWHERE)
    thandi.types("/optout add 083 123 4561, 083 123 4562 for Baobab Retail", channel=ELSEWHERE)
    passes(slack, clock, days=1)
    [report] = posted(thandi, ELSEWHERE)
    assert "*1 opted out*" in report.text
    assert "Only: Baobab Travel." in report.text
    assert "Baobab Retail" not in report.text


@ONE_ENGINE
def test_a_digest_waits_for_slack_to_know_its_picture_and_goes_without_it_in_the_end(
    slack: Sandbox, thandi: Person, clock: Clock
) -> None:
    schedules(thandi, when="Every day")
    thandi.types("/optout add 083 123 4560", channel=ELSEWHERE)
    slack.faults.switch_on("scanning", times=2)
    passes(slack, clock, days=1)
    assert len(pictures(posted(thandi)[-1])) == 1
    thandi.types("/optout add 083 123 4561", channel=ELSEWHERE)
    slack.faults.switch_on("scanning")
    passes(slack, clock, days=1)
    [_, report] = posted(thandi)
    assert pictures(report) == []
    assert "*1 opted out*" in report.text


@ONE_ENGINE
def test_a_digest_goes_without_a_picture_that_cannot_be_drawn(
    slack: Sandbox, thandi: Person, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr("handlers.slack.charts.daily", broken)
    schedules(thandi, when="Every day")
    thandi.types("/optout add 083 123 4560", channel=ELSEWHERE)
    passes(slack, clock, days=1)
    [report] = posted(thandi)
    assert pictures(report) == []
    assert "*1 opted out*" in report.text


@ONE_ENGINE
def test_a_digest_that_cannot_be_made_is_told_to_its_owner(
    slack: Sandbox,
    thandi: Person,
    clock: Clock,
    company: Application,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> object:
        raise ValueError

    del company
    monkeypatch.setattr("optouts.digests.of", broken)
    schedules(thandi, when="Every day")
    passes(slack, clock, days=1)
    assert posted(thandi) == []
    said = thandi.sees("dm")[-1].text
    assert "The report “Digest”, due 2 March 2026" in said
    assert "in #opt-outs, could not be made." in said
