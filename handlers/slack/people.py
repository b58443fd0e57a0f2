"""Who somebody is, by what Slack says, and which role that makes."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar, cast

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.slack.problems import NotAMember, SlackAway
from optouts import roles, workspaces
from optouts.core import Core
from optouts.roles import Actor, Standing
from optouts.words import ActorId, WorkspaceId

REMEMBERED: Final = 300.0
"""Seconds. users.info is called at most this often a person (Tier 4), user groups are Tier 2."""

NO_SUCH_GROUP: Final = "no_such_subteam"
"""Said of a group that was deleted; a grant to it must not lock everybody out."""

Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a person; of a program it says neither that it is a member, nor a guest,
    nor a stranger."""

    name: str
    is_member: bool
    is_guest: bool
    is_stranger: bool
    is_admin: bool


@dataclass
class People:
    """Remembers for some minutes what Slack said. One per process: the answers name their team."""

    core: Core
    clock: Callable[[], float] = time.monotonic
    _said: dict[tuple[str, ...], tuple[float, Any]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def actor(
        self, client: WebClient, workspace: WorkspaceId, *, user: str, team: str, home: str
    ) -> Actor:
        """The person with their role. `team` is theirs, `home` the one that we work for.

        Raises NotAMember for everybody who is not a full member of the home team, and SlackAway
        when Slack does not say.
        """
        profile = self.profile(client, user, home)
        if team != home or not profile.is_member:
            raise NotAMember(is_guest=profile.is_guest and team == home)
        grants, default = workspaces.role_rules(self.core, workspace)
        own = next((grant.role for grant in grants if grant.subject == user), None)
        # Looked up one by one and only if it matters: Slack is not asked in vain.
        through_groups = (
            grant.role
            for grant in grants
            if grant.subject.startswith("S") and user in self._members(client, grant.subject, home)
        )
        role = roles.effective(
            Standing(is_full_member=True, is_admin=profile.is_admin),
            own=own,
            through_groups=through_groups,
            default=default,
        )
        return Actor(ActorId(user), role)

    def forget_group(self, group: str) -> None:
        with self._lock:
            for key in [key for key in self._said if key[0] == "group" and key[2] == group]:
                del self._said[key]

    def profile(self, client: WebClient, user: str, home: str) -> Profile:
        """Raises SlackAway when Slack does not say."""
        return self._remember(("user", home, user), lambda: _profile(client, user, home))

    def _members(self, client: WebClient, group: str, home: str) -> frozenset[str]:
        def ask() -> frozenset[str]:
            try:
                return frozenset(client.usergroups_users_list(usergroup=group)["users"])
            except SlackApiError as error:
                if error.response.get("error") == NO_SUCH_GROUP:
                    return frozenset()
                raise

        return self._remember(("group", home, group), ask)

    def _remember(self, key: tuple[str, ...], ask: Callable[[], Said]) -> Said:
        with self._lock:
            at, remembered = self._said.get(key, (float("-inf"), None))
        if self.clock() - at < REMEMBERED:
            return cast("Said", remembered)
        try:
            said = ask()
        except (SlackApiError, OSError) as error:
            raise SlackAway from error
        with self._lock:
            self._said[key] = (self.clock(), said)
        return said


def _profile(client: WebClient, user: str, home: str) -> Profile:
    said = client.users_info(user=user)["user"]
    is_guest = bool(said.get("is_restricted") or said.get("is_ultra_restricted"))
    is_ours = not said.get("is_stranger") and said.get("team_id", home) == home
    is_person = not said.get("is_bot") and not said.get("deleted")
    return Profile(
        name=str(said.get("real_name") or said.get("name") or ""),
        is_member=is_ours and is_person and not is_guest,
        is_guest=is_guest,
        is_stranger=is_person and not is_ours,
        is_admin=bool(said.get("is_admin") or said.get("is_owner") or said.get("is_primary_owner")),
    )
