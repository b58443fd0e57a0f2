"""Undo: by whom, from where, how often, how long, and what it gives back."""

import pytest

from bot.sandbox.person import NotThereError, Person
from tests.conftest import Clock
from tests.journeys.conftest import RepliesStop, Told, answer

OPTED_OUT = (
    "@Naledi Dlamini opted out *+27…4567*\n"
    "• Every account · SMS · every sender\n"
    "1 March 2026, 09:00 UTC · from Slack in #opt-outs\n"
)


def test_whoever_made_a_change_may_undo_it(thandi: Person, sipho: Person, told: Told) -> None:
    thandi.types("/optout add 083 123 4567")
    thandi.clicks("Undo", beside="History")

    assert answer(thandi) == "*Undone: 1 opt-out taken off again*"
    assert len(told()) == 1
    assert told()[0].endswith("*Undone* by @Thandi Mokoena, 1 March 2026, 09:00 UTC")
    assert "[Undo]" not in told()[0]
    sipho.types("/optout check 083 123 4567")
    assert "is not opted out" in answer(sipho)


def test_another_manager_undoes_it_in_the_teams_channel(
    naledi: Person, pieter: Person, sipho: Person, told: Told, clock: Clock
) -> None:
    naledi.types("/optout add 083 123 4567")
    clock.advance(hours=2)
    pieter.clicks("Undo", "#opt-outs")

    assert told() == [f"{OPTED_OUT}*Undone* by @Pieter van Wyk, 1 March 2026, 11:00 UTC"]
    sipho.types("/optout check 083 123 4567")
    assert "is not opted out" in answer(sipho)
    with pytest.raises(NotThereError):
        pieter.clicks("Undo", "#opt-outs")


def test_a_second_undo_is_told_who_was_first_and_when(
    thandi: Person, pieter: Person, told: Told, clock: Clock
) -> None:
    thandi.types("/optout add 083 123 4567", channel="#retail-campaigns")
    clock.advance(hours=2)
    pieter.clicks("Undo", "#opt-outs")
    clock.advance(days=1)
    thandi.clicks("Undo", "#retail-campaigns")

    assert answer(thandi) == "Already undone by @Pieter van Wyk, 1 March 2026, 11:00 UTC."
    assert told()[0].endswith("*Undone* by @Pieter van Wyk, 1 March 2026, 11:00 UTC")


def test_an_editor_may_not_undo_what_was_added(naledi: Person, sipho: Person, told: Told) -> None:
    naledi.types("/optout add 083 123 4567")
    for refused in (naledi, sipho):
        refused.clicks("Undo", "#opt-outs")

        assert answer(refused).startswith("You need the role *manager* to remove opt-outs")
        assert "A manager can give it to you with `/optout role @you manager`" in answer(refused)
    assert told() == [f"{OPTED_OUT}[Undo]"]


def test_an_undone_removal_gives_the_original_date_back(
    naledi: Person, thandi: Person, sipho: Person, told: Told, clock: Clock
) -> None:
    naledi.types("/optout add 083 123 4567 note asked by phone")
    clock.advance(days=2)
    thandi.types("/optout remove 083 123 4567 everywhere")
    clock.advance(days=2)
    naledi.clicks("Undo", "#opt-outs")

    assert told()[1].endswith("*Undone* by @Naledi Dlamini, 5 March 2026, 09:00 UTC")
    sipho.types("/optout check 083 123 4567")
    assert "since 1 March 2026, 09:00 UTC by @Naledi Dlamini, from Slack" in answer(sipho)


def test_a_change_is_undone_from_the_history(
    naledi: Person, pieter: Person, sipho: Person, told: Told
) -> None:
    naledi.types("/optout add 083 123 4567")
    pieter.types("/optout history 083 123 4567", channel="#retail-campaigns")
    pieter.clicks("Undo Last Change")

    assert answer(pieter) == "*Undone: 1 opt-out taken off again*"
    assert told()[0].endswith("*Undone* by @Pieter van Wyk, 1 March 2026, 09:00 UTC")
    sipho.types("/optout check 083 123 4567")
    assert "is not opted out" in answer(sipho)


def test_a_change_is_undone_from_the_home_tab(
    naledi: Person, pieter: Person, told: Told, clock: Clock
) -> None:
    naledi.types("/optout add 083 123 4567")
    clock.advance(hours=1)
    pieter.opens_home()
    assert "*1 opt-out* on 1 list." in pieter.home

    pieter.clicks("Undo", "home")

    assert "*0 opt-outs* on 1 list." in pieter.home
    assert f"{OPTED_OUT}*Undone* by @Pieter van Wyk, 1 March 2026, 10:00 UTC" in pieter.home
    assert "[Undo]" not in pieter.home
    assert told()[0].endswith("*Undone* by @Pieter van Wyk, 1 March 2026, 10:00 UTC")


def test_the_home_tab_offers_an_editor_only_what_an_editor_may_undo(
    naledi: Person, thandi: Person, told: Told
) -> None:
    naledi.types("/optout add 083 123 4567")
    naledi.opens_home()
    assert "[Undo]" not in naledi.home

    thandi.types("/optout remove 083 123 4567 everywhere")
    naledi.opens_home()
    naledi.clicks("Undo", "home")

    assert "*1 opt-out* on 1 list." in naledi.home
    assert told()[1].endswith("*Undone* by @Naledi Dlamini, 1 March 2026, 09:00 UTC")


def test_after_thirty_days_a_change_cannot_be_undone(
    naledi: Person, pieter: Person, told: Told, clock: Clock
) -> None:
    naledi.types("/optout add 083 123 4567")
    clock.advance(days=31)
    pieter.clicks("Undo", "#opt-outs")

    assert answer(pieter) == (
        "This change is of 1 March 2026, 09:00 UTC and can be undone for 30 days only."
        " Add or remove the numbers instead; managers set the time in `/optout settings`."
    )
    assert told() == [f"{OPTED_OUT}[Undo]"]

    pieter.types("/optout settings undo_days 60")
    pieter.clicks("Undo", "#opt-outs")
    assert told()[0].endswith("*Undone* by @Pieter van Wyk, 1 April 2026, 09:00 UTC")


def test_undo_leaves_alone_what_stood_before(naledi: Person, thandi: Person, told: Told) -> None:
    naledi.types("/optout add 082 987 6543")
    thandi.types("/optout add 082 987 6543, 083 123 4567")
    thandi.clicks("Undo", beside="History")

    assert answer(thandi) == "*Undone: 1 opt-out taken off again*"
    assert "[Undo]" in told()[0]
    thandi.types("/optout check 082 987 6543, 083 123 4567")
    assert "*+27 82 987 6543* is opted out:" in answer(thandi)
    assert "*+27 83 123 4567* is not opted out." in answer(thandi)


def test_undo_leaves_alone_what_came_later(
    naledi: Person, thandi: Person, pieter: Person, told: Told, clock: Clock
) -> None:
    thandi.types("/optout add 083 123 4567", channel="#retail-campaigns")
    pieter.types("/optout remove 083 123 4567 everywhere")
    clock.advance(days=1)
    naledi.types("/optout add 083 123 4567")
    thandi.clicks("Undo", "#retail-campaigns")

    assert answer(thandi) == (
        "*Undone, but there was nothing left to reverse: it had all been changed since*"
    )
    assert "[Undo]" in told()[2]
    thandi.types("/optout check 083 123 4567")
    assert "since 2 March 2026, 09:00 UTC by @Naledi Dlamini" in answer(thandi)


def test_undo_takes_several_numbers_off_all_their_lists(thandi: Person, told: Told) -> None:
    thandi.types("/optout add 083 123 4567, 082 987 6543 both from Retail support")
    thandi.clicks("Undo", "#opt-outs")

    assert "opted out *2 numbers*" in told()[0]
    assert "*Undone* by @Thandi Mokoena" in told()[0]
    thandi.types("/optout list")
    assert "The lists are empty." in answer(thandi)


def test_what_a_person_asked_for_is_undone_only_with_a_reason(
    thandi: Person, sipho: Person, told: Told, replies_stop: RepliesStop
) -> None:
    replies_stop("083 123 4567")
    thandi.types("/optout history 083 123 4567")
    thandi.clicks("Undo Last Change")
    assert "Undoing this lifts opt-outs that people asked for themselves." in thandi.modal

    for nothing in (None, "  "):
        thandi.fills("Reason", nothing)
        thandi.submits()
        assert set(thandi.errors) == {"Reason"}
    sipho.types("/optout check 083 123 4567")
    assert "is opted out" in answer(sipho)
    assert told() == []

    thandi.fills("Reason", "phoned us")
    thandi.submits()

    assert thandi.modal == ""
    assert answer(thandi) == "*Undone: 1 opt-out taken off again*"
    assert told()[0].startswith("@Thandi Mokoena took *+27…4567* off again by undo")
    assert "*+27…4567*" in told()[0]
    assert "from Slack in #opt-outs · phoned us" in told()[0]
    sipho.types("/optout check 083 123 4567")
    assert "is not opted out" in answer(sipho)


def test_the_home_tab_is_up_to_date_after_an_undo_with_a_reason(
    thandi: Person, replies_stop: RepliesStop
) -> None:
    replies_stop("083 123 4567")
    thandi.opens_home()
    assert "*+27…4567* opted out" in thandi.home

    thandi.clicks("Undo", "home")
    thandi.fills("Reason", "phoned us")
    thandi.submits()

    assert "*0 opt-outs* on 1 list." in thandi.home
    assert "*Undone* by @Thandi Mokoena" in thandi.home


def test_a_reason_that_comes_too_late_is_told_who_was_first(
    thandi: Person, pieter: Person, replies_stop: RepliesStop, clock: Clock
) -> None:
    replies_stop("083 123 4567")
    for manager in (thandi, pieter):
        manager.types("/optout history 083 123 4567")
        manager.clicks("Undo Last Change")
        manager.fills("Reason", "phoned us")
    pieter.submits()
    clock.advance(hours=1)
    thandi.submits()

    assert thandi.modal == ""
    assert answer(thandi) == "Already undone by @Pieter van Wyk, 1 March 2026, 09:00 UTC."


def test_an_undone_removal_still_needs_a_reason_to_be_lifted_again(
    thandi: Person, naledi: Person, replies_stop: RepliesStop, told: Told
) -> None:
    replies_stop("083 123 4567")
    thandi.types("/optout remove 083 123 4567 everywhere reason phoned us")
    naledi.clicks("Undo", "#opt-outs")
    naledi.types("/optout check 083 123 4567")
    assert "since 1 March 2026, 09:00 UTC, from a reply of the person" in answer(naledi)

    thandi.types("/optout remove 083 123 4567 everywhere")

    assert answer(thandi).startswith("This person opted out themselves.")
    assert len(told()) == 1
