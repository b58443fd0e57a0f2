"""A way in for replies: one account at one provider. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from optouts.inbound import Provider
from optouts.provider_accounts import ACCOUNTS
from optouts.words import ActorId, WorkspaceId

ConnectionId = NewType("ConnectionId", int)


@dataclass(frozen=True, slots=True)
class Connection:
    """`secrets` are what the provider signs with and what we send confirmations with; their names
    are the provider's own (``auth_token``, ``app_secret`` …) and they are never shown again.

    `sender` is the address that replies are taken to have been sent to where they name none.
    `region` reads numbers that the provider gives without a country code; empty: the workspace's.
    `may_remove` lets an unsigned provider take people off a list. `addresses` are networks (CIDR)
    that requests may come from; none: any.
    """

    id: ConnectionId
    workspace: WorkspaceId
    provider: Provider
    name: str
    sender: str = ""
    region: str = ""
    may_remove: bool = False
    addresses: tuple[str, ...] = ()
    by: ActorId | None = None
    at: datetime | None = None
    last_at: datetime | None = None
    retired: bool = False
    is_lost: bool = False
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def is_signed(self) -> bool:
        """Whether each message proves that it comes from the provider."""
        account = ACCOUNTS[self.provider]
        return account.always_signs or bool(self.secrets.get(account.signing))

    @property
    def can_send(self) -> bool:
        """Whether messages back can be sent otherwise than in the answer to a call."""
        return all(self.secrets.get(name) for name in ACCOUNTS[self.provider].sending)
