"""`python -m bench [--only GROUP] [--rows N] [--engine ENGINE]`, a JSON line a figure."""

import argparse
import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from bench import bulk, check, export, imports, in_slack, numbers, reading_files, replies, use_cases
from bench.databases import ENGINES
from bench.filling import FEWEST, MOST

SUITES: Final[dict[str, Sequence[Callable[..., None]]]] = {
    "core": (use_cases.run,),
    "slack": (in_slack.run,),
    "import": (numbers.run, reading_files.run, imports.run),
    "bulk": (bulk.run,),
    "export": (export.run,),
    "replies": (replies.run,),
    "check": (check.run,),
}
WITHOUT_DATABASE: Final = (numbers.run, reading_files.run)
MILLION: Final = 1_000_000


def main() -> int:
    asked = _arguments()
    engines = ENGINES if asked.engine == "both" else (asked.engine,)
    # A process for each, so that none warms another up or counts its memory.
    fresh = multiprocessing.get_context("spawn")
    for suite in [asked.only] if asked.only else SUITES:
        for work, arguments in _works(suite, engines, asked.rows):
            process = fresh.Process(target=work, args=arguments)
            process.start()
            process.join()
            if process.exitcode:
                return 1
    return 0


def _works(
    suite: str, engines: Sequence[str], rows: int
) -> Iterator[tuple[Callable[..., None], tuple[Any, ...]]]:
    for work in SUITES[suite]:
        if work in WITHOUT_DATABASE:
            yield work, (rows,)
        else:
            yield from ((work, (engine, rows)) for engine in engines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="One JSON line a figure.")
    parser.add_argument("--only", choices=SUITES, help="one group of figures (default: all)")
    parser.add_argument("--rows", type=_rows, default=MILLION, help="opt-outs on the list")
    parser.add_argument("--engine", choices=(*ENGINES, "both"), default="both")
    return parser.parse_args()


def _rows(text: str) -> int:
    rows = int(text)
    if not FEWEST <= rows <= MOST:
        raise argparse.ArgumentTypeError(f"between {FEWEST} and {MOST}, please")
    return rows


if __name__ == "__main__":
    sys.exit(main())
