"""What happened: the story of a number, the opt-outs page by page, the newest changes."""

from collections.abc import Sequence
from typing import Final

from optouts import lists
from optouts.core import Core, demand
from optouts.errors import UnknownChange
from optouts.numbers import E164, equivalents
from optouts.outcomes import (
    Change,
    Event,
    Key,
    OptOut,
    Page,
    Recorded,
    Story,
    Wanted,
    What,
)
from optouts.periods import change_of, explained
from optouts.places import ListName
from optouts.roles import Actor, Deed
from optouts.words import ChangeId, WorkspaceId
from optouts.workspaces import places_within
from storage import changes, opt_outs, tables
from storage.changes import Filter, Position
from storage.engine import Transaction
from storage.opt_outs import Period, Span

PROBES: Final = 50
"""Changes looked at in one go while a page fills."""


def of_number(core: Core, workspace: WorkspaceId, number: E164, *, by: Actor) -> Story:
    """Everything that touched a number on any list of the workspace."""
    demand(by, Deed.LOOK)
    forms = [form.digits for form in equivalents(number)]
    with core.reading() as tx:
        names = lists.names(tx, workspace, places_within(tx, workspace))
        periods = opt_outs.of_numbers(tx, [name.id for name in names], forms)
        found = explained(tx, workspace, periods, names)
        undoing = {
            ChangeId(undone): change_of(row)
            for undone, row in changes.undoing(
                tx, workspace, {each.until.id for each in found if each.until}
            ).items()
        }
    events = sorted(
        _events(found, undoing), key=lambda event: (event.change.id, event.opt_out.list.id)
    )
    return Story(
        number,
        standing=tuple(each for each in found if each.until is None),
        events=tuple(reversed(events)),
    )


def _events(found: Sequence[OptOut], undoing: dict[ChangeId, Change]) -> list[Event]:
    """Opening and closing of each period, told by the change that did it.

    A period that shares its beginning with an earlier one of the same list was given back by the
    undo of what had ended that one. A person's own word is told once: where it has become what
    keeps them on the list, as that.
    """
    events: list[Event] = []
    ended: dict[tuple[int, int, ChangeId], Change] = {}
    begun = {(each.number.digits, each.list.id, each.since.id) for each in found}
    in_order = sorted(found, key=lambda each: each.until.id if each.until else 2**62)
    for each in in_order:
        thread = (each.number.digits, each.list.id, each.since.id)
        before = ended.get(thread)
        if before is None:
            events.append(Event(What.OPTED_OUT, each.since, each))
        elif before.id in undoing:
            events.append(Event(What.GIVEN_BACK, undoing[before.id], each))
        if before is None:
            events += [
                Event(What.ASKED, change, each)
                for change in each.asked
                if (each.number.digits, each.list.id, change.id) not in begun
            ]
        if each.until is not None:
            what = What.REMOVED if each.until.undoes is None else What.UNDONE
            events.append(Event(what, each.until, each))
            ended[thread] = each.until
    return events


def page(
    core: Core,
    workspace: WorkspaceId,
    wanted: Wanted,
    *,
    by: Actor,
    limit: int,
    after: Key | None = None,
) -> Page:
    """The opt-outs that are wanted, newest change first. Cost grows with the page, not the list."""
    demand(by, Deed.LOOK)
    with core.reading() as tx:
        every = lists.names(tx, workspace, places_within(tx, workspace))
        names = lists.matching(every, wanted)
        periods = _walk(tx, workspace, names, wanted, limit=limit + 1, after=after)
        found = explained(tx, workspace, periods[:limit], names)
    last = periods[limit - 1] if len(periods) > limit else None
    return Page(
        tuple(found),
        next=_key(last) if last else None,
    )


def _key(period: Period) -> Key:
    return Key(ChangeId(period.since), period.list_id, period.number, period.until)


def _walk(
    tx: Transaction,
    workspace: WorkspaceId,
    names: Sequence[ListName],
    wanted: Wanted,
    *,
    limit: int,
    after: Key | None,
) -> list[Period]:
    asked = Filter(wanted.origins, wanted.since, wanted.until, undone_too=wanted.ended_too)
    start = Position(after.change, after.list_id) if after else Position()
    found: list[Period] = []
    while True:
        steps = changes.that_opened(
            tx,
            workspace,
            [name.id for name in names],
            wanted=asked,
            start=start,
            limit=PROBES,
        )
        for change, list_id in steps:
            here = after and (after.change, after.list_id) == (change.id, list_id)
            found += opt_outs.opened_by(
                tx,
                Span.of(change),
                list_id=list_id,
                after=(after.number, after.until) if after and here else (0, 0),
                limit=limit - len(found),
                only_open=not wanted.ended_too,
            )
            if len(found) >= limit:
                return found
        if len(steps) < PROBES:
            return found
        change, list_id = steps[-1]
        start = Position(change.id or 0, list_id + 1)


def latest(core: Core, workspace: WorkspaceId, *, by: Actor, limit: int) -> tuple[Recorded, ...]:
    """The newest changes of a workspace, newest first."""
    demand(by, Deed.LOOK)
    with core.reading() as tx:
        return latest_within(tx, workspace, limit=limit)


def latest_within(tx: Transaction, workspace: WorkspaceId, *, limit: int) -> tuple[Recorded, ...]:
    rows = changes.latest(tx, workspace, limit=limit)
    return _recorded(tx, workspace, [row.id or 0 for row in rows])


def change(core: Core, workspace: WorkspaceId, change_id: ChangeId, *, by: Actor) -> Recorded:
    """One change. Raises UnknownChange."""
    demand(by, Deed.LOOK)
    with core.reading() as tx:
        found = _recorded(tx, workspace, [change_id])
    if not found:
        raise UnknownChange
    return found[0]


def _recorded(tx: Transaction, workspace: WorkspaceId, ids: Sequence[int]) -> tuple[Recorded, ...]:
    names = {name.id: name for name in lists.names(tx, workspace, places_within(tx, workspace))}
    rows = changes.by_ids(tx, workspace, ids)
    undoing = changes.undoing(tx, workspace, ids)
    recorded = []
    for change_id in ids:
        if change_id not in rows:
            continue
        counts = changes.counts_of(tx, change_id)
        recorded.append(
            Recorded(
                change=change_of(rows[change_id]),
                opened=sum(count.opened for count in counts),
                closed=sum(count.closed for count in counts),
                numbers=_numbers(rows[change_id], counts),
                low=E164(rows[change_id].low),
                high=E164(rows[change_id].high),
                lists=tuple(
                    name
                    for list_id, name in names.items()
                    if list_id in {count.list_id for count in counts}
                ),
                undone_by=change_of(undoing[change_id]) if change_id in undoing else None,
            )
        )
    return tuple(recorded)


def _numbers(row: tables.Change, counts: Sequence[tables.ChangeCount]) -> int:
    """How many numbers a change put on lists or took off: the most on one list, or, where it names
    its numbers, no more than these."""
    touched = [count.opened + count.closed for count in counts]
    named = len(Span.of(row).numbers)
    return min(named, sum(touched)) if named else max(touched, default=0)


def total(core: Core, workspace: WorkspaceId, *, by: Actor) -> tuple[ListName, ...]:
    """Every list with its size, in the order that lists are shown."""
    demand(by, Deed.LOOK)
    with core.reading() as tx:
        return tuple(lists.names(tx, workspace, places_within(tx, workspace)))
