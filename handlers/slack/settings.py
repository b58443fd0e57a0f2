"""The workspace's own settings, and who changed them."""

import re
from collections.abc import Sequence
from typing import Final

from slack_sdk.errors import SlackApiError

from handlers.slack import defaults
from handlers.slack.blocks import settings_form, settings_history
from handlers.slack.blocks.elements import section
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.text import in_words, plain
from handlers.slack.ids import Field
from handlers.slack.problems import BadWords
from handlers.slack.replies import FormErrors, Message, OpenModal, PushModal, Replies, Reply
from handlers.slack.requests import Click, Filled, Submission
from handlers.slack.visits import Visit
from optouts import settings_history as history
from optouts import workspaces
from optouts.core import demand
from optouts.errors import UnknownZone
from optouts.places import Places
from optouts.preferences import BY_NAME, LONGEST_DAYS
from optouts.roles import Deed
from optouts.setup import Amended

USAGE: Final = "/optout settings region ZA"
HISTORY: Final = "history"
LONGEST_NUMBER: Final = 15  # digits
CHANNEL: Final = re.compile(r"<#(\w+)(?:\|[^>]*)?>")

NUMBERS: Final = {
    "undo_days": Field.UNDO_DAYS,
    "approval_above": Field.APPROVAL_ABOVE,
    "evidence_days": Field.EVIDENCE_DAYS,
}
CHOICES: Final = {
    "region": Field.REGION,
    "zone": Field.ZONE,
    "announcements": Field.ANNOUNCEMENTS,
    "default_role": Field.DEFAULT_ROLE,
}


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
    return OpenModal(settings_form.view(known, metadata=visit.metadata(), only=name), "settings")


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
    filled = submission.view.filled
    if errors := _errors(filled):
        return FormErrors(errors)
    values = {name: filled.text(field) for name, field in NUMBERS.items() if field in filled}
    values |= {name: filled.chosen(field) for name, field in CHOICES.items() if field in filled}
    try:
        return _save(visit, values)
    except UnknownZone as error:
        return FormErrors({Field.ZONE: plain(explain(error))})


def _errors(filled: Filled) -> dict[str, str]:
    errors: dict[str, str] = {}
    for field in (Field.UNDO_DAYS, Field.EVIDENCE_DAYS):
        days = filled.text(field) if field in filled else "0"
        if not _is_whole(days) or int(days) > LONGEST_DAYS:
            errors[field] = f"Give a whole number of days up to {LONGEST_DAYS}."
    above = Field.APPROVAL_ABOVE
    if above in filled and not _is_whole(filled.text(above)):
        errors[above] = "Give a whole number: 0, or how many may leave at most."
    return errors


def _is_whole(text: str) -> bool:
    return text.isdecimal() and len(text) <= LONGEST_NUMBER


def _save(visit: Visit, values: dict[str, str]) -> Replies:
    workspaces.change_preferences(visit.core, visit.workspace, values, by=visit.actor)
    text = "The settings are saved."
    replies: list[Reply] = [Message(text, [section(text)])]
    channel = values.get("announcements", "")
    if channel and not _is_let_in(visit, channel):
        warning = (
            f"I am not a member of <#{channel}> yet. Invite me there with `/invite @Optout`, or"
            " changes cannot be confirmed."
        )
        replies.append(Message(warning, [section(warning)]))
    return replies


def _is_let_in(visit: Visit, channel: str) -> bool:
    try:
        found = visit.client.conversations_info(channel=channel)["channel"]
    except SlackApiError:
        return False
    return bool(found.get("is_member"))
