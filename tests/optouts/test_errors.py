"""Every refusal carries facts, no prose, and stands in the tree that explains them."""

import dataclasses
import inspect
import re

import pytest

from optouts import errors
from optouts.errors import Refusal

REFUSALS = [
    each
    for _, each in inspect.getmembers(errors, inspect.isclass)
    if issubclass(each, Refusal) and each is not Refusal
]


def test_the_tree_in_the_docstring_names_every_refusal_once() -> None:
    drawn = re.findall(r"[├└]── (\w+) +\S", errors.__doc__ or "")

    assert sorted(drawn) == sorted(each.__name__ for each in REFUSALS)


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refusal_is_a_dataclass_that_python_can_raise_from_another(
    refusal: type[Refusal],
) -> None:
    facts = {field.name: None for field in dataclasses.fields(refusal)}  # type: ignore[arg-type]

    with pytest.raises(refusal) as raised:
        raise refusal(**facts) from ValueError("why")

    assert isinstance(raised.value.__cause__, ValueError)


@pytest.mark.parametrize("refusal", REFUSALS)
def test_two_refusals_of_a_kind_are_two(refusal: type[Refusal]) -> None:
    facts = {field.name: None for field in dataclasses.fields(refusal)}  # type: ignore[arg-type]

    assert refusal(**facts) != refusal(**facts)
