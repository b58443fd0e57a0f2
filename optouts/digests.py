"""What happened within a time, counted from the changes."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Final
from zoneinfo import ZoneInfo

from optouts import lists
from optouts.core import Core
from optouts.digest import Digest, Named, Tally
from optouts.digest_counting import Counted, Counting, Part
from optouts.errors import UnknownJob
from optouts.jobs import Job, JobKind, Stage
from optouts.places import ListName
from optouts.words import PERSON_MADE, Channel, Origin
from optouts.workspaces import places_within
from storage import jobs

AT_LEAST: Final = timedelta(days=14)
"""So long a time is told day by day, with what was before the one that the digest is about."""


def of(core: Core, job: Job) -> Digest:
    """What the run of a schedule has to tell. Raises StorageAway."""
    run, order = job.run, job.order
    if run is None or order is None:
        raise UnknownJob
    with core.reading() as tx:
        every = lists.names(tx, job.workspace, places_within(tx, job.workspace))
        names = lists.matching(every, order.wanted)
        counting = Counting(
            tx, job.workspace, frozenset(name.id for name in names), order.wanted.origins
        )
        now = counting.within(run.since, run.due)
        before = counting.within(run.since - (run.due - run.since), run.since)
        quarters = counting.quarters(run.since, run.due)
        begin = min(run.since, run.due - AT_LEAST)
        led_up = [counting.quarters(begin, run.since), counting.within(begin, run.since).singles]
        asked = jobs.of_stages(tx, job.workspace, [Stage.APPROVAL], kinds=[JobKind.IMPORT])
    tallies = _Tallies(names, now, before)
    return Digest(
        since=run.since,
        until=run.due,
        zone=order.zone,
        total=tallies.of(names),
        channels=tuple(tallies.by_channel()),
        senders=_largest_first(tallies.by_name(_sender)),
        accounts=_largest_first(tallies.by_name(_account)),
        origins=tuple(tallies.by_origin()),
        days=_days(run.since, run.due, ZoneInfo(order.zone), [quarters, now.singles]),
        imports=now.imports,
        person_made=tallies.of(names, PERSON_MADE).opened,
        standing=sum(name.size for name in names),
        waiting=len(asked),
        days_before=_days(begin, run.since, ZoneInfo(order.zone), led_up),
    )


@dataclass(frozen=True, slots=True)
class _Tallies:
    """The parts of what was counted, put together in several ways."""

    names: Sequence[ListName]
    now: Counted
    before: Counted

    def of(self, names: Iterable[ListName], origins: Collection[Origin] = tuple(Origin)) -> Tally:
        parts = [Part(name.id, origin) for name in names for origin in origins]
        return Tally(
            opened=sum(self.now.opened[part] for part in parts),
            closed=sum(self.now.closed[part] for part in parts),
            opened_before=sum(self.before.opened[part] for part in parts),
        )

    def by_channel(self) -> Iterator[tuple[Channel, Tally]]:
        for channel in Channel:
            tally = self.of(name for name in self.names if name.channel is channel)
            if tally != Tally():
                yield channel, tally

    def by_origin(self) -> Iterator[tuple[Origin, Tally]]:
        for origin in Origin:
            tally = self.of(self.names, [origin])
            if tally != Tally():
                yield origin, tally

    def by_name(self, named: Callable[[ListName], str]) -> Iterator[Named]:
        for each in dict.fromkeys(map(named, self.names)):
            tally = self.of(name for name in self.names if named(name) == each)
            if tally != Tally():
                yield Named(each, tally)


def _sender(name: ListName) -> str:
    if name.sender is None:
        return ""
    label, written = name.sender.label, name.sender.written
    return f"{label} ({written})" if label else written


def _account(name: ListName) -> str:
    return name.account.name if name.account else ""


def _largest_first(found: Iterator[Named]) -> tuple[Named, ...]:
    return tuple(sorted(found, key=lambda each: each.tally.opened, reverse=True))


def _days(
    since: datetime, until: datetime, zone: ZoneInfo, opened: Iterable[Counter[datetime]]
) -> tuple[tuple[date, int], ...]:
    """Every day of the zone that the time touches, with what was opened on it."""
    first = since.astimezone(zone).date()
    last = (until - timedelta(microseconds=1)).astimezone(zone).date()
    days = {first + timedelta(ago): 0 for ago in range((last - first).days + 1)}
    for at, count in chain.from_iterable(each.items() for each in opened):
        days[at.astimezone(zone).date()] += count
    return tuple(days.items())
