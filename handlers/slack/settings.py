"""The workspace's own settings."""

import re
from typing import Final

from slack_sdk.errors import SlackApiError

from handlers.slack import defaults
from handlers.slack.blocks import settings_form
from handlers.slack.blocks.elements import section
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.text import in_words, plain
from handlers.slack.ids import Field
from handlers.slack.problems import BadWords
from handlers.slack.replies import FormErrors, Message, OpenModal, Replies, Reply
from handlers.slack.requests import Submission
from handlers.slack.visits import Visit
from optouts import workspaces
from optouts.core import demand
from optouts.errors import UnknownZone
from optouts.preferences import BY_NAME, LONGEST_UNDO
from optouts.roles import Deed

USAGE: Final = "/optout settings region ZA"
LONGEST_NUMBER: Final = 15  # digits
CHANNEL: Final = re.compile(r"<#(\w+)(?:\|[^>]*)?>")


def settings(visit: Visit, text: str) -> Replies:
    """`/optout settings`: the form; with a name and a value, that one setting."""
    demand(visit.actor, Deed.CONFIGURE)
    if not text.strip():
        view = settings_form.view(defaults.setup(visit).preferences, metadata=visit.metadata())
        return OpenModal(view, "settings")
    name, _, value = text.strip().partition(" ")
    if name not in BY_NAME:
        raise BadWords(f"“{name}” is not a setting: {in_words(BY_NAME)} are.", USAGE)
    linked = CHANNEL.search(value)
    try:
        return _save(visit, {name: linked.group(1) if linked else value.strip()})
    except (ValueError, KeyError) as error:
        raise BadWords(f"“{value}” is not a value for {name}.", USAGE) from error


def submit(visit: Visit, submission: Submission) -> Replies:
    filled = submission.view.filled
    days, removals = filled.text(Field.UNDO_DAYS), filled.text(Field.APPROVAL_ABOVE)
    if errors := _errors(days, removals):
        return FormErrors(errors)
    values = {
        "region": filled.chosen(Field.REGION),
        "zone": filled.chosen(Field.ZONE),
        "announcements": filled.chosen(Field.ANNOUNCEMENTS),
        "default_role": filled.chosen(Field.DEFAULT_ROLE),
        "undo_days": days,
        "approval_above": removals,
    }
    try:
        return _save(visit, values)
    except UnknownZone as error:
        return FormErrors({Field.ZONE: plain(explain(error))})


def _errors(days: str, removals: str) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not _is_whole(days) or int(days) > LONGEST_UNDO:
        errors[Field.UNDO_DAYS] = f"Give a whole number of days up to {LONGEST_UNDO}."
    if not _is_whole(removals):
        errors[Field.APPROVAL_ABOVE] = "Give a whole number: 0, or how many may leave at most."
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
