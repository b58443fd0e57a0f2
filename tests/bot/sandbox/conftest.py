"""A small genuine Bolt app, at work in the pretend Slack over both transports."""

from __future__ import annotations

import contextlib
import http.server
import logging
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot import sockets
from bot.sandbox.server import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

ACK_SECONDS = 5.0


class Clock:
    """Time that passes only when a test says so."""

    def __init__(self) -> None:
        self.now = 1_760_000_000.0

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


class Listeners(ThreadPoolExecutor):
    """Bolt's pool of listener threads, which can be waited for."""

    def __init__(self) -> None:
        super().__init__(max_workers=5)
        self._lock = threading.Lock()
        self._futures: list[Future[Any]] = []

    def submit(self, *args: Any, **kwargs: Any) -> Future[Any]:
        future = super().submit(*args, **kwargs)
        with self._lock:
            self._futures.append(future)
        return future

    def settle(self) -> None:
        while self._futures:
            with self._lock:
                futures, self._futures = self._futures, []
            wait(futures)


class Bot:
    """The app under the tests' hands: they put listeners on `app` and read what it `heard`."""

    def __init__(self, slack: Sandbox) -> None:
        self.listeners = Listeners()
        self.client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        self.heard: list[dict[str, Any]] = []
        self.headers: list[dict[str, Any]] = []
        self.bodies: list[str] = []
        self.app = App(
            client=self.client,
            signing_secret=slack.signing_secret,
            listener_executor=self.listeners,
        )
        self.app.use(self._hear)
        slack.settle = self.listeners.settle

    def _hear(self, body: dict[str, Any], request: BoltRequest, next: Callable[[], None]) -> None:  # noqa: A002 - Bolt's word
        self.heard.append(body)
        self.headers.append(dict(request.headers))
        self.bodies.append(request.raw_body)
        next()

    def ignores(self, *kinds: str) -> None:
        """An event that nobody listens to counts as not delivered."""
        for kind in kinds:
            self.app.event(kind)(lambda: None)

    def events(self, kind: str) -> list[dict[str, Any]]:
        return [each["event"] for each in self.heard if each.get("event", {}).get("type") == kind]

    def close(self) -> None:
        self.listeners.shutdown()


@contextmanager
def socket_mode(slack: Sandbox, bot: Bot, *, connections: int = 1) -> Iterator[SocketModeHandler]:
    handler = SocketModeHandler(
        bot.app,
        slack.app_token,
        web_client=WebClient(base_url=slack.api_url),
        ping_interval=0.05,
    )
    handler.connect()
    assert slack.wait_for_bot(connections=connections)
    try:
        yield handler
    finally:
        _close(slack, handler)


def _close(slack: Sandbox, handler: SocketModeHandler) -> None:
    """The client would take seconds: three to let go of its socket, one to look at its queue.

    Its monitor goes first: a connection it opens while the client closes is never closed.
    """
    client, pause = handler.client, threading.Event()
    client.current_app_monitor.shutdown()
    client.auto_reconnect_enabled = False
    while client.is_connected():
        # A client that was just making a new connection has one that was not there to hang up.
        slack.hang_up()
        pause.wait(0.001)
    sockets.end([client])


class _SlackEvents(http.server.BaseHTTPRequestHandler):
    app: App

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        answer = self.app.dispatch(BoltRequest(body=body, headers=dict(self.headers.items())))
        content = answer.body.encode()
        self.send_response(answer.status)
        for name, value in answer.first_headers().items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        with contextlib.suppress(BrokenPipeError):  # a late answer that nobody waits for
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Tests read no access log."""


@contextmanager
def http_mode(slack: Sandbox, bot: Bot) -> Iterator[None]:
    handler = type("Handler", (_SlackEvents,), {"app": bot.app})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        slack.request_url = f"http://127.0.0.1:{server.server_port}/slack/events"
        try:
            yield
        finally:
            slack.request_url = None
            server.shutdown()
            thread.join()


@pytest.fixture(autouse=True)
def quiet_bolt() -> None:
    logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def manifest() -> Path:
    return Path(__file__).parent / "manifest.yml"


@pytest.fixture
def slack(clock: Clock, manifest: Path) -> Iterator[Sandbox]:
    with Sandbox(manifest=manifest, clock=clock, ack_seconds=ACK_SECONDS) as sandbox:
        yield sandbox


@pytest.fixture
def bot(slack: Sandbox) -> Iterator[Bot]:
    bot = Bot(slack)
    with socket_mode(slack, bot):
        yield bot
    bot.close()


@pytest.fixture
def client(slack: Sandbox) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url)


@pytest.fixture(params=["socket", "http"])
def either(request: pytest.FixtureRequest, slack: Sandbox) -> Iterator[Bot]:
    """The same bot by Socket Mode and by HTTP: a person must not notice."""
    bot = Bot(slack)
    with (socket_mode if request.param == "socket" else http_mode)(slack, bot):
        yield bot
    bot.close()


@pytest.fixture
def http_bot(slack: Sandbox) -> Iterator[Bot]:
    bot = Bot(slack)
    with http_mode(slack, bot):
        yield bot
    bot.close()


@pytest.fixture
def second_bot(slack: Sandbox, bot: Bot) -> Iterator[Bot]:
    """Another process of the same app, connected as well."""
    first, second = bot.listeners, Bot(slack)
    slack.settle = first.settle
    with socket_mode(slack, second, connections=2):
        yield second
    second.close()


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


@pytest.fixture
def modal() -> Callable[..., dict[str, Any]]:
    def build(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {
            "type": "modal",
            "callback_id": "form",
            "title": plain("Form"),
            "submit": plain("Save"),
            "blocks": list(blocks) or [text_input("Numbers")],
            **more,
        }

    return build


def text_input(label: str, **more: Any) -> dict[str, Any]:
    name = label.lower()
    element = {"type": "plain_text_input", "action_id": f"{name}_typed"}
    return {"type": "input", "block_id": name, "label": plain(label), "element": element, **more}


@pytest.fixture
def opens(bot: Bot) -> Callable[[dict[str, Any]], None]:
    """The bot opens this view when somebody types /optout."""

    def teach(view: dict[str, Any]) -> None:
        @bot.app.command("/optout")
        def open_view(ack: Any, body: Any, client: WebClient) -> None:
            ack()
            client.views_open(trigger_id=body["trigger_id"], view=view)

    return teach
