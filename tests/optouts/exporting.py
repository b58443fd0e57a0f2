"""A person who has files made, with the worker's part done at once; and what is in a file."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import numpy as np
from openpyxl import load_workbook

from optouts import exporting, exports, reading
from optouts.changes import Act
from optouts.core import Core
from optouts.export_order import USUAL, Column, Format, Layout, NumberStyle, Order, Written
from optouts.file_survey import survey
from optouts.jobs import Job, Report
from optouts.outcomes import Wanted
from optouts.reading_plan import guessed
from optouts.roles import Actor
from optouts.words import ChangeId, Origin, WorkspaceId

ZONE = "Africa/Johannesburg"
KEYS = count()
DELIMITERS = {Format.CSV: ",", Format.SEMICOLON: ";"}


@dataclass(frozen=True)
class File:
    """An exported file, as its reader sees it."""

    written: Written
    path: Path

    @property
    def text(self) -> str:
        return self.path.read_bytes().decode()

    def rows(self, delimiter: str = ",") -> list[list[str]]:
        """All cells but the heading's, as a program sees them that knows csv."""
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file, delimiter=delimiter))[1:]

    def sheet(self, name: str = "Opt-outs") -> list[tuple[object, ...]]:
        return list(load_workbook(self.path)[name].values)

    def about(self) -> dict[object, object]:
        return {row[0]: row[1] for row in self.sheet("About")}

    def numbers(self, out: Path, *, region: str = "ZA") -> list[int]:
        """What our own import takes it for, without being told anything about it."""
        seen = survey(self.path, region=region)
        out.mkdir(exist_ok=True)
        plan = guessed(seen, region=region, zone=ZONE)
        counts = reading.read(self.path, plan, out, most_rows=10_000)
        assert counts.refused_rows == 0
        return [int(each) for each in np.fromfile(out / "numbers.i64", "<i8")]


@dataclass
class Exporter:
    core: Core
    workspace: WorkspaceId
    by: Actor
    folder: Path
    progress: Callable[[int, int], None] = field(default=lambda _done, _total: None)

    def act(self, by: Actor | None = None) -> Act:
        return Act(self.workspace, by or self.by, Origin.SLACK, f"export {next(KEYS)}")

    def orders(self, order: Order | None = None, by: Actor | None = None) -> Job:
        return exports.start(self.core, self.act(by), order or Order(), report=Report())

    def exports(
        self,
        as_: Format = Format.CSV,
        *,
        columns: tuple[Column, ...] = USUAL,
        style: NumberStyle = NumberStyle.PLUS,
        wanted: Wanted | None = None,
        change: ChangeId | None = None,
        changes_only: bool = False,
        zone: str = ZONE,
    ) -> File:
        layout = Layout(as_, columns, style)
        order = Order(wanted or Wanted(), change, layout, zone, changes_only=changes_only)
        return self.written(self.orders(order))

    def written(self, job: Job) -> File:
        folder = self.folder / f"job-{job.id}"
        written = exporting.write(self.core, job, folder, self.progress)
        (name,) = written.files
        assert written.size == (folder / name).stat().st_size
        return File(written, folder / name)
