"""Where a removal found nothing to take off, and what had been there before."""

import math
from collections.abc import Collection, Iterator

from optouts.numbers import E164, equivalents
from optouts.outcomes import Absent, Change, OptOut
from optouts.places import ListName
from optouts.words import ListId


def absences(
    change: Change,
    found: Collection[OptOut],
    numbers: Collection[E164],
    targets: Collection[ListName],
) -> Iterator[Absent]:
    closed: set[tuple[E164, ListId]] = set()
    newest: dict[tuple[E164, ListId], OptOut] = {}
    for each in sorted(found, key=_end):
        if _end(each) == change.id:
            closed.add((each.number, each.list.id))
        elif _end(each) < change.id:
            newest[each.number, each.list.id] = each
    for number in sorted(set(numbers)):
        for target in targets:
            places = [(form, target.id) for form in equivalents(number)]
            if closed.isdisjoint(places):
                before = [newest[place] for place in places if place in newest]
                yield Absent(number, target, max(before, key=_end, default=None))


def _end(opt_out: OptOut) -> float:
    return opt_out.until.id if opt_out.until else math.inf
