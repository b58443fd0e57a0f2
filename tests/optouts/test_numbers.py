"""What people type for numbers, and what they get."""

import pickle

import pytest

from optouts import numbers
from optouts.numbers import E164, Fault, UnreadableNumber


def refusal(text: str, region: str = "ZA", *, short_ok: bool = False) -> UnreadableNumber:
    with pytest.raises(UnreadableNumber) as caught:
        numbers.parse(text, region=region, short_ok=short_ok)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        "27831234567",
        "0831234567",
        "831234567",
        "+27 83 123 4567",
        "0027831234567",
        "+27 (0)83 123 4567",
        "(083) 123-4567",
        "083.123.4567",
        "<tel:+27831234567|083 123 4567>",
        "<tel:0831234567|083 123 4567>",
        "<tel:0831234567>",
        '"0831234567"',
        "\N{LEFT DOUBLE QUOTATION MARK}0831234567\N{RIGHT DOUBLE QUOTATION MARK}",
        "\N{LEFT SINGLE QUOTATION MARK}+27831234567\N{RIGHT SINGLE QUOTATION MARK}",
        "\N{DOUBLE LOW-9 QUOTATION MARK}0831234567\N{LEFT DOUBLE QUOTATION MARK}",
        "'+27831234567",
        '="0831234567"',
        "083\N{NO-BREAK SPACE}123\N{NARROW NO-BREAK SPACE}4567",
        "083\N{ZERO WIDTH SPACE}1234567\N{ZERO WIDTH NO-BREAK SPACE}",
        "\N{LEFT-TO-RIGHT EMBEDDING}+27831234567\N{POP DIRECTIONAL FORMATTING}",
        "083\N{EN DASH}123\N{NON-BREAKING HYPHEN}4567",
        "083\N{MINUS SIGN}123\N{SOFT HYPHEN}4567",
        "\uff0b\uff12\uff17\uff18\uff13\uff11\uff12\uff13\uff14\uff15\uff16\uff17",
        "\u0660\u0668\u0663\u0661\u0662\u0663\u0664\u0665\u0666\u0667",
        "\u06f0\u06f8\u06f3\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7",
        "whatsapp:+27831234567",
        "WhatsApp: 083 123 4567",
        "tel:+27-83-123-4567",
        "tel://0831234567",
        " \t0831234567. \n",
        "27831234567.0",
        "0831234567.00",
    ],
)
def test_every_way_of_writing_a_number_is_the_same_number(text: str) -> None:
    assert str(numbers.parse(text, region="ZA")) == "+27831234567"


def test_a_foreign_number_without_its_plus_is_read_when_it_is_no_number_at_home() -> None:
    assert str(numbers.parse("447400123456", region="ZA")) == "+447400123456"


def test_the_national_reading_wins_over_the_international_one() -> None:
    assert str(numbers.parse("2012345678", region="US")) == "+12012345678"
    assert str(numbers.parse("20 1234 5678", region="GB")) == "+442012345678"


def test_with_a_plus_the_region_does_not_matter() -> None:
    assert str(numbers.parse("+27831234567", region="")) == "+27831234567"
    assert str(numbers.parse("+27831234567", region="US")) == "+27831234567"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.EMPTY),
        (" \N{ZERO WIDTH SPACE} ", Fault.EMPTY),
        ("---", Fault.EMPTY),
        ("n/a", Fault.LETTERS),
        ("0800-FLOWERS", Fault.LETTERS),
        ("0831234567 x12", Fault.LETTERS),
        ("0831234567 ext. 5", Fault.LETTERS),
        ("tel:+27831234567;ext=5", Fault.LETTERS),
        ("0831234567#5", Fault.INVALID),
        ("0831234567,5", Fault.INVALID),
        ("0831234567~5", Fault.INVALID),
        ("*120*3279#", Fault.INVALID),
        ("2.78E+10", Fault.SCIENTIFIC),
        ("2.78E10", Fault.SCIENTIFIC),
        ("2,78E+10", Fault.SCIENTIFIC),
        ("2.78\N{MULTIPLICATION SIGN}10^10", Fault.SCIENTIFIC),
        ("0831234567/0829876543", Fault.SEVERAL),
        ("0831234567 0829876543", Fault.SEVERAL),
        ("083 123 4567 082 987 6543", Fault.SEVERAL),
        ("0831234567 and 0829876543", Fault.SEVERAL),
        ("12 0831234567 0829876543", Fault.SEVERAL),
        ("+27831234567+27829876543", Fault.SEVERAL),
        ("0831234567\n0829876543", Fault.SEVERAL),
        ("0831234567,0829876543", Fault.SEVERAL),
        ("12", Fault.TOO_SHORT),
        ("+27", Fault.TOO_SHORT),
        ("00", Fault.TOO_SHORT),
        ("911", Fault.TOO_SHORT),
        ("060 123", Fault.TOO_SHORT),
        ("+27 83", Fault.TOO_SHORT),
        ("08312345678", Fault.TOO_LONG),
        ("+27831234567890123", Fault.TOO_LONG),
        ("+80012345678901", Fault.TOO_LONG),
        ("08312345670829876543", Fault.TOO_LONG),
        ("1" * 300, Fault.TOO_LONG),
        ("0251234567", Fault.INVALID),
        ("+27251234567", Fault.INVALID),
        ("083?1234567", Fault.INVALID),
        ("27?831234567", Fault.INVALID),
        ("+27+831234567", Fault.INVALID),
        ("35117", Fault.SHORT_CODE),
        ("35 117", Fault.SHORT_CODE),
        ("10111", Fault.EMERGENCY),
        ("112", Fault.EMERGENCY),
    ],
)
def test_what_is_not_one_number_is_refused_with_its_reason(text: str, fault: Fault) -> None:
    refused = refusal(text)

    assert refused.fault is fault
    assert refused.region == "ZA"


def test_emergency_numbers_are_those_of_the_region() -> None:
    assert refusal("911", "US").fault is Fault.EMERGENCY
    assert refusal("112", "DE").fault is Fault.EMERGENCY
    assert refusal("911", "ZA").fault is not Fault.EMERGENCY


def test_a_plus_before_anything_but_a_calling_code_is_refused() -> None:
    assert refusal("+0831234567").fault is Fault.INVALID
    assert refusal("+0027831234567").fault is Fault.INVALID


def test_a_number_that_hides_its_digits_is_no_shorter_number() -> None:
    assert refusal("083***4567", short_ok=True).fault is Fault.INVALID
    assert refusal("083...4567", short_ok=True).fault is Fault.INVALID
    assert refusal("+27…4567", short_ok=True).fault is Fault.INVALID


@pytest.mark.parametrize("region", ["", "XX", "za", "001"])
def test_without_a_known_region_a_number_without_plus_is_refused(region: str) -> None:
    for text in ("0831234567", "27831234567", "0027831234567"):
        refused = refusal(text, region)

        assert refused.fault is Fault.NO_REGION
        assert refused.region == ""


def test_a_number_of_another_region_is_refused_with_the_regions_it_fits() -> None:
    south_african = refusal("0831234567", "US")
    british = refusal("07400 123456", "ZA")

    assert south_african.fault is Fault.WRONG_REGION
    assert south_african.region == "US"
    assert "ZA" in south_african.regions
    assert len(south_african.regions) <= 3
    assert british.fault is Fault.WRONG_REGION
    assert "GB" in british.regions


def test_an_indian_number_without_its_seldom_written_zero_is_recognised_as_indian() -> None:
    assert "IN" in refusal("98765 43210", "ZA").regions


def test_every_region_suggested_reads_the_number() -> None:
    refused = refusal("0831234567", "GB")

    assert refused.regions
    for region in refused.regions:
        assert numbers.parse(refused.raw, region=region).region == region


@pytest.mark.parametrize("text", ["83123", "083 123", "+2783123", "002783123"])
def test_a_number_cut_short_is_refused_with_the_usual_length(text: str) -> None:
    refused = refusal(text)

    assert refused.fault is Fault.UNUSUALLY_SHORT
    assert refused.usual == 9


def test_a_short_number_is_taken_once_someone_says_it_is_right() -> None:
    assert str(numbers.parse("083 123", region="ZA", short_ok=True)) == "+2783123"


def test_countries_whose_numbers_are_short_are_read_without_asking() -> None:
    assert str(numbers.parse("7012", region="NU")) == "+6837012"
    assert str(numbers.parse("7290", region="TK")) == "+6907290"
    assert str(numbers.parse("22158", region="SH")) == "+29022158"


def test_a_service_number_of_six_digits_is_too_short_even_when_confirmed() -> None:
    assert refusal("9601", "IR").fault is Fault.UNUSUALLY_SHORT
    assert refusal("9601", "IR", short_ok=True).fault is Fault.TOO_SHORT


def test_german_numbers_beyond_fifteen_digits_are_too_long() -> None:
    assert refusal("0800 1234567890123", "DE").fault is Fault.TOO_LONG


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("+5215512345678", ""),
        ("5215512345678", "MX"),
        ("5215512345678", "ZA"),
        ("whatsapp:+5215512345678", ""),
        ("+525512345678", ""),
        ("55 1234 5678", "MX"),
    ],
)
def test_a_mexican_whatsapp_id_is_the_number_people_dial(text: str, region: str) -> None:
    assert str(numbers.parse(text, region=region)) == "+525512345678"


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("+55 11 8765-4321", ""),
        ("551187654321", "BR"),
        ("551187654321", "ZA"),
        ("+5511987654321", ""),
        ("(11) 98765-4321", "BR"),
    ],
)
def test_a_brazilian_whatsapp_id_gains_its_ninth_digit(text: str, region: str) -> None:
    assert str(numbers.parse(text, region=region)) == "+5511987654321"


def test_a_brazilian_area_code_never_begins_with_a_zero() -> None:
    """phonenumbers would drop the zero, and the ninth digit make it somebody else’s number."""
    with pytest.raises(UnreadableNumber):
        numbers.parse("550872545849", region="ZA")


def test_a_brazilian_landline_stays_as_it_is() -> None:
    assert str(numbers.parse("+55 11 2345-6789", region="")) == "+551123456789"


def test_an_argentine_mobile_matches_with_and_without_its_9() -> None:
    with_9, without = E164(5491112345678), E164(541112345678)

    assert numbers.equivalents(with_9) == (with_9, without)
    assert numbers.equivalents(without) == (without, with_9)


@pytest.mark.parametrize(
    "digits", [27831234567, 525512345678, 5511987654321, 548001234567, 6837012]
)
def test_other_numbers_match_only_themselves(digits: int) -> None:
    assert numbers.equivalents(E164(digits)) == (E164(digits),)


@pytest.mark.parametrize("digits", [0, -27831234567, 123456, 10**15])
def test_an_e164_number_cannot_exist_with_the_wrong_length(digits: int) -> None:
    with pytest.raises(ValueError, match="7 to 15 digits"):
        E164(digits)


def test_a_number_is_shown_whole_masked_and_spaced() -> None:
    number = E164(27831234567)

    assert str(number) == "+27831234567"
    assert number.masked == "+27…4567"
    assert repr(number) == "E164(+27…4567)"
    assert number.international == "+27 83 123 4567"
    assert number.region == "ZA"


def test_a_very_short_number_is_not_given_away_by_its_mask() -> None:
    assert E164(6837012).masked == "+683…12"


def test_numbers_of_no_region_have_none() -> None:
    assert E164(80012345678).region == ""


def test_digits_that_are_no_valid_number_are_shown_plainly() -> None:
    number = E164(9999999999)

    assert number.region == ""
    assert number.international == "+9999999999"
    assert number.masked == "+…9999"


def test_numbers_sort_and_compare_by_their_digits() -> None:
    assert sorted([E164(27831234567), E164(6837012)]) == [E164(6837012), E164(27831234567)]
    assert len({E164(27831234567), E164(27831234567)}) == 1


def test_a_refusal_never_shows_the_number_in_a_log() -> None:
    refused = refusal("08312345678")

    assert "0831" not in f"{refused} {refused!r}"
    assert refused.raw == "08312345678"


def test_a_refusal_survives_the_way_between_processes() -> None:
    refused = pickle.loads(pickle.dumps(refusal("0831234567", "US")))  # noqa: S301 - our own bytes

    assert refused.fault is Fault.WRONG_REGION
    assert "ZA" in refused.regions


def test_every_region_has_an_english_name() -> None:
    assert numbers.region_name("ZA") == "South Africa"
    assert list(numbers.REGIONS) == sorted(numbers.REGIONS)
    for code in numbers.REGIONS:
        assert numbers.is_region(code)
        assert numbers.region_name(code) not in {"", code}


def test_codes_of_no_region_are_none() -> None:
    for code in ("", "za", "XX", "001", "EU"):
        assert not numbers.is_region(code)
    assert numbers.region_name("XX") == "XX"
