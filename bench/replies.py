"""Replies by the thousand: until the change is committed, and that none is lost or doubled."""

import multiprocessing
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bench import bots, databases, filling, flood, outages, raw
from bench.figures import Figure, percentile
from bench.filling import MANAGER, Company
from bench.flood import Flood, Outcome
from bot.doctor import MANIFEST
from bot.http_app import SLACK_PATH
from bot.sandbox.server import Sandbox
from bot.settings import Transport
from optouts import connections
from optouts.connections import Entry
from optouts.core import Core
from optouts.inbound import Provider
from optouts.vault import Vault
from storage.engine import Database

RATE: Final = 200
SECONDS: Final = 60
OUTAGE_AFTER: Final = 20
OUTAGE: Final = 8
SECRET: Final = "of the bench"  # noqa: S105 - of a provider that is pretended
COUNTED: Final = "SELECT count(*) FROM inbound"
OPENED: Final = (
    "SELECT count(*) FROM opt_out JOIN change ON change.id = since_change"
    " WHERE origin = 'keyword' AND until_change = 0"
)
CONFIRMED: Final = "SELECT count(*) FROM confirmation"


def run(engine: str, rows: int) -> None:
    """A minute of replies from a second process, the database killed and brought back midway."""
    with databases.made(engine) as url, tempfile.TemporaryDirectory() as folder:
        spool = Path(folder, "spool")
        database = Database(url)
        core = Core(database, lambda: datetime.now(UTC), spool, Vault(spool.parent / "secret.key"))
        with raw.connected(url) as driver:
            company = filling.filled(core, driver, rows)
        path = _connected(company)
        database.close()
        with (
            Sandbox(manifest=MANIFEST) as slack,
            bots.started(bots.ours, slack, Transport.HTTP, url, spool) as bot,
        ):
            base = (slack.request_url or "").removesuffix(SLACK_PATH)
            outcome = _poured(company, url, f"{base}{path}")
        with raw.connected(url) as driver:
            found = [driver.execute(each)[0][0] for each in (COUNTED, OPENED, CONFIRMED)]
        for figure in _figures(engine, rows, outcome, found):
            replace(figure, peak_rss_mib=bot.peak_rss_mib).show()


def _connected(company: Company) -> str:
    entry = Entry("Bench", secrets={"signing_secret": SECRET})
    made = connections.add(
        company.core, company.workspace, Provider.GENERIC, entry, by=MANAGER, request="bench"
    )
    return f"/webhooks/{Provider.GENERIC}/{made[1] if made else ''}"


def _poured(company: Company, database_url: str, url: str) -> Outcome:
    numbers = company.numbers
    picked = numbers.sample(RATE * SECONDS, seed=5)
    people = tuple(numbers.free(each, 5).international for each in picked)
    fresh = multiprocessing.get_context("spawn")
    here, there = fresh.Pipe()
    asked = Flood(url, SECRET, people, RATE, "31331")
    process = fresh.Process(target=flood.pour, args=(asked, there), daemon=True)
    process.start()
    time.sleep(OUTAGE_AFTER)
    with outages.away(database_url):
        time.sleep(OUTAGE)
    outcome: Outcome = here.recv()
    process.join()
    return outcome


def _figures(engine: str, rows: int, outcome: Outcome, found: Sequence[int]) -> list[Figure]:
    sent = RATE * SECONDS
    quiet = [
        waited
        for waited, started in zip(outcome.waited, outcome.started, strict=True)
        if started < OUTAGE_AFTER
    ]
    recorded, opened, confirmed = found
    return [
        Figure(
            "replies.webhook_to_commit",
            engine,
            ours=round(percentile(quiet, 50), 1),
            p50=round(percentile(quiet, 50), 1),
            p99=round(percentile(quiet, 99), 1),
            rows=rows,
        ),
        Figure("replies.lost", engine, ours=sent - opened, unit="replies", rows=rows),
        Figure(
            "replies.doubled",
            engine,
            ours=max(recorded, confirmed, opened) - sent,
            unit="replies",
            rows=rows,
        ),
        Figure("replies.tries_refused", engine, ours=outcome.refused, unit="tries", rows=rows),
        Figure("replies.seconds", engine, ours=round(outcome.seconds, 1), unit="s", rows=rows),
    ]
