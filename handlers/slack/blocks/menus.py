"""The menu of `/optout`, and its help."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, ButtonElement, HeaderBlock

from handlers.slack.blocks.elements import actions, button, context, section, sections
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.roles import Deed, Role, may


@dataclass(frozen=True, slots=True)
class HelpLine:
    """What the help says of one word."""

    name: str
    usage: str
    summary: str
    details: str
    examples: tuple[str, ...]
    deed: Deed | None


def main_buttons(role: Role) -> list[Block]:
    """What is done with opt-outs, and below it what sees to it that they come by themselves."""
    configures = may(role, Deed.CONFIGURE)
    return [
        *actions(
            _word("Add…", "add", style="primary") if may(role, Deed.ADD) else None,
            _word("Check…", "check"),
            _word("Import…", "import") if may(role, Deed.ADD) else None,
            _word("Export…", "export"),
            _word("History…", "history"),
            _word("Remove…", "remove") if may(role, Deed.REMOVE) else None,
            _word("List", "list"),
            _word("Reports", "report"),
        ),
        *actions(
            _word("Reviews", "review"),
            _word("Keywords", "keyword"),
            _word("Replies", "replies"),
            _word("Providers", "provider") if configures else None,
            _word("API Keys", "key") if configures else None,
            _word("Settings…", "settings") if configures else None,
            _word("Help", "help"),
        ),
    ]


def _word(text: str, word: str, *, style: str | None = None) -> ButtonElement:
    return button(text, Button.OPEN, word, part=word, style=style)


def menu(role: Role) -> Message:
    text = "What would you like to do?"
    hint = "Or type it: `/optout add 083 123 4567`, `/optout check 083 123 4567`, `/optout help`."
    return Message(text, [section(f"*{text}*"), *main_buttons(role), context(hint)])


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
