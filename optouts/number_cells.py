"""The digits of many cells side by side in columns, where a cell is plainly written.

Plainly: ASCII digits, one plus before them, and the blanks, dashes, dots, slashes and brackets
that say nothing to phonenumbers, wherever they stand. numbers.parse makes two exceptions, which
are made here too: two dots in a row are strange, and a fraction of zeros is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

COLUMNS: Final = 16
FEWEST: Final = 3  # phonenumbers has other rules for what has fewer digits
_FEWEST_BEFORE_FRACTION: Final = 4
_LONGEST_CELL: Final = 24
_BEFORE: Final = "0" * _LONGEST_CELL  # so that no window begins before the text

_DIGIT, _MARK, _PLUS, _DOT, _OTHER = 1, 2, 4, 8, 128
_MARKS: Final = b" -()[]/"


def _kind(byte: int) -> int:
    if chr(byte) in "0123456789":
        return _DIGIT
    return _MARK if byte in _MARKS else {0: 0, ord("+"): _PLUS, ord("."): _DOT}.get(byte, _OTHER)


_KINDS: Final = bytes(map(_kind, range(256)))  # 0 is what stands before a cell in its window
_NO_DIGITS: Final = bytes(byte for byte in range(256) if _kind(byte) != _DIGIT)


def _last_bytes(columns: int) -> NDArray[np.uint64]:
    """For each count, a mask for so many bytes at the end of a row."""
    rows = [[0] * (columns - count) + [255] * count for count in range(columns + 1)]
    return np.array(rows, np.uint8).view(np.uint64)


_LAST_DIGITS: Final = _last_bytes(COLUMNS)
_LAST_OF_CELL: Final = _last_bytes(_LONGEST_CELL)

# Eight bytes at a time. Bytes from 10 on reach the highest bit when 118 is added.
_ONES: Final = np.uint64(0x0101010101010101)
_ZEROS: Final = np.uint64(0x3030303030303030)
_LAST_VALUES: Final = _LAST_DIGITS & ~_ZEROS  # a digit's byte without these bits is its value
_118: Final = np.uint64(0x7676767676767676)
_HIGHEST_BITS: Final = np.uint64(0x8080808080808080)
_PLUS_BIT: Final = np.uint64(_PLUS.bit_length() - 1)
_HIGHEST_BYTE: Final = np.uint64(56)
_POINT_ZERO: Final = int.from_bytes(b".0", "little")


@dataclass(frozen=True, slots=True)
class Digits:
    """The digits of cells, given by index, and what was said without digits."""

    index: NDArray[np.intp]
    is_plain: NDArray[np.bool_]  # where not, there are no digits
    columns: NDArray[np.uint8]  # cells × COLUMNS, zeros before the first digit
    count: NDArray[np.intp]
    has_plus: NDArray[np.bool_]
    is_float: NDArray[np.bool_]
    is_bare: NDArray[np.bool_]  # no other marks than these two

    @classmethod
    def joined(cls, parts: Sequence["Digits"]) -> "Digits":
        names = [field.name for field in fields(cls)]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))

    def some(self, which: NDArray[np.intp]) -> "Digits":
        return Digits(*(getattr(self, field.name).take(which, axis=0) for field in fields(self)))

    def without_first(self, dropped: NDArray[np.int32]) -> "Digits":
        count = self.count - dropped
        columns = self.columns.view(np.uint64) & _LAST_DIGITS.take(count, axis=0)
        return replace(self, columns=columns.view(np.uint8), count=count)

    def with_zero_before(self) -> "Digits":
        """Nothing to write: zeros are there already."""
        return replace(self, count=self.count + 1)


def digits_of(cells: Sequence[str]) -> Digits:
    """Of all cells, whether plainly written or not."""
    text, ends, lengths = _joined(cells)
    characters = np.frombuffer(text, np.uint8)
    has_plus = characters.take(ends - lengths) == ord("+")
    columns = _windows(text, ends, COLUMNS).view(np.uint64)
    is_float = columns.view("<u2")[:, -1] == _POINT_ZERO
    floats = np.flatnonzero(is_float)
    columns[floats] = _windows(text, ends[floats] - 2, COLUMNS).view(np.uint64)
    count = lengths - has_plus
    count[floats] -= 2
    masks = _LAST_DIGITS.take(count, axis=0, mode="clip")
    columns &= masks
    columns ^= masks & _ZEROS
    strange = columns + _118
    strange |= columns
    strange &= _HIGHEST_BITS
    is_bare = (strange[:, 0] | strange[:, 1]) == 0
    is_bare &= (count >= FEWEST + is_float) & (count <= COLUMNS)
    found = Digits(
        np.arange(len(cells)),
        is_bare.copy(),
        columns.view(np.uint8),
        count,
        has_plus,
        is_float,
        is_bare,
    )
    if not is_bare.all():
        others = np.flatnonzero(~is_bare)
        begins_with_plus = has_plus[others]
        columns[others] = count[others] = has_plus[others] = is_float[others] = 0
        is_fit = (lengths[others] > FEWEST) & (lengths[others] <= _LONGEST_CELL)
        others, begins_with_plus = others[is_fit], begins_with_plus[is_fit]
        words = _windows(text, ends[others], _LONGEST_CELL).view(np.uint64)
        words &= _LAST_OF_CELL.take(lengths[others], axis=0)
        _read_marked(words, others, begins_with_plus, found)
    return found


def _joined(cells: Sequence[str]) -> tuple[bytes, NDArray[np.intp], NDArray[np.intp]]:
    """A byte a character, where each cell ends, and its length."""
    text = f"{_BEFORE}{chr(10).join(cells)}\n".encode("ascii", "replace").replace(b"\0", b"?")
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n"))
    if len(ends) == len(cells):
        lengths = np.diff(ends, prepend=_LONGEST_CELL - 1)
        lengths -= 1
        return text, ends, lengths
    # A line end within a cell.
    lengths = np.fromiter(map(len, cells), np.intp, len(cells))
    return text, (lengths + 1).cumsum() + (_LONGEST_CELL - 1), lengths


def _windows(text: bytes, ends: NDArray[np.intp], width: int) -> NDArray[np.uint8]:
    """So many bytes up to each end, a row each."""
    kind = np.dtype((np.void, width))
    everywhere: NDArray[np.void] = np.ndarray(
        (len(text) - width + 1,), kind, buffer=text, strides=(1,)
    )
    return everywhere[ends - width].view(np.uint8).reshape(-1, width)


def _read_marked(
    words: NDArray[np.uint64],
    index: NDArray[np.intp],
    begins_with_plus: NDArray[np.bool_],
    found: Digits,
) -> None:
    """Fill in those of the cells that are plainly written, though not in digits only."""
    kinds = np.frombuffer(words.tobytes().translate(_KINDS), np.uint64).reshape(words.shape)
    present = _any_of_row(kinds)
    is_plain = present < _OTHER
    has_plus = present & _PLUS > 0
    is_float = np.zeros(len(index), np.bool_)
    is_plain &= _count_of_row(kinds >> _PLUS_BIT & _ONES) <= 1
    rows = np.flatnonzero(is_plain & has_plus & ~begins_with_plus)
    is_plain[rows] = _has_plus_first(kinds[rows])
    count = _count_of_row(kinds & _ONES)
    rows = np.flatnonzero(is_plain & (present & _DOT > 0))
    if len(rows):
        dotted = _Dotted(words[rows], kinds[rows], present[rows])
        is_plain[rows] = dotted.is_plain
        is_float[rows] = dotted.is_float
        count[rows] -= dotted.fraction
        words[rows] = dotted.words
    is_plain &= (count >= FEWEST) & (count <= COLUMNS)
    kept = np.flatnonzero(is_plain)
    index, count = index[kept], count[kept]
    digits = b"0" * COLUMNS + words.take(kept, axis=0).tobytes().translate(None, _NO_DIGITS)
    columns = _windows(digits, count.cumsum() + COLUMNS, COLUMNS).view(np.uint64)
    columns &= _LAST_VALUES.take(count, axis=0)
    found.columns[index] = columns.view(np.uint8)
    found.count[index] = count
    found.has_plus[index] = has_plus[kept]
    found.is_float[index] = is_float[kept]
    found.is_plain[index] = True


def _any_of_row(kinds: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """The bits that are set in any byte of a row."""
    found = kinds[:, 0] | kinds[:, 1] | kinds[:, 2]
    for bits in (32, 16, 8):
        found |= found >> np.uint64(bits)
    return found.astype(np.uint8)


def _count_of_row(ones: NDArray[np.uint64]) -> NDArray[np.intp]:
    """How many bytes of a row are 1: multiplied so, they add up in the highest byte."""
    total = ones[:, 0] + ones[:, 1] + ones[:, 2]
    return ((total * _ONES) >> _HIGHEST_BYTE).astype(np.intp)


def _count(is_there: NDArray[np.bool_]) -> NDArray[np.intp]:
    return _count_of_row(is_there.view(np.uint64))


def _has_plus_first(words: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Whether no digit comes before it: phonenumbers passes over marks there."""
    kinds = words.view(np.uint8)
    is_first: NDArray[np.bool_] = (kinds == _PLUS).argmax(axis=1) < (kinds == _DIGIT).argmax(axis=1)
    return is_first


class _Dotted:
    """Cells with dots between their digits, or with a fraction, which is cut off."""

    def __init__(
        self, words: NDArray[np.uint64], kind_words: NDArray[np.uint64], found: NDArray[np.uint8]
    ) -> None:
        cells, kinds = words.view(np.uint8), kind_words.view(np.uint8)
        is_dot = kinds == _DOT
        is_digit = kinds == _DIGIT
        after = np.logical_or.accumulate(is_dot, axis=1)
        fraction = after & is_digit
        is_zeros = (_count(fraction & (cells != ord("0"))) == 0) & (_count(fraction) > 0)
        # With other marks around, whether it is a fraction depends on where they stand.
        is_sure = (found & _MARK == 0) & (_count(is_dot) == 1)
        is_long = _count(~after & is_digit) >= _FEWEST_BEFORE_FRACTION
        are_doubled: NDArray[np.bool_] = (is_dot[:, 1:] & is_dot[:, :-1]).any(axis=1)
        self.is_float = is_zeros & is_sure & is_long
        self.is_plain = ~are_doubled & (is_sure | ~is_zeros)
        fraction &= self.is_float[:, np.newaxis]
        self.fraction = _count(fraction)
        self.words = (cells * ~fraction).view(np.uint64)
