"""The menu of `/optout`, its help, and the Home tab."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, ButtonElement, DividerBlock, HeaderBlock
from slack_sdk.models.views import View

from handlers.slack.blocks import announcements
from handlers.slack.blocks.elements import actions, button, context, section, sections
from handlers.slack.blocks.opt_outs import undo_button
from handlers.slack.blocks.text import counted, escape, list_name
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.outcomes import Recorded
from optouts.places import ListName
from optouts.preferences import Preferences
from optouts.roles import Deed, Role, may
from optouts.words import ChangeId


@dataclass(frozen=True, slots=True)
class HelpLine:
    """What the help says of one word."""

    name: str
    usage: str
    summary: str
    details: str
    examples: tuple[str, ...]
    deed: Deed | None


def _main_buttons(role: Role) -> list[Block]:
    return list(
        actions(
            _word("Add…", "add", style="primary") if may(role, Deed.ADD) else None,
            _word("Check…", "check"),
            _word("History…", "history"),
            _word("Remove…", "remove") if may(role, Deed.REMOVE) else None,
            _word("List", "list"),
            _word("Settings…", "settings") if may(role, Deed.CONFIGURE) else None,
            _word("Help", "help"),
        )
    )


def _word(text: str, word: str, *, style: str | None = None) -> ButtonElement:
    return button(text, Button.OPEN, word, part=word, style=style)


def menu(role: Role) -> Message:
    text = "What would you like to do?"
    hint = "Or type it: `/optout add 083 123 4567`, `/optout check 083 123 4567`, `/optout help`."
    return Message(text, [section(f"*{text}*"), *_main_buttons(role), context(hint)])


def help_overview(lines: Sequence[HelpLine], role: Role) -> Message:
    text = "What Optout can do"
    mine = [f"• `/optout {each.usage}` {each.summary}" for each in lines if _may(role, each)]
    others = [each.name for each in lines if not _may(role, each)]
    blocks: list[Block] = [HeaderBlock(text=text), *sections(mine)]
    if others:
        blocks.append(context(f"Your role is *{role.word}*. Managers also have {_code(others)}."))
    blocks.append(
        context(
            "`/optout help add` explains one of them. Slash commands do not work in threads:"
            " mention me there instead, like `@Optout check 083 123 4567`."
        )
    )
    return Message(text, blocks)


def _may(role: Role, line: HelpLine) -> bool:
    return line.deed is None or may(role, line.deed)


def _code(words: Sequence[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def help_on(line: HelpLine) -> Message:
    text = f"/optout {line.name}"
    parts = [f"*`/optout {line.usage}`*", line.summary]
    if line.details:
        parts.append(line.details)
    examples = [f"• `/optout {example}`" for example in line.examples]
    return Message(text, list(sections([*parts, "*Examples*", *examples])))


def home(
    role: Role,
    *,
    totals: Sequence[ListName],
    latest: Sequence[Recorded],
    undoable: Collection[ChangeId],
    preferences: Preferences,
) -> View:
    """The Home tab of somebody with a role, who may undo the changes that are `undoable`."""
    standing = sum(name.size for name in totals)
    blocks: list[Block] = [
        HeaderBlock(text="Opt-outs"),
        section(f"*{counted(standing, 'opt-out')}* on {counted(len(totals), 'list')}."),
        *_main_buttons(role),
        *_missing(preferences, role),
    ]
    in_use = [name for name in totals if name.size]
    if in_use:
        lines = [f"• {escape(list_name(name))}: *{name.size:,}*" for name in in_use[:20]]
        blocks += [DividerBlock(), HeaderBlock(text="Lists"), *sections(lines)]
    if latest:
        blocks += [DividerBlock(), HeaderBlock(text="Latest changes")]
    for each in latest:
        told = announcements.message(each)
        blocks += [block for block in told.blocks if block.type != "actions"]
        if each.change.id in undoable:
            blocks += actions(undo_button(each.change.id))
    return View(type="home", blocks=blocks)


def _missing(preferences: Preferences, role: Role) -> list[Block]:
    """What a new workspace has yet to say, for those who can."""
    if not may(role, Deed.CONFIGURE):
        return []
    missing = [
        line
        for is_missing, line in (
            (not preferences.region, "• a region, so that `083 123 4567` can be read"),
            (not preferences.announcements, "• a channel in which changes are confirmed"),
        )
        if is_missing
    ]
    if not missing:
        return []
    return [*sections(["*Still to be set up* in the settings:", *missing])]


def home_of_nobody(explanation: str) -> View:
    """The Home tab of somebody who may not see anything."""
    return View(type="home", blocks=[HeaderBlock(text="Opt-outs"), section(explanation)])
