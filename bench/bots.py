"""The bot, and the plainest bot there can be, each in a process of its own like the real one."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, Protocol

from fastapi import FastAPI, Request, Response
from pydantic import AnyHttpUrl, SecretStr
from slack_bolt import Ack, App, Respond
from slack_bolt.adapter.fastapi import SlackRequestHandler
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bench.figures import peak_rss_mib
from bot import logs
from bot.application import Application
from bot.http_app import SLACK_PATH, HttpServer
from bot.sandbox.server import Sandbox
from bot.settings import Settings, Transport

PATIENCE: Final = 30.0
"""Seconds for a bot to start or stop."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a bot finds its Slack, by what way, its database and the files it works on."""

    api_url: str
    bot_token: str
    app_token: str
    signing_secret: str
    transport: Transport
    database_url: str
    spool: Path


class Running(Protocol):
    """A bot that was started."""

    @property
    def request_url(self) -> str: ...

    def stop(self) -> None: ...


def ours(address: Address) -> Running:
    settings = Settings(
        _env_file=None,
        database_url=address.database_url,
        spool_dir=address.spool,
        slack_bot_token=SecretStr(address.bot_token),
        slack_app_token=SecretStr(address.app_token),
        slack_signing_secret=SecretStr(address.signing_secret),
        slack_api_url=AnyHttpUrl(address.api_url),
        slack_transport=address.transport,
        secret_key_file=address.spool.parent / "secret.key",
        http_port=0,
        log_level="WARNING",
    )
    logs.configure(settings)
    application = Application(settings)
    application.start()
    return application


class _Plain:
    """Acks and answers with a line of text, as Bolt's own tutorial does it."""

    def __init__(self, address: Address) -> None:
        self.request_url = ""
        self._server: HttpServer | None = None
        app = App(
            client=WebClient(token=address.bot_token, base_url=address.api_url),
            signing_secret=address.signing_secret,
        )
        app.command("/optout")(_answer)
        if address.transport is Transport.HTTP:
            self._server = HttpServer(_routes(app), host="127.0.0.1", port=0)
            self._server.start()
            self.request_url = f"http://127.0.0.1:{self._server.port}{SLACK_PATH}"
        else:
            web = WebClient(token=address.app_token, base_url=address.api_url)
            SocketModeHandler(app, address.app_token, web_client=web).client.connect()

    def stop(self) -> None:
        if self._server is not None:
            self._server.stop()


def _answer(ack: Ack, respond: Respond) -> None:
    ack()
    respond("done")


def _routes(app: App) -> FastAPI:
    http = FastAPI()
    handler = SlackRequestHandler(app)

    @http.post(SLACK_PATH)
    async def from_slack(request: Request) -> Response:
        return await handler.handle(request)

    return http


def plain(address: Address) -> Running:
    return _Plain(address)


@dataclass
class Started:
    """A bot in another process; its memory is known once it has stopped."""

    process: int = 0
    peak_rss_mib: float = 0.0


@contextmanager
def started(
    build: Callable[[Address], Running],
    slack: Sandbox,
    transport: Transport,
    database_url: str = "",
    spool: Path = Path("data/spool"),
) -> Iterator[Started]:
    """A bot that is connected to a pretend workspace."""
    address = Address(
        slack.api_url,
        slack.bot_token,
        slack.app_token,
        slack.signing_secret,
        transport,
        database_url,
        spool,
    )
    fresh = multiprocessing.get_context("spawn")
    here, there = fresh.Pipe()
    process = fresh.Process(target=_live, args=(build, address, there), daemon=True)
    process.start()
    bot = Started(process.pid or 0)
    try:
        request_url = _heard(here)
        slack.request_url = str(request_url) or None
        if transport is Transport.SOCKET and not slack.wait_for_bot(PATIENCE):
            raise RuntimeError("the bot did not connect")
        yield bot
        slack.hang_up()
        here.send("stop")
        bot.peak_rss_mib = float(_heard(here))
    finally:
        slack.request_url = None
        process.terminate()
        process.join()


def _heard(connection: Connection) -> str:
    if not connection.poll(PATIENCE):
        raise RuntimeError("the bot does not answer")
    return str(connection.recv())


def _live(build: Callable[[Address], Running], address: Address, connection: Connection) -> None:
    bot = build(address)
    connection.send(bot.request_url)
    connection.recv()
    connection.send(str(peak_rss_mib()))
    bot.stop()
