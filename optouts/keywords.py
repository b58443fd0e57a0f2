"""What a reply means: one decision by a workspace's rules."""

from collections.abc import Iterable
from typing import Final

from optouts import keyword_profanity, keyword_reply, keyword_text
from optouts.keyword_alone import Alone
from optouts.keyword_courtesy import COURTESY
from optouts.keyword_rules import Action, Decision, Match, Rule, Why
from optouts.keyword_spelling import Spelling
from optouts.keyword_within import Within

_ORDINARY: Final = Decision(Action.NOTHING, Why.ORDINARY)
_EMPTY: Final = Decision(Action.NOTHING, Why.EMPTY)


class Book:
    """The rules of a workspace, read once. Deciding changes nothing, so threads may share one.

    A rule whose words hold no letter and no digit never decides anything.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        rules = tuple(rules)
        self._spelling = _spelling(rules)
        self._alone = Alone(rules, self._spelling)
        self._within = Within(rules)

    def decide(self, text: str, *, region: str = "", profanity: bool = True) -> Decision:
        """`region` is that of the number that wrote, or empty; `profanity`: whether it opts out.

        Nobody is opted in by anything but the whole of a rule's words, spelt as they are.
        """
        reply = keyword_reply.read(text, self._spelling, region=region)
        if not reply.words:
            return _ORDINARY if text.strip() else _EMPTY
        return (
            self._alone.decide(reply)
            or self._within.decide(reply, profanity=profanity)
            or _ORDINARY
        )


def _spelling(rules: Iterable[Rule]) -> Spelling:
    known = {word for words in keyword_profanity.phrases() for word in words} | COURTESY
    asking: set[str] = set()
    for rule in rules:
        words = keyword_text.plain_words(rule.words)
        known.update(words)
        if rule.match is Match.WHOLE and rule.action is Action.OPT_OUT and len(words) == 1:
            asking.update(words)
    return Spelling(known, asking=asking)
