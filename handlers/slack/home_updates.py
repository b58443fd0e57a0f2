"""Home tabs that stay true: those that were opened lately are published again on news."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from handlers.slack import home
from handlers.slack.blocks import home as blocks
from handlers.slack.blocks.errors import explain
from handlers.slack.problems import NotAMember, SlackAway
from handlers.slack.replies import Replies
from handlers.slack.requests import HomeOpened
from handlers.slack.visits import Visit
from optouts import overview
from optouts.core import demand
from optouts.errors import NotPermitted
from optouts.glance import Glance
from optouts.roles import Deed
from optouts.words import WorkspaceId

logger = logging.getLogger(__name__)

MOST: Final = 50
"""People whose tab is kept up to date; of more, those who opened it last."""

LATELY: Final = 3600.0
"""Seconds: Slack never says that somebody stopped looking."""

BETWEEN: Final = 3.0
"""Seconds between two publications for one person."""

PACE: Final = 1.0
"""Seconds between two publications: Slack takes some hundred a minute
(docs.slack.dev/apis/web-api/rate-limits), and forms are opened by the same limit."""

LIMITED: Final = 30.0
"""Seconds to leave Slack alone that answers with a limit and no time."""


@dataclass
class Watched:
    """Somebody's tab: the request that opened it, and the version of the data that it shows."""

    visit: Visit
    shown: str
    opened_at: float
    published_at: float


@dataclass
class Homes:
    """The tabs of one process; whoever opened theirs before a restart opens it again.

    `wait` pauses between two publications, or says that the program is to end.
    """

    now: Callable[[], float] = time.monotonic
    wait: Callable[[float], bool] = threading.Event().wait
    _tabs: dict[tuple[WorkspaceId, str], Watched] = field(init=False, default_factory=dict)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)
    _quiet_until: float = field(init=False, default=float("-inf"))

    def opened(self, visit: Visit, _opened: HomeOpened) -> Replies:
        """Somebody looks: the tab is drawn, and watched from now on."""
        # Before it is drawn: what changes meanwhile is news then.
        version = overview.version(visit.core, visit.workspace)
        drawn = home.view(visit)
        now = self.now()
        with self._lock:
            self._tabs.pop(_key(visit), None)
            self._tabs[_key(visit)] = Watched(visit, version, opened_at=now, published_at=now)
            while len(self._tabs) > MOST:
                del self._tabs[next(iter(self._tabs))]
        return drawn

    def refresh(self) -> None:
        """One round: publish the tabs that show something old, those first that waited longest.

        Raises StorageAway.
        """
        versions: dict[WorkspaceId, str] = {}
        glances: dict[WorkspaceId, Glance] = {}
        for each in self._watched():
            workspace = each.visit.workspace
            if workspace not in versions:
                versions[workspace] = overview.version(each.visit.core, workspace)
        for each in self._watched():
            version = versions.get(each.visit.workspace, each.shown)
            if version == each.shown or self.now() - each.published_at < BETWEEN:
                continue
            if self.now() < self._quiet_until:
                return
            self._publish(each, version, glances)
            if self.wait(PACE):
                return

    def _watched(self) -> list[Watched]:
        now = self.now()
        with self._lock:
            for key in [key for key, each in self._tabs.items() if now - each.opened_at > LATELY]:
                del self._tabs[key]
            return sorted(self._tabs.values(), key=lambda each: each.published_at)

    def _publish(self, each: Watched, version: str, glances: dict[WorkspaceId, Glance]) -> None:
        try:
            view = self._drawn(each, glances)
            each.visit.client.views_publish(user_id=each.visit.sent.user, view=view)
        except SlackAway:
            logger.info("a Home tab waits: Slack does not say who it is for")
        except (SlackApiError, OSError) as error:
            self._failed(each, error)
        else:
            each.shown = version
        each.published_at = self.now()

    def _drawn(self, each: Watched, glances: dict[WorkspaceId, Glance]) -> View:
        """For the role that they have by now, from what is read once for all in a workspace."""
        visit = each.visit
        try:
            actor = visit.people.actor(
                visit.client,
                visit.workspace,
                user=visit.sent.user,
                team=visit.sent.team,
                home=visit.home,
            )
            demand(actor, Deed.LOOK)
            if visit.workspace not in glances:
                glances[visit.workspace] = overview.of(visit.core, visit.workspace, by=actor)
            return blocks.home(glances[visit.workspace], actor)
        except (NotAMember, NotPermitted) as error:
            self._forget(each)
            return blocks.of_nobody(explain(error))

    def _failed(self, each: Watched, error: Exception) -> None:
        response = error.response if isinstance(error, SlackApiError) else None
        if response is None:
            logger.info("a Home tab could not be shown: %s", type(error).__name__)
        elif response.get("error") == "ratelimited":
            seconds = getattr(response, "headers", {}).get("Retry-After", LIMITED)
            self._quiet_until = self.now() + float(seconds)
        else:
            logger.warning("a Home tab could not be shown: %s", response.get("error"))
            self._forget(each)

    def _forget(self, each: Watched) -> None:
        with self._lock:
            if self._tabs.get(_key(each.visit)) is each:
                del self._tabs[_key(each.visit)]


def _key(visit: Visit) -> tuple[WorkspaceId, str]:
    return visit.workspace, visit.sent.user
