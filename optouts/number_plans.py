"""What becomes of a string of digits, decided for all strings at once from phonenumbers' data.

phonenumbers.parse and is_valid_number only ever ask whether digits match a pattern from some place
on, and how many there are. So one automaton for each region, and one for what follows a plus, can
know the answer of number_reading.reading for any digits. The steps are phonenumbers' own.
"""

from dataclasses import dataclass
from typing import Final

import phonenumbers
from phonenumbers import PhoneMetadata

from optouts import number_metadata, number_outcomes, number_patterns, number_reading
from optouts.number_cuts import Cut, Names, Stripped, plain, stripped
from optouts.number_diagrams import NOTHING, Diagrams
from optouts.number_faults import Fault
from optouts.number_outcomes import EMERGENCY, SERVICES, Outcome
from optouts.number_patterns import ANY_DIGIT
from optouts.number_validity import Validity

_FEWEST_NATIONAL: Final = 2
_FROM_1: Final = ANY_DIGIT & ~1  # a bit for each digit
_FROM_6: Final = ANY_DIGIT & ~0b111111
_ZERO_FOLLOWS: Final = -1  # no calling code begins so, hence no international prefix


@dataclass(frozen=True, slots=True)
class _Behind:
    """What stands behind a calling code: whether the region's pattern fits, and its reading."""

    fits: bool
    national: int


class Plans:
    """Diagrams of digits, up to the longest, whose labels stand for outcomes."""

    def __init__(self, longest: int) -> None:
        self.diagrams = Diagrams()
        self.outcomes: Names[Outcome] = Names()
        self._longest = longest
        self._validity = Validity(self.diagrams)
        self._nationals: Names[Stripped] = Names()
        self._after_code: Names[Stripped] = Names()
        self._behind: Names[_Behind] = Names()

    def world(self) -> int:
        """number_reading.good: digits that begin with a calling code."""
        world = NOTHING
        for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            world = self.diagrams.union(world, self.country(code))
        return world

    def country(self, code: int) -> int:
        """number_reading.good of what begins with this calling code."""
        digits = str(code)
        about = number_metadata.main(code)

        def label(national: int, length: int) -> int:
            if length - len(digits) < _FEWEST_NATIONAL:
                return self.outcomes.label(Outcome(fault=Fault.TOO_SHORT, is_sure=True))
            return self.outcomes.label(self._outcome(national, plain(digits), length, about))

        known = self._national(about, code)
        known = self.diagrams.relabel_by_length(known, self._longest, label, len(digits))
        return self._spelled(digits, known)

    def whatsapp(self) -> int:
        """number_reading.good for Mexican and Brazilian WhatsApp ids as they are dialled today."""
        mexico = self._with_cut(self.country(52), "52", 12, Cut("52", rest=3, dropped="521"))
        brazil = self._with_cut(self.country(55), "55", 13, Cut("55", 2, 4, "9", 4, None))
        subscriber = self.diagrams.step(_FROM_6, self.diagrams.constant(1))
        area = self.diagrams.step(_FROM_1, self.diagrams.constant(1))
        brazil = self._inserted("9", subscriber, brazil, 2)
        brazil = self.diagrams.join(area, brazil, lambda allowed, label: allowed * label)
        return self.diagrams.union(self._spelled("521", mexico), self._spelled("55", brazil))

    def _with_cut(self, country: int, code: str, length: int, cut: Cut) -> int:
        """What follows a calling code where all is taken as it is, with another cut instead."""
        as_it_is = plain(code).of_country(code)

        def label(old: int, digits: int) -> int:
            if not old or digits != length:
                return 0
            outcome = self.outcomes[old]
            if outcome.fault:
                return 0
            if outcome.cut != as_it_is:
                return self.outcomes.label(Outcome())
            return self.outcomes.label(Outcome(cut, outcome.length, outcome.usual))

        return self.diagrams.walk(self.diagrams.relabel_by_length(country, length, label), code)

    def _inserted(self, digits: str, follows: int, whole: int, position: int) -> int:
        """What whole says once digits stand at a position where what follows is allowed."""
        if position:
            deeper = self.diagrams.children[whole]
            return self.diagrams.node(
                0, tuple(self._inserted(digits, follows, each, position - 1) for each in deeper)
            )
        inserted = self.diagrams.walk(whole, digits)
        return self.diagrams.join(inserted, follows, lambda label, allowed: label * allowed)

    def region(self, region: str) -> int:
        """phonenumbers.parse in a region; where it says no, the world may say more."""
        about = number_metadata.about(region)
        code = phonenumbers.country_code_for_region(region)
        read: Names[tuple[int, int]] = Names()
        known = self.diagrams.join(
            self._national(about, code),
            self._spelled(str(code), self._behind_code(about, code)),
            lambda *labels: read.label(labels),
        )
        special: Names[tuple[int, int]] = Names()
        known = self.diagrams.join(
            known,
            self.diagrams.join(
                self._dialled(about.international_prefix),
                self._validity.services(region),
                lambda prefix, service: prefix * SERVICES + service,
            ),
            lambda *labels: special.label(labels),
        )

        def label(old: int, length: int) -> int:
            labels, prefix_and_service = special[old]
            prefix, service = divmod(prefix_and_service, SERVICES)
            if prefix:
                return self.outcomes.label(Outcome(dialled=0 if service else prefix))
            return self.outcomes.label(self._at_home(about, *read[labels], service, length))

        return self.diagrams.relabel_by_length(known, self._longest, label)

    def _at_home(
        self, about: PhoneMetadata, national: int, behind: int, service: int, length: int
    ) -> Outcome:
        """The calling code comes off where that makes a fitting number or a shorter one."""
        if behind:
            code = number_metadata.code_of(about)
            cut, label = self._after_code[behind].chosen(lambda label: self._behind[label].fits)
            fitted = _fits(self._nationals[national].whole)
            fits = self._behind[label].fits
            if (fits and not fitted) or number_metadata.is_too_long(length, about):
                first, main = cut.after(plain(str(code))), number_metadata.main(code)
                outcome = self._outcome(self._behind[label].national, first, length, main)
                return outcome.with_service(service & EMERGENCY)
        return self._outcome(national, Cut(), length, about).with_service(service)

    def _outcome(self, national: int, first: Cut, length: int, about: PhoneMetadata) -> Outcome:
        """Of so many digits, read by the rules of about once first has been cut."""
        given = first.length(length)
        if given < _FEWEST_NATIONAL:
            return Outcome()
        read = self._nationals[national]
        cut, label = read.chosen(_fits)
        if not number_metadata.may_be(cut.length(given), about):
            cut, label = Cut(), read.whole
        left = cut.length(given)
        code = number_metadata.code_of(about)
        whole = cut.after(first)
        region, is_mobile = self._validity.meaning(label >> 1)
        if not region or len(str(code)) + left > number_reading.LONGEST:
            return number_outcomes.refused(code, left, is_as_dialled=whole == Cut())
        usual = number_metadata.usual_length(region)
        short = usual if left < usual else 0
        return Outcome(whole.of_country(str(code)), len(str(code)) + left, short, is_mobile)

    def _national(self, about: PhoneMetadata, code: int) -> int:
        """Labels that _outcome understands."""
        fitting = self.diagrams.join(
            self._validity.pattern(about.general_desc),
            self._validity.of_country(code),
            lambda fits, region: fits | region << 1,
        )
        return self._stripped(self._nationals, fitting, about)

    def _behind_code(self, about: PhoneMetadata, code: int) -> int:
        behind = self.diagrams.join(
            self._validity.pattern(about.general_desc),
            self._national(number_metadata.main(code), code),
            lambda fits, national: self._behind.label(_Behind(bool(fits), national)),
        )
        return self._stripped(self._after_code, behind, about)

    def _stripped(self, names: Names[Stripped], inner: int, about: PhoneMetadata) -> int:
        prefix, rule = about.national_prefix_for_parsing, about.national_prefix_transform_rule
        return stripped(self.diagrams, names, inner, prefix, rule)

    def _dialled(self, prefix: str | None) -> int:
        """The length of the international prefix that comes off."""
        found = NOTHING
        for way in reversed(number_patterns.ways(prefix) if prefix else []):
            label = len(way.digits)
            zero, others = self.diagrams.constant(_ZERO_FOLLOWS), self.diagrams.constant(label)
            diagram = self.diagrams.node(label, (zero, *[others] * 9))
            for digits in reversed(way.digits):
                diagram = self.diagrams.step(digits, diagram)
            found = self.diagrams.union(diagram, found)
        return self.diagrams.relabel(found, lambda label: max(label, 0))

    def _spelled(self, digits: str, then: int) -> int:
        for digit in reversed(digits):
            then = self.diagrams.step(1 << int(digit), then)
        return then


def _fits(label: int) -> bool:
    """Labels of _national hold a bit for the general pattern; above it, region and type."""
    return bool(label & 1)
