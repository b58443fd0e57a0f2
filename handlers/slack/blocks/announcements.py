"""What the team's channel is told of a change: who, what, where from; numbers masked."""

from typing import Final

from slack_sdk.models.blocks import Block, ButtonElement

from handlers.slack.blocks.elements import actions, button, context, section
from handlers.slack.blocks.file_text import code
from handlers.slack.blocks.import_words import export_button
from handlers.slack.blocks.opt_outs import undo_button
from handlers.slack.blocks.text import (
    ORIGINS,
    counted,
    date,
    escape,
    list_name,
    maker,
    person,
    shortened,
)
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.outcomes import Recorded
from optouts.words import ActorId, Kind, Origin

MOST_LISTS: Final = 10
OWN_DEEDS: Final = {Kind.ADD: "opted out", Kind.REMOVE: "opted in again"}
LONGEST_NOTE: Final = 300
"""A few lines for the team; the history has more of it."""


def message(told: Recorded) -> Message:
    """The confirmation of a change; once it is undone, it says so instead of offering Undo."""
    text = summary(told)
    lines = [f"• {escape(list_name(name))}" for name in told.lists[:MOST_LISTS]]
    if len(told.lists) > MOST_LISTS:
        lines.append(f"… and {len(told.lists) - MOST_LISTS} more lists")
    blocks: list[Block] = [section("\n".join([text, *lines])), context(circumstances(told))]
    if told.undone_by is not None:
        undone_by = told.undone_by
        blocks.append(context(f"*Undone* by {maker(undone_by)}, {date(undone_by.at)}"))
    elif told.change.kind is not Kind.UNDO:
        is_import = told.change.origin is Origin.IMPORT
        export = export_button(told.change.id) if is_import else None
        blocks += actions(undo_button(told.change.id), export, _history(told))
    return Message(text, blocks)


def _history(told: Recorded) -> ButtonElement | None:
    """What people asked for themselves, or programs did, says little by itself."""
    is_staffs = not told.change.is_person_made and told.change.origin is not Origin.API
    if is_staffs or told.low != told.high:
        return None
    return button("History", Button.HISTORY, str(told.change.id))


def summary(told: Recorded) -> str:
    """Who did what: ``@thandi opted out +27…4567``; of people themselves ``+27…4567 opted out``."""
    own = OWN_DEEDS.get(told.change.kind) if told.change.is_person_made else None
    if own and told.low == told.high:
        return f"*{told.low.masked}* {own}"
    return f"{_who(told)} {_deed(told)}"


def _who(told: Recorded) -> str:
    if told.change.is_person_made:
        return "The person"
    return maker(told.change)


def _deed(told: Recorded) -> str:
    if told.low == told.high:
        what = f"*{told.low.masked}*"
    else:
        what = f"*{counted(told.numbers, 'number')}*"
    match told.change.kind:
        case Kind.ADD | Kind.REPLACE if told.closed:
            deed = "replaced" if told.change.kind is Kind.REPLACE else "changed"
            return f"{deed} the list: *{told.opened:,}* put on, *{told.closed:,}* taken off"
        case Kind.ADD | Kind.REPLACE:
            return f"opted out {what}"
        case Kind.REMOVE:
            return f"took {what} off"
        case Kind.UNDO if told.opened:
            return f"put {what} back by undo"
        case Kind.UNDO:
            return f"took {what} off again by undo"


def circumstances(told: Recorded) -> str:
    """When, from where, and why."""
    change = told.change
    source = ORIGINS[change.origin]
    channel = change.evidence.get("channel", "")
    if change.origin is Origin.SLACK and channel.startswith(("C", "G")):
        source = f"{source} in <#{channel}>"
    if file := change.evidence.get("file"):
        source = f"{source} of {code(file)}"
    if approver := change.evidence.get("approved_by"):
        source = f"{source}, approved by {person(ActorId(approver))}"
    words = change.evidence.get("text", "") if change.origin is Origin.KEYWORD else ""
    if words:
        source = f"{source}: {quoted(words)}"
    if judge := change.evidence.get("judged_by"):
        source = f"{source}, judged by {person(ActorId(judge))}"
    # The note of a reply is what was written, if nothing else is said.
    has_note = change.note and not words.startswith(change.note)
    note = f" · {escape(shortened(change.note, LONGEST_NOTE))}" if has_note else ""
    return f"{date(change.at)} · from {source}{note}"


def quoted(words: str) -> str:
    """What a person wrote, on one line."""
    return f"“{escape(shortened(' '.join(words.split()), LONGEST_NOTE))}”"
