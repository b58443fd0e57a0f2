"""What a spike is: far above what is usual, and never by chance alone."""

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from optouts.spikes import COMMON, HOUR, MOST_CAUSES, causes, hourly, is_spike, limit

NOW = datetime(2026, 3, 30, 9, tzinfo=UTC)
YEARS_IN_HOURS = 10_000 * 365 * 24

usual_rates = st.floats(min_value=0, max_value=100_000)
counts = st.integers(min_value=0, max_value=1_000_000)


@pytest.mark.parametrize(
    ("usual", "least"), [(0, 20), (0.1, 20), (4, 20), (4.1, 21), (10, 50), (1_000, 5_000)]
)
def test_a_spike_is_twenty_an_hour_or_five_times_what_is_usual(usual: float, least: int) -> None:
    assert is_spike(least, usual)
    assert not is_spike(least - 1, usual)


@given(count=counts, usual=usual_rates, more=counts)
def test_more_opt_outs_are_a_spike_all_the_more(count: int, usual: float, more: int) -> None:
    assert is_spike(count + more, usual) >= is_spike(count, usual)


@given(count=counts, usual=usual_rates, more=usual_rates)
def test_where_more_is_usual_fewer_counts_are_a_spike(
    count: int, usual: float, more: float
) -> None:
    assert is_spike(count, usual + more) <= is_spike(count, usual)


@given(usual=st.floats(min_value=0, max_value=500))
@example(usual=4)
def test_chance_alone_makes_no_spike_in_ten_thousand_years(usual: float) -> None:
    assert chance_of(math.ceil(limit(usual)), usual) < 1 / YEARS_IN_HOURS


def chance_of(least: int, mean: float) -> float:
    """That so many independent events happen where so many are to be expected (Poisson)."""
    if mean == 0:
        return 0.0
    terms = range(least, least + 200)
    return sum(math.exp(-mean + n * math.log(mean) - math.lgamma(n + 1)) for n in terms)


@given(count=counts, days=st.integers(min_value=1, max_value=28))
def test_what_is_usual_is_the_mean_of_the_hours(count: int, days: int) -> None:
    usual = hourly(count, first=NOW - timedelta(days=days), until=NOW)

    assert usual * days * 24 == pytest.approx(count)


def test_a_sender_of_less_than_a_day_is_taken_for_one_of_a_day() -> None:
    assert hourly(48, first=NOW - HOUR, until=NOW) == 2


def test_nothing_is_usual_where_nothing_came_before() -> None:
    assert hourly(0, first=None, until=NOW) == 0


def test_what_a_quarter_of_them_share_is_a_cause() -> None:
    said = [("Spring sale", 1)] * 10 + [("Wrong number", 1)] * 4 + [("", 1)] * 6

    assert causes(said) == (("Spring sale", 10),)


def test_spelling_makes_no_difference_and_the_first_is_shown() -> None:
    said = [("Spring  sale", 3), ("spring sale", 2), (" SPRING SALE ", 1)]

    assert causes(said) == (("Spring sale", 6),)


def test_nothing_in_common_is_no_cause() -> None:
    assert causes([]) == ()
    assert causes((f"note {each}", 1) for each in range(20)) == ()


@given(st.lists(st.tuples(st.sampled_from(["", "a", "b", "B ", "c", "d"]), counts)))
def test_causes_are_few_the_most_frequent_first_and_large_parts(
    said: list[tuple[str, int]],
) -> None:
    found = causes(said)

    total = sum(count for _, count in said)
    assert len(found) <= MOST_CAUSES
    assert [count for _, count in found] == sorted((count for _, count in found), reverse=True)
    assert all(count >= COMMON * total for _, count in found)
    assert sum(count for _, count in found) <= total
