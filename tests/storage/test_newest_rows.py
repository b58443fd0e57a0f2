"""Settings, bindings and grants are only ever appended to; the newest row holds."""

import pytest
from sqlalchemy import func
from sqlmodel import select

from storage import bindings, preferences, roles
from storage.engine import Database
from storage.tables import ChannelBinding, RoleGrant, WorkspaceSetting
from storage.workspaces import made_for_team
from tests.conftest import Clock

ACTOR = "U0THANDI"


@pytest.fixture
def homes(database: Database, clock: Clock) -> tuple[int, int]:
    """Two workspaces."""
    with database.writing() as tx:
        first, second = (
            made_for_team(tx, enterprise_id="", team_id=team, at=clock.now).id or 0
            for team in ("T0BAOBAB", "T0ACACIA")
        )
    return first, second


def test_the_newest_setting_of_a_name_holds_in_its_workspace(
    database: Database, homes: tuple[int, int], clock: Clock
) -> None:
    home, elsewhere = homes
    with database.writing() as tx:
        for name, value in (("zone", "UTC"), ("region", "ZA"), ("zone", "Africa/Nairobi")):
            preferences.put(tx, home, name, value=value, actor=ACTOR, at=clock.now)
        preferences.put(tx, elsewhere, "zone", value="Asia/Tokyo", actor=ACTOR, at=clock.now)

    with database.reading() as tx:
        assert preferences.standing(tx, home) == {"zone": "Africa/Nairobi", "region": "ZA"}
        assert preferences.standing(tx, elsewhere) == {"zone": "Asia/Tokyo"}


def test_the_newest_grant_of_a_subject_holds_and_an_empty_one_takes_it_back(
    database: Database, homes: tuple[int, int], clock: Clock
) -> None:
    home, elsewhere = homes
    with database.writing() as tx:
        for subject, role in (("U1", "editor"), ("S1", "viewer"), ("U1", "manager"), ("S1", "")):
            roles.grant(tx, home, subject, role=role, actor=ACTOR, at=clock.now)
        roles.grant(tx, elsewhere, "U2", role="viewer", actor=ACTOR, at=clock.now)

    with database.reading() as tx:
        assert [(row.subject, row.role) for row in roles.standing(tx, home)] == [("U1", "manager")]
        assert [row.subject for row in roles.standing(tx, elsewhere)] == ["U2"]


def test_grants_are_found_for_the_subjects_that_are_asked_for(
    database: Database, homes: tuple[int, int], clock: Clock
) -> None:
    home, elsewhere = homes
    with database.writing() as tx:
        for subject in ("S1", "U1", "U2"):
            roles.grant(tx, home, subject, role="viewer", actor=ACTOR, at=clock.now)

    with database.reading() as tx:
        assert [row.subject for row in roles.standing(tx, home, ["U1", "S1"])] == ["S1", "U1"]
        assert roles.standing(tx, home, []) == []
        assert roles.standing(tx, elsewhere, ["U1"]) == []


def test_the_newest_binding_of_a_channel_holds_and_an_empty_one_takes_it_back(
    database: Database, homes: tuple[int, int], clock: Clock
) -> None:
    home, elsewhere = homes

    def binding(channel: str, account_id: int, region: str) -> ChannelBinding:
        return ChannelBinding(
            workspace_id=home, channel=channel, account_id=account_id, sender_id=0,
            region=region, actor=ACTOR, at=clock.now,
        )  # fmt: skip

    with database.writing() as tx:
        for row in (binding("C1", 1, ""), binding("C2", 2, "ZA"), binding("C1", 0, "")):
            bindings.bind(tx, row)
            tx.flush()

    with database.reading() as tx:
        assert bindings.of_channel(tx, home, "C1") is None
        assert bindings.of_channel(tx, elsewhere, "C2") is None
        bound = bindings.of_channel(tx, home, "C2")
        assert bound is not None
        assert (bound.account_id, bound.region) == (2, "ZA")


def test_nothing_that_held_before_is_deleted(
    database: Database, homes: tuple[int, int], clock: Clock
) -> None:
    home, _ = homes
    with database.writing() as tx:
        for value in ("a", "b"):
            preferences.put(tx, home, "zone", value=value, actor=ACTOR, at=clock.now)
            roles.grant(tx, home, "U1", role=value, actor=ACTOR, at=clock.now)

    with database.reading() as tx:
        for table in (WorkspaceSetting, RoleGrant):
            assert tx.exec(select(func.count()).select_from(table)).one() == 2
