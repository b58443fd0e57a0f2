"""Waiting until the program is asked to end."""

import signal
import socket
from types import TracebackType
from typing import Final, Self

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class EndSignals:
    """Ctrl-C and a polite kill, from the moment this is made until its context ends."""

    def __init__(self) -> None:
        # A signal that comes just before a lock is waited for would not wake who waits, and one
        # that comes inside `threading.Event` could wait for ever. A byte in a socket stays there.
        self._arrived, self._writer = socket.socketpair()
        self._writer.settimeout(0)
        self._former_fd = signal.set_wakeup_fd(self._writer.fileno())
        self._former = [signal.signal(number, lambda *_: None) for number in SIGNALS]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, former in zip(SIGNALS, self._former, strict=True):
            signal.signal(number, former)
        signal.set_wakeup_fd(self._former_fd)
        self._arrived.close()
        self._writer.close()

    def wait(self) -> None:
        """Returns at once if the program was asked before."""
        self._arrived.recv(1)
