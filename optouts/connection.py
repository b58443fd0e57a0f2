"""A way in for replies: one account at one provider. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from optouts.inbound import Provider
from optouts.words import ActorId, WorkspaceId

ConnectionId = NewType("ConnectionId", int)


@dataclass(frozen=True, slots=True)
class Connection:
    """`secrets` are what the provider signs with and what we send confirmations with; their names
    are the provider's own (``auth_token``, ``app_secret`` …) and they are never shown again.

    `region` reads numbers that the provider gives without a country code; empty: the workspace's.
    `may_remove` lets an unsigned provider take people off a list. `addresses` are networks (CIDR)
    that requests may come from; none: any.
    """

    id: ConnectionId
    workspace: WorkspaceId
    provider: Provider
    name: str
    region: str = ""
    may_remove: bool = False
    addresses: tuple[str, ...] = ()
    by: ActorId | None = None
    at: datetime | None = None
    last_at: datetime | None = None
    retired: bool = False
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
