"""A sending platform that calls the API over HTTP, with a key that writes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from bot import http_app
from bot.http_app import HttpServer
from optouts import catalogue, keys, workspaces
from optouts.api_key import Key
from optouts.core import Core
from optouts.places import Account, Sender
from optouts.roles import Actor, Role
from optouts.words import AccountId, ActorId, Channel, WorkspaceId
from tests.handlers.http.conftest import PATIENCE

MANAGER = Actor(ActorId("U0THANDI"), Role.MANAGER)
PUBLIC = "https://optout.example.com"

MakeKey = Callable[..., tuple[Key, str]]


@pytest.fixture
def workspace(core: Core) -> WorkspaceId:
    workspace = workspaces.of_team(core, enterprise_id="", team_id="T0BAOBAB")
    wanted = {"region": "ZA", "business": "Baobab"}
    workspaces.change_preferences(core, workspace, wanted, by=MANAGER)
    return workspace


@pytest.fixture
def offers(core: Core, workspace: WorkspaceId) -> Sender:
    """The short code 31331."""
    return catalogue.add_sender(
        core, workspace, channel=Channel.SMS, written="31331", label="Offers", region="ZA",
        by=MANAGER,
    )  # fmt: skip


@pytest.fixture
def retail(core: Core, workspace: WorkspaceId) -> Account:
    return catalogue.save_account(core, workspace, name="Baobab Retail", region="ZA", by=MANAGER)


@pytest.fixture
def make_key(core: Core, workspace: WorkspaceId) -> MakeKey:
    """A key and its secret."""

    def made(
        name: str = "Platform", *, account: AccountId | None = None, writes: bool = True
    ) -> tuple[Key, str]:
        key = keys.create(
            core, workspace, name=name, account=account, writes=writes, by=MANAGER, request=name
        )
        assert key is not None
        return key

    return made


@pytest.fixture
def woken() -> list[bool]:
    """Fills as the program is told that there is something to do."""
    return []


@contextmanager
def serving(core: Core, woken: list[bool], *, public_url: str) -> Iterator[str]:
    http = http_app.build(core, wake=lambda: woken.append(True), public_url=public_url)
    server = HttpServer(http, host="127.0.0.1", port=0)
    server.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


@pytest.fixture
def origin(core: Core, woken: list[bool]) -> Iterator[str]:
    """Where the program listens."""
    with serving(core, woken, public_url=PUBLIC) as address:
        yield address


@pytest.fixture
def client(origin: str) -> Iterator[Callable[[str], httpx.Client]]:
    """A program that calls with this secret."""
    clients: list[httpx.Client] = []

    def made(secret: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {secret}"}
        clients.append(httpx.Client(base_url=origin, headers=headers, timeout=PATIENCE))
        return clients[-1]

    yield made
    for each in clients:
        each.close()


@pytest.fixture
def platform(
    client: Callable[[str], httpx.Client], make_key: MakeKey, offers: Sender
) -> httpx.Client:
    """Calls with a key that writes, where 31331 is a sender."""
    assert offers.address == "31331"
    return client(make_key()[1])
