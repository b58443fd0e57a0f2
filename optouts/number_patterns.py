"""The regular expressions of phonenumbers' data, as diagrams and as lists of ways to match."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain, product
from typing import assert_never

from optouts.number_diagrams import NOTHING, Diagrams

ANY_DIGIT = (1 << 10) - 1


class UnsupportedPattern(Exception):
    """A pattern uses more than the metadata's patterns use today."""


def matching(diagrams: Diagrams, pattern: str) -> int:
    """Label 1 for the strings that it matches as a whole."""
    return _spelled(diagrams, _parsed(pattern), diagrams.end(1))


def beginning(diagrams: Diagrams, pattern: str) -> int:
    """Label 1 for the strings that begin with what it matches."""
    return _spelled(diagrams, _parsed(pattern), diagrams.constant(1))


def _spelled(diagrams: Diagrams, part: "_Part", then: int) -> int:
    match part:
        case _Digit(digits):
            return diagrams.step(digits, then)
        case _Sequence(parts):
            for each in reversed(parts):
                then = _spelled(diagrams, each, then)
            return then
        case _Choice(choices):
            spelled = (_spelled(diagrams, each, then) for each in choices)
            return reduce(diagrams.union, spelled, NOTHING)
        case _Repeat():
            return _repeated(diagrams, part, then)
        case _Group(inner):
            return _spelled(diagrams, inner, then)
        case _End():
            raise UnsupportedPattern
        case _:
            assert_never(part)


def _repeated(diagrams: Diagrams, part: "_Repeat", then: int) -> int:
    spelled = then
    for _ in range(part.most - part.least):
        spelled = diagrams.union(_spelled(diagrams, part.part, spelled), then)
    for _ in range(part.least):
        spelled = _spelled(diagrams, part.part, spelled)
    return spelled


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a pattern matches the beginning of a string, likeliest first in a list."""

    digits: tuple[int, ...] = ()
    groups: tuple[tuple[int, int, int], ...] = ()
    """Number, start and stop of each group that takes part."""
    to_the_end: bool = False

    def exactly(self, length: int) -> str | None:
        """The first digits, if they can be no others."""
        digits = self.digits[:length]
        if any(each.bit_count() != 1 for each in digits):
            return None
        return "".join(str(each.bit_length() - 1) for each in digits)

    def then(self, other: "Way") -> "Way":
        shift = len(self.digits)
        moved = tuple((which, shift + a, shift + b) for which, a, b in other.groups)
        return Way(self.digits + other.digits, self.groups + moved, other.to_the_end)


def ways(pattern: str) -> list[Way]:
    """All ways to match the beginning of a string, in the order in which they are tried."""
    return list(_ways(_parsed(pattern)))


def _ways(part: "_Part") -> Iterator[Way]:
    match part:
        case _Digit(digits):
            yield Way((digits,))
        case _End():
            yield Way(to_the_end=True)
        case _Group(inner, which):
            for way in _ways(inner):
                yield replace(way, groups=(*way.groups, (which, 0, len(way.digits))))
        case _Choice(choices):
            yield from chain.from_iterable(map(_ways, choices))
        case _Sequence(parts):
            yield from _all_of(parts)
        case _Repeat(each, least, most):
            counts = range(most, least - 1, -1)
            yield from chain.from_iterable(_all_of((each,) * times) for times in counts)
        case _:
            assert_never(part)


def _all_of(parts: tuple["_Part", ...]) -> Iterator[Way]:
    for chosen in product(*map(_ways, parts)):
        yield _one_after_the_other(chosen)


def _one_after_the_other(parts: Iterable[Way]) -> Way:
    whole = Way()
    for part in parts:
        if whole.to_the_end:
            raise UnsupportedPattern
        whole = whole.then(part)
    return whole


@dataclass(frozen=True, slots=True)
class _Digit:
    digits: int


@dataclass(frozen=True, slots=True)
class _End:
    pass


@dataclass(frozen=True, slots=True)
class _Sequence:
    parts: tuple["_Part", ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    choices: tuple["_Part", ...]


@dataclass(frozen=True, slots=True)
class _Repeat:
    part: "_Part"
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class _Group:
    part: "_Part"
    which: int


_Part = _Digit | _End | _Sequence | _Choice | _Repeat | _Group

_TOKEN = re.compile(
    r"(?P<digit>[0-9])|(?P<any>\\d)|\[(?P<class>(?:[0-9](?:-[0-9])?)+)\]|(?P<plain>\(\?:)"
    r"|(?P<open>\()|(?P<close>\))|(?P<or>\|)|(?P<maybe>\?)"
    r"|\{(?P<least>[0-9]+)(?:,(?P<most>[0-9]+))?\}|(?P<end>\$)"
)
_RANGE = re.compile(r"([0-9])(?:-([0-9]))?")


def _parsed(pattern: str) -> _Part:
    tokens = list(_TOKEN.finditer(pattern))
    if "".join(token[0] for token in tokens) != pattern:
        raise UnsupportedPattern(pattern)
    reader = _PatternReader(tokens)
    part = reader.choice()
    if reader.tokens:
        raise UnsupportedPattern(pattern)
    return part


class _PatternReader:
    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self.tokens = tokens[::-1]
        self.groups = 0

    def _next_is(self, *kinds: str) -> bool:
        return bool(self.tokens) and self.tokens[-1].lastgroup in kinds

    def choice(self) -> _Part:
        choices = [self.sequence()]
        while self._next_is("or"):
            self.tokens.pop()
            choices.append(self.sequence())
        return choices[0] if len(choices) == 1 else _Choice(tuple(choices))

    def sequence(self) -> _Part:
        parts: list[_Part] = []
        while self.tokens and not self._next_is("or", "close"):
            parts.append(self.repeated(self.one()))
        return parts[0] if len(parts) == 1 else _Sequence(tuple(parts))

    def one(self) -> _Part:
        token = self.tokens.pop()
        match token.lastgroup:
            case "digit":
                return _Digit(1 << int(token[0]))
            case "any":
                return _Digit(ANY_DIGIT)
            case "class":
                return _Digit(_class(token["class"]))
            case "end":
                return _End()
            case "plain":
                return self.closed()
            case "open":
                self.groups += 1
                which = self.groups
                return _Group(self.closed(), which)
            case _:
                raise UnsupportedPattern(token[0])

    def closed(self) -> _Part:
        inner = self.choice()
        if not self._next_is("close"):
            raise UnsupportedPattern
        self.tokens.pop()
        return inner

    def repeated(self, part: _Part) -> _Part:
        if self._next_is("maybe"):
            self.tokens.pop()
            return _Repeat(part, 0, 1)
        if self._next_is("least", "most"):
            token = self.tokens.pop()
            return _Repeat(part, int(token["least"]), int(token["most"] or token["least"]))
        return part


def _class(ranges: str) -> int:
    digits = 0
    for first, last in _RANGE.findall(ranges):
        for digit in range(int(first), int(last or first) + 1):
            digits |= 1 << digit
    return digits
