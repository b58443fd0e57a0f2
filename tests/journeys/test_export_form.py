"""Exports into one's own direct messages: the form, the file, and what is said beside it."""

from pathlib import Path

import pytest

from bot.sandbox.person import Person
from tests.conftest import Clock
from tests.journeys.conftest import RepliesStop, Told, answer
from tests.journeys.exporting import (
    COLUMNS,
    COMMAS,
    FORMAT,
    PLACE,
    PURPOSE,
    SEMICOLONS,
    STYLE,
    TEXT,
    WORKBOOK,
    exports,
    files,
    is_workbook,
    numbers,
    rows,
    told,
)
from tests.journeys.importing import ONE_ENGINE, adds, handed, reads, said, written

FIRST, SECOND, THIRD = "+27831230001", "+27831230002", "+27831230003"


@pytest.fixture
def opted_out(naledi: Person, clock: Clock, replies_stop: RepliesStop) -> None:
    """Three opt-outs of three kinds, a day apart."""
    naledi.types("/optout add 083 123 0001 note =asked by phone", channel="#opt-outs")
    clock.advance(days=1)
    naledi.types("/optout add 083 123 0002 whatsapp from Loyalty club for Baobab Travel")
    clock.advance(days=1)
    replies_stop("083 123 0003")


@pytest.mark.usefixtures("opted_out")
def test_the_list_comes_as_a_file_into_the_direct_messages(sipho: Person, told: Told) -> None:
    before = told()
    sipho.types("/optout export purpose the spring campaign", channel="#opt-outs")

    assert "*Opt-outs*\nAll 3 opt-outs that stand" in sipho.modal
    assert f"{FORMAT}: {WORKBOOK}" in sipho.modal
    assert f"{STYLE}: With + and country code: +27831234567" in sipho.modal
    assert "The file comes into your direct messages with me." in sipho.modal
    assert PLACE not in sipho.modal

    sipho.chooses(FORMAT, COMMAS)
    sipho.submits()

    assert sipho.modal == ""
    [content] = files(sipho)
    assert numbers(content) == {FIRST, SECOND, THIRD}
    heading, *lines = rows(content)
    assert heading[:4] == ["Number", "Channel", "Sender", "Account"]
    assert any("2026-03-02T11:00:00+02:00" in line for line in lines)
    [summary] = said(sipho)
    assert summary.text.startswith("*Exported 3 opt-outs: all lists*\n3 different numbers · CSV, ")
    assert "Asked for by @Sipho Ndlovu" in summary.text
    assert "for: the spring campaign" in summary.text
    [file] = handed(sipho)
    assert (
        file.text == "3 opt-outs (all lists), asked for by @Sipho Ndlovu for: the spring campaign"
    )
    assert file.thread_ts is None
    assert told() == before


@pytest.mark.usefixtures("opted_out")
def test_whoever_asks_elsewhere_is_told_where_the_file_will_be(sipho: Person) -> None:
    sipho.types("/optout export", channel="#opt-outs")
    sipho.submits()

    assert sipho.sees("#opt-outs")[-1].text == (
        "I am writing the file. It comes into our direct messages."
    )


@pytest.mark.usefixtures("opted_out")
@pytest.mark.parametrize(
    ("format_", "style"),
    [
        (WORKBOOK, "Digits only: 27831234567"),
        (COMMAS, "With + and country code: +27831234567"),
        (SEMICOLONS, "As dialled at home: 0831234567"),
        (TEXT, "Digits only: 27831234567"),
    ],
)
@ONE_ENGINE
def test_our_own_import_reads_every_format_back_to_the_same_set(
    thandi: Person, tmp_path: Path, format_: str, style: str
) -> None:
    thandi.types("/optout export", channel="dm")
    thandi.chooses(FORMAT, format_)
    thandi.chooses(STYLE, style)
    thandi.submits()
    [sent] = handed(thandi)
    [file] = sent.files
    [content] = files(thandi)
    assert is_workbook(content) == (format_ == WORKBOOK)
    (tmp_path / file.name).write_bytes(content)

    ready = reads(thandi, tmp_path / file.name)

    assert "3 different numbers" in ready.text
    assert "1 new; 2 already opted out" in ready.text
    assert "No row is refused" in ready.text


@pytest.mark.usefixtures("opted_out")
@ONE_ENGINE
def test_how_the_file_looks_is_remembered_for_each_person(sipho: Person, naledi: Person) -> None:
    sipho.types("/optout export", channel="dm")
    sipho.chooses(FORMAT, SEMICOLONS)
    sipho.chooses(STYLE, "As dialled at home: 0831234567")
    sipho.chooses(COLUMNS, "Note", "Channel")
    sipho.submits()

    [content] = files(sipho)
    assert rows(content, ";")[0] == ["Number", "Channel", "Note"]
    assert [row[0].lstrip("'")[:3] for row in rows(content, ";")[1:]] == ["083"] * 3
    sipho.types("/optout export", channel="dm")
    assert f"{FORMAT}: {SEMICOLONS}" in sipho.modal
    assert f"{STYLE}: As dialled at home" in sipho.modal
    assert f"{COLUMNS} (optional): Channel, Note" in sipho.modal
    naledi.types("/optout export", channel="dm")
    assert f"{FORMAT}: {WORKBOOK}" in naledi.modal


@pytest.mark.usefixtures("opted_out")
@ONE_ENGINE
def test_a_text_file_has_no_columns_and_they_are_not_forgotten(sipho: Person) -> None:
    sipho.types("/optout export", channel="dm")
    sipho.chooses(COLUMNS, "Note")
    sipho.fills(PURPOSE, "the sending platform")
    sipho.chooses(FORMAT, TEXT)
    assert COLUMNS not in sipho.modal
    assert f"{PURPOSE} (optional): the sending platform" in sipho.modal
    sipho.submits()

    [content] = files(sipho)
    assert sorted(content.decode().split()) == [FIRST, SECOND, THIRD]
    assert "Exported 3 numbers: all lists" in told_of(sipho)
    sipho.types("/optout export", channel="dm")
    sipho.chooses(FORMAT, COMMAS)
    assert f"{COLUMNS} (optional): Channel, Sender, Account" in sipho.modal


def told_of(person: Person) -> str:
    return told(person).text


@pytest.mark.usefixtures("opted_out")
def test_words_and_the_form_narrow_an_export_down(sipho: Person) -> None:
    for words, scope, wanted in (
        ("sms", "SMS", {FIRST, THIRD}),
        ("from Loyalty club", "Loyalty club (+27 60 012 3458)", {SECOND}),
        ("for Baobab Travel", "Baobab Travel", {SECOND}),
        ("origin keyword", "from a reply of the person", {THIRD}),
        (
            "since 2026-03-02 until 2026-03-03",
            "since 2 Mar 2026 · before 3 Mar 2026",
            {SECOND},
        ),
    ):
        exports(sipho, words)

        assert f"{len(wanted)} opt-out" in told_of(sipho), words
        assert told_of(sipho).partition("*\n")[0].endswith(f": {scope}"), words
        assert numbers(files(sipho)[-1]) == wanted, words

    sipho.types("/optout export sms", channel="dm")
    sipho.clicks("Narrow Down…")
    assert "Channel (optional): SMS\n" in sipho.modal
    sipho.fills("Opted out before", "2026-03-02")
    sipho.chooses(FORMAT, COMMAS)
    assert "Opted out before (optional): 2026-03-02" in sipho.modal
    sipho.submits()
    assert numbers(files(sipho)[-1]) == {FIRST}


@pytest.mark.usefixtures("opted_out")
@ONE_ENGINE
def test_under_a_list_the_same_filter_is_exported(sipho: Person) -> None:
    sipho.types("/optout list whatsapp", channel="dm")
    sipho.clicks("Export…")

    assert "*Opt-outs*\nWhatsApp" in sipho.modal
    sipho.chooses(FORMAT, COMMAS)
    sipho.submits()
    assert numbers(files(sipho)[-1]) == {SECOND}


@pytest.mark.usefixtures("opted_out")
@ONE_ENGINE
def test_under_a_search_the_lists_that_were_asked_about_are_exported(sipho: Person) -> None:
    sipho.types("/optout search 083 123 0001 whatsapp from Loyalty club", channel="dm")
    sipho.clicks("Export…")

    assert "*Opt-outs*\nWhatsApp · Loyalty club (+27 60 012 3458)" in sipho.modal
    sipho.chooses(FORMAT, COMMAS)
    sipho.submits()
    assert numbers(files(sipho)[-1]) == {SECOND}


@ONE_ENGINE
def test_under_a_filter_days_in_the_wrong_order_are_refused(sipho: Person) -> None:
    sipho.types("/optout export", channel="dm")
    sipho.clicks("Narrow Down…")
    sipho.fills("Opted out on or after", "2026-03-05")
    sipho.fills("Opted out before", "2026-03-05")
    sipho.submits()

    assert sipho.errors == {"Opted out before": "This day must come after the one above."}


def test_ended_opt_outs_are_exported_with_their_end(naledi: Person, thandi: Person) -> None:
    naledi.types("/optout add 083 123 0001", channel="#opt-outs")
    thandi.types("/optout remove 083 123 0001 everywhere reason asked for it")
    thandi.types("/optout export ended", channel="dm")
    thandi.chooses(FORMAT, COMMAS)
    thandi.chooses(COLUMNS, "Ended", "Why it ended")
    thandi.submits()

    heading, row = rows(files(thandi)[-1])
    assert heading == ["Number", "Ended", "Why it ended"]
    assert row[0].lstrip("'") == FIRST
    assert row[1:] == ["2026-03-01T11:00:00+02:00", "asked for it"]


def test_the_numbers_of_an_import_can_be_had_under_its_summary(
    thandi: Person, tmp_path: Path
) -> None:
    thandi.types("/optout add 083 123 0001", channel="#opt-outs")
    adds(thandi, written(tmp_path, "083 123 0002", "083 123 0003"), count="2 Numbers")
    thandi.clicks("Export…", channel="dm")

    assert "*Opt-outs*\nNumbers of the import stop-list.csv" in thandi.modal
    assert "Narrow Down…" not in thandi.modal
    thandi.chooses(FORMAT, COMMAS)
    thandi.submits()

    assert numbers(files(thandi)[-1]) == {SECOND, THIRD}
    assert "Exported 2 opt-outs: numbers of the import stop-list.csv" in told_of(thandi)


@ONE_ENGINE
def test_what_would_hold_nothing_is_no_file(sipho: Person) -> None:
    exports(sipho, "whatsapp")

    assert "*Nothing to export: WhatsApp*\nNo opt-out fits, so there is no file." in told_of(sipho)
    assert handed(sipho) == []


@ONE_ENGINE
def test_words_that_narrow_nothing_down_are_explained(sipho: Person, pieter: Person) -> None:
    sipho.types("/optout export yesterday", channel="#opt-outs")
    assert answer(sipho).startswith("“yesterday” does not narrow an export down.")
    sipho.types("/optout export to #retail-campaigns")
    assert "You need the role *manager* to share opt-outs in a channel" in answer(sipho)
    pieter.types("/optout export to the moon", channel="#opt-outs")
    assert answer(pieter).startswith("“the moon” is not a channel.")
