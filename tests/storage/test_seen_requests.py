"""Requests that were taken in are recognised when they come again."""

from datetime import timedelta

import pytest

from storage import requests
from storage.engine import Database
from storage.workspaces import made_for_team
from tests.conftest import Clock


@pytest.fixture
def homes(database: Database, clock: Clock) -> tuple[int, int]:
    """Two workspaces."""
    with database.writing() as tx:
        first, second = (
            made_for_team(tx, enterprise_id="", team_id=team, at=clock.now).id or 0
            for team in ("T0BAOBAB", "T0ACACIA")
        )
    return first, second


def test_a_request_is_the_first_once_in_each_workspace(
    database: Database, homes: tuple[int, int], clock: Clock
) -> None:
    home, elsewhere = homes
    with database.writing() as tx:
        seen = [
            requests.is_first(tx, workspace, request, at=clock.now)
            for workspace, request in ((home, "Ev1"), (home, "Ev1"), (elsewhere, "Ev1"))
        ]

    assert seen == [True, False, True]


def test_a_request_whose_transaction_failed_may_come_again(
    database: Database, homes: tuple[int, int], clock: Clock
) -> None:
    def take_in_and_stumble() -> None:
        with database.writing() as tx:
            requests.is_first(tx, homes[0], "Ev1", at=clock.now)
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        take_in_and_stumble()

    with database.writing() as tx:
        assert requests.is_first(tx, homes[0], "Ev1", at=clock.now)


def test_only_requests_from_before_a_moment_are_forgotten(
    database: Database, homes: tuple[int, int], clock: Clock
) -> None:
    with database.writing() as tx:
        requests.is_first(tx, homes[0], "old", at=clock.now - timedelta(seconds=1))
        requests.is_first(tx, homes[0], "new", at=clock.now)
        requests.forget_before(tx, clock.now)

        assert requests.is_first(tx, homes[0], "old", at=clock.now)
        assert not requests.is_first(tx, homes[0], "new", at=clock.now)
