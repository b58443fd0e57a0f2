"""What can become of digits: a number, a fault, or another question."""

from dataclasses import dataclass, replace

import phonenumbers

from optouts import number_metadata, number_reading
from optouts.number_cuts import Cut
from optouts.number_faults import Fault

SHORT_CODE, EMERGENCY, SERVICES = 1, 2, 4
"""Bits for services, and how many sets of them there are."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A number of so many digits that a cut makes; or a fault, or digits to be read otherwise.

    Without all these: dialled digits come off and the rest is read as after a plus; if there are
    none, numbers.parse has to decide.
    """

    cut: Cut | None = None
    length: int = 0
    usual: int = 0  # the usual national length, where this one is shorter
    is_mobile: bool = False
    dialled: int = 0
    fault: Fault | None = None
    is_sure: bool = False  # it comes even before that another region would fit
    is_as_dialled: bool = False

    def with_service(self, service: int) -> "Outcome":
        """What is no number may be a service's, as number_faults looks for it."""
        if self.fault is None:
            return self
        if service & EMERGENCY:
            return Outcome(fault=Fault.EMERGENCY, is_sure=True)
        if service & SHORT_CODE and self.is_as_dialled:
            return Outcome(fault=Fault.SHORT_CODE, is_sure=True)
        return replace(self, is_as_dialled=False)


def refused(code: int, length: int, *, is_as_dialled: bool) -> Outcome:
    """number_faults' reasons for what is no valid number, of so many digits behind the code."""
    main = number_metadata.main(code)
    if number_metadata.is_too_short(length, main):
        return Outcome(fault=Fault.TOO_SHORT, is_sure=True, is_as_dialled=is_as_dialled)
    shortest, longest = number_reading.usual_lengths(
        phonenumbers.region_code_for_country_code(code)
    )
    most = longest or number_reading.LONGEST - len(str(code))
    fault = Fault.INVALID
    if length < shortest:
        fault = Fault.TOO_SHORT
    elif length > most or number_metadata.is_too_long(length, main):
        fault = Fault.TOO_LONG
    return Outcome(fault=fault, is_as_dialled=is_as_dialled)
