"""The Home tab: what stands, what happened last, and what this person may do."""

import pytest

from bot.sandbox.person import NotThereError, Person
from tests.conftest import Clock
from tests.journeys.conftest import RepliesStop, Told, answer
from tests.journeys.importing import ONE_ENGINE

ROOM = "#retail-campaigns"


@ONE_ENGINE
def test_an_empty_home_teaches_what_can_be_done(thandi: Person, sipho: Person) -> None:
    thandi.opens_home()
    sipho.opens_home()

    assert "*Nobody is opted out yet.* `/optout add 083 123 4567` adds the first" in thandi.home
    assert "Latest changes" not in thandi.home
    assert "The last 30 days" not in thandi.home
    assert "`/optout add" not in sipho.home
    assert "the totals, the last days and all changes stand here" in sipho.home


def test_home_shows_totals_by_channel_and_account_and_the_latest_changes_with_numbers_masked(
    thandi: Person, naledi: Person
) -> None:
    naledi.types("/optout add 083 123 4567, 082 987 6543 for Baobab Retail", channel=ROOM)
    naledi.types("/optout add +27831234567 from Travel desk", channel=ROOM)

    thandi.opens_home()

    assert "*3 opt-outs* on 2 lists.\n*SMS*\n2\n*WhatsApp*\n1\n" in thandi.home
    assert "• Baobab Retail: *2* (SMS 2)\n• Every account: *1* (WhatsApp 1)" in thandi.home
    assert "@Naledi Dlamini opted out *+27…4567*\n• Every account · WhatsApp · Travel desk" in (
        thandi.home
    )
    assert "@Naledi Dlamini opted out *2 numbers*" in thandi.home
    assert "123 4567" not in thandi.home
    assert thandi.home.count("[Undo]") == 2
    assert thandi.home.endswith("Updated 1 March 2026, 09:00 UTC")


def test_home_offers_each_role_what_it_may_do(
    sipho: Person, naledi: Person, pieter: Person
) -> None:
    naledi.types("/optout add 083 123 4567", channel=ROOM)

    for person, buttons, may_undo in (
        (sipho, "[Check…] [Export…] [History…] [List] [Reports]", False),
        (naledi, "[Add…] [Check…] [Import…] [Export…] [History…] [List] [Reports]", False),
        (
            pieter,
            "[Add…] [Check…] [Import…] [Export…] [History…] [Remove…] [List] [Reports]",
            True,
        ),
    ):
        person.opens_home()
        more = "[Providers] [API Keys] [Settings…] " if person is pieter else ""
        assert f"\n{buttons}\n[Reviews] [Keywords] [Replies] {more}[Help]\n" in person.home
        assert ("[Undo]" in person.home) == may_undo


def test_a_removal_can_be_undone_from_home_by_an_editor(thandi: Person, naledi: Person) -> None:
    thandi.types("/optout add 083 123 4567", channel=ROOM)
    thandi.types("/optout remove 083 123 4567 everywhere", channel=ROOM)

    naledi.opens_home()
    naledi.clicks("Undo", "home")

    assert "*1 opt-out* on 1 list." in naledi.home


def test_undo_on_home_undoes_and_draws_it_anew(thandi: Person, naledi: Person, told: Told) -> None:
    naledi.types("/optout add 083 123 4567", channel=ROOM)
    thandi.opens_home()

    thandi.clicks("Undo", "home")

    assert "*0 opt-outs*" in thandi.home
    assert "*Undone* by @Thandi Mokoena" in thandi.home
    assert "[Undo]" not in thandi.home
    assert "*Undone* by @Thandi Mokoena" in told()[0]


@ONE_ENGINE
def test_an_old_home_cannot_undo_twice(thandi: Person, pieter: Person, naledi: Person) -> None:
    naledi.types("/optout add 083 123 4567", channel=ROOM)
    thandi.opens_home()
    pieter.opens_home()
    pieter.clicks("Undo", "home")

    thandi.clicks("Undo", "home")

    assert "Already undone by @Pieter van Wyk" in answer(thandi)


@ONE_ENGINE
def test_the_buttons_of_home_open_their_forms_and_answer_in_the_apps_conversation(
    thandi: Person,
) -> None:
    thandi.opens_home()
    for button, title in (
        ("Add…", "Add opt-outs"),
        ("Check…", "Check numbers"),
        ("Import…", "Import opt-outs"),
        ("Export…", "Export opt-outs"),
        ("History…", "History of a number"),
        ("Remove…", "Remove opt-outs"),
        ("Settings…", "Settings"),
    ):
        thandi.clicks(button, "home")
        assert thandi.modal.startswith(title), button
        thandi.closes()
    for button, told in (
        ("List", "The lists are empty."),
        ("Reports", "There are no reports yet."),
        ("Reviews", "No reply waits"),
        ("Keywords", "What replies mean"),
        ("Replies", "What people are told"),
        ("Providers", "where people’s replies come from"),
        ("API Keys", "which programs may ask and tell"),
        ("Help", "What Optout can do"),
    ):
        thandi.clicks(button, "home")
        assert told in thandi.sees("dm")[-1].text, button

    thandi.clicks("Add…", "home")
    thandi.fills("Numbers", "083 123 4567")
    thandi.submits()

    assert "Opted out +27 83 123 4567" in thandi.sees("dm")[-1].text
    thandi.opens_home()
    assert "*1 opt-out* on 1 list." in thandi.home


def test_the_last_days_are_told_in_bars_and_in_words(
    thandi: Person, naledi: Person, replies_stop: RepliesStop, clock: Clock
) -> None:
    clock.advance(days=-10)
    naledi.types("/optout add 082 987 6543", channel=ROOM)
    clock.advance(days=9)
    for number in ("083 123 4567", "083 123 4568", "083 123 4569"):
        replies_stop(number)
    clock.advance(days=1)
    naledi.types("/optout add 082 987 6544", channel=ROOM)
    naledi.types("/optout add 082 987 6545", channel=ROOM)
    thandi.opens_home()
    thandi.clicks("Undo", "home")

    shown = thandi.home

    assert "# The last 30 days\n*5 opt-outs*. The most came on 28 Feb: 3." in shown
    assert "Last 7 days: *4*, 300 % more than the 1 before." in shown
    assert "3 │                            █" in shown
    assert f"0 └{'─' * 30}\n   31 Jan{'1 Mar':>24}" in shown


@ONE_ENGINE
def test_a_day_begins_at_midnight_of_the_workspaces_zone(
    thandi: Person, naledi: Person, clock: Clock
) -> None:
    clock.advance(hours=-11.5)  # 21:30 UTC: 23:30 in Johannesburg
    naledi.types("/optout add 082 987 6543, 082 987 6544", channel=ROOM)
    clock.advance(hours=1)
    naledi.types("/optout add 082 987 6545", channel=ROOM)

    thandi.opens_home()

    assert "The most came on 28 Feb: 2." in thandi.home


@ONE_ENGINE
def test_a_change_that_is_too_old_is_not_undone_from_home(
    thandi: Person, naledi: Person, clock: Clock
) -> None:
    naledi.types("/optout add 083 123 4567", channel=ROOM)
    thandi.opens_home()
    clock.advance(days=31)

    thandi.clicks("Undo", "home")

    assert "can be undone for 30 days only" in answer(thandi)
    thandi.types("/optout check 083 123 4567", channel=ROOM)
    assert "is opted out" in answer(thandi)
    thandi.opens_home()
    assert "[Undo]" not in thandi.home
    assert "Nobody opted out in the last 30 days." in thandi.home
    assert "│" not in thandi.home


@ONE_ENGINE
def test_home_holds_no_more_than_slack_takes(thandi: Person) -> None:
    for number in range(25):
        thandi.types(f"/optout add 082 555 01{number:02} note {'long ' * 60}", channel=ROOM)

    thandi.opens_home()

    assert "*25 opt-outs*" in thandi.home
    assert thandi.home.count("[Undo]") == 10
    with pytest.raises(NotThereError):
        thandi.clicks("Older", "home")
