"""The one way in: add, remove and undo. A single add is an import of one."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from optouts import lists, own_words, undoing
from optouts.absences import absences
from optouts.core import Core, demand
from optouts.errors import (
    AlreadyUndone,
    NoNumbers,
    NothingChosen,
    ReasonRequired,
    UndoExpired,
    UnknownChange,
    UnknownList,
)
from optouts.numbers import E164, equivalents
from optouts.outcomes import Added, Change, OptOut, Removed, Undone
from optouts.periods import change_of, explained
from optouts.places import Choice, ListName
from optouts.reversing import reverse_within
from optouts.roles import Actor, Deed
from optouts.words import ActorId, ChangeId, Kind, ListId, Origin, WorkspaceId
from optouts.workspaces import places_within, preferences_within
from storage import changes, opt_outs, tables
from storage.engine import Transaction
from storage.joint import once
from storage.lists import ListKey, ids_for, made_for, resize
from storage.opt_outs import Span


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts where, from what origin and why.

    `request` names the request that asked: the same request twice is one change. `evidence` is kept
    with the change as it is.
    """

    workspace: WorkspaceId
    by: Actor
    origin: Origin
    request: str
    note: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Put:
    """How many opt-outs a change made, and how many that others had made the people asked for
    themselves."""

    change: Change
    repeated: bool
    opened: int = 0
    own_words: int = 0


def add(core: Core, act: Act, numbers: Collection[E164], choice: Choice) -> Added:
    """Put numbers on the chosen lists. The first opt-out stands: adding again changes nothing.

    Raises NotPermitted, NoNumbers, NothingChosen, SenderRequired, UnknownSender, UnknownAccount and
    StorageAway.
    """
    demand(act.by, Deed.ADD)
    if not numbers:
        raise NoNumbers
    if not choice.channels:
        raise NothingChosen
    with core.writing(queued=True) as tx:
        return add_within(tx, core, act, numbers, choice)


def add_within(
    tx: Transaction, core: Core, act: Act, numbers: Collection[E164], choice: Choice
) -> Added:
    """The same as part of what is done together; the caller has asked for the permission."""
    places = places_within(tx, act.workspace)
    keys = lists.chosen(choice, places)
    put = put_within(tx, core, act, numbers, keys)
    targets = [lists.name_of(row, places) for row in made_for(tx, act.workspace, keys).values()]
    digits = [number.digits for number in numbers]
    present = opt_outs.of_numbers(tx, [each.id for each in targets], digits, only_open=True)
    found = explained(tx, act.workspace, present, targets)
    return Added(
        change=put.change,
        opened=tuple(each for each in found if each.since.id == put.change.id),
        standing=tuple(each for each in found if each.since.id != put.change.id),
        repeated=put.repeated,
    )


def put_within(
    tx: Transaction,
    core: Core,
    act: Act,
    numbers: Collection[E164],
    keys: Collection[ListKey],
) -> Put:
    """Put numbers on these very lists, be they of retired accounts and senders too."""
    digits = sorted({number.digits for number in numbers})
    known = ("lists", act.workspace, frozenset(keys))
    targets = [ListId(each) for each in once(tx, known, lambda: ids_for(tx, act.workspace, keys))]
    change, repeated = record(tx, core, act, Kind.ADD, Span.over(digits))
    if repeated:
        return Put(change, repeated)
    opened = {
        target: opt_outs.open_new(tx, digits, list_id=target, since=change.id) for target in targets
    }
    _count(tx, change, targets, opened=opened)
    put = Put(change, repeated, sum(opened.values()))
    if put.opened == len(targets) * len(digits):
        return put
    present = opt_outs.of_numbers(tx, targets, digits, only_open=True)
    touched = {each.number for each in present if each.since == change.id}
    if change.is_person_made:
        stood = [each for each in present if each.since != change.id]
        words = own_words.note(tx, act.workspace, change.id, stood)
        touched |= {word.number for word in words}
        put = replace(put, own_words=len(words))
    _narrow(tx, change, digits, touched)
    return put


def remove(core: Core, act: Act, numbers: Collection[E164], on: Collection[ListId]) -> Removed:
    """Take numbers off these lists and no others; they can be added again.

    A number is taken off in every form in which it may be listed, as a check looks for them all.
    What a person asked for themselves is lifted only with a reason (the note of the act).
    Raises NotPermitted, NoNumbers, NothingChosen, UnknownList, ReasonRequired, StorageAway.
    """
    demand(act.by, Deed.REMOVE)
    if not numbers:
        raise NoNumbers
    if not on:
        raise NothingChosen
    with core.writing(queued=True) as tx:
        return remove_within(tx, core, act, numbers, on)


def remove_within(
    tx: Transaction, core: Core, act: Act, numbers: Collection[E164], on: Collection[ListId]
) -> Removed:
    """The same as part of what is done together; the caller has asked for the permission."""
    digits = sorted({form.digits for number in numbers for form in equivalents(number)})
    targets = _named(tx, act.workspace, on)
    span = Span.over(digits)
    change, repeated = record(tx, core, act, Kind.REMOVE, span)
    if not repeated:
        closed = {
            target.id: opt_outs.close(tx, digits, list_id=target.id, until=change.id)
            for target in targets
        }
        _count(tx, change, closed, closed=closed)
        _demand_reason(tx, act, change, span, targets)
    periods = opt_outs.of_numbers(tx, [each.id for each in targets], digits)
    if not repeated:
        closed_now = {each.number for each in periods if each.until == change.id}
        _narrow(tx, change, digits, closed_now)
    found = explained(tx, act.workspace, periods, targets)
    return Removed(
        change=change,
        closed=tuple(each for each in found if each.until and each.until.id == change.id),
        absent=tuple(absences(change, found, numbers, targets)),
        repeated=repeated,
    )


def lift_within(tx: Transaction, core: Core, act: Act, lifted: Collection[OptOut]) -> Change:
    """End these very opt-outs and no others. At least one is given."""
    by_list: dict[ListId, set[int]] = {}
    for each in lifted:
        by_list.setdefault(each.list.id, set()).add(each.number.digits)
    span = Span.over(sorted(set().union(*by_list.values())))
    change, repeated = record(tx, core, act, Kind.REMOVE, span)
    if not repeated:
        targets = _ordered({each.list.id: each.list for each in lifted}.values())
        closed = {
            target.id: opt_outs.close(tx, by_list[target.id], list_id=target.id, until=change.id)
            for target in targets
        }
        _count(tx, change, closed, closed=closed)
    return change


def undo(core: Core, act: Act, undone: ChangeId) -> Undone:
    """Reverse exactly one change, once, and nothing that came later.

    An undone removal gives the opt-out back with its original date and origin. Who asked for an
    undone opt-out themselves meanwhile stays on the list by that. Whoever may do the act that it
    makes may undo: taking numbers off needs the role (and, for what people asked for themselves,
    the reason) of a removal. Raises UnknownChange, UndoExpired, AlreadyUndone, NotPermitted,
    ReasonRequired, StorageAway.
    """
    demand(act.by, Deed.LOOK)
    with core.writing(queued=True) as tx:
        row, counts = undoable(tx, core, act, undone)
        demand(act.by, undoing.deed(opened=any(count.opened for count in counts)))
        return undo_within(tx, core, act, row, counts)


def undo_within(
    tx: Transaction,
    core: Core,
    act: Act,
    row: tables.Change,
    counts: Sequence[tables.ChangeCount],
) -> Undone:
    """The same as part of what is done together, of a change and what it did; the caller knows that
    it is permitted and in time."""
    change, repeated = record(tx, core, act, Kind.UNDO, Span.of(row), undoes=ChangeId(row.id or 0))
    kept = 0 if repeated else _reverse(tx, act, change, row, counts)
    totals = changes.counts_of(tx, change.id)
    return Undone(
        change=change,
        undone=change_of(row),
        reopened=sum(total.opened for total in totals),
        closed=sum(total.closed for total in totals),
        kept=kept,
        repeated=repeated,
    )


def undoable(
    tx: Transaction, core: Core, act: Act, undone: ChangeId
) -> tuple[tables.Change, Sequence[tables.ChangeCount]]:
    """A change that may still be undone, and what it did; the request that undid it finds it too.

    Raises UnknownChange, AlreadyUndone and UndoExpired.
    """
    row = changes.by_id(tx, act.workspace, undone)
    if row is None:
        raise UnknownChange
    if changes.by_request(tx, act.workspace, act.request) is None:
        _demand_not_undone(tx, act, undone)
        _demand_in_time(tx, core, act.workspace, row)
    return row, changes.counts_of(tx, undone)


def _reverse(
    tx: Transaction,
    act: Act,
    change: Change,
    undone: tables.Change,
    counts: Sequence[tables.ChangeCount],
) -> int:
    span = Span.of(undone)
    done = {
        ListId(count.list_id): reverse_within(
            tx, span, count, undoes=undone.undoes, until=change.id
        )
        for count in counts
    }
    targets = _named(tx, act.workspace, done)
    opened = {list_id: each.opened for list_id, each in done.items()}
    closed = {list_id: each.closed for list_id, each in done.items()}
    _count(tx, change, done, opened=opened, closed=closed)
    _demand_reason(tx, act, change, span, targets)
    if not act.note.strip() and own_words.are_said_by(tx, span, done):
        raise ReasonRequired
    return sum(each.kept for each in done.values())


def record(
    tx: Transaction,
    core: Core,
    act: Act,
    kind: Kind,
    span: Span,
    *,
    undoes: ChangeId | None = None,
) -> tuple[Change, bool]:
    """The change of this request, and whether it had been recorded by an earlier delivery."""
    row: dict[str, Any] = {
        "workspace_id": act.workspace,
        "kind": kind,
        "actor": act.by.id,
        "origin": act.origin,
        "at": core.clock(),
        "note": act.note.strip(),
        "evidence": json.dumps(dict(act.evidence), ensure_ascii=False),
        "request_key": act.request,
        "undoes": undoes or 0,
        "low": span.low,
        "high": span.high,
        "numbers": json.dumps(span.numbers),
    }
    new = changes.record(tx, row)
    if new is not None:
        return change_of(new), False
    before = changes.by_request(tx, act.workspace, act.request)
    if before is not None:
        return change_of(before), True
    _demand_not_undone(tx, act, row["undoes"])
    raise UnknownChange


def _count(
    tx: Transaction,
    change: Change,
    targets: Collection[ListId],
    *,
    opened: Mapping[ListId, int] | None = None,
    closed: Mapping[ListId, int] | None = None,
) -> None:
    opened, closed = opened or {}, closed or {}
    rows = [
        tables.ChangeCount(
            change_id=change.id,
            list_id=target,
            opened=opened.get(target, 0),
            closed=closed.get(target, 0),
        )
        for target in targets
    ]
    changes.count(tx, rows)
    resize(tx, {row.list_id: row.opened - row.closed for row in rows})


def _narrow(
    tx: Transaction, change: Change, asked: Sequence[int], touched: Collection[int]
) -> None:
    """What a change is told by are the numbers it touched, not those that were as they should."""
    if touched and len(touched) < len(asked):
        span = Span.over(sorted(touched))
        changes.narrow(
            tx, change.id, low=span.low, high=span.high, numbers=json.dumps(span.numbers)
        )


def _named(tx: Transaction, workspace: WorkspaceId, wanted: Collection[ListId]) -> list[ListName]:
    places = places_within(tx, workspace)
    known = [name for name in lists.names(tx, workspace, places) if name.id in wanted]
    if len(known) != len(set(wanted)):
        raise UnknownList
    return _ordered(known)


def _ordered(names: Iterable[ListName]) -> list[ListName]:
    """By id: acts that take their lists in one order never wait for each other in a circle."""
    return sorted(names, key=lambda name: name.id)


def _demand_not_undone(tx: Transaction, act: Act, undone: int) -> None:
    """Raise AlreadyUndone, but not to a second delivery of the request that undid it."""
    winner = changes.undoing(tx, act.workspace, [undone]).get(undone)
    if winner is not None and winner.request_key != act.request:
        raise AlreadyUndone(ActorId(winner.actor), winner.at)


def _demand_in_time(
    tx: Transaction, core: Core, workspace: WorkspaceId, row: tables.Change
) -> None:
    days = preferences_within(tx, workspace).undo_days
    if not undoing.is_in_time(row.at, days=days, now=core.clock()):
        raise UndoExpired(row.at, days)


def _demand_reason(
    tx: Transaction,
    act: Act,
    change: Change,
    span: Span,
    targets: Collection[ListName],
) -> None:
    """Raise ReasonRequired, so nothing is kept, if a person's own opt-out ended without one."""
    if act.note.strip():
        return
    ending = replace(span, change_id=change.id)
    beginnings = {
        beginning
        for target in targets
        for beginning in opt_outs.beginnings_ended_by(tx, ending, list_id=target.id)
    }
    ended = changes.by_ids(tx, act.workspace, beginnings).values()
    if any(change_of(row).is_person_made for row in ended):
        raise ReasonRequired
    if change.kind is Kind.REMOVE and any(
        own_words.ended(tx, ending, list_id=target.id) for target in targets
    ):
        raise ReasonRequired
