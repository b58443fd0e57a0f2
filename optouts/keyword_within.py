"""Rules for a reply in which their words stand among others."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from optouts import keyword_profanity, keyword_text, keyword_topics
from optouts.keyword_finding import Found, Phrases, Rules, longest, places
from optouts.keyword_reply import Reply, concluded
from optouts.keyword_rules import Action, Decision, Match, Rule, Why
from optouts.keyword_spelling import LONG

# In a reply of so few words an opt-out word is likely to be meant, wherever it stands.
_FEW: Final = 4


class Within:
    def __init__(self, rules: Iterable[Rule]) -> None:
        worded = [(keyword_text.plain_words(rule.words), rule) for rule in rules]
        self._contained = Rules(one for one in worded if one[1].match is Match.CONTAINS)
        self._begun = Rules(one for one in worded if one[1].match is Match.BEGINS)
        self._hints = Rules(
            one for one in worded if one[1].match is Match.WHOLE and one[1].action is Action.OPT_OUT
        )
        self._abuse = Phrases(keyword_profanity.phrases())

    def decide(self, reply: Reply, *, profanity: bool) -> Decision | None:
        first = reply.said[0] if reply.said else 0
        begun = (one for one in self._begun.found(reply) if one.start in {0, first})
        found = longest([*self._contained.found(reply), *begun])
        clear, turned = _parted(found, reply)
        explained = places(clear)
        hints = longest(self._hints.found(reply))
        return (
            _first(clear, Action.OPT_OUT, reply)
            or _by_sentence(hints, clear, reply)
            or (self._abusive(reply, explained) if profanity else None)
            or _first(clear, Action.HELP, reply)
            or _first(clear, Action.ASK, reply)
            or _asked(turned, reply)
            or _asked(_likely(hints, explained, reply), reply)
            or _near(reply, explained)
            or _first(clear, Action.NOTHING, reply)
        )

    def _abusive(self, reply: Reply, explained: Collection[int]) -> Decision | None:
        for start, end in self._abuse.found(reply.words):
            if not any(place in explained for place in range(start, end)):
                words = reply.part(start, end)
                return Decision(Action.OPT_OUT, Why.PROFANITY, words=words)
        words = keyword_profanity.masked(reply.text)
        return Decision(Action.OPT_OUT, Why.PROFANITY, words=words) if words else None


def _parted(found: Sequence[Found], reply: Reply) -> tuple[list[Found], list[Found]]:
    """What stands as it is, and the opt-outs that a negation before them turns round: "please don't
    unsubscribe me". A negation that belongs to another rule, "not interested", turns nothing."""
    taken = places(found)
    clear: list[Found] = []
    turned: list[Found] = []
    for one in found:
        asks = one.rule.action is Action.OPT_OUT
        is_turned = asks and reply.is_negated(one.start, beyond=taken)
        (turned if is_turned else clear).append(one)
    return clear, turned


def _by_sentence(hints: Iterable[Found], clear: Iterable[Found], reply: Reply) -> Decision | None:
    """A sentence that is nothing but an opt-out word: "I moved. Unsubscribe." "Wrong number. Stop."

    A short word needs another sign beside it: "My order is wrong. Cancel." may mean the order.
    """
    doubtful = any(one.rule.action is Action.ASK for one in clear)
    for one in hints:
        if reply.is_sentence(one.start, one.end) and (doubtful or _is_long(one, reply)):
            return concluded(one.rule, reply.part(one.start, one.end), why=Why.PHRASE)
    return None


def _likely(hints: Iterable[Found], explained: frozenset[int], reply: Reply) -> list[Found]:
    return [
        one
        for one in hints
        if explained.isdisjoint(range(one.start, one.end)) and _stands_out(one, reply)
    ]


def _stands_out(found: Found, reply: Reply) -> bool:
    """An opt-out word in the midst of others is mostly just a word: "the bus will stop here"."""
    return (
        _is_long(found, reply)
        or len(reply.said) <= _FEW
        or found.start == reply.said[0]
        or found.end > reply.said[-1]
        or reply.breaks_before(found.start)
        or reply.breaks_before(found.end)
    )


def _is_long(found: Found, reply: Reply) -> bool:
    return found.end - found.start == 1 and len(reply.words[found.start]) >= LONG


def _near(reply: Reply, explained: frozenset[int]) -> Decision | None:
    pair = keyword_topics.found(reply)
    if pair is None or not explained.isdisjoint(range(*pair)):
        return None
    return Decision(Action.ASK, Why.LIKELY, words=reply.part(*pair))


def _first(found: Iterable[Found], action: Action, reply: Reply) -> Decision | None:
    one = next((one for one in found if one.rule.action is action), None)
    return concluded(one.rule, reply.part(one.start, one.end)) if one else None


def _asked(found: Sequence[Found], reply: Reply) -> Decision | None:
    if not found:
        return None
    rule, words = found[0].rule, reply.part(found[0].start, found[0].end)
    return Decision(Action.ASK, Why.LIKELY, rule, words, rule.language, rule.scope)
