"""The story of a number: everything that happened to it, newest first."""

from bot.sandbox.person import Person
from tests.conftest import Clock
from tests.journeys.conftest import RepliesStop, Told, answer

EVERYWHERE = "Every account · SMS · every sender"


def test_added_removed_and_added_again_is_told_in_order(
    naledi: Person, thandi: Person, sipho: Person, told: Told, clock: Clock
) -> None:
    naledi.types("/optout add 083 123 4567 note asked by phone")
    clock.advance(days=1)
    thandi.types("/optout remove 083 123 4567 everywhere reason changed their mind")
    clock.advance(days=1)
    thandi.types("/optout add 083 123 4567")
    sipho.types("/optout history 083 123 4567")

    assert answer(sipho) == (
        "*+27 83 123 4567* is opted out on 1 list.\n"
        "When | What | List | By | Note\n"
        f"3 March 2026, 09:00 UTC | Opted out | {EVERYWHERE} | @Thandi Mokoena · Slack | –\n"
        f"2 March 2026, 09:00 UTC | Removed | {EVERYWHERE} | @Thandi Mokoena · Slack"
        " | changed their mind\n"
        f"1 March 2026, 09:00 UTC | Opted out | {EVERYWHERE} | @Naledi Dlamini · Slack"
        " | asked by phone"
    )
    assert len(told()) == 3
    sipho.types("/optout check 083 123 4567")
    assert "since 3 March 2026, 09:00 UTC by @Thandi Mokoena" in answer(sipho)


def test_undo_is_part_of_the_story(naledi: Person, thandi: Person, sipho: Person) -> None:
    naledi.types("/optout add 083 123 4567")
    thandi.types("/optout remove 083 123 4567 everywhere")
    naledi.clicks("Undo", "#opt-outs")
    sipho.types("/optout history 083 123 4567")

    happened = [line.split(" | ")[1] for line in answer(sipho).splitlines()[2:]]
    assert happened == ["Given back by undo", "Removed", "Opted out"]
    assert answer(sipho).startswith("*+27 83 123 4567* is opted out on 1 list.")


def test_a_number_that_was_never_on_a_list_has_no_history(sipho: Person) -> None:
    sipho.types("/optout history 083 123 4567")

    assert answer(sipho) == (
        "*Nothing is known of +27 83 123 4567.* It has never been on a list here."
    )


def test_the_history_of_a_number_that_is_free_again_remains(
    naledi: Person, thandi: Person, sipho: Person
) -> None:
    naledi.types("/optout add 083 123 4567")
    thandi.types("/optout remove 083 123 4567 everywhere")
    sipho.types("/optout history 083 123 4567")

    assert answer(sipho).startswith("*+27 83 123 4567* is not opted out.\n")
    assert answer(sipho).count(EVERYWHERE) == 2


def test_what_the_person_asked_for_is_told_as_theirs(
    sipho: Person, replies_stop: RepliesStop
) -> None:
    replies_stop("083 123 4567")
    sipho.types("/optout history 083 123 4567")

    assert answer(sipho).endswith(f"Opted out | {EVERYWHERE} | The person · reply | STOP")


def test_a_history_is_of_one_readable_number(sipho: Person) -> None:
    sipho.types("/optout history 083 123 4567, 082 987 6543")
    assert answer(sipho).startswith("A history is of one number.")

    sipho.types("/optout history 12")
    assert answer(sipho).startswith("*1 number cannot be read.*")
    assert "“12” is too short" in answer(sipho)


def test_a_history_is_asked_for_by_form(naledi: Person, sipho: Person) -> None:
    naledi.types("/optout add 083 123 4567")
    sipho.types("/optout history")
    sipho.fills("Number", "083 123 4567, 082 987 6543")
    sipho.submits()
    assert sipho.errors == {"Number": "A history is of one number. Leave only one here."}

    sipho.fills("Number", "083 123 4567")
    sipho.submits()
    assert answer(sipho).startswith("*+27 83 123 4567* is opted out on 1 list.")


def test_the_history_is_one_click_from_an_answer(naledi: Person, sipho: Person) -> None:
    naledi.types("/optout add 083 123 4567")
    naledi.clicks("History")
    assert answer(naledi).startswith("*+27 83 123 4567* is opted out on 1 list.")

    sipho.types("/optout check 083 123 4567")
    sipho.clicks("History")
    assert answer(sipho).startswith("*+27 83 123 4567* is opted out on 1 list.")


def test_a_long_history_is_read_page_by_page(naledi: Person, thandi: Person, sipho: Person) -> None:
    both = "both from Retail support, Travel desk, Loyalty club"
    naledi.types(f"/optout add 083 123 4567 {both}")
    naledi.types(f"/optout add 083 123 4567 {both} for Baobab Retail, Baobab Travel")
    thandi.types("/optout remove 083 123 4567 everywhere")
    sipho.types("/optout history 083 123 4567")

    assert answer(sipho).splitlines()[-2:] == ["1–20 of 24 events", "[Older]"]
    newer = answer(sipho).splitlines()[2:-2]

    sipho.clicks("Older")
    assert answer(sipho).splitlines()[-2:] == ["21–24 of 24 events", "[Newer]"]
    rows = [*newer, *answer(sipho).splitlines()[2:-2]]
    assert len(rows) == len(set(rows)) == 24

    sipho.clicks("Newer")
    assert answer(sipho).splitlines()[2:-2] == newer


def test_a_note_of_some_length_is_read_in_full(naledi: Person, sipho: Person) -> None:
    note = "Phoned on Monday & again on Tuesday, wants <no> more offers, is *very* clear about it"
    naledi.types(f"/optout add 083 123 4567 note {note}")
    sipho.types("/optout history 083 123 4567")

    assert answer(sipho).endswith(f" | {note}")
