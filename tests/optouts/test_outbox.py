"""The outbox: one sender at a time, tries that grow rarer, and an end to them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from optouts import outbox
from optouts.confirmation_failures import Failure, why
from optouts.core import Core
from optouts.outbox import Waiting
from optouts.places import Sender
from optouts.roles import Actor
from optouts.vault import Vault
from optouts.words import Channel, WorkspaceId
from tests.conftest import Clock
from tests.optouts.confirming import PERSON, Correspondence

ME, OTHER = "me", "other"


@pytest.fixture
def mail(core: Core, workspace: WorkspaceId, manager: Actor, short_code: Sender) -> Correspondence:
    mail = Correspondence(core, workspace, manager, short_code)
    mail.writes(mail.connect())
    return mail


def claimed(core: Core, owner: str = ME) -> Waiting:
    waiting = outbox.claim(core, owner=owner)
    assert waiting is not None
    return waiting


def test_a_message_is_taken_with_all_that_is_needed_to_send_it(
    core: Core, mail: Correspondence
) -> None:
    waiting = claimed(core)

    assert (waiting.number, waiting.address, waiting.channel) == (PERSON, "31331", Channel.SMS)
    assert waiting.connection.secrets == {"api_key": "k3y"}
    assert waiting.tries == 1
    assert str(waiting.text) == mail.kept()[0].text
    assert waiting.text not in repr(waiting)


def test_what_is_taken_is_not_taken_by_another_until_its_minute_is_over(
    core: Core, mail: Correspondence, clock: Clock
) -> None:
    claimed(core)
    clock.advance(seconds=59)
    assert outbox.claim(core, owner=OTHER) is None

    clock.advance(seconds=2)

    assert claimed(core, OTHER).tries == 2
    assert mail.kept()[0].owner == OTHER


def test_what_was_sent_is_not_sent_again(core: Core, mail: Correspondence, clock: Clock) -> None:
    outbox.sent(core, claimed(core), owner=ME)

    assert outbox.claim(core, owner=ME) is None
    [row] = mail.kept()
    assert (row.state, row.sent_at, row.owner, row.failure) == ("sent", clock.now, "", "")


def test_a_message_that_waits_longest_comes_first(
    core: Core, mail: Correspondence, clock: Clock
) -> None:
    clock.advance(seconds=1)
    mail.writes(mail.connect(), number=PERSON + 1)

    assert [claimed(core).number, claimed(core).number] == [PERSON, PERSON + 1]
    assert outbox.claim(core, owner=ME) is None


def test_tries_grow_rarer_until_the_time_is_over(
    core: Core, mail: Correspondence, clock: Clock
) -> None:
    waits = []
    over = False
    while not over:
        began, waiting = clock.now, claimed(core)
        over = outbox.failed(core, waiting, Failure.BUSY, owner=ME)
        [row] = mail.kept()
        if row.next_at is not None:
            waits.append((row.next_at - began).seconds)
            clock.now = row.next_at

    assert waits == [5, 10, 20, 40, 60, 60, 60]
    assert (row.state, row.failure, row.told) == ("failed", "busy", False)
    assert outbox.claim(core, owner=ME) is None


def test_a_provider_may_say_when_to_come_back(
    core: Core, mail: Correspondence, clock: Clock
) -> None:
    wait = timedelta(seconds=90)

    assert not outbox.failed(core, claimed(core), Failure.BUSY, owner=ME, wait=wait)

    assert mail.kept()[0].next_at == clock.now + wait
    clock.advance(seconds=89)
    assert outbox.claim(core, owner=ME) is None
    clock.advance(seconds=1)
    assert claimed(core).tries == 2


def test_what_may_have_been_sent_is_tried_once_more_and_not_again(
    core: Core, mail: Correspondence, clock: Clock
) -> None:
    assert not outbox.failed(core, claimed(core), Failure.UNCLEAR, owner=ME)
    clock.advance(seconds=10)
    assert not outbox.failed(core, claimed(core), Failure.BUSY, owner=ME)
    clock.advance(seconds=20)
    assert outbox.failed(core, claimed(core), Failure.UNCLEAR, owner=ME)

    assert (mail.kept()[0].state, mail.kept()[0].failure) == ("failed", "unclear")


def test_a_sender_that_never_came_back_may_have_sent_it_too(
    core: Core, mail: Correspondence, clock: Clock
) -> None:
    for _ in range(2):
        claimed(core)
        clock.advance(minutes=1, seconds=1)

    assert outbox.claim(core, owner=ME) is None
    assert (mail.kept()[0].state, mail.kept()[0].failure) == ("failed", "unclear")


def test_a_sender_that_comes_back_too_late_changes_nothing(
    core: Core, mail: Correspondence, clock: Clock
) -> None:
    late = claimed(core)
    clock.advance(minutes=1, seconds=1)
    claimed(core, OTHER)

    outbox.give_up(core, late, Failure.REFUSED, owner=ME)

    assert (mail.kept()[0].state, mail.kept()[0].owner) == ("waiting", OTHER)


def test_nothing_is_sent_after_its_time(core: Core, mail: Correspondence, clock: Clock) -> None:
    clock.advance(minutes=5, seconds=1)

    assert outbox.claim(core, owner=ME) is None
    assert (mail.kept()[0].state, mail.kept()[0].failure) == ("failed", "late")


def test_what_cannot_be_sent_stands_in_nobodys_way(
    core: Core, mail: Correspondence, tmp_path: Path, clock: Clock
) -> None:
    clock.advance(minutes=6)
    mail.writes(mail.connect(), number=PERSON + 1)
    assert claimed(core).number == PERSON + 1

    mail.writes(mail.connect(), number=PERSON + 2)
    lost = replace(core, vault=Vault(tmp_path / "another.key"))
    assert outbox.claim(lost, owner=ME) is None
    assert mail.kept()[2].failure == "secrets_lost"


def test_what_the_provider_said_is_kept_with_the_reason(core: Core, mail: Correspondence) -> None:
    outbox.give_up(core, claimed(core), Failure.REFUSED, owner=ME, detail="no: " + "a" * 300)

    [row] = mail.kept()
    assert why(row.failure) == (Failure.REFUSED, "no: " + "a" * 196)
    assert why("busy") == (Failure.BUSY, "")
