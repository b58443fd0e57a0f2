"""The lists, newest first: filtered by words or by form, and read page by page."""

import pytest

from bot.sandbox.person import NotThereError, Person
from tests.conftest import Clock
from tests.journeys.conftest import RepliesStop, Told, answer

FILTER = "Filter…"


def rows(person: Person) -> list[str]:
    """The rows of the list that this person was shown last."""
    return [line for line in answer(person).splitlines() if line.startswith("+")]


def numbers(person: Person) -> list[str]:
    return [row.split(" | ")[0] for row in rows(person)]


@pytest.fixture
def opted_out(naledi: Person, thandi: Person, clock: Clock, replies_stop: RepliesStop) -> None:
    """Five opt-outs of five kinds, a day apart; the last has ended."""
    naledi.types("/optout add 083 123 0001")
    clock.advance(days=1)
    naledi.types("/optout add 083 123 0002 for Baobab Retail")
    clock.advance(days=1)
    naledi.types("/optout add 083 123 0003 whatsapp from Loyalty club for Baobab Travel")
    clock.advance(days=1)
    replies_stop("083 123 0004")
    clock.advance(days=1)
    naledi.types("/optout add 083 123 0005")
    thandi.types("/optout remove 083 123 0005 everywhere")


def test_an_empty_list_says_how_to_begin(sipho: Person) -> None:
    sipho.types("/optout list")

    assert answer(sipho) == (
        "*0 opt-outs on all lists*, newest first.\n"
        "The lists are empty. `/optout add 083 123 4567` adds the first opt-out.\n"
        "[Filter…]"
    )


@pytest.mark.usefixtures("opted_out")
def test_the_newest_come_first_with_what_is_known_of_them(sipho: Person, told: Told) -> None:
    before = told()
    sipho.types("/optout list")

    assert answer(sipho) == (
        "*4 opt-outs on all lists*, newest first.\n"
        "Number | List | Since | By\n"
        "+27 83 123 0004 | Every account · SMS · every sender | 4 March 2026, 09:00 UTC"
        " | The person · reply\n"
        "+27 83 123 0003 | Baobab Travel · WhatsApp · Loyalty club (+27 60 012 3458)"
        " | 3 March 2026, 09:00 UTC | @Naledi Dlamini · Slack\n"
        "+27 83 123 0002 | Baobab Retail · SMS · every sender | 2 March 2026, 09:00 UTC"
        " | @Naledi Dlamini · Slack\n"
        "+27 83 123 0001 | Every account · SMS · every sender | 1 March 2026, 09:00 UTC"
        " | @Naledi Dlamini · Slack\n"
        "[Filter…] [Export…]\n"
        "That is all."
    )
    assert told() == before


@pytest.mark.usefixtures("opted_out")
def test_words_narrow_the_list_down(sipho: Person) -> None:
    for words, title, last_digits in (
        ("sms", "SMS", "421"),
        ("whatsapp", "WhatsApp", "3"),
        ("both", "", "4321"),
        ("for baobab retail", "Baobab Retail", "2"),
        ("from Loyalty club", "Loyalty club (+27 60 012 3458)", "3"),
        ("origin keyword", "from a reply of the person", "4"),
        ("origin slack, link", "from Slack or an opt-out link", "321"),
        ("since 2026-03-03", "since 3 Mar 2026", "43"),
        ("until 2026-03-03", "before 3 Mar 2026", "21"),
        ("since 2026-03-02 until 2026-03-03", "since 2 Mar 2026 · before 3 Mar 2026", "2"),
        ("ended", "ended ones too", "54321"),
        ("sms for Baobab Travel", "SMS · Baobab Travel", ""),
    ):
        sipho.types(f"/optout list {words}")

        heading = f"*Opt-outs: {title}*" if title else "*4 opt-outs on all lists*"
        assert answer(sipho).startswith(f"{heading}, newest first.\n"), words
        assert "".join(number[-1] for number in numbers(sipho)) == last_digits, words
    assert "Nothing fits this filter." in answer(sipho)


@pytest.mark.usefixtures("opted_out")
def test_ended_opt_outs_say_when_they_ended(sipho: Person) -> None:
    sipho.types("/optout list ended")

    assert "Number | List | Since | By | Until\n" in answer(sipho)
    assert rows(sipho)[0].endswith(" | 5 March 2026, 09:00 UTC")
    assert rows(sipho)[1].endswith(" | still")


@pytest.mark.usefixtures("opted_out")
def test_the_form_narrows_the_list_down_and_remembers(sipho: Person) -> None:
    sipho.types("/optout list")
    sipho.clicks(FILTER)
    sipho.chooses("Channel", "SMS")
    sipho.chooses("Where it came from", "Slack", "The API")
    sipho.fills("Opted out on or after", "2026-03-02")
    sipho.fills("Opted out before", "2026-03-09")
    sipho.chooses("Ended opt-outs", "Also those that have ended")
    sipho.submits()

    assert answer(sipho).startswith(
        "*Opt-outs: SMS · from Slack or the API · since 2 Mar 2026 · before 9 Mar 2026"
        " · ended ones too*, newest first.\n"
    )
    assert numbers(sipho) == ["+27 83 123 0005", "+27 83 123 0002"]

    sipho.clicks(FILTER)
    assert "Channel (optional): SMS\n" in sipho.modal
    assert "Opted out on or after (optional): 2026-03-02\n" in sipho.modal
    assert "Opted out before (optional): 2026-03-09\n" in sipho.modal
    assert "[x] Slack\n[ ] An import\n[ ] A reply of the person\n[x] The API" in sipho.modal
    assert "[x] Also those that have ended" in sipho.modal

    sipho.chooses("Account", "Baobab Retail")
    sipho.submits()
    assert numbers(sipho) == ["+27 83 123 0002"]


@pytest.mark.usefixtures("opted_out")
def test_the_form_narrows_the_list_down_to_a_sender(sipho: Person) -> None:
    sipho.types("/optout list")
    sipho.clicks(FILTER)
    sipho.chooses("Sender", "WhatsApp · Loyalty club (+27 60 012 3458)")
    sipho.submits()

    assert numbers(sipho) == ["+27 83 123 0003"]


def test_days_that_do_not_follow_each_other_are_refused_in_the_form(sipho: Person) -> None:
    sipho.types("/optout list")
    sipho.clicks(FILTER)
    sipho.fills("Opted out on or after", "2026-03-05")
    sipho.fills("Opted out before", "2026-03-05")
    sipho.submits()

    assert sipho.errors == {"Opted out before": "This day must come after the one above."}


def test_a_day_begins_where_the_workspace_is(naledi: Person, sipho: Person, clock: Clock) -> None:
    clock.advance(hours=14)  # 1 March, 23:00 UTC, is 2 March, 01:00 in Johannesburg
    naledi.types("/optout add 083 123 4567")

    sipho.types("/optout list since 2026-03-02")
    assert numbers(sipho) == ["+27 83 123 4567"]
    sipho.types("/optout list until 2026-03-02")
    assert numbers(sipho) == []


def test_words_that_narrow_nothing_down_are_explained(sipho: Person) -> None:
    for words, explanation in (
        ("yesterday", "“yesterday” does not narrow a list down."),
        ("since yesterday", "“yesterday” is not a day. Write it as year-month-day."),
        ("origin fax", "“fax” is not where an opt-out comes from"),
        ("for Baobab Retial", "There is no account “Baobab Retial”. Did you mean"),
        ("from Promotions, Travel desk", "Name one sender and one account at most."),
    ):
        sipho.types(f"/optout list {words}")

        assert answer(sipho).startswith(explanation), words


def test_paging_through_many_loses_none_and_shows_none_twice(
    naledi: Person, sipho: Person, clock: Clock
) -> None:
    naledi.types("/optout add " + ", ".join(f"083 200 {last:04}" for last in range(25)))
    clock.advance(days=1)
    naledi.types(
        "/optout add 083 200 0100, 083 200 0101, 083 200 0102, 083 200 0103, 083 200 0104"
        " both from Retail support, Loyalty club"
    )
    sipho.types("/optout list")
    assert answer(sipho).startswith("*40 opt-outs on all lists*, newest first.\n")

    seen = rows(sipho)
    naledi.types("/optout add 082 987 6543")
    while "[Next Page]" in answer(sipho):
        assert len(rows(sipho)) == 15
        sipho.clicks("Next Page")
        seen += rows(sipho)

    assert answer(sipho).endswith("[Filter…] [Export…]\nThat is all.")
    assert len(seen) == len(set(seen)) == 40
    assert not any("987 6543" in row for row in seen)
    with pytest.raises(NotThereError):
        sipho.clicks("Next Page")


def test_the_next_page_keeps_the_filter(naledi: Person, sipho: Person) -> None:
    naledi.types("/optout add " + ", ".join(f"083 200 {last:04}" for last in range(16)))
    naledi.types("/optout add 082 987 6543 whatsapp from Loyalty club")
    sipho.types("/optout list sms")
    sipho.clicks("Next Page")

    assert answer(sipho).startswith("*Opt-outs: SMS*, newest first.\n")
    assert numbers(sipho) == ["+27 83 200 0015"]
