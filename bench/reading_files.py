"""Files read by the process that reads them, from its start to its end, next to what others need.

A csv next to the sqlite3 shell taking it into a bare table and `wc -l`; a workbook with six columns
next to openpyxl merely reading it. Rows: so many of the csv, and of the workbook as fit.
"""

import multiprocessing
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

import openpyxl

from bench import number_strings
from bench.figures import KIB_A_MIB, Timings, milliseconds
from optouts import reading_child, xlsx_writing
from optouts.number_arrays import Repair
from optouts.reading_plan import Plan

_ROUNDS: Final = 3
_AT_ONCE: Final = 500_000
FULL: Final = 1_000_000
_HEADER: Final = ("Customer", "Name", "Mobile", "Opted out", "Amount", "Action")
_NAMES: Final = ("Naledi", "Sipho", "Zoë", "Pieter", "Anna", "Thabo")
_FIRST_DAY: Final = date(2024, 1, 1)
_DAYS: Final = 900


def run(rows: int) -> None:
    # A process for each, for the memory of a process's children is known only of all together.
    fresh = multiprocessing.get_context("spawn")
    for measure in (_csv, _workbook):
        process = fresh.Process(target=measure, args=(rows,))
        process.start()
        process.join()
        if process.exitcode:
            sys.exit(1)


def _csv(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "numbers.csv")
        with file.open("w", encoding="utf-8") as lines:
            lines.write("Mobile\n")
            lines.writelines(f"{text}\n" for text in _texts(rows))

        def yardstick(number: int) -> None:
            database = Path(folder, f"{number}.db")
            _ended("sqlite3", "-csv", str(database), "create table t(n)", f".import {file} t")
            _ended("wc", "-l", str(file))
            database.unlink()

        _measure("files.csv", file, 0, rows, yardstick, _ROUNDS)


def _workbook(rows: int) -> None:
    if rows < FULL:
        rows //= 10  # openpyxl takes a minute for a million rows
    rows = min(rows, xlsx_writing.MOST_ROWS - 1)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "numbers.xlsx")
        xlsx_writing.write(file, _HEADER, _customers(rows))

        def yardstick(_number: int) -> None:
            book = openpyxl.load_workbook(file, read_only=True)
            read = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
            if read != rows + 1:
                raise AssertionError(read)

        _measure("files.xlsx", file, 2, rows, yardstick, 1)


def _measure(  # noqa: PLR0917 - private: all that differs between the two
    name: str,
    file: Path,
    column: int,
    rows: int,
    yardstick: Callable[[int], None],
    rounds: int,
) -> None:
    plan = Plan(first_row=1, column=column, region="ZA", repairs=(Repair.FLOAT,))

    def ours(_number: int) -> None:
        counts = reading_child.read(file, plan, file.parent / "out").counts
        if counts.rows_seen != rows:
            raise AssertionError(counts)

    ours(0)  # the tables are made once for all files, and so not measured
    timings = Timings([], [])
    peak = 0.0
    for number in range(rounds):
        timings.ours.append(milliseconds(ours, number))
        peak = peak or resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KIB_A_MIB
        timings.yardstick.append(milliseconds(yardstick, number))
    timings.figure(name, "file", rows=rows, peak_rss_mib=round(peak, 1)).show()


def _ended(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - sqlite3 and wc


def _texts(rows: int) -> Iterator[str]:
    for start in range(0, rows, _AT_ONCE):
        yield from number_strings.mixed(min(_AT_ONCE, rows - start), seed=start + 1)


def _customers(rows: int) -> Iterator[tuple[str | int, ...]]:
    random = Random(rows)  # noqa: S311 - data for a benchmark
    for number, text in enumerate(_texts(rows)):
        yield (
            number,
            f"{random.choice(_NAMES)} {random.randrange(5000)}",
            int(text) if text.isdecimal() and text[0] != "0" else text,
            str(_FIRST_DAY + timedelta(days=number % _DAYS)),
            random.randrange(10_000),
            "STOP",
        )
