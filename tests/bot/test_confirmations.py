"""The sender of confirmations, against a server that takes messages as a provider does."""

import json
import logging
import threading
from collections.abc import Iterator

import pytest

from bot.confirmations import Confirmations
from optouts import catalogue, workspaces
from optouts.core import Core
from optouts.roles import Actor, Role
from optouts.words import ActorId, Channel
from storage.engine import Database
from tests.bot.pretend_provider import PretendProvider, Reaction
from tests.conftest import Clock
from tests.journeys.importing import ONE_ENGINE
from tests.optouts.confirming import PERSON, Correspondence

PATIENCE = 30.0
"""Seconds; machines are shared."""

BUSY = Reaction(503)


@pytest.fixture
def mail(core: Core) -> Correspondence:
    manager = Actor(ActorId("U0THANDI"), Role.MANAGER)
    workspace = workspaces.of_team(core, enterprise_id="", team_id="T0BAOBAB")
    sender = catalogue.add_sender(
        core, workspace, channel=Channel.SMS, written="31331", label="Offers", region="", by=manager
    )
    return Correspondence(core, workspace, manager, sender)


@pytest.fixture
def provider() -> Iterator[PretendProvider]:
    with PretendProvider() as provider:
        yield provider


@pytest.fixture
def post(core: Core, provider: PretendProvider) -> Iterator[Confirmations]:
    post = Confirmations(core, provider.url)
    post.start()
    yield post
    post.stop()


def state(mail: Correspondence) -> tuple[str, str]:
    [row] = mail.kept()
    return row.state, row.failure


def test_a_confirmation_is_sent_once_the_way_the_provider_wants_it(
    mail: Correspondence, provider: PretendProvider, post: Confirmations
) -> None:
    mail.writes(mail.connect())

    assert post.settle(PATIENCE)

    [taken] = provider.taken
    path, _, body = taken.partition(" ")
    [message] = json.loads(body)["messages"]
    assert path == "/v1/message"
    assert message["to"] == str(PERSON)
    assert message["content"].startswith("Offers: You have opted out")
    assert state(mail) == ("sent", "")


def test_a_provider_that_is_busy_is_asked_again_until_it_takes_it(
    mail: Correspondence, provider: PretendProvider, post: Confirmations, clock: Clock
) -> None:
    provider.reactions += [BUSY, Reaction(429, headers={"Retry-After": "30"})]
    mail.writes(mail.connect())
    for seconds in (0, 5, 29):
        clock.advance(seconds=seconds)
        assert post.settle(PATIENCE)
    assert state(mail) == ("waiting", "busy")

    clock.advance(seconds=1)
    assert post.settle(PATIENCE)

    assert state(mail) == ("sent", "")
    assert len(provider.taken) == 3


@ONE_ENGINE
def test_a_provider_that_is_down_for_too_long_is_given_up(
    mail: Correspondence, provider: PretendProvider, post: Confirmations, clock: Clock
) -> None:
    provider.reactions += [BUSY] * 20
    mail.writes(mail.connect())

    for _ in range(11):
        assert post.settle(PATIENCE)
        clock.advance(seconds=30)

    assert state(mail) == ("failed", "busy")
    assert mail.kept()[0].told is False


@ONE_ENGINE
def test_a_refusal_is_final(
    mail: Correspondence,
    provider: PretendProvider,
    post: Confirmations,
    caplog: pytest.LogCaptureFixture,
) -> None:
    provider.reactions.append(Reaction(400))
    with caplog.at_level(logging.DEBUG):
        mail.writes(mail.connect())
        assert post.settle(PATIENCE)

    assert state(mail)[0] == "failed"
    assert state(mail)[1].startswith("refused:")
    assert "will not be sent through clickatell: refused" in caplog.text
    assert str(PERSON) not in caplog.text
    assert "opted out" not in caplog.text
    assert "k3y" not in caplog.text


@ONE_ENGINE
def test_what_may_have_arrived_is_sent_once_more_at_most(
    mail: Correspondence, provider: PretendProvider, post: Confirmations, clock: Clock
) -> None:
    provider.reactions += [Reaction(hangs_up=True)] * 9
    mail.writes(mail.connect())

    for _ in range(11):
        assert post.settle(PATIENCE)
        clock.advance(seconds=30)

    assert state(mail) == ("failed", "unclear")
    assert len(provider.taken) == 2


@ONE_ENGINE
def test_a_provider_that_cannot_be_reached_is_tried_again(
    mail: Correspondence, core: Core, clock: Clock, provider: PretendProvider
) -> None:
    post = Confirmations(core, "http://127.0.0.1:1")
    post.start()
    mail.writes(mail.connect())
    assert post.settle(PATIENCE)
    post.stop()
    assert state(mail) == ("waiting", "unreachable")

    post = Confirmations(core, provider.url)
    post.start()
    clock.advance(seconds=5)
    assert post.settle(PATIENCE)
    post.stop()
    assert state(mail) == ("sent", "")


@ONE_ENGINE
def test_an_address_that_is_none_is_told_to_the_team(mail: Correspondence, core: Core) -> None:
    post = Confirmations(core, "gopher://somewhere")
    post.start()
    mail.writes(mail.connect())

    assert post.settle(PATIENCE)

    post.stop()
    assert state(mail) == ("failed", "cannot:UnsupportedProtocol")


def test_two_programs_send_each_message_once_between_them(
    mail: Correspondence,
    core: Core,
    provider: PretendProvider,
    post: Confirmations,
    database_url: str,
) -> None:
    own = Database(database_url)
    other = Confirmations(Core(own, core.clock, core.spool, core.vault), provider.url)
    other.start()
    connection = mail.connect()
    for each in range(30):
        mail.writes(connection, number=PERSON + each)
        post.wake()
        other.wake()

    assert post.settle(PATIENCE)
    assert other.settle(PATIENCE)

    other.stop()
    own.close()
    assert len(provider.taken) == 30
    assert len({*provider.taken}) == 30
    assert {row.state for row in mail.kept()} == {"sent"}


@ONE_ENGINE
def test_what_was_sent_is_noted_once_the_database_is_back(
    mail: Correspondence,
    post: Confirmations,
    provider: PretendProvider,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Or it would be sent again."""
    monkeypatch.setattr("bot.confirmations.AGAIN", 0.01)
    monkeypatch.setattr("storage.engine.PATIENCE", 0.01)
    away = threading.Event()
    taken = provider._next

    def taken_while_the_database_goes_away(request: str) -> Reaction:
        blocker = database.engine.connect()
        blocker.exec_driver_sql("COMMIT")
        blocker.exec_driver_sql("BEGIN EXCLUSIVE")
        away.set()
        threading.Timer(0.3, blocker.close).start()
        return taken(request)

    monkeypatch.setattr(provider, "_next", taken_while_the_database_goes_away)
    mail.writes(mail.connect())

    assert post.settle(PATIENCE)

    assert away.is_set()
    assert len(provider.taken) == 1
    assert state(mail) == ("sent", "")


@ONE_ENGINE
def test_nothing_is_sent_once_it_is_stopped(
    mail: Correspondence, core: Core, provider: PretendProvider
) -> None:
    post = Confirmations(core, provider.url)
    post.start()
    post.stop()
    mail.writes(mail.connect())

    assert post.settle(0)
    assert provider.taken == []
