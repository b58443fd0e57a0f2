"""Dates as files write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optouts import date_formats

CAPE_TOWN = "Africa/Johannesburg"


@pytest.mark.parametrize(
    ("cell", "format_"),
    [
        ("2026-03-01", "iso"),
        ("2026-03-01 00:00", "iso"),
        ("2026-03-01T00:00:00", "iso"),
        ("2026-02-28T22:00:00Z", "iso"),
        ("2026-03-01T01:00:00.000+03:00", "iso"),
        ("2026/03/01", "Y/M/D"),
        ("01/03/2026", "D/M/Y"),
        ("1.3.2026 0:00", "D/M/Y"),
        ("3/1/2026 12:00 AM", "M/D/Y"),
        ("01/03/26", "D/M/y"),
        ("1 March 2026", "D B Y"),
        ("01/Mar/2026 00:00:00", "D B Y"),
        ("Sun, 1 Mar 2026 00:00:00 +0200", "D B Y"),
        ("1 März 2026", "D B Y"),
        ("March 1, 2026", "B D Y"),
        ("1-Mar-26", "D B y"),
        ("20260301", "YMD"),
        ("1772316000", "seconds"),
        ("1772316000000", "milliseconds"),
    ],
)
def test_the_same_moment_in_every_format(cell: str, format_: str) -> None:
    assert date_formats.reader(format_, CAPE_TOWN)(cell) == 1772316000


@pytest.mark.parametrize(
    ("cells", "region", "format_", "ambiguous"),
    [
        (["01/03/2026", "02/03/2026"], "ZA", "D/M/Y", True),
        (["01/03/2026", "02/03/2026"], "US", "M/D/Y", True),
        (["01/03/2026", "28/03/2026"], "US", "D/M/Y", False),
        (["01/03/2026", "03/28/2026"], "ZA", "M/D/Y", False),
        (["2026-03-01", "", "2026-03-02"], "ZA", "iso", False),
    ],
)
def test_day_and_month_are_told_apart_when_the_file_does(
    cells: list[str],
    region: str,
    format_: str,
    ambiguous: bool,  # noqa: FBT001 - a column of the table
) -> None:
    guess = date_formats.guess(cells, region=region)

    assert guess is not None
    assert (guess.format, guess.ambiguous) == (format_, ambiguous)


def test_cells_that_name_their_zone_need_none() -> None:
    zoned = date_formats.guess(["2026-03-01T00:00:00+02:00"], region="ZA")
    bare = date_formats.guess(["2026-03-01T00:00:00"], region="ZA")

    assert (zoned and zoned.has_zone, bare and bare.has_zone) == (True, False)


@pytest.mark.parametrize("cell", ["", "never", "31/02/2026", "1/1/2026 25:00", "00/00/0000"])
def test_what_is_no_date_is_none(cell: str) -> None:
    assert date_formats.reader("D/M/Y", CAPE_TOWN)(cell) == 0


@settings(deadline=None)
@given(
    moment=st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - local times
    zone=st.sampled_from([CAPE_TOWN, "Europe/London", "America/New_York", "Asia/Kolkata", "UTC"]),
)
def test_every_local_time_is_what_python_says(moment: datetime, zone: str) -> None:
    moment = moment.replace(microsecond=0)
    expected = int(moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).timestamp())

    read = date_formats.reader("iso", zone)

    assert read(f"{moment:%Y-%m-%d %H:%M:%S}") == expected
