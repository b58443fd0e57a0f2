"""How the words behind a command are sorted."""

import string
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack import arguments
from handlers.slack.arguments import Arguments

FLAGS = {"sms", "whatsapp", "both"}
CLAUSES = {"from", "for", "region"}
FREE = {"note"}
WORDS = FLAGS | CLAUSES | FREE


def sort(text: str) -> Arguments:
    return arguments.sort(text, flags=FLAGS, clauses=CLAUSES, free=FREE)


def test_a_whole_command_is_sorted() -> None:
    said = sort(
        '083 123 4567, 082 987 6543 whatsapp from "Support line", Travel desk'
        " for Baobab Retail region za note asked by phone, from Cape Town"
    )

    assert said.subject == "083 123 4567, 082 987 6543"
    assert said.flags == {"whatsapp"}
    assert said.each("from") == ["Support line", "Travel desk"]
    assert said.each("for") == ["Baobab Retail"]
    assert said.one("region") == "za"
    assert said.one("note") == "asked by phone, from Cape Town"


@pytest.mark.parametrize(
    ("text", "senders"),
    [
        ("x from a, b; c", ["a", "b", "c"]),
        ("x from a from b", ["a", "b"]),
        ("x from a\nb", ["a", "b"]),
        ("x from a,, b ;\n c,", ["a", "b", "c"]),
        ("x from “Smith, Sons & Co.”, b", ["Smith, Sons & Co.", "b"]),
        ('x from "for the whatsapp team"', ["for the whatsapp team"]),
        ("x from 'for the team'", ["for the team"]),
        ("x from „Für alle“, «pour tous»", ["Für alle", "pour tous"]),
        ("x from O'Brien, D'Arcy", ["O'Brien", "D'Arcy"]),
        ("x from", []),
        ("x from ,;,", []),
        ('x from ""', []),
        ("x FROM a", ["a"]),
        ("x", []),
    ],
)
def test_the_parts_of_a_clause(text: str, senders: list[str]) -> None:
    assert sort(text).each("from") == senders


def test_a_number_in_a_link_of_slack_stays_whole() -> None:
    said = sort("<tel:0831234567|083 123 4567> sms")

    assert said.subject == "<tel:0831234567|083 123 4567>"
    assert said.flags == {"sms"}


def test_words_behind_a_free_clause_are_its_text() -> None:
    said = sort("083 note sms from region")

    assert said.flags == frozenset()
    assert said.one("note") == "sms from region"


NAMES = st.text(alphabet=string.ascii_letters + " &'.-", min_size=1).map(str.strip).filter(bool)
SUBJECTS = st.text(alphabet=string.digits + "+ ()-", min_size=1).map(str.strip).filter(bool)


@given(st.text())
def test_nothing_that_can_be_typed_breaks_it(text: str) -> None:
    said = sort(text)

    for clause in CLAUSES | FREE:
        assert all(said.each(clause))
        assert said.one(clause).strip() == said.one(clause)
    assert said.flags <= FLAGS
    assert set(said.clauses) <= CLAUSES | FREE


@given(st.text(alphabet=string.digits + " ,;+()-\n"))
def test_without_words_of_ours_everything_is_the_subject(text: str) -> None:
    said = sort(text)

    assert said.subject == text.strip(" \t,;")
    assert (said.flags, said.clauses) == (frozenset(), {})


@given(
    SUBJECTS,
    st.sets(st.sampled_from(sorted(FLAGS))),
    st.lists(NAMES, max_size=4),
    st.lists(NAMES, max_size=4),
    st.sampled_from(["“{}”", '"{}"', "«{}»"]),
)
def test_what_is_put_in_quotes_comes_out_as_it_was(
    subject: str, flags: set[str], senders: list[str], accounts: list[str], quotes: str
) -> None:
    def listed(names: list[str]) -> str:
        return ", ".join(quotes.format(name) for name in names)

    text = f"{subject} {' '.join(flags)} from {listed(senders)} for {listed(accounts)}"

    said = sort(text)

    assert said.subject == subject
    assert said.flags == flags
    assert said.each("from") == [arguments.unquoted(name) for name in senders]
    assert said.each("for") == [arguments.unquoted(name) for name in accounts]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        (' "Support line" ', "Support line"),
        ("“Support line”", "Support line"),
        ("'Support line'", "Support line"),
        ("Support line", "Support line"),
        ("O'Brien's", "O'Brien's"),
        ('"a" and "b"', '"a" and "b"'),
        ('""', ""),
        ("", ""),
    ],
)
def test_quotes_are_taken_off(text: str, bare: str) -> None:
    assert arguments.unquoted(text) == bare


def test_a_day_begins_when_it_does_in_the_zone_of_the_workspace() -> None:
    assert arguments.day("2026-03-01", "Africa/Johannesburg") == datetime(
        2026, 2, 28, 22, tzinfo=UTC
    )
    # In summer time, too.
    assert arguments.start_of(date(2026, 7, 1), "Europe/London") == datetime(
        2026, 6, 30, 23, tzinfo=UTC
    )


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "2026-02-30", "01.03.2026"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert arguments.day(text, "UTC") is None
