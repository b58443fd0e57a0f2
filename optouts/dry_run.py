"""What an import would do: the numbers of a file held against the lists, and nothing changed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path
from typing import Final

import numpy as np

from optouts.jobs import Effect, Mode, NumberSet
from optouts.person_made import PersonMade, own_words_among
from optouts.reading_plan import NUMBERS, REMOVALS
from optouts.sorted_numbers import Numbers, among, between, opened, with_equivalents
from optouts.words import ListId
from storage import bulk
from storage.engine import Transaction

AWAY: Final = "away.i64"
"""What is to be taken off, in every form in which it may be listed: sorted and distinct."""

STRETCH: Final = 100_000
"""Numbers held against a list in one go."""

HIGHEST: Final = 10**15 - 1
"""E.164 has at most fifteen digits."""


def set_path(folder: Path, which: NumberSet, list_id: int) -> Path:
    """Where the numbers of a set are, of one list."""
    return folder / f"{which}-{list_id}.i64"


def prepare(folder: Path, mode: Mode) -> None:
    """Work out which numbers a file takes off: its removals, or all it holds.

    Its result is whole once it is there, and it is the last of all that is made of a file.
    """
    away = opened(folder / (NUMBERS if mode is Mode.REMOVE else REMOVALS))
    forms = with_equivalents(np.asarray(away))
    if mode is not Mode.REMOVE:
        forms = forms[~among(forms, np.asarray(opened(folder / NUMBERS)))]
    part = folder / f"{AWAY}.part"
    forms.tofile(part)
    part.replace(folder / AWAY)


Files = Mapping[NumberSet, BufferedWriter]


@dataclass(frozen=True, slots=True)
class Leaving:
    """Of a stretch of a list, who would be taken off and who is kept; `own` opted out themselves.

    A period that began after the horizon is nobody's business: it was not there to be shown. Nor is
    one that the person asked for themselves since then.
    """

    numbers: Numbers
    own: int
    kept: Numbers


def leaving(
    tx: Transaction,
    list_id: int,
    found: bulk.Stretch,
    person_made: PersonMade,
    *,
    horizon: int,
    lift_own: bool,
) -> Leaving:
    """Sort out whose open periods may end."""
    known = (found.since <= horizon) & (own_words_among(tx, list_id, found) <= horizon)
    found = bulk.Stretch(found.numbers[known], found.since[known])
    numbers = found.numbers
    own = person_made.among(tx, list_id, found)
    if lift_own:
        return Leaving(numbers, int(np.count_nonzero(own)), numbers[:0])
    return Leaving(numbers[~own], 0, numbers[own])


@dataclass(frozen=True, slots=True)
class DryRun:
    """Holds the files in `folder` against lists; the sets that it finds stay there as files."""

    tx: Transaction
    folder: Path
    mode: Mode
    lift_own: bool
    horizon: int
    person_made: PersonMade
    progress: Callable[[], None]

    def effect(self, list_id: ListId) -> Effect:
        """What would happen to one list."""
        with ExitStack() as stack:
            files: Files = {
                which: stack.enter_context(set_path(self.folder, which, list_id).open("wb"))
                for which in NumberSet
                if which is not NumberSet.REFUSED
            }
            opening = standing = 0
            if self.mode is not Mode.REMOVE:
                opening, standing = self._opening(list_id, files)
            leaves = self._leaving(list_id, files)
        return Effect(list_id, opening=opening, standing=standing, **leaves)

    def _opening(self, list_id: int, files: Files) -> tuple[int, int]:
        numbers = opened(self.folder / NUMBERS)
        new = standing = 0
        for start in range(0, len(numbers), STRETCH):
            wanted = np.asarray(numbers[start : start + STRETCH])
            there = bulk.standing_of(self.tx, wanted, list_id=list_id).numbers
            known = among(wanted, there)
            files[NumberSet.NEW].write(wanted[~known].tobytes())
            files[NumberSet.STANDING].write(wanted[known].tobytes())
            standing += int(np.count_nonzero(known))
            new += len(wanted) - int(np.count_nonzero(known))
            self.progress()
        return new, standing

    def _leaving(self, list_id: int, files: Files) -> dict[str, int]:
        going = own = kept = found = 0
        for stretch in self._to_take_off(list_id):
            found += len(stretch.numbers)
            leaves = leaving(
                self.tx,
                list_id,
                stretch,
                self.person_made,
                horizon=self.horizon,
                lift_own=self.lift_own,
            )
            files[NumberSet.LEAVING].write(leaves.numbers.tobytes())
            files[NumberSet.KEPT].write(leaves.kept.tobytes())
            going += len(leaves.numbers)
            own += leaves.own
            kept += len(leaves.kept)
            self.progress()
        named = NUMBERS if self.mode is Mode.REMOVE else REMOVALS
        absent = max(len(opened(self.folder / named)) - found, 0)
        return {"leaving": going, "leaving_own": own, "kept": kept, "absent": absent}

    def _to_take_off(self, list_id: int) -> Iterator[bulk.Stretch]:
        if self.mode is Mode.REPLACE:
            yield from self._rest(list_id)
            return
        away = opened(self.folder / AWAY)
        for start in range(0, len(away), STRETCH):
            wanted = np.asarray(away[start : start + STRETCH])
            yield bulk.standing_of(self.tx, wanted, list_id=list_id, with_since=True)

    def _rest(self, list_id: int) -> Iterator[bulk.Stretch]:
        numbers = opened(self.folder / NUMBERS)
        low: int | None = 0
        while low is not None:
            end = bulk.stretch_end(self.tx, list_id=list_id, low=low, rows=STRETCH)
            high = HIGHEST if end is None else end
            yield unlisted(self.tx, numbers, list_id=list_id, low=low, high=high)
            low = None if end is None else end + 1


def unlisted(
    tx: Transaction, numbers: Numbers, *, list_id: int, low: int, high: int
) -> bulk.Stretch:
    """The open periods of part of a list whose numbers are not among these."""
    there = bulk.standing(tx, list_id=list_id, low=low, high=high, with_since=True)
    rest = ~among(there.numbers, between(numbers, low, high))
    return bulk.Stretch(there.numbers[rest], there.since[rest])
