"""A figure: one line of JSON, with its yardstick measured in the same run."""

import json
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Final

MILLISECONDS: Final = 1000
KIB_A_MIB: Final = 1024
WARM_UP: Final = 10
"""Rounds that are not counted: connections open, statements are compiled, caches fill."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`ours` and `yardstick` are medians; `ratio` is ours divided by the yardstick."""

    name: str
    engine: str
    ours: float | None = None
    yardstick: float | None = None
    ratio: float | None = None
    unit: str = "ms"
    p50: float | None = None
    p99: float | None = None
    peak_rss_mib: float | None = None
    rows: int | None = None

    def show(self) -> None:
        print(json.dumps(asdict(self)), flush=True)


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds of each round, ours and the yardstick's."""

    ours: list[float]
    yardstick: list[float]

    def figure(
        self, name: str, engine: str, *, rows: int, peak_rss_mib: float | None = None
    ) -> Figure:
        ours, yardstick = statistics.median(self.ours), statistics.median(self.yardstick)
        return Figure(
            name,
            engine,
            ours=round(ours, 3),
            yardstick=round(yardstick, 3),
            ratio=round(ours / yardstick, 2),
            p50=round(ours, 3),
            p99=round(percentile(self.ours, 99), 3),
            peak_rss_mib=peak_rss_mib,
            rows=rows,
        )


def percentile(values: list[float], percent: int) -> float:
    """The smallest value that this many percent of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def side_by_side(
    rounds: int, ours: Callable[[int], object], yardstick: Callable[[int], object]
) -> Timings:
    """Time both in turn, so that what else the machine does meets both alike.

    Each is given the number of the round, which counts the rounds of warming up too.
    """
    timings = Timings([], [])
    for each in range(WARM_UP + rounds):
        timed = milliseconds(ours, each), milliseconds(yardstick, each)
        if each >= WARM_UP:
            timings.ours.append(timed[0])
            timings.yardstick.append(timed[1])
    return timings


def milliseconds(deed: Callable[[int], object], argument: int) -> float:
    start = time.perf_counter()
    deed(argument)
    return (time.perf_counter() - start) * MILLISECONDS


def peak_rss_mib() -> float:
    """The most memory that this process ever held."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_A_MIB, 1)
