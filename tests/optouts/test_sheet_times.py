"""Times in spreadsheets: what the clocks of a zone showed, as a number of days."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import from_excel

from optouts import sheet_times
from optouts.sheet_times import WallClock

ZONES = ("Africa/Johannesburg", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe")
MOMENTS = st.datetimes(datetime(2012, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@given(st.lists(MOMENTS, max_size=20), st.sampled_from(ZONES))
def test_openpyxl_reads_the_days_as_what_the_clocks_of_the_zone_showed(
    moments: list[datetime], name: str
) -> None:
    clock = WallClock(ZoneInfo(name))

    days = clock.serials(moments)

    local = [
        each.astimezone(ZoneInfo(name)).replace(microsecond=0, tzinfo=None) for each in moments
    ]
    assert list(map(from_excel, days)) == list(map(clock.shown, moments)) == local


def test_the_first_weeks_of_1900_allow_for_the_leap_day_that_there_was_not() -> None:
    clock = WallClock(UTC)

    days = [datetime(1900, month, day, tzinfo=UTC) for month, day in ((1, 1), (2, 28), (3, 1))]
    assert clock.serials(days) == [1, 59, 61]


def test_only_offsets_that_times_had_are_told() -> None:
    clock = WallClock(ZoneInfo("Europe/Berlin"))
    assert clock.offsets() == []

    clock.shown(datetime(2026, 7, 1, tzinfo=UTC))
    assert clock.offsets() == ["+02:00"]

    new_year = [datetime(2026, 1, 1, tzinfo=UTC)]
    assert clock.serials(new_year) == clock.serials(new_year)
    assert clock.offsets() == ["+01:00", "+02:00"]


def test_offsets_west_of_london_and_of_half_hours_are_told() -> None:
    clock = WallClock(ZoneInfo("America/St_Johns"))

    clock.shown(datetime(2026, 1, 1, tzinfo=UTC))

    assert clock.offsets() == ["-03:30"]


def test_times_of_more_quarters_of_an_hour_than_are_remembered_are_still_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheet_times, "_MOST_REMEMBERED", 3)
    clock = WallClock(ZoneInfo("Europe/Berlin"))
    before = datetime(2026, 3, 28, tzinfo=UTC)
    moments = [before + timedelta(hours=hours) for hours in range(48)]

    assert list(map(from_excel, clock.serials(moments))) == list(map(clock.shown, moments))
