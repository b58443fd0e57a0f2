"""The parent's side of reading a file: starts the process, follows it, ends it, knows its death."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import optouts
from optouts import number_cache
from optouts.file_faults import FileFault, UnreadableFile
from optouts.reading_plan import Counts, Limits, Plan, Results, Survey

_PLAN = "plan.json"
_LONGEST_ANSWER = 8 << 20  # characters of one line
_MEANINGS = {
    signal.SIGXCPU: FileFault.TOO_SLOW,
    signal.SIGKILL: FileFault.OUT_OF_MEMORY,  # not by us: the kernel, short of memory
}
_KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "HOME", "XDG_CACHE_HOME", "TZ")

Progress = Callable[[int, int], None]


def prepare(limits: Limits | None = None) -> None:
    """Have the tables made that reading needs, where they are not kept yet: the first file would
    wait for them, and the bot would keep their memory. Failing is no harm: they are made then."""
    if not number_cache.is_prepared():
        with _process(["prepare"], limits or Limits()) as process:
            process.wait()


def survey(path: Path, *, region: str, sheet: str = "", limits: Limits | None = None) -> Survey:
    """A first look; raises UnreadableFile whatever the file does to its reader."""
    command = ["survey", str(path), f"--region={region}", f"--sheet={sheet}"]
    for news in _follow(command, limits or Limits()):
        if "survey" in news:
            return Survey.from_json(news["survey"])
    raise UnreadableFile(FileFault.CRASHED)


def read(
    path: Path,
    plan: Plan,
    out: Path,
    *,
    limits: Limits | None = None,
    progress: Progress = lambda _rows, _of: None,
) -> Results:
    """Everything, into files of a folder; what progress raises ends the reading and goes on up."""
    out.mkdir(parents=True, exist_ok=True)
    written = out / _PLAN
    written.write_text(json.dumps(plan.to_json()), encoding="utf-8")
    for news in _follow(["read", str(path), str(written), str(out)], limits or Limits()):
        if "rows" in news:
            progress(news["rows"], news["of"])
        elif "counts" in news:
            return Results(out, Counts.from_json(news["counts"]))
    raise UnreadableFile(FileFault.CRASHED)


def _follow(command: Sequence[str], limits: Limits) -> Iterator[dict[str, Any]]:
    """What the process tells, line by line; its refusal or death is raised."""
    ends_at = time.monotonic() + limits.wall_seconds
    with _process(command, limits) as process:
        lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=_pass_on, args=(process, lines), daemon=True).start()
        while line := _next(lines, ends_at):
            news = json.loads(line)
            if "refused" in news:
                raise UnreadableFile(FileFault(news["refused"]), **news["facts"])
            if "crashed" in news:
                raise UnreadableFile(FileFault.CRASHED, error=news["crashed"], where=news["where"])
            yield news
        _raise_death(process.wait())


def _pass_on(process: subprocess.Popen[str], lines: queue.SimpleQueue[str]) -> None:
    if process.stdout is not None:
        while (line := process.stdout.readline(_LONGEST_ANSWER)).endswith("\n"):
            lines.put(line)
    lines.put("")


def _next(lines: queue.SimpleQueue[str], ends_at: float) -> str:
    try:
        return lines.get(timeout=max(0.0, ends_at - time.monotonic()))
    except queue.Empty:
        raise UnreadableFile(FileFault.TOO_SLOW) from None


def _raise_death(code: int) -> None:
    if code < 0:
        number = -code
        known = {int(signal_): fault for signal_, fault in _MEANINGS.items()}
        raise UnreadableFile(known.get(number, FileFault.CRASHED), signal=number)
    if code:
        raise UnreadableFile(FileFault.CRASHED, code=code)


@contextmanager
def _process(command: Sequence[str], limits: Limits) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(  # noqa: S603 - our own program; paths are arguments, no shell
        [sys.executable, "-P", "-m", "optouts.reading", *limits.arguments(), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a traceback could hold somebody's number
        text=True,
        encoding="utf-8",
        errors="replace",
        env=_environment(),
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)  # with the forks it may have made
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _environment() -> dict[str, str]:
    """Only what a reader needs: no token, password or database address of the bot's."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | {
        "PYTHONPATH": str(Path(optouts.__file__).parents[1]),
        "OPENBLAS_NUM_THREADS": "1",  # each thread would take address space, which is limited
        "PYTHONDONTWRITEBYTECODE": "1",
    }
