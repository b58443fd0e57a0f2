"""Keys of the API: shown once, kept as a hash, revoked for good."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from optouts import keys
from optouts.api_key import Key, KeyId
from optouts.core import Core
from optouts.errors import BadName, NotPermitted, UnknownAccount, UnknownKey
from optouts.places import Account
from optouts.roles import Actor, Role
from optouts.words import AccountId, WorkspaceId
from storage.reply_tables import ApiKey
from tests.conftest import Clock

Retire = Callable[[Account], Account]


def make(
    core: Core,
    workspace: WorkspaceId,
    by: Actor,
    *,
    name: str = "CRM",
    account: AccountId | None = None,
    writes: bool = False,
) -> tuple[Key, str]:
    made = keys.create(
        core, workspace, name=name, account=account, writes=writes, by=by, request=name
    )
    assert made is not None
    return made


def test_what_is_kept_of_a_key_does_not_open_anything(
    core: Core, workspace: WorkspaceId, manager: Actor
) -> None:
    key, secret = make(core, workspace, manager)

    with core.reading() as tx:
        (row,) = tx.exec(select(ApiKey)).all()
    assert secret not in str(row)
    assert len(secret) > 40
    assert secret.startswith(row.hint)
    assert keys.of_secret(core, row.key_hash) is None
    assert keys.of_secret(core, row.hint) is None
    assert keys.of_secret(core, secret) == key


def test_a_call_is_its_key_with_the_role_that_it_has(
    core: Core, workspace: WorkspaceId, manager: Actor
) -> None:
    reader, _ = make(core, workspace, manager)
    writer, _ = make(core, workspace, manager, name="Other", writes=True)

    assert (reader.actor.id, reader.actor.role) == (f"api:{reader.id}", Role.VIEWER)
    assert (writer.actor.id, writer.actor.role) == (f"api:{writer.id}", Role.MANAGER)


def test_the_same_request_makes_one_key(core: Core, workspace: WorkspaceId, manager: Actor) -> None:
    make(core, workspace, manager)

    again = keys.create(
        core, workspace, name="CRM", account=None, writes=False, by=manager, request="CRM"
    )

    assert again is None
    assert len(keys.of_workspace(core, workspace, by=manager)) == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_key_has_a_name_that_fits_a_line(
    core: Core, workspace: WorkspaceId, manager: Actor, name: str
) -> None:
    with pytest.raises(BadName):
        make(core, workspace, manager, name=name)


def test_a_key_is_for_an_account_that_is_in_use(
    core: Core, workspace: WorkspaceId, manager: Actor, retail: Account, retire: Retire
) -> None:
    key, _ = make(core, workspace, manager, account=retail.id)
    assert key.account == retail.id

    retire(retail)

    for account in (retail.id, AccountId(99)):
        with pytest.raises(UnknownAccount):
            make(core, workspace, manager, name=f"of {account}", account=account)


def test_a_revoked_key_opens_nothing_and_stays_known(
    core: Core, workspace: WorkspaceId, manager: Actor, other_manager: Actor, clock: Clock
) -> None:
    key, secret = make(core, workspace, manager)
    first = clock.now

    keys.revoke(core, workspace, key.id, by=manager)
    clock.advance(days=1)
    again = keys.revoke(core, workspace, key.id, by=other_manager)

    assert keys.of_secret(core, secret) is None
    assert (again.revoked_by, again.revoked_at) == (manager.id, first)
    newer, _ = make(core, workspace, manager, name="Newer")
    assert keys.of_workspace(core, workspace, by=manager) == (newer, again)


def test_managers_alone_make_see_and_revoke_keys(
    core: Core, workspace: WorkspaceId, manager: Actor, editor: Actor
) -> None:
    key, _ = make(core, workspace, manager)

    with pytest.raises(NotPermitted):
        make(core, workspace, editor, name="Mine")
    with pytest.raises(NotPermitted):
        keys.of_workspace(core, workspace, by=editor)
    with pytest.raises(NotPermitted):
        keys.revoke(core, workspace, key.id, by=editor)


def test_a_key_of_another_workspace_cannot_be_revoked(
    core: Core, workspace: WorkspaceId, manager: Actor
) -> None:
    key, secret = make(core, workspace, manager)

    for elsewhere, key_id in ((WorkspaceId(99), key.id), (workspace, KeyId(99))):
        with pytest.raises(UnknownKey):
            keys.revoke(core, elsewhere, key_id, by=manager)
    assert keys.of_secret(core, secret) is not None
