"""Exports into a channel: who may, who is told what, and who would read them."""

import pytest

from bot.application import Application
from bot.sandbox import seeding
from bot.sandbox.person import NotThereError, Person
from bot.sandbox.server import Sandbox
from optouts import exports, workspaces
from optouts.changes import Act
from optouts.export_order import Order
from optouts.jobs import Report
from optouts.words import Origin
from tests.journeys.conftest import Told, assert_settled
from tests.journeys.exporting import COMMAS, FORMAT, PLACE, PURPOSE, files, numbers
from tests.journeys.importing import ONE_ENGINE, at_once, handed, said, whispers

NUMBER = "+27831234567"
ROOM, SHARED = "#retail-campaigns", "#partners"
ALL_THE_SAME, TO_ME = "Share It All the Same", "Send It to Me Only"


@pytest.fixture(autouse=True)
def opted_out(naledi: Person) -> None:
    naledi.types("/optout add 083 123 4567", channel="#opt-outs")


def shares(person: Person, room: str, *, purpose: str = "Friday’s campaign") -> None:
    """The form from the direct messages, for a channel."""
    person.types("/optout export", channel="dm")
    person.chooses(FORMAT, COMMAS)
    person.chooses(PLACE, room)
    person.fills(PURPOSE, purpose)
    person.submits()


def test_a_manager_shares_an_export_and_the_channel_is_told_who_asked_and_what_for(
    pieter: Person, sipho: Person, told: Told
) -> None:
    before = told()
    shares(pieter, ROOM)

    [summary] = said(sipho, ROOM)
    [file] = handed(sipho, ROOM)
    assert summary.text.startswith("*Exported 1 opt-out: all lists*\n")
    assert "Asked for by @Pieter van Wyk" in summary.text
    assert "for: Friday’s campaign" in summary.text
    assert file.text == (
        "1 opt-out (all lists), asked for by @Pieter van Wyk for: Friday’s campaign"
    )
    assert numbers(files(sipho, ROOM)[0]) == {NUMBER}
    assert "4567" not in summary.text + file.text
    assert handed(pieter) == []
    assert pieter.sees("dm")[-1].text == ("I am writing the file. It comes into #retail-campaigns.")
    assert told() == before


@ONE_ENGINE
def test_the_command_can_name_the_channel(pieter: Person) -> None:
    pieter.types(f"/optout export to {ROOM} purpose spring sale", channel=ROOM)
    assert f"{PLACE} (optional): {ROOM}" in pieter.modal
    assert f"{PURPOSE} (optional): spring sale" in pieter.modal
    pieter.submits()

    assert "for: spring sale" in handed(pieter, ROOM)[0].text
    assert whispers(pieter, ROOM) == []


@ONE_ENGINE
def test_only_managers_are_offered_a_channel(naledi: Person) -> None:
    naledi.types("/optout export", channel="dm")

    with pytest.raises(NotThereError):
        naledi.chooses(PLACE, ROOM)


@ONE_ENGINE
def test_what_is_shared_says_what_it_is_for(pieter: Person) -> None:
    shares(pieter, ROOM, purpose="")

    assert pieter.errors == {PURPOSE: "Say what it is for: the channel is told."}
    pieter.fills(PURPOSE, "Friday’s campaign")
    pieter.submits()
    assert len(handed(pieter, ROOM)) == 1


@ONE_ENGINE
def test_a_channel_that_the_bot_is_not_in_is_refused_in_the_form(pieter: Person) -> None:
    shares(pieter, "#general")

    assert pieter.errors[PLACE].startswith("I may not write in this channel. Invite me there")


def test_readers_from_outside_are_named_before_anything_is_shared(
    thandi: Person, naledi: Person
) -> None:
    shares(thandi, SHARED)

    [warning] = [each.text for each in said(thandi)]
    assert warning.startswith("*People of another company read in #partners.* Nothing was exported")
    assert "• The channel is shared with another company." in warning
    assert "• From another company: @Alex Kim" in warning
    assert "• Guests: @Gustav Brand" in warning
    assert said(naledi, SHARED) == handed(thandi) == []

    thandi.clicks(ALL_THE_SAME, channel="dm")
    assert numbers(files(naledi, SHARED)[0]) == {NUMBER}
    assert [each.text for each in said(thandi)] == [
        "I am writing the file. It comes into #partners."
    ]


@ONE_ENGINE
def test_after_the_warning_the_file_can_go_to_the_manager_alone(
    thandi: Person, naledi: Person
) -> None:
    shares(thandi, SHARED)
    thandi.clicks(TO_ME, channel="dm")

    assert numbers(files(thandi)[0]) == {NUMBER}
    assert handed(naledi, SHARED) == said(naledi, SHARED) == []


@ONE_ENGINE
def test_a_guest_is_reason_enough_for_a_warning(
    slack: Sandbox, pieter: Person, sipho: Person
) -> None:
    slack.workspace.channels["C0RETAIL"].members.append("U0GUSTAV")
    shares(pieter, ROOM)

    assert said(pieter)[0].text.startswith("*Guests read in #retail-campaigns.*")
    assert handed(sipho, ROOM) == []


@ONE_ENGINE
def test_members_that_were_not_looked_at_are_no_full_members(
    monkeypatch: pytest.MonkeyPatch, pieter: Person, sipho: Person
) -> None:
    monkeypatch.setattr("handlers.slack.audiences.LOOKED_AT", 2)
    shares(pieter, ROOM)

    assert "too many members to look at each: 3 members may be anybody" in said(pieter)[0].text
    assert handed(sipho, ROOM) == []


@ONE_ENGINE
def test_when_slack_does_not_say_who_reads_nothing_is_shared(
    slack: Sandbox, pieter: Person, sipho: Person
) -> None:
    slack.faults.switch_on("server_error", method="conversations.members")
    shares(pieter, ROOM)

    assert "Nothing was changed" in said(pieter)[0].text
    assert handed(sipho, ROOM) == []


@ONE_ENGINE
def test_of_several_clicks_under_one_warning_the_first_counts(
    slack: Sandbox, thandi: Person, naledi: Person
) -> None:
    shares(thandi, SHARED)
    with at_once(slack):
        thandi.clicks(ALL_THE_SAME, channel="dm", times=2)

    assert len(handed(naledi, SHARED)) == 1


@ONE_ENGINE
def test_a_file_for_a_channel_that_shut_the_bot_out_goes_to_who_asked_for_it(
    company: Application, pieter: Person
) -> None:
    workspace = workspaces.of_team(company.core, enterprise_id="", team_id="T0BAOBAB")
    act = Act(workspace, seeding.PIETER, Origin.SLACK, "asked before the channel was left")
    exports.start(company.core, act, Order(), report=Report("G0LEADS"))
    assert_settled(company)

    assert len(handed(pieter)) == 1
    summary, why = said(pieter)
    assert summary.text.startswith("*Exported 1 opt-out: all lists*")
    assert why.text.startswith("This was for #leads, where I may not write")
