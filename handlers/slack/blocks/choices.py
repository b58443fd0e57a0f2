"""Fields that offer the workspace's own things: regions, senders, accounts, lists, channels."""

from collections.abc import Iterable, Sequence
from typing import Final

from slack_sdk.models.blocks import (
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    MarkdownTextObject,
    Option,
    SectionBlock,
    StaticMultiSelectElement,
    StaticSelectElement,
)

from handlers.slack.blocks.elements import chosen, field, option
from handlers.slack.blocks.text import CHANNELS, sender
from handlers.slack.ids import Field
from optouts.numbers import REGIONS, region_name
from optouts.places import Account, Places, Sender, name_key
from optouts.words import Channel

MOST_OPTIONS: Final = 100
"""Of one menu (docs.slack.dev/reference/block-kit); above that it asks while one types."""

SHORTEST_QUERY: Final = 1


def region_option(code: str) -> Option:
    return option(f"{region_name(code)} ({code})", code)


def regions_like(query: str) -> list[Option]:
    """Regions whose code or name begins so, then those whose text holds it."""
    wanted = name_key(query)
    first = [
        code
        for code in REGIONS
        if code.casefold() == wanted or name_key(region_name(code)).startswith(wanted)
    ]
    others = [region_option(code) for code in REGIONS if code not in first]
    then = [each for each in others if wanted in name_key(_text(each))]
    return [*map(region_option, first), *then][:MOST_OPTIONS]


def region_menu(region: str) -> ExternalDataSelectElement:
    return ExternalDataSelectElement(
        action_id=Field.REGION,
        placeholder="Type a country",
        initial_option=region_option(region) if region else None,
        min_query_length=SHORTEST_QUERY,
    )


def region_line(region: str) -> SectionBlock:
    return SectionBlock(
        block_id=Field.REGION,
        text=MarkdownTextObject(
            text="*Region*\nNumbers without + and country code are read as numbers of this region."
        ),
        accessory=region_menu(region),
    )


def region_field(region: str, *, hint: str) -> InputBlock:
    return field("Region", Field.REGION, region_menu(region), hint=hint, optional=True)


def sender_options(senders: Iterable[Sender], *, with_channel: bool = False) -> list[Option]:
    return [
        option(
            f"{CHANNELS[each.channel]} · {sender(each)}" if with_channel else sender(each), each.id
        )
        for each in senders
    ]


def account_options(accounts: Iterable[Account]) -> list[Option]:
    return [option(account.name, account.id) for account in accounts]


def several(
    name: Field, options: Sequence[Option], picked: Iterable[object], *, placeholder: str
) -> InputInteractiveElement:
    """A menu of several; one that asks while one types when the options are too many for one."""
    initial = chosen(options, picked)
    if len(options) > MOST_OPTIONS:
        return ExternalDataMultiSelectElement(
            action_id=name,
            initial_options=initial,
            placeholder=placeholder,
            min_query_length=SHORTEST_QUERY,
        )
    return StaticMultiSelectElement(
        action_id=name, options=options, initial_options=initial, placeholder=placeholder
    )


def one(
    name: Field, options: Sequence[Option], picked: object, *, placeholder: str
) -> InputInteractiveElement:
    """A menu of one, likewise."""
    initial = chosen(options, [picked])
    if len(options) > MOST_OPTIONS:
        return ExternalDataSelectElement(
            action_id=name,
            initial_option=initial[0] if initial else None,
            placeholder=placeholder,
            min_query_length=SHORTEST_QUERY,
        )
    return StaticSelectElement(
        action_id=name,
        options=options,
        initial_option=initial[0] if initial else None,
        placeholder=placeholder,
    )


def matching(options: Iterable[Option], query: str) -> list[Option]:
    """The options whose text holds what was typed, for menus that ask."""
    wanted = name_key(query)
    return [each for each in options if wanted in name_key(_text(each))][:MOST_OPTIONS]


def _text(each: Option) -> str:
    return str(each.to_dict()["text"]["text"])


def options_of(name: str, places: Places) -> list[Option]:
    """Everything that the field of this name may offer."""
    match name:
        case Field.WHATSAPP_SENDERS:
            return sender_options(places.open_senders(Channel.WHATSAPP))
        case Field.SMS_SENDERS:
            return sender_options(places.open_senders(Channel.SMS))
        case Field.SENDER:
            return sender_options(places.senders, with_channel=True)
        case Field.ACCOUNTS:
            return account_options(places.open_accounts)
        case Field.ACCOUNT:
            return account_options(places.accounts)
        case _:
            return []
