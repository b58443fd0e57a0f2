"""Taking numbers off lists, by tick boxes and by words; lifting what people asked for."""

import pytest

from bot.sandbox.person import Person
from tests.conftest import Clock
from tests.journeys.conftest import RepliesStop, Told, answer

BY_THEMSELVES = "This person opted out themselves. Lifting that needs a reason"


def test_a_number_is_taken_off_one_account_of_two(
    naledi: Person, thandi: Person, sipho: Person, told: Told
) -> None:
    naledi.types("/optout add 083 123 4567 for Baobab Retail, Baobab Travel")
    thandi.types("/optout remove 083 123 4567")

    assert thandi.modal == (
        "Remove opt-outs\n"
        "*+27 83 123 4567* may be messaged again by what you tick.\n"
        "Take off these lists:\n"
        "[ ] Baobab Retail · SMS · every sender - since 1 Mar 2026, from Slack\n"
        "[ ] Baobab Travel · SMS · every sender - since 1 Mar 2026, from Slack\n"
        "Reason (optional):\n"
        "Kept with the change and shown in the history.\n"
        "[Remove] [Cancel]"
    )

    thandi.chooses("Take off these lists", "Baobab Travel · SMS · every sender")
    thandi.fills("Reason", "asked for offers of Travel")
    thandi.submits()

    assert answer(thandi) == (
        "*Took +27 83 123 4567 off 1 list*\n"
        "• Baobab Travel · SMS · every sender\n"
        "Reason: asked for offers of Travel\n"
        "[Undo] [History]"
    )
    assert told()[1] == (
        "@Thandi Mokoena took *+27…4567* off\n"
        "• Baobab Travel · SMS · every sender\n"
        "1 March 2026, 09:00 UTC · from Slack in #opt-outs · asked for offers of Travel\n"
        "[Undo]"
    )
    sipho.types("/optout check 083 123 4567 for Baobab Travel")
    assert "is not opted out of Baobab Travel" in answer(sipho)
    sipho.types("/optout check 083 123 4567 for Baobab Retail")
    assert "is opted out of Baobab Retail" in answer(sipho)


def test_the_only_list_of_a_number_is_ticked_already(
    naledi: Person, thandi: Person, told: Told
) -> None:
    naledi.types("/optout add 083 123 4567")
    thandi.types("/optout remove 083 123 4567")

    assert "[x] Every account · SMS · every sender" in thandi.modal

    thandi.submits()
    assert answer(thandi).startswith("*Took +27 83 123 4567 off 1 list*")
    assert len(told()) == 2


def test_at_least_one_list_must_be_ticked(naledi: Person, thandi: Person, told: Told) -> None:
    naledi.types("/optout add 083 123 4567 for Baobab Retail, Baobab Travel")
    thandi.types("/optout remove 083 123 4567")
    thandi.submits()

    assert thandi.errors == {"Take off these lists": "Please complete this required field."}
    assert len(told()) == 1


def test_more_lists_than_one_field_holds_can_be_ticked(
    naledi: Person, thandi: Person, sipho: Person, told: Told
) -> None:
    both = "both from Retail support, Travel desk, Loyalty club"
    naledi.types(f"/optout add 083 123 4567 {both}")
    naledi.types(f"/optout add 083 123 4567 {both} for Baobab Retail, Baobab Travel")
    thandi.types("/optout remove 083 123 4567")

    assert thandi.modal.count("[ ] ") == 12
    thandi.submits()
    assert thandi.errors == {
        "Take off these lists": "Tick at least one list to take the number off."
    }

    thandi.chooses("and these", "Baobab Travel · WhatsApp · Loyalty club (+27 60 012 3458)")
    thandi.submits()

    assert "• Baobab Travel · WhatsApp · Loyalty club (+27 60 012 3458)\n" in told()[2]
    sipho.types("/optout list")
    assert answer(sipho).startswith("*11 opt-outs on all lists*")


def test_a_number_is_taken_off_everywhere_by_words(
    naledi: Person, thandi: Person, sipho: Person, told: Told
) -> None:
    naledi.types("/optout add 083 123 4567 both from Retail support for Baobab Retail")
    naledi.types("/optout add 083 123 4567")
    thandi.types("/optout remove 083 123 4567 everywhere reason asked for it by phone")

    assert thandi.modal == ""
    assert answer(thandi).startswith("*Took +27 83 123 4567 off 3 lists*")
    assert "Reason: asked for it by phone" in answer(thandi)
    assert "from Slack in #opt-outs · asked for it by phone" in told()[2]
    sipho.types("/optout check 083 123 4567")
    assert "*+27 83 123 4567* is not opted out." in answer(sipho)


def test_words_say_which_lists_are_meant(
    naledi: Person, thandi: Person, sipho: Person, told: Told
) -> None:
    naledi.types("/optout add 083 123 4567 both from Retail support, Loyalty club")
    thandi.types("/optout remove 083 123 4567 whatsapp from “loyalty club”")

    assert "• Every account · WhatsApp · Loyalty club (+27 60 012 3458)\n" in told()[1]
    assert "Retail support" not in told()[1]
    sipho.types("/optout check 083 123 4567 from Loyalty club")
    assert "is not opted out from Loyalty club" in answer(sipho)
    sipho.types("/optout check 083 123 4567 from Retail support")
    assert "is opted out from Retail support" in answer(sipho)


def test_words_for_lists_the_number_is_not_on_change_nothing(
    naledi: Person, thandi: Person, told: Told
) -> None:
    naledi.types("/optout add 083 123 4567 for Baobab Retail")
    thandi.types("/optout remove 083 123 4567 for Baobab Travel")

    assert answer(thandi) == (
        "*Nothing changed: not opted out there*, but here:\n• Baobab Retail · SMS · every sender"
    )
    assert len(told()) == 1


def test_the_form_asks_for_the_number_first_where_none_was_said(
    naledi: Person, thandi: Person, told: Told
) -> None:
    naledi.types("/optout add 083 123 4567, 082 987 6543")
    thandi.types("/optout remove")

    thandi.fills("Numbers", "12, 083 123 4567")
    thandi.submits()
    assert "“12” is too short" in thandi.errors["Numbers"]

    thandi.fills("Numbers", "084 555 0103")
    thandi.submits()
    assert thandi.errors == {"Numbers": "+27 84 555 0103 is not opted out."}

    thandi.fills("Numbers", "083 123 4567, 082 987 6543")
    thandi.submits()
    assert "[x] Every account · SMS · every sender - 2 numbers" in thandi.modal

    thandi.submits()
    assert "@Thandi Mokoena took *2 numbers* off" in told()[1]


def test_a_number_that_somebody_else_took_off_says_who_and_when(
    naledi: Person, thandi: Person, pieter: Person, told: Told, clock: Clock
) -> None:
    naledi.types("/optout add 083 123 4567")
    clock.advance(hours=2)
    thandi.types("/optout remove 083 123 4567 everywhere")
    clock.advance(days=1)
    said = "+27 83 123 4567 is not opted out. @Thandi Mokoena took it off, 1 March 2026, 11:00 UTC."

    pieter.types("/optout remove 083 123 4567")
    assert answer(pieter) == f"{said} Nothing was changed."

    pieter.types("/optout remove", channel="dm")
    pieter.fills("Numbers", "083 123 4567")
    pieter.submits()
    assert answer(pieter) == f"{said} Nothing was changed."
    assert len(told()) == 2


def test_a_form_that_comes_too_late_says_who_was_first(
    naledi: Person, thandi: Person, pieter: Person, told: Told
) -> None:
    naledi.types("/optout add 083 123 4567")
    pieter.types("/optout remove 083 123 4567")
    thandi.types("/optout remove 083 123 4567 everywhere")
    pieter.submits()

    assert answer(pieter) == (
        "*Was not there*\n"
        "• +27 83 123 4567 · Every account · SMS · every sender:"
        " removed by @Thandi Mokoena, 1 March 2026, 09:00 UTC"
    )
    assert len(told()) == 2


def test_a_number_that_was_taken_off_can_be_added_again(
    naledi: Person, thandi: Person, told: Told, clock: Clock
) -> None:
    naledi.types("/optout add 083 123 4567")
    thandi.types("/optout remove 083 123 4567 everywhere")
    clock.advance(days=4)
    naledi.types("/optout add 083 123 4567")

    assert answer(naledi).startswith("*Opted out +27 83 123 4567*")
    assert len(told()) == 3
    naledi.types("/optout check 083 123 4567")
    assert "since 5 March 2026, 09:00 UTC" in answer(naledi)


def test_an_argentine_number_is_taken_off_as_it_is_dialled(
    naledi: Person, thandi: Person, told: Told
) -> None:
    naledi.types("/optout add +54 9 11 2345 6789 whatsapp from Retail support")
    thandi.types("/optout remove +54 11 2345 6789 everywhere")

    assert told()[1].startswith("@Thandi Mokoena took *+54…6789* off\n")
    naledi.types("/optout check +54 9 11 2345 6789")
    assert "is not opted out." in answer(naledi)


def test_an_editor_may_not_remove(naledi: Person, told: Told) -> None:
    naledi.types("/optout add 083 123 4567")
    naledi.types("/optout remove 083 123 4567 everywhere")

    assert answer(naledi).startswith(
        "You need the role *manager* to remove opt-outs; yours is *editor*. Nothing was changed."
        " A manager can give it to you with `/optout role @you manager`"
    )
    assert len(told()) == 1


def test_what_a_person_asked_for_is_not_lifted_by_words_without_a_reason(
    thandi: Person, sipho: Person, told: Told, replies_stop: RepliesStop
) -> None:
    replies_stop("083 123 4567")
    thandi.types("/optout remove 083 123 4567 everywhere")

    assert answer(thandi).startswith(BY_THEMSELVES)
    assert told() == []
    sipho.types("/optout check 083 123 4567")
    assert "since 1 March 2026, 09:00 UTC, from a reply of the person" in answer(sipho)

    thandi.types("/optout remove 083 123 4567 everywhere reason phoned & asked for offers")

    assert "Reason: phoned & asked for offers" in answer(thandi)
    assert "from Slack in #opt-outs · phoned & asked for offers" in told()[0]
    sipho.types("/optout check 083 123 4567")
    assert "is not opted out" in answer(sipho)


@pytest.mark.parametrize("reason", [None, " \n "])
def test_what_a_person_asked_for_is_not_lifted_by_the_form_without_a_reason(
    thandi: Person, sipho: Person, told: Told, replies_stop: RepliesStop, reason: str | None
) -> None:
    replies_stop("083 123 4567")
    thandi.types("/optout remove 083 123 4567")
    assert "since 1 Mar 2026, from a reply of the person" in thandi.modal
    assert ":warning: The person opted out themselves." in thandi.modal

    thandi.fills("Reason", reason)
    thandi.submits()
    assert set(thandi.errors) == {"Reason"}
    assert told() == []

    thandi.fills("Reason", "phoned us and asked for offers")
    thandi.submits()
    assert "Reason: phoned us and asked for offers" in answer(thandi)
    assert "from Slack in #opt-outs · phoned us and asked for offers" in told()[0]
    sipho.types("/optout history 083 123 4567")
    assert "| phoned us and asked for offers\n" in answer(sipho)
