"""A few numbers are found on a list without reading what lies between them."""

import numpy as np
import pytest

from storage import bulk
from storage.bulk import Numbers
from storage.engine import Database

SMS, WHATSAPP = 1, 2
FIRST = 27830000000


def some(amount: int, *, start: int = FIRST, step: int = 3) -> Numbers:
    return np.arange(start, start + amount * step, step, dtype=np.int64)


@pytest.mark.parametrize("step", [1, 5, 100])
@pytest.mark.parametrize("with_since", [True, False])
def test_numbers_are_found_whether_they_lie_close_or_far_apart(
    database: Database, step: int, *, with_since: bool
) -> None:
    with database.writing() as tx:
        bulk.open_many(tx, some(3000), list_id=SMS, since=7)
        bulk.close_many(tx, some(500, step=30), list_id=SMS, until=8)
        bulk.open_many(tx, some(1500), list_id=WHATSAPP, since=9)
    asked = some(60, start=FIRST - 6, step=step)

    with database.reading() as tx:
        found = bulk.standing_of(tx, asked, list_id=SMS, with_since=with_since)
        nothing = bulk.standing_of(tx, asked[:0], list_id=SMS)

    on_the_list = set(some(3000).tolist()) - set(some(500, step=30).tolist())
    assert found.numbers.tolist() == [each for each in asked.tolist() if each in on_the_list]
    if with_since:
        assert found.since.tolist() == [7] * len(found.numbers)
    assert len(nothing.numbers) == 0
