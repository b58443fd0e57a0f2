"""Why a text is not a number we can use: the reason as data, to be worded by the doors."""

import re
from enum import StrEnum, auto
from functools import cache

import phonenumbers
from phonenumbers import (
    NumberParseException,
    PhoneMetadata,
    PhoneNumber,
    PhoneNumberType,
    ValidationResult,
    shortnumberinfo,
)

from optouts import number_reading, number_text
from optouts.number_reading import LONGEST


class Fault(StrEnum):
    EMPTY = auto()
    TOO_SHORT = auto()
    TOO_LONG = auto()
    INVALID = auto()
    WRONG_REGION = auto()
    NO_REGION = auto()
    SHORT_CODE = auto()
    EMERGENCY = auto()
    SCIENTIFIC = auto()
    LETTERS = auto()
    SEVERAL = auto()
    UNUSUALLY_SHORT = auto()
    FLOAT = auto()  # only in files, see number_arrays; so is the next
    LEADING_ZERO = auto()


class UnreadableNumber(ValueError):
    """A refused text: region is the one used ("" if none), usual the usual national length for
    UNUSUALLY_SHORT, regions at most three in which it would read for WRONG_REGION."""

    def __init__(
        self,
        raw: str,
        fault: Fault,
        region: str = "",
        usual: int = 0,
        regions: tuple[str, ...] = (),
    ) -> None:
        super().__init__(raw, fault, region, usual, regions)
        self.raw = raw
        self.fault = fault
        self.region = region
        self.usual = usual
        self.regions = regions

    def __str__(self) -> str:
        """Without the text: it may be somebody's number, and this ends up in logs."""
        return self.fault.value

    def __repr__(self) -> str:
        return f"UnreadableNumber({self.fault.value})"


_LONGEST_TEXT = 250  # more than phonenumbers looks at
MOST_REGIONS = 3
_FEWEST_DIGITS = 4  # what has fewer is short before it is anything else
_MOST_WORDS = 24
_BETWEEN_NUMBERS = re.compile(r"[\s,;/|&]+|(?=\+)")

_PARSE_FAULTS = {
    NumberParseException.TOO_LONG: Fault.TOO_LONG,
    NumberParseException.TOO_SHORT_NSN: Fault.TOO_SHORT,
    NumberParseException.TOO_SHORT_AFTER_IDD: Fault.TOO_SHORT,
}
_TOO_SHORT_ANYWHERE = {
    ValidationResult.TOO_SHORT,
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY,  # the area code is missing
}

# Where a number that does not fit its region most likely comes from, likeliest first.
# Indonesia is not among them: mobile numbers of 9 to 12 digits there fit most slips made elsewhere.
OFTEN_MEANT = re.findall(
    r"\w+",
    "ZA GB US IN NG KE AU DE FR BR MX ES IT NL PT PL AE SA EG GH TZ UG ZM ZW BW NA MZ LS SZ MU "
    "PK BD LK PH MY SG HK TH VN TR IL IE NZ CH AT BE SE NO DK FI AR CO CL PE CN JP KR",
)


def unreadable(raw: str, cleaned: str, region: str) -> UnreadableNumber:
    """The likeliest reason why number_reading.reading found nothing in a cleaned text."""
    if fault := _fault_of_text(cleaned, region):
        return UnreadableNumber(raw, fault, region)
    if fault := _fault_of_digits(cleaned, region):
        return UnreadableNumber(raw, fault, region)
    if "+" not in cleaned and (regions := _regions_that_read(cleaned)):
        return UnreadableNumber(raw, Fault.WRONG_REGION, region, 0, regions)
    return UnreadableNumber(raw, _fault_of_length(cleaned, region), region)


def _fault_of_text(cleaned: str, region: str) -> Fault | None:
    if not number_reading.digits_of(cleaned):
        return Fault.LETTERS if number_reading.has_letters(cleaned) else Fault.EMPTY
    if number_text.is_scientific(cleaned):
        return Fault.SCIENTIFIC
    if _are_several(cleaned, region):
        return Fault.SEVERAL
    letters = number_reading.has_letters(cleaned)
    if letters or number_reading.has_strange_marks(cleaned):
        return Fault.LETTERS if letters else Fault.INVALID
    if len(cleaned) > _LONGEST_TEXT:
        return Fault.TOO_LONG
    return None if region or "+" in cleaned else Fault.NO_REGION


def _are_several(cleaned: str, region: str) -> bool:
    """Whether two numbers stand in it one after the other, as in 083 123 4567 / 082 987 6543."""
    words = [word for word in _BETWEEN_NUMBERS.split(cleaned) if word][:_MOST_WORDS]
    found, open_words = 0, ""
    for word in words if len(words) > 1 else []:
        if number_reading.has_letters(word):
            open_words = ""
            continue
        open_words = f"{open_words} {word}".strip()
        if _is_usual(open_words, region) or (open_words != word and _is_usual(word, region)):
            found, open_words = found + 1, ""
    return found > 1


def _is_usual(text: str, region: str) -> bool:
    number = number_reading.reading(text, region)
    return number is not None and not number_reading.is_unusually_short(number)


def _parsed(cleaned: str, region: str) -> PhoneNumber:
    return phonenumbers.parse(cleaned, None if "+" in cleaned else region)


def _fault_of_digits(cleaned: str, region: str) -> Fault | None:
    """What phonenumbers itself is sure of."""
    try:
        number = _parsed(cleaned, region)
    except NumberParseException as refusal:
        few = len(number_reading.digits_of(cleaned)) < _FEWEST_DIGITS
        return _PARSE_FAULTS.get(refusal.error_type, Fault.TOO_SHORT if few else Fault.INVALID)
    if number.extension is not None:
        return Fault.INVALID
    if "+" not in cleaned and (fault := _fault_of_service(number, cleaned, region)):
        return fault
    too_short = phonenumbers.is_possible_number_with_reason(number) in _TOO_SHORT_ANYWHERE
    return Fault.TOO_SHORT if too_short else None


def _fault_of_service(number: PhoneNumber, cleaned: str, region: str) -> Fault | None:
    digits = number_reading.digits_of(cleaned)
    if shortnumberinfo.is_emergency_number(digits, region):
        return Fault.EMERGENCY
    as_dialled = phonenumbers.national_significant_number(number) == digits
    if as_dialled and shortnumberinfo.is_valid_short_number_for_region(number, region):
        return Fault.SHORT_CODE
    return None


def _fault_of_length(cleaned: str, region: str) -> Fault:
    """phonenumbers allows for rare kinds; a person compares with the numbers usual there."""
    number = _parsed(cleaned, region)
    home = phonenumbers.region_code_for_country_code(number.country_code or 0)
    shortest, longest = number_reading.usual_lengths(home)
    length = number_reading.national_length(number)
    if length < shortest:
        return Fault.TOO_SHORT
    allowed = phonenumbers.is_possible_number_with_reason(number) != ValidationResult.TOO_LONG
    most = longest or LONGEST - len(str(number.country_code))
    return Fault.INVALID if allowed and length <= most else Fault.TOO_LONG


def _regions_that_read(cleaned: str) -> tuple[str, ...]:
    digits = number_reading.digits_of(cleaned)
    found: list[str] = []
    for region in OFTEN_MEANT:
        # The pattern costs a hundredth of a reading: in files most refusals match nowhere.
        if written_at_home(region).fullmatch(digits) and _is_mobile_of(region, cleaned):
            found.append(region)
            if len(found) == MOST_REGIONS:
                break
    return tuple(found)


@cache
def written_at_home(region: str) -> re.Pattern[str]:
    """The digits of a mobile number as people in a region write it."""
    about = PhoneMetadata.metadata_for_region(region)
    mobile = about.mobile if about else None
    pattern = (mobile.national_number_pattern if mobile else None) or "(?!)"
    prefix = (about.national_prefix if about else None) or ""
    # Without the leading 0 that people there write, nearly any digits fit somewhere.
    forms = about.number_format if about else []
    optional = any(form.national_prefix_optional_when_formatting for form in forms)
    return re.compile(f"(?:{prefix}){'?' if optional else ''}(?:{pattern})")


def _is_mobile_of(region: str, cleaned: str) -> bool:
    number = number_reading.reading(cleaned, region)
    return (
        number is not None
        and number.country_code == phonenumbers.country_code_for_region(region)
        and not number_reading.is_unusually_short(number)
        and phonenumbers.number_type(number)
        in {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
    )
