"""The form that adds opt-outs."""

import hashlib
from collections.abc import Sequence

from slack_sdk.models.blocks import Block, CheckboxesElement, Option
from slack_sdk.models.views import View

from handlers.slack.blocks import choices
from handlers.slack.blocks.elements import chosen, context, field, option, text_field
from handlers.slack.blocks.text import CHANNELS, in_words
from handlers.slack.ids import Field, Form
from handlers.slack.wishes import Wish
from optouts.numbers import UnreadableNumber
from optouts.places import Places
from optouts.words import Channel


def view(
    wish: Wish,
    places: Places,
    *,
    metadata: str,
    short: Sequence[UnreadableNumber] = (),
    notice: str = "",
) -> View:
    """`short` are numbers that seem incomplete and that the person is asked about."""
    blocks: list[Block] = [
        text_field(
            "Numbers",
            Field.NUMBERS,
            value=wish.numbers,
            hint="One or several, separated by commas, semicolons or new lines.",
            placeholder="083 123 4567, +44 7911 123456",
            multiline=True,
            focus=True,
        ),
        *([_short(short)] if short else []),
        choices.region_line(wish.region),
        _channels(wish.channels),
        *_senders(wish, places),
        *_accounts(wish, places),
        text_field(
            "Note",
            Field.NOTE,
            value=wish.note,
            hint="Kept with the change and shown in the history.",
            placeholder="Asked by phone",
            optional=True,
            longest=500,
        ),
    ]
    if notice:
        blocks.insert(0, context(notice))
    return View(
        type="modal",
        callback_id=Form.ADD,
        title="Add opt-outs",
        submit="Opt Out",
        close="Cancel",
        private_metadata=metadata,
        blocks=blocks,
    )


def fingerprint(short: Sequence[UnreadableNumber]) -> str:
    """Names the numbers that are asked about without holding them: a tick is for these alone."""
    asked = "\n".join(each.raw for each in short)
    return hashlib.sha256(asked.encode()).hexdigest()[:16] if asked else ""


def _short(short: Sequence[UnreadableNumber]) -> Block:
    written = in_words((each.raw.strip() for each in short), last="and")
    only = option(
        "Yes, nothing is missing",
        "yes",
        f"Numbers there usually have {short[0].usual} digits",
    )
    return field(
        f"Is {written[:200]} complete?",
        Field.SHORT_OK,
        CheckboxesElement(action_id=Field.SHORT_OK, options=[only]),
        hint="Tick this only if you know the number to be right; otherwise correct it above.",
        optional=True,
    )


def channel_options() -> list[Option]:
    return [option(name, channel) for channel, name in CHANNELS.items()]


def _channels(picked: Sequence[Channel]) -> Block:
    options = channel_options()
    return field(
        "Channel",
        Field.CHANNELS,
        CheckboxesElement(
            action_id=Field.CHANNELS, options=options, initial_options=chosen(options, picked)
        ),
        dispatch=True,
    )


def _senders(wish: Wish, places: Places) -> list[Block]:
    blocks: list[Block] = []
    whatsapp = choices.options_of(Field.WHATSAPP_SENDERS, places)
    if Channel.WHATSAPP in wish.channels and whatsapp:
        blocks.append(
            field(
                "WhatsApp source numbers",
                Field.WHATSAPP_SENDERS,
                choices.several(
                    Field.WHATSAPP_SENDERS,
                    whatsapp,
                    wish.senders,
                    placeholder="Choose one or more",
                ),
                hint="The person gets no more WhatsApp messages from these numbers.",
            )
        )
    elif Channel.WHATSAPP in wish.channels:
        blocks.append(
            context(
                ":warning: There are no WhatsApp source numbers yet. A manager adds them with"
                " `/optout sender add whatsapp +27600123456 called Support line`."
            )
        )
    sms = choices.options_of(Field.SMS_SENDERS, places)
    if Channel.SMS in wish.channels and sms:
        blocks.append(
            field(
                "SMS senders",
                Field.SMS_SENDERS,
                choices.several(
                    Field.SMS_SENDERS, sms, wish.senders, placeholder="Every SMS sender"
                ),
                optional=True,
            )
        )
    return blocks


def _accounts(wish: Wish, places: Places) -> list[Block]:
    options = choices.options_of(Field.ACCOUNTS, places)
    if not options:
        return []
    return [
        field(
            "Accounts",
            Field.ACCOUNTS,
            choices.several(Field.ACCOUNTS, options, wish.accounts, placeholder="Every account"),
            optional=True,
        )
    ]
