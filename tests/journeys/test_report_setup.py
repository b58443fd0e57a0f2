"""Scheduled reports as people set them up, change them and stop them."""

import pytest

from bot.application import Application
from bot.sandbox import seeding
from bot.sandbox.person import NotThereError, Person
from bot.sandbox.server import Sandbox
from optouts import schedules as company_schedules
from optouts import workspaces
from optouts.changes import Act
from optouts.schedule import Every, Plan, What, When
from optouts.words import Origin
from tests.conftest import Clock
from tests.journeys.conftest import ADMIN, answer
from tests.journeys.importing import ONE_ENGINE
from tests.journeys.reporting import ELSEWHERE, answered, lists, passes, posted, schedules


def test_a_manager_schedules_a_digest_and_two_lines_say_what_comes_next(
    thandi: Person, sipho: Person
) -> None:
    assert "There are no reports yet." in lists(thandi)
    thandi.clicks("New Report…")
    assert thandi.modal.startswith("New report")
    thandi.chooses("When", "Every week")
    thandi.chooses("Day", "Monday")
    thandi.fills("Time", "08:00")
    thandi.chooses("Channels", "#opt-outs")
    thandi.chooses("People")
    thandi.fills("Name", "Monday digest")
    thandi.submits()
    assert thandi.modal == "", thandi.errors

    saved = answered(thandi)
    assert "The report “Monday digest” is scheduled." in saved
    lines = [
        "*Monday digest*: what changed, in a message with a chart, to #opt-outs",
        "Mondays 08:00 SAST, next on 2 March 2026",
    ]
    assert "\n".join(lines) in saved
    listed = lists(sipho)
    assert "\n".join(lines) in listed
    assert "[Last Runs]" in listed
    assert "[Delete]" not in listed
    assert "[New Report…]" not in listed


@ONE_ENGINE
def test_the_form_asks_only_for_what_is_chosen(thandi: Person) -> None:
    thandi.types("/optout report new", channel=ELSEWHERE)
    thandi.fills("Name", "Kept")
    assert "Excel workbook" not in thandi.modal
    thandi.chooses("Report", "Changes since the last report")
    assert "Excel workbook" in thandi.modal
    with pytest.raises(NotThereError):
        thandi.chooses("File", "Numbers only (.txt)")  # they would not tell what ended
    thandi.chooses("Report", "Full export")
    thandi.chooses("File", "Numbers only (.txt)")
    thandi.chooses("When", "Every month")
    assert "Day of the month" in thandi.modal
    thandi.chooses("Day of the month", "The last day")
    thandi.chooses("When", "By a cron expression")
    assert "Cron expression" in thandi.modal
    assert "\nTime\n" not in thandi.modal
    assert "Kept" in thandi.modal
    assert "Numbers only (.txt)" in thandi.modal


@ONE_ENGINE
def test_what_is_wrong_is_said_under_its_field(thandi: Person) -> None:
    thandi.types("/optout report new", channel=ELSEWHERE)
    thandi.chooses("When", "By a cron expression")
    thandi.fills("Cron expression", "at eight")
    thandi.submits()
    assert "is not a cron line that I can follow" in thandi.errors["Cron expression"]
    thandi.fills("Cron expression", "0 8 1,15 * *")
    thandi.fills("Last day", "2026-03-05")
    thandi.submits()
    assert "would never be sent" in thandi.errors["Last day"]
    thandi.fills("Last day", "2026-04-01")
    thandi.chooses("Channels")
    thandi.chooses("People")
    thandi.submits()
    assert "Choose at least one channel or person" in thandi.errors["People"]
    thandi.chooses("Channels", "#leads")
    thandi.chooses("People", "@gustav", "@sipho")
    thandi.submits()
    assert "I may not write in this channel. Invite me there" in thandi.errors["Channels"]
    assert thandi.errors["People"].startswith("Gustav Brand may not see opt-outs.")
    thandi.chooses("Channels", "#opt-outs")
    thandi.chooses("People", "@sipho")
    thandi.submits()
    assert thandi.modal == "", thandi.errors
    assert "to #opt-outs and @Sipho Ndlovu" in answered(thandi)
    assert "next on 15 March 2026 at 08:00, until 1 April 2026" in answered(thandi)


@ONE_ENGINE
def test_people_from_outside_are_warned_of_before_anything_is_sent(thandi: Person) -> None:
    schedules(thandi, report="Full export", channels=("#partners",))
    whispers = [each.text for each in thandi.sees(ELSEWHERE) if each.ephemeral]
    assert "is scheduled" in whispers[-2]
    assert "In #partners people of another company would read it." in whispers[-1]


@ONE_ENGINE
def test_an_editor_has_reports_for_themselves_only(naledi: Person, thandi: Person) -> None:
    naledi.types("/optout report new", channel=ELSEWHERE)
    assert "It comes to you, in our direct messages." in naledi.modal
    assert "Channels" not in naledi.modal
    naledi.submits(times=2)  # delivered twice, done once
    assert "to @Naledi Dlamini\n" in answered(naledi)
    schedules(thandi, name="Of the manager")
    listed = lists(naledi)
    assert listed.count("[Edit…]") == 1
    assert "*Of the manager*" in listed
    assert lists(thandi).count("[Edit…]") == 2


@ONE_ENGINE
def test_a_viewer_sets_up_nothing(sipho: Person) -> None:
    sipho.types("/optout report new", channel=ELSEWHERE)
    assert "You need the role *editor* to set up reports" in answer(sipho)
    sipho.types("/optout report tomorrow", channel=ELSEWHERE)
    assert "is nothing that reports can do" in answer(sipho)


def test_a_report_is_edited_paused_resumed_and_deleted(
    slack: Sandbox, thandi: Person, pieter: Person, clock: Clock
) -> None:
    schedules(thandi, when="Every day", name="Daily")
    lists(pieter)
    pieter.clicks("Edit…")
    assert pieter.modal.startswith("Edit the report")
    assert "08:00" in pieter.modal
    pieter.fills("Time", "17:30")
    pieter.chooses("Only of account", "Baobab Retail")
    pieter.submits()
    assert pieter.modal == "", pieter.errors
    assert "Every day 17:30 SAST, next on 1 March 2026" in lists(pieter)
    assert "with a chart, only of Baobab Retail, to #opt-outs" in answered(pieter)

    pieter.clicks("Pause")
    assert "Every day 17:30 SAST, paused" in answered(pieter)
    passes(slack, clock, days=2)
    assert posted(thandi, title="Daily") == []
    pieter.clicks("Resume")
    assert "Every day 17:30 SAST, next on 3 March 2026" in answered(pieter)
    passes(slack, clock, days=1)
    assert len(posted(thandi, title="Daily")) == 1

    pieter.clicks("Delete")
    assert "There are no reports yet." in answered(pieter)
    passes(slack, clock, days=1)
    assert len(posted(thandi, title="Daily")) == 1


def test_a_report_is_sent_at_once_and_its_runs_are_shown(thandi: Person) -> None:
    thandi.types("/optout add 083 123 4567", channel=ELSEWHERE)
    schedules(thandi, name="Weekly")
    lists(thandi)
    thandi.clicks("Last Runs")
    assert "“Weekly” has not run yet." in answered(thandi)
    thandi.clicks("Run Now")
    assert "The report “Weekly” is on its way to #opt-outs." in answered(thandi)
    [report] = posted(thandi, title="Weekly")
    assert "late" not in report.text
    thandi.clicks("Last Runs")
    assert "at once to #opt-outs: sent; " in answered(thandi)


@ONE_ENGINE
def test_many_reports_come_page_by_page(company: Application, thandi: Person) -> None:
    workspace = workspaces.of_team(company.core, enterprise_id="", team_id=seeding.TEAM)
    for number in range(1, 22):
        act = Act(workspace, ADMIN, Origin.SLACK, request=f"report {number}")
        plan = Plan(What.DIGEST, When(Every.DAY), (ADMIN.id,), name=f"Report {number:02}")
        company_schedules.create(company.core, act, plan)
    listed = lists(thandi)
    assert "*Report 20*" in listed
    assert "*Report 21*" not in listed
    thandi.clicks("Next Page")
    assert "*Report 21*" in answered(thandi)
    assert "[Next Page]" not in answered(thandi)
