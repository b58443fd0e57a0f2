"""Tables are used only where they agree with phonenumbers on a sample of numbers."""

import logging
from collections.abc import Iterator
from functools import cache
from typing import Final

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from optouts import number_cells, number_reading
from optouts.number_automata import Automata
from optouts.number_patterns import UnsupportedPattern

_USUAL: Final = {PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE}
_ABROAD: Final = ("ZA", "US", "IT", "BR", "MX", "AR")

_log = logging.getLogger(__name__)


@cache
def automata(region: str) -> Automata | None:
    """None where the tables cannot be made from this phonenumbers, or say something else."""
    try:
        made = Automata(region)
    except UnsupportedPattern as error:
        _log.warning("No tables for numbers of %s: %r", region or "the world", error)
        return None
    wrong = _disagreements(made, region)
    if wrong:
        _log.error("Tables for numbers of %s are wrong %d times", region or "the world", wrong)
        return None
    return made


def _disagreements(made: Automata, region: str) -> int:
    texts = list(_sample(region))
    digits = number_cells.digits_of(texts)
    decided = made.decide(digits)
    is_known = digits.is_plain & ~decided.is_left
    said = zip(texts, decided.number.tolist(), decided.usual.tolist(), strict=True)
    return sum(
        (number, usual) != _law(text, region)
        for (text, number, usual), known in zip(said, is_known.tolist(), strict=True)
        if known
    )


def _law(text: str, region: str) -> tuple[int, int]:
    """The number and, where it is shorter, the usual length; why others are none is not asked."""
    number = number_reading.reading(text, region)
    if number is None:
        return 0, 0
    usual, _ = number_reading.usual_lengths(number_reading.region_of(number))
    is_short = number_reading.is_unusually_short(number)
    return int(number_reading.e164_digits(number)), usual if is_short else 0


def _sample(region: str) -> Iterator[str]:
    """Numbers of every kind at home, usual ones also cut off or too long, and some from abroad."""
    about = PhoneMetadata.metadata_for_region(region) if region else None
    prefix = (about.national_prefix if about else None) or "0"
    for kind in PhoneNumberType.values():
        for number in _examples(region, kind):
            yield from _forms(number, prefix, also_cut=kind in _USUAL)
    for abroad in _ABROAD:
        for number in _examples(abroad, PhoneNumberType.MOBILE):
            yield from _forms(number, prefix, also_cut=not region)


def _examples(region: str, kind: int) -> list[PhoneNumber]:
    example = phonenumbers.example_number_for_type(region, kind) if region else None
    return [example] if example else []


def _forms(number: PhoneNumber, prefix: str, *, also_cut: bool) -> Iterator[str]:
    whole = phonenumbers.national_significant_number(number)
    code = str(number.country_code)
    others = (whole[:-1], whole[:5], f"{whole}5", f"{whole[:-1]}9") if also_cut else ()
    for digits in (whole, *others):
        yield from (f"{code}{digits}", f"+{code}{digits}", digits, f"{prefix}{digits}")
        yield from (f"00{code}{digits}", f"{code}{prefix}{digits}", f"{code}{code}{digits}")
    yield phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    yield phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
