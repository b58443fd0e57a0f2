"""A reply that a person has to judge, as its message in Slack shows it. Values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from optouts.inbound import InboundId
from optouts.kept import Kept
from optouts.keyword_rules import Action
from optouts.outcomes import Story
from optouts.places import Sender
from optouts.words import ActorId, ChangeId


class Verdict(StrEnum):
    """What became of it. LATE: nobody said anything in time, so the safe side won."""

    OPTED_OUT = "opted_out"
    NOT_AN_OPT_OUT = "not_an_opt_out"
    LATE = "late"


class Question(StrEnum):
    """What a person is asked."""

    MEANING = "meaning"  # do these words ask for an opt-out?
    NUMBER = "number"  # the number cannot be read, so it cannot be put on any list
    SENDER = "sender"  # it was sent to no sender of ours; whose is it?
    START = "start"  # they ask to be taken off, and nothing proves that it is them


@dataclass(frozen=True, slots=True)
class Review:
    """`until` is when the safe side wins; `reminded_at` when the team was last reminded; `rule` the
    key of the rule that was made of it. `by` is None where nobody said anything."""

    inbound: InboundId
    until: datetime
    reminded_at: datetime | None = None
    verdict: Verdict | None = None
    by: ActorId | None = None
    at: datetime | None = None
    rule: str = ""
    change: ChangeId | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """All that somebody needs in order to judge: the words, from whom and to which sender, and what
    is known of the number (None if it cannot be read). `job` is its id."""

    job: int
    review: Review
    message: Kept
    sender: Sender | None
    story: Story | None

    @property
    def question(self) -> Question:
        return question(self.message)


@dataclass(frozen=True, slots=True)
class Queue:
    """Some of the cases that are open, the oldest first, and how many there are in all."""

    cases: tuple[Case, ...] = ()
    total: int = 0


def question(message: Kept) -> Question:
    if message.number is None:
        return Question.NUMBER
    if message.action is Action.ASK:
        return Question.MEANING
    return Question.START if message.action is Action.OPT_IN else Question.SENDER
