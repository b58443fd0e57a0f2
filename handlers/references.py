"""A short reference for each request: shown with a failure, and on every line of the log."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("reference", default="")


def current() -> str:
    """The reference of the request at hand, or an empty string outside of one."""
    return _current.get()


@contextmanager
def new() -> Iterator[str]:
    token = _current.set(secrets.token_hex(3))
    try:
        yield _current.get()
    finally:
        _current.reset(token)
