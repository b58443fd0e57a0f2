"""Reads one untrusted file in a process of its own: python -m optouts.reading survey|read.

Tells what it finds in JSON, one object a line. Started by reading_child, which limits its time;
its memory and the rest it limits itself, before it looks at the file.
"""

import argparse
import json
import os
import resource
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from optouts import csv_reading, file_kinds, file_survey, xlsx_reading
from optouts.file_faults import FileFault, UnreadableFile
from optouts.file_kinds import FileKind
from optouts.reading_plan import Counts, Plan
from optouts.row_blocks import Block, Tally
from optouts.row_reading import RowReading, wanted
from optouts.xlsx_parts import Workbook

_MIB = 1 << 20
_BETWEEN_REPORTS = 0.25  # seconds
_GRACE = 5  # seconds of processor time between the signal that can be told and the one that cannot
_OPEN_FILES = 64


def main(arguments: list[str] | None = None) -> int:
    asked = _arguments().parse_args(arguments)
    _limit(asked)
    try:
        _check_size(asked.file, asked.file_mib)
        asked.run(asked)
    except UnreadableFile as refusal:
        _tell({"refused": refusal.reason, "facts": dict(refusal.facts)})
    except MemoryError:
        _tell({"refused": FileFault.OUT_OF_MEMORY, "facts": {}})
    except BrokenPipeError:
        os._exit(1)  # nobody listens any more; closing standard output would fail again
    except Exception as error:  # noqa: BLE001 - told as a crash, without the text of any cell
        _tell({"crashed": type(error).__name__, "where": _where(error)})
        return 1
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m optouts.reading")
    for limit, standard in (
        ("memory-mib", 1536),
        ("cpu-seconds", 300),
        ("rows", 20_000_000),
        ("file-mib", 1024),
        ("output-mib", 4096),
    ):
        parser.add_argument(f"--{limit}", type=int, default=standard)
    commands = parser.add_subparsers(required=True)
    survey = commands.add_parser("survey")
    survey.add_argument("file", type=Path)
    survey.add_argument("--region", default="")
    survey.add_argument("--sheet", default="")
    survey.set_defaults(run=_survey)
    read = commands.add_parser("read")
    read.add_argument("file", type=Path)
    read.add_argument("plan", type=Path)
    read.add_argument("out", type=Path)
    read.set_defaults(run=_read)
    return parser


def _limit(asked: argparse.Namespace) -> None:
    memory = asked.memory_mib * _MIB
    for what, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, asked.cpu_seconds, asked.cpu_seconds + _GRACE),
        (resource.RLIMIT_FSIZE, asked.output_mib * _MIB, asked.output_mib * _MIB),
        (resource.RLIMIT_NOFILE, _OPEN_FILES, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        _, most = resource.getrlimit(what)
        allowed = hard if most == resource.RLIM_INFINITY else min(hard, most)
        resource.setrlimit(what, (min(soft, allowed), allowed))


def _check_size(path: Path, most_mib: int) -> None:
    size = path.stat().st_size
    if size > most_mib * _MIB:
        raise UnreadableFile(FileFault.TOO_LARGE, limit=most_mib * _MIB, size=size)


def _tell(news: dict[str, Any]) -> None:
    print(json.dumps(news), flush=True)  # noqa: T201 - standard output is how this program answers


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-4:])


def _survey(asked: argparse.Namespace) -> None:
    found = file_survey.survey(asked.file, region=asked.region, sheet=asked.sheet)
    _tell({"survey": found.to_json()})


def _read(asked: argparse.Namespace) -> None:
    plan = Plan.from_json(json.loads(asked.plan.read_text(encoding="utf-8")))
    counts = read(asked.file, plan, asked.out, most_rows=asked.rows, progress=_tell_progress())
    _tell({"counts": counts.to_json()})


def _tell_progress() -> Callable[[int, float], None]:
    last = [time.monotonic()]

    def progress(rows: int, share: float) -> None:
        now = time.monotonic()
        if now - last[0] >= _BETWEEN_REPORTS:
            last[0] = now
            _tell({"rows": rows, "of": max(rows, round(rows / max(share, 0.001)))})

    return progress


def read(
    path: Path,
    plan: Plan,
    out: Path,
    *,
    most_rows: int,
    progress: Callable[[int, float], None] = lambda _rows, _share: None,
) -> Counts:
    tally = Tally()
    with RowReading(plan, out, most_rows=most_rows) as reading:
        for block in _blocks(path, plan, tally):
            reading.take(block)
            progress(reading.rows_seen, block.share)
        return reading.finish(tally)


def _blocks(path: Path, plan: Plan, tally: Tally) -> Iterator[Block]:
    columns = wanted(plan)
    if file_kinds.kind_of(path) is FileKind.TEXT:
        yield from csv_reading.blocks(path, csv_reading.shape_of(path), columns, tally)
        return
    workbook = Workbook(path)
    try:
        yield from xlsx_reading.blocks(workbook, workbook.sheet(plan.sheet), columns, tally)
    finally:
        workbook.close()


if __name__ == "__main__":
    sys.exit(main())
