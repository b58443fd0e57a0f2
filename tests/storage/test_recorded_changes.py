"""Changes: recorded once a request, undone once, found within their workspace."""

from collections.abc import Callable
from typing import Any

import pytest

from storage import accounts, announcements, changes, lists, senders
from storage.changes import Filter, Position
from storage.engine import Database
from storage.lists import ListKey
from storage.tables import Account, Change, ChangeCount, Sender
from storage.workspaces import made_for_team
from tests.conftest import Clock

Row = dict[str, Any]


@pytest.fixture
def homes(database: Database, clock: Clock) -> tuple[int, int]:
    """Two workspaces."""
    with database.writing() as tx:
        first, second = (
            made_for_team(tx, enterprise_id="", team_id=team, at=clock.now).id or 0
            for team in ("T0BAOBAB", "T0ACACIA")
        )
    return first, second


@pytest.fixture
def home(homes: tuple[int, int]) -> int:
    return homes[0]


@pytest.fixture
def elsewhere(homes: tuple[int, int]) -> int:
    return homes[1]


@pytest.fixture
def row(home: int, clock: Clock) -> Callable[..., Row]:
    """A change as it is recorded, the request named, the rest usual."""

    def of_request(request: str, **otherwise: Any) -> Row:
        usual = {
            "workspace_id": home,
            "kind": "add",
            "actor": "U0THANDI",
            "origin": "slack",
            "at": clock.now,
            "note": "",
            "evidence": "{}",
            "request_key": request,
            "undoes": 0,
            "low": 27831234567,
            "high": 27831234567,
        }
        return usual | otherwise

    return of_request


@pytest.fixture
def record(database: Database, row: Callable[..., Row]) -> Callable[..., Change | None]:
    def recorded(request: str, **otherwise: Any) -> Change | None:
        with database.writing() as tx:
            return changes.record(tx, row(request, **otherwise))

    return recorded


def test_a_change_is_recorded_once_for_each_request_of_a_workspace(
    record: Callable[..., Change | None], elsewhere: int
) -> None:
    first = record("envelope 1", note="By phone")

    assert first is not None
    assert first.note == "By phone"
    assert record("envelope 1") is None
    assert record("envelope 2") is not None
    assert record("envelope 1", workspace_id=elsewhere) is not None


def test_a_change_is_undone_by_one_other(
    database: Database, record: Callable[..., Change | None], home: int, elsewhere: int
) -> None:
    added = record("envelope 1")
    assert added is not None
    assert added.id is not None
    undo = record("envelope 2", kind="undo", undoes=added.id)

    assert record("envelope 3", kind="undo", undoes=added.id) is None
    with database.reading() as tx:
        assert changes.undoing(tx, home, [added.id, 0]) == {added.id: undo}
        assert changes.undoing(tx, elsewhere, [added.id]) == {}


def test_a_change_is_found_in_its_own_workspace_only(
    database: Database, record: Callable[..., Change | None], home: int, elsewhere: int
) -> None:
    change = record("envelope 1")
    assert change is not None
    assert change.id is not None

    with database.reading() as tx:
        assert changes.by_id(tx, home, change.id) == change
        assert changes.by_request(tx, home, "envelope 1") == change
        assert changes.by_ids(tx, home, [change.id, 99]) == {change.id: change}
        assert changes.latest(tx, home, limit=5) == [change]
        assert changes.by_id(tx, elsewhere, change.id) is None
        assert changes.by_request(tx, elsewhere, "envelope 1") is None
        assert changes.by_ids(tx, elsewhere, [change.id]) == {}
        assert changes.latest(tx, elsewhere, limit=5) == []


def test_more_changes_can_be_asked_for_than_one_statement_takes(
    database: Database, record: Callable[..., Change | None], home: int
) -> None:
    change = record("envelope 1")
    assert change is not None

    with database.reading() as tx:
        assert changes.by_ids(tx, home, range(70_000)) == {change.id: change}
        assert changes.undoing(tx, home, range(70_000)) == {}


def test_changes_that_opened_something_are_read_newest_first_and_in_pages(
    database: Database, record: Callable[..., Change | None], home: int
) -> None:
    ids = [change.id or 0 for each in range(3) if (change := record(f"envelope {each}"))]
    with database.writing() as tx:
        keys = [ListKey(0, "sms", 0), ListKey(0, "whatsapp", 7)]
        sms, whatsapp = (row.id or 0 for row in lists.made_for(tx, home, keys).values())
        changes.count(
            tx,
            [
                ChangeCount(change_id=ids[0], list_id=sms, opened=1),
                ChangeCount(change_id=ids[0], list_id=whatsapp, opened=1),
                ChangeCount(change_id=ids[1], list_id=sms, closed=1),
                ChangeCount(change_id=ids[2], list_id=whatsapp, opened=5),
            ],
        )

    collected: list[tuple[int, int]] = []
    start = Position()
    with database.reading() as tx:
        while page := changes.that_opened(
            tx, home, [sms, whatsapp], wanted=Filter(), start=start, limit=1
        ):
            ((change, list_id),) = page
            collected.append((change.id or 0, list_id))
            start = Position(change.id or 0, list_id + 1)

    assert collected == [(ids[2], whatsapp), (ids[0], sms), (ids[0], whatsapp)]


def test_accounts_and_senders_are_found_in_their_own_workspace_only(
    database: Database, home: int, elsewhere: int, clock: Clock
) -> None:
    with database.writing() as tx:
        account = accounts.save(
            tx, Account(workspace_id=home, name="Retail", name_key="retail", created_at=clock.now)
        )
        sender = senders.save(
            tx,
            Sender(
                workspace_id=home, channel="sms", address="31331", label="", created_at=clock.now
            ),
        )
        account_id, sender_id = account.id or 0, sender.id or 0

    with database.reading() as tx:
        assert accounts.by_id(tx, home, account_id) == account
        assert accounts.by_name_key(tx, home, "retail") == account
        assert senders.by_id(tx, home, sender_id) == sender
        assert senders.by_address(tx, home, channel="sms", address="31331") == sender
        assert accounts.by_id(tx, elsewhere, account_id) is None
        assert accounts.by_name_key(tx, elsewhere, "retail") is None
        assert accounts.of_workspace(tx, elsewhere) == []
        assert senders.by_id(tx, elsewhere, sender_id) is None
        assert senders.by_address(tx, elsewhere, channel="sms", address="31331") is None
        assert senders.of_workspace(tx, elsewhere) == []


def test_where_a_change_was_told_of_is_kept_and_may_move(
    database: Database, record: Callable[..., Change | None]
) -> None:
    change = record("envelope 1")
    assert change is not None
    assert change.id is not None
    with database.writing() as tx:
        announcements.note(tx, change.id, channel="C0OPTOUT", ts="1.1")
        announcements.note(tx, change.id, channel="C0OPTOUT", ts="2.2")

    with database.reading() as tx:
        told = announcements.of_change(tx, change.workspace_id, change.id)
        assert told is not None
        assert (told.channel, told.ts) == ("C0OPTOUT", "2.2")
        assert announcements.of_change(tx, change.workspace_id, change.id + 1) is None
        assert announcements.of_change(tx, change.workspace_id + 1, change.id) is None
