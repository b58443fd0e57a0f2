"""Opting numbers out by the form: channels, source numbers, accounts, and faults in red."""

import pytest

from bot.application import Application
from bot.sandbox.person import Person
from optouts import catalogue, workspaces
from optouts.words import Channel
from tests.conftest import Clock
from tests.journeys.conftest import ADMIN, Told, answer

SUPPORT = "Retail support (+27 60 012 3456)"
TRAVEL = "Travel desk (+27 60 012 3457)"
CLUB = "Loyalty club (+27 60 012 3458)"
SOURCES = "WhatsApp source numbers"
REQUIRED = "Please complete this required field."


@pytest.fixture
def branches(company: Application) -> None:
    """So many WhatsApp senders that no menu of Slack holds them all."""
    workspace = workspaces.of_team(company.core, enterprise_id="", team_id="T0BAOBAB")
    for branch in range(120):
        catalogue.add_sender(
            company.core,
            workspace,
            channel=Channel.WHATSAPP,
            written=f"+27600220{branch:03}",
            label=f"Branch {branch}",
            region="ZA",
            by=ADMIN,
        )


def test_both_channels_are_added_with_two_source_numbers(
    naledi: Person, sipho: Person, told: Told
) -> None:
    naledi.types("/optout add")
    naledi.fills("Numbers", "083 123 4567")
    naledi.chooses("Channel", "SMS", "WhatsApp")
    naledi.chooses(SOURCES, SUPPORT, CLUB)
    naledi.chooses("Accounts", "Baobab Retail")
    naledi.fills("Note", "asked by phone")
    naledi.submits()

    lists = (
        "• Baobab Retail · SMS · every sender\n"
        "• Baobab Retail · WhatsApp · Retail support (+27 60 012 3456)\n"
        "• Baobab Retail · WhatsApp · Loyalty club (+27 60 012 3458)\n"
    )
    assert naledi.modal == ""
    assert answer(naledi) == f"*Opted out +27 83 123 4567*\n{lists}[Undo] [History]"
    assert told() == [
        (
            f"@Naledi Dlamini opted out *+27…4567*\n{lists}"
            "1 March 2026, 09:00 UTC · from Slack in #opt-outs · asked by phone\n"
            "[Undo]"
        )
    ]
    sipho.types("/optout check 083 123 4567 from Loyalty club for Baobab Retail")
    assert "is opted out from Loyalty club" in answer(sipho)
    sipho.types("/optout check 083 123 4567 from Travel desk")
    assert "is not opted out from Travel desk" in answer(sipho)


def test_the_answer_goes_where_the_form_was_asked_for(naledi: Person, told: Told) -> None:
    naledi.types("/optout add", channel="#retail-campaigns")
    naledi.fills("Numbers", "083 123 4567")
    naledi.submits()

    assert naledi.sees("#retail-campaigns")[-1].text.startswith("*Opted out +27 83 123 4567*")
    assert "from Slack in #retail-campaigns" in told()[0]


def test_source_numbers_are_asked_for_only_with_whatsapp(naledi: Person) -> None:
    naledi.types("/optout add")
    assert SOURCES not in naledi.modal
    assert "SMS senders (optional):" in naledi.modal

    naledi.chooses("Channel", "WhatsApp")
    assert SOURCES in naledi.modal
    assert "SMS senders" not in naledi.modal


def test_whatsapp_needs_a_source_number(naledi: Person, told: Told) -> None:
    naledi.types("/optout add 083 123 4567 whatsapp")
    naledi.submits()

    assert naledi.errors == {SOURCES: REQUIRED}
    assert told() == []


def test_whatsapp_ticked_and_unticked_leaves_no_source_number_behind(
    naledi: Person, sipho: Person, told: Told
) -> None:
    naledi.types("/optout add")
    naledi.fills("Numbers", "083 123 4567")
    naledi.fills("Note", "by mail")
    naledi.chooses("Accounts", "Baobab Travel")
    naledi.chooses("Channel", "SMS", "WhatsApp")
    naledi.chooses(SOURCES, SUPPORT, TRAVEL)
    naledi.chooses("Channel", "SMS")

    assert "Numbers: 083 123 4567\n" in naledi.modal
    assert "Accounts (optional): Baobab Travel\n" in naledi.modal
    assert "Note (optional): by mail\n" in naledi.modal

    naledi.submits()

    assert told()[0].splitlines()[:2] == [
        "@Naledi Dlamini opted out *+27…4567*",
        "• Baobab Travel · SMS · every sender",
    ]
    sipho.types("/optout check 083 123 4567 whatsapp")
    assert "is not opted out for WhatsApp" in answer(sipho)


def test_every_bad_number_has_its_reason_and_nothing_typed_is_lost(
    naledi: Person, told: Told
) -> None:
    naledi.types("/optout add")
    naledi.fills("Numbers", "083 123 4567, 12\nabc; 10111")
    naledi.chooses("Channel", "SMS", "WhatsApp")
    naledi.chooses(SOURCES, CLUB)
    naledi.fills("Note", "by mail")
    naledi.submits()

    assert naledi.errors["Numbers"].splitlines() == [
        "“12” is too short as a number of South Africa. Check that no digit is missing.",
        "“abc” has letters in it. Write the number in digits only.",
        "“10111” is an emergency number of South Africa, not a person’s number.",
    ]
    assert "Numbers: 083 123 4567, 12\nabc; 10111\n" in naledi.modal
    assert f"{SOURCES}: {CLUB}\n" in naledi.modal
    assert "Note (optional): by mail\n" in naledi.modal
    assert told() == []

    naledi.fills("Numbers", "083 123 4567")
    naledi.submits()
    assert answer(naledi).startswith("*Opted out +27 83 123 4567*")


def test_all_that_is_missing_is_said_at_once(naledi: Person, told: Told) -> None:
    naledi.types("/optout add")
    naledi.chooses("Channel", "WhatsApp")
    naledi.submits()
    assert naledi.errors == {"Numbers": REQUIRED, SOURCES: REQUIRED}

    naledi.chooses("Channel")
    naledi.submits()
    assert naledi.errors == {"Numbers": REQUIRED, "Channel": REQUIRED}
    assert told() == []


def test_faults_of_several_fields_are_shown_together(
    thandi: Person, naledi: Person, told: Told
) -> None:
    for address in ("+27600123456", "+27600123457", "+27600123458"):
        thandi.types(f"/optout sender retire whatsapp {address}")
    naledi.types("/optout add 12 whatsapp")

    assert "There are no WhatsApp source numbers yet. A manager adds them" in naledi.modal

    naledi.submits()

    assert set(naledi.errors) == {"Numbers", "Channel"}
    assert "“12” is too short" in naledi.errors["Numbers"]
    assert "Choose at least one source number" in naledi.errors["Channel"]
    assert told() == []


def test_an_unusually_short_number_is_asked_about(naledi: Person, told: Told) -> None:
    naledi.types("/optout add")
    naledi.fills("Numbers", "083 123 4567, 083123")
    naledi.fills("Note", "by mail")
    naledi.submits()

    assert "Is 083123 complete? (optional):\n[ ] Yes, nothing is missing" in naledi.modal
    assert "Note (optional): by mail\n" in naledi.modal
    assert told() == []

    naledi.submits()
    assert "“083123” is unusually short" in naledi.errors["Numbers"]
    assert naledi.errors["Is 083123 complete?"].startswith("Tick this if nothing is missing")

    naledi.chooses("Is 083123 complete?", "Yes, nothing is missing")
    naledi.submits()
    assert answer(naledi).startswith("*Opted out 2 numbers*\n+27 83 123\n+27 83 123 4567\n")
    assert "opted out *2 numbers*" in told()[0]


def test_an_unusually_short_number_can_be_corrected_instead(naledi: Person, told: Told) -> None:
    naledi.types("/optout add")
    naledi.fills("Numbers", "083123")
    naledi.submits()
    naledi.fills("Numbers", "083 123 4567")
    naledi.submits()

    assert answer(naledi).startswith("*Opted out +27 83 123 4567*")
    assert len(told()) == 1


@pytest.mark.usefixtures("branches")
def test_more_than_a_hundred_source_numbers_are_found_by_typing(naledi: Person, told: Told) -> None:
    naledi.types("/optout add 083 123 4567 both")
    offered = [each["text"]["text"] for each in naledi.offered(SOURCES, "branch 11")]

    assert offered[0] == "Branch 11 (+27 60 022 0011)"
    assert len(offered) == 11

    naledi.chooses(SOURCES, "Branch 117 (+27 60 022 0117)", SUPPORT)
    naledi.chooses("Channel", "WhatsApp")
    assert f"{SOURCES}: Branch 117 (+27 60 022 0117), {SUPPORT}\n" in naledi.modal

    naledi.submits()
    assert "• Every account · WhatsApp · Branch 117 (+27 60 022 0117)\n" in told()[0]
    assert "• Every account · WhatsApp · Retail support (+27 60 012 3456)\n" in told()[0]


def test_an_sms_sender_can_be_named(naledi: Person, sipho: Person, told: Told) -> None:
    naledi.types("/optout add 083 123 4567")
    naledi.types("/optout add")
    naledi.fills("Numbers", "082 987 6543")
    naledi.chooses("SMS senders", "Promotions (31331)")
    naledi.submits()

    assert "• Every account · SMS · Promotions (31331)\n" in told()[1]
    sipho.types("/optout check 082 987 6543 sms")
    assert "is opted out for SMS:" in answer(sipho)


def test_numbers_are_read_by_the_region_chosen_in_the_form(naledi: Person, told: Told) -> None:
    naledi.types("/optout add")
    naledi.fills("Numbers", "07911 123456")
    naledi.submits()
    assert "“07911 123456” is too long as a number of South Africa" in naledi.errors["Numbers"]

    naledi.chooses("Type a country", "United Kingdom (GB)")
    naledi.submits()
    assert answer(naledi).startswith("*Opted out +44 7911 123456*")
    assert "*+44…3456*" in told()[0]


def test_a_number_that_is_opted_out_already_keeps_its_first_date(
    naledi: Person, thandi: Person, told: Told, clock: Clock
) -> None:
    naledi.types("/optout add 083 123 4567")
    clock.advance(days=3)
    thandi.types("/optout add")
    thandi.fills("Numbers", "+27831234567")
    thandi.submits()

    assert "since 1 March 2026, 09:00 UTC by @Naledi Dlamini, from Slack" in answer(thandi)
    assert len(told()) == 1


def test_a_note_from_the_form_is_shown_as_it_was_written(naledi: Person, told: Told) -> None:
    naledi.types("/optout add")
    naledi.fills("Numbers", "083 123 4567")
    naledi.fills("Note", "said <b>stop</b> & *no more* <!channel>")
    naledi.submits()

    assert "from Slack in #opt-outs · said <b>stop</b> & *no more* <!channel>\n" in told()[0]


def test_a_note_that_is_too_long_is_refused_in_the_form(naledi: Person, told: Told) -> None:
    naledi.types("/optout add")
    naledi.fills("Numbers", "083 123 4567")
    naledi.fills("Note", "no more " * 100)
    naledi.submits()

    assert set(naledi.errors) == {"Note"}
    assert told() == []


def test_a_form_that_is_cancelled_changes_nothing(naledi: Person, told: Told) -> None:
    naledi.types("/optout add 083 123 4567 whatsapp")
    naledi.closes()

    assert naledi.modal == ""
    assert told() == []
    naledi.types("/optout check 083 123 4567")
    assert "is not opted out" in answer(naledi)
