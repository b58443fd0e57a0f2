"""Why one row of a file was not read, and what would help: written down as the rows go by."""

import csv
import re
import shutil
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from optouts.numbers import Fault, UnreadableNumber
from optouts.spooled_numbers import Repeats

HEADER = ("row", "cell", "fault", "repair", "detail")
_LONGEST_SHOWN = 200
_AT_ONCE = 1 << 16  # lines
_TO_BE_QUOTED = re.compile(r'[",\r\n]')


class RowFault(StrEnum):
    """Beside the faults of numbers."""

    FORMULA = "formula"  # saved without its value
    ACTION = "action"  # a word of the action column that nobody knows
    REPEATED = "repeated"  # detail: the first row with the number


class Repair(StrEnum):
    """What the repair column may say. The first four can be ticked on for the whole file."""

    FLOAT = "float"
    SEVERAL = "several"
    LEADING_ZERO = "leading_zero"
    SHORT_OK = "short_ok"
    AS_TEXT = "as_text"  # digits are gone: format the column as text and export again
    VALUES = "values"  # paste values in the place of formulas
    REGION = "region"  # another region for the file, or a region column


_REPAIRS: dict[Fault | RowFault, Repair] = {
    Fault.FLOAT: Repair.FLOAT,
    Fault.LEADING_ZERO: Repair.LEADING_ZERO,
    Fault.SEVERAL: Repair.SEVERAL,
    Fault.UNUSUALLY_SHORT: Repair.SHORT_OK,
    Fault.SCIENTIFIC: Repair.AS_TEXT,
    Fault.NO_REGION: Repair.REGION,
    Fault.WRONG_REGION: Repair.REGION,
    RowFault.FORMULA: Repair.VALUES,
}

_REPEATED = f"%d,%d,{RowFault.REPEATED.value},,%d\r\n"

Verdict = tuple[int, str, RowFault | UnreadableNumber]
"""A row, the cell to blame, and what is wrong with it."""

_Kind = tuple[Fault | RowFault, int, tuple[str, ...]]
"""All that what is told depends on."""


class FaultList:
    """refused.csv as it grows; rows are counted from 1, as people see them."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        csv.writer(self._file).writerow(HEADER)
        self._told: dict[_Kind, str] = {}
        self.counts: Counter[str] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, verdicts: Iterable[Verdict]) -> None:
        """In the order of their rows."""
        lines = []
        told = []
        for row, cell, verdict in verdicts:
            shown = cell[:_LONGEST_SHOWN].replace("\0", "")
            # Measured: a csv.writer needs twice as long.
            if _TO_BE_QUOTED.search(shown):
                shown = '"' + shown.replace('"', '""') + '"'
            what = self._what_is_wrong(verdict)
            lines.append(f"{row + 1},{shown},{what}\r\n")
            told.append(what)
        for what, times in Counter(told).items():
            self.counts[what.partition(",")[0]] += times
        self._file.writelines(lines)

    def append(self, path: Path) -> None:
        """Another list, of rows that come after those of this one."""
        self._file.flush()
        with path.open("rb") as more:
            more.readline()
            shutil.copyfileobj(more, self._file.buffer)

    def _what_is_wrong(self, verdict: RowFault | UnreadableNumber) -> str:
        """Fault, repair and detail; worked out once for all that are alike."""
        kind: _Kind = (
            (verdict.fault, verdict.usual, verdict.regions)
            if isinstance(verdict, UnreadableNumber)
            else (verdict, 0, ())
        )
        told = self._told.get(kind)
        if told is None:
            fault, usual, regions = kind
            detail = " ".join(regions) or str(usual or "")
            repair = _REPAIRS.get(fault, "")
            told = self._told[kind] = f"{fault},{repair},{detail}"
        return told

    def add_repeated(self, repeats: Iterable[Repeats]) -> None:
        """Rows whose number stood in the file before. They come last: there may be very many, and
        nobody has to do anything about them."""
        for some in repeats:
            rows = np.stack((some.rows + 1, some.numbers, some.first_rows + 1), axis=1)
            for start in range(0, len(rows), _AT_ONCE):
                piece = rows[start : start + _AT_ONCE]
                self._file.write(_REPEATED * len(piece) % tuple(piece.ravel().tolist()))
