"""When the opt-outs of a sender rise so steeply that somebody should look. Pure rules.

docs/spikes.md tells them to those who read the messages.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from optouts.words import ActorId, SenderId

HOUR: Final = timedelta(hours=1)

LEAST: Final = 20
"""Fewer opt-outs in an hour are no spike, however quiet a sender is otherwise."""

TIMES: Final = 5
"""So many times what is usual is a spike. Opt-outs come by day and on working days, so that an
ordinary hour has up to four times the mean of all hours."""

BASELINE: Final = timedelta(days=28)
"""Whole weeks, as weekends are quieter."""

SHORTEST_BASELINE: Final = timedelta(days=1)

QUIET: Final = timedelta(hours=6)
"""So long nothing more is said of a sender, even if it calmed down and rises again."""

COMMON: Final = 0.25
"""What so large a part of the opt-outs share may be their cause."""

MOST_CAUSES: Final = 3

MUTES: Final = {"day": timedelta(days=1), "week": timedelta(days=7), "over": timedelta()}
"""For how long a sender's spikes can be muted; the last ends it."""

MUTED: Final = "mute_spikes:"
"""The setting of a workspace that says until when; behind it stands the sender."""


@dataclass(frozen=True, slots=True)
class Spike:
    """`count` opt-outs within the hour before `until`, where `usual` (a mean) come in an hour.

    `causes` are notes and campaign names that many of them share, with how many, the most first.
    """

    sender: SenderId
    until: datetime
    count: int
    usual: float
    causes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Mute:
    """Who wants to hear no more of a sender's spikes, and until when."""

    until: datetime
    by: ActorId


def limit(usual: float) -> float:
    """How many opt-outs in an hour are a spike, where so many are usual.

    Chance alone hardly ever gets there: were opt-outs independent of each other (a Poisson
    distribution), the likeliest case, 20 where 4 are usual, would come once in ten thousand years.
    """
    return max(LEAST, TIMES * usual)


def is_spike(count: int, usual: float) -> bool:
    return count >= limit(usual)


def hourly(count: int, *, first: datetime | None, until: datetime) -> float:
    """What is usual in an hour, if `count` opt-outs came from `first` until the hour in question.

    The first of them tells how long the sender has been in use, as far as the baseline goes; of
    less than a day nothing can be told, so it is taken for a day.
    """
    if first is None:
        return 0.0
    return count / (max(until - first, SHORTEST_BASELINE) / HOUR)


def causes(said: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """What many opt-outs share, of texts each with the count of opt-outs that it was said of.

    Spacing and case make no difference; a text is shown as it was first written.
    """
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    total = 0
    for text, count in said:
        total += count
        shown = " ".join(text.split())
        if shown:
            counts[written.setdefault(shown.casefold(), shown)] += count
    common = [(text, count) for text, count in counts.most_common() if count >= COMMON * total]
    return tuple(common[:MOST_CAUSES])
