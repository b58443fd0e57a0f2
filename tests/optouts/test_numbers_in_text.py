"""Several numbers at once: typed as a list, or anywhere in a message."""

from optouts import numbers
from optouts.numbers import E164, Fault


def written(found: tuple[E164, ...]) -> list[str]:
    return [str(number) for number in found]


def test_a_list_is_cut_at_commas_semicolons_and_line_ends_and_not_at_blanks() -> None:
    reading = numbers.read(
        "083 123 4567, 082 987 6543;+44 7400 123456\r\n084 555 0103", region="ZA"
    )

    assert written(reading.numbers) == [
        "+27831234567",
        "+27829876543",
        "+447400123456",
        "+27845550103",
    ]
    assert reading.refused == ()
    assert reading.repeated == 0


def test_the_good_numbers_of_a_list_are_kept_beside_the_bad_ones() -> None:
    reading = numbers.read("0831234567, 12, abc,, 0829876543,\n", region="ZA")

    assert written(reading.numbers) == ["+27831234567", "+27829876543"]
    assert [(bad.raw, bad.fault) for bad in reading.refused] == [
        ("12", Fault.TOO_SHORT),
        ("abc", Fault.LETTERS),
    ]


def test_a_number_typed_twice_is_counted_and_kept_once() -> None:
    reading = numbers.read("0831234567; +27 83 123 4567; 27831234567", region="ZA")

    assert written(reading.numbers) == ["+27831234567"]
    assert reading.repeated == 2


def test_a_decimal_comma_does_not_cut_a_rounded_number_in_two() -> None:
    reading = numbers.read("2,78E+10, 0831234567,2.78E+10", region="ZA")

    assert written(reading.numbers) == ["+27831234567"]
    assert [(bad.raw, bad.fault) for bad in reading.refused] == [
        ("2,78E+10", Fault.SCIENTIFIC),
        ("2.78E+10", Fault.SCIENTIFIC),
    ]


def test_a_link_with_a_comma_in_its_label_is_one_number() -> None:
    reading = numbers.read("<tel:+27831234567|083, 123 4567>; 0829876543", region="ZA")

    assert written(reading.numbers) == ["+27831234567", "+27829876543"]


def test_commas_of_other_scripts_cut_a_list_too() -> None:
    text = "0831234567\N{ARABIC COMMA}0829876543\N{FULLWIDTH COMMA}0845550103\N{LINE SEPARATOR}"

    assert len(numbers.read(text, region="ZA").numbers) == 3


def test_an_empty_list_says_so() -> None:
    for text in ("", " \n", ",;,"):
        reading = numbers.read(text, region="ZA")

        assert reading.numbers == ()
        assert [bad.fault for bad in reading.refused] == [Fault.EMPTY]


def test_a_list_takes_short_numbers_once_someone_says_they_are_right() -> None:
    assert [bad.fault for bad in numbers.read("83123", region="ZA").refused] == [
        Fault.UNUSUALLY_SHORT
    ]
    assert written(numbers.read("83123", region="ZA", short_ok=True).numbers) == ["+2783123"]


def test_the_numbers_in_a_message_are_found() -> None:
    message = (
        "Three customers phoned today and want no more messages: 082 555 0101, "
        "+27 83 555 0102 and 084 555 0103. Can someone take care of it?"
    )

    assert written(numbers.find(message, region="ZA")) == [
        "+27825550101",
        "+27835550102",
        "+27845550103",
    ]


def test_links_to_numbers_in_a_message_are_found_once_each() -> None:
    message = (
        "<tel:+27831234567|083 123 4567> again: 083\N{NO-BREAK SPACE}123 4567, "
        "and <whatsapp:+27829876543>"
    )

    assert written(numbers.find(message, region="ZA")) == ["+27831234567", "+27829876543"]


def test_mentions_dates_and_addresses_in_a_message_are_no_numbers() -> None:
    message = (
        "<@U0831234567> <#C0831234567|sales> <!date^1392734382^{date}|18 February> "
        "<https://example.com/0831234567|this page>"
    )

    assert numbers.find(message, region="US") == ()
    assert numbers.find(message, region="ZA") == ()


def test_a_message_is_searched_for_full_numbers_when_no_region_is_known() -> None:
    assert written(numbers.find("083 123 4567 or +27 82 987 6543", region="")) == ["+27829876543"]


def test_short_numbers_and_extensions_in_a_message_are_passed_over() -> None:
    assert numbers.find("order 083 123, call 011 555 0101 ext 4", region="ZA") == ()
