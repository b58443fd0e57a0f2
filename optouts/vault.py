"""The secret key of the installation: seals what must not lie open, and signs what we hand out."""

import hashlib
import hmac
import os
import threading
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from optouts.errors import SecretsLost

MOST_OPEN: Final = 200
"""Texts that are kept opened: each webhook needs one, and opening takes longer than finding it."""


class Vault:
    """Reads the key from its file, or makes one that only we may read, when it is first needed.

    Bots that share a database share the file. Without it what was sealed has to be entered anew.
    """

    def __init__(self, file: Path = Path("data/secret.key")) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._key: bytes | None = None

    def seal(self, text: str) -> str:
        return Fernet(self._known()).encrypt(text.encode()).decode()

    def opened(self, sealed: str) -> str:
        """Raises SecretsLost if it was sealed with another key."""
        return _opened(self._known(), sealed)

    def sign(self, purpose: str, data: bytes) -> bytes:
        """32 bytes that nobody can make without the key; one purpose's say nothing of another's."""
        own = hmac.digest(self._known(), purpose.encode(), hashlib.sha256)
        return hmac.digest(own, data, hashlib.sha256)

    def _known(self) -> bytes:
        with self._lock:
            if self._key is None:
                self._key = self._read() or self._made()
            return self._key

    def _read(self) -> bytes | None:
        try:
            return self._file.read_bytes().strip() or None
        except FileNotFoundError:
            return None

    def _made(self) -> bytes:
        """Linked into place, so that of two who make one at a time both use the same."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as writing:
            writing.write(Fernet.generate_key())
        with suppress(FileExistsError):
            os.link(draft, self._file)
        draft.unlink()
        return self._file.read_bytes().strip()


@lru_cache(maxsize=MOST_OPEN)
def _opened(key: bytes, sealed: str) -> str:
    try:
        return Fernet(key).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SecretsLost from error
