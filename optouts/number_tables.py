"""The plans for digits as arrays."""

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from optouts import number_elsewhere
from optouts.number_diagrams import Diagrams
from optouts.number_faults import Fault
from optouts.number_outcomes import Outcome
from optouts.number_plans import Plans
from optouts.number_reading import SHORTEST

LONGEST_READ: Final = 16
"""Digits; a text with more is left to numbers.parse."""

WORLD: Final = "world"
WHATSAPP: Final = "whatsapp"
ELSEWHERE: Final = "elsewhere"
FAULTS: Final = tuple(Fault)
"""By label's fault; the first, EMPTY, is no fault of digits and stands for none."""

_Value = TypeVar("_Value", np.int8, np.int64, np.bool_)


class Means(IntEnum):
    """What is to be done with digits that end at a label."""

    NOTHING = 0  # no number by these rules
    SHIFT = 1  # add what the label says
    CUT = 2  # take the digits apart
    DIALLED = 3  # drop digits, read the rest as after a plus
    LEFT = 4  # ask numbers.parse


@dataclass(frozen=True, slots=True)
class Table:
    """An automaton over sixteen digits: those of a text at the end, zeros before them.

    The rest is by label. A number is the digits' value + shift or, for a CUT,
    value // above % among * times + value % below + shift.
    """

    following: NDArray[np.int32]  # states × 10; state n waits for n zeros before the first digit
    label: NDArray[np.int32]  # by state
    means: NDArray[np.int8]
    shift: NDArray[np.int64]
    above: NDArray[np.int64]
    among: NDArray[np.int64]
    times: NDArray[np.int64]
    below: NDArray[np.int64]
    dialled: NDArray[np.int8]
    usual: NDArray[np.int8]  # 0, or the usual national length of what is shorter
    is_short: NDArray[np.bool_]  # fewer digits than an E164 may have
    fault: NDArray[np.int8]  # 0, or one of FAULTS: why it is no number
    is_sure: NDArray[np.bool_]  # that fault, whether or not another region fits
    regions: NDArray[np.int64]  # ELSEWHERE: a bit for each of OFTEN_MEANT, and number_elsewhere.ASK

    @property
    def is_sound(self) -> bool:
        """Whether no look-up can leave the arrays."""
        states, labels = len(self.label), len(self.means)
        return (
            min(states, labels) > 0
            and self.following.shape == (states, 10)
            and 0 <= self.following.min() <= self.following.max() < states
            and 0 <= self.label.min() <= self.label.max() < labels
            and all(len(getattr(self, field.name)) == labels for field in fields(Table)[2:])
        )


def build(name: str) -> Table:
    """Of a region, or one of those above."""
    plans = Plans(LONGEST_READ)
    match name:
        case "elsewhere":
            return _compiled_sets(plans.diagrams, number_elsewhere.elsewhere(plans))
        case "world":
            root = plans.world()
        case "whatsapp":
            root = plans.whatsapp()
        case _:
            root = plans.region(name)
    following, label = _states(plans.diagrams, root)
    return _with_meaning(following, label, [_Row(), *map(_row, plans.outcomes)])


def _compiled_sets(diagrams: Diagrams, root: int) -> Table:
    following, sets = _states(diagrams, root)
    different, label = np.unique(sets, return_inverse=True)
    rows = [_Row(regions=regions) for regions in different.tolist()]
    return _with_meaning(following, label.astype(np.int32), rows)


def _states(diagrams: Diagrams, root: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    nodes = diagrams.reachable(root)
    place = {node: index and index + LONGEST_READ for index, node in enumerate(nodes)}
    states = list(place.values())
    following = np.zeros((len(nodes) + LONGEST_READ, 10), np.int32)
    following[1 : LONGEST_READ + 1, 0] = np.arange(LONGEST_READ)
    following[states] = [[place[child] for child in diagrams.children[node]] for node in nodes]
    label = np.zeros(len(following), np.int64)
    label[states] = [diagrams.labels[node] for node in nodes]
    return following, label


def _with_meaning(
    following: NDArray[np.int32], label: NDArray[np.int64], rows: list["_Row"]
) -> Table:
    def column(name: str, kind: type[_Value]) -> NDArray[_Value]:
        return np.array([getattr(row, name) for row in rows], kind)

    return Table(
        following,
        label.astype(np.int32),
        means=column("means", np.int8),
        shift=column("shift", np.int64),
        above=column("above", np.int64),
        among=column("among", np.int64),
        times=column("times", np.int64),
        below=column("below", np.int64),
        dialled=column("dialled", np.int8),
        usual=column("usual", np.int8),
        is_short=column("is_short", np.bool_),
        fault=column("fault", np.int8),
        is_sure=column("is_sure", np.bool_),
        regions=column("regions", np.int64),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """Table's arrays by label, one label."""

    means: Means = Means.NOTHING
    shift: int = 0
    above: int = 1
    among: int = 1
    times: int = 0
    below: int = 1
    dialled: int = 0
    usual: int = 0
    is_short: bool = False
    fault: int = 0
    is_sure: bool = False
    regions: int = 0


def _row(outcome: Outcome) -> _Row:
    cut = outcome.cut
    if cut is None:
        if outcome.fault:
            return _Row(fault=FAULTS.index(outcome.fault), is_sure=outcome.is_sure)
        return _Row(Means.DIALLED if outcome.dialled else Means.LEFT, dialled=outcome.dialled)
    length = outcome.length - cut.length(0)
    tail = 10 ** (length - cut.rest)
    usual, is_short = outcome.usual, outcome.length < SHORTEST
    if cut.dropped is not None and cut.start == cut.stop and not cut.infix:
        shift = (int(cut.prefix or 0) - int(cut.dropped or 0)) * tail
        return _Row(Means.SHIFT, shift, usual=usual, is_short=is_short)
    kept = cut.stop - cut.start
    return _Row(
        Means.CUT,
        shift=int(f"{cut.prefix}{'0' * kept}{cut.infix}" or 0) * tail,
        above=10 ** (length - cut.stop),
        among=10**kept,
        times=10 ** len(cut.infix) * tail,
        below=tail,
        usual=usual,
        is_short=is_short,
    )
