"""A workspace with everything as long and as many as it can be."""

from datetime import UTC, datetime, timedelta

from optouts.numbers import E164, Fault, UnreadableNumber
from optouts.outcomes import (
    Absent,
    Added,
    Answer,
    Change,
    Event,
    OptOut,
    Recorded,
    Removed,
    Story,
    Undone,
    Verdict,
    What,
)
from optouts.places import Account, ListName, Places, Sender
from optouts.words import AccountId, ActorId, ChangeId, Channel, Kind, ListId, Origin, SenderId

NOW = datetime(2026, 9, 30, 23, 59, tzinfo=UTC)
NASTY = "<!channel> & *Sons* `x` _y_ ~z~ "
NAME = (NASTY * 3)[:60]
NOTE = (NASTY * 40)[:500]
AMPERSANDS = "&" * 60

SENDERS = 150
ACCOUNTS = 60
LISTS = 60
NUMBERS = 500
EVENTS = 200


def sender(number: int, name: str = NAME) -> Sender:
    channel = Channel.SMS if number % 5 == 0 else Channel.WHATSAPP
    address = f"2760{number:07}"
    return Sender(SenderId(number + 1), channel, address, name, retired=number % 50 == 49)


def account(number: int, name: str = NAME) -> Account:
    region = "TF" if number % 2 else ""
    return Account(AccountId(number + 1), name, region, retired=number % 30 == 29)


def places(name: str = NAME) -> Places:
    return Places(
        tuple(account(number, name) for number in range(ACCOUNTS)),
        tuple(sender(number, name) for number in range(SENDERS)),
    )


def lists(name: str = NAME, count: int = LISTS) -> tuple[ListName, ...]:
    known = places(name)
    return tuple(
        ListName(
            ListId(number + 1),
            known.accounts[number % ACCOUNTS],
            known.senders[number].channel,
            known.senders[number],
            12_345_678,
        )
        for number in range(count)
    )


def number(index: int) -> E164:
    return E164(27_825_550_000 + index)


def change(
    kind: Kind = Kind.ADD,
    *,
    origin: Origin = Origin.SLACK,
    by: str = "U0THANDI",
    note: str = NOTE,
    index: int = 0,
) -> Change:
    return Change(
        id=ChangeId(9_007_199_254_740_000 + index),
        kind=kind,
        by=ActorId(by),
        origin=origin,
        at=NOW + timedelta(minutes=index),
        note=note,
        evidence={"channel": "C0123456789"},
        undoes=ChangeId(1) if kind is Kind.UNDO else None,
    )


def opt_outs(
    numbers: int, on: tuple[ListName, ...], *, origin: Origin = Origin.SLACK, ended: bool = False
) -> tuple[OptOut, ...]:
    since = change(origin=origin)
    until = change(Kind.REMOVE, index=1) if ended else None
    return tuple(
        OptOut(number(index), each, since, until, NOW) for index in range(numbers) for each in on
    )


def added(numbers: int, on: tuple[ListName, ...]) -> Added:
    found = opt_outs(numbers, on)
    return Added(change(), opened=found, standing=found, repeated=False)


def removed(numbers: int, on: tuple[ListName, ...]) -> Removed:
    ended = opt_outs(numbers, on, ended=True)
    absent = tuple(Absent(each.number, each.list, each) for each in ended)
    return Removed(change(Kind.REMOVE), closed=ended, absent=absent, repeated=False)


def undone() -> Undone:
    return Undone(change(Kind.UNDO), change(), reopened=7_000_000, closed=7_000_000, repeated=False)


def answers(numbers: int, on: tuple[ListName, ...]) -> tuple[Answer, ...]:
    return tuple(
        Answer(number(index), Verdict.SUPPRESSED, opt_outs(1, on, origin=Origin.KEYWORD))
        for index in range(numbers)
    )


def unreadable(count: int) -> tuple[UnreadableNumber, ...]:
    faults = tuple(Fault)
    return tuple(
        UnreadableNumber(NASTY * 9, faults[index % len(faults)], "GS", 12, ("GS", "TF", "BA"))
        for index in range(count)
    )


def story(events: int, name: str = NAME) -> Story:
    [place] = lists(name, 1)
    [each] = opt_outs(1, (place,))
    told = tuple(
        Event(
            tuple(What)[index % 4],
            change(origin=tuple(Origin)[index % 5], by="W" + "X" * 20, index=index),
            each,
        )
        for index in range(events)
    )
    return Story(number(0), standing=(each,) * LISTS, events=told)


def recorded(kind: Kind = Kind.ADD, *, is_undone: bool = False, name: str = NAME) -> Recorded:
    return Recorded(
        change=change(kind),
        opened=7_000_000,
        closed=7_000_000,
        numbers=7_000_000,
        low=number(0),
        high=number(NUMBERS),
        lists=lists(name),
        undone_by=change(Kind.UNDO) if is_undone else None,
    )
