"""What the process that reads files is told, and what it tells: values that travel as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

NUMBERS = "numbers.i64"  # little-endian, sorted, distinct
DATES = "dates.i64"  # seconds since 1970 for each of these numbers, 0 unknown
REMOVALS = "removals.i64"  # likewise, sorted and distinct; none of them is in NUMBERS
REFUSED = "refused.csv"
NOTES = "notes.csv"
COUNTS = "counts.json"


def _with_tuples(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """JSON knows lists only."""
    return {**values, **{name: tuple(values[name]) for name in names if name in values}}


@dataclass(frozen=True, slots=True)
class Column:
    index: int
    name: str  # "" without a header
    letter: str  # as spreadsheets name it: A, B … AA
    first_values: tuple[str, ...]
    sample: int  # cells of the sample that are not blank
    valid: int  # of these, how many read as numbers


@dataclass(frozen=True, slots=True)
class DateGuess:
    column: int
    format: str  # one of date_formats.FORMATS
    has_zone: bool  # the cells say it themselves: no zone has to be asked for
    ambiguous: bool  # 03/04/2026 fits as well the other way round
    example: str


@dataclass(frozen=True, slots=True)
class Survey:
    kind: str
    encoding: str
    delimiter: str
    sheets: tuple[str, ...]
    hidden_sheets: tuple[str, ...]
    sheet: str
    header_row: int | None
    first_row: int
    columns: tuple[Column, ...]
    number_column: int | None
    region_column: int | None
    date: DateGuess | None
    note_column: int | None
    action_column: int | None
    leading_minus: bool
    rows: int  # below the heading and not blank; estimated
    hidden_rows: bool
    hidden_columns: tuple[int, ...]
    merged: bool

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        nested = {
            "columns": tuple(
                Column(**_with_tuples(column, "first_values")) for column in values["columns"]
            ),
            "date": DateGuess(**values["date"]) if values["date"] else None,
        }
        return cls(**_with_tuples(values, "sheets", "hidden_sheets", "hidden_columns") | nested)


@dataclass(frozen=True, slots=True)
class Plan:
    """Places are 0-based; sheet "" is the first one; without an action column every row adds."""

    first_row: int
    column: int
    region: str
    sheet: str = ""
    region_column: int | None = None
    date_column: int | None = None
    date_format: str = ""
    zone: str = "UTC"
    note_column: int | None = None
    action_column: int | None = None
    leading_minus: bool = False
    short_ok: bool = False
    repairs: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        return cls(**_with_tuples(values, "repairs"))


def guessed(survey: Survey, *, region: str, zone: str = "UTC") -> Plan:
    """The plan nobody has changed yet: what the first look took each column for.

    Removing is never guessed: an action column or a leading minus has to be chosen.
    """
    return Plan(
        sheet=survey.sheet,
        first_row=survey.first_row,
        column=survey.number_column or 0,
        region=region,
        region_column=survey.region_column,
        date_column=survey.date.column if survey.date else None,
        date_format=survey.date.format if survey.date else "",
        zone=zone,
        note_column=survey.note_column,
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """rows_seen = rows_read + blank; rows_read = valid_rows + refused_rows (a row of which one
    number was read and one refused is a refused one); valid = distinct + removals + contradicted +
    repeated, all of them numbers."""

    rows_seen: int
    rows_read: int
    blank: int
    valid_rows: int
    refused_rows: int
    valid: int
    distinct: int
    removals: int
    repeated: int
    contradicted: int  # numbers both added and removed by the file: they stay opted out
    dates_unread: int
    hidden_rows: int
    merged: bool
    refused: Mapping[str, int] = field(default_factory=dict)
    repaired: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost; the process that reads it is ended when it takes more."""

    memory_mib: int = 1536  # of address space
    cpu_seconds: int = 300
    wall_seconds: float = 600
    rows: int = 20_000_000
    file_mib: int = 1024
    output_mib: int = 4096

    def arguments(self) -> Sequence[str]:
        return [
            f"--memory-mib={self.memory_mib}",
            f"--cpu-seconds={self.cpu_seconds}",
            f"--rows={self.rows}",
            f"--file-mib={self.file_mib}",
            f"--output-mib={self.output_mib}",
        ]


@dataclass(frozen=True, slots=True)
class Results:
    folder: Path
    counts: Counts
