"""Periods of many numbers at a time end up as if they had been written one by one."""

import itertools
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url, text

from storage import bulk, bulk_postgresql, bulk_sqlite, opt_outs
from storage.bulk import Numbers
from storage.engine import Database, DatabaseUnavailable
from storage.opt_outs import Period, Span

SMS, WHATSAPP = 1, 2
FIRST = 27830000000
DATE = 1_700_000_000


def numbers(*digits: int) -> Numbers:
    return np.array(digits, np.int64)


def some(amount: int, *, start: int = FIRST, step: int = 3) -> Numbers:
    return np.arange(start, start + amount * step, step, dtype=np.int64)


def periods(database: Database, wanted: Collection[int], list_id: int = SMS) -> list[Period]:
    with database.reading() as tx:
        return opt_outs.of_numbers(tx, [list_id], wanted)


def wait_until_somebody_waits(database: Database) -> None:
    """Until a writer stands still because of what another one has not committed."""
    with database.engine.connect() as connection:
        for _ in range(100_000):
            if connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar():
                return
    pytest.fail("nobody waits")


def open_on(database: Database, list_id: int = SMS) -> list[int]:
    with database.reading() as tx:
        found = bulk.standing(tx, list_id=list_id, low=0, high=2**62)
    return [int(each) for each in found.numbers]


@dataclass
class Model:
    """A list as a plain dictionary: of each number its periods as [since, until, date]."""

    kept: dict[int, list[list[int | None]]] = field(default_factory=dict)

    def _open(self, number: int) -> list[int | None] | None:
        return next((each for each in self.kept.get(number, []) if each[1] == 0), None)

    def open(self, chosen: Numbers, dates: Numbers | None, change: int) -> int:
        new = [
            (number, int(dates[place]) or None if dates is not None else None)
            for place, number in enumerate(chosen.tolist())
            if self._open(number) is None
        ]
        for number, date in new:
            self.kept.setdefault(number, []).append([change, 0, date])
        return len(new)

    def close(self, chosen: Numbers, change: int) -> int:
        found = [period for number in chosen.tolist() if (period := self._open(number))]
        for period in found:
            period[1] = change
        return len(found)

    def standing(self, low: int, high: int, not_since: int) -> list[tuple[int, int | None]]:
        return [
            (number, period[0])
            for number in sorted(self.kept)
            if low <= number <= high and (period := self._open(number)) and period[0] != not_since
        ]

    def periods(self, list_id: int) -> set[Period]:
        return {
            Period(list_id, number, since or 0, until or 0, date)
            for number, each in self.kept.items()
            for since, until, date in each
        }


@dataclass(frozen=True)
class Step:
    """What is done to how many numbers; which they are follows from the seed."""

    deed: str
    amount: int
    seed: int

    def numbers(self) -> Numbers:
        dice = np.random.default_rng(self.seed)
        spread = dice.choice([1500, 4000, 10**9])
        chosen = FIRST + dice.choice(spread, self.amount, replace=False)
        return np.sort(chosen).astype(np.int64)

    def dates(self) -> Numbers:
        return np.random.default_rng(self.seed).integers(0, 3, self.amount) * DATE


steps = st.builds(
    Step,
    st.sampled_from(["open", "open with dates", "close"]),
    st.one_of(st.integers(0, 5), st.integers(0, 1200)),
    st.integers(0, 2**32),
)
list_ids = itertools.count(10, 2)


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(story=st.lists(steps, min_size=1, max_size=6), among=st.tuples(*[st.integers(0, 4000)] * 2))
def test_any_story_leaves_what_a_plain_dictionary_would_hold(
    database: Database, story: list[Step], among: tuple[int, int]
) -> None:
    model, list_id = Model(), next(list_ids)
    with database.writing() as tx:
        for change, step in enumerate(story, start=1):
            chosen = step.numbers()
            if step.deed == "close":
                done = bulk.close_many(tx, chosen, list_id=list_id, until=change)
                assert done == model.close(chosen, change)
            else:
                dates = step.dates() if step.deed == "open with dates" else None
                done = bulk.open_many(tx, chosen, list_id=list_id, since=change, own_dates=dates)
                assert done == model.open(chosen, dates, change)

    low, high = FIRST + min(among), FIRST + max(among)
    with database.reading() as tx:
        found = bulk.standing(tx, list_id=list_id, low=low, high=high, with_since=True, not_since=1)
    pairs = zip(found.numbers.tolist(), found.since.tolist(), strict=True)
    assert list(pairs) == model.standing(low, high, 1)
    assert set(periods(database, model.kept, list_id)) == model.periods(list_id)


def test_no_numbers_are_no_work(database: Database) -> None:
    with database.writing() as tx:
        assert bulk.open_many(tx, numbers(), list_id=SMS, since=1) == 0
        assert bulk.close_many(tx, numbers(), list_id=SMS, until=2) == 0
        found = bulk.standing(tx, list_id=SMS, low=0, high=2**62, with_since=True)

    assert found.numbers.tolist() == found.since.tolist() == []
    assert found.numbers.dtype == found.since.dtype == np.int64


def test_who_is_on_the_list_keeps_the_first_period_and_its_date(database: Database) -> None:
    a, b = FIRST, FIRST + 1
    with database.writing() as tx:
        opt_outs.open_new(tx, {a}, list_id=SMS, since=1)
        opened = bulk.open_many(
            tx, numbers(a, b), list_id=SMS, since=2, own_dates=numbers(DATE, DATE)
        )

    assert opened == 1
    assert periods(database, {a, b}) == [Period(SMS, a, 1, 0, None), Period(SMS, b, 2, 0, DATE)]


def test_other_lists_are_left_alone(database: Database) -> None:
    chosen = some(1203)
    with database.writing() as tx:
        for list_id in (SMS, WHATSAPP):
            bulk.open_many(tx, chosen, list_id=list_id, since=1)
        assert bulk.close_many(tx, chosen, list_id=SMS, until=2) == 1203

    assert open_on(database, SMS) == []
    assert open_on(database, WHATSAPP) == chosen.tolist()


def test_neighbours_of_the_numbers_stay_on_the_list(database: Database) -> None:
    everyone = some(900, step=1)
    with database.writing() as tx:
        bulk.open_many(tx, everyone, list_id=SMS, since=1, own_dates=everyone)
        assert bulk.close_many(tx, everyone[::3], list_id=SMS, until=2) == 300

    assert open_on(database) == [each for each in everyone.tolist() if (each - FIRST) % 3]
    last = int(everyone[-1])
    assert periods(database, {FIRST, last}) == [
        Period(SMS, FIRST, 1, 2, FIRST),
        Period(SMS, last, 1, 0, last),
    ]


def test_a_number_that_came_back_can_be_ended_again(database: Database) -> None:
    chosen = some(700)
    with database.writing() as tx:
        for change in (1, 3, 5):
            bulk.open_many(tx, chosen, list_id=SMS, since=change)
            bulk.close_many(tx, chosen, list_id=SMS, until=change + 1)

    found = periods(database, {FIRST})
    assert [(each.since, each.until) for each in found] == [(1, 2), (3, 4), (5, 6)]


def test_a_change_can_end_what_it_opened_itself_and_what_others_did(database: Database) -> None:
    with database.writing() as tx:
        bulk.open_many(tx, some(500, step=2), list_id=SMS, since=1)
        bulk.open_many(tx, some(1000, step=1), list_id=SMS, since=2)
        assert bulk.close_many(tx, some(400, step=2), list_id=SMS, until=2) == 400
        assert bulk.close_many(tx, some(1000, step=1), list_id=SMS, until=2) == 600

    assert open_on(database) == []


@pytest.mark.parametrize("rows_a_stretch", [7, 20_000])
def test_what_an_import_opened_is_ended_and_its_neighbours_stay(
    database: Database, monkeypatch: pytest.MonkeyPatch, rows_a_stretch: int
) -> None:
    monkeypatch.setattr(bulk_sqlite, "_ROWS_A_STRETCH", rows_a_stretch)
    earlier, dates = some(300, step=2), some(600, step=1) % 3 * DATE
    with database.writing() as tx:
        bulk.open_many(tx, earlier, list_id=SMS, since=1)
        bulk.open_many(tx, some(600, step=1), list_id=SMS, since=2, own_dates=dates)
        bulk.close_many(tx, some(50, step=1), list_id=SMS, until=3)
        undone = Span(2, FIRST + 20, FIRST + 599)
        closed = opt_outs.close_opened_by(tx, undone, list_id=SMS, until=4)

    assert closed == 275
    assert open_on(database) == [each for each in earlier.tolist() if each >= FIRST + 50]
    assert periods(database, {FIRST + 51, FIRST + 53, FIRST + 54}) == [
        Period(SMS, FIRST + 51, 2, 4, int(dates[51]) or None),
        Period(SMS, FIRST + 53, 2, 4, int(dates[53]) or None),
        Period(SMS, FIRST + 54, 1, 0, None),
    ]


@pytest.mark.parametrize("rows_a_stretch", [7, 20_000])
def test_what_the_undo_of_a_removal_gave_back_is_taken_away_again(
    database: Database, monkeypatch: pytest.MonkeyPatch, rows_a_stretch: int
) -> None:
    monkeypatch.setattr(bulk_sqlite, "_ROWS_A_STRETCH", rows_a_stretch)
    everyone = some(600, step=1)
    with database.writing() as tx:
        bulk.open_many(tx, everyone[::2], list_id=SMS, since=1, own_dates=everyone[::2])
        bulk.open_many(tx, everyone[1::2], list_id=SMS, since=2)
        bulk.close_many(tx, everyone[100:], list_id=SMS, until=3)
        bulk.open_many(tx, everyone[-1:], list_id=SMS, since=4)
        removed = Span(3, FIRST, FIRST + 599)
        assert opt_outs.give_back_closed_by(tx, removed, list_id=SMS) == 499
        assert opt_outs.close_given_back_by(tx, removed, list_id=SMS, undone=3, until=6) == 499

    assert open_on(database) == [*everyone[:100].tolist(), FIRST + 599]
    assert periods(database, {FIRST + 100}) == [
        Period(SMS, FIRST + 100, 1, 3, FIRST + 100),
        Period(SMS, FIRST + 100, 1, 6, FIRST + 100),
    ]


def test_only_open_periods_stand_and_their_ends_are_included(database: Database) -> None:
    with database.writing() as tx:
        bulk.open_many(tx, some(5, step=1), list_id=SMS, since=1)
        bulk.close_many(tx, numbers(FIRST + 1), list_id=SMS, until=2)
        found = bulk.standing(tx, list_id=SMS, low=FIRST, high=FIRST + 3)

    assert found.numbers.tolist() == [FIRST, FIRST + 2, FIRST + 3]
    assert found.since.tolist() == []


def test_a_list_is_walked_in_stretches_that_miss_nothing(database: Database) -> None:
    with database.writing() as tx:
        bulk.open_many(tx, some(1000), list_id=SMS, since=1)
        bulk.close_many(tx, some(500), list_id=SMS, until=2)
        bulk.open_many(tx, some(250), list_id=SMS, since=3)

    low, walked, stretches = 0, list[int](), 0
    with database.reading() as tx:
        while end := bulk.stretch_end(tx, list_id=SMS, low=low, rows=100):
            walked += bulk.standing(tx, list_id=SMS, low=low, high=end).numbers.tolist()
            low, stretches = end + 1, stretches + 1
        walked += bulk.standing(tx, list_id=SMS, low=low, high=2**62).numbers.tolist()
        assert bulk.stretch_end(tx, list_id=SMS, low=low, rows=100) is None

    assert walked == open_on(database)
    assert stretches == 12


def test_nothing_is_kept_when_the_transaction_fails(database: Database) -> None:
    def write_and_stumble() -> None:
        with database.writing() as tx:
            bulk.open_many(tx, some(800), list_id=SMS, since=1)
            bulk.close_many(tx, some(10), list_id=SMS, until=2)
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        write_and_stumble()

    assert open_on(database) == []


def test_a_database_that_goes_away_meanwhile_is_unavailable(
    database: Database, database_url: str
) -> None:
    if database.is_sqlite:
        pytest.skip("a file that is open stays")

    def be_cut_off() -> None:
        server = make_url(database_url).set(database="postgres").render_as_string()
        with database.writing() as tx, closing(Database(server)) as administration:
            bulk.open_many(tx, some(10), list_id=SMS, since=1)
            with administration.engine.connect() as connection:
                connection.execute(
                    text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname=:d"),
                    {"d": make_url(database_url).database},
                )
            bulk.open_many(tx, some(20), list_id=SMS, since=1)

    with pytest.raises(DatabaseUnavailable):
        be_cut_off()

    assert open_on(database) == []


def test_a_writer_who_was_quicker_keeps_its_period(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one commits after the import has looked and before it writes."""
    if database.is_sqlite:
        pytest.skip("writers take turns")
    quick = FIRST + 30

    def look(*arguments: Any) -> Numbers:
        found = looked(*arguments)
        with database.writing() as other:
            opt_outs.open_new(other, {quick}, list_id=SMS, since=7)
        return found

    looked = bulk_postgresql._open_of
    monkeypatch.setattr(bulk_postgresql, "_open_of", look)
    with database.writing() as tx:
        bulk.open_many(tx, some(3), list_id=SMS, since=1)
    chosen = some(600)
    with database.writing() as tx:
        opened = bulk.open_many(
            tx, chosen, list_id=SMS, since=2, own_dates=np.full(600, DATE, np.int64)
        )
        written_after = bulk.open_many(tx, some(1, start=FIRST + 1), list_id=SMS, since=2)

    assert (opened, written_after) == (596, 1)
    assert open_on(database) == sorted([*chosen.tolist(), FIRST + 1])
    assert periods(database, {quick, FIRST + 33}) == [
        Period(SMS, quick, 7, 0, None),
        Period(SMS, FIRST + 33, 2, 0, DATE),
    ]


@pytest.mark.parametrize(("ends_well", "opened"), [(True, 599), (False, 600)])
def test_a_writer_who_has_not_committed_yet_is_waited_for(
    database: Database,
    ends_well: bool,  # noqa: FBT001 - pytest names it
    opened: int,
) -> None:
    if database.is_sqlite:
        pytest.skip("writers take turns")
    chosen = some(600)

    def write() -> int:
        with database.writing() as tx:
            return bulk.open_many(tx, chosen, list_id=SMS, since=2)

    with ThreadPoolExecutor(1) as threads:
        with database.writing() as single:
            opt_outs.open_new(single, {FIRST + 30}, list_id=SMS, since=7)
            waiting = threads.submit(write)
            wait_until_somebody_waits(database)
            if not ends_well:
                single.rollback()
        assert waiting.result(timeout=10) == opened

    assert open_on(database) == chosen.tolist()
