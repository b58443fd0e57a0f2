"""Lists are made once, and their sizes are what would be counted."""

from collections.abc import Callable

import pytest
from sqlalchemy import exc

from storage import lists, opt_outs
from storage.engine import Database
from storage.lists import ListKey
from storage.opt_outs import Span
from storage.workspaces import made_for_team
from tests.conftest import Clock

SMS, RETAIL_SMS, CARE = ListKey(0, "sms", 0), ListKey(1, "sms", 0), ListKey(0, "whatsapp", 7)
NUMBERS = set(range(27830000000, 27830000020))


@pytest.fixture
def workspace_id(database: Database, clock: Clock) -> int:
    with database.writing() as tx:
        return made_for_team(tx, enterprise_id="", team_id="T0BAOBAB", at=clock.now).id or 0


@pytest.fixture
def sizes(database: Database, workspace_id: int) -> Callable[[], list[tuple[int, int]]]:
    """Of each list, in order: its size and the open periods counted."""

    def read() -> list[tuple[int, int]]:
        with database.reading() as tx:
            return [
                (row.size, opt_outs.count_open(tx, list_id=row.id or 0))
                for row in lists.of_workspace(tx, workspace_id)
            ]

    return read


def test_a_list_is_made_at_its_first_use_and_found_afterwards(
    database: Database, workspace_id: int
) -> None:
    with database.writing() as tx:
        first = lists.made_for(tx, workspace_id, [CARE, SMS])
    with database.writing() as tx:
        second = lists.made_for(tx, workspace_id, [SMS, RETAIL_SMS, SMS])

    assert set(first) == {CARE, SMS}
    assert set(second) == {SMS, RETAIL_SMS}
    assert first[SMS].id == second[SMS].id
    with database.reading() as tx:
        assert [
            ListKey(row.account_id, row.channel, row.sender_id)
            for row in lists.of_workspace(tx, workspace_id)
        ] == [SMS, CARE, RETAIL_SMS]


def test_sizes_follow_what_is_opened_closed_and_given_back(
    database: Database, workspace_id: int, sizes: Callable[[], list[tuple[int, int]]]
) -> None:
    half = set(sorted(NUMBERS)[:10])
    span = Span(2, min(NUMBERS), max(NUMBERS))
    with database.writing() as tx:
        made = lists.made_for(tx, workspace_id, [SMS, CARE])
        sms, care = made[SMS].id or 0, made[CARE].id or 0
        for list_id, numbers in ((sms, NUMBERS), (care, half)):
            opened = opt_outs.open_new(tx, numbers, list_id=list_id, since=1)
            lists.resize(tx, {list_id: opened})
    assert sizes() == [(20, 20), (10, 10)]

    with database.writing() as tx:
        lists.resize(tx, {sms: -opt_outs.close(tx, half, list_id=sms, until=2)})
    assert sizes() == [(10, 10), (10, 10)]

    with database.writing() as tx:
        back = opt_outs.give_back_closed_by(tx, span, list_id=sms)
        lists.resize(tx, {sms: back, care: 0})
    assert sizes() == [(20, 20), (10, 10)]


def test_a_size_that_would_be_negative_shows_a_mistake_and_is_refused(
    database: Database, workspace_id: int, sizes: Callable[[], list[tuple[int, int]]]
) -> None:
    with database.writing() as tx:
        sms = lists.made_for(tx, workspace_id, [SMS])[SMS].id or 0

    with pytest.raises(exc.IntegrityError), database.writing() as tx:
        lists.resize(tx, {sms: -1})

    assert sizes() == [(0, 0)]
