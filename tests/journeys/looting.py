"""What of replies and of the API an attacker could have seen over a manager's shoulder."""

from bot.application import Application
from optouts import connections, keys, receiving, reviewing
from optouts.connection import ConnectionId
from optouts.connections import Entry
from optouts.core import Core
from optouts.inbound import InboundMessage, Provider
from optouts.words import Channel, WorkspaceId
from tests.journeys.conftest import ADMIN


def api_key(core: Core, workspace: WorkspaceId) -> int:
    """A key of the API, whose id every manager's button holds."""
    made = keys.create(
        core, workspace, name="CRM", account=None, writes=True, by=ADMIN, request="loot key"
    )
    assert made is not None
    return made[0].id


def connected(core: Core, workspace: WorkspaceId) -> int:
    """A way in for replies, whose id every manager's menu holds."""
    entry = Entry("Main", secrets={"signing_secret": "shared words"})
    added = connections.add(
        core, workspace, Provider.GENERIC, entry, by=ADMIN, request="loot connection"
    )
    assert added is not None
    return added[0].id


def unclear_reply(company: Application, workspace: WorkspaceId, connection_id: int) -> int:
    """A reply that waits to be judged, as the channel was asked already."""
    known = connections.of_id(company.core, workspace, ConnectionId(connection_id), by=ADMIN)
    message = InboundMessage("loot", Channel.SMS, "+27831234567", "31331", "Please cancel my order")
    receiving.receive(company.core, known, message, in_band=False)
    assert company.settle()
    [case] = reviewing.queue(company.core, workspace, by=ADMIN, limit=1).cases
    return case.job
