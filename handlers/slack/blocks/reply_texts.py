"""What people are told when they reply: all texts of a workspace, and what each once was."""

from collections.abc import Iterator, Sequence
from typing import Final

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    DividerBlock,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from handlers.slack.blocks.elements import LONGEST_SECTION, actions, button, context, section
from handlers.slack.blocks.reply_words import MEANT, NAMES, of_slot, size, warning
from handlers.slack.blocks.text import date, escape, person, shortened
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.places import Places
from optouts.preferences import Preferences
from optouts.reply_preview import Preview
from optouts.reply_slots import Shown, Slot, Written
from optouts.words import SenderId

MOST: Final = 30
"""Own texts for a sender or language; a message holds 50 blocks."""

TITLE: Final = "What people are told when they reply"


def key(slot: Slot) -> str:
    """A slot as the value of a button."""
    return f"{slot.kind}:{slot.sender}:{slot.language}"


def listing(
    usual: Sequence[Shown],
    others: Sequence[Written],
    *,
    places: Places,
    preferences: Preferences,
    may_change: bool,
) -> Message:
    """`usual`: the text of each kind for every sender; `others`: those for a sender or language."""
    blocks: list[Block] = [section(f"*{TITLE}*"), context(_settings(preferences))]
    for each in usual:
        name = NAMES[each.slot.kind]
        own = "" if each.is_own else " · as shipped"
        heading = f"*{name}* {MEANT[each.slot.kind]}{own}"
        blocks.append(_row(heading, each.preview.text, each.slot, name=name, may_change=may_change))
    if others:
        blocks += [DividerBlock(), section("*For a sender or language*")]
        blocks += [_other(each, places, may_change=may_change) for each in others[:MOST]]
    if len(others) > MOST:
        blocks.append(context(f"… and {len(others) - MOST:,} more; *Add a Text…* opens them too."))
    if may_change:
        blocks += actions(
            button("Add a Text…", Button.REPLY_NEW),
            button("Settings…", Button.REPLY_SETTINGS),
        )
    return Message(TITLE, blocks)


def _settings(preferences: Preferences) -> str:
    minutes = preferences.confirm_minutes
    lines = [
        f"Your name in them: *{escape(preferences.business)}*"
        if preferences.business
        else "The name of your business is not set, so they begin with the sender's label",
        f"opt-outs are confirmed within {minutes} {'minute' if minutes == 1 else 'minutes'}"
        if preferences.confirm
        else "*opt-outs are not confirmed*",
        "opting in again is asked back first"
        if preferences.double_opt_in
        else "opting in again is not asked back",
    ]
    return " · ".join(lines)


def _other(each: Written, places: Places, *, may_change: bool) -> Block:
    name = f"{NAMES[each.slot.kind]}, {of_slot(each.slot, places)}"
    heading = f"*{NAMES[each.slot.kind]}* · {escape(of_slot(each.slot, places))}"
    return _row(heading, each.text, each.slot, name=name, may_change=may_change)


def _row(heading: str, text: str, slot: Slot, *, name: str, may_change: bool) -> Block:
    edit: ButtonElement | None = None
    if may_change:
        edit = button(
            "Edit…",
            Button.REPLY_EDIT,
            key(slot),
            part=_part(slot),
            label=shortened(f"Edit: {name}", 75),
        )
    return SectionBlock(
        text=MarkdownTextObject(text=shortened(f"{heading}\n{quoted(text)}", LONGEST_SECTION)),
        accessory=edit,
    )


def _part(slot: Slot) -> str:
    return f"{slot.kind}_{slot.sender}_{slot.language}"


def quoted(text: str) -> str:
    return "\n".join(f"> {escape(line)}" for line in text.splitlines())


def judged(shown: Preview) -> list[Block]:
    """A text as people get it, what it costs, and what to think of."""
    blocks: list[Block] = [section(f"*What people get*\n{quoted(shown.text)}")]
    blocks.append(context(size(shown)))
    if shown.warnings:
        lines = (f"⚠️ {warning(each, shown)}" for each in shown.warnings)
        blocks.append(section("\n".join(lines)))
    return blocks


def saved(shown: Shown, places: Places) -> Message:
    kind = NAMES[shown.slot.kind]
    text = f"The text “{kind}” is saved." if shown.is_own else f"The text “{kind}” is as shipped."
    if shown.slot.sender != SenderId(0) or shown.slot.language:
        text += f" It is for {escape(of_slot(shown.slot, places))}."
    return Message(text, [section(text), *judged(shown.preview)])


def versions(slot: Slot, found: Sequence[Written], places: Places) -> View:
    """What a text once was, above the form that changes it."""
    heading = f"*{NAMES[slot.kind]}* · {escape(of_slot(slot, places))}"
    lines = list(_versions(found))
    blocks: list[Block] = [section(heading), *(lines or [section("It is as it was shipped.")])]
    return View(type="modal", title="Earlier texts", close="Back", blocks=blocks)


def _versions(found: Sequence[Written]) -> Iterator[Block]:
    for each in found:
        what = quoted(each.text) if each.text else "> _as shipped_"
        yield section(f"{date(each.at)}, {person(each.by)}\n{what}")
