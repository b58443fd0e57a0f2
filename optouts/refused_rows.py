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


def write(folder: Path, *, words: Words) -> RefusedRows | None:
    """Into the folder that a file was read into; None when nothing was refused.

    Files that were written since it was read are not written again.
    """
    files = RefusedRows(folder / TABLE, folder / WORKBOOK)
    refused = folder / REFUSED
    is_written = files.workbook.is_file() and _written_at(files.workbook) >= _written_at(refused)
    if is_written or _write(refused, files, words):
        return files
    return None


def _written_at(path: Path) -> int:
    return path.stat().st_mtime_ns


def _write(refused: Path, files: RefusedRows, words: Words) -> bool:
    """Whether there was anything to write; the workbook is whole once it is there."""
    rows = 0
    part = files.workbook.with_suffix(".part")

    def written() -> Iterator[tuple[int, str, str, str]]:
        nonlocal rows
        with files.table.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_HEADER)
            for row in _told(refused, words):
                number, cell, *said = row
                writer.writerow((number, guarded(cell), *said))
                rows += 1
                yield row

    xlsx_writing.write(part, _HEADER, written(), sheet=_SHEET, widths=_WIDTHS)
    if rows:
        part.replace(files.workbook)
        return True
    files.table.unlink()
    part.unlink()
    return False


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
