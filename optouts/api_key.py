"""A key of the API, as far as it may be known once it was shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NewType

from optouts.roles import Actor, Role
from optouts.words import AccountId, ActorId, WorkspaceId

KeyId = NewType("KeyId", int)

LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class Key:
    """Without an account it sees every one."""

    id: KeyId
    workspace: WorkspaceId
    account: AccountId | None
    name: str
    hint: str
    writes: bool
    by: ActorId
    at: datetime
    revoked_by: ActorId | None
    revoked_at: datetime | None
    used_at: datetime | None

    @property
    def actor(self) -> Actor:
        """Who a call with this key is."""
        return Actor(ActorId(f"api:{self.id}"), Role.MANAGER if self.writes else Role.VIEWER)
