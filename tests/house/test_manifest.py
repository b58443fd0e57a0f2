"""The manifest, the ids and the registered listeners say the same."""

import ast
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from unittest.mock import Mock, create_autospec

import pytest
import yaml
from slack_bolt import App

from handlers import slack
from handlers.slack import ids
from handlers.slack.files import Files
from handlers.slack.home_updates import Homes
from handlers.slack.ids import Button, Command, Event, Field, Form, Shortcut
from optouts.core import Core
from storage.engine import Database

ROOT = Path(__file__).parents[2]
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text())
ROOMS = ("bot", "handlers", "optouts", "storage")
IDS = ROOT / "handlers" / "slack" / "ids.py"


@dataclass(frozen=True)
class Registered:
    """What Bolt was told to listen for."""

    app: Mock

    def of_kind(self, kind: str) -> list[Any]:
        return [call.args[0] for call in getattr(self.app, kind).call_args_list]

    def times(self, kind: str, name: str) -> int:
        return sum(
            bool(heard.fullmatch(name)) if isinstance(heard, re.Pattern) else heard == name
            for heard in self.of_kind(kind)
        )


@pytest.fixture(scope="module")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Registered:
    app = create_autospec(App, instance=True)
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('house')}/never-opened.db")
    core = Core(database, lambda: datetime.now(UTC))
    files = create_autospec(Files, instance=True)
    slack.register(app, core, files=files, wake=lambda: None, homes=Homes())
    return Registered(app)


def test_every_command_of_the_manifest_has_a_listener_and_every_listener_a_command(
    registered: Registered,
) -> None:
    commands = [each["command"] for each in MANIFEST["features"]["slash_commands"]]

    assert sorted(commands) == sorted(Command) == sorted(registered.of_kind("command"))


def test_every_shortcut_of_the_manifest_has_a_listener_and_every_listener_a_shortcut(
    registered: Registered,
) -> None:
    shortcuts = [each["callback_id"] for each in MANIFEST["features"]["shortcuts"]]

    assert sorted(shortcuts) == sorted(Shortcut) == sorted(registered.of_kind("shortcut"))


def test_every_event_of_the_manifest_has_a_listener_and_every_listener_an_event(
    registered: Registered,
) -> None:
    subscribed = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    events = [name.partition(".")[0] for name in subscribed]

    assert sorted(events) == sorted(Event) == sorted(registered.of_kind("event"))


def test_every_form_is_listened_to_once(registered: Registered) -> None:
    assert {form: registered.times("view", form) for form in Form} == dict.fromkeys(Form, 1)
    assert len(registered.of_kind("view")) == len(Form)


def test_every_button_is_listened_to_once(registered: Registered) -> None:
    assert {button: registered.times("action", button) for button in Button} == dict.fromkeys(
        Button, 1
    )


def test_no_field_is_listened_to_twice(registered: Registered) -> None:
    for kind in ("action", "options"):
        assert [field for field in Field if registered.times(kind, field) > 1] == []


def test_no_two_ids_are_the_same() -> None:
    every = Counter(name.value for group in _groups() for name in group)

    assert [value for value, times in every.items() if times > 1] == []


def _groups() -> list[type[StrEnum]]:
    return [each for each in vars(ids).values() if _is_group(each)]


def _is_group(thing: object) -> bool:
    return isinstance(thing, type) and issubclass(thing, StrEnum) and thing is not StrEnum


def _sources() -> list[Path]:
    files = [file for room in ROOMS for file in (ROOT / room).rglob("*.py")]
    return [file for file in files if file != IDS and "sandbox" not in file.parts]


def _used_in(paths: list[Path]) -> set[str]:
    """`Form.ADD` and the like."""
    words = "|".join(group.__name__ for group in _groups())
    return {
        found
        for path in paths
        for found in re.findall(rf"\b(?:{words})\.[A-Z_]+\b", path.read_text(encoding="utf-8"))
    }


def test_every_form_field_and_button_is_shown_somewhere() -> None:
    blocks = [path for path in _sources() if "blocks" in path.parts or path.name == "listening.py"]
    shown = _used_in(blocks)
    wanted = {f"{type(each).__name__}.{each.name}" for kind in (Form, Button) for each in kind}
    wanted |= {f"Field.{field.name}" for field in Field}

    assert sorted(wanted - shown) == []


def test_no_id_is_written_out_where_its_name_would_do() -> None:
    # "message" is a key in half of Slack's payloads.
    values = {name.value for group in _groups() for name in group} - {Event.MESSAGE.value}
    written = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path in _sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in values
    ]

    assert written == []
