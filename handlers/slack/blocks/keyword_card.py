"""One keyword rule with its versions, and what can be done about it."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import ActionsBlock, Block, ConfirmObject, StaticSelectElement

from handlers.slack.blocks.elements import actions, button, option, section, sections
from handlers.slack.blocks.keyword_words import State, in_words, quoted, state
from handlers.slack.blocks.text import date, escape, person, plain_date
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.keyword_entries import AS_SHIPPED, Entry, Version

MOST: Final = 15
LONGEST_LABEL: Final = 75


def message(
    entry: Entry,
    versions: Sequence[Version],
    *,
    zone: str,
    may_change: bool,
    is_law: bool,
    said: str = "",
) -> Message:
    """`is_law`: the FCC names these words. `said` is what has just been done, if anything."""
    rule = entry.rule
    text = said or f"The rule {quoted(rule)}"
    headline = f"*{quoted(rule)}* {escape(in_words(rule))}"
    lines = [headline, f"• {_stands(entry)}"]
    if rule.source:
        lines.append(f"• From: {escape(rule.source)}")
    if is_law:
        lines.append(f"• {LAW}")
    blocks: list[Block] = [section(said)] if said else []
    blocks += sections([*lines, *_history(versions)])
    if may_change:
        blocks += _buttons(entry, is_law=is_law)
        blocks += _former(entry, versions, zone=zone, is_law=is_law)
    return Message(text, blocks)


STATES: Final = {
    State.DELETED: "Deleted by",
    State.ADDED: "Added here; last saved by",
    State.CHANGED: "Changed by",
    State.SHIPPED: "Made what was shipped again by",
}
LAW: Final = "US law names these words: they have to opt people out (47 CFR 64.1200(a)(10))."


def _stands(entry: Entry) -> str:
    if entry.at is None or entry.by is None:
        return "Shipped with Optout; nobody has changed it here."
    return f"{STATES[state(entry)]} {person(entry.by)}, {date(entry.at)}"


def _history(versions: Sequence[Version]) -> list[str]:
    if all(each.at is None for each in versions):
        return []  # nobody has touched it
    lines = ["*Versions*, newest first", *(f"• {_version(each)}" for each in versions[:MOST])]
    if len(versions) > MOST:
        lines.append(f"The latest {MOST} are shown; all of them are kept.")
    return lines


def _version(version: Version) -> str:
    if version.at is None or version.by is None:
        return f"as shipped: {quoted(version.rule)} {escape(in_words(version.rule))}"
    who = f"{date(version.at)}, {person(version.by)}"
    if version.is_deleted:
        return f"{who}: deleted"
    return f"{who}: {quoted(version.rule)} {escape(in_words(version.rule))}"


def _buttons(entry: Entry, *, is_law: bool) -> Sequence[Block]:
    key, words = entry.rule.key, entry.rule.words
    if entry.is_deleted:
        label = f"Restore {words}"[:LONGEST_LABEL]
        return actions(button("Restore", Button.KEYWORD_RESTORE, key, style="primary", label=label))
    return actions(
        button("Edit…", Button.KEYWORD_EDIT, key, label=f"Edit {words}"[:LONGEST_LABEL]),
        button(
            "Delete",
            Button.KEYWORD_DELETE,
            key,
            label=f"Delete {words}"[:LONGEST_LABEL],
            style="danger",
            confirm=_sure(is_law=is_law),
        ),
    )


def _sure(*, is_law: bool) -> ConfirmObject:
    if is_law:
        return ConfirmObject(
            title="Delete what the law names?",
            text=(
                f"{LAW} Without this rule such a reply may be missed, and every message after it"
                " may break the law. The rule can be restored."
            ),
            confirm="Delete All the Same",
            deny="Keep",
            style="danger",
        )
    return ConfirmObject(
        title="Delete this rule?",
        text="Replies are judged without it from now on. It can be restored.",
        confirm="Delete",
        deny="Keep",
        style="danger",
    )


def _former(
    entry: Entry, versions: Sequence[Version], *, zone: str, is_law: bool
) -> Sequence[Block]:
    """A menu of what the rule once said, where that differs from what it says now."""
    others = [
        each
        for each in versions[:MOST]
        if not each.is_deleted and (entry.is_deleted or each.rule != entry.rule)
    ]
    if not others:
        return []
    menu = StaticSelectElement(
        action_id=Button.KEYWORD_VERSION_MENU,
        placeholder="Go back to a version",
        options=[
            option(_when(each, zone), f"{each.id}:{entry.rule.key}", in_words(each.rule))
            for each in others
        ],
        confirm=ConfirmObject(
            title="Go back to this version?",
            text=f"The rule says again what it said then. {LAW if is_law else ''}".strip(),
            confirm="Go Back",
            deny="Cancel",
        ),
    )
    return [ActionsBlock(elements=[menu])]


def _when(version: Version, zone: str) -> str:
    if version.id == AS_SHIPPED or version.at is None:
        return f"As shipped: “{version.rule.words}”"
    return f"{plain_date(version.at.astimezone(ZoneInfo(zone)))}: “{version.rule.words}”"
