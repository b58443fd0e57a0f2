"""Many cells read as numbers at once, each exactly as numbers.parse reads it alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optouts import (
    number_automata,
    number_cache,
    number_cells,
    number_check,
    number_text,
    numbers,
)
from optouts.number_automata import Automata, Decided
from optouts.number_cells import Digits
from optouts.number_elsewhere import ASK
from optouts.number_faults import OFTEN_MEANT, Fault, UnreadableNumber
from optouts.number_tables import ELSEWHERE, FAULTS
from optouts.regions import is_region

_BLOCK: Final = 65_536
"""Cells looked at together: enough to pay for the calls, few enough for a cache."""

_MOST_REMEMBERED: Final = 50_000
_LONGEST_REMEMBERED: Final = 100  # or fifty thousand whole letters might stay in memory

_FEW: Final = 20_000
"""So many refused texts are looked for in other regions one by one before a table is made for it:
that takes as long, but only once."""

_DIGIT: Final = re.compile(r"[0-9]")
_SHAPE: Final = {ord(digit): "0" for digit in "123456789"}
_LETTER: Final = re.compile(r"[A-Za-z]")
_LINKED: Final = re.compile(r"[<:]")
_EXPONENT: Final = re.compile(r"[0-9]\s*[eExX*]")
_WHOLE: Final = re.compile(r"\+?[0-9]{4,}")
_BETWEEN: Final = re.compile(r"[\s,;/|&]+|(?=\+)")
_SEVERAL: Final = 2
_ONE_WORD: Final = re.compile(r"[^\s,;/|&]+")  # so not two numbers one after the other


class Repair(StrEnum):
    """What may be mended in a whole file: no digit is lost by it or invented."""

    FLOAT = "float"
    SEVERAL = "several"  # whoever cuts cells into texts does this; no text is read differently
    LEADING_ZERO = "leading_zero"


@dataclass(frozen=True, slots=True)
class Batch:
    """What was read, by index of the cell."""

    digits: NDArray[np.int64]  # 0 where a cell was refused or is blank
    refused: dict[int, UnreadableNumber]
    blank: NDArray[np.bool_]


class Reader:
    """Reads cells of a file by the definition at numbers.parse, with two differences.

    A fraction of zeros is a repair here. So is a leading zero that was lost where it is part of
    the number, as in Italy or the Ivory Coast; where it is a mere prefix nothing has to be
    mended. Unless these are ticked on, such cells are refused as FLOAT and LEADING_ZERO.
    """

    def __init__(
        self,
        region: str,
        *,
        short_ok: bool = False,
        repairs: frozenset[Repair] = frozenset(),
    ) -> None:
        self.region = region if is_region(region) else ""
        self.short_ok = short_ok
        self.repairs = repairs
        self._remembered: dict[str, int | UnreadableNumber] = {}
        self._looked_up = 0

    @cached_property
    def automata(self) -> Automata | None:
        return number_check.automata(self.region)

    def read(self, cells: Sequence[str]) -> Batch:
        reading = _Reading(self, cells)
        for start in range(0, len(cells), _BLOCK):
            reading.read_block(start)
        return reading.batch()

    def remembered(self, cell: str) -> int | UnreadableNumber | None:
        return self._remembered.get(cell)

    def alone(self, cell: str) -> int | UnreadableNumber:
        """By numbers.parse, and remembered: what is odd often comes again."""
        found = self._remembered.get(cell)
        if found is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            found = self._parsed(cell)
            if len(cell) <= _LONGEST_REMEMBERED:
                self._remembered[cell] = found
        return found

    def are_few(self, texts: int) -> bool:
        """Whether so many more texts are soon looked up one by one."""
        self._looked_up += texts
        return self._looked_up <= _FEW and not number_cache.is_kept(ELSEWHERE)

    def _parsed(self, cell: str) -> int | UnreadableNumber:
        raw = number_text.without_link(cell)
        try:
            number = numbers.parse(cell, region=self.region, short_ok=self.short_ok)
        except UnreadableNumber as refusal:
            return refusal.with_traceback(None)
        if Repair.FLOAT not in self.repairs and was_float(cell, number_text.clean(raw)):
            return UnreadableNumber(raw, Fault.FLOAT, self.region)
        return number.digits


def _has_known_shape(cell: str) -> bool:
    return cell.isascii() and len(cell) <= _LONGEST_REMEMBERED


@lru_cache(maxsize=_MOST_REMEMBERED)
def _fault_of_shape(cell: str) -> Fault | None:
    """number_faults' reason where it does not matter which the digits are, at less cost.

    No digits, or letters with too few words left for several numbers. ASCII only, and no links
    or schemes, which have to be understood first.
    """
    if _LINKED.search(cell) or cell.isspace() or not cell:
        return None
    has_letters = _LETTER.search(cell) is not None
    if not _DIGIT.search(cell):
        return Fault.LETTERS if has_letters else Fault.EMPTY
    if not has_letters:
        return None
    if _EXPONENT.search(cell):
        return Fault.SCIENTIFIC if number_text.is_scientific(number_text.clean(cell)) else None
    without = sum(_LETTER.search(word) is None for word in _BETWEEN.split(cell) if word)
    return Fault.LETTERS if without < _SEVERAL else None


def was_float(cell: str, cleaned: str) -> bool:
    """Whether cleaning took a fraction of zeros off."""
    return _WHOLE.fullmatch(cleaned) is not None and f"{cleaned}.0" in number_text.plain(cell)


def _without_apostrophes(cells: Sequence[str]) -> Sequence[str]:
    """As a file has them that marks its numbers as texts; cleaning each would take much longer."""
    if not cells[-1].startswith("'"):
        return cells
    return [cell.removeprefix("'") for cell in cells]


class _Reading:
    """One batch in the making."""

    def __init__(self, reader: Reader, cells: Sequence[str]) -> None:
        self._reader = reader
        self._cells = cells
        self._digits = np.zeros(len(cells), np.int64)
        self._refused: dict[int, UnreadableNumber] = {}
        self._blank = np.zeros(len(cells), np.bool_)
        self._doubtful: list[Digits] = []

    def batch(self) -> Batch:
        if self._doubtful:
            self._look_elsewhere()
        return Batch(self._digits, dict(sorted(self._refused.items())), self._blank)

    def read_block(self, start: int) -> None:
        """Plainly written cells first, then those that are so once cleaned, then the rest."""
        cells = self._cells[start : start + _BLOCK]
        digits = number_cells.digits_of(_without_apostrophes(cells))
        self._read(replace(digits, index=digits.index + start))
        unusual = []
        for place in (np.flatnonzero(~digits.is_plain) + start).tolist():
            cell = self._cells[place]
            known = self._reader.remembered(cell)
            if known is not None:
                self._keep(place, known)
            elif _has_known_shape(cell) and (fault := _fault_of_shape(cell.translate(_SHAPE))):
                self._refuse(place, fault)
            elif number_text.plain(cell).strip():
                unusual.append(place)
            else:
                self._blank[place] = True
        if unusual:
            self._read_unusual(unusual)

    def _read_unusual(self, places: list[int]) -> None:
        texts = [number_text.without_link(self._cells[place]) for place in places]
        cleaned = [number_text.clean(text) for text in texts]
        digits = number_cells.digits_of(cleaned)
        is_float = np.array(list(map(was_float, texts, cleaned)), np.bool_)
        self._read(replace(digits, index=np.array(places, np.intp), is_float=is_float))
        for row in np.flatnonzero(~digits.is_plain).tolist():
            place = places[row]
            self._keep(place, self._reader.alone(self._cells[place]))

    def _read(self, digits: Digits) -> None:
        reader = self._reader
        if reader.automata is None:
            for place in digits.index[digits.is_plain].tolist():
                self._keep(place, reader.alone(self._cells[place]))
            return
        decided = reader.automata.decide(digits)
        reader.automata.find_lost_zeros(digits, decided)
        is_good = decided.is_usable
        if not reader.short_ok:
            is_good &= decided.usual == 0
        if Repair.FLOAT not in reader.repairs:
            is_good &= ~digits.is_float
        if Repair.LEADING_ZERO not in reader.repairs:
            is_good &= ~decided.lost_zero
        self._digits[digits.index] = decided.number * is_good
        rows = np.flatnonzero(digits.is_plain & ~is_good)
        is_number = decided.number[rows] > 0
        self._refuse_numbers(digits, decided, rows[is_number])
        self._refuse_others(digits, decided, rows[~is_number])

    def _refuse_numbers(self, digits: Digits, decided: Decided, rows: NDArray[np.intp]) -> None:
        """They would read, but not as they are."""
        usual = decided.usual * (not self._reader.short_ok)
        is_usable = decided.is_usable
        for row in rows.tolist():
            if usual[row]:
                fault = Fault.UNUSUALLY_SHORT
            elif not is_usable[row]:
                fault = Fault.TOO_SHORT
            elif digits.is_float[row] and Repair.FLOAT not in self._reader.repairs:
                fault = Fault.FLOAT
            else:
                fault = Fault.LEADING_ZERO
            self._refuse(int(digits.index[row]), fault, int(usual[row]))

    def _refuse_others(self, digits: Digits, decided: Decided, rows: NDArray[np.intp]) -> None:
        """The tables know the fault where no second number can hide behind a blank or a slash."""
        if not len(rows):
            return
        no_region = ~digits.has_plus[rows] & (not self._reader.region)
        faults = np.where(no_region, FAULTS.index(Fault.NO_REGION), decided.fault[rows])
        faults[decided.is_left[rows]] = 0
        is_sure = digits.has_plus[rows] | decided.is_sure[rows] | no_region
        doubtful = []
        for row, place, fault, sure in zip(
            rows.tolist(),
            digits.index[rows].tolist(),
            faults.tolist(),
            is_sure.tolist(),
            strict=True,
        ):
            if not fault or not _ONE_WORD.fullmatch(self._raw(place)):
                self._keep(place, self._reader.alone(self._cells[place]))
                continue
            self._refuse(place, FAULTS[fault])
            if not sure:
                doubtful.append(row)
        if doubtful:
            self._doubtful.append(digits.some(np.array(doubtful)))

    def _look_elsewhere(self) -> None:
        """What is refused, though not for sure, may be a mobile number of another region."""
        digits = Digits.joined(self._doubtful)
        if self._reader.are_few(len(digits.index)):
            for place in digits.index.tolist():
                self._keep(place, self._reader.alone(self._cells[place]))
            return
        sets = number_automata.automaton(ELSEWHERE).regions(digits)
        rows = np.flatnonzero(sets)
        for place, regions in zip(digits.index[rows].tolist(), sets[rows].tolist(), strict=True):
            if regions & ASK:
                self._keep(place, self._reader.alone(self._cells[place]))
            else:
                named = tuple(each for bit, each in enumerate(OFTEN_MEANT) if regions >> bit & 1)
                self._refuse(place, Fault.WRONG_REGION, 0, named)

    def _raw(self, place: int) -> str:
        cell = self._cells[place]
        return number_text.without_link(cell) if "<" in cell else cell.strip()

    def _refuse(
        self, place: int, fault: Fault, usual: int = 0, regions: tuple[str, ...] = ()
    ) -> None:
        region = self._reader.region
        self._refused[place] = UnreadableNumber(self._raw(place), fault, region, usual, regions)

    def _keep(self, place: int, found: int | UnreadableNumber) -> None:
        if isinstance(found, int):
            self._digits[place] = found
        else:
            self._refused[place] = found
