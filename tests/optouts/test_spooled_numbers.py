"""Numbers of all rows become sorted sets that remember who came first."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optouts import spooled_numbers
from optouts.spooled_numbers import Repeats, Spool

NUMBERS = st.integers(27831234560, 27831234575)
ROWS = st.lists(st.tuples(NUMBERS, st.sampled_from([0, 10, 20, 30])), max_size=60)


@pytest.fixture(autouse=True)
def _many_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few numbers take all the ways that millions do."""
    monkeypatch.setattr(spooled_numbers, "_CHUNK", 7)


def told(repeats: Iterator[Repeats]) -> list[tuple[int, int, int]]:
    return [
        row
        for some in repeats
        for row in zip(
            some.rows.tolist(), some.numbers.tolist(), some.first_rows.tolist(), strict=True
        )
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROWS, max_size=4), st.integers(0, 4))
def test_the_spool_agrees_with_plain_python(blocks: list[list[tuple[int, int]]], cut: int) -> None:
    rows = [row for block in blocks for row in block]
    first: dict[int, int] = {}
    repeats = []
    dates: dict[int, list[int]] = {}
    for place, (number, date) in enumerate(rows):
        if number in first:
            repeats.append((place, number, first[number]))
        first.setdefault(number, place)
        dates.setdefault(number, []).extend([date] if date else [])

    with TemporaryDirectory() as folder:
        spool, later = Spool(Path(folder), "test", dated=True), Path(folder, "later")
        later.mkdir()
        rest = Spool(later, "test", dated=True)
        place = 0
        for number, block in enumerate(blocks):
            (spool if number < cut else rest).add(
                np.array([each for each, _ in block], np.int64),
                np.arange(place, place + len(block), dtype=np.int32),
                np.array([date for _, date in block], np.int64),
            )
            place += len(block)
        spool.end()
        rest.end()
        spool.append(later)
        distinct = spool.distinct()

        assert distinct.numbers.tolist() == sorted(first)
        assert told(spool.repeats(distinct.repeated)) == repeats
        assert spool.earliest_dates(distinct.numbers).tolist() == [
            min(dates[number], default=0) for number in sorted(first)
        ]

        rest.remove()
        later.rmdir()
        spool.remove()
        assert list(Path(folder).iterdir()) == []
