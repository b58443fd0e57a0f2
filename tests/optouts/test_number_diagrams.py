"""Diagrams of digit strings say what the regular expressions say that they are made from."""

import re
from itertools import product

import pytest

from optouts.number_diagrams import NOTHING, Diagrams
from optouts.number_patterns import UnsupportedPattern, beginning, matching, ways

STRINGS = ["".join(digits) for n in range(6) for digits in product("0127", repeat=n)]
PATTERNS = [
    "0",
    "[12]",
    r"\d{2}",
    r"1\d{0,2}2",
    "0|7[0-2]?",
    "(?:0|12){2}7?",
    "1(?:0[12]|7)?|(?:2[0-1]){1,2}",
    "(1|2)(7)?",
    "",
]


def label(diagrams: Diagrams, node: int, digits: str) -> int:
    return diagrams.labels[diagrams.walk(node, digits)]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_diagram_matches_what_its_pattern_matches(pattern: str) -> None:
    diagrams = Diagrams()
    whole, begun = matching(diagrams, pattern), beginning(diagrams, pattern)

    for digits in STRINGS:
        assert label(diagrams, whole, digits) == bool(re.fullmatch(pattern, digits)), digits
        assert label(diagrams, begun, digits) == bool(re.match(pattern, digits)), digits


@pytest.mark.parametrize("pattern", [*PATTERNS, "(1)?(2)", "([12]7)$|1", "0?(?:(1|12)2)?"])
def test_the_first_way_that_fits_is_the_one_that_is_matched(pattern: str) -> None:
    for digits in STRINGS:
        found = re.match(pattern, digits)
        fitting = (
            way
            for way in ways(pattern)
            if len(way.digits) <= len(digits)
            and all(each >> int(digit) & 1 for each, digit in zip(way.digits, digits, strict=False))
            and (not way.to_the_end or len(way.digits) == len(digits))
        )
        first = next(fitting, None)

        assert (first is None) == (found is None)
        if first is not None and found is not None:
            assert len(first.digits) == found.end()
            spans = {which: (start, stop) for which, start, stop in first.groups}
            assert [spans.get(n + 1, (-1, -1)) for n in range(found.re.groups)] == [
                found.span(n + 1) for n in range(found.re.groups)
            ]


@pytest.mark.parametrize(
    "pattern", ["a", "1*", "(?=1)2", "1+", r"\1", "[^1]", "(1", "1)", "?1", "1$2"]
)
def test_what_the_metadata_never_uses_is_refused(pattern: str) -> None:
    with pytest.raises(UnsupportedPattern):
        matching(Diagrams(), pattern)
    with pytest.raises(UnsupportedPattern):
        ways(pattern)


def test_equal_diagrams_are_the_same_node() -> None:
    diagrams = Diagrams()

    assert matching(diagrams, "1[0-9]|2[0-9]") == matching(diagrams, r"[12]\d")
    assert diagrams.relabel(matching(diagrams, "12"), lambda _: 0) == NOTHING


def test_a_union_prefers_the_labels_of_its_left() -> None:
    diagrams = Diagrams()
    left = diagrams.relabel(matching(diagrams, "1|12"), lambda label: label * 5)

    both = diagrams.union(left, matching(diagrams, "12|2"))

    assert [label(diagrams, both, digits) for digits in ("1", "12", "2", "21")] == [5, 5, 1, 0]


def test_lengths_can_be_kept_apart() -> None:
    diagrams = Diagrams()
    short = diagrams.of_lengths(matching(diagrams, r"1\d{0,4}"), (2, 4))

    assert [label(diagrams, short, "1" * n) for n in range(1, 6)] == [0, 1, 0, 1, 0]
