"""What happened since somebody looked last, so that another program can keep a copy of the lists.

Changes are told in the order of their ids, each number and list once, with whether the number
stands on the list by now: that is what a copy goes by, so that neither order nor repetition
matters. What an import under way does is told when it is over, for its end may lie behind changes
that came later.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

from optouts import lists
from optouts.core import Core, demand
from optouts.errors import StorageAway
from optouts.jobs import Stage
from optouts.numbers import E164
from optouts.outcomes import Change
from optouts.periods import change_of
from optouts.places import ListName
from optouts.roles import Actor, Deed
from optouts.words import AccountId, Kind, ListId, WorkspaceId
from optouts.workspaces import places_within
from storage import changes, following, jobs, opt_outs, tables
from storage.engine import Transaction
from storage.following import Deed as Done
from storage.opt_outs import Span

MOST_CHANGES: Final = 5_000
"""So many are looked at for one answer, even if none of them touched a list that is wanted."""

BATCH: Final = 500
_MOST_WAITING: Final = 1_000
_HIGHEST: Final = 2**62


@dataclass(frozen=True, slots=True)
class Place:
    """Within a change: the number that was told last, and where it was on or off."""

    change: int
    list: int
    deed: Done
    number: int


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far somebody knows: all up to the change `after`, but for those `waiting`, which were
    under way then, and for what comes behind `place`."""

    after: int = 0
    waiting: tuple[int, ...] = ()
    place: Place | None = None

    @property
    def text(self) -> str:
        place = self.place
        parts = [place.change, place.list, place.deed, place.number] if place else []
        plain = json.dumps([self.after, list(self.waiting), parts], separators=(",", ":"))
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises ValueError for what is no cursor."""
        try:
            plain = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            after, waiting, parts = json.loads(plain)
            place = None
            if parts:
                change, list_id, deed, number = parts
                place = Place(_id(change), _id(list_id), Done(deed), _id(number))
            if len(waiting) > _MOST_WAITING:
                raise ValueError(text)
            return cls(_id(after), tuple(_id(each) for each in waiting), place)
        except (binascii.Error, TypeError, RecursionError) as error:
            raise ValueError(text) from error


def _id(number: object) -> int:
    if type(number) is not int or not 0 <= number < _HIGHEST:
        raise ValueError(number)
    return number


@dataclass(frozen=True, slots=True)
class Event:
    """A change put a number on a list (`opened`) or took it off. `stands`: it is on it now."""

    change: Change
    list: ListName
    number: E164
    opened: bool
    stands: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """What happened, where to go on, and whether there is more of it already."""

    events: tuple[Event, ...]
    next: Cursor
    more: bool


def now(core: Core, workspace: WorkspaceId, *, by: Actor) -> Cursor:
    """As far as it goes: what happens from now on comes behind it. Raises StorageAway."""
    demand(by, Deed.LOOK)
    newest = _settled(core, workspace)
    if newest is None:
        raise StorageAway
    with core.reading() as tx:
        under_way = jobs.changes_in(tx, workspace, Stage.APPLYING)
    return Cursor(newest, tuple(sorted(each for each in under_way if each <= newest)))


def since(
    core: Core,
    workspace: WorkspaceId,
    cursor: Cursor,
    *,
    by: Actor,
    limit: int,
    account: AccountId | None = None,
) -> Followed:
    """What happened behind the cursor; with an account, on the lists that hold for it.

    Raises NotPermitted and StorageAway.
    """
    demand(by, Deed.LOOK)
    newest = _settled(core, workspace)
    with core.reading() as tx:
        every = lists.names(tx, workspace, places_within(tx, workspace))
        names = lists.suppressing(every, channel=None, sender=None, account=account)
        reading = _Reading(
            tx,
            workspace,
            {name.id: name for name in names},
            frozenset(jobs.changes_in(tx, workspace, Stage.APPLYING)),
            cursor.after if newest is None else newest,
            limit,
            cursor,
        )
        return reading.done()


def _settled(core: Core, workspace: WorkspaceId) -> int | None:
    """The newest change before which none will become visible any more; None: it is not known."""
    with core.reading() as tx:
        newest = changes.newest_id(tx, workspace)
        return newest if following.have_ended(tx) else None


@dataclass
class _Reading:
    """One answer while it fills."""

    tx: Transaction
    workspace: WorkspaceId
    names: dict[ListId, ListName]
    under_way: frozenset[int]
    newest: int
    limit: int
    cursor: Cursor
    _found: list[tuple[tables.Change, ListId, Done, int]] = field(init=False, default_factory=list)
    _looked_at: int = field(init=False, default=0)

    def done(self) -> Followed:
        more = not all(self._tell(batch) for batch in self._batches())
        return Followed(tuple(self._events()), self.cursor, more)

    def _batches(self) -> Iterator[Sequence[tables.Change]]:
        """What was begun, what is over now, and what is new."""
        if self.cursor.place is not None:
            yield self._of([self.cursor.place.change])
        yield self._of([each for each in self.cursor.waiting if each not in self.under_way])
        while batch := following.after(
            self.tx, self.workspace, self.cursor.after, until=self.newest, limit=BATCH
        ):
            yield batch

    def _of(self, ids: Sequence[int]) -> Sequence[tables.Change]:
        rows = changes.by_ids(self.tx, self.workspace, ids)
        return [rows[each] for each in sorted(rows)]

    def _tell(self, batch: Sequence[tables.Change]) -> bool:
        """Take in these changes; False if that was too much for one answer."""
        counts: dict[int, list[tables.ChangeCount]] = {}
        for count in following.counts(self.tx, [row.id or 0 for row in batch]):
            counts.setdefault(count.change_id, []).append(count)
        for row in batch:
            change_id = row.id or 0
            if self._looked_at >= MOST_CHANGES:
                return False
            if change_id in self.under_way:
                self._wait_for(change_id)
            elif self._tell_of(row, counts.get(change_id, [])):
                self._finish(change_id)
            else:
                return False
            self._looked_at += 1
        return True

    def _wait_for(self, change_id: int) -> None:
        waiting = tuple(sorted({*self.cursor.waiting, change_id}))
        self.cursor = replace(
            self.cursor, after=max(self.cursor.after, change_id), waiting=waiting, place=None
        )

    def _finish(self, change_id: int) -> None:
        if change_id in self.cursor.waiting:
            waiting = tuple(each for each in self.cursor.waiting if each != change_id)
            self.cursor = replace(self.cursor, waiting=waiting, place=None)
        else:
            self.cursor = replace(self.cursor, after=change_id, place=None)

    def _tell_of(self, row: tables.Change, counts: Sequence[tables.ChangeCount]) -> bool:
        """Take in what a change did, from the place on where the last answer ended; False if there
        is more of it."""
        place = self.cursor.place
        deeds = [each for each in _deeds(row, counts) if each[0] in self.names]
        after = 0
        if place is not None and place.change == row.id:
            told = [each[:2] for each in deeds]
            if (place.list, place.deed) in told:
                deeds = deeds[told.index((ListId(place.list), place.deed)) :]
                after = place.number
        for list_id, deed, count in deeds:
            if not self._take(row, list_id, deed, count=count, after=after):
                return False
            after = 0
        return True

    def _take(
        self, row: tables.Change, list_id: ListId, deed: Done, *, count: int, after: int
    ) -> bool:
        room = self.limit - len(self._found)
        named = Span.of(row).numbers
        if len(named) == count:
            numbers: Sequence[int] = [each for each in named if each > after][: room + 1]
        else:
            numbers = following.numbers(
                self.tx, row, deed, list_id=list_id, after=after, limit=room + 1
            )
        told = numbers[:room]
        self._found += [(row, list_id, deed, number) for number in told]
        if len(numbers) <= room:
            return True
        last = told[-1] if told else after
        self.cursor = replace(self.cursor, place=Place(row.id or 0, list_id, deed, last))
        return False

    def _events(self) -> Iterator[Event]:
        by_list: dict[ListId, set[int]] = {}
        for _, list_id, _, number in self._found:
            by_list.setdefault(list_id, set()).add(number)
        standing = {
            (list_id, period.number)
            for list_id, numbers in by_list.items()
            for period in opt_outs.of_numbers(self.tx, [list_id], numbers, only_open=True)
        }
        told = {row.id: change_of(row) for row, _, _, _ in self._found}
        for row, list_id, deed, number in self._found:
            yield Event(
                told[row.id],
                self.names[list_id],
                E164(number),
                opened=deed is not Done.CLOSED,
                stands=(list_id, number) in standing,
            )


def _deeds(
    row: tables.Change, counts: Sequence[tables.ChangeCount]
) -> Iterator[tuple[ListId, Done, int]]:
    """What a change did to which list, and to how many numbers."""
    for count in counts:
        list_id = ListId(count.list_id)
        if count.opened:
            gave_back = row.kind == Kind.UNDO
            yield list_id, Done.GAVE_BACK if gave_back else Done.OPENED, count.opened
        if count.closed:
            yield list_id, Done.CLOSED, count.closed
