"""Who somebody is: what Slack says is remembered for minutes, and without it nobody is anybody."""

from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from handlers.slack.people import REMEMBERED, People
from handlers.slack.problems import NotAMember, SlackAway
from optouts import workspaces
from optouts.core import Core
from optouts.roles import Actor, Role
from optouts.words import ActorId, WorkspaceId

HOME = "T0BAOBAB"
ADMIN = Actor(ActorId("U0THANDI"), Role.MANAGER)


@dataclass
class FakeSlack:
    """users.info and usergroups.users.list, with what was asked of them."""

    profiles: dict[str, dict[str, Any]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    failure: Exception | None = None
    asked: list[str] = field(default_factory=list)

    def _answer(self, asked: str, found: object, error: str) -> object:
        self.asked.append(asked)
        if self.failure is not None:
            raise self.failure
        if found is None:
            raise refused(error)
        return found

    def users_info(self, *, user: str) -> dict[str, object]:
        return {"user": self._answer(user, self.profiles.get(user), "user_not_found")}

    def usergroups_users_list(self, *, usergroup: str) -> dict[str, object]:
        return {"users": self._answer(usergroup, self.groups.get(usergroup), "no_such_subteam")}


def refused(error: str) -> SlackApiError:
    response = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data={"ok": False, "error": error},
        headers={},
        status_code=200,
    )
    return SlackApiError("refused", response)  # type: ignore[no-untyped-call]


@dataclass
class Door:
    """People with their clock, in one workspace."""

    core: Core
    slack: FakeSlack
    people: People
    workspace: WorkspaceId
    now: list[float]

    def role(self, user: str, *, team: str = HOME) -> Role:
        client = cast("WebClient", self.slack)
        return self.people.actor(client, self.workspace, user=user, team=team, home=HOME).role

    def grant(self, subject: str, role: Role) -> None:
        workspaces.grant(self.core, self.workspace, subject, role, by=ADMIN)


@pytest.fixture
def door(core: Core) -> Door:
    now = [0.0]
    slack = FakeSlack({"U0NALEDI": {"team_id": HOME}, "U0THANDI": {"is_admin": True}})
    workspace = workspaces.of_team(core, enterprise_id="", team_id=HOME)
    return Door(core, slack, People(core, clock=lambda: now[0]), workspace, now)


@pytest.mark.parametrize(
    ("profile", "team", "is_guest"),
    [
        ({"is_restricted": True}, HOME, True),
        ({"is_ultra_restricted": True}, HOME, True),
        ({"is_restricted": True, "is_admin": True}, HOME, True),
        ({"is_stranger": True}, HOME, False),
        ({"is_stranger": True, "is_admin": True, "is_owner": True}, HOME, False),
        ({"team_id": "T0ACACIA", "is_admin": True}, HOME, False),
        ({"team_id": HOME, "is_admin": True}, "T0ACACIA", False),
        ({"deleted": True, "is_admin": True}, HOME, False),
        ({"is_bot": True, "is_admin": True}, HOME, False),
    ],
)
def test_only_full_members_of_our_own_team_are_let_in(
    door: Door, profile: dict[str, Any], team: str, *, is_guest: bool
) -> None:
    door.slack.profiles["U0OTHER"] = profile
    door.grant("U0OTHER", Role.MANAGER)

    with pytest.raises(NotAMember) as refusal:
        door.role("U0OTHER", team=team)

    assert refusal.value.is_guest == is_guest


@pytest.mark.parametrize("flag", ["is_admin", "is_owner", "is_primary_owner"])
def test_admins_and_owners_are_managers_whatever_was_granted(door: Door, flag: str) -> None:
    door.slack.profiles["U0OTHER"] = {flag: True}
    door.grant("U0OTHER", Role.NONE)

    assert door.role("U0OTHER") is Role.MANAGER


def test_slack_is_asked_once_in_five_minutes(door: Door) -> None:
    for _ in range(3):
        assert door.role("U0NALEDI") is Role.EDITOR
    assert door.slack.asked == ["U0NALEDI"]

    door.now[0] = REMEMBERED
    door.slack.profiles["U0NALEDI"] = {"deleted": True}

    with pytest.raises(NotAMember):
        door.role("U0NALEDI")
    assert door.slack.asked == ["U0NALEDI", "U0NALEDI"]


def test_a_grant_is_never_remembered(door: Door) -> None:
    assert door.role("U0NALEDI") is Role.EDITOR

    door.grant("U0NALEDI", Role.NONE)

    assert door.role("U0NALEDI") is Role.NONE


@pytest.mark.parametrize(
    "failure", ["ratelimited", "internal_error", "account_inactive", "timeout", "reset"]
)
def test_when_slack_does_not_answer_nobody_is_anybody(door: Door, failure: str) -> None:
    broken = {"timeout": TimeoutError(), "reset": ConnectionResetError()}
    door.slack.failure = broken.get(failure) or refused(failure)
    with pytest.raises(SlackAway):
        door.role("U0THANDI")

    why, door.slack.failure = door.slack.failure, None
    assert door.role("U0THANDI") is Role.MANAGER
    door.slack.failure = why
    assert door.role("U0THANDI") is Role.MANAGER, "still remembered"
    door.now[0] = REMEMBERED

    with pytest.raises(SlackAway):
        door.role("U0THANDI")


def test_somebody_whom_slack_does_not_know_is_nobody(door: Door) -> None:
    with pytest.raises(SlackAway):
        door.role("U0NOBODY")


def test_when_slack_does_not_say_who_is_in_a_group_its_role_is_not_guessed(door: Door) -> None:
    door.grant("S0CRM", Role.VIEWER)
    door.slack.groups["S0CRM"] = ["U0NALEDI"]
    assert door.role("U0NALEDI") is Role.VIEWER

    door.people.forget_group("S0CRM")
    door.slack.failure = refused("ratelimited")

    with pytest.raises(SlackAway):
        door.role("U0NALEDI")


def test_a_group_is_asked_again_once_it_is_said_to_have_changed(door: Door) -> None:
    door.grant("S0CRM", Role.MANAGER)
    door.slack.groups["S0CRM"] = ["U0NALEDI"]
    assert door.role("U0NALEDI") is Role.MANAGER
    door.slack.groups["S0CRM"] = []
    assert door.role("U0NALEDI") is Role.MANAGER

    door.people.forget_group("S0OTHER")
    assert door.role("U0NALEDI") is Role.MANAGER
    door.people.forget_group("S0CRM")

    assert door.role("U0NALEDI") is Role.EDITOR


def test_groups_are_not_asked_about_those_whose_role_does_not_hang_on_them(door: Door) -> None:
    door.grant("S0CRM", Role.MANAGER)
    door.grant("U0NALEDI", Role.VIEWER)

    assert door.role("U0THANDI") is Role.MANAGER
    assert door.role("U0NALEDI") is Role.VIEWER

    assert door.slack.asked == ["U0THANDI", "U0NALEDI"]


def test_a_group_that_is_gone_has_no_members(door: Door) -> None:
    door.grant("S0GONE", Role.MANAGER)

    assert door.role("U0NALEDI") is Role.EDITOR
