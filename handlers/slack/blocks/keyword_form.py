"""The form of a keyword rule."""

from collections.abc import Iterable
from typing import Final

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    Option,
    RadioButtonsElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from handlers.slack.blocks import choices
from handlers.slack.blocks.elements import chosen, field, option, section, text_field
from handlers.slack.blocks.keyword_card import LAW
from handlers.slack.blocks.keyword_words import ACTIONS, ANY_LANGUAGE, MATCHES, SCOPES
from handlers.slack.ids import Field, Form
from optouts.keyword_entries import LONGEST_WORDS
from optouts.keyword_rules import Rule
from optouts.languages import LANGUAGES

ABOUT: Final = {
    "opt_out": "At once, with a confirmation.",
    "opt_in": "Lifts what they opted out of themselves.",
    "help": "Nothing else is changed.",
    "ask": "Somebody reads the reply and decides.",
    "nothing": "The reply is a conversation.",
}
WHOLE: Final = "With courtesy, or a letter wrong, it is the whole reply all the same."


def view(rule: Rule, *, metadata: str, is_law: bool) -> View:
    """A rule without a key is a new one. `is_law`: the FCC names these words."""
    actions = [option(name, action, ABOUT[action]) for action, name in ACTIONS.items()]
    matches = [option(name, match) for match, name in MATCHES.items()]
    languages = [option(name, code) for code, name in LANGUAGES.items()]
    blocks: list[Block] = [section(LAW)] if is_law else []
    blocks += [
        text_field(
            "Words",
            Field.KEYWORD_WORDS,
            value=rule.words,
            hint="As people write them; case, accents and punctuation make no difference.",
            placeholder="no more please",
            focus=True,
            longest=LONGEST_WORDS,
        ),
        field(
            "What the rule does",
            Field.KEYWORD_ACTION,
            RadioButtonsElement(
                action_id=Field.KEYWORD_ACTION,
                options=actions,
                initial_option=_first(actions, rule.action),
            ),
        ),
        _menu("Where in the reply", Field.KEYWORD_MATCH, matches, rule.match, hint=WHOLE),
        _menu(
            "How far it reaches",
            Field.KEYWORD_SCOPE,
            [option(name, scope) for scope, name in SCOPES.items()],
            rule.scope,
            placeholder="As the settings say",
            hint="Only for rules that opt out.",
        ),
        _menu(
            "Language",
            Field.KEYWORD_LANGUAGE,
            languages,
            rule.language,
            placeholder=ANY_LANGUAGE,
            hint="The answer to the person is in this language, if you have it.",
        ),
        choices.region_field(
            rule.region, hint="Only for people of this region; empty: for everybody."
        ),
        *([_law()] if is_law else []),
    ]
    return View(
        type="modal",
        callback_id=Form.KEYWORD,
        title="Edit the rule" if rule.key else "Add a rule",
        submit="Save",
        close="Cancel",
        private_metadata=metadata,
        blocks=blocks,
    )


def _first(options: Iterable[Option], value: object) -> Option | None:
    picked = chosen(list(options), [value])
    return picked[0] if picked else None


def _menu(
    label: str,
    name: Field,
    options: list[Option],
    value: object,
    *,
    hint: str,
    placeholder: str | None = None,
) -> InputBlock:
    """With a placeholder it may stay empty."""
    menu = StaticSelectElement(
        action_id=name,
        options=options,
        initial_option=_first(options, value),
        placeholder=placeholder,
    )
    return field(label, name, menu, hint=hint, optional=placeholder is not None)


def _law() -> InputBlock:
    sure = option("Let these words opt nobody out", "yes")
    return field(
        "Against the law’s words",
        Field.KEYWORD_LAW,
        CheckboxesElement(action_id=Field.KEYWORD_LAW, options=[sure]),
        hint="Tick this only if you mean it; other changes need no tick.",
        optional=True,
    )
