"""Schedules in words, as the list of reports and the Home tab show them."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from optouts.schedule import Every, Plan, What, When
from optouts.schedule_words import in_words

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
JOHANNESBURG = "Africa/Johannesburg"


def plan(every: Every, zone: str = JOHANNESBURG, **when: object) -> Plan:
    return Plan(What.DIGEST, replace(When(every, "08:00", zone), **when), ("C1",))  # type: ignore[arg-type]  # fields of When, by name


@pytest.mark.parametrize(
    ("planned", "words"),
    [
        (plan(Every.DAY), "Every day 08:00 SAST, next on 2 March 2026"),
        (plan(Every.WEEKDAY), "Mondays to Fridays 08:00 SAST, next on 2 March 2026"),
        (plan(Every.WEEK), "Mondays 08:00 SAST, next on 2 March 2026"),
        (plan(Every.WEEK, weekday=6), "Sundays 08:00 SAST, next on 8 March 2026"),
        (plan(Every.MONTH), "1st of each month 08:00 SAST, next on 1 April 2026"),
        (plan(Every.MONTH, day=12), "12th of each month 08:00 SAST, next on 12 March 2026"),
        (plan(Every.MONTH, day=22), "22nd of each month 08:00 SAST, next on 22 March 2026"),
        (
            plan(Every.MONTH, day=30),
            "30th of each month (or its last day) 08:00 SAST, next on 30 March 2026",
        ),
        (plan(Every.MONTH, day=31), "Last day of each month 08:00 SAST, next on 31 March 2026"),
        (
            plan(Every.CRON, cron="0 */6 * * *"),
            "At the times of `0 */6 * * *` SAST, next on 1 March 2026 at 12:00",
        ),
        (plan(Every.DAY, "America/Sao_Paulo"), "Every day 08:00 UTC-03:00, next on 1 March 2026"),
        (plan(Every.DAY, "Asia/Kathmandu"), "Every day 08:00 UTC+05:45, next on 2 March 2026"),
        (plan(Every.DAY, "UTC"), "Every day 08:00 UTC, next on 2 March 2026"),
    ],
)
def test_a_schedule_says_its_times_in_its_zone_and_when_the_next_one_is(
    planned: Plan, words: str
) -> None:
    assert in_words(planned, NOW) == words


def test_the_zone_is_called_as_it_will_be_then() -> None:
    monthly = plan(Every.MONTH, "Europe/Berlin", day=31)

    assert in_words(monthly, NOW) == "Last day of each month 08:00 CEST, next on 31 March 2026"
    assert in_words(monthly, datetime(2026, 1, 1, tzinfo=UTC)) == (
        "Last day of each month 08:00 CET, next on 31 January 2026"
    )


def test_a_last_day_is_said_as_the_one_to_come_and_as_the_one_that_was() -> None:
    until = datetime(2026, 3, 9, tzinfo=ZoneInfo(JOHANNESBURG))
    weekly = replace(plan(Every.WEEK), until=until)

    assert in_words(weekly, NOW) == ("Mondays 08:00 SAST, next on 2 March 2026, until 9 March 2026")
    assert in_words(weekly, datetime(2026, 3, 9, 7, tzinfo=UTC)) == (
        "Mondays 08:00 SAST, ended on 9 March 2026"
    )


def test_what_is_paused_says_so_instead_of_a_next_time() -> None:
    assert in_words(plan(Every.WEEK), NOW, paused=True) == "Mondays 08:00 SAST, paused"
