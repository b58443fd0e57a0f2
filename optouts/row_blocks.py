"""A piece of a table on its way through: some rows, of these the columns that were asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

NO_VALUE = "\0formula"  # a formula the file has no value for; no cell of a text can hold this
LONGEST_CELL = 32_767  # characters: Excel's own limit


@dataclass(frozen=True, slots=True)
class Block:
    rows: Sequence[int]  # 0-based places in the file, ascending
    columns: tuple[list[str], ...]  # in the order asked for, each as long as rows
    share: float  # how much of the file lies behind: 0 to 1


@dataclass(slots=True)
class Tally:
    """Rows counted without looking inside them, to be compared with the rows that came out."""

    seen: int = 0
    hidden: int = 0
    merged: bool = False
