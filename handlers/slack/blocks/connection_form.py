"""The forms of a connection to a provider. What was entered once is never shown again."""

from collections.abc import Iterable
from typing import Final

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    PlainTextInputElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from handlers.slack.blocks import choices
from handlers.slack.blocks.connection_words import title
from handlers.slack.blocks.elements import (
    LONGEST_OPTION,
    chosen,
    context,
    field,
    option,
    section,
    text_field,
)
from handlers.slack.blocks.text import shortened
from handlers.slack.ids import Field, Form
from optouts.connection import Connection
from optouts.inbound import Provider
from optouts.provider_accounts import ACCOUNTS, SecretField

LONGEST_NAME: Final = 60
LONGEST_SECRET: Final = 1000
LONGEST_HINT: Final = 2000
YES: Final = "yes"


def secret_block(name: str) -> str:
    """The id of the field of one secret."""
    return f"{Field.CONNECTION_SECRET}_{name}"


def view(provider: Provider, before: Connection | None, *, region: str, metadata: str) -> View:
    """Built anew when the provider is chosen. `before`: what is changed, if it is there already."""
    account = ACCOUNTS[provider]
    kept = set(before.secrets) if before else set()
    blocks: list[Block] = [_provider(provider)] if before is None else [section(title(before))]
    blocks.append(
        text_field(
            "Name",
            Field.NAME,
            value=before.name if before else "",
            placeholder=account.title,
            hint="What people call it, if there are several.",
            optional=True,
            longest=LONGEST_NAME,
        )
    )
    blocks += [_secret(each, is_kept=each.name in kept) for each in account.secrets]
    if forgettable := [each for each in account.secrets if each.name in kept and _may_go(each)]:
        blocks.append(_forget(forgettable))
    if not account.tells_sender:
        blocks.append(
            text_field(
                "Your number or code",
                Field.ADDRESS,
                value=before.sender if before else "",
                placeholder="31331",
                hint=f"{account.title} does not always say which of your senders a reply went to;"
                " it is then taken to be this one.",
                optional=True,
                longest=LONGEST_NAME,
            )
        )
    blocks.append(
        choices.region_field(
            before.region if before else region,
            hint="How numbers without a country code are read.",
        )
    )
    if not account.signing or provider is Provider.GENERIC:
        blocks += _unsigned(before)
    return View(
        type="modal",
        callback_id=Form.CONNECTION,
        title="Change connection" if before else "Connect a provider",
        submit="Save" if before else "Connect",
        close="Cancel",
        private_metadata=metadata,
        blocks=blocks,
    )


def _provider(provider: Provider) -> InputBlock:
    options = [option(account.title, name) for name, account in ACCOUNTS.items()]
    picked = chosen(options, [provider])
    menu = StaticSelectElement(
        action_id=Field.CONNECTION_PROVIDER,
        options=options,
        initial_option=picked[0] if picked else None,
    )
    return field("Provider", Field.CONNECTION_PROVIDER, menu, dispatch=True)


def _may_go(each: SecretField) -> bool:
    return not each.is_needed


def _secret(each: SecretField, *, is_kept: bool) -> InputBlock:
    name = secret_block(each.name)
    return field(
        each.label,
        name,
        PlainTextInputElement(
            action_id=name,
            max_length=LONGEST_SECRET,
            placeholder="It is kept. Leave this empty to leave it as it is." if is_kept else None,
        ),
        hint=shortened(each.hint, LONGEST_HINT),
        optional=is_kept or not each.is_needed,
    )


def _forget(secrets: Iterable[SecretField]) -> InputBlock:
    options = [option(shortened(each.label, LONGEST_OPTION), each.name) for each in secrets]
    boxes = CheckboxesElement(action_id=Field.CONNECTION_FORGET, options=options)
    return field("Forget", Field.CONNECTION_FORGET, boxes, optional=True)


def _unsigned(before: Connection | None) -> list[Block]:
    """What guards calls that prove nothing by themselves."""
    yes = option("Yes, START and the like may take people off a list", YES)
    return [
        text_field(
            "Addresses that calls come from",
            Field.CONNECTION_ADDRESSES,
            value=", ".join(before.addresses) if before else "",
            placeholder="192.0.2.10, 198.51.100.0/24",
            hint="Calls from elsewhere are refused. Empty: from anywhere.",
            optional=True,
            longest=LONGEST_SECRET,
        ),
        field(
            "May it take people off lists?",
            Field.CONNECTION_MAY_REMOVE,
            CheckboxesElement(
                action_id=Field.CONNECTION_MAY_REMOVE,
                options=[yes],
                initial_options=[yes] if before and before.may_remove else None,
            ),
            hint="Nothing proves that such a call is genuine. Otherwise a person decides each.",
            optional=True,
        ),
    ]


def renewal(connection: Connection, *, metadata: str) -> View:
    return _consequences(
        connection,
        "A new secret address is made, and *the one that is in use stops working at once*. Replies"
        " are refused until the provider has the new one, and most providers try again only for"
        " some time.",
        "You see the new address once.",
        form=Form.CONNECTION_RENEW,
        heading="New address",
        submit="Make a New One",
        metadata=metadata,
    )


def retirement(connection: Connection, *, metadata: str) -> View:
    return _consequences(
        connection,
        "*A STOP that somebody answers is not seen here any more*, as the address is refused from"
        " then on. Make sure first that nothing is sent through this provider, or that replies"
        " reach another connection.",
        "What it brought stays, and *Bring Back* takes replies in again.",
        form=Form.CONNECTION_RETIRE,
        heading="Retire a provider",
        submit="Retire",
        metadata=metadata,
    )


def _consequences(
    connection: Connection,
    said: str,
    remark: str,
    *,
    form: Form,
    heading: str,
    submit: str,
    metadata: str,
) -> View:
    """What is asked before something is done to a connection that people notice."""
    return View(
        type="modal",
        callback_id=form,
        title=heading,
        submit=submit,
        close="Cancel",
        private_metadata=metadata,
        blocks=[section(title(connection)), section(said), context(remark)],
    )
