"""When a schedule is due, on the clocks of its zone. Pure rules.

A schedule names times as the clock on the wall shows them, and they are told in UTC by one rule: a
time that does not exist that day (clocks go forward) is the first moment after the gap, and one
that comes twice (clocks go back) is the first of the two.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Final
from zoneinfo import ZoneInfo

from optouts.errors import BadCron, BadTime
from optouts.schedule import Every, Plan, When

FRIDAY: Final = 4

NEVER: Final = 8 * 366
"""Days; two leap days are eight years apart at most, so what is not due by then never is."""

LOOKED_BACK: Final = tuple(timedelta(days) for days in (1 / 24, 1, 8, 32, 367, NEVER))

_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_PART: Final = re.compile(r"(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:/(\d{1,2}))?")
_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")

IsDay = Callable[[date], bool]


def next_of(plan: Plan, now: datetime) -> datetime | None:
    """When it is due next; None if its last day is over by then. Raises BadTime and BadCron."""
    due, end = next_after(plan.when, now), end_of(plan)
    return due if end is None or due < end else None


def end_of(plan: Plan) -> datetime | None:
    """The end of its last day, on the clocks of its zone."""
    if plan.until is None:
        return None
    zone = ZoneInfo(plan.when.zone)
    day = plan.until.astimezone(zone).date() + timedelta(days=1)
    return instant(datetime.combine(day, time()), zone)


def next_after(when: When, moment: datetime) -> datetime:
    """The first time it is due later than a moment, in UTC. Raises BadTime and BadCron."""
    zone = ZoneInfo(when.zone)
    for wall in _walls(when, moment.astimezone(zone).replace(tzinfo=None)):
        due = instant(wall, zone)
        if due > moment:
            return due
    raise BadCron(when.cron)


def last_until(when: When, moment: datetime) -> datetime:
    """The last time it was due until a moment, which counts. Raises BadTime and BadCron."""
    found = (max(between(when, moment - back, moment), default=None) for back in LOOKED_BACK)
    return next(last for last in found if last is not None)


def between(when: When, after: datetime, until: datetime) -> Iterator[datetime]:
    """The times it is due later than one moment and no later than another."""
    while (after := next_after(when, after)) <= until:
        yield after


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first moment in UTC at which the clocks of a zone show this time, or a later one."""
    local = wall.replace(tzinfo=zone, fold=0)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall:
        return found
    # In a gap, which lies between what the clocks before it and those after it make of the time.
    low, high = local.replace(fold=1).astimezone(UTC), found
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def time_of(text: str) -> time:
    """A time of day from HH:MM. Raises BadTime."""
    parts = _TIME.fullmatch(text)
    if parts is None:
        raise BadTime(text)
    return time(int(parts[1]), int(parts[2]))


def _walls(when: When, begin: datetime) -> Iterator[datetime]:
    """The times that the clock on the wall shows later than `begin`, in order."""
    is_day, times = _cron(when.cron) if when.every is Every.CRON else _plain(when)
    for days in range(NEVER):
        day = begin.date() + timedelta(days)
        if is_day(day):
            walls = (datetime.combine(day, each) for each in times)
            yield from (wall for wall in walls if wall > begin)


def _plain(when: When) -> tuple[IsDay, list[time]]:
    days: dict[Every, IsDay] = {
        Every.DAY: lambda _day: True,
        Every.WEEKDAY: lambda day: day.weekday() <= FRIDAY,
        Every.WEEK: lambda day: day.weekday() == when.weekday,
        Every.MONTH: lambda day: day.day == min(when.day, monthrange(day.year, day.month)[1]),
    }
    return days[when.every], [time_of(when.time)]


def _cron(text: str) -> tuple[IsDay, list[time]]:
    """What the five fields of a cron line say, as crontab(5) has it. Raises BadCron.

    Where both the day of the month and the day of the week are given, either will do.
    """
    fields = text.lower().split()
    try:
        minute, hour, day_of_month, month, day_of_week = fields
        minutes, hours = _numbers(minute, 0, 59), _numbers(hour, 0, 23)
        days, months = _numbers(day_of_month, 1, 31), _numbers(_named(month, _MONTHS, 1), 1, 12)
        weekdays = {each % 7 for each in _numbers(_named(day_of_week, _DAYS, 0), 0, 6, week=True)}
    except ValueError as error:
        raise BadCron(text) from error
    both = not (day_of_month.startswith("*") or day_of_week.startswith("*"))

    def is_day(day: date) -> bool:
        found = day.day in days, day.isoweekday() % 7 in weekdays
        return day.month in months and (any(found) if both else all(found))

    return is_day, [time(*each) for each in product(sorted(hours), sorted(minutes))]


def _named(field: str, names: Sequence[str], first: int) -> str:
    """Names of months and weekdays as their numbers. Raises ValueError for other words."""
    return re.sub("[a-z]+", lambda word: str(names.index(word[0]) + first), field)


def _numbers(field: str, low: int, high: int, *, week: bool = False) -> set[int]:
    """The numbers that a field of cron stands for. A week may be gone round, and 7 ends it too.

    Raises ValueError.
    """
    found: set[int] = set()
    known = range(low, high + 1 + week)
    for text in field.split(","):
        part = _PART.fullmatch(text)
        if part is None:
            raise ValueError(text)
        begin = int(part[1] or low)
        end = int(part[2] or (begin if part[1] and not part[3] else high))
        if begin not in known or end not in known or (end < begin and not week):
            raise ValueError(text)
        found |= set(range(begin, end + (7 if end < begin else 0) + 1, int(part[3] or 1)))
    return found
