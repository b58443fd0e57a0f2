"""Ways in for replies: adding, changing and retiring them, and finding the one that was called.

The path of a webhook ends in a secret of 192 bits, of which only the hash is kept. What signs and
sends is sealed with the key of the installation.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Final

from optouts.connection import Connection, ConnectionId
from optouts.core import Core, demand
from optouts.errors import (
    BadName,
    BadNetwork,
    BadSecret,
    MissingSecret,
    SecretsLost,
    UnknownConnection,
    UnknownRegion,
)
from optouts.inbound import Provider
from optouts.numbers import is_region
from optouts.provider_accounts import ACCOUNTS
from optouts.roles import Actor, Deed
from optouts.words import ActorId, WorkspaceId
from storage import connections, reply_tables, requests
from storage.engine import Transaction

TOKEN_BYTES: Final = 24
LONGEST_NAME: Final = 60
NOTED: Final = timedelta(minutes=1)
"""How often it is written down that a connection was heard from."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a manager entered. `secrets` are the new ones: what is not among them stays, except
    those `forgotten`."""

    name: str
    sender: str = ""
    region: str = ""
    may_remove: bool = False
    addresses: tuple[str, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    forgotten: frozenset[str] = frozenset()


def by_token(core: Core, token: str) -> Connection | None:
    """The connection whose path ends so; None for retired ones and for what was never one.

    Raises SecretsLost.
    """
    digest = _hash(token)
    with core.asking() as tx:
        row = connections.by_token_hash(tx, digest)
        if row is None or not hmac.compare_digest(row.token_hash, digest):
            return None
        return _opened(core, row)


def heard(core: Core, connection: Connection) -> None:
    """Note that the provider called; at most once a minute."""
    now = core.clock()
    if connection.last_at is None or now - connection.last_at >= NOTED:
        with core.writing(lazy=True, queued=True) as tx:
            connections.heard(tx, connection.id, at=now)


def of_workspace(core: Core, workspace: WorkspaceId, *, by: Actor) -> Sequence[Connection]:
    demand(by, Deed.CONFIGURE)
    with core.reading() as tx:
        return [_readable(core, row) for row in connections.of_workspace(tx, workspace)]


def of_id(core: Core, workspace: WorkspaceId, connection: ConnectionId, *, by: Actor) -> Connection:
    """Raises UnknownConnection and NotPermitted."""
    demand(by, Deed.CONFIGURE)
    with core.reading() as tx:
        return _readable(core, _row(tx, workspace, connection))


def within(
    tx: Transaction, core: Core, workspace: WorkspaceId, connection: ConnectionId
) -> Connection:
    """With its secrets. Raises UnknownConnection and SecretsLost."""
    return _opened(core, _row(tx, workspace, connection))


def add(
    core: Core,
    workspace: WorkspaceId,
    provider: Provider,
    entry: Entry,
    *,
    by: Actor,
    request: str,
) -> tuple[Connection, str] | None:
    """A new connection, and the secret of its path, which is never told again.

    None if this request was served before. Raises BadName, BadNetwork, BadSecret,
    MissingSecret, UnknownRegion and NotPermitted.
    """
    demand(by, Deed.CONFIGURE)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = reply_tables.Connection(
        workspace_id=workspace,
        provider=provider,
        name="",
        token_hash=_hash(token),
        actor=by.id,
        at=core.clock(),
    )
    _fill(core, row, entry)
    with core.writing() as tx:
        if not requests.is_first(tx, workspace, f"{request}:add", at=core.clock()):
            return None
        return _opened(core, connections.save(tx, row)), token


def edit(
    core: Core, workspace: WorkspaceId, connection: ConnectionId, entry: Entry, *, by: Actor
) -> Connection:
    """Raises UnknownConnection and what `add` raises."""
    demand(by, Deed.CONFIGURE)
    with core.writing() as tx:
        row = _row(tx, workspace, connection)
        _fill(core, row, entry)
        return _opened(core, connections.save(tx, row))


def renew(
    core: Core, workspace: WorkspaceId, connection: ConnectionId, *, by: Actor, request: str
) -> tuple[Connection, str] | None:
    """A new secret for its path; the one before it is worth nothing from now on.

    None if this request was served before. Raises UnknownConnection and NotPermitted.
    """
    demand(by, Deed.CONFIGURE)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with core.writing() as tx:
        row = _row(tx, workspace, connection)
        if not requests.is_first(tx, workspace, f"{request}:renew", at=core.clock()):
            return None
        row.token_hash = _hash(token)
        return _readable(core, connections.save(tx, row)), token


def retire(
    core: Core, workspace: WorkspaceId, connection: ConnectionId, *, retired: bool, by: Actor
) -> Connection:
    """Hear nothing from it any more, or again; what it brought stays."""
    demand(by, Deed.CONFIGURE)
    with core.writing() as tx:
        row = _row(tx, workspace, connection)
        row.retired_at = core.clock() if retired else None
        return _readable(core, connections.save(tx, row))


def is_welcome(connection: Connection, address: str) -> bool:
    """Whether a request may come from this address of the network."""
    if not connection.addresses:
        return True
    try:
        caller = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(caller, "ipv4_mapped", None)
    return any((mapped or caller) in ip_network(each) for each in connection.addresses)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _row(
    tx: Transaction, workspace: WorkspaceId, connection: ConnectionId
) -> reply_tables.Connection:
    row = connections.by_id(tx, workspace, connection)
    if row is None:
        raise UnknownConnection
    return row


def _fill(core: Core, row: reply_tables.Connection, entry: Entry) -> None:
    name = " ".join(entry.name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadName(entry.name, LONGEST_NAME)
    region = entry.region.strip().upper()
    if region and not is_region(region):
        raise UnknownRegion(entry.region)
    row.name = name
    row.body = json.dumps(
        {
            "sender": entry.sender.strip(),
            "region": region,
            "may_remove": entry.may_remove,
            "addresses": [_network(each) for each in entry.addresses],
        }
    )
    row.secrets = core.vault.seal(json.dumps(_merged(core, row, entry)))


def _network(text: str) -> str:
    """A network as it is kept, `192.0.2.0/24`; a single address is one too."""
    try:
        return str(ip_network(text.strip()))
    except ValueError as error:
        raise BadNetwork(text) from error


def _merged(core: Core, row: reply_tables.Connection, entry: Entry) -> dict[str, str]:
    new = {name: value.strip() for name, value in entry.secrets.items() if value.strip()}
    before = _readable(core, row).secrets
    kept = {name: value for name, value in before.items() if name not in entry.forgotten}
    merged = kept | new
    for each in ACCOUNTS[Provider(row.provider)].secrets:
        if each.is_needed and each.name not in merged:
            raise MissingSecret(each.name, each.label)
        if each.name in new and not re.fullmatch(each.pattern, new[each.name], re.DOTALL):
            raise BadSecret(each.name, each.label)
    return merged


def _opened(core: Core, row: reply_tables.Connection) -> Connection:
    """Raises SecretsLost."""
    sealed = json.loads(core.vault.opened(row.secrets)) if row.secrets else {}
    return replace(_bare(row), secrets=sealed)


def _readable(core: Core, row: reply_tables.Connection) -> Connection:
    """Also where the secrets are lost, so that they can be entered anew."""
    try:
        return _opened(core, row)
    except SecretsLost:
        return replace(_bare(row), is_lost=True)


def _bare(row: reply_tables.Connection) -> Connection:
    body = json.loads(row.body)
    return Connection(
        id=ConnectionId(row.id or 0),
        workspace=WorkspaceId(row.workspace_id),
        provider=Provider(row.provider),
        name=row.name,
        sender=body["sender"],
        region=body["region"],
        may_remove=body["may_remove"],
        addresses=tuple(body["addresses"]),
        by=ActorId(row.actor),
        at=row.at,
        last_at=row.last_at,
        retired=row.retired_at is not None,
    )
