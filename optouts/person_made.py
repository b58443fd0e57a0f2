"""Which changes are the recipients' own word, asked for many at a time."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optouts.sorted_numbers import Numbers
from optouts.words import PERSON_MADE
from storage import changes
from storage.engine import Transaction

MOST_KEPT: Final = 200_000
"""Answers remembered: every reply is a change of its own, and there may be millions."""


@dataclass(slots=True)
class PersonMade:
    """Remembers what it found out: periods that stand together often began together."""

    workspace: int
    _known: dict[int, bool] = field(default_factory=dict)

    def among(self, tx: Transaction, since: Numbers) -> NDArray[np.bool_]:
        """For each of these changes whether it came from a reply or a link of the recipient."""
        if not len(since):
            return np.zeros(0, np.bool_)
        distinct, places = np.unique(since, return_inverse=True)
        if len(self._known) > MOST_KEPT:
            self._known.clear()
        unknown = [change for change in distinct.tolist() if change not in self._known]
        own = changes.of_origins(tx, self.workspace, unknown, PERSON_MADE)
        self._known.update((change, change in own) for change in unknown)
        answers = np.array([self._known[change] for change in distinct.tolist()], np.bool_)
        found: NDArray[np.bool_] = answers[places]
        return found
