"""Accounts, senders, channel bindings and roles: what there is, and the forms that change it."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    RadioButtonsElement,
    SectionBlock,
    StaticSelectElement,
    UserSelectElement,
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
    text_field,
)
from handlers.slack.blocks.text import CHANNELS, escape, sender
from handlers.slack.ids import Button, Field, Form
from handlers.slack.replies import Message
from optouts.numbers import region_name
from optouts.places import Account, Places, Sender
from optouts.preferences import Preferences
from optouts.roles import Role
from optouts.setup import Binding, Grant
from optouts.words import Channel

ROLES = {
    Role.VIEWER: "checks numbers, sees history and lists",
    Role.EDITOR: "also adds opt-outs",
    Role.MANAGER: "also removes them and sets everything up",
    Role.NONE: "may do nothing",
}
MOST_ROWS = 40


def _rows(rows: Sequence[Block]) -> list[Block]:
    left_out = len(rows) - MOST_ROWS
    more = [context(f"… and {left_out:,} more")] if left_out > 0 else []
    return [*rows[:MOST_ROWS], *more]


def senders(places: Places, *, may_change: bool) -> Message:
    text = "Senders: what messages are sent from"
    rows = [
        _row(
            f"{CHANNELS[each.channel]} · {sender(each)}",
            each.retired,
            _menu(Button.SENDER_MENU, each.id, "Rename…", retired=each.retired)
            if may_change
            else None,
        )
        for each in places.senders
    ]
    nothing = "There are none yet."
    return _catalogue(text, rows, nothing, "Add Sender…", Button.SENDER_ADD, may_change=may_change)


def accounts(places: Places, *, may_change: bool) -> Message:
    text = "Accounts: business units with their own lists"
    rows = [
        _row(
            each.name + (f" · {region_name(each.region)}" if each.region else ""),
            each.retired,
            _menu(Button.ACCOUNT_MENU, each.id, "Change…", retired=each.retired)
            if may_change
            else None,
        )
        for each in places.accounts
    ]
    nothing = "There are none yet; opt-outs are for the whole workspace."
    return _catalogue(
        text, rows, nothing, "Add Account…", Button.ACCOUNT_ADD, may_change=may_change
    )


def _row(name: str, retired: bool, menu: OverflowMenuElement | None) -> Block:
    shown = f"~{escape(name)}~ (retired)" if retired else escape(name)
    return SectionBlock(text=MarkdownTextObject(text=shown), accessory=menu)


def _menu(action: Button, each: int, change: str, *, retired: bool) -> OverflowMenuElement:
    deed = (
        option("Bring Back", f"restore:{each}") if retired else option("Retire", f"retire:{each}")
    )
    return OverflowMenuElement(
        action_id=action, options=[Option(text=change, value=f"change:{each}"), deed]
    )


def _catalogue(
    text: str,
    rows: Sequence[Block],
    nothing: str,
    add: str,
    action: Button,
    *,
    may_change: bool,
) -> Message:
    blocks: list[Block] = [section(f"*{text}*"), *(_rows(rows) or [section(nothing)])]
    blocks += actions(button(add, action) if may_change else None)
    return Message(text, blocks)


def _form(form: Form, title: str, blocks: Sequence[Block], metadata: str) -> View:
    return View(
        type="modal",
        callback_id=form,
        title=title,
        submit="Save",
        close="Cancel",
        private_metadata=metadata,
        blocks=list(blocks),
    )


def sender_form(*, channel: Channel, region: str, metadata: str) -> View:
    options = channel_options()
    picked = chosen(options, [channel])
    return _form(
        Form.SENDER_ADD,
        "Add sender",
        [
            field(
                "Channel",
                Field.CHANNEL,
                RadioButtonsElement(
                    action_id=Field.CHANNEL,
                    options=options,
                    initial_option=picked[0] if picked else None,
                ),
            ),
            text_field(
                "Address",
                Field.ADDRESS,
                hint="A phone number, a short code, or for SMS a name of up to 11 characters.",
                placeholder="+27600123456",
                longest=60,
            ),
            choices.region_line(region),
            text_field(
                "Label",
                Field.LABEL,
                hint="What people call it.",
                placeholder="Support line",
                optional=True,
                longest=60,
            ),
        ],
        metadata,
    )


def rename_sender_form(each: Sender, *, metadata: str) -> View:
    return _form(
        Form.SENDER_RENAME,
        "Rename sender",
        [
            section(f"{CHANNELS[each.channel]} · {escape(each.written)}"),
            text_field("Label", Field.LABEL, value=each.label, focus=True, longest=60),
        ],
        metadata,
    )


def account_form(account: Account | None, *, metadata: str) -> View:
    return _form(
        Form.ACCOUNT,
        "Change account" if account else "Add account",
        [
            text_field(
                "Name", Field.NAME, value=account.name if account else "", focus=True, longest=60
            ),
            choices.region_field(
                account.region if account else "",
                hint="How national numbers of this account are read; empty: as in the workspace.",
            ),
        ],
        metadata,
    )


def binding(
    bound: Binding, places: Places, preferences: Preferences, *, channel: str, may_change: bool
) -> Message:
    account = places.account(bound.account) if bound.account else None
    source = places.sender(bound.sender) if bound.sender else None
    region = bound.region or (account.region if account else "") or preferences.region
    lines = [
        f"• Account: {escape(account.name) if account else 'every account'}",
        f"• Sender: {escape(sender(source)) if source else 'none in particular'}",
        f"• Region: {region_name(region) if region else 'not set'}",
    ]
    text = "What this channel stands for"
    blocks: list[Block] = [
        section(f"*What <#{channel}> stands for* when nothing else is said"),
        section("\n".join(lines)),
        *actions(button("Change…", Button.CHANNEL_BIND, channel) if may_change else None),
    ]
    return Message(text, blocks)


def binding_form(bound: Binding, places: Places, *, metadata: str) -> View:
    blocks: list[Block] = [
        section(f"Commands in <#{bound.channel}> are about this unless they say otherwise.")
    ]
    account_choices = choices.options_of(Field.ACCOUNT, places)
    if account_choices:
        menu = choices.one(
            Field.ACCOUNT, account_choices, bound.account, placeholder="Every account"
        )
        blocks.append(field("Account", Field.ACCOUNT, menu, optional=True))
    sender_choices = choices.options_of(Field.SENDER, places)
    if sender_choices:
        menu = choices.one(
            Field.SENDER, sender_choices, bound.sender, placeholder="None in particular"
        )
        blocks.append(field("Sender", Field.SENDER, menu, optional=True))
    blocks.append(
        choices.region_field(
            bound.region, hint="How national numbers are read here; empty: as in the account."
        )
    )
    return _form(Form.CHANNEL, "Bind channel", blocks, metadata)


def roles(grants: Sequence[Grant], default: Role, *, may_change: bool) -> Message:
    text = "Roles: who may do what"
    lines = [f"• {_subject(grant.subject)}: *{grant.role.word}*" for grant in grants[:MOST_ROWS]]
    if len(grants) > MOST_ROWS:
        lines.append(f"… and {len(grants) - MOST_ROWS:,} more")
    always = (
        f"Workspace admins and owners are managers; other full members are *{default.word}*;"
        " guests and people of other workspaces may do nothing."
    )
    meanings = " · ".join(f"*{role.word}* {meaning}" for role, meaning in ROLES.items())
    blocks: list[Block] = [
        section(f"*{text}*"),
        section("\n".join(lines) if lines else "Nobody was given a role of their own."),
        section(always),
        context(meanings),
        *actions(button("Give a Role…", Button.ROLE_GIVE) if may_change else None),
    ]
    return Message(text, blocks)


def _subject(subject: str) -> str:
    return f"<!subteam^{subject}>" if subject.startswith("S") else f"<@{subject}>"


def role_options(*, with_default: bool) -> list[Option]:
    options = [option(role.word.capitalize(), role.word, says) for role, says in ROLES.items()]
    if with_default:
        options.append(option("Take the grant back", "default", "as every other full member"))
    return options


def role_form(groups: Sequence[Option], *, metadata: str) -> View:
    blocks: list[Block] = [
        field(
            "Person",
            Field.PERSON,
            UserSelectElement(action_id=Field.PERSON, placeholder="Choose a person"),
            optional=True,
        )
    ]
    if groups:
        menu = StaticSelectElement(
            action_id=Field.GROUP,
            options=list(groups[: choices.MOST_OPTIONS]),
            placeholder="Or a user group",
        )
        blocks.append(field("User group", Field.GROUP, menu, optional=True))
    blocks.append(
        field(
            "Role",
            Field.ROLE,
            RadioButtonsElement(action_id=Field.ROLE, options=role_options(with_default=True)),
        )
    )
    return _form(Form.ROLE, "Give a role", blocks, metadata)
