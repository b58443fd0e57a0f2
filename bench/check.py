"""One check over HTTP, a thousand numbers in one, and how many a second, next to an empty route."""

import json
import statistics
import time
from datetime import UTC, datetime
from typing import Final

from fastapi import FastAPI
from pydantic import BaseModel
from starlette.types import ASGIApp, Receive, Scope, Send

from bench import calling, databases, filling, raw
from bench.calling import Called, Calls
from bench.figures import MILLISECONDS, Figure, peak_rss_mib, percentile
from bench.filling import MANAGER, Company
from bot.garbage import spare_what_stays
from bot.http_app import HttpServer
from handlers.http import api
from optouts import keys
from optouts.core import Core
from storage.engine import Database

ONE: Final = 3000
MANY: Final = 200
A_BATCH: Final = 1000
CONNECTIONS: Final = 8
ENDLESS: Final = 10**8
"""Calls a minute that no bench comes up to."""

EMPTY: Final = "/empty"
CHECK: Final = "/v1/check"


class Asked(BaseModel):
    """As large as a question."""

    numbers: list[str]
    sender: str = ""


class Nothing(BaseModel):
    """As small as an answer may be."""

    free: int = 0


class Timed:
    """Notes how long the program works on each request, from its first byte to its last."""

    def __init__(self, app: ASGIApp, spent: dict[str, list[float]]) -> None:
        self._app = app
        self._spent = spent

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start = time.perf_counter()
        await self._app(scope, receive, send)
        taken = (time.perf_counter() - start) * MILLISECONDS
        self._spent.setdefault(scope.get("path", ""), []).append(taken)


def run(engine: str, rows: int) -> None:
    with databases.made(engine) as url, raw.connected(url) as driver:
        database = Database(url)
        core = Core(database, lambda: datetime.now(UTC))
        _Bench(filling.filled(core, driver, rows), engine).run()
        database.close()


class _Bench:
    def __init__(self, company: Company, engine: str) -> None:
        self.company = company
        self.engine = engine
        self.spent: dict[str, list[float]] = {}
        made = keys.create(
            company.core,
            company.workspace,
            name="Bench",
            account=None,
            writes=False,
            by=MANAGER,
            request="bench",
        )
        if made is None:
            raise RuntimeError("the bench has a key already")
        self.headers = {
            "Authorization": f"Bearer {made[1]}",
            "Content-Type": "application/json",
        }

    def run(self) -> None:
        http = FastAPI()

        @http.post(EMPTY)
        def empty(asked: Asked) -> Nothing:
            del asked
            return Nothing()

        api.join(http, self.company.core, wake=_nobody, calls_a_minute=ENDLESS, public_url="")
        http.add_middleware(Timed, spent=self.spent)
        server = HttpServer(http, host="127.0.0.1", port=0)
        server.start()
        spare_what_stays()
        try:
            self._one(server.port)
            self._batches(server.port)
            self._throughput(server.port)
        finally:
            server.stop()

    def _one(self, port: int) -> None:
        bodies = self._bodies(ONE, 1)
        called = {path: self._call(port, path, bodies, ONE) for path in (EMPTY, CHECK)}
        at_server = {path: self.spent[path][-ONE:] for path in (EMPTY, CHECK)}
        self._show("one at the server", at_server[CHECK], at_server[EMPTY])
        self._show("one over HTTP", called[CHECK].each, called[EMPTY].each)

    def _batches(self, port: int) -> None:
        bodies = self._bodies(MANY, A_BATCH)
        for path in (EMPTY, CHECK):
            self._call(port, path, bodies, MANY)
        at_server = {path: self.spent[path][-MANY:] for path in (EMPTY, CHECK)}
        self._show(f"{A_BATCH} numbers at the server", at_server[CHECK], at_server[EMPTY])

    def _throughput(self, port: int) -> None:
        """The better of two rounds each, in turn, as other programs take their share too."""
        bodies = self._bodies(ONE, 1)
        best = dict.fromkeys((EMPTY, CHECK), 0.0)
        for _ in range(2):
            for path in best:
                called = self._call(port, path, bodies, ONE, connections=CONNECTIONS)
                best[path] = max(best[path], called.a_second)
        Figure(
            "check.throughput",
            self.engine,
            ours=round(best[CHECK]),
            yardstick=round(best[EMPTY]),
            ratio=round(best[CHECK] / best[EMPTY], 2),
            unit="calls/s",
            peak_rss_mib=peak_rss_mib(),
            rows=self.company.numbers.rows,
        ).show()

    def _bodies(self, amount: int, size: int) -> list[bytes]:
        """Every other number is free."""
        numbers = self.company.numbers
        bodies = []
        for seed in range(min(amount, A_BATCH)):
            some = numbers.sample(size, seed=seed)
            texts = [
                str(numbers.free(each, 1) if (place + seed) % 2 else numbers.listed(each))
                for place, each in enumerate(some)
            ]
            bodies.append(json.dumps({"numbers": texts, "sender": "31331"}).encode())
        return bodies

    def _call(
        self, port: int, path: str, bodies: list[bytes], amount: int, connections: int = 1
    ) -> Called:
        return calling.made(Calls(port, path, self.headers, bodies, amount, connections))

    def _show(self, name: str, ours: list[float], yardstick: list[float]) -> None:
        middle, other = statistics.median(ours), statistics.median(yardstick)
        Figure(
            f"check.{name}",
            self.engine,
            ours=round(middle, 3),
            yardstick=round(other, 3),
            ratio=round(middle / other, 2),
            p50=round(middle, 3),
            p99=round(percentile(ours, 99), 3),
            rows=self.company.numbers.rows,
        ).show()


def _nobody() -> None:
    """Nothing is changed, so nobody is woken."""
