"""The rules that every workspace starts with; each can be edited, deleted and restored."""

from collections.abc import Iterator
from typing import Final

from optouts import keyword_doubts, keyword_phrases, keyword_words
from optouts.keyword_rules import Action, Match, Rule, Scope
from optouts.keyword_text import normal
from optouts.keyword_words import Sourced


def _rules(
    words: Sourced, action: Action, match: Match = Match.WHOLE, scope: Scope | None = None
) -> Iterator[Rule]:
    for language, sources in words.items():
        for source, several in sources.items():
            for one in several.split(","):
                name = " ".join(one.split())
                mark = "" if match is Match.WHOLE else "~"
                yield Rule(
                    key=f"{language}:{mark}{name.casefold().replace(' ', '-')}",
                    words=name,
                    action=action,
                    match=match,
                    language=language,
                    scope=scope,
                    source=source,
                )


def _once(*rules: Rule) -> tuple[Rule, ...]:
    """Of those about the same words the first, so that whoever changes it has changed them all."""
    first: dict[tuple[str, Match], Rule] = {}
    for rule in rules:
        first.setdefault((normal(rule.words), rule.match), rule)
    return tuple(first.values())


SHIPPED: Final = _once(
    *_rules(keyword_words.OPT_OUT, Action.OPT_OUT),
    *_rules(keyword_words.OPT_OUT_EVERYWHERE, Action.OPT_OUT, scope=Scope.EVERYWHERE),
    *_rules(keyword_words.OPT_IN, Action.OPT_IN),
    *_rules(keyword_words.HELP, Action.HELP),
    *_rules(keyword_words.ORDINARY, Action.NOTHING),
    *_rules(keyword_phrases.OPT_OUT, Action.OPT_OUT, Match.CONTAINS),
    *_rules(keyword_doubts.ASK_WHOLE, Action.ASK),
    *_rules(keyword_doubts.ASK, Action.ASK, Match.CONTAINS),
    *_rules(keyword_doubts.NOTHING, Action.NOTHING, Match.CONTAINS),
)

# The words that a business in the USA must honour as they stand: 47 CFR 64.1200(a)(10).
FCC_KEYS: Final = frozenset(
    f"en:{word}" for word in ("stop", "quit", "end", "revoke", "opt-out", "cancel", "unsubscribe")
)
