"""Digits in columns run through a region's tables, all rows at once."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import phonenumbers
from numpy.typing import NDArray

from optouts import number_cache
from optouts.number_cells import COLUMNS, FEWEST, Digits
from optouts.number_faults import Fault
from optouts.number_tables import FAULTS, WHATSAPP, WORLD, Means, Table

_PAIRS: Final = 100
_NUMBER, _CUT, _LEFT, _SHORT, _SURE = (1 << bit for bit in range(5))
_USUAL, _DIALLED, _FAULT = 5, 10, 15  # how far to the left these stand
_TOO_SHORT, _INVALID = FAULTS.index(Fault.TOO_SHORT), FAULTS.index(Fault.INVALID)
_LENGTH: Final = (1 << 5) - 1
_POWERS: Final = 10 ** np.arange(19, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two digits at a time, as numbers below 100, and the value of all."""

    columns: NDArray[np.uint16]  # cells × COLUMNS / 2
    value: NDArray[np.int64]
    count: NDArray[np.intp]

    @classmethod
    def of(cls, digits: Digits) -> "Pairs":
        """Neighbours make one number within the machine's words: 2, 4, then 8 digits."""
        twos = digits.columns.view("<u2")
        twos = (twos * np.uint16(10) + (twos >> np.uint16(8))) & np.uint16(0xFF)
        fours = twos.view("<u4")
        fours = (fours * np.uint32(100) + (fours >> np.uint32(16))) & np.uint32(0xFFFF)
        eights = fours.view("<u8")
        eights = (eights * np.uint64(10**4) + (eights >> np.uint64(32))) & np.uint64(0xFFFFFFFF)
        value = eights[:, 0] * np.uint64(10**8) + eights[:, 1]
        return cls(twos, value.view(np.int64), digits.count)

    def some(self, which: NDArray[np.intp]) -> "Pairs":
        return Pairs(
            self.columns.take(which, axis=0), self.value.take(which), self.count.take(which)
        )


class Automaton:
    """A table that takes two digits at a step and says all about a state in one word."""

    def __init__(self, table: Table) -> None:
        self._table = table
        twice = table.following[table.following]
        self._following = (twice * _PAIRS).astype(np.int32).ravel()
        means = table.means
        said = (
            np.isin(means, (Means.SHIFT, Means.CUT)) * _NUMBER
            + (means == Means.CUT) * _CUT
            + (means == Means.LEFT) * _LEFT
            + table.is_short * _SHORT
            + table.is_sure * _SURE
            + (table.usual.astype(np.int32) << _USUAL)
            + (table.dialled.astype(np.int32) << _DIALLED)
            + (table.fault.astype(np.int32) << _FAULT)
        )
        self._said = said.astype(np.int32)[table.label]
        self._shift = table.shift[table.label]

    def _states(self, pairs: Pairs) -> NDArray[np.int32]:
        state = ((COLUMNS - pairs.count) * _PAIRS).astype(np.int32)
        place = np.empty(len(state), np.intp)
        for column in range(COLUMNS // 2):
            np.add(state, pairs.columns[:, column], out=place, casting="unsafe")
            # Every place is within; "wrap" merely spares numpy a copy.
            np.take(self._following, place, out=state, mode="wrap")
        state //= _PAIRS
        return state

    def read(self, pairs: Pairs) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The numbers, or 0, and what is said of each."""
        states = self._states(pairs)
        said = self._said.take(states)
        number = self._shift.take(states)
        number += pairs.value
        number *= said & _NUMBER
        cut = np.flatnonzero(said & _CUT)
        if len(cut):
            number[cut] = self._cut(pairs.value[cut], self._table.label[states[cut]])
        return number, said

    def _cut(self, value: NDArray[np.int64], labels: NDArray[np.int32]) -> NDArray[np.int64]:
        table = self._table
        kept = value // table.above[labels] % table.among[labels] * table.times[labels]
        return kept + value % table.below[labels] + table.shift[labels]

    def regions(self, digits: Digits) -> NDArray[np.int64]:
        states = self._states(Pairs.of(digits))
        return self._table.regions[self._table.label[states]]


@cache
def automaton(name: str) -> Automaton:
    """Of a region or one of those all regions share, made or loaded when first needed."""
    return Automaton(number_cache.table(name))


class Decided:
    """By row, a number, or 0 with what is known of why there is none."""

    def __init__(self, digits: Digits) -> None:
        self._pairs = Pairs.of(digits)
        rows = len(digits.count)
        self.number = np.zeros(rows, np.int64)
        self.lost_zero = np.zeros(rows, np.bool_)
        self._said = np.zeros(rows, np.int32)
        self._blame = np.zeros(rows, np.int32)

    @property
    def value(self) -> NDArray[np.int64]:
        return self._pairs.value

    @property
    def is_usable(self) -> NDArray[np.bool_]:
        """It is a number, and long enough for one."""
        found: NDArray[np.bool_] = (self.number > 0) & (self._said & _SHORT == 0)
        return found

    @property
    def is_left(self) -> NDArray[np.bool_]:
        """numbers.parse has to be asked."""
        return self._said & _LEFT > 0

    @property
    def usual(self) -> NDArray[np.int32]:
        """The usual national length where it is shorter, else 0."""
        return self._said >> _USUAL & _LENGTH

    @property
    def dialled(self) -> NDArray[np.int32]:
        return self._said >> _DIALLED & _LENGTH

    @property
    def fault(self) -> NDArray[np.int32]:
        return self._blame >> _FAULT

    @property
    def is_sure(self) -> NDArray[np.bool_]:
        return self._blame & _SURE > 0

    @property
    def is_open(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = (self.number == 0) & ~self.is_left
        return found

    def ask(self, which: Automaton, rows: NDArray[np.intp], other: Pairs | None = None) -> None:
        """What it says of some rows, or of other digits of theirs."""
        if not len(rows):
            return
        self.number[rows], self._said[rows] = which.read(other or self._pairs.some(rows))

    def ask_all(self, which: Automaton, answered: NDArray[np.bool_]) -> None:
        """The first question: to ask about all rows costs less than to pick some."""
        self.number, self._said = which.read(self._pairs)
        self.number *= answered
        self._said *= answered
        self._blame = self._said.copy()

    def blame(self, rows: NDArray[np.intp]) -> None:
        """What is said now of the rows is the reason if they do not read at all."""
        self._blame[rows] = self._said[rows]

    def blame_unknown_code(self, rows: NDArray[np.intp], count: NDArray[np.intp]) -> None:
        """Nothing was said because no calling code begins so, in so many digits."""
        fault = np.where(count < FEWEST, _TOO_SHORT, _INVALID)
        rows, fault = rows[self._said[rows] == 0], fault[self._said[rows] == 0]
        self._blame[rows] = (fault << _FAULT) + _SURE

    def find_zero(self, rows: NDArray[np.intp], number: NDArray[np.int64]) -> None:
        self.number[rows] = number
        self._said[rows] = _NUMBER
        self.lost_zero[rows] = True


class Automata:
    """A region's own automaton and those that follow where it finds nothing."""

    def __init__(self, region: str) -> None:
        self._code = phonenumbers.country_code_for_region(region) if region else 0
        self._home = automaton(region) if region else None
        self._world = automaton(WORLD)
        self._whatsapp = automaton(WHATSAPP)

    def decide(self, digits: Digits) -> Decided:
        """The order is number_reading.reading's."""
        decided = Decided(digits)
        readable = digits.has_plus
        if self._home is not None:
            self._ask_home(self._home, digits, decided)
            readable = np.ones(len(digits.count), np.bool_)
        decided.ask(self._world, np.flatnonzero(readable & decided.is_open))
        decided.blame(np.flatnonzero(digits.has_plus))
        decided.ask(self._whatsapp, np.flatnonzero(readable & decided.is_open))
        return decided

    def _ask_home(self, home: Automaton, digits: Digits, decided: Decided) -> None:
        decided.ask_all(home, ~digits.has_plus)
        dialled = np.flatnonzero(decided.dialled)
        if len(dialled):
            behind = digits.some(dialled).without_first(decided.dialled[dialled])
            decided.ask(self._world, dialled, Pairs.of(behind))
            decided.blame(dialled)
            decided.blame_unknown_code(dialled, behind.count)

    def find_lost_zeros(self, digits: Digits, decided: Decided) -> None:
        """What is a usual number at home once a zero stands before it that is part of it."""
        may_be = digits.is_bare & ~digits.has_plus & (digits.count < COLUMNS)
        rows = np.flatnonzero(may_be & decided.is_open)
        if not len(rows) or self._home is None:
            return
        longer_digits = digits.some(rows).with_zero_before()
        longer = Decided(longer_digits)
        longer.ask(self._home, np.arange(len(rows)))
        as_it_is = longer.value + self._code * _POWERS[longer_digits.count]
        is_found = (longer.number == as_it_is) & (longer.usual == 0) & longer.is_usable
        is_found &= longer.value >= _POWERS[longer_digits.count - 2]  # no other zero before
        decided.find_zero(rows[is_found], as_it_is[is_found])
