"""Keys of the API: made and revoked by managers, shown once, kept as a hash."""

import hashlib
import secrets
from contextlib import suppress
from datetime import timedelta
from typing import Final

from optouts.api_key import LONGEST_NAME, Key, KeyId
from optouts.core import Core, demand
from optouts.errors import BadName, StorageAway, UnknownAccount, UnknownKey
from optouts.roles import Actor, Deed
from optouts.words import EVERY_ACCOUNT, AccountId, ActorId, WorkspaceId
from optouts.workspaces import places_within
from storage import keys, requests
from storage.engine import Transaction
from storage.reply_tables import ApiKey

PREFIX: Final = "optout_"
"""So that scanners for secrets, and people, know one when they see it."""

SECRET_BYTES: Final = 32
HINT: Final = len(PREFIX) + 4
USE_NOTED: Final = timedelta(minutes=1)
"""The last use is noted no more often than this."""


def create(
    core: Core,
    workspace: WorkspaceId,
    *,
    name: str,
    account: AccountId | None,
    writes: bool,
    by: Actor,
    request: str,
) -> tuple[Key, str] | None:
    """A new key and its secret, which nobody can be shown again; None if this request made one
    already.

    Raises NotPermitted, BadName, UnknownAccount, StorageAway.
    """
    demand(by, Deed.CONFIGURE)
    called = " ".join(name.split())
    if not 0 < len(called) <= LONGEST_NAME:
        raise BadName(called, LONGEST_NAME)
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    with core.writing() as tx:
        if not requests.is_first(tx, workspace, f"key:{request}", at=core.clock()):
            return None
        if account is not None:
            _demand_open(tx, workspace, account)
        row = keys.add(
            tx,
            ApiKey(
                workspace_id=workspace,
                account_id=account or EVERY_ACCOUNT,
                name=called,
                hint=secret[:HINT],
                key_hash=_hash(secret),
                writes=writes,
                actor=by.id,
                at=core.clock(),
            ),
        )
        made = _key(row)
    return made, secret


def _demand_open(tx: Transaction, workspace: WorkspaceId, account: AccountId) -> None:
    known = places_within(tx, workspace).account(account)
    if known is None or known.retired:
        raise UnknownAccount(str(account))


def of_workspace(core: Core, workspace: WorkspaceId, *, by: Actor) -> tuple[Key, ...]:
    """Those in use first, then what was revoked. Raises NotPermitted."""
    demand(by, Deed.CONFIGURE)
    with core.reading() as tx:
        return tuple(_key(row) for row in keys.of_workspace(tx, workspace))


def revoke(core: Core, workspace: WorkspaceId, key: KeyId, *, by: Actor) -> Key:
    """From here on it opens nothing; one that was revoked before stays as it was.

    Raises NotPermitted, UnknownKey, StorageAway.
    """
    demand(by, Deed.CONFIGURE)
    with core.writing() as tx:
        if keys.by_id(tx, workspace, key) is None:
            raise UnknownKey
        keys.revoke(tx, key, by=by.id, at=core.clock())
        tx.expire_all()
        row = keys.by_id(tx, workspace, key)
        if row is None:
            raise UnknownKey
        return _key(row)


def of_secret(core: Core, secret: str) -> Key | None:
    """The key that was shown as this text, unless it was revoked. Raises StorageAway."""
    if not secret.startswith(PREFIX):
        return None
    with core.reading() as tx:
        row = keys.by_hash(tx, _hash(secret))
    return _key(row) if row is not None and row.revoked_at is None else None


def note_use(core: Core, key: Key) -> None:
    """Remember that a key is used; nothing fails if that cannot be."""
    with suppress(StorageAway), core.writing(lazy=True) as tx:
        keys.note_use(tx, key.id, at=core.clock())


def is_use_to_note(core: Core, key: Key) -> bool:
    return key.used_at is None or core.clock() - key.used_at >= USE_NOTED


def _hash(secret: str) -> str:
    """Enough for 256 random bits, which nobody can guess their way to."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(row: ApiKey) -> Key:
    return Key(
        id=KeyId(row.id or 0),
        workspace=WorkspaceId(row.workspace_id),
        account=AccountId(row.account_id) if row.account_id else None,
        name=row.name,
        hint=row.hint,
        writes=row.writes,
        by=ActorId(row.actor),
        at=row.at,
        revoked_by=ActorId(row.revoked_by) if row.revoked_by else None,
        revoked_at=row.revoked_at,
        used_at=row.used_at,
    )
