"""What comes out of a file's rows, on its way into the files of a folder."""

import csv
import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

import numpy as np
from numpy.typing import NDArray

from optouts import date_formats
from optouts.number_arrays import Repair
from optouts.numbers import UnreadableNumber
from optouts.reading_plan import COUNTS, DATES, NOTES, NUMBERS, REFUSED, REMOVALS, Counts, Plan
from optouts.row_blocks import Tally
from optouts.row_faults import FaultList, RowFault
from optouts.row_numbers import RowNumbers, Rows
from optouts.sorted_numbers import among
from optouts.spooled_numbers import Spool

_LONGEST_NOTE = 1000

PartRead = tuple[Path, Counts]
"""A part of the file: the folder with what came of its rows; of its counts, those that add up."""


class RowResults:
    """Takes rows in their order; finish() writes what needs all of them, and counts.

    Of a file in parts each has one of these, whose part() goes into the finish() of the first.
    """

    def __init__(self, plan: Plan, folder: Path) -> None:
        self._plan = plan
        self._folder = folder
        self._date = self._date_reader()
        self._adds = Spool(folder, "adds", dated=plan.date_column is not None)
        self._removals = Spool(folder, "removals", dated=False)
        self._open = ExitStack()
        self._refused = self._open.enter_context(FaultList(folder / REFUSED))
        self._notes = self._open_notes()
        self._blank = self._refused_rows = self._dates_unread = self._divided = 0
        self.rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()
        self._adds.remove()
        self._removals.remove()

    def _date_reader(self) -> Callable[[str], int] | None:
        if self._plan.date_column is None:
            return None
        return date_formats.reader(self._plan.date_format, self._plan.zone)

    def _open_notes(self) -> TextIO | None:
        if self._plan.note_column is None:
            return None
        path = self._folder / NOTES
        return self._open.enter_context(path.open("w", encoding="utf-8", newline=""))

    def keep(self, rows: Rows, read: RowNumbers, removing: NDArray[np.bool_] | None) -> None:
        """removing: for each row, whether its numbers are to be taken off the list."""
        self.rows += len(rows.places)
        self._blank += read.blank
        self._divided += read.divided
        if read.refused:
            self._refuse(rows, read)
        numbers, at = read.numbers, read.at
        places = _places(rows.places, at)
        if removing is not None:
            away = removing[at]
            self._removals.add(numbers[away], places[away])
            numbers, places, at = numbers[~away], places[~away], at[~away]
        self._adds.add(numbers, places, self._dates(rows, at))
        if self._notes is not None and self._plan.note_column is not None:
            notes = rows.columns[self._plan.note_column]
            csv.writer(self._notes).writerows(
                (number, note[:_LONGEST_NOTE])
                for number, index in zip(numbers.tolist(), at.tolist(), strict=True)
                if (note := _on_one_line(notes[index]))
            )

    def _dates(self, rows: Rows, at: NDArray[np.int64]) -> NDArray[np.int64] | None:
        if self._date is None or self._plan.date_column is None:
            return None
        cells = rows.columns[self._plan.date_column]
        texts = [cells[index] for index in at.tolist()]
        dates = np.fromiter(map(self._date, texts), np.int64, len(texts))
        unread = np.flatnonzero(dates == 0)
        self._dates_unread += sum(bool(texts[index].strip()) for index in unread)
        return dates

    def _refuse(self, rows: Rows, read: RowNumbers) -> None:
        self._refused_rows += len({index for index, _ in read.refused})
        self._refused.add(
            (
                rows.places[index],
                verdict.raw
                if isinstance(verdict, UnreadableNumber)
                else self._blamed(rows, index, verdict),
                verdict,
            )
            for index, verdict in read.refused
        )

    def _blamed(self, rows: Rows, index: int, fault: RowFault) -> str:
        if fault is RowFault.ACTION and self._plan.action_column is not None:
            return rows.columns[self._plan.action_column][index]
        return ""  # a formula without a value

    def part(self) -> Counts:
        """Leave the files as they are, for finish() of the first part."""
        self._adds.end()
        self._removals.end()
        self._open.close()
        return self._counts(Tally(), distinct=0, removals=0, contradicted=0)

    def _append(self, folder: Path, counts: Counts) -> None:
        self._adds.append(folder)
        self._removals.append(folder)
        self._refused.append(folder / REFUSED)
        self._refused.counts.update(counts.refused)
        if self._notes is not None:
            self._notes.flush()
            with (folder / NOTES).open("rb") as notes:
                shutil.copyfileobj(notes, self._notes.buffer)
        self.rows += counts.rows_seen
        self._blank += counts.blank
        self._refused_rows += counts.refused_rows
        self._dates_unread += counts.dates_unread
        self._divided += counts.repaired.get(Repair.SEVERAL, 0)

    def finish(self, tally: Tally, others: Iterable[PartRead] = ()) -> Counts:
        """others: those that come after this one in the file."""
        self._adds.end()
        self._removals.end()
        for folder, counts in others:
            self._append(folder, counts)
        adds = self._adds.distinct()
        adds.numbers.tofile(self._folder / NUMBERS)
        repeats = [self._adds.repeats(adds.repeated)]
        if self._plan.date_column is not None:
            self._adds.earliest_dates(adds.numbers).tofile(self._folder / DATES)
        removals = contradicted = 0
        if self._plan.action_column is not None or self._plan.leading_minus:
            taken_off = self._removals.distinct()
            kept = taken_off.numbers[~among(taken_off.numbers, adds.numbers)]
            kept.tofile(self._folder / REMOVALS)
            removals = len(kept)
            contradicted = len(taken_off.numbers) - removals
            repeats.append(self._removals.repeats(taken_off.repeated))
        distinct = len(adds.numbers)
        del adds
        self._refused.add_repeated(chain.from_iterable(repeats))
        counts = self._counts(
            tally, distinct=distinct, removals=removals, contradicted=contradicted
        )
        (self._folder / COUNTS).write_text(json.dumps(counts.to_json()), encoding="utf-8")
        return counts

    def _counts(self, tally: Tally, *, distinct: int, removals: int, contradicted: int) -> Counts:
        valid = self._adds.size + self._removals.size
        return Counts(
            rows_seen=self.rows,
            rows_read=self.rows - self._blank,
            blank=self._blank,
            valid_rows=self.rows - self._blank - self._refused_rows,
            refused_rows=self._refused_rows,
            valid=valid,
            distinct=distinct,
            removals=removals,
            repeated=valid - distinct - removals - contradicted,
            contradicted=contradicted,
            dates_unread=self._dates_unread,
            hidden_rows=tally.hidden,
            merged=tally.merged,
            refused=dict(self._refused.counts),
            repaired={Repair.SEVERAL.value: self._divided} if self._divided else {},
        )


def _on_one_line(note: str) -> str:
    """What reads the notes later goes by lines."""
    return " ".join(note.strip("\0 \n").splitlines())


def _places(places: Sequence[int], at: NDArray[np.int64]) -> NDArray[np.int32]:
    """Most files have a row a line, whose places are a range that needs no look-ups."""
    if isinstance(places, range):
        return (at + (places.start if places else 0)).astype(np.int32)
    return np.asarray(places, np.int32)[at]
