"""A person's phone, from which they write to the company."""

from dataclasses import dataclass, field, replace
from itertools import count

from optouts import receiving, screening
from optouts.connection import Connection
from optouts.core import Core
from optouts.inbound import InboundMessage
from optouts.numbers import parse
from optouts.outcomes import Verdict
from optouts.places import Sender
from optouts.receiving import Received
from optouts.roles import Actor, Role
from optouts.screening import Message
from optouts.words import AccountId, ActorId, Channel
from storage import confirmations, inbound, jobs
from storage.reply_tables import Confirmation, Inbound

NUMBERING = count(1)


@dataclass
class Phone:
    """`usual` is what a message of it looks like, but for what is said otherwise."""

    core: Core
    connection: Connection
    usual: InboundMessage = field(
        default_factory=lambda: InboundMessage("", Channel.SMS, "+27831234567", "31331", "")
    )

    def writes(self, text: str, *, in_band: bool = False, **otherwise: object) -> Received:
        otherwise.setdefault("id", f"message {next(NUMBERING)}")
        message = replace(self.usual, text=text, **otherwise)  # type: ignore[arg-type]  # by name
        return receiving.receive(self.core, self.connection, message, in_band=in_band)

    def kept(self, received: Received) -> Inbound:
        """What is known of a message by now."""
        with self.core.reading() as tx:
            row = inbound.by_id(tx, received.inbound)
        assert row is not None
        return row

    def told(self, received: Received) -> list[Confirmation]:
        """What the person is told in answer."""
        with self.core.reading() as tx:
            row = inbound.by_id(tx, received.inbound)
            assert row is not None
            return list(confirmations.answering(tx, row.workspace_id, f"reply:{row.id}"))

    def waits_for_somebody(self, received: Received) -> bool:
        """Whether somebody has to judge it."""
        with self.core.reading() as tx:
            key = f"review:{received.inbound}"
            return jobs.by_request(tx, self.connection.workspace, key) is not None

    def is_free(self, sender: Sender, account: AccountId | None = None) -> bool:
        """Whether the sender may write to it, for the account given."""
        number = parse(self.usual.written, region="")
        message = Message(sender.channel, sender.id, account)
        viewer = Actor(ActorId("U0SIPHO"), Role.VIEWER)
        (answer,) = screening.check(
            self.core, self.connection.workspace, [number], message, by=viewer
        )
        return answer.verdict is Verdict.FREE
