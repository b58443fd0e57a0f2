"""Why one row of a file was not read, and what would help: written down as the rows go by."""

import csv
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from optouts.numbers import Fault, UnreadableNumber
from optouts.spooled_numbers import Repeats

HEADER = ("row", "cell", "fault", "repair", "detail")
_LONGEST_SHOWN = 200


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

Verdict = tuple[int, str, RowFault | UnreadableNumber]
"""A row, the cell to blame, and what is wrong with it."""


class FaultList:
    """refused.csv as it grows; rows are counted from 1, as people see them."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(HEADER)
        self._told: dict[tuple[str, int, tuple[str, ...]], tuple[str, str, str]] = {}
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
        lines = [
            (row + 1, cell[:_LONGEST_SHOWN].replace("\0", ""), *self._what_is_wrong(verdict))
            for row, cell, verdict in verdicts
        ]
        self.counts.update([line[2] for line in lines])
        self._writer.writerows(lines)

    def _what_is_wrong(self, verdict: RowFault | UnreadableNumber) -> tuple[str, str, str]:
        """Fault, repair and detail; worked out once for all that are alike."""
        if isinstance(verdict, RowFault):
            return verdict.value, str(_REPAIRS.get(verdict, "")), ""
        key = (verdict.fault.value, verdict.usual, verdict.regions)
        told = self._told.get(key)
        if told is None:
            detail = " ".join(verdict.regions) or (str(verdict.usual) if verdict.usual else "")
            told = self._told[key] = (key[0], str(_REPAIRS.get(verdict.fault, "")), detail)
        return told

    def add_repeated(self, repeats: Iterable[Repeats]) -> None:
        """Rows whose number stood in the file before. They come last: there may be very many, and
        nobody has to do anything about them."""
        what = f"{RowFault.REPEATED.value},"
        for some in repeats:
            self._file.writelines(
                [
                    f"{row},{number},{what},{first}\r\n"
                    for row, number, first in zip(
                        (some.rows + 1).tolist(),
                        some.numbers.tolist(),
                        (some.first_rows + 1).tolist(),
                        strict=True,
                    )
                ]
            )
