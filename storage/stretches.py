"""Numbers as sorted arrays, and the open periods of part of a list."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Open periods in ascending order of number. `since`, the change that opened each, is empty
    unless it was asked for."""

    numbers: Numbers
    since: Numbers
