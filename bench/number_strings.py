"""Texts for numbers: as lists of customers have them, and as nobody writes them on purpose."""

from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from typing import Final

import numpy as np
import phonenumbers
from numpy.typing import NDArray
from phonenumbers import PhoneMetadata, PhoneNumberFormat

from optouts import number_cache, number_reading
from optouts.number_arrays import Reader, Repair
from optouts.number_patterns import Way, ways
from optouts.number_tables import LONGEST_READ, WORLD, Means, Table

MIX: Final = {"ZA": 50, "US": 10, "GB": 10, "IN": 10, "BR": 5, "DE": 5, "NG": 5, "KE": 5}
FORMS: Final = (35, 15, 15, 10, 15, 10)
"""How many of a hundred are written in each of the ways that `subscribers` knows."""
_HOME: Final = "ZA"
_NUMBERS_A_REGION: Final = 300
_STOPS: Final = 0.6
_WITH_PLUS: Final = 0.3
_MARKS: Final = (" ", " ", "-", ".", "/", " - ", ") ", " (", "  ")
_WHATSAPP: Final = (("521", 10), ("55", 10), ("550", 9), ("55119", 7), ("52", 10))
_ODD: Final = ("", " ", "'", '"', "=", "tel:", "+", "++", "(", "\N{NO-BREAK SPACE}", "00", "~", "#")
_JUNK: Final = "0123456789 +-().,;/#*xXeE'\"=:abc~\t\N{NO-BREAK SPACE}\N{ARABIC-INDIC DIGIT FIVE}"


def mixed(count: int, seed: int = 1) -> list[str]:
    """A sender's list in South Africa: 1 % is garbage, no two of it alike, and 3 % repeat."""
    random = Random(seed)  # noqa: S311 - data for a benchmark
    customers = _customers(random, count * 96 // 100)
    texts = [*customers, *random.choices(customers, k=count * 3 // 100)]
    texts += [garbage(random) for _ in range(count - len(texts))]
    random.shuffle(texts)
    return texts


def _customers(random: Random, count: int) -> list[str]:
    """Texts that do read as numbers."""
    reader = Reader("ZA", repairs=frozenset({Repair.FLOAT}))
    regions, weights = list(MIX), list(MIX.values())
    found: list[str] = []
    while len(found) < count:
        made = [_customer(random, each) for each in random.choices(regions, weights, k=10_000)]
        batch = reader.read(made)
        found += [text for text, digits in zip(made, batch.digits, strict=True) if digits]
    return found[:count]


def _customer(random: Random, region: str) -> str:
    number = random.choice(subscribers(region))
    tail = f"{random.randrange(10**5):05}"
    form = random.choices(range(6), FORMS)[0]
    return _ended(number[written_as(form, region)], tail)


def written_as(form: int, region: str) -> int:
    """Only numbers at home are written as at home."""
    return form if region == _HOME else {2: 0, 3: 0, 4: 1}.get(form, form)


def _ended(text: str, tail: str) -> str:
    """Other last digits, whatever stands between them."""
    fraction = ".0" if text.endswith(".0") else ""
    written = list(text.removesuffix(fraction))
    digits = iter(reversed(tail))
    for place in reversed(range(len(written))):
        if written[place].isdigit():
            digit = next(digits, None)
            if digit is None:
                break
            written[place] = digit
    return "".join(written) + fraction


@cache
def _table(name: str) -> Table:
    return number_cache.table(name)


@cache
def subscribers(region: str) -> list[tuple[str, ...]]:
    """Mobile numbers and landlines that begin as real ones do, each written in six ways."""
    random = Random(region)  # noqa: S311 - data for a benchmark
    _, usual = number_reading.usual_lengths(region)
    code = str(phonenumbers.country_code_for_region(region))
    table = _table(WORLD)
    found: list[tuple[str, ...]] = []
    while len(found) < _NUMBERS_A_REGION:
        digits = walk(random, table, code)
        number = phonenumbers.parse(f"+{digits}")
        national = phonenumbers.national_significant_number(number)
        if len(national) == usual and phonenumbers.region_code_for_number(number) == region:
            spaced = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
            at_home = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
            e164 = f"{code}{national}"
            found.append((e164, f"+{e164}", f"0{national}", national, at_home, f"{e164}.0"))
            found.append((e164, spaced, f"0{national}", national, at_home, f"{e164}.0"))
    return found


def garbage(random: Random) -> str:
    """What cells hold by mistake: parts of numbers, too much of them, words, dates, amounts."""
    digits = "".join(random.choices("0123456789", k=random.choice((2, 4, 6, 8, 9, 11, 13, 15))))
    return random.choice(
        (
            digits,
            digits,
            f"2.{digits[:2]}E+10",
            f"id {digits}",
            "n/a",
            f"name{digits[:2]}",
            f"0{digits}",
            f"2026-01-{digits[:2]}",
        )
    )


def walk(random: Random, table: Table, begin: str = "") -> str:
    """Digits that the table takes for a number, beginning in a given way."""
    is_number, leads_on = _states(table)
    state, digits = 0, ""
    while len(digits) < LONGEST_READ:
        if len(digits) < len(begin):
            digit = int(begin[len(digits)])
        else:
            open_ways = [d for d in range(10) if leads_on[table.following[state, d]]]
            if not open_ways:
                break
            digit = random.choice(open_ways)
        state, digits = int(table.following[state, digit]), f"{digits}{digit}"
        if is_number[state] and random.random() < _STOPS:
            break
    return digits


_STATES: Final[dict[int, tuple[NDArray[np.bool_], NDArray[np.bool_]]]] = {}


def _states(table: Table) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether digits that end in a state are a number, and whether a number can come of them."""
    if id(table) not in _STATES:
        # What is dropped as dialled leads to numbers too.
        is_number = np.isin(table.means, (Means.SHIFT, Means.CUT, Means.DIALLED))[table.label]
        leads_on = is_number
        for _ in range(LONGEST_READ):
            leads_on = leads_on | leads_on[table.following].any(axis=1)
        _STATES[id(table)] = is_number, leads_on
    return _STATES[id(table)]


def hostile(region: str, count: int, seed: int) -> Iterator[str]:
    """What comes close to every rule of a region, so that a rule broken anywhere shows."""
    random = Random(f"{region} {seed}")  # noqa: S311 - data for a test
    maker = _Hostile(region, random)
    for _ in range(count):
        yield random.choice(maker.ways)()


class _Hostile:
    def __init__(self, region: str, random: Random) -> None:
        self._random = random
        region = region or random.choice(("ZA", "US", "IT"))
        about = PhoneMetadata.metadata_for_region(region)
        self._home = _table(region)
        self._world = _table(WORLD)
        self._code = str(phonenumbers.country_code_for_region(region))
        self._dialled = ways((about and about.international_prefix) or "00")
        self._prefixes = ways((about and about.national_prefix_for_parsing) or "0")
        self.ways: tuple[Callable[[], str], ...] = (
            self.walked,
            self.walked,
            self.mutated,
            self.mutated,
            self.prefixed,
            self.repeated_code,
            self.dialled,
            self.formatted,
            self.formatted,
            self.with_fraction,
            self.digits,
            self.whatsapp,
            self.oddly_wrapped,
            self.junk,
        )

    def walked(self) -> str:
        table = self._random.choice((self._home, self._world))
        plus = "+" if table is self._world and self._random.random() < _WITH_PLUS else ""
        return plus + walk(self._random, table)

    def mutated(self) -> str:
        text = self.walked()
        for _ in range(self._random.choice((1, 1, 2))):
            place = self._random.randrange(len(text) + 1)
            digit = self._random.choice("0123456789")
            match self._random.randrange(3):
                case 0:
                    text = text[:place] + digit + text[place + 1 :]
                case 1:
                    text = text[:place] + digit + text[place:]
                case _:
                    text = text[:place] + text[place + 1 :]
        return text

    def prefixed(self) -> str:
        """A national prefix, carrier code and all, before national numbers."""
        return self._one_of(self._prefixes) + walk(self._random, self._home)

    def repeated_code(self) -> str:
        between = self._random.choice(("", "", "0", self._one_of(self._prefixes)))
        times = self._random.choice((1, 1, 2))
        return self._code * times + between + walk(self._random, self._home)

    def dialled(self) -> str:
        behind = self._random.choice((self.walked, self.repeated_code, self.whatsapp))()
        return self._one_of(self._dialled) + behind

    def _one_of(self, prefixes: list[Way]) -> str:
        way = self._random.choice(prefixes)
        return "".join(
            str(self._random.choice([d for d in range(10) if digits >> d & 1]))
            for digits in way.digits
        )

    def formatted(self) -> str:
        text = self._random.choice((self.walked, self.prefixed, self.mutated, self.dialled))()
        for _ in range(self._random.randrange(1, 5)):
            place = self._random.randrange(len(text) + 1)
            text = text[:place] + self._random.choice(_MARKS) + text[place:]
        return text

    def with_fraction(self) -> str:
        text = self._random.choice((self.walked, self.formatted, self.digits))()
        return text + self._random.choice(
            (".0", ".0", ".00", ".000000", ".10", ".01", ".0.", ". 0")
        )

    def digits(self) -> str:
        return "".join(self._random.choices("0123456789", k=self._random.randrange(1, 21)))

    def whatsapp(self) -> str:
        begin, length = self._random.choice(_WHATSAPP)
        digits = "".join(self._random.choices("0123456789", k=length))
        return self._random.choice(("", "", "+")) + begin + digits

    def oddly_wrapped(self) -> str:
        text = self._random.choice((self.walked, self.formatted, self.with_fraction))()
        return self._random.choice(_ODD) + text + self._random.choice(_ODD)

    def junk(self) -> str:
        return "".join(self._random.choices(_JUNK, k=self._random.randrange(20)))
