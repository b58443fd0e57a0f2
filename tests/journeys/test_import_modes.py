"""What a file is taken for: added to the lists, the new list itself, or taken off."""

from pathlib import Path

import pytest

from bot.sandbox.person import NotThereError, Person
from tests.conftest import Clock
from tests.journeys.conftest import RepliesStop, Told, answer
from tests.journeys.importing import (
    CHANGE,
    MODE,
    ONE_ENGINE,
    OWN,
    REMOVE,
    REPLACE,
    A,
    B,
    C,
    D,
    are_out,
    asks,
    checks,
    drops,
    handed,
    is_out,
    reads,
    rows_of,
    said,
    written,
)


@ONE_ENGINE
def test_whoever_is_on_the_list_already_keeps_the_earlier_date(
    naledi: Person, tmp_path: Path, told: Told, clock: Clock
) -> None:
    naledi.types(f"/optout add {A}", channel="#opt-outs")
    clock.advance(days=3)

    shown = reads(naledi, written(tmp_path, A, B))
    assert "1 new; 1 already opted out, whose earlier date stands" in shown.text
    naledi.clicks("Add 1 Number", channel="dm")

    [done] = said(naledi)
    assert "1 added, 1 stood already" in done.text
    assert told()[-1].startswith("@Naledi Dlamini opted out *1 number*")
    naledi.types(f"/optout check {A}, {B}", channel="#opt-outs")
    assert "since 1 March 2026" in answer(naledi)
    assert "since 4 March 2026" in answer(naledi)


@ONE_ENGINE
def test_a_file_of_which_everybody_is_out_already_has_nothing_to_confirm(
    naledi: Person, tmp_path: Path
) -> None:
    naledi.types(f"/optout add {A}", channel="#opt-outs")

    shown = reads(naledi, written(tmp_path, A))

    assert "it would change nothing" in shown.text
    assert "[Add" not in shown.text
    assert f"[{CHANGE}] [Cancel]" in shown.text


def test_the_file_becomes_the_list_once_the_count_of_those_who_leave_is_typed(
    thandi: Person, tmp_path: Path, told: Told, replies_stop: RepliesStop
) -> None:
    thandi.types(f"/optout add {A}, {B}", channel="#opt-outs")
    replies_stop(C)

    shown = asks(thandi, written(tmp_path, B, D), mode=REPLACE)
    assert "1 would be added, 1 would leave" in shown.text
    assert "1 leaves; 1 kept, as they opted out themselves" in shown.text
    thandi.clicks("Replace the List…", channel="dm")
    assert "1 leaves; 1 kept, as they opted out themselves" in thandi.modal
    thandi.fills("Type 1 to confirm", "2")
    thandi.submits()

    assert "That is not the count: 1 opt-out would end." in thandi.errors["Type 1 to confirm"]
    assert are_out(thandi, A, B, C, D) == [True, True, True, False]

    thandi.fills("Type 1 to confirm", "1")
    thandi.submits()
    [done] = said(thandi)
    assert "Replaced the lists with `stop-list.csv`" in done.text
    assert "1 opt-out added, 1 opt-out taken off" in done.text
    assert "1 kept, as they opted out themselves" in done.text
    assert "replaced the list: *1* put on, *1* taken off" in told()[-1]
    assert are_out(thandi, A, B, C, D) == [False, True, True, True]


@ONE_ENGINE
def test_a_replacement_that_takes_nobody_off_asks_for_no_count(
    thandi: Person, tmp_path: Path
) -> None:
    thandi.types(f"/optout add {A}", channel="#opt-outs")
    shown = asks(thandi, written(tmp_path, A, B), mode=REPLACE)
    assert "nobody leaves" in shown.text

    thandi.clicks("Add 1 Number", channel="dm")

    [done] = said(thandi)
    assert "1 opt-out added" in done.text
    assert are_out(thandi, A, B) == [True, True]


def test_a_removal_keeps_who_opted_out_themselves(
    thandi: Person, tmp_path: Path, told: Told, replies_stop: RepliesStop
) -> None:
    thandi.types(f"/optout add {B}", channel="#opt-outs")
    replies_stop(A)

    shown = asks(thandi, written(tmp_path, A, B, C), mode=REMOVE, reason="bought by mistake")
    assert "1 leaves; 1 kept, as they opted out themselves" in shown.text
    assert "1 to take off, but not on it" in shown.text
    assert "Reason: bought by mistake" in shown.text
    thandi.clicks("Remove 1 Number", channel="dm")

    [done] = said(thandi)
    assert "Removed the numbers of `stop-list.csv`" in done.text
    assert "bought by mistake" in told()[-1]
    assert are_out(thandi, A, B) == [True, False]


@ONE_ENGINE
def test_a_manager_with_a_reason_lifts_even_what_people_asked_for_themselves(
    thandi: Person, tmp_path: Path, replies_stop: RepliesStop
) -> None:
    thandi.types(f"/optout add {B}", channel="#opt-outs")
    replies_stop(A)
    drops(thandi, written(tmp_path, A, B))
    thandi.clicks("Choose and Check…", channel="dm")
    thandi.chooses(MODE, REMOVE)
    thandi.chooses(OWN, "Take them off too")
    for nothing in (None, "  "):
        thandi.fills("Reason", nothing)
        thandi.submits()
        assert set(thandi.errors) == {"Reason"}
    thandi.fills("Reason", "asked for it in writing")

    assert "2 leave, 1 of them opted out themselves" in checks(thandi).text
    thandi.clicks("Remove 2 Numbers", channel="dm")

    [done] = said(thandi)
    assert "2 taken off (1 opted out themselves)" in done.text
    assert are_out(thandi, A, B) == [False, False]
    thandi.types(f"/optout history {A}", channel="#opt-outs")
    assert "asked for it in writing" in answer(thandi)


@ONE_ENGINE
def test_a_replacement_that_lifts_peoples_own_opt_outs_needs_a_reason_too(
    thandi: Person, tmp_path: Path, replies_stop: RepliesStop
) -> None:
    replies_stop(A)
    drops(thandi, written(tmp_path, B))
    thandi.clicks("Choose and Check…", channel="dm")
    thandi.chooses(MODE, REPLACE)
    thandi.chooses(OWN, "Take them off too")
    thandi.submits()

    assert thandi.errors == {"Note": "Say why: what takes people off a list keeps its reason."}
    thandi.fills("Note", "moved to another sender")
    assert "1 leaves, 1 of them opted out themselves" in checks(thandi).text


@ONE_ENGINE
def test_an_editor_only_adds(naledi: Person, tmp_path: Path) -> None:
    drops(naledi, written(tmp_path, A))
    naledi.clicks("Choose and Check…", channel="dm")

    for mode in (REMOVE, REPLACE):
        naledi.chooses(MODE, mode)
        if mode == REMOVE:
            naledi.fills("Reason", "why not")
        naledi.submits()
        assert "You need the role manager" in naledi.errors[MODE]
        with pytest.raises(NotThereError):
            naledi.chooses(OWN, "Take them off too")

    naledi.chooses(MODE, "Add to the lists")
    assert "1 would be added" in checks(naledi).text


@ONE_ENGINE
def test_whoever_is_no_manager_any_more_removes_nothing(
    thandi: Person, pieter: Person, tmp_path: Path
) -> None:
    thandi.types(f"/optout add {A}", channel="#opt-outs")
    asks(pieter, written(tmp_path, A), mode=REMOVE, reason="bought by mistake")
    thandi.types("/optout role @pieter editor", channel="#opt-outs")

    pieter.clicks("Remove 1 Number", channel="dm")

    assert "You need the role *manager* to remove opt-outs" in answer(pieter)
    assert is_out(thandi, A)


def test_each_set_of_the_dry_run_can_be_had_as_a_file(
    thandi: Person, tmp_path: Path, replies_stop: RepliesStop, clock: Clock
) -> None:
    thandi.types(f"/optout add {A}, {B}", channel="#opt-outs")
    clock.advance(days=1)
    replies_stop(C)
    shown = asks(thandi, written(tmp_path, B, D, "12", B), mode=REPLACE)
    sms = ["sms", "every sender", "every account"]

    def had(which: str, name: str) -> list[list[str]]:
        thandi.chooses("Get as a file…", which, channel="dm")
        [*_, newest] = handed(thandi)
        assert newest.thread_ts == shown.thread_ts
        assert f"{which} (`stop-list.csv`)" in newest.text
        return rows_of(thandi, name)

    since = "2026-03-01T11:00+02:00"
    assert had("New numbers", "new-numbers.csv") == [["+27829876543", *sms, "", ""]]
    assert had("Already opted out", "standing-numbers.csv") == [
        ["+27831234568", *sms, since, "slack"]
    ]
    assert had("Would leave the lists", "leaving-numbers.csv") == [
        ["+27831234567", *sms, since, "slack"]
    ]
    assert had("Kept, opted out themselves", "kept-numbers.csv") == [
        ["+27831234569", *sms, "2026-03-02T11:00+02:00", "keyword"]
    ]
    refused = had("Refused rows", "refused-rows.csv")
    assert [row[:2] for row in refused] == [["4", "12"], ["5", "27831234568"]]
    assert len(said(thandi)) == 1


@ONE_ENGINE
def test_one_file_goes_on_the_lists_of_both_channels(
    thandi: Person, tmp_path: Path, told: Told
) -> None:
    posted = written(tmp_path, A, B)
    thandi.types("@optout import both from Retail support", channel="#opt-outs", files=[posted])
    thandi.clicks("Choose and Check…", channel="#opt-outs")
    shown = checks(thandi, "#opt-outs")

    assert "Every account · SMS · every sender: 2 new" in shown.text
    assert "Every account · WhatsApp · Retail support (+27 60 012 3456): 2 new" in shown.text
    thandi.clicks("Add 4 Opt-Outs", channel="#opt-outs")
    assert "opted out *2 numbers*" in told()[-1]
    thandi.types(f"/optout check {A} whatsapp from Retail support", channel="#opt-outs")
    assert "is opted out" in answer(thandi)
