"""The workspace's own settings, and who changed them."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from slack_sdk.errors import SlackApiError

from handlers.slack import defaults
from handlers.slack.blocks import reply_settings_form, settings_form, settings_history
from handlers.slack.blocks.elements import section
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.text import in_words, plain
from handlers.slack.ids import Field, Form
from handlers.slack.problems import BadWords
from handlers.slack.replies import FormErrors, Message, OpenModal, PushModal, Replies, Reply
from handlers.slack.requests import Click, Filled, Submission
from handlers.slack.visits import Visit
from optouts import settings_history as history
from optouts import workspaces
from optouts.core import demand
from optouts.errors import UnknownZone
from optouts.places import Places
from optouts.preferences import (
    BY_NAME,
    LONGEST_BUSINESS,
    LONGEST_DAYS,
    MOST_HOURS,
    MOST_MINUTES,
    Preferences,
)
from optouts.roles import Deed
from optouts.setup import Amended

USAGE: Final = "/optout settings region ZA"
HISTORY: Final = "history"
CHANNEL: Final = re.compile(r"<#(\w+)(?:\|[^>]*)?>")

TEXTS: Final = {
    "undo_days": Field.UNDO_DAYS,
    "approval_above": Field.APPROVAL_ABOVE,
    "evidence_days": Field.EVIDENCE_DAYS,
    "business": Field.BUSINESS,
    "confirm_minutes": Field.CONFIRM_MINUTES,
    "review_hours": Field.REVIEW_HOURS,
    "link_days": Field.LINK_DAYS,
}
CHOICES: Final = {
    "region": Field.REGION,
    "zone": Field.ZONE,
    "announcements": Field.ANNOUNCEMENTS,
    "default_role": Field.DEFAULT_ROLE,
    "stop_scope": Field.STOP_SCOPE,
    "confirm": Field.CONFIRM,
    "double_opt_in": Field.DOUBLE_OPT_IN,
    "profanity": Field.PROFANITY,
    "review_channel": Field.REVIEW_CHANNEL,
}
DAYS: Final = {"stop_scope_from": Field.STOP_SCOPE_FROM}

CHANNELS: Final = {
    "announcements": "changes cannot be confirmed",
    "review_channel": "unclear replies cannot be shown there",
}
"""What does not work where the bot is not let in."""

A_DAY: Final = f"Give a whole number of days up to {LONGEST_DAYS}."
WRONG: Final = {
    Field.UNDO_DAYS: A_DAY,
    Field.EVIDENCE_DAYS: A_DAY,
    Field.LINK_DAYS: A_DAY,
    Field.APPROVAL_ABOVE: "Give a whole number: 0, or how many may leave at most.",
    Field.CONFIRM_MINUTES: f"Give a whole number of minutes from 1 to {MOST_MINUTES}.",
    Field.REVIEW_HOURS: f"Give a whole number of hours from 1 to {MOST_HOURS}.",
    Field.BUSINESS: f"Give a name of at most {LONGEST_BUSINESS} letters.",
}
"""What is said under a field whose value the core does not take."""


def settings(visit: Visit, text: str) -> Replies:
    """`/optout settings`: the form; with a name and a value, that one setting."""
    demand(visit.actor, Deed.CONFIGURE)
    if not text.strip():
        view = settings_form.view(defaults.setup(visit).preferences, metadata=visit.metadata())
        return OpenModal(view, "settings")
    if text.strip().casefold() == HISTORY:
        return settings_history.message(*_history(visit))
    name, _, value = text.strip().partition(" ")
    if name not in BY_NAME:
        raise BadWords(f"“{name}” is not a setting: {in_words(BY_NAME)} are.", USAGE)
    linked = CHANNEL.search(value)
    try:
        return _save(visit, {name: linked.group(1) if linked else value.strip()})
    except (ValueError, KeyError) as error:
        raise BadWords(f"“{value}” is not a value for {name}.", USAGE) from error


def press_one(visit: Visit, click: Click) -> Replies:
    """The form with a single setting, as the guide of a new workspace asks for it."""
    demand(visit.actor, Deed.CONFIGURE)
    name = click.value
    if name not in BY_NAME:
        raise BadWords(f"“{name}” is not a setting: {in_words(BY_NAME)} are.", USAGE)
    known = defaults.setup(visit).preferences
    form = settings_form if name in settings_form.fields(known) else reply_settings_form
    return OpenModal(form.view(known, metadata=visit.metadata(), only=name), "settings")


def press_history(visit: Visit, click: Click) -> Replies:
    """Above the form that the button stands in."""
    amended, places = _history(visit)
    if click.view is None:
        return settings_history.message(amended, places)
    return PushModal(settings_history.view(amended, places))


def _history(visit: Visit) -> tuple[Sequence[Amended], Places]:
    most = settings_history.MOST
    amended = history.of_workspace(visit.core, visit.workspace, by=visit.actor, limit=most)
    return amended, defaults.setup(visit).places


def submit(visit: Visit, submission: Submission) -> Replies:
    """Save the settings that the form has; those of the guide have one."""
    values = _filled(submission.view.filled, _of_form(submission.view.form))
    if errors := _errors(values):
        return FormErrors(errors)
    try:
        return _save(visit, values)
    except UnknownZone as error:
        return FormErrors({Field.ZONE: plain(explain(error))})


def _of_form(form: str) -> Collection[str]:
    """The names of the settings that it may change."""
    if form == Form.REPLY_SETTINGS:
        return reply_settings_form.fields(Preferences()).keys()
    return settings_form.fields(Preferences()).keys()


def _filled(filled: Filled, names: Collection[str]) -> dict[str, str]:
    known = {**TEXTS, **CHOICES, **DAYS}
    there = {name: known[name] for name in names if known[name] in filled}
    return {name: _value(filled, name, field) for name, field in there.items()}


def _value(filled: Filled, name: str, field: Field) -> str:
    if name in TEXTS:
        return filled.text(field).strip()
    if name in CHOICES:
        return filled.chosen(field)
    day = filled.day(field)
    return day.isoformat() if day else ""


def _errors(values: Mapping[str, str]) -> dict[str, str]:
    errors: dict[str, str] = {}
    for name, field in TEXTS.items():
        if name in values and not _is_readable(name, values[name]):
            errors[field] = WRONG[field]
    return errors


def _is_readable(name: str, value: str) -> bool:
    try:
        BY_NAME[name].reads(value)
    except ValueError:
        return False
    return True


def _save(visit: Visit, values: dict[str, str]) -> Replies:
    workspaces.change_preferences(visit.core, visit.workspace, values, by=visit.actor)
    text = "The settings are saved."
    replies: list[Reply] = [Message(text, [section(text)])]
    for name, otherwise in CHANNELS.items():
        channel = values.get(name, "")
        if channel and not _is_let_in(visit, channel):
            warning = (
                f"I am not a member of <#{channel}> yet. Invite me there with `/invite @Optout`, or"
                f" {otherwise}."
            )
            replies.append(Message(warning, [section(warning)]))
    return replies


def _is_let_in(visit: Visit, channel: str) -> bool:
    try:
        found = visit.client.conversations_info(channel=channel)["channel"]
    except SlackApiError:
        return False
    return bool(found.get("is_member"))
