"""What the team's channel is told of replies, one by one or many at once. Values only."""

from dataclasses import dataclass
from enum import StrEnum

from optouts.inbound import InboundId
from optouts.kept import Kept
from optouts.numbers import E164
from optouts.review import Review
from optouts.words import ChangeId, Channel, SenderId


class Event(StrEnum):
    """What became of a person's word, or of the call of a program, as the team is told of it."""

    OPTED_OUT = "opted_out"
    ALREADY_OUT = "already_out"  # somebody else had put them on the list before
    LATE = "late"  # nobody judged their reply in time
    BACK = "back"  # taken off the list, as they asked
    ASKED_BACK = "asked_back"  # they were asked whether they really want to be
    NOT_BACK = "not_back"  # they asked to be, and what stands is not theirs to lift
    LINK = "link"  # opted out by a link
    LINK_UNDONE = "link_undone"
    API_OPTED_OUT = "api_opted_out"
    API_REMOVED = "api_removed"


@dataclass(frozen=True, slots=True)
class Sum:
    """So many people of a kind; `words` are what they wrote, in capitals, or empty, and `key` names
    the key that a program called with."""

    event: Event
    channel: Channel
    sender: SenderId
    words: str
    count: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """What one message tells of, oldest first: replies, changes that came without one (links,
    programs), confirmations that could not be sent, and replies that still wait for somebody to
    judge them.

    Many replies and changes at once are told as `sums`, with some of them as examples.
    """

    inbound: tuple[InboundId, ...] = ()
    changes: tuple[ChangeId, ...] = ()
    confirmations: tuple[int, ...] = ()
    waiting: tuple[InboundId, ...] = ()
    sums: tuple[Sum, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A reply with what became of it; `review` where somebody had to judge it."""

    message: Kept
    event: Event
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A confirmation that could not be sent, and why."""

    number: E164 | None
    channel: Channel
    sender: SenderId | None
    address: str
    failure: str
