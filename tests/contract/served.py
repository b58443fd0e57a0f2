"""The API on a database of its own, for a program that tries everything its document allows."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot import http_app
from bot.http_app import HttpServer
from optouts import catalogue, keys, links, workspaces
from optouts.core import Core
from optouts.links import Mailing
from optouts.numbers import E164
from optouts.places import Choice
from optouts.roles import Actor, Role
from optouts.vault import Vault
from optouts.words import ActorId, Channel
from storage.engine import Database
from storage.migrating import migrate

MANAGER = Actor(ActorId("U0THANDI"), Role.MANAGER)


@contextmanager
def served() -> Iterator[tuple[str, dict[str, str]]]:
    """Where it listens; a key and the end of a link, as the settings of Schemathesis name them."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/optout.db")
        migrate(database)
        core = Core(
            database, lambda: datetime.now(UTC), Path(folder, "spool"), Vault(Path(folder, "key"))
        )
        secrets = _prepared(core)
        http = http_app.build(core, public_url="https://optout.example.com", calls_a_minute=10**9)
        server = HttpServer(http, host="127.0.0.1", port=0)
        server.start()
        try:
            yield f"http://127.0.0.1:{server.port}", secrets
        finally:
            server.stop()
            database.close()


def _prepared(core: Core) -> dict[str, str]:
    workspace = workspaces.of_team(core, enterprise_id="", team_id="T0BAOBAB")
    wanted = {"region": "ZA", "business": "Baobab"}
    workspaces.change_preferences(core, workspace, wanted, by=MANAGER)
    catalogue.save_account(core, workspace, name="Baobab Retail", region="ZA", by=MANAGER)
    catalogue.add_sender(
        core, workspace, channel=Channel.SMS, written="31331", label="Offers", region="ZA",
        by=MANAGER,
    )  # fmt: skip
    made = keys.create(
        core, workspace, name="Contract", account=None, writes=True, by=MANAGER, request="one"
    )
    if made is None:
        raise RuntimeError("a new database knows a key")
    key, secret = made
    mailing = Mailing(Choice(frozenset({Channel.SMS})))
    (link,) = links.make(core, key, [E164(27831234567)], mailing).values()
    return {"CONTRACT_KEY": secret, "CONTRACT_LINK": link.token}
