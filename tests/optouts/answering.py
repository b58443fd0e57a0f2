"""People who answer the company's messages, as the core is told of them."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from optouts import connections, judging, receiving, reviewing
from optouts.changes import Act
from optouts.connection import Connection
from optouts.connections import Entry
from optouts.core import Core
from optouts.inbound import InboundId, InboundMessage, Provider
from optouts.job_rows import job_of
from optouts.jobs import Job, JobId, JobKind
from optouts.keyword_rules import Action, Rule
from optouts.review import Case, Review
from optouts.roles import Actor
from optouts.words import Channel, WorkspaceId
from storage import inbound, jobs

Answers = Callable[..., InboundId]
"""A person writes something to the short code, or to what is said otherwise."""

LERATO = "+27835550101"


def connected(
    core: Core, workspace: WorkspaceId, by: Actor, *, is_signed: bool = True
) -> Connection:
    """A way in for messages; an unsigned one may not take anybody off a list."""
    provider = Provider.GENERIC if is_signed else Provider.SMSPORTAL
    secrets = {"signing_secret": "of-the-tests"} if is_signed else {}
    made = connections.add(
        core, workspace, provider, Entry("Test line", secrets=secrets), by=by, request=str(provider)
    )
    assert made is not None
    return made[0]


def answering(core: Core, connection: Connection) -> Answers:
    ids = count(1)

    def answered(
        text: str, *, number: str = LERATO, to: str = "31331", channel: Channel = Channel.SMS
    ) -> InboundId:
        message = InboundMessage(f"message {next(ids)}", channel, number, to, text)
        return receiving.receive(core, connection, message, in_band=False).inbound

    return answered


@dataclass
class Desk:
    """Where replies arrive and are judged."""

    core: Core
    workspace: WorkspaceId
    writes: Answers
    act: Callable[..., Act]
    reader: Actor

    def cases(self) -> list[Case]:
        """What waits to be judged, the oldest first."""
        return list(reviewing.queue(self.core, self.workspace, by=self.reader, limit=100).cases)

    def case(self) -> Case:
        """The only one."""
        [only] = self.cases()
        return only

    def verdict(self, case: Case) -> Review:
        """What became of a case."""
        with self.core.reading() as tx:
            row = jobs.by_id(tx, self.workspace, case.job)
        assert row is not None
        return reviewing.case(self.core, job_of(row), by=self.reader).review

    def opts_out(self, case: Case, **otherwise: object) -> Job:
        return judging.opt_out(self.core, self.act(**otherwise), JobId(case.job))

    def sets_aside(self, case: Case, **otherwise: object) -> Job:
        return judging.set_aside(self.core, self.act(**otherwise), JobId(case.job))

    def always(
        self, case: Case, words: str, action: Action, **otherwise: object
    ) -> tuple[Rule, int]:
        act = self.act(**otherwise)
        return judging.always(self.core, act, JobId(case.job), words, action)

    def is_told(self, case: Case) -> bool:
        with self.core.reading() as tx:
            row = inbound.by_id(tx, case.message.id)
        assert row is not None
        return row.told

    def reminders(self) -> list[Job]:
        with self.core.reading() as tx:
            rows = jobs.newest(tx, self.workspace, JobKind.NEWS, limit=100)
            return [each for each in map(job_of, rows) if each.news and each.news.waiting]
