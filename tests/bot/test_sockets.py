"""Connections to Slack end, whatever is on its way over them."""

import threading
from contextlib import suppress

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot import sockets
from bot.doctor import MANIFEST
from bot.sandbox.server import Sandbox

PATIENCE = 20.0


def test_an_answer_that_is_late_does_not_keep_the_connection_from_closing() -> None:
    with Sandbox(manifest=MANIFEST) as slack:
        web = WebClient(token=slack.app_token, base_url=slack.api_url)
        client = SocketModeClient(app_token=slack.app_token, web_client=web)
        client.connect()
        assert slack.wait_for_bot()
        client.auto_reconnect_enabled = False
        is_gone, disconnect = threading.Event(), client.disconnect

        def hang_up() -> None:
            disconnect()
            is_gone.set()

        def answer() -> None:
            is_gone.wait(PATIENCE)
            with suppress(SlackClientNotConnectedError):
                client.send_message("{}")

        client.disconnect = hang_up  # type: ignore[method-assign]
        client.message_workers.submit(answer)
        ending = threading.Thread(target=sockets.end, args=([client],), daemon=True)
        ending.start()
        slack.hang_up()
        ending.join(PATIENCE)

        assert not ending.is_alive()
