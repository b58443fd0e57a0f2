"""Opt-outs page by page, and the form that narrows them down."""

from dataclasses import replace
from typing import Any, Final
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DatePickerElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from handlers.slack.blocks import choices
from handlers.slack.blocks.add_form import channel_options
from handlers.slack.blocks.elements import (
    actions,
    button,
    chosen,
    context,
    field,
    option,
    section,
)
from handlers.slack.blocks.tables import cell, date_cell, maker_cell, table
from handlers.slack.blocks.text import CHANNELS, ORIGINS, counted, day, escape, list_name, sender
from handlers.slack.ids import Button, Field, Form
from handlers.slack.replies import Message
from optouts.outcomes import OptOut, Page, Wanted
from optouts.places import ListName, Places

PAGE: Final = 15
HEADINGS: Final = ("Number", "List", "Since", "By", "Until")


def message(
    page: Page,
    wanted: Wanted,
    places: Places,
    *,
    totals: tuple[ListName, ...],
    this: str,
    following: str,
) -> Message:
    """`this` and `following` are the tokens of this filter and of the next page (empty: none)."""
    scope = in_words(wanted, places)
    standing = sum(name.size for name in totals)
    text = f"Opt-outs: {scope}" if scope else f"{counted(standing, 'opt-out')} on all lists"
    blocks: list[Block] = [section(f"*{escape(text)}*, newest first.")]
    if page.opt_outs:
        ended = wanted.ended_too
        headings = HEADINGS if ended else HEADINGS[:-1]
        rows = [_row(each, ended=ended) for each in page.opt_outs]
        blocks.append(table(headings, rows))
    else:
        blocks.append(section(_nothing(scope)))
    blocks += actions(
        button("Next Page", Button.LIST_PAGE, following) if following else None,
        button("Filter…", Button.LIST_FILTER, this),
        button("Export…", Button.EXPORT, this) if page.opt_outs else None,
    )
    if not following and page.opt_outs:
        blocks.append(context("That is all."))
    return Message(text, blocks)


def _nothing(scope: str) -> str:
    if scope:
        return "Nothing fits this filter."
    return "The lists are empty. `/optout add 083 123 4567` adds the first opt-out."


def _row(each: OptOut, *, ended: bool) -> list[dict[str, Any]]:
    row = [
        cell(each.number.international),
        cell(list_name(each.list)),
        date_cell(each.date),
        maker_cell(each.since),
    ]
    if ended:
        row.append(date_cell(each.until.at) if each.until else cell("still"))
    return row


def in_words(wanted: Wanted, places: Places) -> str:
    """A filter in words, unescaped; empty if it lets everything through."""
    account = places.account(wanted.account) if wanted.account else None
    source = places.sender(wanted.sender) if wanted.sender else None
    parts = [
        CHANNELS[wanted.channel] if wanted.channel else "",
        account.name if account else "",
        sender(source) if source else "",
        f"from {' or '.join(ORIGINS[origin] for origin in wanted.origins)}"
        if wanted.origins
        else "",
        f"since {day(wanted.since)}" if wanted.since else "",
        f"before {day(wanted.until)}" if wanted.until else "",
        "ended ones too" if wanted.ended_too else "",
    ]
    return " · ".join(part for part in parts if part)


def in_zone(wanted: Wanted, zone: str) -> Wanted:
    """With its days as they are in a zone: that of the workspace, where they were said."""
    there = ZoneInfo(zone)
    return replace(
        wanted,
        since=wanted.since and wanted.since.astimezone(there),
        until=wanted.until and wanted.until.astimezone(there),
    )


def filter_form(wanted: Wanted, places: Places, *, metadata: str) -> View:
    return View(
        type="modal",
        callback_id=Form.LIST_FILTER,
        title="Filter opt-outs",
        submit="Show",
        close="Cancel",
        private_metadata=metadata,
        blocks=filter_fields(wanted, places),
    )


def filter_fields(wanted: Wanted, places: Places) -> list[Block]:
    """The fields of a filter, its days in the zone of the workspace already."""
    senders = choices.options_of(Field.SENDER, places)
    accounts = choices.options_of(Field.ACCOUNT, places)
    channels = channel_options()
    origins = [option(name[0].upper() + name[1:], origin) for origin, name in ORIGINS.items()]
    ended = [option("Also those that have ended", "yes")]
    picked = chosen(channels, [wanted.channel] if wanted.channel else [])
    blocks: list[Block] = [
        field(
            "Channel",
            Field.CHANNEL,
            StaticSelectElement(
                action_id=Field.CHANNEL,
                options=channels,
                initial_option=picked[0] if picked else None,
                placeholder="SMS and WhatsApp",
            ),
            optional=True,
        )
    ]
    if senders:
        menu = choices.one(Field.SENDER, senders, wanted.sender, placeholder="Any sender")
        blocks.append(field("Sender", Field.SENDER, menu, optional=True))
    if accounts:
        menu = choices.one(Field.ACCOUNT, accounts, wanted.account, placeholder="Any account")
        blocks.append(field("Account", Field.ACCOUNT, menu, optional=True))
    return [
        *blocks,
        field(
            "Where it came from",
            Field.ORIGIN,
            CheckboxesElement(
                action_id=Field.ORIGIN,
                options=origins,
                initial_options=chosen(origins, wanted.origins),
            ),
            optional=True,
        ),
        _date("Opted out on or after", Field.SINCE, wanted.since),
        _date("Opted out before", Field.UNTIL, wanted.until),
        field(
            "Ended opt-outs",
            Field.ENDED_TOO,
            CheckboxesElement(
                action_id=Field.ENDED_TOO,
                options=ended,
                initial_options=ended if wanted.ended_too else None,
            ),
            optional=True,
        ),
    ]


def _date(label: str, name: Field, at: Any) -> Block:
    return field(
        label,
        name,
        DatePickerElement(
            action_id=name, initial_date=f"{at:%Y-%m-%d}" if at else None, placeholder="Any day"
        ),
        optional=True,
    )
