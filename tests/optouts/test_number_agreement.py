"""The tables against the definition: one disagreement is a bug, and would be seen."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from bench import number_strings
from bench import numbers as proof
from bench.numbers import REGIONS
from optouts import number_automata, number_cache, number_check, number_tables
from optouts.number_arrays import Reader, Repair
from optouts.number_automata import Automata
from optouts.number_faults import Fault
from optouts.number_patterns import UnsupportedPattern
from optouts.number_tables import Table

WRONG: dict[str, Callable[[Table], NDArray[Any]]] = {
    "shift": lambda table: table.shift + (table.shift > 0),
    "usual": lambda table: table.usual + (table.usual > 0).astype(np.int8),
    "fault": lambda table: np.where(table.fault > 0, 3, 0).astype(np.int8),
    "is_sure": lambda table: ~table.is_sure,
}


@pytest.fixture
def nothing_known() -> Iterator[None]:
    """Tables are looked at anew, and those of the test are forgotten afterwards."""
    forget()
    yield
    forget()


def forget() -> None:
    number_check.automata.cache_clear()
    number_automata.automaton.cache_clear()


def break_table(monkeypatch: pytest.MonkeyPatch, region: str, name: str) -> None:
    """Make one thing that the region's table says wrong."""
    kept = number_cache.table

    def table(asked: str) -> Table:
        found = kept(asked)
        return replace(found, **{name: WRONG[name](found)}) if asked == region else found

    monkeypatch.setattr(number_cache, "table", table)


@pytest.mark.parametrize("part", range(5))
def test_every_region_reads_cells_as_one_number_is_read(part: int) -> None:
    found: list[str] = []
    for region in REGIONS[part::5]:
        cells = list(number_strings.hostile(region, 80, seed=part))
        found += proof.disagreements(cells, region, short_ok=part % 2 == 1)

    assert found == []


def test_a_list_as_senders_have_it_is_read_as_one_number_at_a_time_is() -> None:
    cells = number_strings.mixed(5_000)

    assert proof.disagreements(cells, "ZA", short_ok=False) == []


@pytest.mark.usefixtures("nothing_known")
@pytest.mark.parametrize("name", WRONG)
def test_one_wrong_word_in_a_table_would_be_seen(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_table(monkeypatch, "ZA", name)
    monkeypatch.setattr(number_check, "_disagreements", lambda *_: 0)
    cells = list(number_strings.hostile("ZA", 500, seed=1))

    assert proof.disagreements(cells, "ZA", short_ok=False) != []


@pytest.mark.usefixtures("nothing_known")
@pytest.mark.parametrize(("region", "name"), [("ZA", "shift"), ("IT", "usual")])
def test_a_table_that_is_wrong_is_found_out_before_it_is_used(
    region: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_table(monkeypatch, region, name)

    assert number_check.automata(region) is None
    assert number_check.automata("KE") is not None


@pytest.mark.usefixtures("nothing_known")
def test_without_a_table_cells_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    break_table(monkeypatch, "ZA", "shift")
    batch = Reader("ZA").read(["0831234567", "083 123 4568", "08312345678", "27831234567.0"])
    repaired = Reader("ZA", repairs=frozenset({Repair.FLOAT})).read(["27831234567.0"])

    assert batch.digits.tolist() == [27831234567, 27831234568, 0, 0]
    assert [each.fault for each in batch.refused.values()] == [Fault.TOO_LONG, Fault.FLOAT]
    assert repaired.digits.tolist() == [27831234567]


@pytest.mark.usefixtures("nothing_known")
@pytest.mark.parametrize("region", ["ZA", ""])
def test_what_the_tables_cannot_hold_is_read_one_by_one(
    region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(_: str) -> Automata:
        raise UnsupportedPattern("(?=0)")

    monkeypatch.setattr(number_check, "Automata", unsupported)

    assert Reader(region).read(["+27831234567"]).digits.tolist() == [27831234567]


def test_tables_are_the_same_whenever_they_are_built() -> None:
    one, other = number_tables.build("US"), number_tables.build("US")

    for field in fields(Table):
        assert np.array_equal(getattr(one, field.name), getattr(other, field.name))
