"""The system's own LibreOffice, asked to open files and to save what it sees in them."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NAMES: Final = ("soffice", "libreoffice")
PATIENCE: Final = 120
"""Seconds; it takes two where nothing else runs."""

_CSV: Final = "Text - txt - csv (StarCalc)"
_UTF_8: Final = 76
_QUOTE: Final = ord('"')


def executable() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


@dataclass(frozen=True)
class LibreOffice:
    """With a folder of its own for its settings, so that no other one is in its way."""

    program: str
    profile: Path

    def saved(self, files: Sequence[Path], into: Path, *, delimiter: str = "") -> list[Path]:
        """Each as a workbook that LibreOffice wrote; with a delimiter they are texts.

        That is what the dialog asks of whoever opens a text; everything else is left to itself.
        """
        filters = [f"--infilter={_CSV}:{ord(delimiter)},{_QUOTE},{_UTF_8},1"] if delimiter else []
        self._runs(
            "--headless",
            "--norestore",
            *filters,
            "--convert-to",
            "xlsx",
            "--outdir",
            str(into),
            *map(str, files),
        )
        return [into / f"{file.stem}.xlsx" for file in files]

    def _runs(self, *arguments: str) -> None:
        with subprocess.Popen(  # noqa: S603 - the program found on the PATH
            [self.program, f"-env:UserInstallation={self.profile.as_uri()}", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # it starts others, which would outlive it
        ) as process:
            try:
                said, _ = process.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                raise
        assert process.returncode == 0, said.decode(errors="replace")
