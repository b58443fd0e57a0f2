"""Which national numbers are valid, of which region and kind: phonenumbers' is_valid_number."""

from typing import Final

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberDesc

from optouts import number_metadata, number_patterns
from optouts.number_cuts import Names
from optouts.number_diagrams import NOTHING, Diagrams
from optouts.number_outcomes import EMERGENCY, SHORT_CODE

_KINDS: Final = (
    "premium_rate",
    "toll_free",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)
_SPECIAL: Final = 3  # a kind that is looked for before landlines and mobile numbers
_TYPES: Final = 2
_CLAIMED: Final = -1  # leading digits claim a number for a region where it is not valid


class Validity:
    """Diagrams of national numbers."""

    def __init__(self, diagrams: Diagrams) -> None:
        self._diagrams = diagrams
        self._regions: Names[str] = Names()
        self._countries: dict[int, int] = {}
        self._patterns: dict[str, int] = {}

    def of_country(self, code: int) -> int:
        """The region of each valid number of a calling code, and whether it is mobile."""
        if code not in self._countries:
            found = NOTHING
            regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]
            for region in reversed(regions):
                valid = self._claimed(region, code, by_leading_digits=len(regions) > 1)
                found = self._diagrams.union(valid, found)
            self._countries[code] = self._diagrams.relabel(found, lambda label: max(label, 0))
        return self._countries[code]

    def meaning(self, label: int) -> tuple[str, bool]:
        """Of of_country's labels: the region, "" of what is not valid, and whether it is mobile."""
        region, is_mobile = divmod(label, _TYPES)
        return (self._regions[region] if region else "", bool(is_mobile))

    def _claimed(self, region: str, code: int, *, by_leading_digits: bool) -> int:
        about = number_metadata.about(region, code)
        typed = self._typed(about)
        here = self._regions.label(region) * _TYPES

        def label(kind: int) -> int:
            return here + kind - 1 if kind else 0

        if not by_leading_digits or not about.leading_digits:
            return self._diagrams.relabel(typed, label)
        claimed = number_patterns.beginning(self._diagrams, about.leading_digits)
        return self._diagrams.join(
            claimed, typed, lambda is_claimed, kind: is_claimed * (label(kind) or _CLAIMED)
        )

    def _typed(self, about: PhoneMetadata) -> int:
        """Label 1 for the numbers that are of some kind, 2 for mobile ones (or perhaps mobile)."""
        special = NOTHING
        for kind in _KINDS:
            special = self._diagrams.union(special, self._possible(getattr(about, kind)))
        special = self._diagrams.relabel(special, lambda label: label * _SPECIAL)
        fixed = self._possible(about.fixed_line)
        is_same = about.same_mobile_and_fixed_line_pattern
        mobile = fixed if is_same else self._possible(about.mobile)
        ordinary = self._diagrams.join(fixed, mobile, lambda one, other: max(one, other * 2))
        typed = self._diagrams.union(special, ordinary)
        return self._diagrams.join(
            typed,
            self._possible(about.general_desc),
            lambda kind, fits: fits and (1 if kind == _SPECIAL else kind),
        )

    def services(self, region: str) -> int:
        """The short numbers of a region, emergency numbers among them."""
        about = PhoneMetadata.short_metadata_for_region(region)
        if about is None:
            return NOTHING
        short = self._diagrams.join(
            self._possible(about.general_desc),
            self._possible(about.short_code),
            lambda one, other: (one & other) * SHORT_CODE,
        )
        emergency = self.pattern(about.emergency)
        return self._diagrams.join(short, emergency, lambda one, other: one | other * EMERGENCY)

    def _possible(self, about: PhoneNumberDesc | None) -> int:
        pattern = self.pattern(about)
        lengths = about.possible_length if about else ()
        return self._diagrams.of_lengths(pattern, lengths) if lengths else pattern

    def pattern(self, about: PhoneNumberDesc | None) -> int:
        """Label 1 for what the pattern of a description matches as a whole."""
        pattern = about.national_number_pattern if about else None
        if not pattern:
            return NOTHING
        if pattern not in self._patterns:
            self._patterns[pattern] = number_patterns.matching(self._diagrams, pattern)
        return self._patterns[pattern]
