"""Bad days that can be switched on: by tests, and from the page."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

CATALOGUE: dict[str, tuple[str, str]] = {
    "slow": ("Slow answers", "Slack takes two seconds over every call the bot makes."),
    "rate_limited": ("Rate limited", "Slack answers 429 and asks the bot to wait."),
    "server_error": ("Server errors", "Slack answers 500 to every call the bot makes."),
    "duplicate": ("Duplicate delivery", "Everything you do reaches the bot twice."),
    "sign_in_page": (
        "Sign-in page",
        "Slack answers a download with its sign-in page, as it does without files:read.",
    ),
    "redirected": ("Moved files", "Slack sends whoever downloads a file to another host."),
    "scanning": (
        "Slow malware scan",
        "Slack does not know the pictures that the bot has uploaded for its messages.",
    ),
    "cut_short": ("Broken downloads", "A download ends halfway through the file."),
    "provider_down": (
        "Providers down",
        "The SMS and WhatsApp providers answer 500 to every message the bot sends back.",
    ),
    "disconnected": ("Dropped connection", "Socket Mode is cut and cannot be opened again."),
}


@dataclass(slots=True)
class Fault:
    """`method` None means every method; `times` None means until switched off."""

    method: str | None = None
    seconds: float = 2.0
    times: int | None = None


class Faults:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._active: dict[str, Fault] = {}
        self.on_cut: Callable[[], None] = lambda: None
        self.on_refresh: Callable[[], None] = lambda: None
        self.on_change: Callable[[], None] = lambda: None

    def switch_on(
        self,
        name: str,
        *,
        method: str | None = None,
        seconds: float = 2.0,
        times: int | None = None,
    ) -> None:
        if name not in CATALOGUE:
            raise LookupError(f"no fault is called {name!r}; there are {', '.join(CATALOGUE)}")
        with self._lock:
            self._active[name] = Fault(method, seconds, times)
        if name == "disconnected":
            self.on_cut()
        self.on_change()

    def switch_off(self, name: str) -> None:
        with self._lock:
            self._active.pop(name, None)
        self.on_change()

    def clear(self) -> None:
        with self._lock:
            self._active.clear()
        self.on_change()

    def drop_socket(self) -> None:
        """Cut every Socket Mode connection once; the bot may connect again at once."""
        self.on_cut()

    def refresh_socket(self) -> None:
        """Ask the bot to reconnect, as Slack does every few hours."""
        self.on_refresh()

    def is_on(self, name: str) -> bool:
        with self._lock:
            return name in self._active

    def strikes(self, name: str, method: str) -> Fault | None:
        """The fault if it hits this call, one of its times used up."""
        with self._lock:
            fault = self._active.get(name)
            if fault is None or fault.method not in (None, method):
                return None
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    del self._active[name]
            return fault

    def listed(self) -> list[dict[str, Any]]:
        return [
            {"name": name, "label": label, "help": explanation, "on": self.is_on(name)}
            for name, (label, explanation) in CATALOGUE.items()
        ]
