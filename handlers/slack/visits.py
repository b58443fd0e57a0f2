"""One request of one person, once it is known who they are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from slack_sdk import WebClient

from handlers.slack import metadata
from handlers.slack.files import Files
from handlers.slack.metadata import Metadata
from handlers.slack.people import People
from handlers.slack.replies import Replies
from handlers.slack.requests import Place, Sent
from optouts.changes import Act
from optouts.core import Core
from optouts.roles import Actor
from optouts.words import Origin, WorkspaceId


@dataclass(frozen=True, slots=True)
class Visit:
    """What every handler gets: the core, the workspace, the person, and where they stand.

    `wake` is called once a job has something to do, and `public_url` is where programs reach us;
    empty if nobody said.
    """

    core: Core
    people: People
    client: WebClient
    workspace: WorkspaceId
    home: str
    actor: Actor
    sent: Sent
    files: Files
    wake: Callable[[], None]
    public_url: str = ""

    @property
    def place(self) -> Place:
        return self.sent.place

    def metadata(self, *, draft: str = "", subject: object = "") -> str:
        """What a form keeps, so that its answer goes back to where it was asked for."""
        return metadata.dumps(Metadata(self.place.channel, self.place.thread, draft, str(subject)))

    def act(self, *, note: str = "", evidence: dict[str, str] | None = None) -> Act:
        """What this person does now, for the core to record."""
        return Act(
            workspace=self.workspace,
            by=self.actor,
            origin=Origin.SLACK,
            request=self.sent.key,
            note=note,
            evidence={"channel": self.place.channel, **(evidence or {})},
        )


Request = TypeVar("Request")
Handler: TypeAlias = Callable[[Visit, Request], Replies]
