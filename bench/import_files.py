"""A file of opt-outs as it comes, and the list that it meets: customers, written or kept.

Numbers are put together so that none comes twice by chance: of a hundred rows 96 hold one of their
own, three repeat one of these, and one holds garbage.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from random import Random
from typing import Final

import numpy as np

from bench.number_strings import FORMS, MIX, garbage, subscribers, written_as
from optouts.number_arrays import Reader, Repair
from storage.bulk import Numbers

HOME: Final = "ZA"
REPAIRS: Final = (Repair.FLOAT, Repair.SEVERAL)
"""What somebody ticks who has looked at such a file."""

_OWN, _REPEATED = 96, 3  # of a hundred rows
_KNOWN: Final = 0.1
"""The part of the file that is on the list already."""

_TAIL: Final = 5
_TAILS: Final = 10**_TAIL
"""Numbers that share a beginning: they end in other digits."""
_EVERY: Final = 97
_ROWS_AT_ONCE: Final = 100_000
_GARBAGE: Final = -1


@dataclass(frozen=True, slots=True)
class Customers:
    """So many rows of a file, and so many numbers that are on the list before it comes.

    A customer is kept as beginning × 100,000 + the last digits.
    """

    rows: int
    listed: int = 0

    def write(self, file: Path) -> None:
        """One column, with a heading."""
        with file.open("w", encoding="utf-8") as lines:
            lines.write("Mobile\n")
            for texts in self._texts():
                lines.writelines(f"{text}\n" for text in texts)

    def of_file(self) -> Numbers:
        """The numbers of the file, in order."""
        return np.sort(_digits(self._everyone()[: self._own]))

    def of_list(self) -> Numbers:
        """The numbers on the list, in order."""
        everyone = self._everyone()
        return np.sort(_digits(everyone[len(everyone) - self.listed :]))

    @property
    def _own(self) -> int:
        return self.rows * _OWN // 100

    def _everyone(self) -> Numbers:
        """The file's first, the list's last; in the middle those who are both."""
        both = min(round(self._own * _KNOWN), self.listed)
        return _drawn(self._own + self.listed - both)

    def _texts(self) -> Iterator[list[str]]:
        dice = np.random.default_rng(self.rows)
        own = self._everyone()[: self._own]
        again = dice.choice(own, self.rows * _REPEATED // 100)
        rest = np.full(self.rows - len(own) - len(again), _GARBAGE)
        rows = np.concatenate((own, again, rest))
        dice.shuffle(rows)
        random = Random(self.rows)  # noqa: S311 - data for a benchmark
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            yield _written(rows[start : start + _ROWS_AT_ONCE], dice, random)


@lru_cache(maxsize=1)
def _drawn(amount: int) -> Numbers:
    """Customers in no order, none twice."""
    dice = np.random.default_rng(amount)
    first, parts = 0, []
    for region, share in MIX.items():
        there = len(_beginnings(region)) * _TAILS
        parts.append(first + dice.choice(there, -(-amount * share // 100), replace=False))
        first += there
    drawn = np.concatenate(parts)
    dice.shuffle(drawn)
    return drawn[:amount]


@cache
def _beginnings(region: str) -> list[tuple[str, ...]]:
    """Numbers that begin in different ways, each written in the ways there are."""
    found = {number[0][:-_TAIL]: number for number in subscribers(region)}
    return [number for beginning, number in found.items() if _leads_to_numbers(beginning)]


def _leads_to_numbers(beginning: str) -> bool:
    texts = [f"+{beginning}{tail:05}" for tail in range(0, _TAILS, _EVERY)]
    return bool(Reader(HOME).read(texts).digits.all())


def _everywhere() -> list[tuple[str, tuple[str, ...]]]:
    return [(region, number) for region in MIX for number in _beginnings(region)]


def _digits(customers: Numbers) -> Numbers:
    beginnings = np.array([int(number[0][:-_TAIL]) for _, number in _everywhere()])
    digits: Numbers = beginnings[customers // _TAILS] * _TAILS + customers % _TAILS
    return digits


def _written(customers: Numbers, dice: np.random.Generator, random: Random) -> list[str]:
    """Most as their owners would; those that would not be read so are written in full."""
    forms = dice.choice(len(FORMS), len(customers), p=np.array(FORMS) / sum(FORMS))
    beginnings, tails = np.divmod(customers, _TAILS)
    templates, digits = _templates(), _digits(np.maximum(customers, 0))
    texts = [
        templates[beginning][form] % tuple(f"{tail:05}")
        for beginning, form, tail in zip(
            np.maximum(beginnings, 0).tolist(), forms.tolist(), tails.tolist(), strict=True
        )
    ]
    read = Reader(HOME, repairs=frozenset(REPAIRS)).read(texts).digits
    for place in np.flatnonzero(read != digits).tolist():
        texts[place] = f"+{digits[place]}"
    for place in np.flatnonzero(customers == _GARBAGE).tolist():
        texts[place] = garbage(random)
    return texts


@cache
def _templates() -> list[tuple[str, ...]]:
    """Of every beginning, how its numbers are written, with places for the last digits."""
    return [
        tuple(_template(number[written_as(form, region)]) for form in range(len(FORMS)))
        for region, number in _everywhere()
    ]


def _template(text: str) -> str:
    fraction = ".0" if text.endswith(".0") else ""
    written = list(text.removesuffix(fraction))
    places = [place for place, each in enumerate(written) if each.isdigit()]
    for place in places[-_TAIL:]:
        written[place] = "%s"
    return "".join(written) + fraction
