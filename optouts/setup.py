"""How a workspace is set up, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from optouts.places import Places
from optouts.preferences import Preferences
from optouts.roles import Role
from optouts.words import AccountId, ActorId, SenderId, WorkspaceId


@dataclass(frozen=True, slots=True)
class Binding:
    """What a Slack channel stands for when nothing else is said."""

    channel: str
    account: AccountId | None = None
    sender: SenderId | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role given to a person (U…, W…) or a user group (S…)."""

    subject: str
    role: Role
    by: ActorId
    at: datetime


@dataclass(frozen=True, slots=True)
class Setup:
    """Everything that a request needs to know of its workspace and channel, read in one go."""

    workspace: WorkspaceId
    places: Places
    preferences: Preferences
    binding: Binding


class Matter(StrEnum):
    """What can be set up by people, so that its history is told."""

    SETTING = "setting"
    ROLE = "role"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Amended:
    """Somebody set something up otherwise.

    `name` is that of a setting, a person or user group, or a Slack channel. `before` and `after`
    are texts, an empty one for what was not set; of a channel they are its bindings.
    """

    matter: Matter
    name: str
    before: str | Binding
    after: str | Binding
    by: ActorId
    at: datetime


@dataclass(frozen=True, slots=True)
class Announced:
    """A message in the team's channel."""

    channel: str
    ts: str
