"""Exports on their way: seen, cancelled, failed, had again, and looked back at."""

import threading
from collections.abc import Callable, Iterator

import pytest
from slack_sdk.errors import SlackApiError

from bot.application import Application
from bot.sandbox import seeding
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from optouts import exporting, schedules, workspaces
from optouts.changes import Act
from optouts.export_order import Format, Layout, Order, Written
from optouts.schedule import Every, Plan, What, When
from optouts.words import Origin
from tests.conftest import Clock
from tests.journeys.conftest import answer, assert_settled
from tests.journeys.exporting import exports, files, numbers, told
from tests.journeys.importing import ONE_ENGINE, Meanwhile, handed, meanwhile_in, said

NUMBER = "+27831234567"


@pytest.fixture(autouse=True)
def opted_out(naledi: Person) -> None:
    naledi.types("/optout add 083 123 4567", channel="#opt-outs")


@pytest.fixture
def meanwhile(slack: Sandbox, bot: Application) -> Meanwhile:
    return meanwhile_in(slack, bot)


class Halfway:
    """The writing of a file, which stops at 43 % until somebody lets it go on."""

    def __init__(self) -> None:
        self.reached, self.goes_on = threading.Event(), threading.Event()
        self._write = exporting.write

    def write(self, *arguments: object) -> Written:
        progress: Callable[[int, int], None] = arguments[-1]  # type: ignore[assignment]
        while not self.goes_on.wait(0.02):
            progress(430_000, 1_000_000)
            self.reached.set()
        progress(430_000, 1_000_000)
        return self._write(*arguments)  # type: ignore[arg-type]


@pytest.fixture
def halfway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Halfway]:
    halfway = Halfway()
    monkeypatch.setattr(exporting, "write", halfway.write)
    monkeypatch.setattr("optouts.working.BETWEEN_NEWS", 0.0)
    monkeypatch.setattr("bot.worker.BETWEEN_EDITS", 0.0)
    yield halfway
    halfway.goes_on.set()


def test_an_export_shows_how_far_it_is_and_can_be_cancelled_and_had_again(
    sipho: Person, halfway: Halfway, meanwhile: Meanwhile, company: Application
) -> None:
    meanwhile(lambda: exports(sipho, "purpose the audit"))
    assert halfway.reached.wait(20)
    shown = told(sipho).text
    assert shown.startswith("*Exporting opt-outs: all lists*\n▓▓▓▓▓▓▓▓░░░░░░░░░░░░ 43 %\n")
    assert "430,000 of 1,000,000 rows" in shown
    assert "Asked for by @Sipho Ndlovu" in shown
    assert "for: the audit" in shown

    meanwhile(lambda: sipho.clicks("Cancel", channel="dm"))
    assert_settled(company)
    [cancelled] = said(sipho)
    assert cancelled.edited
    assert cancelled.text.startswith("*Export cancelled: all lists*\nNo file was made.\n")
    assert handed(sipho) == []

    halfway.goes_on.set()
    sipho.clicks("Try Again", channel="dm", times=2)

    assert [each.text.partition(" ")[0] for each in said(sipho)] == ["*Export", "*Exported"]
    [content] = files(sipho)
    assert numbers(content) == {NUMBER}
    assert "for: the audit" in told(sipho).text


@ONE_ENGINE
def test_only_who_asked_and_managers_can_cancel_what_comes_into_a_channel(
    slack: Sandbox, pieter: Person, halfway: Halfway, meanwhile: Meanwhile, company: Application
) -> None:
    naledi, thandi = slack.person("naledi"), slack.person("thandi")
    pieter.types("/optout export to #retail-campaigns purpose sale", channel="dm")
    meanwhile(pieter.submits)
    assert halfway.reached.wait(20)

    meanwhile(lambda: naledi.clicks("Cancel", channel="#retail-campaigns"))
    assert "This is @Pieter van Wyk’s, who decides about it" in answer(naledi)
    meanwhile(lambda: thandi.clicks("Cancel", channel="#retail-campaigns"))
    assert_settled(company)
    assert told(naledi, "#retail-campaigns").text.startswith("*Export cancelled: all lists*")


@ONE_ENGINE
def test_an_export_that_fails_says_so_and_can_be_tried_again(
    sipho: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> Written:
        raise OSError("no space left on device")

    with monkeypatch.context() as broken_disk:
        broken_disk.setattr(exporting, "write", broken)
        exports(sipho)
    failed = told(sipho).text
    assert failed.startswith("*Export failed: all lists*\nSomething went wrong on our side")
    assert failed.count("No file was made.") == 1

    sipho.clicks("Try Again", channel="dm")
    assert numbers(files(sipho)[0]) == {NUMBER}


@ONE_ENGINE
def test_who_is_no_manager_any_more_cannot_have_a_shared_export_again(
    thandi: Person, pieter: Person, sipho: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> Written:
        raise OSError("no space left on device")

    with monkeypatch.context() as broken_disk:
        broken_disk.setattr(exporting, "write", broken)
        pieter.types("/optout export to #retail-campaigns purpose sale", channel="dm")
        pieter.submits()
    thandi.types("/optout role @pieter editor", channel="#opt-outs")
    pieter.clicks("Try Again", channel="#retail-campaigns")

    assert "You need the role *manager* to share opt-outs in a channel" in answer(pieter)
    assert handed(sipho, "#retail-campaigns") == []


@ONE_ENGINE
def test_a_file_that_slack_does_not_take_is_not_sent_for_ever(
    sipho: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_arguments: object) -> None:
        raise SlackApiError("refused", {"error": "file_uploads_disabled"})  # type: ignore[no-untyped-call]

    monkeypatch.setattr("handlers.slack.files.Files.send", refused)
    exports(sipho)

    assert told(sipho).text.startswith(
        "*Export not delivered: all lists*\n"
        "Slack did not take its file (file_uploads_disabled). An admin of the workspace can say"
    )


@ONE_ENGINE
def test_a_file_that_slack_takes_at_the_second_try_comes_once(
    slack: Sandbox, sipho: Person, clock: Clock, company: Application
) -> None:
    slack.faults.switch_on("server_error", method="files.completeUploadExternal", times=1)
    exports(sipho)
    assert handed(sipho) == []

    clock.advance(seconds=11)
    assert_settled(company)

    assert len(handed(sipho)) == len(said(sipho)) == 1


def test_the_workspace_sees_who_exported_what_for_what_and_where(
    sipho: Person, pieter: Person, naledi: Person, clock: Clock
) -> None:
    exports(sipho, "sms purpose the audit")
    clock.advance(hours=1)
    pieter.types("/optout export to #retail-campaigns purpose sale", channel="dm")
    pieter.submits()
    naledi.types("/optout export history", channel="#opt-outs")

    assert answer(naledi) == (
        "*The latest exports*, newest first.\n"
        "When | Who | Opt-outs | What for | Came to | Where\n"
        "1 March 2026, 10:00 UTC | @Pieter van Wyk | all lists | sale | 1 row, workbook"
        " | #retail-campaigns\n"
        "1 March 2026, 09:00 UTC | @Sipho Ndlovu | SMS | the audit | 1 row, CSV"
        " | direct messages\n"
        "[Export…]"
    )


@ONE_ENGINE
def test_a_workspace_without_exports_says_how_to_make_one(sipho: Person) -> None:
    sipho.types("/optout export history", channel="#opt-outs")

    assert answer(sipho).startswith("*Nothing was exported yet.* `/optout export` makes the first")


@pytest.fixture
def scheduled(company: Application) -> Callable[[What, str], None]:
    """A report of the manager's into a channel or to a person, sent at once."""
    workspace = workspaces.of_team(company.core, enterprise_id="", team_id="T0BAOBAB")

    def sent(what: What, place: str) -> None:
        act = Act(workspace, seeding.PIETER, Origin.SLACK, f"a report for {place}")
        order = Order(layout=Layout(Format.CSV), zone="Africa/Johannesburg")
        plan = Plan(what, When(Every.DAY), (place,), order, name="Morning list")
        schedule = schedules.create(company.core, act, plan)
        schedules.run_now(company.core, act, schedule.id)
        assert_settled(company)

    return sent


Scheduled = Callable[[What, str], None]


def test_a_scheduled_export_comes_with_the_name_of_its_report(
    scheduled: Scheduled, sipho: Person
) -> None:
    scheduled(What.EXPORT, "C0RETAIL")

    [summary] = said(sipho, "#retail-campaigns")
    assert summary.text.startswith(
        "Report “Morning list”, sent now as somebody asked for it.\n*Exported 1 opt-out: all lists*"
    )
    assert "Set up by @Pieter van Wyk" in summary.text
    assert numbers(files(sipho, "#retail-campaigns")[0]) == {NUMBER}


@ONE_ENGINE
def test_a_scheduled_export_can_be_for_another_person(scheduled: Scheduled, sipho: Person) -> None:
    scheduled(What.EXPORT, sipho.id)

    assert numbers(files(sipho)[0]) == {NUMBER}


@ONE_ENGINE
def test_a_place_that_takes_no_report_is_told_to_its_owner_who_gets_it(
    scheduled: Scheduled, pieter: Person, clock: Clock, company: Application
) -> None:
    scheduled(What.EXPORT, "G0LEADS")
    for _ in range(3):
        clock.advance(seconds=11)
        assert_settled(company)

    why, summary = said(pieter)
    assert why.text.startswith("I could not post the report “Morning list” to #leads")
    assert "Report “Morning list”" in summary.text
    assert numbers(files(pieter)[0]) == {NUMBER}


@ONE_ENGINE
def test_a_scheduled_export_that_fails_is_told_to_its_owner(
    scheduled: Scheduled, pieter: Person, sipho: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> Written:
        raise OSError("no space left on device")

    with monkeypatch.context() as broken_disk:
        broken_disk.setattr(exporting, "write", broken)
        scheduled(What.EXPORT, "C0RETAIL")
    assert "*Export failed: all lists*" in told(pieter).text
    assert said(sipho, "#retail-campaigns") == []

    pieter.clicks("Try Again", channel="dm")
    assert numbers(files(sipho, "#retail-campaigns")[0]) == {NUMBER}
