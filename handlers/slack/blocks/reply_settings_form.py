"""The form with the settings of replies, reviews and links; each says what it is for."""

from collections.abc import Mapping
from typing import Final

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    InputBlock,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from handlers.slack.blocks.elements import actions, button, chosen, field, option, text_field
from handlers.slack.blocks.settings_form import channel_field, number_field
from handlers.slack.ids import Button, Field, Form
from optouts.keyword_rules import Scope
from optouts.preferences import (
    BY_NAME,
    LONGEST_BUSINESS,
    LONGEST_DAYS,
    MOST_HOURS,
    MOST_MINUTES,
    Preferences,
)

SCOPES: Final[Mapping[Scope, str]] = {
    Scope.SENDER: "The sender that was answered",
    Scope.EVERYWHERE: "Every sender",
}


def view(preferences: Preferences, *, metadata: str, only: str = "") -> View:
    """All of them, or `only` the one of this name."""
    known = fields(preferences)
    blocks: list[Block] = [known[only]] if only else list(known.values())
    if not only:
        blocks += actions(button("Show History", Button.SETTINGS_HISTORY))
    return View(
        type="modal",
        callback_id=Form.REPLY_SETTINGS,
        title="Settings of replies",
        submit="Save",
        close="Cancel",
        private_metadata=metadata,
        blocks=blocks,
    )


def fields(preferences: Preferences) -> dict[str, InputBlock]:
    """The fields by the names of their settings."""
    return {
        "business": text_field(
            "Name of your business",
            Field.BUSINESS,
            value=preferences.business,
            hint=BY_NAME["business"].meaning,
            placeholder="Baobab Retail",
            optional=True,
            longest=LONGEST_BUSINESS,
        ),
        "stop_scope": _scope(preferences.stop_scope),
        "stop_scope_from": _from(preferences),
        "confirm": _switch("Confirm opt-outs", Field.CONFIRM, "confirm", on=preferences.confirm),
        "confirm_minutes": number_field(
            "Minutes for a confirmation",
            Field.CONFIRM_MINUTES,
            "confirm_minutes",
            preferences.confirm_minutes,
            least=1,
            most=MOST_MINUTES,
        ),
        "double_opt_in": _switch(
            "Ask back before opting in",
            Field.DOUBLE_OPT_IN,
            "double_opt_in",
            on=preferences.double_opt_in,
        ),
        "profanity": _switch(
            "Swearing opts out", Field.PROFANITY, "profanity", on=preferences.profanity
        ),
        "review_channel": channel_field(
            "Channel of unclear replies",
            Field.REVIEW_CHANNEL,
            preferences.review_channel,
            hint=BY_NAME["review_channel"].meaning,
        ),
        "review_hours": number_field(
            "Hours for unclear replies",
            Field.REVIEW_HOURS,
            "review_hours",
            preferences.review_hours,
            least=1,
            most=MOST_HOURS,
        ),
        "link_days": number_field(
            "Days that links work",
            Field.LINK_DAYS,
            "link_days",
            preferences.link_days,
            most=LONGEST_DAYS,
        ),
    }


def _scope(now: Scope) -> InputBlock:
    options = [option(text, scope) for scope, text in SCOPES.items()]
    picked = chosen(options, [now])
    return field(
        "What STOP means",
        Field.STOP_SCOPE,
        RadioButtonsElement(
            action_id=Field.STOP_SCOPE,
            options=options,
            initial_option=picked[0] if picked else None,
        ),
        hint=BY_NAME["stop_scope"].meaning,
    )


def _from(preferences: Preferences) -> InputBlock:
    day = preferences.stop_scope_from
    return field(
        "STOP means every sender from",
        Field.STOP_SCOPE_FROM,
        DatePickerElement(
            action_id=Field.STOP_SCOPE_FROM, initial_date=day.isoformat() if day else None
        ),
        hint=BY_NAME["stop_scope_from"].meaning,
        optional=True,
    )


def _switch(label: str, name: Field, setting: str, *, on: bool) -> InputBlock:
    options = [option("On", "on"), option("Off", "off")]
    return field(
        label,
        name,
        RadioButtonsElement(
            action_id=name, options=options, initial_option=options[0] if on else options[1]
        ),
        hint=BY_NAME[setting].meaning,
    )
