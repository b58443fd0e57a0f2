"""Socket Mode: connections that Slack sends its requests through, with no public address."""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Final

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot import slack_app
from bot.settings import Settings

logger = logging.getLogger(__name__)

CONNECTIONS: Final = 2
"""Slack sends each request down one of them; while one is renewed the other serves
(docs.slack.dev/apis/events-api/using-socket-mode)."""

PING_SECONDS: Final = 2.0
"""A connection that the other end dropped is noticed, and made anew, at the next ping."""

TICK: Final = 0.02
"""Seconds between two looks at whether a connection has ended."""


class Sockets:
    """All connections of the bot, opened and closed together."""

    def __init__(self, settings: Settings, app: App) -> None:
        token = settings.slack_app_token.get_secret_value()
        self._clients = [
            SocketModeHandler(
                app,
                token,
                web_client=slack_app.web_client(settings, token),
                ping_interval=PING_SECONDS,
            ).client
            for _ in range(CONNECTIONS)
        ]

    def open(self) -> None:
        """Raises SlackApiError if Slack refuses the token, OSError if it cannot be reached."""
        for client in self._clients:
            client.connect()

    def give_up(self) -> None:
        """Make no new connections from here on; those there are keep serving."""
        for client in self._clients:
            if client.current_session is not None:
                client.current_session.on_error_listener = _end_is_near
            client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
            if client.current_app_monitor_started:
                client.current_app_monitor.shutdown()  # type: ignore[no-untyped-call]
                client.current_app_monitor_started = False

    def close(self) -> None:
        """End every connection; the client takes up to three seconds to let go of an open one."""
        self.give_up()
        end(self._clients)


def _end_is_near(error: Exception) -> None:
    """Both ends close at once: what each then finds gone is nobody's trouble."""
    logger.debug("a connection ended with %s", type(error).__name__)


def _close(client: SocketModeClient) -> None:
    """Not under the lock of connecting: an answer that is on its way may wait for that lock, and
    closing for the answer."""
    client.close()
    # No thread of the client is left that could connect; what one of them made meanwhile is open.
    client.disconnect()


def end(clients: Sequence[SocketModeClient]) -> None:
    """Close clients that reconnect no more, all at once."""
    with ThreadPoolExecutor(len(clients)) as threads:
        closing = [threads.submit(_close, client) for client in clients]
        while wait(closing, timeout=TICK).not_done:
            for client in clients:
                # Its reader sleeps on an empty queue; a word wakes it.
                client.closed = True
                client.enqueue_message("")
                # A receiver that starts just now takes the end back, so it is told again.
                client.current_session_state.terminated = True
    for client, ended in zip(clients, closing, strict=True):
        if ended.exception():
            _close(client)  # its socket was gone half way; the rest is still to be ended
