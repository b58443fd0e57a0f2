"""Cells of a file, many at a time: what is read, what is refused, and what can be mended."""

import numpy as np
import phonenumbers
import pytest

from optouts import number_arrays, number_automata, number_cache, numbers
from optouts.number_arrays import Batch, Reader, Repair
from optouts.number_elsewhere import ASK
from optouts.number_faults import Fault


def read(cell: str, region: str = "ZA", *repairs: Repair) -> Batch:
    return Reader(region, repairs=frozenset(repairs)).read([cell])


def fault(cell: str, region: str = "ZA", *repairs: Repair) -> Fault:
    return read(cell, region, *repairs).refused[0].fault


def test_cells_stay_in_their_places() -> None:
    batch = Reader("ZA").read(["083 123 4567", "", "n/a", "+27831234568", "  ", "2.78E+10"])

    assert batch.digits.tolist() == [27831234567, 0, 0, 27831234568, 0, 0]
    assert batch.blank.tolist() == [False, True, False, False, True, False]
    assert {place: refused.fault for place, refused in batch.refused.items()} == {
        2: Fault.LETTERS,
        5: Fault.SCIENTIFIC,
    }


def test_no_cells_are_no_numbers() -> None:
    batch = Reader("ZA").read([])

    assert (len(batch.digits), batch.refused, len(batch.blank)) == (0, {}, 0)


def test_more_cells_than_are_looked_at_together_stay_in_their_places_too() -> None:
    cells = ["0831234567", "junk"] * 70_000

    batch = Reader("ZA").read(cells)

    assert np.array_equal(batch.digits, np.tile([27831234567, 0], 70_000))
    assert list(batch.refused) == list(range(1, 140_000, 2))


def test_a_line_end_within_a_cell_moves_no_other_cell() -> None:
    batch = Reader("ZA").read(["0831234567", "0831234568\n", "\n", "083\n1234569", "0831234560"])

    assert batch.digits[[0, 1, 4]].tolist() == [27831234567, 27831234568, 27831234560]
    assert batch.blank.tolist() == [False, False, True, False, False]


def test_a_fraction_of_zeros_is_refused_until_it_is_ticked_on() -> None:
    for cell in ("27831234567.0", "0831234567.00", '"27831234567.0"', " +27831234567.0 "):
        assert fault(cell) is Fault.FLOAT
        assert read(cell, "ZA", Repair.FLOAT).digits.tolist() == [27831234567]


def test_a_fraction_is_not_offered_for_repair_where_the_rest_is_no_number() -> None:
    assert fault("083123456789.0") is Fault.TOO_LONG
    assert fault("083123.0") is Fault.UNUSUALLY_SHORT


def test_a_lost_zero_that_is_part_of_the_number_is_refused_until_it_is_ticked_on() -> None:
    for cell, region, number in (
        ("612345678", "IT", 390612345678),
        ("707123456", "CI", 2250707123456),
    ):
        assert fault(cell, region) is Fault.LEADING_ZERO
        assert read(cell, region, Repair.LEADING_ZERO).digits.tolist() == [number]


def test_a_lost_zero_that_is_a_mere_prefix_needs_no_repair() -> None:
    for region in ("ZA", "GB", "DE", "AU"):
        example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
        assert example is not None
        number = f"{example.country_code}{example.national_number}"

        assert read(str(example.national_number), region).digits.tolist() == [int(number)]


def test_an_amount_of_money_is_not_taken_for_a_number_without_its_zero() -> None:
    assert fault("597.00", "AC") is not Fault.LEADING_ZERO


WRONG_REGION = ["0612345678", "447400123", "0712345678", "081234567"]


@pytest.fixture(params=["soon looked up", "many", "tables at hand"])
def refusals_elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ways to find out which region was meant: one by one, or in tables."""
    monkeypatch.setattr(number_arrays, "_FEW", 0 if request.param == "many" else 20_000)
    is_kept = request.param == "tables at hand"
    monkeypatch.setattr(number_cache, "is_kept", lambda _: is_kept)


@pytest.mark.usefixtures("refusals_elsewhere")
@pytest.mark.parametrize("cell", WRONG_REGION)
def test_a_wrong_region_names_the_same_others_however_many_are_refused(cell: str) -> None:
    with pytest.raises(numbers.UnreadableNumber) as refusal:
        numbers.parse(cell, region="US")

    assert Reader("US").read([cell]).refused[0].args == refusal.value.args


@pytest.mark.parametrize("cell", WRONG_REGION)
def test_where_tables_do_not_know_the_region_meant_it_is_looked_up(
    cell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = Reader("US").read([cell]).refused[0].args
    unsure = number_automata.automaton("elsewhere")
    monkeypatch.setattr(unsure, "regions", lambda digits: np.full(len(digits.index), ASK))
    monkeypatch.setattr(number_arrays, "_FEW", 0)

    assert Reader("US").read([cell]).refused[0].args == named


def test_without_a_region_only_a_plus_is_read() -> None:
    batch = Reader("").read(["+27831234567", "27831234567", "0831234567", "0027831234567"])

    assert batch.digits.tolist() == [27831234567, 0, 0, 0]
    assert {refused.fault for refused in batch.refused.values()} == {Fault.NO_REGION}


def test_refusals_keep_the_cell_without_blanks_around() -> None:
    assert read(" 08312345678 ").refused[0].raw == "08312345678"
    assert read(" 083 123 ").refused[0].raw == "083 123"


def test_long_texts_are_refused_and_not_remembered() -> None:
    reader = Reader("ZA")
    letter = "Dear sir, " * 50
    refused = reader.read([letter, f"{letter} 083", "1" * 500]).refused

    assert [each.fault for each in refused.values()] == [
        Fault.LETTERS,
        Fault.LETTERS,
        Fault.TOO_LONG,
    ]
    assert reader.remembered(letter) is None


def test_what_is_odd_is_read_once_however_often_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    parse, asked = numbers.parse, []

    def counting(text: str, *, region: str, short_ok: bool = False) -> numbers.E164:
        asked.append(text)
        return parse(text, region=region, short_ok=short_ok)

    monkeypatch.setattr(numbers, "parse", counting)
    odd = ["083 123 4567 / 082 987 6543", "~083 123 4567", "12"]
    reader = Reader("ZA")
    first, again = reader.read(odd * 2), reader.read(odd)

    assert sorted(asked) == sorted(odd)
    assert first.digits.tolist() == [0, 27831234567, 0] * 2
    assert again.refused[0].args == first.refused[0].args == first.refused[3].args


def test_not_more_is_remembered_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(number_arrays, "_MOST_REMEMBERED", 2)
    reader = Reader("ZA")
    cells = [f"~083 123 456{last}" for last in range(5)]

    assert reader.read(cells).digits.tolist() == [27831234560 + last for last in range(5)]
    assert [reader.remembered(cell) for cell in cells] == [None] * 4 + [27831234564]


def test_words_around_numbers_are_letters_or_several() -> None:
    refused = Reader("ZA").read(["id 0831234567", "0831234567 or 0829876543"]).refused

    assert [each.fault for each in refused.values()] == [Fault.LETTERS, Fault.SEVERAL]


def test_an_apostrophe_before_each_number_says_nothing() -> None:
    """A csv of ours has it, and what else is odd in such a file is read as it is alone."""
    cells = ["+27831234567", "27821234567.0", "abc", "'0841234567", "+27 (0)76 123 4567"]
    guarded = [f"'{cell}" for cell in cells]

    read = Reader("ZA").read([*guarded, "0821234567", "'0721234567"])

    alone = Reader("ZA").read([*cells, "0821234567", "0721234567"])
    assert read.digits.tolist() == alone.digits.tolist()
    assert {place: each.fault for place, each in read.refused.items()} == {
        place: each.fault for place, each in alone.refused.items()
    }
    assert read.digits[0] == 27831234567
