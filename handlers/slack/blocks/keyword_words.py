"""Keyword rules, decisions and what is wrong with a rule, in words."""

from enum import StrEnum
from typing import Final

from handlers.slack.blocks.text import escape
from optouts import errors
from optouts.keyword_entries import Entry
from optouts.keyword_rules import Action, Match, Rule, Scope, Why
from optouts.languages import language_name
from optouts.numbers import region_name


class State(StrEnum):
    """How a rule stands in its workspace. The commands have the same words."""

    SHIPPED = "shipped"
    CHANGED = "changed"
    ADDED = "added"
    DELETED = "deleted"


ACTIONS: Final = {
    Action.OPT_OUT: "Opts out",
    Action.OPT_IN: "Opts in again",
    Action.HELP: "Answers with help",
    Action.ASK: "Asks the team",
    Action.NOTHING: "Does nothing",
}
MATCHES: Final = {
    Match.WHOLE: "The whole reply",
    Match.BEGINS: "The beginning",
    Match.CONTAINS: "Anywhere",
}
SCOPES: Final = {
    Scope.SENDER: "The sender that was answered",
    Scope.EVERYWHERE: "Every sender",
}
ANY_LANGUAGE: Final = "Any language"

WHYS: Final = {
    Why.RULE: "The words of a rule stand there as they are.",
    Why.SPELLING: "The words of a rule stand there with a letter wrong, doubled or swapped.",
    Why.POLITE: "The words of a rule stand there, with nothing beside them but courtesy.",
    Why.PHRASE: "It asks for it in plain language.",
    Why.PROFANITY: "It swears at you, which counts as an opt-out here (the setting `profanity`).",
    Why.LIKELY: "An opt-out word stands among others, so that it may mean something else.",
    Why.PROVIDER: "The provider says so itself.",
    Why.ORDINARY: "Nothing in it asks for anything.",
    Why.EMPTY: "There is no text in it.",
}
"""What led to a decision."""


def does(rule: Rule) -> str:
    """What a rule does, and how far it reaches where it says so: ``Opts out · every sender``."""
    reach = f" · {SCOPES[rule.scope].lower()}" if rule.scope else ""
    return f"{ACTIONS[rule.action]}{reach}"


def where(rule: Rule) -> str:
    """Its language and region: ``French · Canada``."""
    language = language_name(rule.language) if rule.language else ANY_LANGUAGE
    return f"{language} · {region_name(rule.region)}" if rule.region else language


def in_words(rule: Rule) -> str:
    """All but its words, unescaped: ``Opts out · the whole reply · English``."""
    return " · ".join([does(rule), MATCHES[rule.match].lower(), where(rule)])


def state(entry: Entry) -> State:
    if entry.is_deleted:
        return State.DELETED
    if entry.is_shipped:
        return State.CHANGED if entry.is_changed else State.SHIPPED
    return State.ADDED


def quoted(rule: Rule) -> str:
    """The words of a rule within a sentence, safe to put in mrkdwn."""
    return f"“{escape(rule.words)}”"


def explain_rule(
    error: errors.UnknownRule
    | errors.BadRule
    | errors.RuleTaken
    | errors.OptInNotAlone
    | errors.BadLanguage,
) -> str:
    match error:
        case errors.UnknownRule():
            return "That rule does not hold any more. `/optout keyword` shows those that do."
        case errors.BadRule():
            if len(error.words) > error.longest:
                return f"That is too long for a rule: {error.longest} characters at most."
            return "Give at least one word, in letters or digits, by which a reply is recognised."
        case errors.RuleTaken():
            rule = error.rule
            return (
                f"There is a rule for {quoted(rule)} already: {escape(in_words(rule))}. Change"
                " that one instead. Nothing was changed."
            )
        case errors.OptInNotAlone():
            return (
                "Only the whole reply may opt somebody in again, so that nobody is opted in by"
                " what they did not mean. Nothing was changed."
            )
        case errors.BadLanguage():
            return f"“{escape(error.text)}” is not a language that I know, as an ISO 639 code."
