"""What a table means: where its header is, which column holds what, what its words say."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from optouts import date_formats
from optouts import heading_words as words_of
from optouts.date_formats import FormatGuess

Cells = Sequence[str]
ReadsAsNumber = Callable[[str], bool]

_HEADER_ROWS = 20  # a header further down is none
_MOST = 0.5  # of the cells, under a heading that says what they are
_NEARLY_ALL = 0.95  # without one
_NUMBER_WORDS = words_of.MOBILE | words_of.PHONE | words_of.NUMBER
_WEIGHTS = (
    (words_of.MOBILE, 0.4),
    (words_of.PHONE, 0.3),
    (words_of.NUMBER, 0.1),
    (words_of.NOT_A_PHONE, -0.5),
)
_COULD_BE_NUMBERS = {"YMD", "seconds", "milliseconds"}
_DASHES = ("-", "\N{MINUS SIGN}", "\N{EN DASH}")
_FEWEST_DIGITS = 4  # what has as many is data, not a heading

_WORDS = re.compile(r"[^\W_]+(?:[-_][^\W_]+)*")
_SPLIT_WORDS = re.compile(r"[^\W\d_]+|\d+")
_NUMBER_FROM_MINUS = re.compile(r"\s*['\"]?[-\N{MINUS SIGN}\N{EN DASH}]\s*(?=[+\d(])")
_SEVERAL = re.compile(r"\s*(?:[,;/|&\n\r]|\b(?:and|or|und|oder|et|ou|y|en|of)\b)\s*", re.IGNORECASE)
_SECOND_PLUS = re.compile(r"(?<=\d)\s*(?=\+)")


@dataclass(frozen=True, slots=True)
class Meaning:
    header_row: int | None
    first_row: int
    number_column: int | None
    region_column: int | None
    date_column: int | None
    date_format: FormatGuess | None
    note_column: int | None
    action_column: int | None
    leading_minus: bool
    valid: tuple[int, ...]  # for each column, how many cells of the sample read as numbers
    filled: tuple[int, ...]


def meaning(rows: Sequence[Cells], reads: ReadsAsNumber, *, region: str) -> Meaning:
    """rows: the first ones of the table, from its very first on, blank ones included."""
    width = max(map(len, rows), default=0)
    header = header_row(rows, reads)
    first = 0 if header is None else header + 1
    names = rows[header] if header is not None else ()
    columns = [_column(rows[first:], index) for index in range(width)]
    filled = [[cell for cell in column if cell.strip()] for column in columns]
    valid = [sum(map(reads, map(without_minus, cells))) for cells in filled]
    number = _number_column(names, filled, valid)
    others = [index for index in range(width) if index != number]
    date, date_format = _date_column(names, filled, others, region)
    region_ = _by_words(names, others, words_of.REGION, filled, _is_region_text)
    action = _by_words(names, others, words_of.ACTION, filled, _is_action)
    taken = {date, region_, action}
    notes = (index for index in others if index not in taken and _has(names, index, words_of.NOTE))
    note = next(notes, None)
    minus = number is not None and any(map(_NUMBER_FROM_MINUS.match, filled[number]))
    return Meaning(
        header, first, number, region_, date, date_format, note, action, minus,
        tuple(valid), tuple(map(len, filled)),
    )  # fmt: skip


def _column(rows: Sequence[Cells], index: int) -> list[str]:
    return [row[index] if len(row) > index else "" for row in rows]


def header_row(rows: Sequence[Cells], reads: ReadsAsNumber) -> int | None:
    """The last row before the numbers that is no data; by its words where nothing reads.

    Never a row with something like a number in the numbers' column: a first number that Excel
    mangled must come back as refused, not vanish as a heading.
    """
    for index, row in enumerate(rows[: _HEADER_ROWS + 1]):
        column = next((at for at, cell in enumerate(row) if reads(without_minus(cell))), None)
        if column is not None:
            return _header_above(rows[:index], column)
    for index, row in enumerate(rows[:_HEADER_ROWS]):
        if any(_words(cell) & _NUMBER_WORDS for cell in row):
            return None if any(map(_is_data, row)) else index
    return None


def _header_above(rows: Sequence[Cells], column: int) -> int | None:
    for index in range(len(rows) - 1, -1, -1):
        row = rows[index]
        if any(cell.strip() for cell in row):
            heading = row[column] if len(row) > column else ""
            words = {word for cell in row for word in _words(cell)}
            known = words & words_of.HEADING
            is_header = not _is_data(heading) and (heading.strip() or known)
            return index if is_header else None
    return None


def _is_data(cell: str) -> bool:
    return sum(map(str.isdecimal, cell)) >= _FEWEST_DIGITS or "e+" in cell.lower()


def _words(name: str) -> set[str]:
    whole = _WORDS.findall(name.casefold())
    parts = _SPLIT_WORDS.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold())
    return {*whole, *parts}


def _has(names: Cells, index: int, words: frozenset[str]) -> bool:
    return len(names) > index and not _words(names[index]).isdisjoint(words)


def _number_column(
    names: Cells, filled: Sequence[Sequence[str]], valid: Sequence[int]
) -> int | None:
    """Above all the share of cells that read as numbers and how many they are, for a second phone
    is filled in now and then; then the heading, then column A."""
    most = max(valid, default=0) or 1

    def likelihood(index: int) -> float:
        share = valid[index] / len(filled[index]) * valid[index] / most if filled[index] else 0
        worded = sum(weight * _has(names, index, words) for words, weight in _WEIGHTS)
        return share * 2 + min(worded, 0.5) - index / 1000

    likeliest = max(range(len(filled)), key=likelihood, default=None)
    if likeliest is None or len(filled) == 1 or likelihood(likeliest) > 0:
        return likeliest
    return None


def _date_column(
    names: Cells, filled: Sequence[Sequence[str]], others: Sequence[int], region: str
) -> tuple[int | None, FormatGuess | None]:
    """A heading of dates first; without one, only a format that cannot be something else."""
    for worded in (True, False):
        for index in others:
            if _has(names, index, words_of.DATE) != worded or not filled[index]:
                continue
            share = _MOST if worded else _NEARLY_ALL
            guess = date_formats.guess(filled[index], region=region, share=share)
            if guess and (worded or guess.format not in _COULD_BE_NUMBERS):
                return index, guess
    return None, None


def _by_words(
    names: Cells,
    others: Sequence[int],
    words: frozenset[str],
    filled: Sequence[Sequence[str]],
    fits: Callable[[str], bool],
) -> int | None:
    for index in others:
        cells = filled[index]
        needed = _MOST if _has(names, index, words) else _NEARLY_ALL
        if cells and sum(map(fits, cells)) >= needed * len(cells):
            return index
    return None


def _is_region_text(cell: str) -> bool:
    return region_of(cell) is not None


def _is_action(cell: str) -> bool:
    return bool(cell.strip()) and removes(cell) is not None


def region_of(cell: str) -> str | None:
    """The ISO code a cell of a region column stands for; None for anything unknown."""
    return words_of.REGIONS_BY_NAME.get(cell.strip().casefold())


def removes(cell: str) -> bool | None:
    """What a cell of an action column asks for; None when nobody can tell."""
    word = " ".join(cell.split()).casefold()
    if word in words_of.REMOVES:
        return True
    return False if word in words_of.ADDS else None


def has_minus(cell: str) -> bool:
    return _NUMBER_FROM_MINUS.match(cell) is not None


def without_minus(cell: str) -> str:
    # Most cells are plain digits: looking at their first character is all they should cost.
    if cell[:4].strip("'\" ").startswith(_DASHES):
        return _NUMBER_FROM_MINUS.sub("", cell, count=1)
    return cell


def several(cell: str) -> tuple[str, ...]:
    """The pieces of a cell that holds more than one number; just one when nothing divides it."""
    pieces = (piece for part in _SEVERAL.split(cell) for piece in _SECOND_PLUS.split(part))
    return tuple(piece.strip() for piece in pieces if piece.strip())
