"""The connections to providers as messages: all of them, and the address of a new one."""

from collections.abc import Sequence
from typing import Final

from slack_sdk.models.blocks import Block, MarkdownTextObject, OverflowMenuElement, SectionBlock

from handlers.slack.blocks.connection_words import NOWHERE, WHERE, address, state, title
from handlers.slack.blocks.elements import actions, button, context, option, section
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.connection import Connection

MOST: Final = 40


def listing(connections: Sequence[Connection]) -> Message:
    text = "Providers: where people’s replies come from"
    blocks: list[Block] = [section(f"*{text}*")]
    blocks += [_row(each) for each in connections[:MOST]]
    if not connections:
        blocks.append(
            section(
                "There are none yet, so a STOP that somebody answers is not seen here. Connect the"
                " provider that carries your messages."
            )
        )
    if len(connections) > MOST:
        blocks.append(context(f"… and {len(connections) - MOST:,} more"))
    blocks += actions(button("Connect a Provider…", Button.CONNECTION_ADD, style="primary"))
    return Message(text, blocks)


def _row(each: Connection) -> SectionBlock:
    shown = (
        f"~{title(each)}~ (retired: nothing is received)"
        if each.retired
        else f"{title(each)}\n{state(each)}"
    )
    options = [
        option("Change…", f"change:{each.id}"),
        option("New Address…", f"renew:{each.id}"),
        option("Bring Back", f"restore:{each.id}")
        if each.retired
        else option("Retire", f"retire:{each.id}"),
    ]
    return SectionBlock(
        text=MarkdownTextObject(text=shown),
        accessory=OverflowMenuElement(action_id=Button.CONNECTION_MENU, options=options),
    )


def address_of(connection: Connection, token: str, *, public_url: str) -> Message:
    """Shown once, to the manager alone: it is as good as a password."""
    text = f"The address of {connection.name}"
    url = address(public_url, connection.provider, token)
    blocks: list[Block] = [
        section(f"{title(connection)} calls this address:\n```{url}```"),
        section(WHERE[connection.provider]),
    ]
    if not public_url:
        blocks.append(
            context(
                f":warning: Put the address under which the bot is reached from outside in place of"
                f" `{NOWHERE}`. With the setting PUBLIC_URL it would stand here."
            )
        )
    blocks.append(
        context(
            "*It is shown this once.* Whoever knows it can send replies in other people’s"
            " name, so keep it like a password. `/optout provider` makes a new one if it is lost."
        )
    )
    return Message(text, blocks)
