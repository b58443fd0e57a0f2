"""A reply that a person has to judge, as its message in Slack shows it. Values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from optouts.inbound import InboundId
from optouts.words import ActorId, ChangeId


class Verdict(StrEnum):
    """What became of it. LATE: nobody said anything in time, so the safe side won."""

    OPTED_OUT = "opted_out"
    NOT_AN_OPT_OUT = "not_an_opt_out"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Review:
    """`until` is when the safe side wins; `reminded_at` when the team was last reminded; `rule` the
    key of the rule that was made of it."""

    inbound: InboundId
    until: datetime
    reminded_at: datetime | None = None
    verdict: Verdict | None = None
    by: ActorId | None = None
    at: datetime | None = None
    rule: str = ""
    change: ChangeId | None = None
