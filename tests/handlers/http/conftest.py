"""A way in for one provider, behind a real server that listens to the machine alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI

from bot.http_app import HttpServer
from handlers.http import webhooks
from optouts import catalogue, connections, reviewing, screening, workspaces
from optouts.connection import Connection
from optouts.connections import Entry
from optouts.core import Core
from optouts.inbound import Provider
from optouts.numbers import parse
from optouts.outcomes import Verdict
from optouts.places import Sender
from optouts.roles import Actor, Role
from optouts.screening import Message
from optouts.words import ActorId, Channel, WorkspaceId

MANAGER = Actor(ActorId("U0THANDI"), Role.MANAGER)
PATIENCE = 30.0
"""Seconds for an answer of a busy machine."""


@dataclass(frozen=True)
class Desk:
    """Where providers call, and what came of it."""

    core: Core
    workspace: WorkspaceId
    client: httpx.Client
    origin: str
    woken: list[str]

    def connect(
        self, provider: Provider, secrets: Mapping[str, str], **entry: object
    ) -> tuple[Connection, str]:
        """A connection, and its address."""
        terms = Entry("Main", secrets=secrets, **entry)  # type: ignore[arg-type]
        added = connections.add(
            self.core, self.workspace, provider, terms, by=MANAGER, request=f"{provider}:{entry}"
        )
        assert added is not None
        connection, token = added
        return connection, f"{self.origin}/webhooks/{provider}/{token}"

    def reviews(self) -> int:
        """How many replies wait for somebody to judge them."""
        found = reviewing.queue(self.core, self.workspace, by=MANAGER, limit=10)
        return len(found.cases)

    def is_suppressed(self, number: str, channel: Channel = Channel.SMS) -> bool:
        asked = [parse(number, region="ZA")]
        (answer,) = screening.check(self.core, self.workspace, asked, Message(channel), by=MANAGER)
        return answer.verdict is Verdict.SUPPRESSED


@pytest.fixture
def workspace(core: Core) -> WorkspaceId:
    workspace = workspaces.of_team(core, enterprise_id="", team_id="T0BAOBAB")
    wanted = {"region": "ZA", "business": "Baobab Retail"}
    workspaces.change_preferences(core, workspace, wanted, by=MANAGER)
    return workspace


@pytest.fixture
def senders(core: Core, workspace: WorkspaceId) -> tuple[Sender, Sender, Sender]:
    """A short code, a number that sends SMS, and a WhatsApp number."""

    def add(channel: Channel, written: str, label: str) -> Sender:
        return catalogue.add_sender(
            core, workspace, channel=channel, written=written, label=label, region="ZA", by=MANAGER
        )

    return (
        add(Channel.SMS, "31331", "Promotions"),
        add(Channel.SMS, "+27600123456", "Support SMS"),
        add(Channel.WHATSAPP, "+27600123456", "Support line"),
    )


@pytest.fixture(scope="session")
def doors() -> Iterator[tuple[FastAPI, str]]:
    """A server whose routes are each test's own, and where it listens; starting one takes long."""
    http = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=webhooks.lifespan)
    server = HttpServer(http, host="127.0.0.1", port=0)
    server.start()
    yield http, f"http://127.0.0.1:{server.port}"
    server.stop()


@pytest.fixture
def desk(
    core: Core,
    workspace: WorkspaceId,
    senders: tuple[Sender, ...],
    doors: tuple[FastAPI, str],
) -> Iterator[Desk]:
    assert senders
    woken: list[str] = []
    http, origin = doors
    http.router.routes[:] = webhooks.router(core, lambda: woken.append("woken")).routes
    with httpx.Client(timeout=PATIENCE) as client:
        yield Desk(core, workspace, client, origin, woken)
