"""The keys of the API as messages: all of them, the form for one, and the one that is new."""

from collections.abc import Sequence
from typing import Final

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ConfirmObject,
    MarkdownTextObject,
    Option,
    PlainTextObject,
    RadioButtonsElement,
    SectionBlock,
)
from slack_sdk.models.views import View

from handlers.slack.blocks import choices
from handlers.slack.blocks.elements import (
    actions,
    button,
    context,
    field,
    option,
    section,
    text_field,
)
from handlers.slack.blocks.text import date, escape, person
from handlers.slack.ids import Button, Field, Form
from handlers.slack.replies import Message
from optouts.api_key import LONGEST_NAME, Key
from optouts.places import Places

MOST: Final = 40
WRITES: Final = "writes"
READS: Final = "reads"


def listing(keys: Sequence[Key], places: Places) -> Message:
    text = "API keys: which programs may ask and tell"
    blocks: list[Block] = [section(f"*{text}*")]
    blocks += [_row(each, places) for each in keys[:MOST]]
    if not keys:
        blocks.append(
            section(
                "There are none yet. A program that sends messages needs one to ask who may be"
                " messaged."
            )
        )
    if len(keys) > MOST:
        blocks.append(context(f"… and {len(keys) - MOST:,} more"))
    blocks += actions(button("Make a Key…", Button.KEY_ADD, style="primary"))
    return Message(text, blocks)


def _row(key: Key, places: Places) -> SectionBlock:
    if key.revoked_at is not None:
        by = f" by {person(key.revoked_by)}" if key.revoked_by else ""
        shown = f"~{escape(key.name)}~ · API key {key.id}\nrevoked {date(key.revoked_at)}{by}"
        return SectionBlock(text=MarkdownTextObject(text=shown))
    used = f"last used {date(key.used_at)}" if key.used_at else "not used yet"
    shown = (
        f"*{escape(key.name)}* · API key {key.id} · `{key.hint}…`\n{may(key, places)}\n"
        f"{used} · made {date(key.at)} by {person(key.by)}"
    )
    return SectionBlock(text=MarkdownTextObject(text=shown), accessory=_revoke(key))


def may(key: Key, places: Places) -> str:
    """What a key is good for: ``reads and changes · Baobab Retail``."""
    account = places.account(key.account) if key.account else None
    deeds = "reads and changes" if key.writes else "only reads"
    return f"{deeds} · {escape(account.name) if account else 'every account'}"


def _revoke(key: Key) -> ButtonElement:
    name = escape(key.name)
    return button(
        "Revoke",
        Button.KEY_REVOKE,
        str(key.id),
        style="danger",
        label=f"Revoke the key {name}",
        confirm=ConfirmObject(
            title="Revoke this key?",
            text=PlainTextObject(
                text=f"Whatever uses “{key.name}” (API key {key.id}) is refused from then on, and"
                " there is no way back. What it did stays."
            ),
            confirm="Revoke",
            deny="Keep",
            style="danger",
        ),
    )


def form(name: str, places: Places, *, metadata: str) -> View:
    blocks: list[Block] = [
        text_field(
            "Name",
            Field.NAME,
            value=name,
            hint="The program that uses it; the history of a number says which key it was.",
            placeholder="CRM",
            longest=LONGEST_NAME,
        ),
        field(
            "What it may do",
            Field.KEY_WRITES,
            RadioButtonsElement(
                action_id=Field.KEY_WRITES, options=_deeds(), initial_option=_deeds()[0]
            ),
        ),
    ]
    offered = choices.account_options(places.open_accounts)
    if offered:
        menu = choices.one(Field.ACCOUNT, offered, "", placeholder="Every account")
        hint = "With an account it sees and changes only that account’s lists."
        blocks.append(field("Account", Field.ACCOUNT, menu, hint=hint, optional=True))
    return View(
        type="modal",
        callback_id=Form.KEY,
        title="Make an API key",
        submit="Make",
        close="Cancel",
        private_metadata=metadata,
        blocks=blocks,
    )


def _deeds() -> list[Option]:
    return [
        option("Only read", READS, "Ask who may be messaged, and read the lists."),
        option("Read and change", WRITES, "Also opt people out, take them off, make links."),
    ]


def secret_of(key: Key, secret: str, places: Places, *, public_url: str) -> Message:
    """Shown once, to the manager alone."""
    text = f"The API key “{key.name}” is made"
    blocks: list[Block] = [
        section(f"*{escape(key.name)}* · API key {key.id} · {may(key, places)}\n```{secret}```"),
        section(
            "Programs send it with every call: `Authorization: Bearer optout_…`\n"
            f"{_where(public_url)} shows all calls, with examples."
        ),
        context(
            "*It is shown this once*, and only to you. Keep it like a password;"
            " `/optout key` revokes it."
        ),
    ]
    return Message(text, blocks)


def _where(public_url: str) -> str:
    """The page of the API; where nobody has said what our address is, only its end."""
    base = public_url.rstrip("/")
    return f"{base}/docs" if base else "The page `/docs` at my address"
