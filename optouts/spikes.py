"""When the opt-outs of a sender rise so steeply that somebody should look. Pure rules."""

from dataclasses import dataclass
from datetime import datetime

from optouts.words import SenderId


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
