"""`optout sandbox`: the pretend workspace with the real bot in it."""

import logging
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pydantic import AnyHttpUrl, SecretStr

from bot import logs
from bot.application import Application
from bot.doctor import MANIFEST
from bot.sandbox import lines
from bot.sandbox.provider_desk import PATH as PROVIDERS
from bot.sandbox.seeding import seed
from bot.sandbox.server import HOST, Sandbox
from bot.settings import Settings
from storage.engine import Database
from storage.migrating import migrate

logger = logging.getLogger(__name__)

STATE: Final = "slack"
DATABASE: Final = "optout.db"
SPOOL: Final = "spool"


@contextmanager
def started(data: Path, *, port: int, reset: bool) -> Iterator[Sandbox]:
    """A running workspace whose state lives under `data`. Raises OSError if the port is taken."""
    if reset:
        _forget(data)
    data.mkdir(parents=True, exist_ok=True)
    with Sandbox(manifest=MANIFEST, data=data / STATE, port=port) as sandbox:
        sandbox.share_samples()
        settings = _reachable(
            settings_for(sandbox, f"sqlite:///{data / DATABASE}", data / SPOOL), port
        )
        logs.configure(settings)
        database = Database(settings.database_url)
        migrate(database)
        database.close()
        application = Application(settings)
        try:
            seed(application.core)
            application.start()
            lines.connect(sandbox.phones, application.core, application.url)
            sandbox.bot_url = application.url
            sandbox.phones.campaign()
            yield sandbox
        finally:
            application.give_up()
            sandbox.hang_up()
            application.stop()


def _reachable(settings: Settings, port: int) -> Settings:
    """With an address for links and the API: the port after the page's, or any other free one."""
    free = _free(port + 1 if port else 0) or _free(0)
    url = AnyHttpUrl(f"http://{HOST}:{free}")
    return settings.model_copy(update={"http_port": free, "public_url": url})


def _free(port: int) -> int:
    """The port if nobody has it, of 0 any free one; else 0."""
    with socket.socket() as trying:
        try:
            trying.bind((HOST, port))
        except OSError:
            return 0
        return int(trying.getsockname()[1])


def settings_for(sandbox: Sandbox, database_url: str, spool: Path) -> Settings:
    """The settings of a bot that takes the pretend workspace for Slack."""
    return Settings(
        _env_file=None,
        database_url=database_url,
        spool_dir=spool,
        secret_key_file=spool.parent / "secret.key",
        http_port=0,
        provider_api_url=AnyHttpUrl(f"{sandbox.page_url.rstrip('/')}{PROVIDERS}"),
        slack_bot_token=SecretStr(sandbox.bot_token),
        slack_app_token=SecretStr(sandbox.app_token),
        slack_signing_secret=SecretStr(sandbox.signing_secret),
        slack_api_url=AnyHttpUrl(sandbox.api_url),
        log_level="WARNING",
    )


def _forget(data: Path) -> None:
    """Delete what a pretend workspace left in a folder, and nothing else that may be there."""
    for pattern in (f"{DATABASE}*", f"{STATE}/**/*", f"{SPOOL}/**/*"):
        _delete(data.glob(pattern))


def _delete(files: Iterable[Path]) -> None:
    for file in files:
        if file.is_file():
            file.unlink()
