"""The whole program: builds it from its settings, starts and stops everything in order."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from slack_bolt import App

from bot import http_app, slack_app
from bot.confirmations import Confirmations
from bot.home_watch import HomeWatch
from bot.http_app import HttpServer
from bot.schedule import Schedule
from bot.settings import Settings, Transport
from bot.slack_app import Listeners
from bot.sockets import Sockets
from bot.worker import Worker
from handlers.slack.home_updates import Homes
from optouts import api_answers, drafts, judging, telling, workspaces
from optouts.core import Core
from optouts.turns import Turns
from optouts.vault import Vault
from storage.engine import Database
from storage.migrating import applied, newest

logger = logging.getLogger(__name__)

GRACE: Final = 10.0
"""Seconds that a stop waits for requests; a job stops after its chunk and goes on another time."""


class NotMigrated(Exception):
    """The database has another schema than this release."""


def utc_now() -> datetime:
    return datetime.now(UTC)


BETWEEN_HINTS: Final = 1.0
"""Seconds; looking for work takes longer than taking in a reply."""


@dataclass
class Application:
    """Built connects to nothing; `start` does, `stop` ends all of it."""

    settings: Settings
    clock: Callable[[], datetime] = utc_now
    core: Core = field(init=False)
    listeners: Listeners = field(init=False, default_factory=Listeners)
    worker: Worker | None = field(init=False, default=None)
    confirmations: Confirmations | None = field(init=False, default=None)
    _schedule: Schedule | None = field(init=False, default=None)
    _home_watch: HomeWatch | None = field(init=False, default=None)
    _sockets: Sockets | None = field(init=False, default=None)
    _server: HttpServer | None = field(init=False, default=None)
    _hinted_at: float = field(init=False, default=float("-inf"))

    def __post_init__(self) -> None:
        database = Database(self.settings.database_url)
        vault = Vault(self.settings.secret_key_file)
        self.core = Core(database, self.clock, self.settings.spool_dir, vault)

    def start(self) -> None:
        """Begin to listen.

        Raises NotMigrated, StorageAway, OSError (Slack or the port cannot be had), or what
        slack_sdk and Bolt raise when Slack refuses a token.
        """
        if applied(self.core.database) != newest():
            raise NotMigrated
        workspaces.forget_old_deliveries(self.core)
        drafts.forget_old(self.core)
        api_answers.forget_old(self.core)
        board = slack_app.board(self.settings, self.core)
        errands = (judging.due, telling.gather)
        worker = Worker(Turns(self.core, board.files.fetch), board, errands)
        homes = Homes()
        app = slack_app.build(self.settings, self.core, self.listeners, wake=self.wake, homes=homes)
        worker.start()
        self.worker = worker
        self.confirmations = Confirmations(self.core, str(self.settings.provider_api_url))
        self.confirmations.start()
        self._home_watch = HomeWatch(homes)
        self._home_watch.start()
        self._schedule = Schedule(self.core, worker.wake)
        self._schedule.start()
        over_http = self.settings.slack_transport is Transport.HTTP
        self._serve(app if over_http else None)
        if not over_http:
            self._connect(app)

    def _serve(self, slack: App | None) -> None:
        self._server = HttpServer(
            http_app.build(
                self.core,
                slack=slack,
                wake=self._hint,
                public_url=str(self.settings.public_url),
                calls_a_minute=self.settings.api_calls_a_minute,
            ),
            host=self.settings.http_host,
            port=self.settings.http_port,
        )
        self._server.start()
        logger.info("listening on %s", self.url)

    def _connect(self, app: App) -> None:
        self._sockets = Sockets(self.settings, app)
        self._sockets.open()
        logger.info("connected to Slack")

    def wake(self) -> None:
        """There may be work to do, or people to be told."""
        if self.worker is not None:
            self.worker.wake()
        if self.confirmations is not None:
            self.confirmations.wake()

    def _hint(self) -> None:
        """As `wake`, for what comes by the hundred a second: whatever follows too soon upon another
        is found when the others look by themselves."""
        now = time.monotonic()
        if now - self._hinted_at >= BETWEEN_HINTS:
            self._hinted_at = now
            self.wake()

    @property
    def url(self) -> str:
        """Where the HTTP server listens; empty until it does."""
        if self._server is None:
            return ""
        return f"http://{self.settings.http_host}:{self._server.port}"

    @property
    def request_url(self) -> str:
        """Where Slack sends its requests; empty when they do not come over HTTP."""
        over_http = self.settings.slack_transport is Transport.HTTP
        return f"{self.url}{http_app.SLACK_PATH}" if self.url and over_http else ""

    def settle(self, timeout: float = GRACE) -> bool:
        """Wait until every request is answered and all work done, that which is due by now too;
        False if that takes longer."""
        answered = self.listeners.settle(timeout)
        if self._schedule is not None:
            self._schedule.tick()
        confirmed = self.confirmations is None or self.confirmations.settle(timeout)
        # After it, as it tells the team of people who could not be told.
        worked = self.worker is None or self.worker.settle(timeout)
        shown = self._home_watch is None or self._home_watch.settle(timeout)
        return answered and worked and confirmed and shown

    def give_up(self) -> None:
        """Do not come back to Slack if it hangs up from here on: a stop is near."""
        if self._sockets is not None:
            self._sockets.give_up()

    def stop(self) -> None:
        """Take in nothing more, finish what was begun, let go of everything."""
        if self._server is not None:
            self._server.stop()
        if self._sockets is not None:
            self._sockets.close()
        self.listeners.settle(GRACE)
        if self._schedule is not None:
            self._schedule.stop()
        if self.worker is not None:
            self.worker.stop()
        if self.confirmations is not None:
            self.confirmations.stop()
        if self._home_watch is not None:
            self._home_watch.stop()
        self.listeners.shutdown()
        self.core.database.close()
