"""What the app's manifest promises: scopes, events, commands and shortcuts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True, slots=True)
class Shortcut:
    name: str
    callback_id: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class App:
    name: str
    scopes: tuple[str, ...]
    events: frozenset[str]
    commands: dict[str, Command]
    shortcuts: tuple[Shortcut, ...]
    interactive: bool
    socket_mode: bool
    home_tab: bool
    messages_tab: bool
    messages_read_only: bool

    def shortcut(self, callback_id: str) -> Shortcut | None:
        return next((each for each in self.shortcuts if each.callback_id == callback_id), None)


def _commands(features: dict[str, Any]) -> dict[str, Command]:
    return {
        entry["command"]: Command(
            name=entry["command"],
            description=entry.get("description", ""),
            usage_hint=entry.get("usage_hint", ""),
            should_escape=bool(entry.get("should_escape", False)),
        )
        for entry in features.get("slash_commands", [])
    }


def _shortcuts(features: dict[str, Any]) -> tuple[Shortcut, ...]:
    return tuple(
        Shortcut(
            name=entry["name"],
            callback_id=entry["callback_id"],
            kind=entry["type"],
            description=entry.get("description", ""),
        )
        for entry in features.get("shortcuts", [])
    )


def read(path: Path) -> App:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    features = content.get("features", {})
    settings = content.get("settings", {})
    home = features.get("app_home", {})
    return App(
        name=content["display_information"]["name"],
        scopes=tuple(content["oauth_config"]["scopes"]["bot"]),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        commands=_commands(features),
        shortcuts=_shortcuts(features),
        interactive=bool(settings.get("interactivity", {}).get("is_enabled", False)),
        socket_mode=bool(settings.get("socket_mode_enabled", False)),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", False)),
        messages_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
    )
