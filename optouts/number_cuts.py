"""What phonenumbers leaves of digits when a prefix comes off or something takes its place."""

import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Generic, TypeVar

from optouts.number_diagrams import NOTHING, Diagrams
from optouts.number_patterns import UnsupportedPattern, Way, ways

_RULE = re.compile(r"(?P<prefix>[0-9]*)\\(?P<group>[1-9])")

_Name = TypeVar("_Name", bound=Hashable)


class Names(Generic[_Name]):
    """Labels for things, from 1 on."""

    def __init__(self) -> None:
        self._named: list[_Name] = []
        self._labels: dict[_Name, int] = {}

    def label(self, name: _Name) -> int:
        if name not in self._labels:
            self._named.append(name)
            self._labels[name] = len(self._named)
        return self._labels[name]

    def __getitem__(self, label: int) -> _Name:
        return self._named[label - 1]

    def __iter__(self) -> Iterator[_Name]:
        return iter(self._named)


@dataclass(frozen=True, slots=True)
class Cut:
    """prefix + digits[start:stop] + infix + digits[rest:] of some digits.

    dropped is digits[:rest] if all of that goes and it is always the same, else None.
    """

    prefix: str = ""
    start: int = 0
    stop: int = 0
    infix: str = ""
    rest: int = 0
    dropped: str | None = ""

    @property
    def is_plain(self) -> bool:
        """Whether only digits at the beginning go."""
        return self.start == self.stop and not self.prefix and not self.infix

    def length(self, digits: int) -> int:
        """How many of so many digits it makes."""
        return len(self.prefix) + self.stop - self.start + len(self.infix) + digits - self.rest

    def after(self, first: "Cut") -> "Cut":
        """One cut for what first leaves of the digits and this one leaves of that."""
        if self == Cut():
            return first
        if not first.is_plain:
            raise UnsupportedPattern
        is_known = first.dropped is not None and self.dropped is not None
        return replace(
            self,
            start=self.start + first.rest,
            stop=self.stop + first.rest,
            rest=self.rest + first.rest,
            dropped=f"{first.dropped}{self.dropped}" if is_known else None,
        )

    def of_country(self, code: str) -> "Cut":
        return replace(self, prefix=code + self.prefix)


def plain(dropped: str) -> Cut:
    return Cut(rest=len(dropped), dropped=dropped)


@dataclass(frozen=True, slots=True)
class Stripped:
    """The inner labels of the digits as they are and, with a prefix found, of what is left."""

    whole: int
    cut: Cut | None
    remaining: int

    def chosen(self, fits: Callable[[int], bool]) -> tuple[Cut, int]:
        """A prefix stays where cutting it would spoil what fits: the cut and the inner label."""
        if self.cut is None or (fits(self.whole) and not fits(self.remaining)):
            return Cut(), self.whole
        return self.cut, self.remaining


def stripped(
    diagrams: Diagrams, names: Names[Stripped], inner: int, prefix: str | None, rule: str | None
) -> int:
    """All digits labelled with what a national prefix and its rule make of their inner labels."""
    cuts: Names[tuple[Cut, int]] = Names()
    stripping = NOTHING
    for way in reversed(ways(prefix) if prefix else []):
        last_group = re.compile(prefix or "").groups
        cutting = _Cutting(diagrams, cuts, way, _rewriting(way, rule, last_group))
        stripping = diagrams.union(cutting.diagram(inner), stripping)

    def label(whole: int, cut: int) -> int:
        return names.label(Stripped(whole, *(cuts[cut] if cut else (None, 0))))

    return diagrams.join(inner, stripping, label)


@dataclass(frozen=True, slots=True)
class _Rewriting:
    prefix: str
    start: int
    stop: int


def _rewriting(way: Way, rule: str | None, last_group: int) -> _Rewriting:
    captured = {which: (start, stop) for which, start, stop in way.groups}
    if not rule or last_group not in captured:
        return _Rewriting("", 0, 0)
    written = _RULE.fullmatch(rule)
    if not written or int(written["group"]) not in captured:
        raise UnsupportedPattern(rule)
    return _Rewriting(written["prefix"], *captured[int(written["group"])])


@dataclass
class _Cutting:
    """One way in which a prefix matches, with anything behind it."""

    diagrams: Diagrams
    cuts: Names[tuple[Cut, int]]
    way: Way
    rewriting: _Rewriting

    def __post_init__(self) -> None:
        self._known: dict[tuple[int, int], int] = {}

    def diagram(self, inner: int) -> int:
        return self._from(0, self.diagrams.walk(inner, self.rewriting.prefix))

    def _from(self, position: int, inner: int) -> int:
        key = (position, inner)
        if key not in self._known:
            self._known[key] = self._made(position, inner)
        return self._known[key]

    def _made(self, position: int, inner: int) -> int:
        if position == len(self.way.digits):
            return self._behind(inner)
        digits = self.way.digits[position]
        if not self.rewriting.start <= position < self.rewriting.stop:
            return self.diagrams.step(digits, self._from(position + 1, inner))
        return self.diagrams.node(
            0,
            tuple(
                self._from(position + 1, child) if digits >> digit & 1 else NOTHING
                for digit, child in enumerate(self.diagrams.children[inner])
            ),
        )

    def _behind(self, inner: int) -> int:
        if self.way.to_the_end:
            return self.diagrams.end(self._label(self.diagrams.labels[inner]))
        return self.diagrams.relabel(inner, self._label)

    def _label(self, inner: int) -> int:
        return self.cuts.label((self._cut, inner))

    @cached_property
    def _cut(self) -> Cut:
        how = self.rewriting
        rest = len(self.way.digits)
        if how.stop == rest:
            return Cut(prefix=how.prefix, rest=how.start, dropped=self.way.exactly(how.start))
        if how.start == how.stop:
            return Cut(prefix=how.prefix, rest=rest, dropped=self.way.exactly(rest))
        return Cut(how.prefix, how.start, how.stop, "", rest, None)
