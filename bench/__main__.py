"""`python -m bench [--only core|slack] [--rows N] [--engine sqlite|postgresql|both]`."""

import argparse
import multiprocessing
import sys
from typing import Final

from bench import in_slack, use_cases
from bench.databases import ENGINES
from bench.filling import FEWEST, MOST

SUITES: Final = {"core": use_cases.run, "slack": in_slack.run}
MILLION: Final = 1_000_000


def main() -> int:
    asked = _arguments()
    engines = ENGINES if asked.engine == "both" else (asked.engine,)
    # A process for each, so that none warms another up or counts its memory.
    fresh = multiprocessing.get_context("spawn")
    for suite in [asked.only] if asked.only else SUITES:
        for engine in engines:
            process = fresh.Process(target=SUITES[suite], args=(engine, asked.rows))
            process.start()
            process.join()
            if process.exitcode:
                return 1
    return 0


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
