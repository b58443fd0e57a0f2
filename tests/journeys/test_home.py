"""The Home tab: what stands, what happened last, and what this person may do."""

import pytest

from bot.sandbox.person import NotThereError, Person
from bot.sandbox.server import Sandbox
from tests.conftest import Clock
from tests.journeys.conftest import Told, answer

ROOM = "#retail-campaigns"


def test_an_empty_home_teaches_what_can_be_done(thandi: Person) -> None:
    thandi.opens_home()

    assert "*0 opt-outs* on 0 lists." in thandi.home
    assert "[Add…] [Check…] [History…] [Remove…] [List] [Settings…] [Help]" in thandi.home
    assert "Latest changes" not in thandi.home


def test_home_shows_the_lists_and_the_latest_changes_with_numbers_masked(
    thandi: Person, naledi: Person
) -> None:
    naledi.types("/optout add 083 123 4567, 082 987 6543 for Baobab Retail", channel=ROOM)
    naledi.types("/optout add +27831234567 from Travel desk", channel=ROOM)

    thandi.opens_home()

    assert "*3 opt-outs* on 2 lists." in thandi.home
    assert "• Baobab Retail · SMS · every sender: *2*" in thandi.home
    assert "@Naledi Dlamini opted out *+27…4567*" in thandi.home
    assert "@Naledi Dlamini opted out *2 numbers*" in thandi.home
    assert "123 4567" not in thandi.home
    assert thandi.home.count("[Undo]") == 2


def test_home_offers_each_role_what_it_may_do(
    sipho: Person, naledi: Person, pieter: Person
) -> None:
    naledi.types("/optout add 083 123 4567", channel=ROOM)

    for person, buttons, may_undo in (
        (sipho, "[Check…] [History…] [List] [Help]", False),
        (naledi, "[Add…] [Check…] [History…] [List] [Help]", False),
        (pieter, "[Add…] [Check…] [History…] [Remove…] [List] [Settings…] [Help]", True),
    ):
        person.opens_home()
        assert f"\n{buttons}\n" in person.home
        assert ("[Undo]" in person.home) == may_undo


def test_undo_on_home_undoes_and_draws_it_anew(thandi: Person, naledi: Person, told: Told) -> None:
    naledi.types("/optout add 083 123 4567", channel=ROOM)
    thandi.opens_home()

    thandi.clicks("Undo", "home")

    assert "*0 opt-outs*" in thandi.home
    assert "*Undone* by @Thandi Mokoena" in thandi.home
    assert "[Undo]" not in thandi.home
    assert "*Undone* by @Thandi Mokoena" in told()[0]


def test_an_old_home_cannot_undo_twice(thandi: Person, pieter: Person, naledi: Person) -> None:
    naledi.types("/optout add 083 123 4567", channel=ROOM)
    thandi.opens_home()
    pieter.opens_home()
    pieter.clicks("Undo", "home")

    thandi.clicks("Undo", "home")

    assert "Already undone by @Pieter van Wyk" in answer(thandi)


def test_the_buttons_of_home_open_their_forms_and_answer_in_the_apps_conversation(
    thandi: Person,
) -> None:
    thandi.opens_home()
    for button, title in (
        ("Add…", "Add opt-outs"),
        ("Check…", "Check numbers"),
        ("History…", "History of a number"),
        ("Remove…", "Remove opt-outs"),
        ("Settings…", "Settings"),
    ):
        thandi.clicks(button, "home")
        assert thandi.modal.startswith(title), button
        thandi.closes()
    thandi.clicks("List", "home")
    assert "The lists are empty." in thandi.sees("dm")[-1].text
    thandi.clicks("Help", "home")
    assert "What Optout can do" in thandi.sees("dm")[-1].text

    thandi.clicks("Add…", "home")
    thandi.fills("Numbers", "083 123 4567")
    thandi.submits()

    assert "Opted out +27 83 123 4567" in thandi.sees("dm")[-1].text
    thandi.opens_home()
    assert "*1 opt-out* on 1 list." in thandi.home


def test_what_is_not_set_up_yet_is_said_to_those_who_can_do_it(
    thandi: Person, naledi: Person, slack: Sandbox
) -> None:
    thandi.types("/optout settings region", channel=ROOM)
    thandi.types("/optout settings announcements", channel=ROOM)

    thandi.opens_home()
    naledi.opens_home()

    assert "*Still to be set up* in the settings:" in thandi.home
    assert "a region" in thandi.home
    assert "a channel in which changes are confirmed" in thandi.home
    assert "Still to be set up" not in naledi.home
    assert slack.workspace.modal_stack("U0NALEDI") == []


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


def test_home_holds_no_more_than_slack_takes(thandi: Person) -> None:
    for number in range(25):
        thandi.types(f"/optout add 082 555 01{number:02} note {'long ' * 60}", channel=ROOM)

    thandi.opens_home()

    assert "*25 opt-outs*" in thandi.home
    assert thandi.home.count("[Undo]") == 10
    with pytest.raises(NotThereError):
        thandi.clicks("Older", "home")
