"""The numbers of some rows: read in each row's region, cells with several of them divided."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optouts import spreadsheet
from optouts.number_arrays import Batch, Reader, Repair
from optouts.numbers import Fault, UnreadableNumber
from optouts.reading_plan import Plan
from optouts.row_blocks import NO_VALUE
from optouts.row_faults import RowFault

_LONGEST_NUMBER = 250  # characters; a longer cell holds several or none
_UNKNOWN_REGION = ""  # reads international numbers only, refuses others as NO_REGION

Judged = dict[int, RowFault | UnreadableNumber]
"""By index: rows refused before their numbers are read."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of the file, the heading and what stands before it left out."""

    places: Sequence[int]
    columns: dict[int, list[str]]


@dataclass(frozen=True, slots=True)
class RowNumbers:
    numbers: NDArray[np.int64]
    at: NDArray[np.int64]  # the index of each one's row, ascending
    refused: list[tuple[int, RowFault | UnreadableNumber]]  # by index, ascending
    blank: int
    divided: int  # cells with several numbers that were taken apart


class NumberReading:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._repairs = frozenset(map(Repair, plan.repairs))
        self._readers: dict[str, Reader] = {}

    def read(self, rows: Rows, judged: Judged) -> RowNumbers:
        cells = self._cells_to_read(rows, judged)
        regions = self._regions(rows)
        batch = self._read(cells, regions)
        blank = int(np.count_nonzero(batch.blank)) - len(judged)
        refused: list[tuple[int, RowFault | UnreadableNumber]] = list(batch.refused.items())
        if judged:
            refused = sorted([*judged.items(), *refused], key=_index)
        at = np.flatnonzero(batch.digits)
        read = RowNumbers(batch.digits[at], at, refused, blank, divided=0)
        if Repair.SEVERAL in self._repairs:
            return self._with_several(read, regions)
        return read

    def _cells_to_read(self, rows: Rows, judged: Judged) -> list[str]:
        """Blank where a row is judged already."""
        cells = rows.columns[self._plan.column]
        if NO_VALUE in cells or max(map(len, cells)) > _LONGEST_NUMBER:
            for index, cell in enumerate(cells):
                if fault := _fault_of_cell(cell):
                    judged.setdefault(index, fault)
        if judged:
            cells = ["" if index in judged else cell for index, cell in enumerate(cells)]
        if self._plan.leading_minus:
            cells = [spreadsheet.without_minus(cell) for cell in cells]
        return cells

    def _regions(self, rows: Rows) -> list[str] | None:
        """For each row; an empty cell is the file's region, an unknown one is none."""
        if self._plan.region_column is None:
            return None
        texts = rows.columns[self._plan.region_column]
        known = {
            text: (spreadsheet.region_of(text) or _UNKNOWN_REGION)
            if text.strip()
            else self._plan.region
            for text in set(texts)
        }
        return [known[text] for text in texts]

    def _read(self, cells: Sequence[str], regions: Sequence[str] | None) -> Batch:
        if regions is None:
            return self._reader(self._plan.region).read(cells)
        digits = np.zeros(len(cells), np.int64)
        blank = np.zeros(len(cells), np.bool_)
        refused: dict[int, UnreadableNumber] = {}
        by_region: dict[str, list[int]] = {}
        for index, region in enumerate(regions):
            by_region.setdefault(region, []).append(index)
        for region, indexes in by_region.items():
            batch = self._reader(region).read([cells[index] for index in indexes])
            digits[indexes] = batch.digits
            blank[indexes] = batch.blank
            refused.update((indexes[at], refusal) for at, refusal in batch.refused.items())
        return Batch(digits, dict(sorted(refused.items())), blank)

    def _reader(self, region: str) -> Reader:
        if region not in self._readers:
            self._readers[region] = Reader(
                region, short_ok=self._plan.short_ok, repairs=self._repairs
            )
        return self._readers[region]

    def _with_several(self, read: RowNumbers, regions: Sequence[str] | None) -> RowNumbers:
        refused: list[tuple[int, RowFault | UnreadableNumber]] = []
        owners: list[int] = []
        pieces: list[str] = []
        divided = 0
        for index, verdict in read.refused:
            if isinstance(verdict, UnreadableNumber) and verdict.fault is Fault.SEVERAL:
                several = spreadsheet.several(verdict.raw)
                pieces += several
                owners += [index] * len(several)
                divided += 1
            else:
                refused.append((index, verdict))
        if not divided:
            return read
        found = self._read(pieces, regions and [regions[index] for index in owners])
        refused += [(owners[piece], refusal) for piece, refusal in found.refused.items()]
        refused.sort(key=_index)
        good = np.flatnonzero(found.digits)
        numbers = np.concatenate((read.numbers, found.digits[good]))
        at = np.concatenate((read.at, np.array(owners)[good]))
        order = at.argsort(kind="stable")
        return RowNumbers(numbers[order], at[order], refused, read.blank, divided)


def _fault_of_cell(cell: str) -> RowFault | UnreadableNumber | None:
    """What is seen without reading it."""
    if cell == NO_VALUE:
        return RowFault.FORMULA
    if len(cell) <= _LONGEST_NUMBER or not cell.strip():
        return None
    many = len(spreadsheet.several(cell)) > 1
    return UnreadableNumber(cell, Fault.SEVERAL if many else Fault.TOO_LONG)


def _index(verdict: tuple[int, object]) -> int:
    return verdict[0]
