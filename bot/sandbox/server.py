"""The pretend Slack as a server on this machine, started and stopped in a moment."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

import uvicorn
from websockets.exceptions import InvalidState

from bot.sandbox import company, manifest, samples, slack
from bot.sandbox.persistence import Folder
from bot.sandbox.person import Person, by_any_name
from bot.sandbox.routes import application
from bot.sandbox.slack import Slack

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.faults import Faults
    from bot.sandbox.phones import Phones
    from bot.sandbox.workspace import Workspace

HOST = "127.0.0.1"
PATIENCE = 10.0
GRACE = 0.5
TICK = 0.002


class _Server(uvicorn.Server):
    """uvicorn looks for the end every tenth of a second; tests start and stop too often."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self._ending: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def main_loop(self) -> None:
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        await self.on_tick(0)
        self.ready.set()
        await self._ending.wait()

    def end(self) -> None:
        if self._loop is not None and self._ending is not None:
            self._loop.call_soon_threadsafe(self._ending.set)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for each in sockets or []:
            each.close()
        for connection in list(self.server_state.connections):
            # uvicorn trips over a WebSocket whose other end is hanging up at this very moment.
            with contextlib.suppress(InvalidState):
                connection.shutdown()
        deadline = time.monotonic() + GRACE
        # uvicorn tells nobody when its connections are gone, hence the asking.
        while self.server_state.connections and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(TICK)
        tasks = list(self.server_state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Sandbox:
    def __init__(
        self,
        *,
        manifest: Path,
        data: Path | None = None,
        port: int = 0,
        clock: Callable[[], float] = time.time,
        ack_seconds: float = 3.0,
    ) -> None:
        app = _read_manifest(manifest)
        self._folder = None if data is None else Folder(data)
        workspace = company.founded(clock) if self._folder is None else self._folder.load(clock)
        self._listener = _bound(port)
        address = f"http://{HOST}:{self._listener.getsockname()[1]}/"
        self._passing: TemporaryDirectory[str] | None = None
        if self._folder is None:
            self._passing = TemporaryDirectory()
            uploads = Path(self._passing.name)
        else:
            uploads = self._folder.uploads
        self._slack = Slack(
            app=app,
            workspace=workspace,
            address=address,
            uploads=uploads,
            ack_seconds=ack_seconds,
        )
        self._people: dict[str, Person] = {}
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self.page_url = address
        self.bot_url = ""
        self.api_url = f"{address}api/"
        self.bot_token = slack.BOT_TOKEN
        self.app_token = slack.APP_TOKEN
        self.signing_secret = slack.SIGNING_SECRET

    def start(self) -> None:
        config = uvicorn.Config(
            application(self._slack),
            loop="asyncio",
            http="h11",
            ws="websockets-sansio",
            ws_ping_interval=None,
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            log_level="warning",
            access_log=False,
            date_header=False,
        )
        self._server = _Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._listener],), name="sandbox"
        )
        self._thread.start()
        if not self._server.ready.wait(PATIENCE):
            raise RuntimeError("the sandbox did not start")

    def stop(self) -> None:
        self._slack.delivery.stop()
        if self._server is not None and self._thread is not None:
            self._slack.socket.cut()
            self._server.end()
            self._thread.join()
            self._server = self._thread = None
        self._listener.close()
        if self._folder is not None:
            self._folder.close()
        if self._passing is not None:
            self._passing.cleanup()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def workspace(self) -> Workspace:
        return self._slack.workspace

    @property
    def phones(self) -> Phones:
        return self._slack.phones

    @property
    def faults(self) -> Faults:
        return self._slack.faults

    @property
    def request_url(self) -> str | None:
        return self._slack.delivery.request_url

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        self._slack.delivery.request_url = url
        self._slack.workspace.changed()

    @property
    def settle(self) -> Callable[[], None] | None:
        return self._slack.settle

    @settle.setter
    def settle(self, settle: Callable[[], None] | None) -> None:
        self._slack.settle = settle

    @property
    def ack_seconds(self) -> float:
        return self._slack.delivery.ack_seconds

    @ack_seconds.setter
    def ack_seconds(self, seconds: float) -> None:
        self._slack.delivery.ack_seconds = seconds

    @property
    def retry_delays(self) -> tuple[float, ...]:
        return self._slack.delivery.retry_delays

    @retry_delays.setter
    def retry_delays(self, delays: tuple[float, ...]) -> None:
        self._slack.delivery.retry_delays = delays

    def wait_for_bot(self, timeout: float = PATIENCE, *, connections: int = 1) -> bool:
        """Whether the bot has connected by Socket Mode in time."""
        return self._slack.socket.wait_connected(timeout, connections)

    def hang_up(self) -> None:
        """Ends the bot's connections, so that its own closing need not wait for them."""
        self._slack.socket.cut()

    def regroups(self, handle: str, *people: str) -> None:
        """Puts exactly these people in a user group."""
        groups = self.workspace.usergroups.values()
        group = next(each for each in groups if each.handle == handle.removeprefix("@"))
        self._slack.regroup(group.id, [by_any_name(self._slack, each) for each in people])

    def share_samples(self) -> None:
        """People have posted files to import, unless the workspace has files already."""
        samples.share(self._slack)

    def uninstall(self) -> None:
        self._slack.uninstall()

    def person(self, who: str) -> Person:
        user = by_any_name(self._slack, who)
        if user not in self._people:
            self._people[user] = Person(self._slack, user)
        return self._people[user]


_read_manifest = manifest.read


def _bound(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise
    return listener
