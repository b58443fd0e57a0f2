"""A file of tests/files, read the way it is guessed."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np

from optouts import file_survey, reading, reading_plan
from optouts.reading_plan import Counts, Plan, Survey
from tests.files import make

FILES = Path(make.__file__).parent
GOOD = [27761234567, 27821234567, 27831234567, 27841234567]


def survey(name: str, sheet: str = "") -> Survey:
    return file_survey.survey(FILES / name, region="ZA", sheet=sheet)


def plan(name: str, **changes: object) -> Plan:
    guessed = reading_plan.guessed(survey(name), region="ZA", zone="Africa/Johannesburg")
    return replace(guessed, **changes)  # type: ignore[arg-type]  # the names are Plan's own


def read(name: str, out: Path, **changes: object) -> Counts:
    counts = reading.read(FILES / name, plan(name, **changes), out, most_rows=1000)
    assert counts.rows_seen == counts.rows_read + counts.blank
    assert counts.rows_read == counts.valid_rows + counts.refused_rows
    return counts


def numbers(out: Path, name: str = "numbers.i64") -> list[int]:
    return [int(number) for number in np.fromfile(out / name, "<i8")]


def refused(out: Path) -> list[tuple[str, ...]]:
    with (out / "refused.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]
