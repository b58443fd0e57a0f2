"""What the team's channel is told of replies, one by one or many at once. Values only."""

from dataclasses import dataclass

from optouts.inbound import InboundId


@dataclass(frozen=True, slots=True)
class News:
    """The replies that one message tells of, oldest first."""

    inbound: tuple[InboundId, ...]
