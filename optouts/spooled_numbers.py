"""Numbers on their way from a file's rows to sorted sets: on disk until all have arrived."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Rows = NDArray[np.int32]

_CHUNK = 1 << 20
_BUCKETS = 22  # bits
_MIX = np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing: neighbours land far apart
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Distinct:
    numbers: Numbers  # sorted
    repeated: Numbers  # of these, the ones that came more than once, sorted


@dataclass(frozen=True, slots=True)
class Repeats:
    """Rows whose number came before, in their order."""

    rows: Rows
    numbers: Numbers
    first_rows: Rows


class Spool:
    """As many numbers as come, in the order of their rows; little of it in memory."""

    def __init__(self, folder: Path, name: str, *, dated: bool) -> None:
        self._paths = {
            "numbers": folder / f"{name}.numbers.part",
            "rows": folder / f"{name}.rows.part",
            **({"dates": folder / f"{name}.dates.part"} if dated else {}),
        }
        self._files = {key: path.open("wb") for key, path in self._paths.items()}
        self._sorted = folder / f"{name}.sorted.part"
        self.size = 0

    def add(self, numbers: Numbers, rows: Rows, dates: Numbers | None = None) -> None:
        self.size += len(numbers)
        self._files["numbers"].write(numbers.astype("<i8", copy=False).data)
        self._files["rows"].write(rows.astype("<i4", copy=False).data)
        if dates is not None:
            self._files["dates"].write(dates.astype("<i8", copy=False).data)

    def end(self) -> None:
        """Nothing is added any more; what was is sorted here, before anybody waits for it."""
        self._close()
        numbers = np.fromfile(self._paths["numbers"], "<i8")
        numbers.sort()
        numbers.tofile(self._sorted)

    def append(self, folder: Path) -> None:
        """What came to the spool of the same name in another folder; both have ended."""
        for path in (*self._paths.values(), self._sorted):
            with (folder / path.name).open("rb") as more, path.open("ab") as file:
                shutil.copyfileobj(more, file)
        self.size = self._paths["numbers"].stat().st_size // np.dtype("<i8").itemsize

    def _close(self) -> None:
        for file in self._files.values():
            file.close()

    def remove(self) -> None:
        self._close()
        for path in (*self._paths.values(), self._sorted):
            path.unlink(missing_ok=True)

    def distinct(self) -> Distinct:
        """In the memory of the numbers themselves: with a copy, a large file would take twice."""
        numbers = np.fromfile(self._sorted, "<i8")
        numbers.sort(kind="stable")  # which merges what is sorted in parts, and is soon done
        # Measured: numpy.unique needs 8 s for 7.7 million, this 0.1 s.
        same = np.zeros(len(numbers), np.bool_)
        np.equal(numbers[1:], numbers[:-1], out=same[1:])
        repeated = _without_neighbours(numbers[same])
        if not len(repeated):
            return Distinct(numbers, repeated)
        size = 0
        for start in range(0, len(numbers), _CHUNK):
            piece = numbers[start : start + _CHUNK][~same[start : start + _CHUNK]]
            numbers[size : size + len(piece)] = piece
            size += len(piece)
        return Distinct(numbers[:size], repeated)

    def earliest_dates(self, distinct: Numbers) -> Numbers:
        """For each distinct number in order its earliest date, 0 where no row had one."""
        earliest = np.full(len(distinct), _NEVER, "<i8")
        with self._paths["numbers"].open("rb") as numbers, self._paths["dates"].open("rb") as dates:
            while len(piece := np.fromfile(numbers, "<i8", _CHUNK)):
                # Looked up in order: all over the place takes three times as long.
                order = piece.argsort()
                found = np.fromfile(dates, "<i8", _CHUNK)[order]
                found[found == 0] = _NEVER
                np.minimum.at(earliest, np.searchsorted(distinct, piece[order]), found)
        earliest[earliest == _NEVER] = 0
        return earliest

    def repeats(self, repeated: Numbers) -> Iterator[Repeats]:
        """Some of them at a time, in the order of the rows."""
        if not len(repeated):
            return
        maybe = np.zeros(1 << _BUCKETS, np.bool_)
        maybe[_bucket(repeated)] = True
        first_rows = np.full(len(repeated), -1, np.int32)
        with self._paths["numbers"].open("rb") as numbers, self._paths["rows"].open("rb") as rows:
            while len(piece := np.fromfile(numbers, "<i8", _CHUNK)):
                piece_rows = np.fromfile(rows, "<i4", _CHUNK)
                some = np.flatnonzero(maybe[_bucket(piece)])
                yield _repeats(piece[some], piece_rows[some], repeated, first_rows)


def _repeats(numbers: Numbers, rows: Rows, repeated: Numbers, first_rows: Rows) -> Repeats:
    places = _places(numbers, repeated)
    mine = repeated[places] == numbers
    numbers, rows, places = numbers[mine], rows[mine], places[mine]
    order = np.arange(len(places))
    firsts = np.full(len(repeated), len(order))
    np.minimum.at(firsts, places, order)
    new = (firsts[places] == order) & (first_rows[places] < 0)
    first_rows[places[new]] = rows[new]
    again = ~new
    return Repeats(rows[again], numbers[again], first_rows[places[again]])


def _places(numbers: Numbers, among: Numbers) -> NDArray[np.intp]:
    """Where they are, or would be. Looked up in order: all over the place takes twice as long."""
    order = numbers.argsort()
    places = np.empty(len(numbers), np.intp)
    places[order] = np.searchsorted(among, numbers[order])
    return np.minimum(places, len(among) - 1)


def _bucket(numbers: Numbers) -> NDArray[np.uint64]:
    return (numbers.astype(np.uint64) * _MIX) >> np.uint64(64 - _BUCKETS)


def _without_neighbours(numbers: Numbers) -> Numbers:
    if not len(numbers):
        return numbers
    return numbers[np.concatenate(([True], numbers[1:] != numbers[:-1]))]
