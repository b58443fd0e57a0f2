"""Opt-outs and changes as people see them, and what the use cases answer with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from optouts.numbers import E164
from optouts.places import ListName
from optouts.words import (
    PERSON_MADE,
    AccountId,
    ActorId,
    ChangeId,
    Channel,
    Kind,
    Origin,
    SenderId,
)


@dataclass(frozen=True, slots=True)
class Change:
    """One act as it was recorded."""

    id: ChangeId
    kind: Kind
    by: ActorId
    origin: Origin
    at: datetime
    note: str
    evidence: Mapping[str, str]
    undoes: ChangeId | None

    @property
    def is_person_made(self) -> bool:
        return self.origin in PERSON_MADE


@dataclass(frozen=True, slots=True)
class OptOut:
    """A number on a list for a period. `until` is the change that ended it, or None.

    `own_date` is when the person opted out, where that differs from the time of the change, and
    `note` what a file said of this number alone. `asked` are the changes by which the person asked
    for it too, though it stood already.
    """

    number: E164
    list: ListName
    since: Change
    until: Change | None
    own_date: datetime | None
    note: str = ""
    asked: tuple[Change, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether it is the person's own word; staff lift it only with a reason."""
        return self.since.is_person_made or bool(self.asked)

    @property
    def date(self) -> datetime:
        return self.own_date or self.since.at


@dataclass(frozen=True, slots=True)
class Added:
    """What an add did: the opt-outs it opened, and those that stood before and still stand."""

    change: Change
    opened: tuple[OptOut, ...]
    standing: tuple[OptOut, ...]
    repeated: bool


@dataclass(frozen=True, slots=True)
class Absent:
    """A number that was not on a list; `last` is its newest opt-out there, if any."""

    number: E164
    list: ListName
    last: OptOut | None


@dataclass(frozen=True, slots=True)
class Removed:
    """What a removal did: the opt-outs it closed, and the places where there was none to close."""

    change: Change
    closed: tuple[OptOut, ...]
    absent: tuple[Absent, ...]
    repeated: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: how many opt-outs it gave back and how many it took off the lists.

    Both are zero when everything that the change did has been changed again since. `kept` of those
    taken off are on the list by their own word still.
    """

    change: Change
    undone: Change
    reopened: int
    closed: int
    repeated: bool
    kept: int = 0


class Verdict(StrEnum):
    """The answer to a check. What else cannot be answered is raised."""

    SUPPRESSED = "suppressed"
    FREE = "free"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on one number, with the open opt-outs that suppress it."""

    number: E164
    verdict: Verdict
    because: tuple[OptOut, ...]


class What(StrEnum):
    """What happened to a number on a list."""

    OPTED_OUT = "opted out"
    ASKED = "asked for it too"
    GIVEN_BACK = "given back"
    REMOVED = "removed"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a number; `opt_out` is the period that it opened or closed."""

    what: What
    change: Change
    opt_out: OptOut


@dataclass(frozen=True, slots=True)
class Story:
    """All that is known of a number: its opt-outs and what happened to them, newest first."""

    number: E164
    standing: tuple[OptOut, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which opt-outs to list. None and empty: any. `until` is not included.

    With `general_too` those of every account are wanted beside those of the account: they hold for
    it as well.
    """

    channel: Channel | None = None
    sender: SenderId | None = None
    account: AccountId | None = None
    origins: tuple[Origin, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    ended_too: bool = False
    general_too: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """A place in the list of opt-outs: the next page begins behind it."""

    change: ChangeId
    list_id: int
    number: int
    until: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some opt-outs, newest change first, and where the next page begins (None: no more)."""

    opt_outs: tuple[OptOut, ...]
    next: Key | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A change with what it did, to how many numbers, and who undid it."""

    change: Change
    opened: int
    closed: int
    numbers: int
    low: E164
    high: E164
    lists: tuple[ListName, ...]
    undone_by: Change | None
