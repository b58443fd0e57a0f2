"""The pretend Slack as one object: state, rules and the way to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox import company, payloads
from bot.sandbox.delivery import Delivery
from bot.sandbox.faults import Faults
from bot.sandbox.objects import Objects
from bot.sandbox.phones import Phones
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.triggers import Triggers
from bot.sandbox.uploads import Uploads

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.sandbox.manifest import App
    from bot.sandbox.workspace import Member, Workspace

BOT_TOKEN = f"xoxb-{company.TEAM.id}-sandbox"
APP_TOKEN = f"xapp-1-{company.APP_ID}-sandbox"
SIGNING_SECRET = f"signing-{company.APP_ID}-sandbox"


class Slack:
    def __init__(
        self, *, app: App, workspace: Workspace, address: str, uploads: Path, ack_seconds: float
    ) -> None:
        self.app = app
        self.workspace = workspace
        self.address = address
        self.installed = True
        self.settle: Callable[[], None] | None = None
        self.faults = Faults()
        self.phones = Phones(workspace)
        self.objects = Objects(workspace, address=address, scopes=app.scopes)
        self.triggers = Triggers(clock=workspace.clock)
        self.response_urls = ResponseUrls(workspace, address=address)
        self.uploads = Uploads(workspace, address=address, folder=uploads)
        self.socket = SocketMode(address=address, on_change=workspace.changed)
        self.delivery = Delivery(
            socket=self.socket,
            faults=self.faults,
            signing_secret=SIGNING_SECRET,
            ack_seconds=ack_seconds,
            interactive=app.interactive,
        )
        self.socket.refusing = lambda: self.faults.is_on("disconnected")
        self.faults.on_cut = self.socket.cut
        self.faults.on_refresh = self.socket.refresh
        self.faults.on_change = workspace.changed

    def domain_of(self, member: Member) -> str:
        teams = {team.id: team.domain for team in (company.TEAM, company.PARTNER_TEAM)}
        return teams[member.team]

    def settled(self) -> None:
        if self.settle is not None:
            self.settle()

    def subscribes(self, event: str) -> bool:
        return self.installed and event in self.app.events

    def regroup(self, group: str, members: list[str]) -> None:
        """An admin changes who is in a user group; the app hears of both sides of it."""
        changed = self.workspace.usergroups[group]
        before, changed.members = changed.members, list(members)
        self.workspace.changed()
        inner = payloads.group_changed(self, changed, before)
        for each in inner:
            if self.subscribes(each["type"]):
                self.delivery.notify(payloads.event(self, each))
        self.settled()

    def uninstall(self) -> None:
        """What an admin does when the app has to go: its token dies, and it is told."""
        gone = {"type": "app_uninstalled"}
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [company.BOT_USER]}}
        events = [each for each in (revoked, gone) if self.subscribes(each["type"])]  # type: ignore[arg-type]
        self.installed = False
        for inner in events:
            self.delivery.notify(payloads.event(self, inner))
        self.settled()
