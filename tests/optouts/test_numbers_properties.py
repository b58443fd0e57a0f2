"""What holds for every number of every region, and for any text at all."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from optouts import numbers
from optouts.numbers import E164, UnreadableNumber

FORMATS = [
    PhoneNumberFormat.E164,
    PhoneNumberFormat.INTERNATIONAL,
    PhoneNumberFormat.NATIONAL,
    PhoneNumberFormat.RFC3966,
]
TEXTABLE = [PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE]
EVERY_TYPE = [
    *TEXTABLE,
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.VOIP,
    PhoneNumberType.PERSONAL_NUMBER,
    PhoneNumberType.PAGER,
    PhoneNumberType.UAN,
    PhoneNumberType.VOICEMAIL,
]
# Iran's four-digit company numbers have six digits with their calling code: fewer than E164 holds.
TOO_SHORT_FOR_US = {("IR", PhoneNumberType.UAN)}


def examples_of(region: str, kinds: list[int]) -> list[phonenumbers.PhoneNumber]:
    found = [
        phonenumbers.example_number_for_type(region, kind)
        for kind in kinds
        if (region, kind) not in TOO_SHORT_FOR_US
    ]
    return [number for number in found if number is not None]


def e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


CASES = [
    (region, e164(number), phonenumbers.format_number(number, style))
    for region in numbers.REGIONS
    for number in examples_of(region, TEXTABLE)
    for style in FORMATS
]
NUMBERS = sorted({E164(int(number.removeprefix("+"))) for _, number, _ in CASES})

any_case = st.sampled_from(CASES)
any_number = st.sampled_from(NUMBERS)
any_region = st.sampled_from(["", *numbers.REGIONS])
number_like = st.text("0123456789+-() .,;/*#~xE\u0661\uff10\u00a0\u200b'\"<>|tel:", max_size=30)


@pytest.mark.parametrize("region", numbers.REGIONS)
def test_every_example_number_reads_back_from_each_of_its_spellings(region: str) -> None:
    for number in examples_of(region, EVERY_TYPE):
        for style in FORMATS:
            text = phonenumbers.format_number(number, style)

            assert str(numbers.parse(text, region=region, short_ok=True)) == e164(number), text


@pytest.mark.parametrize("region", numbers.REGIONS)
def test_example_landlines_and_mobiles_are_never_called_unusually_short(region: str) -> None:
    for number in examples_of(region, TEXTABLE):
        assert str(numbers.parse(e164(number), region=region)) == e164(number)


@given(
    any_case, st.text(" \t\u00a0\u202f\u200b\u200e\ufeff\u2060'\"\u201c\u201d\u2018`", max_size=6)
)
def test_blanks_quotes_and_invisible_marks_around_a_number_change_nothing(
    case: tuple[str, str, str], wrapping: str
) -> None:
    region, number, text = case

    assert str(numbers.parse(f"{wrapping}{text}{wrapping[::-1]}.", region=region)) == number


@given(any_case, st.data())
def test_blanks_dashes_and_invisible_marks_inside_a_number_change_nothing(
    case: tuple[str, str, str], data: st.DataObject
) -> None:
    region, number, text = case
    if text.startswith("tel:"):  # the scheme is a word, not part of the number
        text = text.removeprefix("tel:")
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        mark = data.draw(st.sampled_from(list(" -\u00a0\u200b\u2011\u2013\u200e\u00ad\u3000")))
        text = text[:place] + mark + text[place:]

    assert str(numbers.parse(text, region=region)) == number


@given(any_case, st.sampled_from([0x0660, 0x06F0, 0x0966, 0xFF10]))
def test_digits_of_another_script_change_nothing(case: tuple[str, str, str], zero: int) -> None:
    region, number, text = case
    foreign = text.translate({ord("0") + digit: zero + digit for digit in range(10)})

    assert str(numbers.parse(foreign, region=region)) == number


def outcome(text: str, region: str, *, short_ok: bool) -> E164 | UnreadableNumber:
    try:
        return numbers.parse(text, region=region, short_ok=short_ok)
    except UnreadableNumber as refused:
        return refused


@given(text=st.one_of(st.text(), number_like), region=any_region, short_ok=st.booleans())
def test_any_text_is_a_number_or_a_refusal(*, text: str, region: str, short_ok: bool) -> None:
    match outcome(text, region, short_ok=short_ok):
        case E164() as number:
            assert numbers.parse(str(number), region="", short_ok=True) == number
        case UnreadableNumber() as refused:
            assert refused.region == region
            assert len(refused.regions) <= 3


@given(st.one_of(st.text(), number_like), any_region)
def test_any_list_and_any_message_can_be_read(text: str, region: str) -> None:
    reading = numbers.read(text, region=region)

    assert reading.numbers or reading.refused
    assert len(set(reading.numbers)) == len(reading.numbers)
    assert len(set(numbers.find(text, region=region))) == len(numbers.find(text, region=region))


@given(
    st.lists(any_number, min_size=1, max_size=8), st.sampled_from([",", ";", "\n", ", ", "\r\n"])
)
def test_a_list_reads_as_its_numbers_do_one_by_one(typed: list[E164], separator: str) -> None:
    reading = numbers.read(separator.join(map(str, typed)), region="")

    assert reading.refused == ()
    assert reading.numbers == tuple(dict.fromkeys(typed))
    assert reading.repeated == len(typed) - len(set(typed))


@given(any_number)
def test_a_number_reads_back_from_everything_it_is_shown_as(number: E164) -> None:
    assert numbers.parse(str(number), region="") == number
    assert numbers.parse(number.international, region="") == number
    assert numbers.find(f"Please stop {number.international}.", region="") == (number,)


@given(st.integers(10**6, 10**15 - 1))
def test_a_mask_shows_no_more_than_calling_code_and_last_four(digits: int) -> None:
    number = E164(digits)
    code, _, last = number.masked.removeprefix("+").partition("…")

    assert len(last) <= 4
    assert not code or int(code) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    assert len(code) + len(last) < len(str(digits))
    assert str(digits) not in repr(number)


@given(any_number)
def test_matching_numbers_match_each_other(number: E164) -> None:
    first, *others = numbers.equivalents(number)

    assert first == number
    for other in others:
        assert number in numbers.equivalents(other)
