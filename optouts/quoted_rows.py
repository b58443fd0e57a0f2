"""Rows whose cells stand in quotes, some of which hold line ends and some of which are astray."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MOST_LINES = 100  # of one quoted cell: with more, its quote is taken for a stray one


def lines_of(rows: Sequence[Sequence[str]]) -> int:
    return len(rows) + sum(cell.count("\n") for row in rows for cell in row)


@dataclass(slots=True)
class QuotedRows:
    rows: list[list[str]]
    starts: list[int]  # the line of each row's beginning
    used: int  # lines that belong to these rows


def quoted_rows(lines: list[str], delimiter: str, *, last: bool) -> QuotedRows:
    """A quote that never closes properly would swallow the rows after it in silence; here it is a
    character like any other, and its line a row."""
    found = QuotedRows([], [], 0)
    while found.used < len(lines):
        before = found.used
        reader = csv.reader(
            _from(lines, before), delimiter=delimiter, strict=True, skipinitialspace=True
        )
        try:
            for record in reader:
                if before + reader.line_num - found.used > _MOST_LINES:
                    break
                found.rows.append(record)
                found.starts.append(found.used)
                found.used = before + reader.line_num
        except csv.Error:
            pass
        if found.used == len(lines):
            break
        rest = len(lines) - found.used
        if not last and rest <= _MOST_LINES and _is_open(lines[found.used :], delimiter):
            break
        found.rows.append(lines[found.used].split(delimiter))
        found.starts.append(found.used)
        found.used += 1
    return found


def _from(lines: list[str], start: int) -> Iterator[str]:
    for index in range(start, len(lines)):
        yield lines[index] + "\n"


def _is_open(lines: list[str], delimiter: str) -> bool:
    """The lines end inside quotes, and nothing else is wrong with them."""
    reader = csv.reader(_from(lines, 0), delimiter=delimiter, skipinitialspace=True)
    closed = _from([*lines, '"'], 0)
    strict = csv.reader(closed, delimiter=delimiter, strict=True, skipinitialspace=True)
    try:
        return len(list(reader)) == 1 and len(list(strict)) == 1
    except csv.Error:
        return False
