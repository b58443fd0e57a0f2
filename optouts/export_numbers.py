"""How an exported file writes numbers, so that our own import reads the same ones from it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from optouts.export_order import NumberStyle
from optouts.number_arrays import Reader
from optouts.number_reading import digits_of
from storage.export_rows import Form
from storage.stretches import Numbers


@dataclass
class NumberForms:
    """A style as it is in one file. `guard` stands before each number.

    What a reader that knows the region would take for another number is written with plus and
    calling code, whatever the style: some of New Caledonia look South African.
    """

    style: NumberStyle
    region: str
    guard: str
    _reader: Reader | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self.style is not NumberStyle.PLUS and self.region:
            self._reader = Reader(self.region)

    def form(self, numbers: Callable[[], Numbers]) -> Form:
        """How to write these numbers."""
        if self._reader is None:
            return self._usual(self.guard)
        some, bare = numbers(), self._usual("")
        read = self._reader.read(bare.each(some.tolist()))
        odd = frozenset(some[read.digits != some].tolist())
        return replace(self._usual(self.guard), odd=odd)

    def _usual(self, guard: str) -> Form:
        plus = f"{guard}+"
        if self.style is NumberStyle.DIGITS:
            return Form(guard, before_odd=plus)
        if self.style is NumberStyle.PLUS or not self.region:
            return Form(plus)
        code = phonenumbers.country_code_for_region(self.region)
        return Form(plus, str(code), f"{guard}{_trunk(self.region)}", plus)


def _trunk(region: str) -> str:
    """What is dialled before national numbers of a region: 0 in most, 8 in Russia, or nothing."""
    example = phonenumbers.example_number_for_type(
        region, PhoneNumberType.MOBILE
    ) or phonenumbers.example_number(region)
    if example is None:
        return ""
    dialled = digits_of(phonenumbers.format_number(example, PhoneNumberFormat.NATIONAL))
    return dialled.removesuffix(phonenumbers.national_significant_number(example))
