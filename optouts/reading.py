"""Reads one untrusted file in a process of its own: python -m optouts.reading survey|read.

Tells what it finds in JSON, one object a line. Started by reading_child, which limits its time;
its memory and the rest it limits itself, before it looks at the file.
"""

import argparse
import gc
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from optouts import csv_reading, file_kinds, file_survey, number_cache, side_by_side, xlsx_reading
from optouts.file_faults import FileFault, UnreadableFile
from optouts.file_kinds import FileKind
from optouts.reading_plan import Counts, Plan
from optouts.row_blocks import Tally
from optouts.row_reading import RowReading, wanted
from optouts.side_by_side import Fork, News, PartDied, Progress, Watch
from optouts.xlsx_parts import Workbook

_MIB = 1 << 20
_BETWEEN_REPORTS = 0.25  # seconds
_GRACE = 5  # seconds of processor time between the signal that can be told and the one that cannot
_OPEN_FILES = 64
_OBJECTS_BETWEEN_COLLECTIONS = 100_000  # measured: a file with many refused rows saves a tenth
_WORTH_PARTS = 8 << 20  # bytes; the way there and back costs a smaller file as much as it saves
_MOST_PARTS = 2  # each takes its own memory
_PART = "part"


def main(arguments: list[str] | None = None) -> int:
    asked = _arguments().parse_args(arguments)
    _limit(asked)
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    try:
        news = side_by_side.outcome(lambda: _done(asked))
        _tell(news)
    except BrokenPipeError:
        os._exit(1)  # nobody listens any more; closing standard output would fail again
    except PartDied as death:
        signal.raise_signal(death.number)
        raise
    return int("crashed" in news)


def _done(asked: argparse.Namespace) -> News:
    if "file" in asked:
        _check_size(asked.file, asked.file_mib)
    news: News = asked.run(asked)
    return news


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
    commands.add_parser("prepare").set_defaults(run=_prepare)
    return parser


def _prepare(_asked: argparse.Namespace) -> News:
    number_cache.prepare()
    return {"prepared": True}


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


def _tell(news: News) -> None:
    print(json.dumps(news), flush=True)  # noqa: T201 - standard output is how this program answers


def _survey(asked: argparse.Namespace) -> News:
    found = file_survey.survey(asked.file, region=asked.region, sheet=asked.sheet)
    return {"survey": found.to_json()}


def _read(asked: argparse.Namespace) -> News:
    plan = Plan.from_json(json.loads(asked.plan.read_text(encoding="utf-8")))
    counts = read(
        asked.file,
        plan,
        asked.out,
        most_rows=asked.rows,
        most_parts=_parts_worth_it(asked.file),
        progress=_tell_progress(),
    )
    return {"counts": counts.to_json()}


def _parts_worth_it(path: Path) -> int:
    if sys.platform != "linux" or path.stat().st_size < _WORTH_PARTS:
        return 1
    return min(len(os.sched_getaffinity(0)), _MOST_PARTS)


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
    most_parts: int = 1,
    progress: Progress = lambda _rows, _share: None,
) -> Counts:
    """Text files may be read in parts, each but the first in a process of its own."""
    if file_kinds.kind_of(path) is FileKind.TEXT:
        return _read_text(path, plan, out, most_rows, most_parts, progress)
    tally = Tally()
    with closing(Workbook(path)) as workbook, RowReading(plan, out, most_rows=most_rows) as reading:
        sheet = workbook.sheet(plan.sheet)
        for block in xlsx_reading.blocks(workbook, sheet, wanted(plan), tally):
            reading.take(block)
            progress(reading.rows_seen, block.share)
        return reading.finish(tally)


def _read_text(  # noqa: PLR0917 - private: as read() has them
    path: Path, plan: Plan, out: Path, most_rows: int, most_parts: int, progress: Progress
) -> Counts:
    shape = csv_reading.shape_of(path)
    parts = csv_reading.parts_of(path, shape, most_parts)
    watch = Watch(len(parts), progress)

    def take(number: int, reading: RowReading) -> None:
        for block in csv_reading.blocks(path, shape, wanted(plan), Tally(), parts[number]):
            reading.take(block)
            watch.tell(number, reading.rows_seen, block.share)

    def elsewhere(number: int, folder: Path) -> News:
        line = parts[number].first_line
        reading = RowReading(plan, folder, most_rows=most_rows, first_line=line)
        take(number, reading)
        return {"counts": reading.part().to_json()}

    with ExitStack() as stack:
        forks = [
            stack.enter_context(Fork(out / f"{_PART}{number}", partial(elsewhere, number)))
            for number in range(1, len(parts))
        ]
        reading = stack.enter_context(RowReading(plan, out, most_rows=most_rows))
        take(0, reading)
        others = (
            (fork.folder, Counts.from_json(fork.result(watch.show)["counts"])) for fork in forks
        )
        return reading.finish(Tally(), others)


if __name__ == "__main__":
    sys.exit(main())
