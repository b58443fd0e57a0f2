"""The settings of a workspace: defaults, what each takes, what is refused."""

import pytest

from optouts import preferences
from optouts.errors import Refusal, UnknownRegion, UnknownZone
from optouts.preferences import BY_NAME, PREFERENCES, Preferences
from optouts.roles import Role


def test_what_was_never_set_has_its_default() -> None:
    assert preferences.read({}) == Preferences(
        region="", zone="UTC", announcements="", default_role=Role.EDITOR, undo_days=30
    )


def test_what_is_stored_as_text_is_read_as_what_it_means() -> None:
    stored = {
        "region": "za",
        "zone": "Africa/Johannesburg",
        "announcements": " C0OPTOUT ",
        "default_role": "Viewer",
        "undo_days": "7",
    }

    assert preferences.read(stored) == Preferences(
        "ZA", "Africa/Johannesburg", "C0OPTOUT", Role.VIEWER, 7
    )


def test_a_setting_of_a_later_release_is_left_alone() -> None:
    assert preferences.read({"colour": "green"}) == Preferences()


def test_each_field_has_one_setting_with_a_meaning_in_words() -> None:
    assert [each.name for each in PREFERENCES] == list(Preferences.__dataclass_fields__)
    assert all(each.meaning.endswith(".") for each in PREFERENCES)


@pytest.mark.parametrize(
    ("name", "value", "refusal"),
    [
        ("region", "XX", UnknownRegion),
        ("zone", "Africa/Nowhere", UnknownZone),
        ("zone", "", UnknownZone),
        ("default_role", "boss", ValueError),
        ("default_role", "", ValueError),
        ("undo_days", "soon", ValueError),
        ("undo_days", "-1", ValueError),
        ("undo_days", "3651", ValueError),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(
    name: str, value: str, refusal: type[Refusal | ValueError]
) -> None:
    with pytest.raises(refusal):
        BY_NAME[name].reads(value)


@pytest.mark.parametrize("days", ["0", "3650"])
def test_the_undo_window_may_be_as_short_as_none_and_as_long_as_ten_years(days: str) -> None:
    assert BY_NAME["undo_days"].reads(days) == int(days)


@pytest.mark.parametrize("name", ["region", "announcements"])
def test_a_setting_that_may_be_empty_can_be_taken_back(name: str) -> None:
    assert not BY_NAME[name].reads("")
