"""Pictures in blocks that are files of Slack: which there are, and whether it knows them."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from bot.sandbox import company
from bot.sandbox.grammar import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.sandbox.workspace import Json, Workspace

SHOWN = frozenset({"image/png", "image/jpeg", "image/gif"})


def found(blocks: object, pointer: str = "/blocks") -> Iterator[tuple[str, Json]]:
    """Every `slack_file` with the place where it stands."""
    if isinstance(blocks, list):
        for index, each in enumerate(blocks):
            yield from found(each, f"{pointer}/{index}")
    elif isinstance(blocks, dict):
        for name, each in blocks.items():
            if name == "slack_file" and isinstance(each, dict):
                yield f"{pointer}/{name}", each
            else:
                yield from found(each, f"{pointer}/{name}")


def problems(blocks: Any, workspace: Workspace) -> list[Problem]:
    """Slack takes images only, by their id, of files that the app may see."""
    return [
        Problem(pointer, "invalid slack file")
        for pointer, file in found(blocks)
        if not _is_known(str(file.get("id")), workspace)
    ]


def _is_known(file_id: str, workspace: Workspace) -> bool:
    stored = workspace.files.get(file_id)
    return (
        stored is not None
        and not stored.deleted
        and stored.mimetype in SHOWN
        and (
            stored.owner == company.BOT_USER
            or any(workspace.is_member(company.BOT_USER, room) for room in stored.channels)
        )
    )


def show(blocks: list[Json] | None, channel: str, workspace: Workspace) -> None:
    """Whoever reads a channel sees the pictures of its messages, which are not shared there."""
    for _, file in found(blocks):
        stored = workspace.files[file["id"]]
        if channel not in stored.shown_in:
            stored.shown_in.append(channel)


def for_page(blocks: list[Json] | None, who: str) -> list[Json] | None:
    """The blocks with an address for each picture, from which the page may load it."""
    if not any(found(blocks)):
        return blocks
    addressed = copy.deepcopy(blocks)
    for _, file in found(addressed):
        file["url"] = f"/download/{file['id']}?as={who}"
    return addressed
