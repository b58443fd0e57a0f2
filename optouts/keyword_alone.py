"""Rules for a reply that is nothing but their words, however they are spelt."""

from collections.abc import Iterable, Iterator
from typing import Final

from optouts import keyword_text
from optouts.keyword_finding import first_of
from optouts.keyword_reply import Reply, concluded
from optouts.keyword_rules import Action, Decision, Match, Rule, Why
from optouts.keyword_spelling import LONG, LONGEST, SHORTEST, Spelling, shortened, slips, squeezed

# "optout" may be misspelt as one word; longer phrases are found by their words.
_MOST_WORDS: Final = 2

_Several = dict[str, list[Rule]]


class Alone:
    def __init__(self, rules: Iterable[Rule], spelling: Spelling) -> None:
        self._spelling = spelling
        self._exact: _Several = {}
        self._same: _Several = {}
        self._squeezed: _Several = {}
        self._slips: _Several = {}
        self._shortened: _Several = {}
        for rule in rules:
            words = keyword_text.read(rule.words)
            _put(self._exact, [" ".join(word.exact for word in words)], rule)
            # Nobody is ever opted in by anything but the word itself.
            if rule.action is not Action.OPT_IN:
                self._put_others([word.plain for word in words], rule)

    def _put_others(self, words: list[str], rule: Rule) -> None:
        together = "".join(words)
        _put(self._same, [together], rule)
        if rule.match is Match.WHOLE:
            _put(self._squeezed, [squeezed(together)], rule)
            if rule.action is Action.OPT_OUT and len(words) <= _MOST_WORDS:
                _put(self._slips, slips(together) if len(together) >= SHORTEST else (), rule)
                _put(self._shortened, shortened(together) if len(together) >= LONG else (), rule)

    def decide(self, reply: Reply) -> Decision | None:
        rule = self._named(self._exact, [" ".join(word.exact for word in reply.read)], reply)
        if rule is not None:
            return concluded(rule, reply.part(0, len(reply.read)))
        return self._same_as(reply) or self._misspelt(reply)

    def _same_as(self, reply: Reply) -> Decision | None:
        whole = "".join(reply.words)
        said = _without_repeats([reply.words[place] for place in reply.said])
        together = "".join(said)
        spelling = Why.SPELLING if reply.respelt else None
        return (
            self._by(self._same, [whole], reply, spelling or Why.RULE)
            or self._by(self._same, [together], reply, spelling or Why.POLITE)
            or self._by(self._squeezed, _if_other(squeezed(together), together), reply)
        )

    def _misspelt(self, reply: Reply) -> Decision | None:
        said = _without_repeats([reply.words[place] for place in reply.said])
        if (
            len(said) != 1
            or not SHORTEST <= len(said[0]) <= LONGEST
            or self._spelling.knows(said[0])
        ):
            return None
        return self._by(self._slips, said, reply) or (
            self._by(self._shortened, shortened(said[0]), reply)
            if len(said[0]) >= LONG - 1
            else None
        )

    def _by(
        self, rules: _Several, names: Iterable[str], reply: Reply, why: Why = Why.SPELLING
    ) -> Decision | None:
        rule = self._named(rules, names, reply)
        if rule is None:
            return None
        return concluded(rule, reply.part(reply.said[0], reply.said[-1] + 1), why=why)

    @staticmethod
    def _named(rules: _Several, names: Iterable[str], reply: Reply) -> Rule | None:
        several = (rules[name] for name in names if name in rules)
        found = (first_of(one, region=reply.region) for one in several)
        return next((rule for rule in found if rule is not None), None)


def _put(rules: _Several, names: Iterable[str], rule: Rule) -> None:
    for name in names:
        if name:
            rules.setdefault(name, []).append(rule)


def _if_other(name: str, other: str) -> Iterator[str]:
    if name != other:
        yield name


def _without_repeats(words: list[str]) -> list[str]:
    """`stop stop stop` is `stop`."""
    return words[:1] if len(set(words)) == 1 else words
