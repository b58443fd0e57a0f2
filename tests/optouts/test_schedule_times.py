"""When schedules are due: in every zone, through every change of its clocks."""

import zoneinfo
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given
from hypothesis import strategies as st

from optouts.errors import BadCron, BadTime
from optouts.schedule import Every, Plan, What, When
from optouts.schedule_times import (
    NEVER,
    between,
    instant,
    last_until,
    next_after,
    next_of,
)

JOHANNESBURG = "Africa/Johannesburg"
BERLIN = "Europe/Berlin"
"""Clocks go from 02:00 to 03:00 on 29 March 2026, and from 03:00 to 02:00 on 25 October."""

LORD_HOWE = "Australia/Lord_Howe"
"""Clocks go forward and back by half an hour."""

ZONES = st.sampled_from(sorted(zoneinfo.available_timezones()))
MIDNIGHT = time()
MOMENTS = st.datetimes(
    datetime.combine(date(2000, 1, 1), MIDNIGHT),
    datetime.combine(date(2040, 1, 1), MIDNIGHT),
    timezones=st.just(UTC),
)
TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
EVERY_SO_OFTEN = st.sampled_from([each for each in Every if each is not Every.CRON])
WHENS = st.builds(
    When, EVERY_SO_OFTEN, TIMES, ZONES, weekday=st.integers(0, 6), day=st.integers(1, 31)
)


def walls(when: When, moment: datetime, count: int) -> list[str]:
    """What the clocks of its zone show the next times that it is due."""
    found: list[str] = []
    for _ in range(count):
        moment = next_after(when, moment)
        found.append(f"{moment.astimezone(ZoneInfo(when.zone)):%a %d %b %H:%M}")
    return found


def at(text: str, zone: str = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def cron(line: str, zone: str = "UTC") -> When:
    return When(Every.CRON, zone=zone, cron=line)


def test_a_daily_report_keeps_its_hour_when_the_clocks_go_forward_and_back() -> None:
    daily = When(Every.DAY, "08:00", BERLIN)

    spring = list(islice(between(daily, at("2026-03-27"), at("2026-04-30")), 4))
    autumn = list(islice(between(daily, at("2026-10-23"), at("2026-11-30")), 4))

    assert [each.hour for each in spring] == [7, 7, 6, 6]
    assert [each.hour for each in autumn] == [6, 6, 7, 7]


def test_a_time_that_the_clocks_leave_out_is_the_first_moment_after_the_gap() -> None:
    daily = When(Every.DAY, "02:30", BERLIN)

    assert walls(daily, at("2026-03-27T12:00"), 3) == [
        "Sat 28 Mar 02:30",
        "Sun 29 Mar 03:00",
        "Mon 30 Mar 02:30",
    ]


def test_a_time_that_comes_twice_is_the_first_of_them_only() -> None:
    daily = When(Every.DAY, "02:30", BERLIN)

    due = next_after(daily, at("2026-10-24T12:00"))

    assert due == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_after(daily, due) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_within_an_hour_that_comes_twice_the_next_one_is_after_it() -> None:
    quarterly = cron("*/15 * * * *", BERLIN)
    second_time = datetime(2026, 10, 25, 1, 20, tzinfo=UTC)

    assert next_after(quarterly, second_time) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)


def test_all_times_of_an_hour_that_is_left_out_are_due_once() -> None:
    quarterly = cron("*/15 2 * * *", BERLIN)

    assert walls(quarterly, at("2026-03-28T02:50"), 2) == ["Sun 29 Mar 03:00", "Mon 30 Mar 02:00"]


def test_clocks_may_go_forward_by_half_an_hour() -> None:
    daily = When(Every.DAY, "02:10", LORD_HOWE)

    assert walls(daily, at("2026-10-03T03:00", LORD_HOWE), 2) == [
        "Sun 04 Oct 02:30",
        "Mon 05 Oct 02:10",
    ]


def test_a_day_that_an_island_left_out_is_the_beginning_of_the_next() -> None:
    daily = When(Every.DAY, "08:00", "Pacific/Apia")

    assert walls(daily, at("2011-12-29T12:00", "Pacific/Apia"), 2) == [
        "Sat 31 Dec 00:00",
        "Sat 31 Dec 08:00",
    ]


def test_weekdays_leave_the_weekend_out() -> None:
    weekdays = When(Every.WEEKDAY, "08:00", JOHANNESBURG)

    assert walls(weekdays, at("2026-03-05T09:00", JOHANNESBURG), 2) == [
        "Fri 06 Mar 08:00",
        "Mon 09 Mar 08:00",
    ]


def test_a_weekly_report_comes_on_its_day() -> None:
    mondays = When(Every.WEEK, "08:00", JOHANNESBURG, weekday=0)

    assert walls(mondays, at("2026-03-01T09:00", JOHANNESBURG), 2) == [
        "Mon 02 Mar 08:00",
        "Mon 09 Mar 08:00",
    ]


def test_a_month_without_that_day_has_its_report_on_the_last() -> None:
    monthly = When(Every.MONTH, "08:00", day=31)

    assert walls(monthly, at("2028-01-31T12:00", "UTC"), 4) == [
        "Tue 29 Feb 08:00",
        "Fri 31 Mar 08:00",
        "Sun 30 Apr 08:00",
        "Wed 31 May 08:00",
    ]


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("0 8 * * 1", ["Mon 02 Mar 08:00", "Mon 09 Mar 08:00"]),
        ("0 8 * * 0", ["Sun 08 Mar 08:00", "Sun 15 Mar 08:00"]),
        ("0 8 * * 7", ["Sun 08 Mar 08:00", "Sun 15 Mar 08:00"]),
        ("0 8 * * mon", ["Mon 02 Mar 08:00", "Mon 09 Mar 08:00"]),
        ("0 8 * * MON-WED", ["Mon 02 Mar 08:00", "Tue 03 Mar 08:00"]),
        ("0 8 * * 5-7", ["Fri 06 Mar 08:00", "Sat 07 Mar 08:00"]),
        ("0 8 * * sat-mon", ["Mon 02 Mar 08:00", "Sat 07 Mar 08:00"]),
        ("0 8 1 * *", ["Wed 01 Apr 08:00", "Fri 01 May 08:00"]),
        ("0 8 1 mar,apr *", ["Wed 01 Apr 08:00", "Mon 01 Mar 08:00"]),
        ("0 8 3 * 1", ["Mon 02 Mar 08:00", "Tue 03 Mar 08:00"]),
        ("30 8-10/2 * * *", ["Sun 01 Mar 10:30", "Mon 02 Mar 08:30"]),
        ("5/20 9 * * *", ["Sun 01 Mar 09:05", "Sun 01 Mar 09:25"]),
        ("0 0 29 2 *", ["Tue 29 Feb 00:00", "Sun 29 Feb 00:00"]),
    ],
)
def test_a_line_of_cron_means_what_it_means_in_a_crontab(line: str, due: list[str]) -> None:
    assert walls(cron(line), datetime(2026, 3, 1, 9, tzinfo=UTC), 2) == due


@pytest.mark.parametrize(
    "line",
    [
        "",
        "daily",
        "@daily",
        "0 8 * *",
        "0 8 * * * *",
        "60 8 * * *",
        "0 24 * * *",
        "0 8 0 * *",
        "0 8 32 * *",
        "0 8 * 13 *",
        "0 8 * * 8",
        "0 8 * * 1-8",
        "0 8 * * monday",
        "0 22-6 * * *",
        "*/0 8 * * *",
        "1,,2 8 * * *",
        "-1 8 * * *",
        "0 8 31 2 *",
        "0 8 last * *",
        "0 8 * * 1#2",
    ],
)
def test_what_is_no_line_of_cron_or_never_due_is_refused_as_it_was_typed(line: str) -> None:
    with pytest.raises(BadCron) as refusal:
        next_after(cron(line), datetime(2026, 3, 1, 9, tzinfo=UTC))

    assert refusal.value.text == line


@pytest.mark.parametrize("text", ["", "8", "8:00", "24:00", "08:60", "08:00:00", "noon"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(BadTime):
        next_after(When(Every.DAY, text), datetime(2026, 3, 1, 9, tzinfo=UTC))


def test_a_schedule_runs_on_its_last_day_and_not_after_it() -> None:
    day = datetime(2026, 3, 2, tzinfo=ZoneInfo(JOHANNESBURG))
    daily = Plan(What.DIGEST, When(Every.DAY, "08:00", JOHANNESBURG), ("C1",), until=day)

    assert next_of(daily, at("2026-03-01T09:00", JOHANNESBURG)) == at(
        "2026-03-02T08:00", JOHANNESBURG
    )
    assert next_of(daily, at("2026-03-02T08:00", JOHANNESBURG)) is None


@given(WHENS, MOMENTS)
def test_the_next_time_is_later_and_shows_on_the_wall_unless_the_clocks_leave_it_out(
    when: When, moment: datetime
) -> None:
    zone = ZoneInfo(when.zone)

    due = next_after(when, moment)

    assert moment < due <= moment + timedelta(days=33)
    local = due.astimezone(zone)
    if f"{local:%H:%M}" == when.time:
        assert is_day(when, local.date())
        assert not local.fold
    else:
        before = (due - timedelta(seconds=1)).astimezone(zone)
        assert before.utcoffset() != local.utcoffset()


def is_day(when: When, day: date) -> bool:
    month_ends = (day + timedelta(days=1)).day == 1
    return {
        Every.DAY: True,
        Every.WEEKDAY: day.isoweekday() <= 5,
        Every.WEEK: day.weekday() == when.weekday,
        Every.MONTH: day.day == when.day or (month_ends and day.day < when.day),
    }[when.every]


@given(WHENS, MOMENTS)
def test_nothing_is_due_between_two_times(when: When, moment: datetime) -> None:
    first = next_after(when, moment)
    second = next_after(when, first)

    for share in (0.25, 0.5, 0.75):
        assert next_after(when, first + (second - first) * share) == second
    assert list(between(when, moment, second)) == [first, second]


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("*/5 * * * *", "2104-02-20 09:05"),
        ("0 8 1 * *", "2104-02-01 08:00"),
        ("0 8 3 7 *", "2103-07-03 08:00"),
        ("0 8 29 2 *", "2096-02-29 08:00"),
    ],
)
def test_the_last_time_is_found_however_long_ago_it_was(line: str, last: str) -> None:
    moment = datetime(2104, 2, 20, 9, 7, tzinfo=UTC)

    assert f"{last_until(cron(line), moment):%Y-%m-%d %H:%M}" == last


@given(WHENS, MOMENTS)
def test_the_last_time_is_the_one_after_which_the_next_follows(
    when: When, moment: datetime
) -> None:
    last = last_until(when, moment)

    assert last <= moment < next_after(when, last)
    assert last_until(when, last) == last


@given(ZONES, st.integers(2000, 2037), TIMES)
def test_a_daily_report_comes_once_on_each_day_of_a_year(zone: str, year: int, text: str) -> None:
    daily = When(Every.DAY, text, zone)
    clocks = ZoneInfo(zone)
    begin, end = (
        instant(datetime.combine(date(each, 1, 1), MIDNIGHT), clocks) - timedelta(microseconds=1)
        for each in (year, year + 1)
    )

    days = [each.astimezone(clocks).date() for each in between(daily, begin, end)]

    every = [date(year, 1, 1) + timedelta(days) for days in range(366)]
    expected = [day for day in every if day.year == year and exists(day, clocks)]
    assert sorted(set(days)) == expected
    assert len(days) - len(expected) in {0, every_left_out(every, clocks, year)}


def exists(day: date, zone: ZoneInfo) -> bool:
    """Whether clocks ever showed this day; islands left one out when they changed sides."""
    return instant(datetime.combine(day, MIDNIGHT), zone).astimezone(zone).date() == day


def every_left_out(days: Sequence[date], zone: ZoneInfo, year: int) -> int:
    return sum(day.year == year and not exists(day, zone) for day in days)


CRON_NUMBERS = {"minute": (0, 59), "hour": (0, 23), "day": (1, 31), "month": (1, 12)}


def cron_fields(low: int, high: int) -> st.SearchStrategy[str]:
    numbers = st.integers(low, high)
    spans = st.tuples(numbers, numbers).map(lambda ends: f"{min(ends)}-{max(ends)}")
    steps = st.integers(2, max(2, (high - low) // 2)).map("*/{}".format)
    parts = st.one_of(numbers.map(str), spans)
    return st.one_of(st.just("*"), steps, st.lists(parts, min_size=1, max_size=3).map(",".join))


LINES = st.tuples(*(cron_fields(*ends) for ends in CRON_NUMBERS.values())).map(" ".join)


@given(LINES, MOMENTS)
def test_lines_of_cron_without_weekdays_agree_with_apscheduler(line: str, moment: datetime) -> None:
    fields = dict(zip(CRON_NUMBERS, line.split(), strict=True))
    end = moment + timedelta(days=NEVER)
    theirs = CronTrigger(**fields, end_date=end, timezone=UTC)

    expected = theirs.get_next_fire_time(None, moment + timedelta(microseconds=1))

    if expected is not None:
        assert next_after(cron(f"{line} *"), moment) == expected
        return
    with pytest.raises(BadCron):
        next_after(cron(f"{line} *"), moment)
