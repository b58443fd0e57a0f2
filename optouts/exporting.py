"""Exports written to files: from the first row to the last, or not at all."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from optouts import export_about, export_parts, export_text, export_xlsx
from optouts.core import Core
from optouts.errors import UnknownJob
from optouts.export_lines import Lines
from optouts.export_order import Column, Format, Written
from optouts.export_selection import Cell, Selection
from optouts.jobs import Job
from optouts.words import ChangeId
from storage import export_rows

Progress = Callable[[int, int], None]

SUFFIXES = {Format.XLSX: "xlsx", Format.CSV: "csv", Format.SEMICOLON: "csv", Format.TXT: "txt"}


def write(core: Core, job: Job, folder: Path, progress: Progress) -> Written:
    """Write what a job orders into its folder; `progress` hears of the rows so far and of all.

    All of it is one moment's truth, so what was written before a crash is written anew.
    What `progress` raises ends the writing and goes on up. Raises UnknownChange and StorageAway.
    """
    order = job.order
    if order is None:
        raise UnknownJob
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    at = core.clock()
    stem = f"opt-outs-{at.astimezone(ZoneInfo(order.zone)):%Y-%m-%d-%H%M}"
    path = folder / f"{stem}.{SUFFIXES[order.layout.format]}"
    with core.reading() as tx:
        selection = Selection.made(tx, job.workspace, order)
        written = _Writing(job, selection, at, progress).into(path)
    files = (path,) if order.whole else export_parts.fitted(path)
    return replace(
        written,
        files=tuple(each.name for each in files),
        size=sum(each.stat().st_size for each in files),
    )


@dataclass
class _Writing:
    """One file on its way. `numbers` are those that are known to differ from each other."""

    job: Job
    selection: Selection
    at: datetime
    progress: Progress
    rows: int = 0
    total: int = 0

    def into(self, path: Path) -> Written:
        self.total = self.selection.expected
        self.progress(0, self.total)
        match self.selection.order.layout.format:
            case Format.TXT:
                return self._list(path)
            case Format.XLSX:
                return self._workbook(path)
            case _:
                return self._table(path)

    def _list(self, path: Path) -> Written:
        """Each number once, on however many lists it is."""
        names = self.selection.names
        with path.open("w", encoding="ascii", newline="") as file:
            for low, high in self.selection.stretches(names):
                numbers = self.selection.numbers(names, low, high).tolist()
                form = self.selection.form(names, low, high)
                file.writelines(f"{form.written(each)}{export_text.LINE_END}" for each in numbers)
                self._count(len(numbers))
        return self._written(self.rows)

    def _table(self, path: Path) -> Written:
        """With the mark of UTF-8 at its beginning: without it Excel takes it for another code."""
        order = self.selection.order
        has_notes = Column.NOTE in order.layout.columns and export_rows.has_notes(self.selection.tx)
        lines = Lines(self.selection, export_text.DELIMITERS[order.layout.format], has_notes)
        lists_with_rows = 0
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            file.write(lines.heading)
            for name in self.selection.names:
                before = self.rows
                for count, text in lines.of_list(name):
                    file.write(text)
                    self._count(count)
                lists_with_rows += self.rows > before
        return self._written(self._numbers(lists_with_rows))

    def _workbook(self, path: Path) -> Written:
        columns = self.selection.columns
        with_rows: set[int] = set()
        found: list[Written] = []

        def rows() -> Iterator[tuple[Cell, ...]]:
            for name in self.selection.names:
                for some in self.selection.rows(name):
                    yield from some
                    with_rows.update([name.id] if some else [])
                    self._count(len(some))

        def about() -> export_about.About:
            found.append(self._written(self._numbers(len(with_rows))))
            selection = self.selection
            yield from export_about.about(
                self.job,
                selection.order,
                found[0],
                places=selection.places,
                region=selection.region,
            )

        export_xlsx.write(
            path,
            columns,
            [export_text.HEADINGS[each] for each in columns],
            rows(),
            about=about(),
            zone=self.selection.order.zone,
        )
        return found[0]

    def _count(self, rows: int) -> None:
        self.rows += rows
        self.progress(self.rows, max(self.rows, self.total))

    def _numbers(self, lists_with_rows: int) -> int:
        """How many of the rows are of different numbers."""
        if lists_with_rows <= 1 and self.selection.is_once_a_list:
            return self.rows
        numbers = 0
        for low, high in self.selection.stretches(self.selection.names):
            numbers += len(self.selection.numbers(self.selection.names, low, high))
            self._count(0)
        return numbers

    def _written(self, numbers: int) -> Written:
        selection = self.selection
        return Written(
            rows=self.rows,
            numbers=numbers,
            files=(),
            size=0,
            horizon=ChangeId(selection.horizon),
            at=self.at,
            unfinished=tuple(map(ChangeId, selection.asked.unfinished)),
        )
