"""A file of this machine, brought to where files wait that are being imported."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from optouts.errors import SpoolGone
from optouts.file_faults import FileFault, UnreadableFile
from optouts.jobs import Source

PIECE: Final = 1 << 20


class NotCopied(Exception):
    """The disk did not let us; `facts` hold what it said."""

    reason = "copy"

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.facts = {"error": str(error)}


@dataclass(frozen=True)
class LocalFile:
    """`path` is None where an import is taken up again whose file came before."""

    path: Path | None
    limit: int  # bytes

    def source(self) -> Source:
        if self.path is None:
            raise SpoolGone
        return Source(self.path.name, self.path.stat().st_size)

    def fetch(self, source: Source, into: Path, progress: Callable[[int, int], None]) -> Source:
        if self.path is None:
            raise SpoolGone
        try:
            return self._copied(self.path, source, into, progress)
        except OSError as error:
            raise NotCopied(error) from error

    def _copied(
        self, path: Path, source: Source, into: Path, progress: Callable[[int, int], None]
    ) -> Source:
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as given, into.open("wb") as kept:
            while piece := given.read(PIECE):
                size += len(piece)
                if max(size, source.size) > self.limit:
                    raise UnreadableFile(
                        FileFault.TOO_LARGE, size=max(size, source.size), limit=self.limit
                    )
                kept.write(piece)
                digest.update(piece)
                progress(size, max(size, source.size))
        return replace(source, size=size, sha256=digest.hexdigest())
