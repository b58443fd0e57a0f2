"""Hostile files cost a refusal: never the bot, its memory or its secrets."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import optouts
from optouts import reading_child
from optouts.file_faults import FileFault, UnreadableFile
from optouts.reading_plan import Limits, Plan
from tests.files import make
from tests.files.workbooks import DECLARATION, MAIN, Raw, archive, parts, sheet_xml, with_part

FILES = Path(make.__file__).parent
PLAN = Plan(first_row=0, column=0, region="ZA")
SHEET = "xl/worksheets/sheet1.xml"
START = f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetData>'.encode()
END = b"</sheetData></worksheet>"
MIB = 1 << 20


def most_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def refusal_of(file: Path, out: Path, limits: Limits | None = None) -> UnreadableFile:
    """Of reading it; and the bot's own memory does not grow meanwhile."""
    before = most_memory()
    with pytest.raises(UnreadableFile) as refusal:
        reading_child.read(file, PLAN, out, limits=limits)
    assert most_memory() - before < 50 * MIB
    return refusal.value


def test_a_file_is_surveyed_and_read(tmp_path: Path) -> None:
    found = reading_child.survey(FILES / "utf8.csv", region="ZA")
    results = reading_child.read(
        FILES / "utf8.csv", Plan(found.first_row, found.number_column or 0, "ZA"), tmp_path / "out"
    )

    assert results.counts.distinct == 4
    assert {file.name for file in results.folder.iterdir()} == {
        "plan.json",
        "numbers.i64",
        "refused.csv",
        "counts.json",
    }


def test_a_refusal_comes_back_with_its_facts(tmp_path: Path) -> None:
    refusal = refusal_of(FILES / "one_a_line.txt", tmp_path, Limits(rows=2))

    assert (refusal.reason, dict(refusal.facts)) == (FileFault.TOO_MANY_ROWS, {"limit": 2})


def test_twenty_million_rows_in_a_small_file_are_refused(tmp_path: Path) -> None:
    rows = b"<row><c><v>27831234567</v></c></row>" * 1000
    file = with_part(tmp_path / "rows.xlsx", SHEET, [(START, 1), (rows, 20_000), (END, 1)])
    assert file.stat().st_size < 8 * MIB

    assert refusal_of(file, tmp_path / "out").reason is FileFault.TOO_MANY_ROWS


def test_a_shared_string_of_three_gigabytes_is_refused(tmp_path: Path) -> None:
    start = f'<sst xmlns="{MAIN}"><si><t>'.encode()
    pieces = [(start, 1), (b"7" * MIB, 3072), (b"</t></si></sst>", 1)]
    sheet = sheet_xml([[Raw('<c r="{}" t="s"><v>0</v></c>')]], None)
    file = with_part(tmp_path / "string.xlsx", "xl/sharedStrings.xml", pieces, sheet=sheet)
    assert file.stat().st_size < 8 * MIB

    assert refusal_of(file, tmp_path / "out").reason is FileFault.TOO_LARGE_UNPACKED


def test_a_part_that_is_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    row = b'<row r="1"><c r="A1"><v>27831234567</v></c></row>'
    pieces = [(START + row, 1), (b" " * MIB, 3072), (END, 1)]
    file = with_part(tmp_path / "lies.xlsx", SHEET, pieces, stated=4 * MIB)

    assert refusal_of(file, tmp_path / "out").reason is FileFault.DAMAGED


def test_a_row_without_end_is_refused(tmp_path: Path) -> None:
    pieces = [(START + b'<row r="1"><c r="A1" t="str"><v>', 1), (b"7" * MIB, 1000), (END, 1)]
    file = with_part(tmp_path / "row.xlsx", SHEET, pieces)

    assert refusal_of(file, tmp_path / "out").reason is FileFault.LINE_TOO_LONG


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "line.csv"
    file.write_bytes(b"0831234567\n" * 10 + b"7" * (20 * MIB))

    assert refusal_of(file, tmp_path / "out").reason is FileFault.LINE_TOO_LONG


def test_the_last_cell_of_a_sheet_costs_nothing(tmp_path: Path) -> None:
    plan = Plan(first_row=0, column=16383, region="ZA")

    results = reading_child.read(
        FILES / "last_cell.xlsx", plan, tmp_path, limits=Limits(memory_mib=512)
    )

    assert (results.counts.distinct, results.counts.rows_seen) == (1, 4)


@pytest.mark.parametrize("name", ["entity_bomb.xlsx", "entity_outward.xlsx"])
def test_entities_are_refused(name: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        reading_child.survey(FILES / name, region="ZA")
    assert refusal.value.reason is FileFault.HOSTILE


def test_a_workbook_cut_short_is_damaged(tmp_path: Path) -> None:
    whole = (FILES / "shared_strings.xlsx").read_bytes()
    file = tmp_path / "short.xlsx"
    file.write_bytes(whole[: len(whole) // 2])

    assert refusal_of(file, tmp_path / "out").reason is FileFault.DAMAGED


def test_a_changed_byte_in_a_sheet_is_damage(tmp_path: Path) -> None:
    file = archive(tmp_path / "changed.xlsx", parts({"Sheet1": "<worksheet>" + "x" * 5000}))
    content = bytearray(file.read_bytes())
    content[content.index(SHEET.encode()) + len(SHEET) + 4] ^= 0xFF
    file.write_bytes(content)

    assert refusal_of(file, tmp_path / "out").reason is FileFault.DAMAGED


def test_ten_thousand_parts_are_too_many(tmp_path: Path) -> None:
    contents = parts({"Sheet1": ""}) | {f"xl/media/{n}.png": b"" for n in range(10_001)}
    file = archive(tmp_path / "parts.xlsx", contents)

    assert refusal_of(file, tmp_path / "out").reason is FileFault.TOO_MANY_PARTS


def test_a_file_above_the_limit_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    with file.open("wb") as sparse:
        sparse.truncate(2 * MIB)

    assert refusal_of(file, tmp_path / "out", Limits(file_mib=1)).reason is FileFault.TOO_LARGE


def test_too_little_memory_is_a_refusal(tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    file.write_bytes(b"".join(b"2783%07d\n" % n for n in range(2_000_000)))

    refusal = refusal_of(file, tmp_path / "out", Limits(memory_mib=40))

    assert refusal.reason in {FileFault.OUT_OF_MEMORY, FileFault.CRASHED}


def test_too_much_time_of_the_processor_is_a_refusal(tmp_path: Path) -> None:
    file = tmp_path / "slow.csv"
    file.write_bytes(b"".join(b"08312%07d\n" % n for n in range(500_000)))  # none of them reads

    refusal = refusal_of(file, tmp_path / "out", Limits(cpu_seconds=2))

    assert refusal.reason is FileFault.TOO_SLOW


def test_too_much_time_on_the_clock_is_a_refusal(tmp_path: Path) -> None:
    started = time.monotonic()

    refusal = refusal_of(FILES / "utf8.csv", tmp_path, Limits(wall_seconds=0.01))

    assert refusal.reason is FileFault.TOO_SLOW
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (-signal.SIGABRT, FileFault.CRASHED),
        (-signal.SIGSEGV, FileFault.CRASHED),
        (-signal.SIGKILL, FileFault.OUT_OF_MEMORY),
        (-signal.SIGXCPU, FileFault.TOO_SLOW),
        (3, FileFault.CRASHED),
    ],
)
def test_every_death_of_the_reader_is_a_refusal(code: int, fault: FileFault) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        reading_child._raise_death(code)
    assert refusal.value.reason is fault


@pytest.mark.parametrize(
    ("signal_", "fault"), [("ABRT", FileFault.CRASHED), ("SEGV", FileFault.CRASHED)]
)
def test_a_parser_that_takes_its_process_with_it_does_not_take_the_bot(
    signal_: str, fault: FileFault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\nkill -{signal_} $$\n", encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))

    assert refusal_of(FILES / "utf8.csv", tmp_path / "out").reason is fault


def test_the_reader_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("OPTOUT_DATABASE_URL", "postgresql://secret")

    environment = reading_child._environment()

    assert not any("SLACK" in name or "DATABASE" in name for name in environment)


def test_a_crash_tells_where_and_nothing_of_any_cell(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(PLAN.to_json() | {"first_row": "0831234567"}), encoding="utf-8")
    command = ["read", str(FILES / "utf8.csv"), str(plan), str(tmp_path)]

    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-P", "-m", "optouts.reading", *command],
        env={**os.environ, "PYTHONPATH": str(Path(optouts.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert json.loads(ended.stdout)["crashed"] == "TypeError"
    assert "0831234567" not in ended.stdout + ended.stderr


def test_progress_is_told_and_what_it_raises_ends_the_reading(tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    file.write_bytes(b"".join(b"2783%07d\n" % n for n in range(3_000_000)))

    class Cancelled(Exception):
        pass

    def cancel(rows: int, of: int) -> None:
        assert 0 < rows <= of
        raise Cancelled

    with pytest.raises(Cancelled):
        reading_child.read(file, PLAN, tmp_path / "out", progress=cancel)

    with pytest.raises(ChildProcessError):  # there is none
        os.waitpid(-1, os.WNOHANG)
