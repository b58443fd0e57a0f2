"""Periods written by the ten thousand, below an import: opened, undone, ended, and nothing else."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from bench import databases, raw
from bench.figures import MILLISECONDS, Figure, peak_rss_mib
from bench.import_yardsticks import OnConflict, shell
from storage import bulk, opt_outs
from storage.bulk import Numbers
from storage.engine import Database, Transaction
from storage.opt_outs import Span

ROWS: Final = 20_000
PAUSE: Final = 0.002
"""Rows of a transaction, and seconds between two, as in an import."""

_LIST: Final = 1
_FILLED, _OPENED, _ENDED = 1, 2, 3
_LOWEST: Final = 27_600_000_000
_SPACE: Final = 10**9
_ROUNDS: Final = 3

Chunk = Callable[[Transaction, Numbers], int]


def run(engine: str, rows: int) -> None:
    given, listed = _drawn(rows, seed=1), _drawn(rows * 4 // 3, seed=2)
    opened = {}
    for name, before in (("empty", listed[:1]), ("listed", listed)):
        timed = [_opening(engine, given, before) for _ in range(_ROUNDS)]
        opened[name] = _figure(f"bulk.open.{name}", engine, timed, rows)
    written = opened["listed"]
    for name, deed in (("undo", _undoing), ("close", _closing)):
        timed = [(deed(engine, given, listed), written) for _ in range(_ROUNDS)]
        _figure(f"bulk.{name}", engine, timed, rows)


def _drawn(amount: int, *, seed: int) -> Numbers:
    dice = np.random.default_rng(seed)
    drawn = np.sort(dice.integers(_LOWEST, _LOWEST + _SPACE, amount + amount // 10))
    distinct = drawn[np.append(True, drawn[1:] != drawn[:-1])]
    return np.sort(dice.permutation(distinct)[:amount])


@contextmanager
def _filled(engine: str, before: Numbers) -> Iterator[tuple[str, Database]]:
    with databases.made(engine) as url, closing(Database(url)) as database:
        _in_chunks(database, before, _opens(_FILLED), pause=0)
        with raw.connected(url) as driver:
            driver.settle()
        yield url, database


def _opening(engine: str, given: Numbers, before: Numbers) -> tuple[float, float]:
    """Seconds of ours, and of the least that the database does for the same numbers."""
    with _filled(engine, before) as (url, database):
        least = OnConflict(url).seconds(given) if engine != databases.SQLITE else _shell(given)
        return _in_chunks(database, given, _opens(_OPENED)), least


def _shell(given: Numbers) -> float:
    with tempfile.TemporaryDirectory(prefix="optout-bench-") as folder:
        file = Path(folder, "numbers.csv")
        file.write_text("\n".join(map(str, given.tolist())))
        return shell(file, Path(folder, "bare.db"))


def _closing(engine: str, given: Numbers, listed: Numbers) -> float:
    with _filled(engine, listed) as (_, database):
        _in_chunks(database, given, _opens(_OPENED))
        return _in_chunks(database, given, _closes)


def _undoing(engine: str, given: Numbers, listed: Numbers) -> float:
    """As a job does, which walks the list between the lowest and the highest number."""
    with _filled(engine, listed) as (_, database):
        _in_chunks(database, given, _opens(_OPENED))
        span: Span | None = Span(_OPENED, int(given[0]), int(given[-1]))
        start = time.perf_counter()
        while span is not None:
            with database.writing() as tx:
                end = bulk.stretch_end(tx, list_id=_LIST, low=span.low, rows=ROWS) or span.high
                here = replace(span, high=min(end, span.high))
                opt_outs.close_opened_by(tx, here, list_id=_LIST, until=_ENDED)
            span = replace(span, low=end + 1) if end < span.high else None
            time.sleep(PAUSE)
        return time.perf_counter() - start


def _opens(since: int) -> Chunk:
    return lambda tx, some: bulk.open_many(tx, some, list_id=_LIST, since=since)


def _closes(tx: Transaction, some: Numbers) -> int:
    return bulk.close_many(tx, some, list_id=_LIST, until=_ENDED)


def _in_chunks(
    database: Database, numbers: Numbers, write: Chunk, *, pause: float = PAUSE
) -> float:
    start = time.perf_counter()
    for each in range(0, len(numbers), ROWS):
        with database.writing() as tx:
            write(tx, numbers[each : each + ROWS])
        time.sleep(pause)
    return time.perf_counter() - start


def _figure(name: str, engine: str, timed: list[tuple[float, float]], rows: int) -> float:
    ours = statistics.median(each for each, _ in timed)
    least = statistics.median(each for _, each in timed)
    Figure(
        name,
        engine,
        ours=round(ours * MILLISECONDS),
        yardstick=round(least * MILLISECONDS),
        ratio=round(ours / least, 2),
        peak_rss_mib=peak_rss_mib(),
        rows=rows,
    ).show()
    return ours
