"""A made month, its digests held against the opt-outs themselves, counted one by one."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from optouts import changes, digests, history, lists, schedules
from optouts.changes import Act
from optouts.core import Core
from optouts.digest import Tally
from optouts.errors import Refusal
from optouts.export_order import Order
from optouts.jobs import JobKind
from optouts.numbers import E164
from optouts.outcomes import Wanted
from optouts.places import Account, Choice, ListName, Sender
from optouts.schedule import Every, Plan, What, When
from optouts.words import PERSON_MADE, ChangeId, Channel, ListId, Origin
from storage import tables
from tests.conftest import Clock
from tests.optouts.importing import SMS, Importer

pytestmark = pytest.mark.usefixtures("in_one_process")

BEGIN = datetime(2026, 3, 1, 9, tzinfo=UTC)
END = BEGIN + timedelta(days=31)
WEEK = timedelta(days=7)
ZONE = ZoneInfo("Europe/Berlin")
"""Its clocks go forward on the 29th."""

NUMBERS = [E164(27831234500 + each) for each in range(40)]


@dataclass
class Month:
    """People who opt out, are imported, are removed, and have all of it undone at times."""

    core: Core
    clock: Clock
    importer: Importer
    choices: list[Choice]
    chance: random.Random
    lists: list[ListId] = field(default_factory=list)
    made: list[ChangeId] = field(default_factory=list)
    imported: list[ChangeId] = field(default_factory=list)

    def live(self) -> None:
        deeds = [self.reply, self.reply, self.add, self.remove, self.undo, self.undo]
        deeds += [self.take_in, self.take_back]
        while self.clock.now < END:
            self.clock.advance(minutes=self.chance.randrange(1, 800))
            with suppress(Refusal):  # nothing to import, or undone before
                self.chance.choice(deeds)()

    def act(self, origin: Origin = Origin.SLACK) -> Act:
        return replace(self.importer.act(note="A reason"), origin=origin)

    def some(self, most: int) -> list[E164]:
        return self.chance.sample(NUMBERS, self.chance.randint(1, most))

    def reply(self) -> None:
        act = self.act(self.chance.choice([Origin.KEYWORD, Origin.LINK]))
        self.made.append(changes.add(self.core, act, self.some(2), SMS).change.id)

    def add(self) -> None:
        choice = self.chance.choice(self.choices)
        added = changes.add(self.core, self.act(), self.some(5), choice)
        self.lists += [each.list.id for each in added.opened]
        self.made.append(added.change.id)

    def remove(self) -> None:
        on = {self.chance.choice(self.lists) for _ in range(2) if self.lists}
        removed = changes.remove(self.core, self.act(), self.some(6), on)
        self.made.append(removed.change.id)

    def undo(self) -> None:
        """Something of late, which may be an undo itself."""
        if self.made:
            undone = changes.undo(self.core, self.act(), self.chance.choice(self.made[-5:]))
            self.made.append(undone.change.id)

    def take_in(self) -> None:
        numbers = [str(number) for number in self.some(15)]
        job = self.importer.imports(numbers, choice=self.chance.choice(self.choices))
        self.imported += [job.change] if job.change else []

    def take_back(self) -> None:
        if self.imported:
            which = self.chance.randrange(len(self.imported))
            self.importer.undoes(self.imported.pop(which), note="A reason")


@dataclass(frozen=True)
class Event:
    """A number came on a list, or left it."""

    list: ListName
    change: tables.Change
    opens: bool

    @property
    def origin(self) -> Origin:
        return Origin(self.change.origin)


@dataclass
class Book:
    """All that ever happened to each number on each list, in order."""

    names: dict[int, ListName]
    threads: list[list[Event]]
    imports: set[int]

    @staticmethod
    def of(core: Core, importer: Importer) -> "Book":
        every = history.total(core, importer.workspace, by=importer.by)
        names: dict[int, ListName] = {name.id: name for name in every}
        with core.reading() as tx:
            made = {row.id or 0: row for row in tx.exec(select(tables.Change))}
            rows = tx.exec(select(tables.OptOut)).all()
            imported = tx.exec(select(tables.Job).where(tables.Job.kind == JobKind.IMPORT))
            imports = {job.change_id for job in imported}
        undoing = {row.undoes: row for row in made.values()}
        periods: dict[tuple[int, int, int], list[tables.OptOut]] = defaultdict(list)
        for row in rows:
            periods[row.list_id, row.number, row.since_change].append(row)
        threads: dict[tuple[int, int], list[Event]] = defaultdict(list)
        for (list_id, number, since), parts in periods.items():
            thread, opening = threads[list_id, number], made[since]
            for part in sorted(parts, key=lambda part: part.until_change or 2**62):
                thread.append(Event(names[list_id], opening, opens=True))
                if part.until_change:
                    thread.append(Event(names[list_id], made[part.until_change], opens=False))
                    # What goes on was given back by the undo of what had ended it.
                    opening = undoing.get(part.until_change, opening)
        for thread in threads.values():
            thread.sort(key=lambda event: event.change.id or 0)
        return Book(names, list(threads.values()), imports)

    def within(self, since: datetime, until: datetime, wanted: Wanted) -> list[Event]:
        """What is left of a time when each undo has taken back what it undid."""
        meant = {name.id for name in lists.matching(self.names.values(), wanted)}
        return [
            event
            for thread in self.threads
            for event in _left([each for each in thread if since <= each.change.at < until])
            if event.list.id in meant and (not wanted.origins or event.origin in wanted.origins)
        ]


def _left(thread: list[Event]) -> Iterator[Event]:
    standing: list[tuple[Event, int | None]] = []
    taken_back: dict[int | None, Event] = {}
    for event in thread:
        change = event.change
        # Its own word may stand after what is undone: who is left by it on the list stays there.
        undone = next((each for each in standing if each[1] == change.undoes), None)
        if undone:
            standing.remove(undone)
            taken_back[change.id] = undone[0]
        elif change.undoes in taken_back:
            standing.append((taken_back[change.undoes], change.id))
        else:
            standing.append((event, change.id))
    return (event for event, _ in standing)


def tallied(
    now: list[Event], before: list[Event], part: Callable[[Event], object]
) -> dict[object, Tally]:
    opened = Counter(part(event) for event in now if event.opens)
    closed = Counter(part(event) for event in now if not event.opens)
    earlier = Counter(part(event) for event in before if event.opens)
    return {
        each: Tally(opened[each], closed[each], earlier[each]) for each in opened | closed | earlier
    }


def sender(event: Event) -> str:
    known = event.list.sender
    return f"{known.label} ({known.written})" if known else ""


def account(event: Event) -> str:
    return event.list.account.name if event.list.account else ""


@pytest.fixture
def choices(retail: Account, short_code: Sender, care: Sender) -> list[Choice]:
    sms, whatsapp = frozenset({Channel.SMS}), frozenset({Channel.WHATSAPP})
    return [
        SMS,
        Choice(sms, senders=(short_code.id,)),
        Choice(whatsapp, senders=(care.id,), accounts=(retail.id,)),
        Choice(sms | whatsapp, senders=(care.id,)),
    ]


@pytest.mark.parametrize("seed", range(2))
def test_the_digests_of_a_month_match_its_opt_outs_counted_one_by_one(
    core: Core, clock: Clock, importer: Importer, choices: list[Choice], seed: int
) -> None:
    Month(core, clock, importer, choices, random.Random(seed)).live()  # noqa: S311 - no secret
    plan = Plan(What.DIGEST, When(Every.WEEK, zone=ZONE.key), ("C0REPORTS",))
    made = schedules.create(core, importer.act(), plan)
    (job,) = schedules.run_now(core, importer.act(), made.id)
    book = Book.of(core, importer)
    weeks = [(BEGIN + each * WEEK, BEGIN + (each + 1) * WEEK) for each in range(4)]

    for since, until in [(BEGIN, END), *weeks]:
        for wanted in (
            Wanted(),
            Wanted(channel=Channel.SMS),
            Wanted(sender=choices[2].senders[0], account=choices[2].accounts[0]),
            Wanted(origins=(Origin.KEYWORD, Origin.LINK)),
        ):
            assert job.run
            order = Order(wanted=wanted, zone=ZONE.key)
            run = replace(job.run, since=since, due=until)
            told = digests.of(core, replace(job, run=run, order=order))

            now = book.within(since, until, wanted)
            before = book.within(since - (until - since), since, wanted)
            every = tallied(now, before, lambda _event: None)
            assert told.total == every.get(None, Tally())
            assert dict(told.channels) == tallied(now, before, lambda event: event.list.channel)
            assert dict(told.origins) == tallied(now, before, lambda event: event.origin)
            assert {each.name: each.tally for each in told.senders} == tallied(now, before, sender)
            assert {each.name: each.tally for each in told.accounts} == tallied(
                now, before, account
            )
            assert told.person_made == sum(
                event.opens and event.origin in PERSON_MADE for event in now
            )
            days = Counter(event.change.at.astimezone(ZONE).date() for event in now if event.opens)
            assert {day: count for day, count in told.days if count} == days
            imported = tallied(now, [], lambda event: event.change.id)
            assert {each.change: (each.opened, each.closed) for each in told.imports} == {
                change: (tally.opened, tally.closed)
                for change, tally in imported.items()
                if change in book.imports
            }
