"""Waiting until the program is asked to end."""

import signal
import socket


class EndSignals:
    """Ctrl-C and a polite kill, from the moment this is made."""

    def __init__(self) -> None:
        # A signal that comes just before a lock is waited for would not wake who waits, and one
        # that comes inside `threading.Event` could wait for ever. A byte in a socket stays there.
        self._arrived, self._writer = socket.socketpair()
        self._writer.settimeout(0)
        signal.set_wakeup_fd(self._writer.fileno())
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)

    def wait(self) -> None:
        """Returns at once if the program was asked before."""
        self._arrived.recv(1)
