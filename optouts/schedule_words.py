"""Schedules in words: at which times they run, and when the next one is. Pure rules."""

from calendar import day_name
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from optouts.schedule import Every, Plan, When
from optouts.schedule_times import next_of

FEWEST_DAYS: Final = 28
MOST_DAYS: Final = 31
"""A month has so many days at least and at most."""

TEENS: Final = range(11, 14)
ENDINGS: Final = {1: "st", 2: "nd", 3: "rd"}


def in_words(plan: Plan, now: datetime, *, paused: bool = False) -> str:
    """``Mondays 08:00 SAST, next on 2 March 2026, until 30 June 2026``"""
    due = next_of(plan, now)
    zone = ZoneInfo(plan.when.zone)
    said = f"{_times(plan.when)} {_zone_name((due or plan.until or now).astimezone(zone))}"
    last = _day(plan.until.astimezone(zone)) if plan.until else ""
    if due is None:
        return f"{said}, ended on {last}"
    if paused:
        return f"{said}, paused"
    local = due.astimezone(zone)
    at = f" at {local:%H:%M}" if plan.when.every is Every.CRON else ""
    return f"{said}, next on {_day(local)}{at}{f', until {last}' if last else ''}"


def _times(when: When) -> str:
    match when.every:
        case Every.DAY:
            return f"Every day {when.time}"
        case Every.WEEKDAY:
            return f"Mondays to Fridays {when.time}"
        case Every.WEEK:
            return f"{day_name[when.weekday]}s {when.time}"
        case Every.MONTH:
            return f"{_day_of_month(when.day)} {when.time}"
        case _:
            return f"At the times of `{when.cron}`"


def _day_of_month(day: int) -> str:
    if day >= MOST_DAYS:
        return "Last day of each month"
    ending = "th" if day in TEENS else ENDINGS.get(day % 10, "th")
    shorter = " (or its last day)" if day > FEWEST_DAYS else ""
    return f"{day}{ending} of each month{shorter}"


def _zone_name(at: datetime) -> str:
    """What its clocks are called then; many a zone has figures only."""
    name = at.tzname() or ""
    return name if name.isalpha() else f"UTC{at.isoformat()[-6:]}"


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
