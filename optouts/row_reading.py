"""Rows of a file, as a plan says: which count, which of them remove, where each goes."""

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from optouts import spreadsheet
from optouts.file_faults import FileFault, UnreadableFile
from optouts.reading_plan import Counts, Plan
from optouts.row_blocks import Block, Tally
from optouts.row_faults import RowFault
from optouts.row_numbers import Judged, NumberReading, Rows
from optouts.row_results import PartRead, RowResults


def wanted(plan: Plan) -> tuple[int, ...]:
    """The columns a plan needs, the numbers' first, each once."""
    asked = (
        plan.column,
        plan.region_column,
        plan.date_column,
        plan.note_column,
        plan.action_column,
    )
    return tuple(dict.fromkeys(column for column in asked if column is not None))


class RowReading:
    """Takes blocks one after the other; for finish() and part() see RowResults."""

    def __init__(self, plan: Plan, folder: Path, *, most_rows: int, first_line: int = 0) -> None:
        self._plan = plan
        self._most_rows = most_rows
        self._rows_before = max(0, first_line - plan.first_row)
        self._columns = wanted(plan)
        self._numbers = NumberReading(plan)
        self._results = RowResults(plan, folder)

    def __enter__(self) -> Self:
        self._results.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._results.__exit__(kind, error, trace)

    @property
    def rows_seen(self) -> int:
        return self._results.rows

    def take(self, block: Block) -> None:
        rows = self._after_the_heading(block)
        if self._rows_before + self.rows_seen + len(rows.places) > self._most_rows:
            raise UnreadableFile(FileFault.TOO_MANY_ROWS, limit=self._most_rows)
        if not rows.places:
            return
        judged: Judged = {}
        removing = self._removing(rows, judged)
        self._results.keep(rows, self._numbers.read(rows, judged), removing)

    def part(self) -> Counts:
        return self._results.part()

    def finish(self, tally: Tally, others: Iterable[PartRead] = ()) -> Counts:
        return self._results.finish(tally, others)

    def _after_the_heading(self, block: Block) -> Rows:
        places = block.rows
        columns = dict(zip(self._columns, block.columns, strict=True))
        if not places or places[0] >= self._plan.first_row:
            return Rows(places, columns)
        start = next(
            (at for at, place in enumerate(places) if place >= self._plan.first_row), len(places)
        )
        return Rows(places[start:], {key: cells[start:] for key, cells in columns.items()})

    def _removing(self, rows: Rows, judged: Judged) -> NDArray[np.bool_] | None:
        """For each row whether it takes off the list; None when none does."""
        removing = np.zeros(len(rows.places), np.bool_)
        if self._plan.action_column is not None:
            numbers = rows.columns[self._plan.column]
            for index, word in enumerate(rows.columns[self._plan.action_column]):
                removes = spreadsheet.removes(word)
                if removes:
                    removing[index] = True
                elif removes is None and numbers[index].strip():
                    judged[index] = RowFault.ACTION
        if self._plan.leading_minus:
            removing |= np.fromiter(
                map(spreadsheet.has_minus, rows.columns[self._plan.column]), np.bool_
            )
        return removing if removing.any() else None
