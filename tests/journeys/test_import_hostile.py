"""Files that were made to do harm, or are none that can be read, cost their sender an answer."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from bot.application import Application
from bot.sandbox.person import Message, Person, SeenFile
from bot.sandbox.server import Sandbox
from tests.files.workbooks import DECLARATION, MAIN, Raw, sheet_xml, with_part
from tests.journeys.bot_process import PATIENCE
from tests.journeys.conftest import Told, answer
from tests.journeys.importing import FILES, said

SHEET: Final = "xl/worksheets/sheet1.xml"
START: Final = f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetData>'.encode()
END: Final = b"</sheetData></worksheet>"
MIB: Final = 1 << 20
MOST_GROWTH: Final = 50 * MIB
GOOD: Final = b"phone\n083 123 4567\n"

pytestmark = [
    pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="memory is not seen"),
    # Such a file is refused before it comes near a database, whichever that is.
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

Drops = Callable[[Path | SeenFile], Message]
"""Naledi drops a file; what the bot has to say of it, once it has nothing more to say."""

Refused = Callable[[Path | SeenFile], str]
"""In what words it is refused; nothing has changed then, and the bot goes on."""


@contextmanager
def hardly_any_memory() -> Iterator[None]:
    """What this process, which is bot and Slack in one, holds at most on the way."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted anew (man 5 proc)
    before = _most_memory()
    yield
    assert _most_memory() - before < MOST_GROWTH


def _most_memory() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


@pytest.fixture
def drops(slack: Sandbox, company: Application, naledi: Person) -> Drops:
    def settle() -> None:
        assert company.settle(PATIENCE)

    slack.settle = settle

    def drop(file: Path | SeenFile) -> Message:
        posted = naledi.types("", channel="dm", files=[file])
        assert posted is not None
        [told] = said(naledi)
        assert told.thread_ts == posted.ts
        return told

    return drop


@pytest.fixture
def refused(drops: Drops, naledi: Person, told: Told) -> Refused:
    def refusal(file: Path | SeenFile) -> str:
        with hardly_any_memory():
            failed = drops(file)
            if "Choose and Check…" in failed.text:
                failed = chosen(naledi)
        assert f"Import of `{file.name}` failed" in failed.text
        assert "Nothing was changed." in failed.text
        assert told() == []
        naledi.types("/optout check 083 123 4567", channel="#opt-outs")
        assert "is not opted out" in answer(naledi)
        return failed.text

    return refusal


def chosen(person: Person) -> Message:
    """The job's one message after every guess was accepted."""
    person.clicks("Choose and Check…", channel="dm")
    person.submits()
    [told] = said(person)
    return told


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("entity_bomb.xlsx", "could do harm. Open it, save it anew, and post that."),
        ("entity_outward.xlsx", "could do harm. Open it, save it anew, and post that."),
        ("archive.zip", "It is a packed archive. Unpack it, and post the file that is in it."),
        ("document.pdf", "It is a PDF"),
        ("web_page.csv", "It is a web page, whatever its name says."),
        ("old_excel.xls", "of the old kind (.xls). Open it, save it as .xlsx, and post that."),
        ("macros.xlsx", "It holds macros (.xlsm)"),
        ("password.xlsx", "It is locked with a password."),
        ("program.csv", "It is neither text nor a workbook."),
        ("empty.csv", "There is nothing in it."),
        ("only_blanks.csv", "There is nothing in it."),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_way_out(
    refused: Refused, name: str, words: str
) -> None:
    assert words in refused(FILES / name)


def test_a_shared_string_of_three_gigabytes_is_refused(refused: Refused, tmp_path: Path) -> None:
    start = f'<sst xmlns="{MAIN}"><si><t>'.encode()
    pieces = [(start, 1), (b"7" * MIB, 3072), (b"</t></si></sst>", 1)]
    sheet = sheet_xml([[Raw('<c r="{}" t="s"><v>0</v></c>')]], None)
    file = with_part(tmp_path / "string.xlsx", "xl/sharedStrings.xml", pieces, sheet=sheet)

    assert "Unpacked it is too large" in refused(file)


def test_twenty_million_rows_in_a_small_file_are_refused(refused: Refused, tmp_path: Path) -> None:
    rows = b"<row><c><v>27831234567</v></c></row>" * 1000
    file = with_part(tmp_path / "rows.xlsx", SHEET, [(START, 1), (rows, 20_001), (END, 1)])

    assert "It has too many rows" in refused(file)


def test_a_part_that_is_larger_than_it_says_is_refused(refused: Refused, tmp_path: Path) -> None:
    row = b'<row r="1"><c r="A1"><v>27831234567</v></c></row>'
    pieces = [(START + row, 1), (b" " * MIB, 3072), (END, 1)]
    file = with_part(tmp_path / "lies.xlsx", SHEET, pieces, stated=4 * MIB)

    assert "It is damaged" in refused(file)


def test_a_line_without_end_is_refused(refused: Refused, tmp_path: Path) -> None:
    file = tmp_path / "line.csv"
    with file.open("wb") as out:
        out.write(GOOD)
        out.writelines(b"7" * MIB for _ in range(99))

    assert "One of its cells or lines is too long" in refused(file)


def test_a_line_of_three_gigabytes_is_not_even_fetched(
    slack: Sandbox, refused: Refused, naledi: Person
) -> None:
    file = naledi.uploads(b"7" * MIB, "line.csv", channel="#general")
    slack.workspace.files[file.id].size = 3 << 30  # what Slack says of it is all that is read

    assert "It is too large: 3,072 MB; 100 MB at most." in refused(file)


@pytest.mark.parametrize("stage", ["survey", "read"])
@pytest.mark.parametrize("death", [signal.SIGSEGV, signal.SIGABRT])
def test_a_parser_that_takes_its_process_with_it_does_not_take_the_bot(
    refused: Refused,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stage: str,
    death: signal.Signals,
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(GOOD)
    program = tmp_path / "python"
    program.write_text(
        f'#!/bin/sh\ncase " $* " in *" {stage} "*) kill -{death.value} $$;; esac\n'
        f'exec {sys.executable} "$@"\n'
    )
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))

    assert "Reading it failed on our side; nothing else was harmed." in refused(file)


def test_the_last_cell_of_a_sheet_costs_nothing(drops: Drops, naledi: Person) -> None:
    with hardly_any_memory():
        drops(FILES / "last_cell.xlsx")
        ready = chosen(naledi)

    assert "Dry run of `last_cell.xlsx`: 2 would be added" in ready.text


def test_a_sheet_that_lies_about_its_size_is_read_to_its_end(drops: Drops, naledi: Person) -> None:
    with hardly_any_memory():
        drops(FILES / "lying_dimension.xlsx")
        ready = chosen(naledi)

    assert "2 would be added" in ready.text
