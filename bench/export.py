"""Exports of a whole list, each in a process of its own, beside the plainest way to the file."""

import csv
import multiprocessing
import secrets
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import psycopg
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types
from sqlalchemy import make_url

from bench import databases, raw
from bench.figures import MILLISECONDS, Figure, peak_rss_mib
from bench.filling import MANAGER, TEAM, filled
from optouts import exporting, exports, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.export_order import Format, Layout, Order
from optouts.jobs import Report
from optouts.words import Origin
from storage.engine import Database

_SHEET: Final = 1_048_576
"""Rows of a sheet; the yardstick knows no second one."""

_ROUNDS: Final = 3
_AT_ONCE: Final = 20_000
_ONCE_FROM: Final = 5_000_000
"""Rows from which on everything is measured once."""

_CELLS: Final = (
    "SELECT '''+' || o.number, upper(l.channel), 'every sender', 'every account', {date}, c.origin"
    " FROM opt_out o JOIN opt_out_list l ON l.id = o.list_id JOIN change c ON c.id = o.since_change"
    " WHERE o.list_id = {list_id} AND o.until_change = 0 ORDER BY o.number"
)
_NUMBERS: Final = "SELECT '+' || number FROM opt_out WHERE until_change = 0 ORDER BY number"
_SQLITE_DATE: Final = "strftime('%Y-%m-%dT%H:%M:%S', c.at, '+2 hours') || '+02:00'"
_POSTGRESQL_DATE: Final = (
    "to_char(c.at AT TIME ZONE 'Africa/Johannesburg', 'YYYY-MM-DD\"T\"HH24:MI:SS') || '+02:00'"
)


def run(engine: str, rows: int) -> None:
    with databases.made(engine) as url, tempfile.TemporaryDirectory() as folder:
        database = Database(url)
        with raw.connected(url) as driver:
            list_id = filled(Core(database, _now), driver, rows).list_id
        database.close()
        date = _SQLITE_DATE if engine == databases.SQLITE else _POSTGRESQL_DATE
        query, into = _CELLS.format(date=date, list_id=list_id), Path(folder)
        for as_ in (Format.CSV, Format.TXT, Format.XLSX):
            ours = partial(_ours, url, into, as_)
            plain = _workbook if as_ is Format.XLSX else _least
            beside = partial(plain, url, into, _NUMBERS if as_ is Format.TXT else query)
            fits = as_ is not Format.XLSX or rows < _SHEET
            _measure(f"export.{as_}", engine, rows, ours, beside if fits else None)


def _now() -> datetime:
    return datetime(2026, 3, 2, 6, tzinfo=UTC)


def _measure(
    name: str,
    engine: str,
    rows: int,
    ours: Callable[[], tuple[float, float]],
    yardstick: Callable[[], float] | None,
) -> None:
    timed, least, peak = [], [], 0.0
    for _ in range(1 if rows >= _ONCE_FROM else _ROUNDS):
        seconds, rss = ours()
        timed.append(seconds)
        peak = max(peak, rss)
        if yardstick is not None:
            least.append(yardstick())
    middle = statistics.median(timed)
    beside = statistics.median(least) if least else None
    Figure(
        name,
        engine,
        ours=round(middle * MILLISECONDS),
        yardstick=None if beside is None else round(beside * MILLISECONDS),
        ratio=None if beside is None else round(middle / beside, 2),
        peak_rss_mib=peak,
        rows=rows,
    ).show()


def _ours(url: str, folder: Path, as_: Format) -> tuple[float, float]:
    """Seconds of the writing, and the most memory that its process held."""
    fresh = multiprocessing.get_context("spawn")
    here, there = fresh.Pipe()
    process = fresh.Process(target=_write, args=(url, folder, as_, there))
    process.start()
    seconds, peak = here.recv()
    process.join()
    return float(seconds), float(peak)


def _write(url: str, folder: Path, as_: Format, told: Connection) -> None:
    core = Core(Database(url), _now, folder / "spool")
    workspace = workspaces.of_team(core, enterprise_id="", team_id=TEAM)
    act = Act(workspace, MANAGER, Origin.SLACK, secrets.token_hex())
    order = Order(layout=Layout(as_), zone="Africa/Johannesburg", whole=True)
    job = exports.start(core, act, order, report=Report())
    start = time.perf_counter()
    exporting.write(core, job, folder / "ours", lambda _done, _total: None)
    told.send((time.perf_counter() - start, peak_rss_mib()))
    core.database.close()


def _least(url: str, folder: Path, query: str) -> float:
    """The sqlite3 shell, where there is one, else a cursor and csv.writer."""
    file = folder / "least.csv"
    path = make_url(url).database or ""
    shell = shutil.which("sqlite3") if url.startswith("sqlite") else None
    start = time.perf_counter()
    if shell:
        with file.open("wb") as into:
            subprocess.run([shell, "-csv", path, query], check=True, stdout=into)  # noqa: S603
    else:
        with file.open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines).writerows(_rows(url, query))
    seconds = time.perf_counter() - start
    file.unlink()
    return seconds


def _workbook(url: str, folder: Path, query: str) -> float:
    file = folder / "least.xlsx"
    start = time.perf_counter()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet()
    for place, row in enumerate(_rows(url, query)):
        sheet.write_row(place, 0, row)
    book.close()
    seconds = time.perf_counter() - start
    file.unlink()
    return seconds


def _rows(url: str, query: str) -> Iterator[tuple[str, ...]]:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(parsed.database or "")) as connection:
            yield from connection.execute(query)
        return
    with psycopg.connect(url) as server, server.cursor("export") as cursor:
        cursor.execute(query.encode())
        while some := cursor.fetchmany(_AT_ONCE):
            yield from some
