"""What happened to the opt-outs of a workspace within a time. Values only."""

from dataclasses import dataclass
from datetime import date, datetime

from optouts.words import ActorId, ChangeId, Channel, Origin


@dataclass(frozen=True, slots=True)
class Tally:
    """Opted out, opted in again, and opted out in the time before, which was as long."""

    opened: int = 0
    closed: int = 0
    opened_before: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """The tally of a sender or an account; an empty name is every one of them."""

    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Imported:
    """An import and what it did."""

    change: ChangeId
    by: ActorId
    file: str
    opened: int
    closed: int


@dataclass(frozen=True, slots=True)
class Digest:
    """`days` holds each day of the zone, oldest first, with the numbers that were opted out;
    `days_before` likewise what led up to it, so that a short time too can be seen in a longer one.
    A day within which the time begins is in both, with its parts.

    `person_made` of the opted out came by the recipient's own word. `standing` is on the lists now.
    """

    since: datetime
    until: datetime
    zone: str
    total: Tally
    channels: tuple[tuple[Channel, Tally], ...]
    senders: tuple[Named, ...]  # the largest first
    accounts: tuple[Named, ...]
    origins: tuple[tuple[Origin, Tally], ...]
    days: tuple[tuple[date, int], ...]
    imports: tuple[Imported, ...]
    person_made: int
    standing: int
    waiting: int  # imports that wait for a second manager
    days_before: tuple[tuple[date, int], ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether nothing changed."""
        return not (self.total.opened or self.total.closed)
