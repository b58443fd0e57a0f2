"""Adding, changing and retiring accounts and senders. Neither is ever deleted."""

import re
from typing import Final

from optouts.core import Core, demand
from optouts.errors import (
    AddressTaken,
    BadAddress,
    BadName,
    NameTaken,
    UnknownAccount,
    UnknownRegion,
    UnknownSender,
)
from optouts.numbers import UnreadableNumber, is_region, parse
from optouts.places import Account, Sender, address_key, name_key
from optouts.roles import Actor, Deed
from optouts.words import AccountId, Channel, SenderId, WorkspaceId
from optouts.workspaces import account_of, sender_of
from storage import accounts, senders, tables
from storage.engine import Transaction

LONGEST_NAME: Final = 60
"""A Slack option holds 75 characters; a sender's label stands there beside its address."""

SHORT_CODE: Final = re.compile(r"[0-9]{3,6}")
ALPHANUMERIC: Final = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 .&_-]{1,11}")
"""Sender ids of letters: up to eleven characters of the GSM alphabet (3GPP TS 23.040, 9.1.2.5)."""


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadName(text, LONGEST_NAME)
    return name


def _region(code: str) -> str:
    code = code.strip().upper()
    if code and not is_region(code):
        raise UnknownRegion(code)
    return code


def save_account(
    core: Core,
    workspace: WorkspaceId,
    *,
    name: str,
    region: str,
    by: Actor,
    account: AccountId | None = None,
) -> Account:
    """Add an account, or rename the given one and set its region (empty: none of its own).

    Raises BadName, NameTaken, UnknownRegion, UnknownAccount and NotPermitted.
    """
    demand(by, Deed.CONFIGURE)
    name, region = _name(name), _region(region)
    with core.writing() as tx:
        if account is None:
            return _add_account(tx, core, workspace, name, region)
        row = _account(tx, workspace, account)
        namesake = accounts.by_name_key(tx, workspace, name_key(name))
        if namesake is not None and namesake.id != account:
            raise NameTaken(namesake.name)
        row.name, row.name_key, row.region = name, name_key(name), region
        return account_of(accounts.save(tx, row))


def _add_account(
    tx: Transaction, core: Core, workspace: WorkspaceId, name: str, region: str
) -> Account:
    row = {
        "workspace_id": workspace,
        "name": name,
        "name_key": name_key(name),
        "region": region,
        "created_at": core.clock(),
    }
    is_new = accounts.add(tx, row)
    found = accounts.by_name_key(tx, workspace, name_key(name))
    if not is_new or found is None:
        raise NameTaken(found.name if found else name)
    return account_of(found)


def retire_account(
    core: Core, workspace: WorkspaceId, account: AccountId, *, retired: bool, by: Actor
) -> Account:
    """Take an account out of the forms, or bring it back; its opt-outs stand either way."""
    demand(by, Deed.CONFIGURE)
    with core.writing() as tx:
        row = _account(tx, workspace, account)
        row.retired_at = core.clock() if retired else None
        return account_of(accounts.save(tx, row))


def _account(tx: Transaction, workspace: WorkspaceId, account: AccountId) -> tables.Account:
    row = accounts.by_id(tx, workspace, account)
    if row is None:
        raise UnknownAccount(str(account))
    return row


def address(text: str, channel: Channel, *, region: str) -> str:
    """A sender's address as it is kept: digits of E.164, a short code, or an alphanumeric id.

    WhatsApp sends from numbers only. Raises BadAddress.
    """
    bare = " ".join(text.split())
    if channel is Channel.SMS and (SHORT_CODE.fullmatch(bare) or ALPHANUMERIC.fullmatch(bare)):
        return bare
    try:
        return str(parse(bare, region=region).digits)
    except UnreadableNumber as error:
        raise BadAddress(text, channel) from error


def add_sender(
    core: Core,
    workspace: WorkspaceId,
    *,
    channel: Channel,
    written: str,
    label: str,
    region: str,
    by: Actor,
) -> Sender:
    """Add a sender; without a label its address is its name.

    Raises BadAddress, BadName, AddressTaken and NotPermitted.
    """
    demand(by, Deed.CONFIGURE)
    kept = address(written, channel, region=region)
    label = _name(label) if label.strip() else ""
    row = {
        "workspace_id": workspace,
        "channel": channel,
        "address": kept,
        "label": label,
        "created_at": core.clock(),
    }
    with core.writing() as tx:
        _demand_free(tx, workspace, channel, kept)
        if not senders.add(tx, row):
            raise AddressTaken(written, "")
        added = senders.by_address(tx, workspace, channel=channel, address=kept)
        if added is None:
            raise UnknownSender(written, channel)
        return sender_of(added)


def _demand_free(tx: Transaction, workspace: WorkspaceId, channel: Channel, kept: str) -> None:
    """Two addresses that people read as one, such as BAOBAB and Baobab, cannot both be senders."""
    for row in senders.of_workspace(tx, workspace):
        if row.channel == channel and address_key(row.address) == address_key(kept):
            raise AddressTaken(sender_of(row).written, row.label)


def rename_sender(
    core: Core, workspace: WorkspaceId, sender: SenderId, *, label: str, by: Actor
) -> Sender:
    """Raises BadName, UnknownSender and NotPermitted."""
    demand(by, Deed.CONFIGURE)
    with core.writing() as tx:
        row = _sender(tx, workspace, sender)
        row.label = _name(label)
        return sender_of(senders.save(tx, row))


def retire_sender(
    core: Core, workspace: WorkspaceId, sender: SenderId, *, retired: bool, by: Actor
) -> Sender:
    """Take a sender out of the forms, or bring it back; its opt-outs stand either way."""
    demand(by, Deed.CONFIGURE)
    with core.writing() as tx:
        row = _sender(tx, workspace, sender)
        row.retired_at = core.clock() if retired else None
        return sender_of(senders.save(tx, row))


def _sender(tx: Transaction, workspace: WorkspaceId, sender: SenderId) -> tables.Sender:
    row = senders.by_id(tx, workspace, sender)
    if row is None:
        raise UnknownSender(str(sender), None)
    return row
