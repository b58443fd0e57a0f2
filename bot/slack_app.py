"""The Bolt app: one, whichever way Slack's requests arrive."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, ParamSpec, TypeVar

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.http_retry import HttpRequest, HttpResponse, RateLimitErrorRetryHandler, RetryState
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler

from bot import trust
from bot.settings import Settings
from handlers import slack
from handlers.slack.board import Board, Shows
from handlers.slack.digest_board import DigestBoard
from handlers.slack.export_board import ExportBoard
from handlers.slack.files import Files
from handlers.slack.home_updates import Homes
from handlers.slack.news_board import NewsBoard
from handlers.slack.postings import Postings
from handlers.slack.review_board import ReviewBoard
from handlers.slack.spike_board import SpikeBoard
from optouts.core import Core
from optouts.jobs import JobKind

TIMEOUT: Final = 10
"""Seconds for one call of the Web API."""

MEBIBYTE: Final = 1024 * 1024

THREADS: Final = 20
"""Listeners at a time: they wait for Slack and the database, not for the processor."""

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Listeners(ThreadPoolExecutor):
    """Bolt's threads, which can be waited for: a stop finishes what was begun."""

    def __init__(self) -> None:
        super().__init__(max_workers=THREADS, thread_name_prefix="listener")
        self._running = 0
        self._changed = threading.Condition()

    def submit(
        self,
        fn: Callable[Arguments, Result],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Future[Result]:
        with self._changed:
            self._running += 1
        try:
            future = super().submit(fn, *args, **kwargs)
        except RuntimeError:
            self._done(None)
            raise
        future.add_done_callback(self._done)
        return future

    def _done(self, _future: object) -> None:
        with self._changed:
            self._running -= 1
            self._changed.notify_all()

    def settle(self, timeout: float) -> bool:
        """Wait until nothing runs, at most `timeout` seconds; False if something still does."""
        with self._changed:
            return self._changed.wait_for(lambda: self._running == 0, timeout)


class BriefLimits(RateLimitErrorRetryHandler):
    """Waits out a limit of a second, as Slack sets for bursts in one channel.

    A longer one is not waited for: a form that has yet to be acked has three seconds in all
    (docs.slack.dev/apis/web-api/rate-limits).
    """

    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is None or not super()._can_retry(
            state=state, request=request, response=response, error=error
        ):
            return False
        headers = {name.lower(): values for name, values in response.headers.items()}
        return headers.get("retry-after", [""])[0] == "1"


def web_client(settings: Settings, token: str) -> WebClient:
    """A client of the Web API at the configured address."""
    url = str(settings.slack_api_url)
    return WebClient(
        token=token,
        base_url=url if url.endswith("/") else f"{url}/",
        timeout=TIMEOUT,
        ssl=trust.context(),
        retry_handlers=[
            ConnectionErrorRetryHandler(max_retry_count=2),
            BriefLimits(max_retry_count=1),
        ],
    )


def files(settings: Settings) -> Files:
    """Files of Slack, in the name of the bot."""
    client = web_client(settings, settings.slack_bot_token.get_secret_value())
    return Files(client, limit=settings.import_file_mib * MEBIBYTE)


def board(settings: Settings, core: Core) -> Board:
    """Where people see their jobs."""
    own = files(settings)
    postings = Postings(own.client, core)
    others: dict[JobKind, Shows] = {
        JobKind.EXPORT: ExportBoard(core, own, postings),
        JobKind.DIGEST: DigestBoard(core, own, postings),
        JobKind.SPIKE: SpikeBoard(core, postings),
        JobKind.REVIEW: ReviewBoard(core, postings),
        JobKind.NEWS: NewsBoard(core, postings),
    }
    return Board(own.client, core, own, postings, others)


def build(
    settings: Settings,
    core: Core,
    listeners: Listeners,
    *,
    wake: Callable[[], None],
    homes: Homes,
) -> App:
    """The Bolt app with every handler; `wake` tells the worker that there may be work.

    Asks Slack who the bot token belongs to.
    """
    own = files(settings)
    app = App(
        client=own.client,
        signing_secret=settings.slack_signing_secret.get_secret_value() or "unused over a socket",
        listener_executor=listeners,
    )
    url = str(settings.public_url)
    slack.register(app, core, files=own, wake=wake, homes=homes, public_url=url)
    return app
