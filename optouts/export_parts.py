"""Files that are too large to be sent: compressed and, where that is not enough, cut."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

MOST: Final = 1_000_000_000
"""Bytes that Slack takes as one file (docs.slack.dev/messaging/working-with-files)."""

_SAFELY: Final = 0.9  # one part may be harder to compress than the whole
_PIECE: Final = 1 << 20


def fitted(path: Path, *, most: int = MOST) -> tuple[Path, ...]:
    """The file or what stands in its place, none larger than `most` bytes if that can be had.

    A text is cut at the ends of lines, and each part begins with its heading.
    """
    if path.stat().st_size <= most:
        return (path,)
    whole = _zipped(path, path.stem)
    if whole.stat().st_size <= most or path.suffix == ".xlsx":
        path.unlink()
        return (whole,)
    share = most / whole.stat().st_size * _SAFELY
    whole.unlink()
    parts = tuple(
        _moved_into_zip(part) for part in _cut(path, max(1, int(path.stat().st_size * share)))
    )
    path.unlink()
    return parts


def _zipped(path: Path, stem: str) -> Path:
    into = path.with_name(f"{stem}.zip")
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, path.name)
    return into


def _moved_into_zip(path: Path) -> Path:
    zipped = _zipped(path, path.stem)
    path.unlink()
    return zipped


def _cut(path: Path, size: int) -> Iterator[Path]:
    with path.open("rb") as file:
        heading = b"" if path.suffix == ".txt" else file.readline()
        number, line = 1, file.readline()
        while line:
            part = path.with_stem(f"{path.stem}-part-{number}")
            with part.open("wb") as into:
                into.write(heading)
                while line and into.tell() < size:
                    into.write(line)
                    into.writelines(file.readlines(min(_PIECE, size)))
                    line = file.readline()
            yield part
            number += 1
