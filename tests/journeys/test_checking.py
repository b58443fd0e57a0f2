"""May this number be messaged? Asked in all its scopes, it never says yes by mistake."""

from bot.sandbox.person import Person
from tests.conftest import Clock
from tests.journeys.conftest import RepliesStop, Told, answer


def test_a_number_that_is_opted_out_says_since_when_by_whom_and_where(
    naledi: Person, sipho: Person, clock: Clock
) -> None:
    naledi.types("/optout add 083 123 4567 both from Loyalty club")
    clock.advance(days=9)
    sipho.types("/optout check 083 123 4567")

    since = "since 1 March 2026, 09:00 UTC by @Naledi Dlamini, from Slack"
    assert answer(sipho) == (
        ":no_entry: *+27 83 123 4567* is opted out:\n"
        f"• Every account · SMS · every sender, {since}\n"
        f"• Every account · WhatsApp · Loyalty club (+27 60 012 3458), {since}\n"
        "[History]"
    )


def test_a_free_number_can_be_opted_out_from_the_answer(naledi: Person, told: Told) -> None:
    naledi.types("/optout check 083 123 4567")
    assert answer(naledi) == (
        ":white_check_mark: *+27 83 123 4567* is not opted out.\n[History] [Opt Out…]"
    )

    naledi.clicks("Opt Out…")
    assert "Numbers: +27 83 123 4567\n" in naledi.modal
    naledi.submits()
    assert "opted out *+27…4567*" in told()[0]


def test_a_manager_can_remove_a_number_from_the_answer(
    naledi: Person, thandi: Person, told: Told
) -> None:
    naledi.types("/optout add 083 123 4567")
    thandi.types("/optout check 083 123 4567")
    assert answer(thandi).endswith("\n[History] [Remove…]")

    thandi.clicks("Remove…")
    thandi.submits()
    assert "@Thandi Mokoena took *+27…4567* off" in told()[1]


def test_a_viewer_is_offered_nothing_that_changes(sipho: Person) -> None:
    sipho.types("/optout check 083 123 4567")

    assert answer(sipho).endswith("is not opted out.\n[History]")


def test_search_is_another_word_for_check(sipho: Person) -> None:
    sipho.types("/optout search 083 123 4567")

    assert answer(sipho).startswith(":white_check_mark: *+27 83 123 4567* is not opted out.")


def test_the_answer_is_for_the_scope_that_was_asked_about(naledi: Person, sipho: Person) -> None:
    naledi.types("/optout add 083 123 4567 whatsapp from Retail support for Baobab Retail")
    for scope, verdict in (
        ("", "is opted out:"),
        ("whatsapp", "is opted out for WhatsApp:"),
        ("sms", "is not opted out for SMS."),
        ("from Retail support", "is opted out from Retail support (+27 60 012 3456):"),
        ("from +27 60 012 3457", "is not opted out from Travel desk (+27 60 012 3457)."),
        ("for Baobab Retail", "is opted out of Baobab Retail:"),
        ("for Baobab Travel", "is not opted out of Baobab Travel."),
        ("for Baobab Retail from Travel desk", "is not opted out from Travel desk"),
    ):
        sipho.types(f"/optout check 083 123 4567 {scope}")

        assert f"*+27 83 123 4567* {verdict}" in answer(sipho), scope


def test_an_opt_out_from_every_sender_and_account_covers_each_of_them(
    naledi: Person, sipho: Person
) -> None:
    naledi.types("/optout add 083 123 4567")
    sipho.types("/optout check 083 123 4567 from Promotions for Baobab Travel")

    assert "is opted out from Promotions (31331) of Baobab Travel:" in answer(sipho)


def test_an_sms_opt_out_says_nothing_about_a_whatsapp_sender(naledi: Person, sipho: Person) -> None:
    naledi.types("/optout add 083 123 4567")
    sipho.types("/optout check 083 123 4567 from Retail support")
    assert "is not opted out from Retail support" in answer(sipho)

    sipho.types("/optout check")
    sipho.fills("Numbers", "083 123 4567")
    sipho.chooses("Sender", "WhatsApp · Retail support (+27 60 012 3456)")
    sipho.submits()
    assert "is not opted out from Retail support" in answer(sipho)


def test_several_numbers_are_answered_one_by_one(naledi: Person, sipho: Person) -> None:
    naledi.types("/optout add 083 123 4567")
    sipho.types("/optout check 082 987 6543, 083 123 4567, 12, 2.78E+10")

    lines = answer(sipho).splitlines()
    assert lines[0] == ":white_check_mark: *+27 82 987 6543* is not opted out."
    assert lines[1] == ":no_entry: *+27 83 123 4567* is opted out:"
    assert lines[3] == "*Cannot be answered*, so do not send:"
    assert lines[4].startswith("• “12” is too short")
    assert lines[5].startswith("• “2.78E+10” was rounded by a spreadsheet")


def test_a_number_that_cannot_be_read_is_never_free(sipho: Person) -> None:
    for written in ("12", "abc", "10111", "2.78E+10", "083 123 4567 082 987 6543"):
        sipho.types(f"/optout check {written}")

        assert answer(sipho).startswith("*Cannot be answered*, so do not send:"), written
        assert "not opted out" not in answer(sipho)


def test_an_unknown_sender_or_account_is_never_free(sipho: Person) -> None:
    for scope, refusal in (
        ("from Nobody", "There is no single sender “Nobody”."),
        ("whatsapp from Promotions", "There is no single WhatsApp sender “Promotions”."),
        ("for Nowhere", "There is no account “Nowhere”."),
        ("region XX", "“XX” is not a region we know."),
        ("from Promotions, Travel desk", "A check is about one message"),
    ):
        sipho.types(f"/optout check 083 123 4567 {scope}")

        assert answer(sipho).startswith(refusal), scope


def test_a_check_by_form_has_the_same_scopes(naledi: Person, sipho: Person) -> None:
    naledi.types("/optout add 083 123 4567 whatsapp from Retail support for Baobab Retail")
    sipho.types("/optout check")
    sipho.fills("Numbers", "12")
    sipho.submits()
    assert "“12” is too short" in sipho.errors["Numbers"]

    sipho.fills("Numbers", "083 123 4567")
    sipho.chooses("Sender", "WhatsApp · Retail support (+27 60 012 3456)")
    sipho.chooses("Account", "Baobab Travel")
    sipho.submits()
    assert "is not opted out from Retail support (+27 60 012 3456) of Baobab Travel." in (
        answer(sipho)
    )


def test_the_persons_own_word_is_told_from_ours(sipho: Person, replies_stop: RepliesStop) -> None:
    replies_stop("083 123 4567")
    sipho.types("/optout check 083 123 4567")

    assert ", since 1 March 2026, 09:00 UTC, from a reply of the person" in answer(sipho)


def test_an_answer_is_seen_by_nobody_else(sipho: Person, naledi: Person, told: Told) -> None:
    sipho.types("/optout check 083 123 4567")

    assert answer(sipho)
    assert answer(naledi) == ""
    assert told() == []
