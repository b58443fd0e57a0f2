"""What becomes of digits, by phonenumbers' data; where those say more than we know, nothing."""

import pytest
from phonenumbers import PhoneMetadata

from optouts import number_elsewhere, number_metadata
from optouts.number_cuts import Cut, Names, stripped
from optouts.number_diagrams import NOTHING, Diagrams
from optouts.number_elsewhere import ASK
from optouts.number_faults import Fault
from optouts.number_outcomes import Outcome
from optouts.number_patterns import UnsupportedPattern
from optouts.number_plans import Plans

LONGEST = 16


def label(plans: Plans, root: int, digits: str) -> int:
    return plans.diagrams.labels[plans.diagrams.walk(root, digits)]


def outcome(plans: Plans, root: int, digits: str) -> Outcome:
    return plans.outcomes[label(plans, root, digits)]


def test_a_prefix_comes_off_and_the_calling_code_is_put_before() -> None:
    plans = Plans(LONGEST)
    home = plans.region("ZA")

    found = outcome(plans, home, "0831234567")

    assert found == Outcome(Cut(prefix="27", rest=1, dropped="0"), length=11, is_mobile=True)
    assert outcome(plans, home, "083123").usual == 9
    assert outcome(plans, home, "083123456789").fault is Fault.TOO_LONG


def test_emergency_numbers_and_short_codes_are_known_at_home() -> None:
    plans = Plans(LONGEST)
    home = plans.region("ZA")

    assert outcome(plans, home, "10111").fault is Fault.EMERGENCY
    assert outcome(plans, home, "31331").fault is Fault.SHORT_CODE


def test_a_region_without_short_codes_is_read_all_the_same() -> None:
    plans = Plans(LONGEST)
    home = plans.region("GQ")

    assert outcome(plans, home, "222123456").cut == Cut(prefix="240")
    assert outcome(plans, home, "11").fault is Fault.TOO_SHORT


def test_a_brazilian_number_gains_its_nine_unless_no_area_begins_so() -> None:
    plans = Plans(LONGEST)
    ids = plans.whatsapp()

    assert outcome(plans, ids, "551188887777").cut == Cut("55", 2, 4, "9", 4, None)
    assert label(plans, ids, "550188887777") == 0
    assert label(plans, ids, "551158887777") == 0


def test_a_mexican_number_loses_its_one() -> None:
    plans = Plans(LONGEST)

    found = outcome(plans, plans.whatsapp(), "5215512345678")

    assert found.cut == Cut("52", rest=3, dropped="521")


def test_where_a_region_may_say_anything_numbers_parse_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unknown(plans: Plans, _: str) -> int:
        return plans.diagrams.constant(plans.outcomes.label(Outcome()))

    monkeypatch.setattr(Plans, "region", unknown)
    monkeypatch.setattr(number_elsewhere, "OFTEN_MEANT", ["ZA"])
    plans = Plans(LONGEST)
    elsewhere = number_elsewhere.elsewhere(plans)

    assert label(plans, elsewhere, "0831234567") == ASK
    assert label(plans, elsewhere, "0131234567") == 0


def test_what_abroad_is_no_number_is_meant_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def unread(plans: Plans, _: str) -> int:
        return plans.diagrams.constant(plans.outcomes.label(Outcome(fault=Fault.INVALID)))

    monkeypatch.setattr(Plans, "region", unread)
    monkeypatch.setattr(number_elsewhere, "OFTEN_MEANT", ["ZA"])
    plans = Plans(LONGEST)
    elsewhere = number_elsewhere.elsewhere(plans)

    assert label(plans, elsewhere, "0831234567") == 0


def test_a_region_without_data_is_not_guessed_at() -> None:
    with pytest.raises(UnsupportedPattern):
        number_metadata.about("QQ")
    with pytest.raises(UnsupportedPattern):
        number_metadata.general(PhoneMetadata("QQ", register=False))


def test_two_cuts_are_one_where_the_first_only_takes_off() -> None:
    code, prefix = Cut(rest=2, dropped="27"), Cut(rest=1, dropped="0")
    moved = Cut(prefix="9", start=0, stop=2, rest=3, dropped=None)

    assert prefix.after(code) == Cut(start=2, stop=2, rest=3, dropped="270")
    assert moved.after(code) == Cut(prefix="9", start=2, stop=4, rest=5, dropped=None)
    assert Cut().after(moved) == moved
    with pytest.raises(UnsupportedPattern):
        prefix.after(moved)


@pytest.mark.parametrize("rule", ["$1", r"9\2", r"\1\1"])
def test_a_rule_for_rewriting_that_the_data_never_use_is_refused(rule: str) -> None:
    with pytest.raises(UnsupportedPattern):
        stripped(Diagrams(), Names(), NOTHING, "0(1)", rule)
