"""Tables are built once for the installed phonenumbers and kept on disk, for every process."""

import logging
import os
import tempfile
import zlib
from dataclasses import fields
from functools import cache
from pathlib import Path

import numpy as np
import phonenumbers

from optouts import number_tables
from optouts.number_tables import ELSEWHERE, WHATSAPP, WORLD, Table

_log = logging.getLogger(__name__)


SHARED = (WORLD, WHATSAPP, ELSEWHERE)


def prepare() -> None:
    """Build what every reader of files shares, where it is not kept yet; to be called early.

    Without it the first file waits: a second for all but ELSEWHERE, which takes two and a half.
    """
    for name in SHARED:
        if not is_kept(name):
            table(name)


def is_prepared() -> bool:
    return all(map(is_kept, SHARED))


def table(name: str) -> Table:
    """Of a region, or one of those that all share. What cannot be kept is built each time."""
    file = _file(name)
    kept = _loaded(file) if file else None
    if kept is None:
        kept = number_tables.build(name)
        if file:
            _save(kept, file)
    return kept


def is_kept(name: str) -> bool:
    """Whether it is there to be loaded; to build it takes a hundred times as long."""
    file = _file(name)
    return file is not None and file.exists()


def _file(name: str) -> Path | None:
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        folder = given if given.is_absolute() else Path.home() / ".cache"
    except RuntimeError:  # nobody's home
        return None
    return folder / "optout" / f"numbers-{phonenumbers.__version__}-{_edition()}-{name}.npz"


@cache
def _edition() -> str:
    """It changes with every change to the code, so no table outlives what it was made by."""
    sources = sorted(Path(__file__).parent.glob("number_*.py"))
    return f"{zlib.crc32(b''.join(each.read_bytes() for each in sources)):08x}"


def _loaded(file: Path) -> Table | None:
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as kept:
            found = Table(**{field.name: kept[field.name] for field in fields(Table)})
    except FileNotFoundError:
        return None
    except Exception as error:  # noqa: BLE001 - a damaged file fails in many ways; all are mended by building anew
        _log.warning("Tables for numbers could not be read and are built anew: %r", error)
        return None
    return found if found.is_sound else None


def _save(made: Table, file: Path) -> None:
    """All at once or not at all: other processes may read or write the same file.

    It takes the place of those of other versions. A program of one such builds its own again.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            new = Path(folder, file.name)
            np.savez(new, **{field.name: getattr(made, field.name) for field in fields(Table)})
            new.replace(file)
        for outdated in set(file.parent.glob(f"numbers-*-{file.name.rpartition('-')[2]}")) - {file}:
            outdated.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("Tables for numbers could not be kept: %r", error)
