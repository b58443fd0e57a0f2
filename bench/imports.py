"""Imports, the product's whole path: into an empty list and a long one, undone, replaced, beside
other people's work; and what is a tenth of it."""

import multiprocessing
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

import numpy as np

from bench import databases, import_beside
from bench.figures import MILLISECONDS, Figure
from bench.import_desk import Desk
from bench.import_files import Customers
from bench.import_yardsticks import OnConflict, row_by_row, shell
from bench.memory import watched
from optouts import imports
from optouts.jobs import Job, Mode
from optouts.reading_plan import NUMBERS
from storage.engine import Database
from storage.migrating import migrate

MICROSECONDS: Final = 1_000_000
_FEW: Final = 1_000_000
"""Imports of no more rows are measured three times."""

EMPTY, LISTED, PART = "empty.db", "listed.db", "part"
FILE: Final = "numbers.csv"

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import or its undo took, from its beginning to its end."""

    seconds: float
    changed: int  # rows that it opened and closed
    peak_mib: float = 0.0

    @property
    def a_row(self) -> float:
        return self.seconds / self.changed


def run(engine: str, rows: int) -> None:
    with tempfile.TemporaryDirectory(prefix="optout-bench-") as name:
        folder = Path(name)
        if engine == databases.POSTGRESQL:
            _postgresql(folder, rows)
        else:
            _sqlite(folder, rows)


def _apart(deed: Callable[_Given, _Found], *given: _Given.args, **named: _Given.kwargs) -> _Found:
    """In a process of its own, whose memory nothing else has touched."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as pool:
        return pool.submit(deed, *given, **named).result()


def _sqlite(folder: Path, rows: int) -> None:
    _apart(_prepare, folder, rows)
    rounds = range(3 if rows <= _FEW else 1)
    # In turn, so that what else the machine does meets all alike.
    empty, least, part = zip(
        *(
            (
                _apart(_import, folder, EMPTY, FILE),
                shell(folder / FILE, folder / "bare.db"),
                _apart(_import, folder, EMPTY, PART + FILE),
            )
            for _ in rounds
        ),
        strict=True,
    )
    _whole("import.empty", empty, least, rows)
    _grown(empty, part, rows)
    both, least, replaced = zip(
        *(
            (
                _apart(_import_and_undo, folder),
                shell(folder / FILE, folder / "bare.db"),
                _apart(_import, folder, LISTED, FILE, mode=Mode.REPLACE),
            )
            for _ in rounds
        ),
        strict=True,
    )
    listed, undone = zip(*both, strict=True)
    _whole("import.listed", listed, least, rows)
    _naive(folder, listed, rows)
    _a_row("import.undo", undone, listed, rows)
    _a_row("import.replace", replaced, listed, rows)
    work = f"sqlite:///{_copied(folder, LISTED)}"
    _apart(import_beside.run, work, folder, folder / FILE, rows)


def _prepare(folder: Path, rows: int) -> None:
    """The files, an empty list and a long one."""
    customers = Customers(rows, rows * 4 // 3)
    customers.write(folder / FILE)
    Customers(rows // 10).write(folder / (PART + FILE))
    for name, numbers in ((EMPTY, np.empty(0, np.int64)), (LISTED, customers.of_list())):
        url = f"sqlite:///{folder / name}"
        with closing(Database(url)) as database:
            migrate(database)
        with closing(Desk(url, folder)) as desk:
            desk.fill(numbers)


def _copied(folder: Path, database: str) -> Path:
    shutil.rmtree(folder / "spool", ignore_errors=True)
    for left in folder.glob("work.db*"):
        left.unlink()
    return Path(shutil.copy(folder / database, folder / "work.db"))


def _import(folder: Path, database: str, file: str, *, mode: Mode = Mode.ADD) -> Taken:
    with closing(Desk(f"sqlite:///{_copied(folder, database)}", folder)) as desk:
        return _imported(desk, folder / file, mode)[0]


def _import_and_undo(folder: Path) -> tuple[Taken, Taken]:
    with closing(Desk(f"sqlite:///{_copied(folder, LISTED)}", folder)) as desk:
        taken, job = _imported(desk, folder / FILE)
        return taken, _undone(desk, job)


def _imported(desk: Desk, file: Path, mode: Mode = Mode.ADD) -> tuple[Taken, Job]:
    with watched() as memory:
        start = time.perf_counter()
        job = desk.applied(desk.dry_run(file, mode))
        desk.hands_back(job)
        seconds = time.perf_counter() - start
    return Taken(seconds, job.opening + job.leaving, memory.peak_mib), job


def _undone(desk: Desk, job: Job) -> Taken:
    with watched() as memory:
        start = time.perf_counter()
        undo = desk.undone(job)
        seconds = time.perf_counter() - start
    changed = undo.opening + undo.leaving
    if changed != job.opening + job.leaving:
        raise AssertionError(undo)
    return Taken(seconds, changed, memory.peak_mib)


def _whole(
    name: str,
    ours: Sequence[Taken],
    yardstick: Sequence[float],
    rows: int,
    engine: str = databases.SQLITE,
) -> None:
    seconds, least = statistics.median(each.seconds for each in ours), statistics.median(yardstick)
    Figure(
        name,
        engine,
        ours=round(seconds * MILLISECONDS),
        yardstick=round(least * MILLISECONDS),
        ratio=round(seconds / least, 2),
        peak_rss_mib=max(each.peak_mib for each in ours) or None,
        rows=rows,
    ).show()


def _grown(ours: Sequence[Taken], part: Sequence[Taken], rows: int) -> None:
    """Next to a tenth of the rows."""
    seconds = statistics.median(each.seconds for each in ours)
    least = statistics.median(each.seconds for each in part)
    peak, low = (max(each.peak_mib for each in some) for some in (ours, part))
    Figure(
        "import.growth",
        databases.SQLITE,
        ours=round(seconds * MILLISECONDS),
        yardstick=round(least * MILLISECONDS),
        ratio=round(seconds / least, 2),
        rows=rows,
    ).show()
    Figure(
        "import.growth.memory",
        databases.SQLITE,
        ours=peak,
        yardstick=low,
        ratio=round(peak / low, 2),
        unit="MiB",
        rows=rows,
    ).show()


def _naive(folder: Path, ours: Sequence[Taken], rows: int) -> None:
    a_row = _apart(row_by_row, folder / FILE, f"sqlite:///{_copied(folder, LISTED)}")
    rate = rows / statistics.median(each.seconds for each in ours)
    Figure(
        "import.naive",
        databases.SQLITE,
        ours=round(rate),
        yardstick=round(1 / a_row),
        ratio=round(rate * a_row, 1),
        unit="rows/s",
        rows=rows,
    ).show()


def _a_row(
    name: str,
    ours: Sequence[Taken],
    adding: Sequence[Taken],
    rows: int,
    engine: str = databases.SQLITE,
) -> None:
    """Next to what one changed row of the import into the list took."""
    took = statistics.median(each.a_row for each in ours)
    least = statistics.median(each.a_row for each in adding)
    Figure(
        name,
        engine,
        ours=round(took * MICROSECONDS, 3),
        yardstick=round(least * MICROSECONDS, 3),
        ratio=round(took / least, 2),
        unit="us/row",
        peak_rss_mib=max(each.peak_mib for each in ours) or None,
        rows=rows,
    ).show()


def _postgresql(folder: Path, rows: int) -> None:
    """Only the writing: the file is read as with SQLite."""
    customers = Customers(rows, rows * 4 // 3)
    _apart(customers.write, folder / FILE)
    with databases.made(databases.POSTGRESQL) as url, closing(Desk(url, folder)) as desk:
        desk.fill(customers.of_list())
        on_conflict = OnConflict(url)
        start = time.perf_counter()
        job = desk.dry_run(folder / FILE)
        read = time.perf_counter() - start
        numbers = np.fromfile(imports.folder(desk.core, job) / NUMBERS, "<i8")
        start = time.perf_counter()
        job = desk.applied(job)
        taken = Taken(time.perf_counter() - start, job.opening)
        least = on_conflict.seconds(numbers)
        _whole("import.applied", [taken], [least], rows, engine=databases.POSTGRESQL)
        whole = replace(taken, seconds=read + taken.seconds)
        _a_row("import.undo", [_undone(desk, job)], [whole], rows, engine=databases.POSTGRESQL)
