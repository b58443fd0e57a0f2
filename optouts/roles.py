"""Who may do what: roles, and the rule that finds a person's role."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from optouts.words import ActorId


class Role(IntEnum):
    """Each role may do what the ones before it may."""

    NONE = 0
    VIEWER = 1
    EDITOR = 2
    MANAGER = 3

    @property
    def word(self) -> str:
        return self.name.lower()


GRANTABLE: Final = {role.word: role for role in Role}


class Deed(StrEnum):
    """What a role is asked for."""

    LOOK = "look"
    ADD = "add"
    REMOVE = "remove"
    SHARE = "share"
    SCHEDULE = "schedule"
    MUTE = "mute"
    JUDGE = "judge"
    CONFIGURE = "configure"


NEEDED: Final = {
    Deed.LOOK: Role.VIEWER,
    Deed.ADD: Role.EDITOR,
    Deed.REMOVE: Role.MANAGER,
    Deed.SHARE: Role.MANAGER,
    Deed.SCHEDULE: Role.EDITOR,
    Deed.MUTE: Role.EDITOR,
    Deed.JUDGE: Role.EDITOR,
    Deed.CONFIGURE: Role.MANAGER,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, with the role that was found for this very request."""

    id: ActorId
    role: Role


@dataclass(frozen=True, slots=True)
class Standing:
    """What the workspace itself says about a person."""

    is_full_member: bool
    is_admin: bool


def may(role: Role, deed: Deed) -> bool:
    return role >= NEEDED[deed]


def effective(
    standing: Standing, *, own: Role | None, through_groups: Iterable[Role], default: Role
) -> Role:
    """The role of a person.

    Guests and people of other workspaces have none, whatever was granted. Admins and owners are
    managers. Then a grant to the person holds, else the highest among their groups, else `default`.
    """
    if not standing.is_full_member:
        return Role.NONE
    if standing.is_admin:
        return Role.MANAGER
    if own is not None:
        return own
    return max(through_groups, default=default)
