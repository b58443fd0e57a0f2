"""Which opt-outs are the recipients' own word, asked for many at a time."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optouts.sorted_numbers import Numbers
from optouts.words import PERSON_MADE
from storage import changes, own_words
from storage.engine import Transaction
from storage.stretches import Stretch

MOST_KEPT: Final = 200_000
"""Answers remembered: every reply is a change of its own, and there may be millions."""


@dataclass(slots=True)
class PersonMade:
    """Remembers what it found out: periods that stand together often began together."""

    workspace: int
    _known: dict[int, bool] = field(default_factory=dict)

    def among(self, tx: Transaction, list_id: int, found: Stretch) -> NDArray[np.bool_]:
        """For each of these opt-outs whether the recipient asked for it, by a reply or a link: as
        the first, or when it stood already."""
        return self._made(tx, found.since) | (own_words_among(tx, list_id, found) > 0)

    def _made(self, tx: Transaction, since: Numbers) -> NDArray[np.bool_]:
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


def own_words_among(tx: Transaction, list_id: int, found: Stretch) -> Numbers:
    """For each of these opt-outs the newest change by which its recipient asked too, or 0."""
    newest = np.zeros(len(found.numbers), np.int64)
    if not len(newest):
        return newest
    low, high = int(found.numbers[0]), int(found.numbers[-1])
    said = own_words.of_stretch(tx, list_id=list_id, low=low, high=high)
    for number, since, change in zip(
        said.numbers.tolist(), said.since.tolist(), said.newest.tolist(), strict=True
    ):
        place = int(np.searchsorted(found.numbers, number))
        if found.numbers[place] == number and found.since[place] == since:
            newest[place] = change
    return newest
