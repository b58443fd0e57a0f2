"""Opting numbers out by command: what the person is answered, what the team is told."""

import pytest

from bot.sandbox.person import NotThereError, Person
from tests.conftest import Clock
from tests.journeys.conftest import Told, answer


def in_digits_from(zero: str) -> str:
    """083 123 4567 in the digits of another script."""
    return "".join(chr(ord(zero) + int(digit)) for digit in "0831234567")


ONE_NUMBER_MANY_SPELLINGS = (
    "27831234567",
    "0831234567",
    "831234567",
    "+27831234567",
    "+27 83 123 4567",
    "083 123 4567",
    "083-123-4567",
    "(083) 123 4567",
    "0027831234567",
    "+27 (0)83 123 4567",
    "<tel:+27831234567|083 123 4567>",
    "“083 123 4567”",
    "‘083 123 4567’",
    "083\N{NO-BREAK SPACE}123\N{NO-BREAK SPACE}4567",
    "083\N{NON-BREAKING HYPHEN}123\N{NON-BREAKING HYPHEN}4567",
    in_digits_from("\N{FULLWIDTH DIGIT ZERO}"),
    in_digits_from("\N{ARABIC-INDIC DIGIT ZERO}"),
    "whatsapp:+27831234567",
    "\N{ZERO WIDTH SPACE}083 123 4567",
)
REFUSED = (
    ("12", "“12” is too short as a number of South Africa"),
    ("083 123 4567 8901", "“083 123 4567 8901” is too long as a number of South Africa"),
    ("10111", "“10111” is an emergency number of South Africa"),
    ("2.78E+10", "“2.78E+10” was rounded by a spreadsheet"),
    ("083 CALL NOW", "“083 CALL NOW” has letters in it"),
    ("0831234567/0829876543", "“0831234567/0829876543” looks like several numbers"),
    ("07400 123456", "does not exist as a number of South Africa. It would fit"),
)


def test_a_number_is_opted_out_and_the_team_is_told(
    naledi: Person, sipho: Person, told: Told
) -> None:
    naledi.types("/optout add 083 123 4567 note asked by phone")

    assert answer(naledi) == (
        "*Opted out +27 83 123 4567*\n• Every account · SMS · every sender\n[Undo] [History]"
    )
    assert told() == [
        (
            "@Naledi Dlamini opted out *+27…4567*\n"
            "• Every account · SMS · every sender\n"
            "1 March 2026, 09:00 UTC · from Slack in #opt-outs · asked by phone\n"
            "[Undo]"
        )
    ]
    sipho.types("/optout check 083 123 4567")
    assert "*+27 83 123 4567* is opted out:" in answer(sipho)


def test_both_channels_two_sources_and_an_account_fit_into_one_command(
    naledi: Person, sipho: Person, told: Told
) -> None:
    naledi.types(
        "/optout add 083 123 4567 both from Retail support, +27 60 012 3458 for Baobab Retail"
    )

    lists = (
        "• Baobab Retail · SMS · every sender\n"
        "• Baobab Retail · WhatsApp · Retail support (+27 60 012 3456)\n"
        "• Baobab Retail · WhatsApp · Loyalty club (+27 60 012 3458)\n"
    )
    assert answer(naledi) == f"*Opted out +27 83 123 4567*\n{lists}[Undo] [History]"
    assert f"opted out *+27…4567*\n{lists}" in told()[0]
    sipho.types("/optout check 083 123 4567 whatsapp from Travel desk for Baobab Retail")
    assert "is not opted out for WhatsApp from Travel desk" in answer(sipho)


def test_one_bad_number_of_a_list_holds_all_back_until_the_good_ones_are_chosen(
    naledi: Person, sipho: Person, told: Told
) -> None:
    naledi.types("/optout add 083 123 4567, 12, 082 987 6543")

    assert answer(naledi) == (
        "*1 number cannot be read*. Nothing was changed yet.\n"
        "• “12” is too short as a number of South Africa. Check that no digit is missing.\n"
        "[Add the 2 Readable] [Correct…]"
    )
    assert told() == []
    sipho.types("/optout check 083 123 4567")
    assert "is not opted out" in answer(sipho)

    naledi.clicks("Add the 2 Readable")

    assert answer(naledi).startswith("*Opted out 2 numbers*\n+27 82 987 6543\n+27 83 123 4567\n")
    assert "*Left out*\n• “12” is too short" in answer(naledi)
    assert "@Naledi Dlamini opted out *2 numbers*" in told()[0]
    sipho.types("/optout check 083 123 4567, 082 987 6543")
    assert answer(sipho).count("is opted out:") == 2


def test_a_bad_number_of_a_list_can_be_corrected_in_the_form(naledi: Person, told: Told) -> None:
    naledi.types("/optout add 083 123 4567, 12 for Baobab Retail note by phone")
    naledi.clicks("Correct…")

    assert "Numbers: 083 123 4567, 12\n" in naledi.modal
    assert "Accounts (optional): Baobab Retail\n" in naledi.modal
    assert "Note (optional): by phone\n" in naledi.modal

    naledi.fills("Numbers", "083 123 4567, 082 987 6543")
    naledi.submits()

    assert naledi.modal == ""
    assert answer(naledi).startswith("*Opted out 2 numbers*")
    assert "by phone" in told()[0]


def test_what_cannot_be_a_number_is_refused_with_its_reason(naledi: Person, told: Told) -> None:
    for written, reason in REFUSED:
        naledi.types(f"/optout add {written}")

        assert "*1 number cannot be read*. Nothing was changed yet." in answer(naledi)
        assert reason in answer(naledi)
        with pytest.raises(NotThereError):
            naledi.clicks("Add the Readable One")
    assert told() == []


def test_an_unusually_short_number_is_asked_about_before_it_is_added(
    naledi: Person, told: Told
) -> None:
    naledi.types("/optout add 083123")

    assert "“083123” is unusually short: numbers of South Africa have 9 digits" in answer(naledi)

    naledi.clicks("Correct…")
    naledi.submits()
    assert "Is 083123 complete? (optional):" in naledi.modal
    naledi.chooses("Is 083123 complete?", "Yes, nothing is missing")
    naledi.submits()

    assert answer(naledi).startswith("*Opted out +27 83 123*")
    assert len(told()) == 1


def test_adding_a_number_twice_keeps_the_first_date(
    naledi: Person, thandi: Person, told: Told, clock: Clock
) -> None:
    naledi.types("/optout add 083 123 4567")
    clock.advance(days=3)
    thandi.types("/optout add +27831234567")

    assert answer(thandi) == (
        "*Already opted out* – the first opt-out stands:\n"
        "• +27 83 123 4567 · Every account · SMS · every sender,"
        " since 1 March 2026, 09:00 UTC by @Naledi Dlamini, from Slack"
    )
    assert len(told()) == 1
    thandi.types("/optout check 083 123 4567")
    assert "since 1 March 2026, 09:00 UTC by @Naledi Dlamini" in answer(thandi)


def test_of_several_numbers_only_those_not_yet_opted_out_are_added(
    naledi: Person, told: Told
) -> None:
    naledi.types("/optout add 082 987 6543")
    naledi.types("/optout add 082 987 6543, 083 123 4567")

    assert answer(naledi).startswith("*Opted out +27 83 123 4567*\n")
    assert "*Already opted out* – the first opt-out stands:\n• +27 82 987 6543 · " in answer(naledi)
    assert told()[1].startswith("@Naledi Dlamini opted out *+27…4567*\n")

    naledi.clicks("History")

    assert answer(naledi).startswith("*+27 83 123 4567* is opted out on 1 list.")


def test_every_spelling_of_a_number_is_the_same_number(naledi: Person, told: Told) -> None:
    naledi.types("/optout add 083 123 4567")

    every_spelling = ", ".join(ONE_NUMBER_MANY_SPELLINGS)

    naledi.types(f"/optout check {every_spelling}")
    assert answer(naledi).count("opted out") == 1
    assert answer(naledi).startswith(":no_entry: *+27 83 123 4567* is opted out:\n")

    naledi.types(f"/optout add {every_spelling}")
    assert answer(naledi).startswith("*Already opted out* – the first opt-out stands:\n")
    assert answer(naledi).count("+27 83 123 4567") == 1
    assert len(told()) == 1


@pytest.mark.parametrize(
    ("from_whatsapp", "as_dialled", "shown"),
    [
        ("+521 55 1234 5678", "+52 55 1234 5678", "+52 55 1234 5678"),
        ("+54 9 11 2345 6789", "+54 11 2345 6789", "+54 9 11 2345-6789"),
        ("+55 11 9 8765 4321", "+55 11 8765 4321", "+55 11 98765-4321"),
    ],
)
def test_a_whatsapp_id_and_the_number_as_dialled_are_one(
    naledi: Person, sipho: Person, from_whatsapp: str, as_dialled: str, shown: str
) -> None:
    naledi.types(f"/optout add {from_whatsapp} whatsapp from Retail support")

    assert answer(naledi).startswith(f"*Opted out {shown}*")
    for written in (from_whatsapp, as_dialled):
        sipho.types(f"/optout check {written} whatsapp")
        assert "is opted out for WhatsApp:" in answer(sipho), written


def test_three_hundred_numbers_fit_into_one_command(naledi: Person, told: Told) -> None:
    naledi.types("/optout add " + ", ".join(f"083 200 {last:04}" for last in range(300)))

    assert answer(naledi).startswith("*Opted out 300 numbers*\n+27 83 200 0000\n")
    assert "… and 280 more" in answer(naledi)
    assert "opted out *300 numbers*" in told()[0]
    naledi.types("/optout check 083 200 0299")
    assert "*+27 83 200 0299* is opted out:" in answer(naledi)


def test_a_number_of_another_region_is_read_by_it(naledi: Person, told: Told) -> None:
    naledi.types("/optout add 07911 123456 region GB")

    assert answer(naledi).startswith("*Opted out +44 7911 123456*")
    assert "opted out *+44…3456*" in told()[0]


def test_a_note_is_shown_as_it_was_written(naledi: Person, told: Told) -> None:
    naledi.types("/optout add 083 123 4567 note said <b>stop</b> & *no more* for “now”")

    assert told()[0].splitlines()[2] == (
        "1 March 2026, 09:00 UTC · from Slack in #opt-outs · said <b>stop</b> & *no more* for “now”"
    )
    naledi.types("/optout history 083 123 4567")
    assert answer(naledi).splitlines()[-1].endswith(" | said <b>stop</b> & *no more* for “now”")


def test_a_note_mentions_nobody(naledi: Person, told: Told) -> None:
    naledi.types("/optout add 083 123 4567 note tell <!channel> and <https://example.com|us>")

    assert "@channel" not in told()[0]
    assert "<!channel>" in told()[0]


def test_a_very_long_note_still_reaches_the_team(naledi: Person, told: Told) -> None:
    naledi.types("/optout add 083 123 4567 note " + "they phoned & asked twice; " * 200)

    assert answer(naledi).startswith("*Opted out +27 83 123 4567*")
    assert len(told()) == 1
    assert "they phoned & asked twice; they phoned" in told()[0]
    assert len(told()[0]) < 500


def test_a_name_may_stand_in_any_quotes(naledi: Person) -> None:
    for quoted in ("“Baobab Retail”", "„Baobab Retail“", "«Baobab Retail»", "‘baobab retail’"):
        naledi.types(f"/optout check 083 123 4567 for {quoted}")
        assert "is not opted out of Baobab Retail." in answer(naledi), quoted

    naledi.types("/optout add 083 123 4567 for 'Baobab Retail', \"Baobab Travel\"")
    assert "• Baobab Retail · SMS" in answer(naledi)
    assert "• Baobab Travel · SMS" in answer(naledi)


def test_a_name_may_have_quotes_and_signs_of_its_own(
    thandi: Person, naledi: Person, told: Told
) -> None:
    thandi.types('/optout account add Thandi\'s "Sons" & Co <Ltd>')
    naledi.types('/optout add 083 123 4567 for thandi\'s "sons" & co <ltd> note by phone')

    assert '• Thandi\'s "Sons" & Co <Ltd> · SMS · every sender' in answer(naledi)
    assert '• Thandi\'s "Sons" & Co <Ltd> · SMS · every sender' in told()[0]
    assert told()[0].splitlines()[2].endswith(" · by phone")


def test_a_name_that_does_not_exist_brings_up_those_like_it(naledi: Person, told: Told) -> None:
    naledi.types("/optout add 083 123 4567 for Baobab Retial")
    assert answer(naledi).startswith(
        "There is no account “Baobab Retial”. Did you mean “Baobab Retail”"
    )

    naledi.types("/optout add 083 123 4567 whatsapp from Loyalty clubb")
    assert "There is no single WhatsApp sender “Loyalty clubb”. Did you mean “Loyalty club”" in (
        answer(naledi)
    )
    assert told() == []


def test_whatsapp_without_a_source_number_opens_the_form_with_what_was_said(
    naledi: Person, told: Told
) -> None:
    naledi.types("/optout add 083 123 4567 both for Baobab Travel note by mail")

    assert "Numbers: 083 123 4567\n" in naledi.modal
    assert "[x] SMS\n[x] WhatsApp\nWhatsApp source numbers:\n" in naledi.modal
    assert "Accounts (optional): Baobab Travel\n" in naledi.modal
    assert "Note (optional): by mail\n" in naledi.modal

    naledi.chooses("WhatsApp source numbers", "Travel desk (+27 60 012 3457)")
    naledi.submits()

    assert "• Baobab Travel · WhatsApp · Travel desk (+27 60 012 3457)" in told()[0]
