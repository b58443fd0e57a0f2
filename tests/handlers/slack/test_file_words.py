"""Every fault of a file and of its rows in words of its own, with a way out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.file_text import LONGEST_NAME, code, one_line
from handlers.slack.blocks.file_words import (
    DOWNLOADS,
    FILES,
    OTHERWISE,
    ROWS,
    TICKS,
    explain_file,
    words,
)
from handlers.slack.blocks.import_columns import EXAMPLES
from optouts.date_formats import FORMATS, reader
from optouts.file_faults import FileFault, UnreadableFile
from optouts.jobs import Failure
from optouts.number_arrays import Repair as Mended
from optouts.numbers import Fault
from optouts.row_faults import Repair, RowFault

FACTS: tuple[dict[str, int | str], ...] = (
    {},
    {"limit": 104_857_600, "size": 200_000_000, "seen": 1_000, "read": 999},
    {"sheet": "<!channel> & *Sons*", "signal": 9, "error": "KeyError", "where": "x.py:1"},
)
TICKABLE = [*Mended, Repair.SHORT_OK]


@pytest.mark.parametrize("fault", FileFault)
def test_every_fault_of_a_file_has_words_of_its_own(fault: FileFault) -> None:
    assert list(FILES.values()).count(FILES[fault]) == 1
    for facts in FACTS:
        said = explain_file(UnreadableFile(fault, **facts))

        assert (
            said
            == explain_file(Failure(fault.value, facts))
            == explain(UnreadableFile(fault, **facts))
        )
        assert said.endswith(".")
        assert not re.search(r"[{}]|None|  |<| \.(?!xlsx)", said)


def test_sizes_and_counts_are_told() -> None:
    large = UnreadableFile(FileFault.TOO_LARGE, limit=104_857_600, size=209_715_201)
    lost = UnreadableFile(FileFault.ROWS_LOST, seen=1_000, read=999)

    assert "too large: 201 MB; 100 MB at most." in explain_file(large)
    assert "lost in reading it: 999 of 1,000, so none" in explain_file(lost)


@pytest.mark.parametrize("fault", [*Fault, *RowFault])
@pytest.mark.parametrize("repair", ["", *Repair])
def test_every_fault_of_a_row_has_words_and_a_way_out(fault: str, repair: str) -> None:
    for detail in ("", "ZA GB", "9"):
        what, todo = words(fault, repair, detail)

        assert list(ROWS.values()).count(ROWS[fault]) == 1
        assert what != words("unheard_of", "", "")[0]
        assert todo != words("unheard_of", "", "")[1]
        for said in (what, todo):
            assert said.endswith(".")
            assert not re.search(r"[{}!<*`]|None|  ", said)


def test_the_details_of_a_row_are_told() -> None:
    assert words("wrong_region", "region", "GB US")[0] == (
        "Not a number of its region; it would fit United Kingdom (GB) or United States (US)."
    )
    assert words("unusually_short", "short_ok", "9")[0].endswith("such numbers have 9.")
    assert words("repeated", "", "12")[0] == "The same number again, first in row 12."


@pytest.mark.parametrize("repair", TICKABLE)
def test_what_can_be_ticked_is_called_as_in_the_form(repair: str) -> None:
    assert TICKS[Repair(repair)] in words("unheard_of", repair, "")[1]


def test_the_ticks_of_the_form_are_those_that_reading_knows() -> None:
    assert {str(each) for each in TICKS} == {str(each) for each in TICKABLE}


@pytest.mark.parametrize("reason", [*DOWNLOADS, "unheard_of"])
def test_every_reason_why_slack_kept_a_file_has_words(reason: str) -> None:
    facts: dict[str, int | str] = {"reason": reason, "limit": 1 << 20, "size": 1 << 30}
    said = explain_file(Failure("download", facts))

    assert said.endswith(".")
    assert not re.search(r"[{}!]|None|  ", said)
    assert (said == OTHERWISE) == (reason == "unheard_of")


def test_a_lost_file_and_a_fault_of_ours_are_told_apart() -> None:
    assert "Post it again" in explain_file(Failure("spool"))
    assert "(Reference a1b2)" in explain_file(Failure("internal", {"reference": "a1b2"}))


def test_every_format_of_dates_has_an_example_that_reads_in_it() -> None:
    assert set(EXAMPLES) == set(FORMATS)
    for name, example in EXAMPLES.items():
        written = re.split(r", (?:day|month|seconds|milli)| or ", example)[0]
        assert reader(name, "UTC")(written), name


@given(st.text())
def test_a_name_from_a_file_is_one_short_line_without_tricks(name: str) -> None:
    line = one_line(name)

    assert len(line) <= LONGEST_NAME
    assert not re.search("[\n\r\x00-\x08\u202a-\u202e]", line)
    assert line.count("\u2068") == line.count("\u2069") <= 1


@given(st.text())
def test_a_name_in_a_message_cannot_end_its_own_quotation(name: str) -> None:
    said = code(name)

    assert said.count("`") == 2
    assert said.startswith("`")
    assert said.endswith("`")
    assert "<" not in said
    assert len(said) > 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("stop-list.csv", "`stop-list.csv`"),
        ("27831234567.csv", "`…4567.csv`"),
        ("list 20260301.csv", "`list 20260301.csv`"),
        ("a`b", "`a’b`"),
        ("Tom & <Sons>", "`Tom &amp; &lt;Sons&gt;`"),
        ("", "`–`"),
        ("\u202egnp.exe", "`gnp.exe`"),
    ],
)
def test_names_in_messages(name: str, said: str) -> None:
    assert code(name) == said


def test_right_to_left_text_keeps_its_order_to_itself() -> None:
    arabic = "\N{ARABIC LETTER SEEN}\N{ARABIC LETTER LAM}"

    assert one_line(arabic) == f"\u2068{arabic}\u2069"
