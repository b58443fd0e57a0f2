"""What an import is held against: the least that databases do, and what one would write first."""

import csv
import subprocess
import time
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import psycopg
from sqlmodel import Session

from bench import raw
from bench.numbers import phonenumbers_loop
from storage.bulk import Numbers
from storage.engine import Database
from storage.tables import OptOut

_SAMPLE: Final = 2_000
_HEAD: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TAIL: Final = b"\xff\xff"
_ROW: Final = np.dtype([("fields", ">i2"), ("size", ">i4"), ("number", ">i8")])


def shell(file: Path, database: Path) -> float:
    """Seconds of the sqlite3 shell taking a file into a bare table, and of `wc -l`."""
    database.unlink(missing_ok=True)
    start = time.perf_counter()
    _run("sqlite3", "-csv", str(database), "create table t(n)", f".import {file} t")
    _run("wc", "-l", str(file))
    seconds = time.perf_counter() - start
    database.unlink()
    return seconds


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - sqlite3 and wc


def row_by_row(file: Path, url: str) -> float:
    """Seconds a row, of the first of a file: csv, phonenumbers, and SQLModel with a commit each."""
    with raw.connected(url) as driver:
        [(list_id, since)] = driver.execute("SELECT list_id, since_change FROM opt_out LIMIT 1")
    database = Database(url)
    with file.open(encoding="utf-8", newline="") as lines, Session(database.engine) as session:
        rows = csv.reader(lines)
        next(rows)
        start = time.perf_counter()
        for cell in islice(rows, _SAMPLE):
            for number in phonenumbers_loop(cell):
                key = {"list_id": list_id, "number": int(number[1:]), "until_change": 0}
                if session.get(OptOut, key) is None:
                    session.add(OptOut(**key, since_change=since))
                    session.commit()
        seconds = time.perf_counter() - start
    database.close()
    return seconds / _SAMPLE


class OnConflict:
    """The sorted numbers into a temporary table, and from there into one like ours."""

    def __init__(self, url: str) -> None:
        self._url = url
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE bare (LIKE opt_out INCLUDING ALL)")
            connection.execute(
                "INSERT INTO bare SELECT * FROM opt_out ORDER BY list_id, number, until_change"
            )
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")

    def seconds(self, numbers: Numbers) -> float:
        with psycopg.connect(self._url) as connection:
            start = time.perf_counter()
            connection.execute("CREATE TEMP TABLE given (number bigint) ON COMMIT DROP")
            with connection.cursor().copy("COPY given FROM STDIN (FORMAT BINARY)") as copy:
                copy.write(_HEAD + _rows(numbers) + _TAIL)
            connection.execute(
                "INSERT INTO bare (list_id, number, until_change, since_change)"
                " SELECT list_id, given.number, 0, since_change FROM given,"
                " (SELECT list_id, since_change FROM bare LIMIT 1) AS one"
                " ORDER BY given.number ON CONFLICT DO NOTHING"
            )
            connection.commit()
            return time.perf_counter() - start


def _rows(numbers: Numbers) -> bytes:
    rows = np.empty(len(numbers), _ROW)
    rows["fields"], rows["size"], rows["number"] = 1, _ROW["number"].itemsize, numbers
    return rows.tobytes()
