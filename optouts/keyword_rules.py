"""Rules that say what a reply means, and the decision that they lead to. Values only."""

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What is done about a reply. ASK puts it before a person, and NOTHING is a conversation."""

    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"
    ASK = "ask"
    NOTHING = "nothing"


class Scope(StrEnum):
    """How far a person's word reaches: the sender that they answered, or every sender."""

    SENDER = "sender"
    EVERYWHERE = "everywhere"


class Match(StrEnum):
    """Where in a reply the words of a rule have to stand."""

    WHOLE = "whole"
    BEGINS = "begins"
    CONTAINS = "contains"


@dataclass(frozen=True, slots=True)
class Rule:
    """`key` names it for good: ``en:stop`` of the shipped ones, ``own:3`` of a workspace's.

    `words` is a word or phrase in any spelling that normalising makes equal. `language` (ISO 639)
    and `region` (ISO 3166) may be empty: any. `scope` is None where the workspace's setting
    decides. `source` names the list or rule that it was taken from.
    """

    key: str
    words: str
    action: Action
    match: Match = Match.WHOLE
    language: str = ""
    region: str = ""
    scope: Scope | None = None
    source: str = ""


class Why(StrEnum):
    """What led to a decision; each has its words in Slack."""

    RULE = "rule"  # a rule's words stood there as written
    SPELLING = "spelling"  # … with a letter wrong, doubled or swapped
    POLITE = "polite"  # … with nothing beside them but courtesy
    PHRASE = "phrase"  # plain language that asks for it
    PROFANITY = "profanity"
    LIKELY = "likely"  # an opt-out word among others that may mean something else
    PROVIDER = "provider"  # the provider says so
    ORDINARY = "ordinary"  # nothing that asks for anything
    EMPTY = "empty"  # no text at all


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reply means. `words` is the part of it that decided, as it was written; `language` is
    that of the rule, or empty; `scope` is None where the workspace's setting decides."""

    action: Action
    why: Why
    rule: Rule | None = None
    words: str = ""
    language: str = ""
    scope: Scope | None = None
