"""Hostile files cost a refusal: never the bot, its memory or its secrets."""

import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import optouts
from optouts import number_cache, reading, reading_child
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


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that is read in two parts, so slowly that both are at it when something happens."""
    file = tmp_path_factory.mktemp("many") / "many.csv"
    file.write_bytes(b"".join(b"2783%07d\n08312%07d\n" % (n, n) for n in range(600_000)))
    return file


def both_readers(file: Path) -> tuple[int, int]:
    """The process that reads a file, and the fork it has made."""
    found: dict[int, list[int]] = {}
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if str(file) in (each / "cmdline").read_text(encoding="utf-8"):
                status = (each / "stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
                found.setdefault(int(status[1]), []).append(int(each.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    first = next(each for each in found[os.getpid()] if each in found)
    return first, found[first][0]


def has_ended(watched: int) -> bool:
    return bool(select.select([watched], [], [], 30)[0])


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

    refusal = refusal_of(file, tmp_path / "out", Limits(cpu_seconds=1))

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


def test_progress_is_told_and_what_it_raises_ends_the_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[str]] = []

    class Noted(subprocess.Popen[str]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    file = tmp_path / "many.csv"
    file.write_bytes(b"".join(b"2783%07d\n" % n for n in range(3_000_000)))

    class Cancelled(Exception):
        pass

    def cancel(rows: int, of: int) -> None:
        assert 0 < rows <= of
        raise Cancelled

    with pytest.raises(Cancelled):
        reading_child.read(file, PLAN, tmp_path / "out", progress=cancel)

    [reader] = started
    assert reader.returncode is not None


needs_two_processors = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="read in one process here"
)


@needs_two_processors
def test_a_large_file_is_read_by_two_processes_as_by_one(many: Path, tmp_path: Path) -> None:
    seen: list[int] = []

    def look(_rows: int, _of: int) -> None:
        seen[:] = seen or both_readers(many)

    results = reading_child.read(many, PLAN, tmp_path / "two", progress=look)

    assert len(seen) == 2
    (tmp_path / "one").mkdir()
    assert reading.read(many, PLAN, tmp_path / "one", most_rows=2_000_000) == results.counts
    for name in ("numbers.i64", "refused.csv", "counts.json"):
        assert (tmp_path / "one" / name).read_bytes() == (results.folder / name).read_bytes()


@needs_two_processors
@pytest.mark.parametrize(
    ("signal_", "fault"),
    [
        (signal.SIGKILL, FileFault.OUT_OF_MEMORY),
        (signal.SIGXCPU, FileFault.TOO_SLOW),
        (signal.SIGSEGV, FileFault.CRASHED),
    ],
)
@pytest.mark.parametrize("which", [0, 1])
def test_the_death_of_either_process_refuses_the_file_and_ends_the_other(
    which: int, signal_: signal.Signals, fault: FileFault, many: Path, tmp_path: Path
) -> None:
    watched: list[int] = []

    def kill(_rows: int, _of: int) -> None:
        if not watched:
            both = both_readers(many)
            watched.extend(map(os.pidfd_open, both))
            os.kill(both[which], signal_)

    with pytest.raises(UnreadableFile) as refusal:
        reading_child.read(many, PLAN, tmp_path / "out", progress=kill)

    assert refusal.value.reason is fault
    assert len(watched) == 2
    assert all(map(has_ended, watched))
    for each in watched:
        os.close(each)


@needs_two_processors
def test_both_processes_end_when_the_reading_is_cancelled(many: Path, tmp_path: Path) -> None:
    watched: list[int] = []

    class Cancelled(Exception):
        pass

    def cancel(_rows: int, _of: int) -> None:
        watched.extend(map(os.pidfd_open, both_readers(many)))
        raise Cancelled

    with pytest.raises(Cancelled):
        reading_child.read(many, PLAN, tmp_path / "out", progress=cancel)

    assert len(watched) == 2
    assert all(map(has_ended, watched))
    for each in watched:
        os.close(each)


def test_the_tables_of_numbers_are_made_before_they_are_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert not number_cache.is_prepared()

    reading_child.prepare()

    assert number_cache.is_prepared()
    made = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*") if file.is_file()}
    reading_child.prepare()
    assert made == {file: file.stat().st_mtime_ns for file in made}
