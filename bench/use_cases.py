"""The core's use cases on a long list, next to the drivers' bare minimum on the same tables."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from bench import databases, filling, raw
from bench.figures import WARM_UP, Figure, Timings, peak_rss_mib, side_by_side
from bench.filling import MANAGER, SMS, Company
from bench.raw import Raw
from handlers.slack.blocks.listings import PAGE
from optouts import changes, history, screening
from optouts.core import Core
from optouts.numbers import E164
from optouts.outcomes import Wanted
from storage import opt_outs
from storage.engine import Database

ROUNDS: Final = 300
FEW_ROUNDS: Final = 30
A_FILE: Final = 1000

PROBE: Final = "SELECT since_change FROM opt_out WHERE list_id = ? AND number = ?"
OPEN: Final = f"{PROBE} AND until_change = 0"
CLOSE: Final = (
    "UPDATE opt_out SET until_change = ? WHERE list_id = ? AND number = ? AND until_change = 0"
)
NEWEST: Final = (
    "SELECT list_id, number, since_change FROM opt_out WHERE list_id = ? ORDER BY number LIMIT ?"
)


def run(engine: str, rows: int) -> None:
    with databases.made(engine) as url, raw.connected(url) as driver:
        database = Database(url)
        core = Core(database, lambda: datetime.now(UTC))
        bench = _Bench(filling.filled(core, driver, rows), driver, engine)
        bench.filling()
        for measure in (
            bench.check,
            bench.history,
            bench.page,
            bench.add,
            bench.add_many,
            bench.remove,
            bench.undo,
            bench.undo_wide,
        ):
            measure()
        bench.demand_consistent()
        Figure("core.memory", engine, unit="MiB", peak_rss_mib=peak_rss_mib(), rows=rows).show()
        database.close()


class _Bench:
    def __init__(self, company: Company, driver: Raw, engine: str) -> None:
        self.company = company
        self.core = company.core
        self.workspace = company.workspace
        self.list_id = company.list_id
        self.numbers = company.numbers
        self.driver = driver
        self.engine = engine
        # Numbers that are taken off stay off, so each case that needs listed ones has its own.
        picked = self.numbers.sample(2 * (ROUNDS + 100), seed=1)
        self.some, self.others = picked[: len(picked) // 2], picked[len(picked) // 2 :]

    def _show(self, name: str, timings: Timings) -> None:
        timings.figure(f"core.{name}", self.engine, rows=self.numbers.rows).show()

    def filling(self) -> None:
        speed = round(self.numbers.rows / self.company.seconds)
        Figure("fill", self.engine, speed, unit="rows/s", rows=self.numbers.rows).show()

    def check(self) -> None:
        """Every other number is free."""

        def number(each: int) -> E164:
            index = self.some[each]
            return self.numbers.free(index, 1) if each % 2 else self.numbers.listed(index)

        def ours(each: int) -> object:
            asked = screening.Message()
            return screening.check(self.core, self.workspace, [number(each)], asked, by=MANAGER)

        def yardstick(each: int) -> object:
            return self.driver.execute(OPEN, (self.list_id, number(each).digits))

        self._show("check", side_by_side(ROUNDS, ours, yardstick))

    def history(self) -> None:
        def number(each: int) -> E164:
            return self.numbers.listed(self.some[each])

        def ours(each: int) -> object:
            return history.of_number(self.core, self.workspace, number(each), by=MANAGER)

        def yardstick(each: int) -> object:
            return self.driver.execute(PROBE, (self.list_id, number(each).digits))

        self._show("history", side_by_side(ROUNDS, ours, yardstick))

    def page(self) -> None:
        def ours(_each: int) -> object:
            return history.page(self.core, self.workspace, Wanted(), by=MANAGER, limit=PAGE)

        def yardstick(_each: int) -> object:
            return self.driver.execute(NEWEST, (self.list_id, PAGE + 1))

        self._show("first page", side_by_side(ROUNDS, ours, yardstick))

    def add(self) -> None:
        def ours(each: int) -> object:
            number = self.numbers.free(self.some[each], 1)
            return changes.add(self.core, self.company.act(f"add:{each}"), [number], SMS)

        def yardstick(each: int) -> None:
            self._insert(f"add:{each}", [self.numbers.free(self.some[each], 2)])

        self._show("add", side_by_side(ROUNDS, ours, yardstick))

    def add_many(self) -> None:
        """A small file's worth in one act."""
        picked = self.numbers.sample((FEW_ROUNDS + WARM_UP) * A_FILE, seed=2)

        def numbers(each: int, series: int) -> list[E164]:
            part = picked[each * A_FILE : (each + 1) * A_FILE]
            return sorted(self.numbers.free(index, series) for index in part)

        def ours(each: int) -> object:
            return changes.add(self.core, self.company.act(f"many:{each}"), numbers(each, 3), SMS)

        def yardstick(each: int) -> None:
            self._insert(f"many:{each}", numbers(each, 4))

        self._show(f"add {A_FILE} at once", side_by_side(FEW_ROUNDS, ours, yardstick))

    def remove(self) -> None:
        def ours(each: int) -> object:
            number = self.numbers.listed(self.some[each])
            return changes.remove(
                self.core, self.company.act(f"remove:{each}"), [number], [self.list_id]
            )

        def yardstick(each: int) -> None:
            self._close(f"remove:{each}", [self.numbers.listed(self.others[each])])

        self._show("remove", side_by_side(ROUNDS, ours, yardstick))

    def undo(self) -> None:
        """Of an act of one number."""
        self._undo("undo", ROUNDS, lambda each, series: [self.numbers.free(each + 1, series)])

    def undo_wide(self) -> None:
        """Of an act of two numbers with the whole list between them."""
        last = self.numbers.rows - 2

        def ends(each: int, series: int) -> list[E164]:
            return [self.numbers.free(each + 1, series), self.numbers.free(last - each, series)]

        self._undo("undo of two far apart", FEW_ROUNDS, ends, series=7)

    def _undo(
        self,
        name: str,
        rounds: int,
        numbers: Callable[[int, int], list[E164]],
        *,
        series: int = 5,
    ) -> None:
        done = [
            changes.add(self.core, self.company.act(f"{name}:{each}"), numbers(each, series), SMS)
            for each in range(rounds + WARM_UP)
        ]
        for each in range(rounds + WARM_UP):
            self._insert(f"{name}:{each}", numbers(each, series + 1))

        def ours(each: int) -> object:
            act = self.company.act(f"un{name}:{each}")
            return changes.undo(self.core, act, done[each].change.id)

        def yardstick(each: int) -> None:
            self._close(f"un{name}:{each}", numbers(each, series + 1))

        self._show(name, side_by_side(rounds, ours, yardstick))

    def _insert(self, request: str, numbers: list[E164]) -> None:
        """The rows that an add leaves behind, and nothing else."""
        with raw.transaction(self.driver):
            change = self._record("add", request, numbers)
            self.driver.fill(self.list_id, [(number.digits, change) for number in numbers])
            filling.count(self.driver, change, self.list_id, opened=len(numbers))

    def _close(self, request: str, numbers: list[E164]) -> None:
        """What a removal leaves behind, and nothing else."""
        with raw.transaction(self.driver):
            change = self._record("remove", request, numbers)
            for number in numbers:
                self.driver.execute(CLOSE, (change, self.list_id, number.digits))
            filling.count(self.driver, change, self.list_id, closed=len(numbers))

    def _record(self, kind: str, request: str, numbers: list[E164]) -> int:
        return filling.record(self.driver, self.workspace, f"raw {request}", numbers, kind=kind)

    def demand_consistent(self) -> None:
        """Figures of a list that lost something would be worth nothing."""
        [name] = [
            each
            for each in history.total(self.core, self.workspace, by=MANAGER)
            if each.id == self.list_id
        ]
        with self.core.reading() as tx:
            counted = opt_outs.count_open(tx, list_id=self.list_id)
        if counted != name.size:
            raise RuntimeError(f"the list holds {counted} opt-outs but says {name.size}")
