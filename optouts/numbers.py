"""E.164 numbers: what people type, read as numbers or refused with a reason."""

from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

from optouts import number_faults, number_reading, number_text
from optouts.number_faults import Fault, UnreadableNumber
from optouts.number_reading import LONGEST, SHORTEST
from optouts.regions import REGIONS, is_region, region_name

__all__ = [
    "E164",
    "REGIONS",
    "Fault",
    "Reading",
    "UnreadableNumber",
    "equivalents",
    "find",
    "is_region",
    "parse",
    "read",
    "region_name",
]

_SHOWN_DIGITS = 4
_LONGEST_CALLING_CODE = 3

_ARGENTINE = range(54 * 10**10, 55 * 10**10)
_ARGENTINE_WITH_9 = range(549 * 10**10, 550 * 10**10)


@dataclass(frozen=True, slots=True, order=True, repr=False)
class E164:
    """A number as one integer, calling code first: 27831234567."""

    digits: int

    def __post_init__(self) -> None:
        if not 10 ** (SHORTEST - 1) <= self.digits < 10**LONGEST:
            raise ValueError(f"an E.164 number has {SHORTEST} to {LONGEST} digits")

    def __str__(self) -> str:
        return f"+{self.digits}"

    def __repr__(self) -> str:
        return f"E164({self.masked})"

    @property
    def masked(self) -> str:
        """Calling code and last four digits; of very short numbers no more than half."""
        digits = str(self.digits)
        code = _calling_code(digits)
        shown = min(_SHOWN_DIGITS, (len(digits) - len(code)) // 2)
        return f"+{code}…{digits[-shown:]}"

    @property
    def international(self) -> str:
        number = number_reading.good(str(self.digits))
        if number is None:
            return str(self)
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)

    @property
    def region(self) -> str:
        number = number_reading.good(str(self.digits))
        return number_reading.region_of(number) if number is not None else ""


def _calling_code(digits: str) -> str:
    for length in range(1, _LONGEST_CALLING_CODE + 1):
        if int(digits[:length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            return digits[:length]
    return ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed list holds: distinct numbers in order, what was refused, how many came again."""

    numbers: tuple[E164, ...]
    refused: tuple[UnreadableNumber, ...]
    repeated: int


def parse(text: str, *, region: str, short_ok: bool = False) -> E164:
    """The one number a text stands for; raises UnreadableNumber. A region "" is unknown.

    The definition, for every reader of numbers in this program:

    1. Clean: a Slack link gives what it leads to; digits, blanks, dashes and quotes of other
       scripts become ASCII, invisible characters go; `tel:`, `whatsapp:` and the like, outer
       blanks and quotes and a last dot go; a whole text `\\+?\\d{4,}\\.0+` loses its fraction.
    2. Refuse scientific notation, letters (so extensions and vanity numbers), `*`, `#` and two
       dots in a row.
    3. With a plus: phonenumbers.parse without any region. The calling code follows the plus, so
       `+0831234567` is refused.
    4. Without a plus: phonenumbers.parse with the region; no region, no number.
    5. Refuse what is NOT_A_NUMBER or has an extension. Take what is_valid_number accepts within
       15 digits.
    6. Without a plus, if nothing was taken: all the digits with a plus before them, likewise.
    7. If still nothing was taken: the digits as a WhatsApp id. 521 and ten digits lose the 1; 55,
       two digits and an eight-digit number from 6 on gain a 9 before it; likewise.
    8. Refuse what is shorter than the usual numbers of its own region, unless short_ok.
    """
    known_region = region if is_region(region) else ""
    raw = number_text.without_link(text)
    cleaned = number_text.clean(raw)
    number = number_reading.reading(cleaned, known_region)
    if number is None:
        raise number_faults.unreadable(raw, cleaned, known_region)
    if not short_ok and number_reading.is_unusually_short(number):
        usual, _ = number_reading.usual_lengths(number_reading.region_of(number))
        raise UnreadableNumber(raw, Fault.UNUSUALLY_SHORT, known_region, usual)
    return _e164(number, raw, known_region)


def _e164(number: PhoneNumber, raw: str, region: str) -> E164:
    digits = number_reading.e164_digits(number)
    if len(digits) < SHORTEST:  # a few Austrian, German and Iranian service numbers
        raise UnreadableNumber(raw, Fault.TOO_SHORT, region)
    return E164(int(digits))


def read(text: str, *, region: str, short_ok: bool = False) -> Reading:
    """Several numbers, cut at commas, semicolons and line ends. Nothing at all is one EMPTY."""
    found: dict[E164, int] = {}
    refused: list[UnreadableNumber] = []
    for piece in list(number_text.pieces(text)) or [""]:
        try:
            number = parse(piece, region=region, short_ok=short_ok)
        except UnreadableNumber as refusal:
            refused.append(refusal)
        else:
            found[number] = found.get(number, 0) + 1
    return Reading(tuple(found), tuple(refused), sum(found.values()) - len(found))


def find(text: str, *, region: str) -> tuple[E164, ...]:
    """The numbers anywhere in a message, each once, in order; what does not read is passed over."""
    known_region = region if is_region(region) else None
    found: dict[E164, None] = {}
    for match in PhoneNumberMatcher(number_text.prose(text), known_region):
        try:
            found[parse(match.raw_string, region=known_region or "")] = None
        except UnreadableNumber:
            continue
    return tuple(found)


def equivalents(number: E164) -> tuple[E164, ...]:
    """The number itself, then other ways the same subscriber may stand on a list.

    Argentina writes mobile numbers with a 9 after 54 when called from abroad, and so does WhatsApp
    (https://faq.whatsapp.com/1294841057948784); without it the number is valid too, and area code
    and number are the same subscriber's. Mexican and Brazilian ids are made one form by parse.
    """
    if number.digits in _ARGENTINE_WITH_9:
        other = f"54{number.digits - _ARGENTINE_WITH_9.start:010}"
    elif number.digits in _ARGENTINE:
        other = f"549{number.digits - _ARGENTINE.start:010}"
    else:
        return (number,)
    return (number, E164(int(other))) if number_reading.good(other) else (number,)
