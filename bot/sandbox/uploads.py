"""Files: the external upload in three steps, what people share, and who may fetch it."""

from __future__ import annotations

import mimetypes
import secrets
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox import company
from bot.sandbox.errors import SlackError
from bot.sandbox.workspace import StoredFile

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace


@dataclass(slots=True)
class _Expected:
    file_id: str
    name: str
    length: int
    content: bytes | None = None


class Uploads:
    def __init__(self, workspace: Workspace, *, address: str) -> None:
        self._workspace = workspace
        self._address = address
        self._lock = threading.Lock()
        self._expected: dict[str, _Expected] = {}
        self._by_file: dict[str, _Expected] = {}

    def expect(self, name: str, length: int) -> tuple[str, str]:
        """The first step: a file id and the address to post its bytes to."""
        expected = _Expected(self._workspace.new_id("F"), name, length)
        key = secrets.token_urlsafe(18)
        with self._lock:
            self._expected[key] = expected
            self._by_file[expected.file_id] = expected
        return expected.file_id, f"{self._address}upload/v1/{key}"

    def receive(self, key: str, content: bytes) -> None:
        """The second step; the address works once, for as many bytes as were announced."""
        with self._lock:
            expected = self._expected.pop(key, None)
        if expected is None:
            raise SlackError("no_such_upload")
        if len(content) != expected.length:
            raise SlackError("length_mismatch")
        expected.content = content

    def complete(self, file_id: str, title: str | None) -> StoredFile:
        """The third step, once for each file."""
        with self._lock:
            expected = self._by_file.get(file_id)
            if expected is None or expected.content is None:
                raise SlackError("file_not_found")
            del self._by_file[file_id]
        return self._store(file_id, expected.name, title, company.BOT_USER, expected.content)

    def keep(self, owner: str, name: str, content: bytes) -> StoredFile:
        """A file a person has chosen, not yet shared with anybody."""
        return self._store(self._workspace.new_id("F"), name, None, owner, content)

    def _store(
        self, file_id: str, name: str, title: str | None, owner: str, content: bytes
    ) -> StoredFile:
        stored = StoredFile(
            id=file_id,
            name=name,
            title=title or name,
            owner=owner,
            size=len(content),
            mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
            created=int(self._workspace.clock()),
            content=content,
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
        return any(self._workspace.is_member(user, channel) for channel in stored.channels)
