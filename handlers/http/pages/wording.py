"""What a page behind a link can say; each language has all of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """`{business}` and `{minutes}` are filled in; what says less has nothing to fill in."""

    business: str  # where nobody has said what the business is called
    number: str
    messages: str
    every_sender: str

    asks: str
    asks_more: str
    stop: str

    opted_out: str
    opted_out_more: str
    by_mistake: str
    undo: str

    taken_back: str
    taken_back_more: str

    too_late: str
    too_late_more: str

    expired: str
    expired_more: str

    unknown: str
    unknown_more: str

    away: str
    away_more: str
