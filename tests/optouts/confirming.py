"""A person who writes to a sender through a connection, as far as confirmations need it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from sqlmodel import col, select

from optouts import changes, confirming, connections
from optouts.changes import Act
from optouts.connection import Connection
from optouts.connections import Entry
from optouts.core import Core
from optouts.inbound import Provider
from optouts.keyword_rules import Action, Why
from optouts.numbers import parse
from optouts.places import Choice, Sender
from optouts.reply_kinds import ReplyKind
from optouts.roles import Actor, Role
from optouts.words import RECIPIENT, ChangeId, Channel, Origin, WorkspaceId
from optouts.workspaces import preferences_within
from storage import inbound
from storage.reply_tables import Confirmation, Inbound

PERSON = 27831234567
SENDS: Mapping[Provider, dict[str, str]] = {
    Provider.TWILIO: {"auth_token": "t0ken", "account_sid": "AC1"},
    Provider.CLICKATELL: {"api_key": "k3y"},
}


@dataclass
class Correspondence:
    """`writes` orders the confirmation of a message; `kept` is what there is to be told."""

    core: Core
    workspace: WorkspaceId
    manager: Actor
    sender: Sender | None = None
    numbering: "count[int]" = field(default_factory=lambda: count(1))

    def connect(
        self, provider: Provider = Provider.CLICKATELL, secrets: Mapping[str, str] | None = None
    ) -> Connection:
        entry = Entry(provider.title(), secrets=SENDS[provider] if secrets is None else secrets)
        request = f"form:{next(self.numbering)}"
        added = connections.add(
            self.core, self.workspace, provider, entry, by=self.manager, request=request
        )
        assert added is not None
        return added[0]

    def opts_out(self) -> ChangeId:
        """The change that a STOP makes."""
        act = Act(
            self.workspace,
            Actor(RECIPIENT, Role.MANAGER),
            Origin.KEYWORD,
            request=f"reply:{next(self.numbering)}",
        )
        numbers = [parse(f"+{PERSON}", region="")]
        return changes.add(self.core, act, numbers, Choice(frozenset({Channel.SMS}))).change.id

    def is_taken_off(self, change: ChangeId) -> None:
        """Somebody of the team undoes it."""
        request = f"click:{next(self.numbering)}"
        act = Act(self.workspace, self.manager, Origin.SLACK, request=request, note="asked for it")
        changes.undo(self.core, act, change)

    def writes(
        self,
        connection: Connection,
        *,
        kind: ReplyKind = ReplyKind.STOPPED,
        number: int = PERSON,
        change: int = 0,
        language: str = "",
        in_band: bool = False,
        address: str = "31331",
    ) -> str:
        """What the provider is answered."""
        row = Inbound(
            workspace_id=self.workspace,
            connection_id=connection.id,
            message_id=f"m{next(self.numbering)}",
            channel=Channel.SMS,
            sender_id=self.sender.id if self.sender else 0,
            address=address,
            number=number,
            at=self.core.clock(),
            action=Action.OPT_OUT,
            why=Why.RULE,
            change_id=change,
        )
        with self.core.writing() as tx:
            assert inbound.record(tx, row)
            return confirming.order(
                tx,
                self.core,
                preferences_within(tx, self.workspace),
                row,
                kind=kind,
                connection=connection,
                language=language,
                in_band=in_band,
            )

    def kept(self) -> list[Confirmation]:
        with self.core.reading() as tx:
            return list(tx.exec(select(Confirmation).order_by(col(Confirmation.id))))
