"""The words of many rules, found in a reply in one walk through it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from optouts.keyword_courtesy import COURTESY
from optouts.keyword_reply import Reply
from optouts.keyword_rules import Action, Match, Rule

# What decides between rules with the same words: those for a whole reply, then the workspace's own,
# then those of a region.
_OWN: Final = "own:"


class Found(NamedTuple):
    """The words from `start` up to, but not with, `end` are those of the rule."""

    start: int
    end: int
    rule: Rule


def first_of(rules: Iterable[Rule], *, region: str) -> Rule | None:
    """The rule that goes before the others for a number of this region; empty: not known.

    Where the region is not known, each opt-out holds and no opt-in of a region does.
    """
    holding = [rule for rule in rules if _holds(rule, region)]
    return min(holding, key=_place, default=None)


def _holds(rule: Rule, region: str) -> bool:
    if not rule.region or rule.region == region:
        return True
    return not region and rule.action is not Action.OPT_IN


def _place(rule: Rule) -> tuple[bool, bool, bool]:
    return rule.match is not Match.WHOLE, not rule.key.startswith(_OWN), not rule.region


class Phrases:
    """Sequences of words that are looked for all at once."""

    def __init__(self, phrases: Iterable[tuple[str, ...]]) -> None:
        self._phrases = frozenset(words for words in phrases if words)
        lengths: dict[str, set[int]] = {}
        for words in self._phrases:
            lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {first: tuple(sorted(several)) for first, several in lengths.items()}

    def found(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where each begins, and where it is over."""
        for start, first in enumerate(words):
            for length in self._lengths.get(first, ()):
                end = start + length
                if end <= len(words) and tuple(words[start:end]) in self._phrases:
                    yield start, end


class Rules:
    """Courtesy between the words of a rule is passed over, unless the rule itself has some."""

    def __init__(self, worded: Iterable[tuple[tuple[str, ...], Rule]]) -> None:
        self._rules: dict[tuple[str, ...], list[Rule]] = {}
        for words, rule in worded:
            self._rules.setdefault(words, []).append(rule)
        self._polite = Phrases(words for words in self._rules if not COURTESY.isdisjoint(words))
        self._plain = Phrases(words for words in self._rules if COURTESY.isdisjoint(words))

    def found(self, reply: Reply) -> Iterator[Found]:
        said = [reply.words[place] for place in reply.said]
        for first, past in self._plain.found(said):
            start, end = reply.said[first], reply.said[past - 1] + 1
            yield from self._found(start, end, tuple(said[first:past]), reply.region)
        for start, end in self._polite.found(reply.words):
            yield from self._found(start, end, tuple(reply.words[start:end]), reply.region)

    def _found(self, start: int, end: int, words: tuple[str, ...], region: str) -> Iterator[Found]:
        rule = first_of(self._rules[words], region=region)
        if rule is not None:
            yield Found(start, end, rule)


def longest(found: Iterable[Found]) -> list[Found]:
    """Of those that share a word of the reply only the longest, in their order."""
    kept: list[Found] = []
    taken: set[int] = set()
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if taken.isdisjoint(range(one.start, one.end)):
            kept.append(one)
            taken.update(range(one.start, one.end))
    return sorted(kept, key=lambda one: one.start)


def places(found: Iterable[Found]) -> frozenset[int]:
    """Of all the words that they hold."""
    return frozenset(place for one in found for place in range(one.start, one.end))
