"""The rows of a file that were refused, as two files for people: a csv and a workbook."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from optouts import xlsx_writing
from optouts.reading_plan import REFUSED

TABLE = "refused-rows.csv"
WORKBOOK = "refused-rows.xlsx"
_HEADER = ("Row", "Cell", "What is wrong", "What can be done")
_WIDTHS = (10, 30, 50, 70)
_SHEET = "Refused rows"
_REMEMBERED = 4096
# A spreadsheet program must not take somebody's text for a formula; a number is none.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9][0-9 ]*(?:\.[0-9]+)?")

Words = Callable[[str, str, str], tuple[str, str]]
"""Fault, repair and detail (see row_faults) → what is wrong, and what can be done or ""."""


@dataclass(frozen=True, slots=True)
class RefusedRows:
    table: Path
    workbook: Path
    rows: int


def write(folder: Path, *, words: Words) -> RefusedRows | None:
    """Into the folder that a file was read into; None when nothing was refused."""
    rows = 0
    table, workbook = folder / TABLE, folder / WORKBOOK

    def written() -> Iterator[tuple[int, str, str, str]]:
        nonlocal rows
        with table.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_HEADER)
            for row in _told(folder / REFUSED, words):
                number, cell, *said = row
                writer.writerow((number, guarded(cell), *said))
                rows += 1
                yield row

    xlsx_writing.write(workbook, _HEADER, written(), sheet=_SHEET, widths=_WIDTHS)
    if rows:
        return RefusedRows(table, workbook, rows)
    table.unlink()
    workbook.unlink()
    return None


def _told(path: Path, words: Words) -> Iterator[tuple[int, str, str, str]]:
    remembered = lru_cache(maxsize=_REMEMBERED)(words)
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)  # the heading
        for row, cell, fault, repair, detail in lines:
            yield int(row), cell, *remembered(fault, repair, detail)


def guarded(cell: str) -> str:
    if cell.startswith(_FORMULA_SIGNS) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
