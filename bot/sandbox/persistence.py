"""The workspace in a data folder: one JSON file, and the bytes of every upload beside it."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict
from typing import TYPE_CHECKING

from bot.sandbox import company
from bot.sandbox.workspace import (
    Channel,
    Member,
    Post,
    StoredFile,
    Text,
    UserGroup,
    View,
    Workspace,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.sandbox.workspace import Json

PATIENCE = 0.5


def _drawn(workspace: Workspace) -> Json:
    return {
        "issued": workspace.issued,
        "last_stamp": workspace.last_stamp,
        "members": [asdict(each) for each in workspace.members.values()],
        "usergroups": [asdict(each) for each in workspace.usergroups.values()],
        "channels": [asdict(each) for each in workspace.channels.values()],
        "posts": [asdict(post) for posts in workspace.posts.values() for post in posts],
        "views": [asdict(each) for each in workspace.views.values()],
        "modals": workspace.modals,
        "homes": workspace.homes,
        "files": [asdict(each) for each in workspace.files.values()],
        "texts": [asdict(each) for each in workspace.texts],
    }


def _restored(content: Json, clock: Callable[[], float]) -> Workspace:
    workspace = Workspace(team=company.TEAM, clock=clock)
    workspace.issued = content["issued"]
    workspace.last_stamp = content["last_stamp"]
    workspace.members = {each["id"]: Member(**each) for each in content["members"]}
    workspace.usergroups = {each["id"]: UserGroup(**each) for each in content["usergroups"]}
    workspace.channels = {each["id"]: Channel(**each) for each in content["channels"]}
    workspace.posts = {channel: [] for channel in workspace.channels}
    for each in content["posts"]:
        workspace.posts[each["channel"]].append(Post(**each))
    workspace.views = {each["id"]: View(**each) for each in content["views"]}
    workspace.modals = content["modals"]
    workspace.homes = content["homes"]
    workspace.files = {each["id"]: StoredFile(**each) for each in content["files"]}
    workspace.texts = [Text(**each) for each in content.get("texts", [])]
    return workspace


class UnreadableError(Exception):
    """What is in the folder is not a workspace, or one of another version."""


class Folder:
    """Writes soon after a change, and at the end; whole files only, never half of one."""

    def __init__(self, path: Path) -> None:
        self._state = path / "workspace.json"
        self.uploads = path / "uploads"
        self.uploads.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._workspace: Workspace | None = None

    def load(self, clock: Callable[[], float]) -> Workspace:
        workspace = self._kept(clock) if self._state.exists() else company.founded(clock)
        self._workspace = workspace
        workspace.watchers.append(self._soon)
        return workspace

    def _kept(self, clock: Callable[[], float]) -> Workspace:
        try:
            content = json.loads(self._state.read_text(encoding="utf-8"))
            return _restored(content, clock)
        except (ValueError, LookupError, TypeError) as error:
            raise UnreadableError(f"{self._state} cannot be read; it has to be reset") from error

    def _soon(self) -> None:
        with self._lock:
            if self._timer is None:
                self._timer = threading.Timer(PATIENCE, self._save_later)
                self._timer.daemon = True
                self._timer.start()

    def _save_later(self) -> None:
        with self._lock:
            self._timer = None
        self.save()

    def save(self) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        with workspace.lock:
            content = json.dumps(_drawn(workspace), ensure_ascii=False, indent=1)
            draft = self._state.with_suffix(".draft")
            draft.write_text(content, encoding="utf-8")
            draft.replace(self._state)

    def close(self) -> None:
        with self._lock:
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
            timer.join()
        self.save()
