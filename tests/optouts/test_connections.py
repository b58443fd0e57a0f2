"""Ways in for replies: what is kept of them, and what is refused."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from optouts import connections
from optouts.connection import Connection, ConnectionId
from optouts.connections import Entry
from optouts.core import Core
from optouts.errors import (
    BadName,
    BadNetwork,
    BadSecret,
    MissingSecret,
    NotPermitted,
    UnknownConnection,
    UnknownRegion,
)
from optouts.inbound import Provider
from optouts.roles import Actor
from optouts.words import WorkspaceId
from storage.reply_tables import Connection as Row
from tests.conftest import Clock

SECRETS = {"auth_token": "very secret", "account_sid": "AC1"}
TWILIO = Entry("Main", region="za", secrets=SECRETS)

Add = Callable[..., tuple[Connection, str]]


@pytest.fixture
def add(core: Core, workspace: WorkspaceId, manager: Actor) -> Add:
    def added(
        entry: Entry = TWILIO, provider: Provider = Provider.TWILIO, request: str = "form:1"
    ) -> tuple[Connection, str]:
        found = connections.add(core, workspace, provider, entry, by=manager, request=request)
        assert found is not None
        return found

    return added


def test_a_connection_is_found_by_its_token_with_its_secrets(core: Core, add: Add) -> None:
    connection, token = add()

    found = connections.by_token(core, token)

    assert found == connection
    assert found.secrets == SECRETS
    assert (found.region, found.is_signed, found.can_send) == ("ZA", True, True)
    assert "very secret" not in repr(found)
    assert connections.by_token(core, token[:-1]) is None
    assert connections.by_token(core, "") is None


def test_the_database_holds_neither_the_token_nor_a_secret(core: Core, add: Add) -> None:
    _, token = add()

    with core.reading() as tx:
        row = tx.get(Row, 1)

    assert row is not None
    kept = row.model_dump_json()
    assert token not in kept
    assert "very secret" not in kept
    assert len(token) >= 32


def test_what_is_left_empty_stays_and_what_is_forgotten_goes(
    core: Core, workspace: WorkspaceId, manager: Actor, add: Add
) -> None:
    connection, token = add()

    def edited(entry: Entry) -> Connection:
        return connections.edit(core, workspace, connection.id, entry, by=manager)

    kept = edited(Entry("  New   name ", secrets={"auth_token": " ", "account_sid": "AC2"}))
    gone = edited(Entry("New name", forgotten=frozenset({"account_sid"})))

    assert (kept.name, kept.secrets) == ("New name", SECRETS | {"account_sid": "AC2"})
    assert gone.secrets == {"auth_token": "very secret"}
    assert (gone.is_signed, gone.can_send) == (True, False)
    assert connections.by_token(core, token) == gone


def test_a_new_token_ends_the_old_one(
    core: Core, workspace: WorkspaceId, manager: Actor, add: Add
) -> None:
    connection, old = add()

    renewed = connections.renew(core, workspace, connection.id, by=manager, request="form:2")
    again = connections.renew(core, workspace, connection.id, by=manager, request="form:2")

    assert renewed is not None
    assert again is None, "the same form, delivered twice"
    assert connections.by_token(core, old) is None
    assert connections.by_token(core, renewed[1]) == connection


def test_a_form_that_comes_twice_adds_once(
    core: Core, workspace: WorkspaceId, manager: Actor, add: Add
) -> None:
    add()

    again = connections.add(core, workspace, Provider.TWILIO, TWILIO, by=manager, request="form:1")

    assert again is None
    assert len(connections.of_workspace(core, workspace, by=manager)) == 1


def test_a_retired_connection_is_found_by_managers_only(
    core: Core, workspace: WorkspaceId, manager: Actor, add: Add, clock: Clock
) -> None:
    connection, token = add()
    clock.advance(days=1)

    connections.retire(core, workspace, connection.id, retired=True, by=manager)
    (listed,) = connections.of_workspace(core, workspace, by=manager)
    heard = connections.by_token(core, token)
    connections.retire(core, workspace, connection.id, retired=False, by=manager)

    assert (listed.retired, heard) == (True, None)
    assert connections.by_token(core, token) == connection


@pytest.mark.parametrize(
    ("entry", "refusal"),
    [
        (replace(TWILIO, name=" "), BadName),
        (replace(TWILIO, name="x" * 61), BadName),
        (replace(TWILIO, region="ZZ"), UnknownRegion),
        (replace(TWILIO, addresses=("192.0.2.1", "here")), BadNetwork),
        (replace(TWILIO, addresses=("192.0.2.1/24",)), BadNetwork),
        (replace(TWILIO, secrets={"account_sid": "AC1"}), MissingSecret),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_makes_no_sense_is_refused(add: Add, entry: Entry, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        add(entry)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_messages_back_go_over_tls_or_nowhere(add: Add) -> None:
    with pytest.raises(BadSecret):
        add(Entry("Shop", secrets={"send_url": "http://a.example"}), Provider.GENERIC)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_managers_have_to_do_with_connections(
    core: Core, workspace: WorkspaceId, editor: Actor, add: Add
) -> None:
    connection, _ = add()
    for deed in (
        lambda: connections.of_workspace(core, workspace, by=editor),
        lambda: connections.of_id(core, workspace, connection.id, by=editor),
        lambda: connections.edit(core, workspace, connection.id, TWILIO, by=editor),
        lambda: connections.renew(core, workspace, connection.id, by=editor, request="form:2"),
        lambda: connections.retire(core, workspace, connection.id, retired=True, by=editor),
        lambda: connections.add(
            core, workspace, Provider.TWILIO, TWILIO, by=editor, request="form:2"
        ),
    ):
        with pytest.raises(NotPermitted):
            deed()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_another_workspaces_connection_is_unknown(core: Core, manager: Actor, add: Add) -> None:
    connection, _ = add()

    with pytest.raises(UnknownConnection):
        connections.of_id(core, WorkspaceId(2), connection.id, by=manager)
    with core.reading() as tx, pytest.raises(UnknownConnection):
        connections.within(tx, core, WorkspaceId(1), ConnectionId(7))


@pytest.mark.parametrize(
    ("addresses", "caller", "is_welcome"),
    [
        ((), "anything", True),
        (("192.0.2.0/24",), "192.0.2.77", True),
        (("192.0.2.0/24",), "::ffff:192.0.2.77", True),
        (("192.0.2.0/24",), "192.0.3.1", False),
        (("2001:db8::/32",), "2001:db8::1", True),
        (("2001:db8::/32",), "192.0.2.1", False),
        (("192.0.2.0/24",), "", False),
        (("192.0.2.0/24",), "unknown", False),
    ],
)
def test_a_list_of_addresses_lets_in_its_own(
    addresses: tuple[str, ...], caller: str, *, is_welcome: bool
) -> None:
    connection = Connection(
        ConnectionId(1), WorkspaceId(1), Provider.GENERIC, "Main", addresses=addresses
    )

    assert connections.is_welcome(connection, caller) is is_welcome
