"""Starting, stopping, and remembering."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox import modals
from bot.sandbox.persistence import UnreadableError
from bot.sandbox.server import Sandbox

if TYPE_CHECKING:
    from pathlib import Path

    from slack_bolt import Ack


def test_it_starts_and_stops_in_a_moment(manifest: Path) -> None:
    with Sandbox(manifest=manifest):
        pass  # the first one also loads the server's code

    began = time.perf_counter()
    with Sandbox(manifest=manifest):
        started = time.perf_counter()
    assert started - began < 0.5
    assert time.perf_counter() - started < 0.5


def test_nothing_of_it_is_left_running(slack: Sandbox, client: Any) -> None:
    before = set(threading.enumerate())
    client.auth_test()
    slack.person("thandi").types("hello")
    slack.stop()

    left = [each for each in threading.enumerate() if each not in before or each.name == "sandbox"]
    for thread in left:
        thread.join(timeout=1)
    assert not any(thread.is_alive() for thread in left)


def test_it_listens_on_this_machine_only(slack: Sandbox) -> None:
    assert slack._listener.getsockname()[0] == "127.0.0.1"
    assert slack.page_url.startswith("http://127.0.0.1:")


def test_a_taken_port_is_said_at_once(slack: Sandbox, manifest: Path) -> None:
    port = int(slack.page_url.rstrip("/").rpartition(":")[2])

    with pytest.raises(OSError, match="in use"):
        Sandbox(manifest=manifest, port=port)


def test_the_port_is_free_again_afterwards(manifest: Path) -> None:
    with Sandbox(manifest=manifest) as first:
        port = int(first.page_url.rstrip("/").rpartition(":")[2])
    with Sandbox(manifest=manifest, port=port) as second:
        assert second.page_url.endswith(f":{port}/")
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
        pass


def test_several_live_side_by_side(manifest: Path) -> None:
    with Sandbox(manifest=manifest) as one, Sandbox(manifest=manifest) as other:
        one.person("thandi").types("Only here", channel="#opt-outs")

        assert [message.text for message in other.person("thandi").sees("#opt-outs")] == []


def test_the_workspace_is_remembered_in_its_folder(
    tmp_path: Path, manifest: Path, clock: Any
) -> None:
    with Sandbox(manifest=manifest, data=tmp_path, clock=clock) as slack:
        thandi = slack.person("thandi")
        root = thandi.types("Numbers of today", channel="#opt-outs", files=[b"083"])
        assert root is not None
        thandi.types("More to come", thread=root)

    with Sandbox(manifest=manifest, data=tmp_path, clock=clock) as slack:
        pieter = slack.person("pieter")
        first, second = pieter.sees("#opt-outs")
        assert (first.text, second.thread_ts) == ("Numbers of today", root.ts)
        assert pieter.downloads(first.files[0].id) == b"083"
        newer = pieter.types("Good morning", channel="#opt-outs")
        assert newer is not None
        assert newer.ts > second.ts


def test_changes_are_on_disk_soon_without_a_stop(tmp_path: Path, manifest: Path) -> None:
    with Sandbox(manifest=manifest, data=tmp_path) as slack:
        slack.person("thandi").types("Remember me", channel="#opt-outs")
        saving = next(each for each in threading.enumerate() if isinstance(each, threading.Timer))
        saving.join()
        assert "Remember me" in (tmp_path / "workspace.json").read_text()


def test_a_damaged_folder_is_said_to_be_one(tmp_path: Path, manifest: Path) -> None:
    (tmp_path / "workspace.json").write_text("{}")

    with pytest.raises(UnreadableError, match="reset"):
        Sandbox(manifest=manifest, data=tmp_path)


def test_without_a_folder_nothing_is_written(tmp_path: Path, manifest: Path) -> None:
    with Sandbox(manifest=manifest) as slack:
        slack.person("thandi").types("Forget me", channel="#opt-outs")

    assert list(tmp_path.iterdir()) == []


def test_open_forms_survive_a_restart_of_slack(tmp_path: Path, manifest: Path, modal: Any) -> None:
    with Sandbox(manifest=manifest, data=tmp_path) as slack:
        trigger = slack._slack.triggers.exchange(slack._slack.triggers.issue("U0THANDI"))
        content = modals.judged(slack.workspace, modal(), "modal")
        modals.open_modal(slack.workspace, trigger, content)
        slack.person("thandi").fills("Numbers", "083")

    with Sandbox(manifest=manifest, data=tmp_path) as slack:
        assert "Numbers: 083" in slack.person("thandi").modal


def test_persons_wait_for_the_bot_to_finish(slack: Sandbox, bot: Any) -> None:
    settled = []

    @bot.app.command("/optout")
    def take(ack: Ack) -> None:
        ack()

    slack.settle = lambda: settled.append(True)
    slack.person("thandi").types("/optout help")

    assert settled == [True]
