"""The definition of how one cleaned text is read as a number; phonenumbers decides."""

import re
from functools import cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from optouts import number_text

LONGEST = 15  # digits, calling code included: ITU-T E.164
SHORTEST = 7  # the shortest real ones are Niue's and Tokelau's: three for the code, four more

_STRANGE_MARKS = re.compile(r"[*#]|\.\.")  # dialling codes; dots that stand for hidden digits
_NO_DIGIT = re.compile(r"[^0-9]+")
_MEXICO_WITH_1 = re.compile(r"521([0-9]{10})")
_BRAZIL_WITHOUT_9 = re.compile(r"55([1-9][0-9])([6-9][0-9]{7})")  # no area code begins with 0


def digits_of(text: str) -> str:
    return _NO_DIGIT.sub("", text)


def has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def has_strange_marks(text: str) -> bool:
    return _STRANGE_MARKS.search(text) is not None


def reading(cleaned: str, region: str) -> PhoneNumber | None:
    """The number a cleaned text stands for, or None; the steps are listed at numbers.parse."""
    if has_letters(cleaned) or has_strange_marks(cleaned) or number_text.is_scientific(cleaned):
        return None
    international = "+" in cleaned
    if not (international or region):
        return None
    try:
        number = phonenumbers.parse(cleaned, None if international else region)
    except NumberParseException as refusal:
        if refusal.error_type == NumberParseException.NOT_A_NUMBER:
            return None
    else:
        if number.extension is not None:
            return None
        if _is_good(number):
            return number
    digits = digits_of(cleaned)
    return (None if international else good(digits)) or good(_from_whatsapp(digits))


def good(digits: str) -> PhoneNumber | None:
    """Calling code and national number, read without any region; None unless valid."""
    try:
        number = phonenumbers.parse(f"+{digits}")
    except NumberParseException:
        return None
    return number if _is_good(number) else None


def _is_good(number: PhoneNumber) -> bool:
    return phonenumbers.is_valid_number(number) and len(e164_digits(number)) <= LONGEST


def _from_whatsapp(digits: str) -> str:
    """Mexican and Brazilian WhatsApp ids as they are dialled today; "" for everything else.

    Mexico took the mobile 1 after 52 out of its numbers in 2019, WhatsApp keeps it
    (https://faq.whatsapp.com/1294841057948784). Brazil put a 9 before mobile numbers, older
    WhatsApp accounts go without it (https://waha.devlike.pro/docs/apps/brazilian-phone-numbers/).
    """
    if mexican := _MEXICO_WITH_1.fullmatch(digits):
        return f"52{mexican[1]}"
    if brazilian := _BRAZIL_WITHOUT_9.fullmatch(digits):
        return f"55{brazilian[1]}9{brazilian[2]}"
    return ""


def e164_digits(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164).removeprefix("+")


def national_length(number: PhoneNumber) -> int:
    return len(phonenumbers.national_significant_number(number))


def region_of(number: PhoneNumber) -> str:
    """The region a valid number belongs to; "" for what belongs to none, such as +800."""
    region = phonenumbers.region_code_for_number(number) or ""
    return region if region in phonenumbers.SUPPORTED_REGIONS else ""


@cache
def usual_lengths(region: str) -> tuple[int, int]:
    """The shorter and the longer of the region's example landline and mobile; (0, 0) without."""
    examples = (
        phonenumbers.example_number_for_type(region, kind)
        for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)
    )
    lengths = [national_length(example) for example in examples if example is not None]
    return (min(lengths), max(lengths)) if lengths else (0, 0)


def is_unusually_short(number: PhoneNumber) -> bool:
    """phonenumbers calls South Africa's 83123 valid; a cell cut off in a file looks just so."""
    return national_length(number) < usual_lengths(region_of(number))[0]
