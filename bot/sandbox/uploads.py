"""Files: the external upload in three steps, what people share, and who may fetch it."""

from __future__ import annotations

import mimetypes
import secrets
import shutil
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox import company
from bot.sandbox.errors import SlackError
from bot.sandbox.workspace import StoredFile

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.sandbox.workspace import Workspace


@dataclass(slots=True)
class _Expected:
    file_id: str
    name: str
    length: int
    received: bool = False


class Uploads:
    """The bytes lie in a folder, each file under its id: they may be many."""

    def __init__(self, workspace: Workspace, *, address: str, folder: Path) -> None:
        self._workspace = workspace
        self._address = address
        self._folder = folder
        self._lock = threading.Lock()
        self._expected: dict[str, _Expected] = {}
        self._by_file: dict[str, _Expected] = {}

    def path(self, file_id: str) -> Path:
        """Where the bytes of a file are."""
        return self._folder / file_id

    def expect(self, name: str, length: int) -> tuple[str, str]:
        """The first step: a file id and the address to post its bytes to."""
        expected = _Expected(self._workspace.new_id("F"), name, length)
        key = secrets.token_urlsafe(18)
        with self._lock:
            self._expected[key] = expected
            self._by_file[expected.file_id] = expected
        return expected.file_id, f"{self._address}upload/v1/{key}"

    async def receive(self, key: str, pieces: AsyncIterator[bytes]) -> int:
        """The second step; the address works once, for as many bytes as were announced."""
        with self._lock:
            expected = self._expected.pop(key, None)
        if expected is None:
            raise SlackError("no_such_upload")
        received = await _written(self.path(expected.file_id), pieces)
        if received != expected.length:
            raise SlackError("length_mismatch")
        expected.received = True
        return received

    def complete(self, file_id: str, title: str | None) -> StoredFile:
        """The third step, once for each file."""
        with self._lock:
            expected = self._by_file.get(file_id)
            if expected is None or not expected.received:
                raise SlackError("file_not_found")
            del self._by_file[file_id]
        return self._store(file_id, expected.name, title, company.BOT_USER)

    def keep(self, owner: str, name: str, content: bytes | Path) -> StoredFile:
        """A file a person has chosen, not yet shared with anybody."""
        file_id = self._workspace.new_id("F")
        if isinstance(content, bytes):
            self.path(file_id).write_bytes(content)
        else:
            with content.open("rb") as original, self.path(file_id).open("wb") as copy:
                shutil.copyfileobj(original, copy)
        return self._store(file_id, name, None, owner)

    async def keep_pieces(self, owner: str, name: str, pieces: AsyncIterator[bytes]) -> StoredFile:
        """The same, as it arrives from the page."""
        file_id = self._workspace.new_id("F")
        await _written(self.path(file_id), pieces)
        return self._store(file_id, name, None, owner)

    def _store(self, file_id: str, name: str, title: str | None, owner: str) -> StoredFile:
        stored = StoredFile(
            id=file_id,
            name=name,
            title=title or name,
            owner=owner,
            size=self.path(file_id).stat().st_size,
            mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
            created=int(self._workspace.clock()),
        )
        with self._workspace.lock:
            self._workspace.files[file_id] = stored
        self._workspace.changed()
        return stored

    def may_see(self, user: str, stored: StoredFile) -> bool:
        """The app sees its own, what is shared where it is, and what a form handed to it."""
        if stored.deleted:
            return False
        if stored.owner == user or (user == company.BOT_USER and stored.submitted):
            return True
        rooms = (*stored.channels, *stored.shown_in)
        return any(self._workspace.is_member(user, channel) for channel in rooms)


async def _written(path: Path, pieces: AsyncIterator[bytes]) -> int:
    with path.open("wb") as file:
        async for piece in pieces:
            file.write(piece)
        return file.tell()
