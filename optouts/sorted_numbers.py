"""Numbers as sorted, distinct 64-bit integers: what sets of millions are compared as."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optouts.numbers import E164, equivalents

Numbers = NDArray[np.int64]

_ARGENTINE = ((54 * 10**10, 55 * 10**10), (549 * 10**10, 550 * 10**10))
"""The only numbers that `equivalents` knows two forms of: without the 9 and with it."""


def opened(path: Path) -> Numbers:
    """The numbers of a file, read from disk as they are used; none if there is no such file."""
    if not path.is_file() or not path.stat().st_size:
        return np.empty(0, "<i8")
    return np.memmap(path, "<i8", "r")


def among(numbers: Numbers, others: Numbers) -> NDArray[np.bool_]:
    """Which of the numbers are among the others; both sorted and distinct."""
    if not len(others):
        return np.zeros(len(numbers), np.bool_)
    places = np.minimum(np.searchsorted(others, numbers), len(others) - 1)
    found: NDArray[np.bool_] = others[places] == numbers
    return found


def between(numbers: Numbers, low: int, high: int) -> Numbers:
    """Those from low to high, both included."""
    first, last = np.searchsorted(numbers, (low, high + 1))
    return np.asarray(numbers[first:last])


def with_equivalents(numbers: Numbers) -> Numbers:
    """The numbers in every form in which they may stand on a list."""
    forms: list[Any] = [
        form.digits
        for low, high in _ARGENTINE
        for number in between(numbers, low, high - 1).tolist()
        for form in equivalents(E164(number))[1:]
    ]
    if not forms:
        return numbers
    return distinct([numbers, np.array(forms, "<i8")])


def distinct(parts: Sequence[Numbers]) -> Numbers:
    """All of them together, sorted and each once."""
    everything = np.concatenate([np.empty(0, "<i8"), *parts])
    everything.sort()
    is_first = np.ones(len(everything), np.bool_)
    np.not_equal(everything[1:], everything[:-1], out=is_first[1:])
    once: Numbers = everything[is_first]
    return once
