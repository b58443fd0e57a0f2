"""A workspace's settings read from text."""

import pytest

from optouts.preferences import BY_NAME, Preferences, read, unset


def test_a_hundred_removals_need_no_second_manager_unless_it_is_set_otherwise() -> None:
    assert Preferences().approval_above == 100
    assert read({"approval_above": "0"}).approval_above == 0
    assert read({"approval_above": " 2500 "}).approval_above == 2500


@pytest.mark.parametrize("text", ["-1", "many", "", "1.5", "9" * 5000])
def test_what_is_no_whole_number_is_no_limit(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read({"approval_above": text})


@pytest.mark.parametrize("name", BY_NAME)
def test_a_setting_set_to_what_holds_without_it_changes_nothing(name: str) -> None:
    assert read({name: unset(name)}) == Preferences()
