"""Which rules the table shows: kept in the buttons under it, and chosen in a form."""

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Final

from slack_sdk.models.blocks import Block, InputBlock, Option, StaticSelectElement
from slack_sdk.models.views import View

from handlers.slack.blocks.elements import chosen, field, option, text_field
from handlers.slack.blocks.keyword_words import ACTIONS, ANY_LANGUAGE, State, state
from handlers.slack.ids import Field, Form
from optouts.keyword_entries import Entry
from optouts.keyword_rules import Action
from optouts.languages import language_name
from optouts.places import name_key

STATES: Final = {
    State.SHIPPED: "As shipped",
    State.CHANGED: "Shipped, and changed here",
    State.ADDED: "Added here",
    State.DELETED: "Deleted",
}
HOLDING: Final = "All that hold"
OF_ANY: Final = "any"
"""Stands for the rules that are of no language in particular."""

LONGEST: Final = 40
"""Characters by which words are looked for."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is empty lets everything through that holds. `begin` is how many rules stand on earlier
    pages."""

    state: str = ""
    action: str = ""
    language: str = ""
    words: str = ""
    begin: int = 0

    def lets_through(self, entry: Entry) -> bool:
        rule = entry.rule
        return (
            (self.state == state(entry) if self.state else not entry.is_deleted)
            and self.action in ("", rule.action)
            and self.language in ("", rule.language or OF_ANY)
            and name_key(self.words) in name_key(rule.words)
        )


def dumps(kept: Filter) -> str:
    """Short enough for an option of a menu: 150 characters."""
    return json.dumps(astuple(kept), ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Filter:
    return Filter(*json.loads(text or "[]"))


def in_words(wanted: Filter) -> str:
    """Unescaped; empty if it shows all that hold."""
    parts = [
        STATES[State(wanted.state)] if wanted.state else "",
        ACTIONS[Action(wanted.action)] if wanted.action else "",
        language(wanted.language) if wanted.language else "",
        f"“{wanted.words}”" if wanted.words else "",
    ]
    return " · ".join(part for part in parts if part)


def language(code: str) -> str:
    return ANY_LANGUAGE if code == OF_ANY else language_name(code)


def form(wanted: Filter, entries: Iterable[Entry], *, metadata: str) -> View:
    """Offers the languages that there are rules of."""
    codes = {entry.rule.language or OF_ANY for entry in entries}
    languages = [option(name, code) for name, code in sorted((language(c), c) for c in codes)]
    actions = [option(name, action) for action, name in ACTIONS.items()]
    states = [option(name, state) for state, name in STATES.items()]
    blocks: list[Block] = [
        _menu("Rules", Field.KEYWORD_STATE, states, wanted.state, HOLDING),
        _menu("What they do", Field.KEYWORD_ACTION, actions, wanted.action, "Anything"),
        _menu("Language", Field.KEYWORD_LANGUAGE, languages, wanted.language, "Every language"),
        text_field(
            "Words", Field.KEYWORD_WORDS, value=wanted.words, optional=True, longest=LONGEST
        ),
    ]
    return View(
        type="modal",
        callback_id=Form.KEYWORD_FILTER,
        title="Filter rules",
        submit="Show",
        close="Cancel",
        private_metadata=metadata,
        blocks=blocks,
    )


def _menu(
    label: str, name: Field, options: list[Option], value: object, placeholder: str
) -> InputBlock:
    picked = chosen(options, [value])
    menu = StaticSelectElement(
        action_id=name,
        options=options,
        initial_option=picked[0] if picked else None,
        placeholder=placeholder,
    )
    return field(label, name, menu, optional=True)
