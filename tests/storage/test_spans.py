"""What a change may have touched: found without reading what lies between."""

import pytest

from storage.opt_outs import FEW, Span
from storage.tables import Change

FAR_APART = (27831234567, 447911123456)


def test_a_small_change_names_its_numbers() -> None:
    assert Span.over(FAR_APART).numbers == FAR_APART


def test_a_large_change_only_says_between_which_numbers() -> None:
    numbers = range(27830000000, 27830000000 + FEW + 1)

    span = Span.over(numbers, change_id=7)

    assert span == Span(7, numbers[0], numbers[-1])


@pytest.mark.parametrize(
    ("stored", "numbers"), [("[]", ()), ("[27831234567, 447911123456]", FAR_APART)]
)
def test_a_recorded_change_is_read_back(stored: str, numbers: tuple[int, ...]) -> None:
    change = Change(
        id=7,
        workspace_id=1,
        kind="add",
        actor="U0NALEDI",
        origin="slack",
        request_key="a",
        low=FAR_APART[0],
        high=FAR_APART[1],
        numbers=stored,
    )

    assert Span.of(change) == Span(7, *FAR_APART, numbers)
