"""A reply as a book reads it: its words as they are meant, and which of them are courtesy."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from optouts import keyword_text
from optouts.keyword_courtesy import ANSWERS, COURTESY, NEGATIONS
from optouts.keyword_rules import Action, Decision, Match, Rule, Why
from optouts.keyword_spelling import Spelling
from optouts.keyword_text import Word

# How many words before a request a negation still turns it round: "please don't ever stop".
_NEGATION_REACHES: Final = 2

# What a rule that is looked for among other words says of a reply that has them.
_WHY_WITHIN: Final = {
    Action.OPT_OUT: Why.PHRASE,
    Action.OPT_IN: Why.RULE,
    Action.HELP: Why.PHRASE,
    Action.ASK: Why.LIKELY,
    Action.NOTHING: Why.ORDINARY,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """`said` are the places in `words` of those that are more than courtesy; `region` is that of
    the number that wrote, or empty."""

    text: str
    region: str
    read: Sequence[Word]
    words: Sequence[str]
    said: Sequence[int]
    respelt: bool

    def part(self, start: int, end: int) -> str:
        """The words from `start` up to, but not with, `end`, as they were written."""
        return self.text[self.read[start].start : self.read[end - 1].end]

    def breaks_before(self, place: int) -> bool:
        """Whether a sentence, or a part of one, begins with the word at this place."""
        return place < len(self.read) and self.read[place].breaks

    def is_sentence(self, start: int, end: int) -> bool:
        """Whether these words are one, with nothing beside them but courtesy."""
        while start and not self.read[start].breaks and self.words[start - 1] in COURTESY:
            start -= 1
        while end < len(self.words) and not self.read[end].breaks and self.words[end] in COURTESY:
            end += 1
        begins = start == 0 or self.read[start].breaks
        return begins and (end == len(self.words) or self.read[end].breaks)

    def is_negated(self, start: int, *, beyond: Collection[int]) -> bool:
        """Whether a negation just before turns a request round, unless its place is in `beyond`."""
        reached = 0
        while start and reached < _NEGATION_REACHES and not self.read[start].breaks:
            start -= 1
            if self.words[start] in NEGATIONS:
                return start not in beyond and not self._is_answer(start)
            reached += self.words[start] not in COURTESY
        return False

    def _is_answer(self, place: int) -> bool:
        """ "No please stop texting me": courtesy parts it from what follows, as a comma would."""
        return self.words[place] in ANSWERS and self.words[place + 1] in COURTESY


def read(text: str, spelling: Spelling, *, region: str) -> Reply:
    words = keyword_text.read(text)
    meant = [spelling.of(word.plain) for word in words]
    said = [place for place, word in enumerate(meant) if word not in COURTESY]
    respelt = any(word.plain != one for word, one in zip(words, meant, strict=True))
    return Reply(text, region, words, meant, said, respelt)


def concluded(rule: Rule, words: str, *, why: Why = Why.RULE) -> Decision:
    """What the rule decides. `why` counts for a rule that the whole reply has to be."""
    if rule.match is not Match.WHOLE:
        why = _WHY_WITHIN[rule.action]
    return Decision(rule.action, why, rule, words, rule.language, rule.scope)
