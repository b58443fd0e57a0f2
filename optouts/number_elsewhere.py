"""Where a number that does not read may come from: number_faults' WRONG_REGION for all digits."""

from operator import or_
from typing import Final

import phonenumbers

from optouts import number_patterns
from optouts.number_diagrams import NOTHING
from optouts.number_faults import MOST_REGIONS, OFTEN_MEANT, Fault, written_at_home
from optouts.number_outcomes import Outcome
from optouts.number_plans import Plans

ASK: Final = 1 << 62
"""Among the bits for regions: numbers.parse has to be asked."""

_UNREAD: Final = -2  # at home, that is
_NOT_MEANT: Final = -1


def elsewhere(plans: Plans) -> int:
    """A bit for each of OFTEN_MEANT, the first few that fit, and ASK."""
    join = plans.diagrams.join
    meant = [_meant(plans, region, 1 << place) for place, region in enumerate(OFTEN_MEANT)]
    while len(meant) > 1:
        pairs = zip(meant[::2], [*meant[1::2], NOTHING], strict=False)
        meant = [join(one, other, or_) for one, other in pairs]
    return plans.diagrams.relabel(meant[0], _likeliest)


def _meant(plans: Plans, region: str, bit: int) -> int:
    """The bit for mobile numbers as people in the region write them."""
    written = number_patterns.matching(plans.diagrams, written_at_home(region).pattern)
    code = phonenumbers.country_code_for_region(region)

    def at_home(is_written: int, label: int) -> int:
        outcome = plans.outcomes[label] if label else Outcome(fault=Fault.INVALID)
        return is_written and (_UNREAD if outcome.fault else _meaning(outcome, bit))

    def abroad(known: int, label: int) -> int:
        if known != _UNREAD:
            return known if known != _NOT_MEANT else 0
        return max(_meaning(plans.outcomes[label], bit), 0) if label else 0

    join = plans.diagrams.join
    home = join(written, plans.region(region), at_home, only_where_left=True)
    return join(home, plans.country(code), abroad, only_where_left=True)


def _meaning(outcome: Outcome, bit: int) -> int:
    if outcome.cut is None:
        return _NOT_MEANT if outcome.fault else ASK
    return bit if outcome.is_mobile and not outcome.usual else _NOT_MEANT


def _likeliest(regions: int) -> int:
    """As many of the first bits as are named, and whether numbers.parse has to be asked."""
    kept = regions & ASK
    for _ in range(MOST_REGIONS):
        first = regions & ~kept & -(regions & ~kept)
        kept |= first
    return kept
