"""The picture of a digest, and what it costs those who draw none."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from handlers.slack import charts

PNG = b"\x89PNG\r\n\x1a\n"
FIRST = date(2026, 2, 23)


def days(*counts: int) -> list[tuple[date, int]]:
    return [(FIRST + timedelta(days=place), count) for place, count in enumerate(counts)]


def size_of(picture: bytes) -> tuple[int, int]:
    return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")


@pytest.mark.parametrize(
    "counts",
    [(0, 0), (3, 0, 5, 2, 8, 1, 4), tuple(range(31)), (12_000_000, *range(400))],
    ids=["nothing", "a week", "a month", "a year and more"],
)
def test_any_number_of_days_is_drawn_at_the_same_size(
    counts: tuple[int, ...], tmp_path: Path
) -> None:
    picture = charts.daily(days(*counts), since=FIRST, cache=tmp_path)
    assert picture.startswith(PNG)
    assert size_of(picture) == (1216, 513)
    assert len(picture) < 100_000


def test_days_before_the_time_are_paler(tmp_path: Path) -> None:
    counts = days(5, 5, 5, 5)
    strong = charts.daily(counts, since=FIRST, cache=tmp_path)
    paler = charts.daily(counts, since=FIRST + timedelta(days=2), cache=tmp_path)
    assert strong != paler


@pytest.mark.parametrize(
    ("count", "said"),
    [(950, "950"), (9999, "9,999"), (12_345, "12.3k"), (1_000_000, "1M"), (12_345_678, "12.3M")],
)
def test_large_counts_are_brief(count: int, said: str) -> None:
    assert charts._brief(count) == said


def test_of_many_days_some_are_named_and_the_last_one_always() -> None:
    assert charts._named(days(*range(7))) == [0, 1, 2, 3, 4, 5, 6]
    assert charts._named(days(*range(31))) == [2, 6, 10, 14, 18, 22, 26, 30]


def test_the_library_is_loaded_by_the_first_picture_only_and_needs_no_place_to_write(
    tmp_path: Path,
) -> None:
    nowhere = tmp_path / "a file and no folder"
    nowhere.touch()
    script = (
        "import sys, datetime, pathlib; import bot.application\n"
        "assert 'matplotlib' not in sys.modules\n"
        "from handlers.slack import charts\n"
        f"day, cache = datetime.date(2026, 3, 1), pathlib.Path({str(nowhere)!r})\n"
        "sys.stdout.buffer.write(charts.daily([(day, 1)], since=day, cache=cache)[:8])\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    found = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-P", "-c", script],
        cwd=Path(__file__).parents[3],
        env={"PYTHONPATH": ".", "TMPDIR": str(tmp_path), "HOME": str(nowhere)},
        capture_output=True,
        check=False,
    )
    assert found.stdout == PNG, found.stderr.decode()
