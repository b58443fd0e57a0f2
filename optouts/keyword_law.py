"""The words that US law names: each has to opt people out (47 CFR 64.1200(a)(10))."""

from typing import Final

from optouts.keyword_rules import Action, Rule
from optouts.keyword_set import FCC_KEYS, SHIPPED
from optouts.keyword_text import normal

_NAMED: Final = {rule.key: rule for rule in SHIPPED if rule.key in FCC_KEYS}


def is_named(key: str) -> bool:
    return key in _NAMED


def is_weakened(rule: Rule) -> bool:
    """Whether somebody who writes the law's word would not be opted out by the rule of it."""
    named = _NAMED.get(rule.key)
    if named is None:
        return False
    same = normal(rule.words) == normal(named.words)
    return rule.action is not Action.OPT_OUT or bool(rule.region) or not same
