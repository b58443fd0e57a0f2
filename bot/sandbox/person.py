"""A person at the keyboard: does things by the words on the screen, and says what they see."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.sandbox import choices, company, conversation, elements, interaction
from bot.sandbox.errors import TroubleError
from bot.sandbox.outline import outline, outline_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.sandbox.elements import Placed
    from bot.sandbox.slack import Slack
    from bot.sandbox.workspace import Channel, Json, Post, View

DEFAULT_CHANNELS = ("C0OPTOUT", "C0PARTNER")
Attachable = str | Path | bytes


class NotThereError(LookupError):
    """The person looked for something that is not on their screen."""


@dataclass(frozen=True, slots=True)
class SeenFile:
    id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Message:
    """A message as one person sees it; `text` is all of it, blocks included."""

    ts: str
    channel: str
    user: str
    text: str
    ephemeral: bool
    thread_ts: str | None
    edited: bool
    blocks: list[Json] | None
    files: tuple[SeenFile, ...]


class Person:
    def __init__(self, slack: Slack, user: str) -> None:
        self._slack = slack
        self._workspace = slack.workspace
        self.id = user
        self.trouble = ""
        self._at_home = False
        self._channel = self._usual_channel()

    @property
    def name(self) -> str:
        return self._workspace.members[self.id].name

    def _usual_channel(self) -> str:
        own = [each.id for each in self._workspace.channels.values() if self.id in each.members]
        return next((each for each in DEFAULT_CHANNELS if each in own), own[0] if own else "")

    # What they do

    def types(
        self,
        text: str,
        channel: str | None = None,
        thread: str | Message | None = None,
        files: Sequence[Attachable | SeenFile] = (),
        *,
        times: int = 1,
    ) -> Message | None:
        """A message (which comes back) or a slash command (which leaves none)."""
        room = self._goes_to(channel)
        attached = [self._uploaded(each) for each in files]
        thread_ts = thread.ts if isinstance(thread, Message) else thread
        ts = None
        with self._acting():
            ts = conversation.post(
                self._slack,
                self.id,
                room,
                text,
                thread_ts=thread_ts,
                files=attached,
                times=times,
            )
        post = None if ts is None else self._workspace.find_post(room, ts)
        return None if post is None else self._seen(post)

    def uploads(
        self, content: Attachable, name: str | None = None, channel: str | None = None
    ) -> SeenFile:
        """Shares one file in a channel, without a word."""
        file_id = self._uploaded(content, name)
        self.types("", channel, files=[self._file(file_id)])
        return self._file(file_id)

    def downloads(self, file_id: str) -> bytes:
        stored = self._workspace.files.get(file_id)
        if stored is None or not self._slack.uploads.may_see(self.id, stored):
            raise NotThereError(f"{self.name} sees no file {file_id}")
        return self._slack.uploads.path(file_id).read_bytes()

    def clicks(
        self, what: str, channel: str | None = None, *, beside: str = "", times: int = 1
    ) -> None:
        """A button, or an entry of an overflow menu, by its words or action_id.

        `beside` are words in the same block, where several buttons have the same name.
        """
        for where in self._places(channel):
            for placed in elements.placed(where.blocks or []):
                value = choices.click(placed, what)
                if value is not None and beside in outline([placed.block], self._names()):
                    self._acts(where, placed, value, times=times)
                    return
        raise NotThereError(f"{self.name} sees no button {what!r}. In view:\n{self._in_view()}")

    def fills(self, label: str, text: object) -> None:
        """A text, number, date or time field, by its label or action_id."""
        where, placed = self._field(label, elements.TEXT_INPUTS | elements.PICKERS)
        value = text if placed.kind == "datetimepicker" or text is None else str(text)
        self._acts(where, placed, {placed.field: value or None})

    def chooses(self, label: str, *names: str, channel: str | None = None) -> None:
        """These options and no others, by their words; none to clear."""
        where, placed = self._field(label, set(elements.HOLDS), channel)
        offered: list[Json] = []
        if placed.kind in elements.EXTERNAL:
            for name in names:
                offered.extend(self.offered(label, name, channel=channel))
        chosen = choices.chosen(self._workspace, self.id, placed, names, offered)
        if chosen is None:
            options = [each["text"]["text"] for each in offered or elements.options(placed.element)]
            raise NotThereError(f"{label!r} offers {options}, not all of {list(names)}")
        self._acts(where, placed, {placed.field: chosen})

    def offered(self, label: str, query: str, channel: str | None = None) -> list[Json]:
        """What an external select offers for these letters."""
        where, placed = self._field(label, elements.EXTERNAL, channel)
        answer: Json = {}
        with self._acting():
            answer = interaction.suggestions(
                self._slack,
                self.id,
                where,
                block_id=placed.block_id,
                action_id=placed.action_id,
                query=query,
            )
        return elements.options(answer)

    def attaches(self, label: str, *contents: Attachable | SeenFile) -> None:
        """Files put into a file field of the open modal."""
        where, placed = self._field(label, {"file_input"})
        files = [{"id": self._uploaded(each)} for each in contents]
        self._acts(where, placed, {"files": files})

    def submits(self, *, times: int = 1) -> None:
        view = self._open_modal()
        with self._acting():
            interaction.submit(self._slack, self.id, view, times=times)

    def closes(self) -> None:
        view = self._open_modal()
        with self._acting():
            interaction.close(self._slack, self.id, view)

    def uses(self, name: str, message: Message | None = None, *, times: int = 1) -> None:
        """A shortcut: from a message's menu, or with no message the global one."""
        kind = "global" if message is None else "message"
        found = [
            each
            for each in self._slack.app.shortcuts
            if each.kind == kind and name in (each.name, each.callback_id)
        ]
        if not found:
            raise NotThereError(f"there is no {kind} shortcut {name!r}")
        post = None if message is None else self._workspace.find_post(message.channel, message.ts)
        with self._acting():
            conversation.use_shortcut(self._slack, self.id, found[0].callback_id, post, times=times)

    def opens_home(self) -> None:
        with self._acting():
            conversation.open_home(self._slack, self.id)
            self._at_home = True

    def opens_dm(self) -> None:
        self._at_home = False
        with self._acting():
            self._channel = conversation.open_dm(self._slack, self.id)

    # What they see

    def sees(self, channel: str | None = None) -> list[Message]:
        """Oldest first, own ephemerals and thread replies included."""
        room = self._channel if channel is None else self._room(channel)
        return [self._seen(post) for post in self._workspace.visible_posts(self.id, room)]

    @property
    def last_reply(self) -> str:
        replies = [
            post
            for room in self._workspace.visible_channels(self.id)
            for post in self._workspace.visible_posts(self.id, room.id)
            if post.user == company.BOT_USER
        ]
        newest = max(replies, key=lambda post: post.ts, default=None)
        return "" if newest is None else self._seen(newest).text

    @property
    def modal(self) -> str:
        stack = self._workspace.modal_stack(self.id)
        return outline_view(stack[-1].content, self._names(), stack[-1].state) if stack else ""

    @property
    def errors(self) -> dict[str, str]:
        stack = self._workspace.modal_stack(self.id)
        if not stack:
            return {}
        labels = {
            block["block_id"]: block["label"]["text"]
            for block in stack[-1].blocks
            if block["type"] == "input"
        }
        return {labels[block_id]: text for block_id, text in stack[-1].errors.items()}

    @property
    def home(self) -> str:
        home = self._workspace.homes.get(self.id)
        if home is None:
            return ""
        view = self._workspace.views[home]
        return outline(view.blocks, self._names(), view.state)

    # How

    @contextmanager
    def _acting(self) -> Iterator[None]:
        """Trouble is told to the person, not raised; then the bot may finish."""
        self.trouble = ""
        try:
            yield
        except TroubleError as trouble:
            self.trouble = trouble.text
        self._slack.settled()

    def _acts(self, where: Post | View, placed: Placed, value: Json, *, times: int = 1) -> None:
        with self._acting():
            interaction.act(
                self._slack,
                self.id,
                where,
                block_id=placed.block_id,
                action_id=placed.action_id,
                value=value,
                times=times,
            )

    def _goes_to(self, channel: str | None) -> str:
        if channel is not None:
            self._channel = self._room(channel)
        self._at_home = False
        return self._channel

    def _room(self, channel: str) -> str:
        if channel == "dm":
            direct = self._workspace.dm_of(self.id)
            return direct.id if direct is not None else ""
        for room in self._workspace.channels.values():
            if channel in (room.id, f"#{room.name}", room.name):
                return room.id
        raise NotThereError(f"there is no channel {channel!r}")

    def _open_modal(self) -> View:
        stack = self._workspace.modal_stack(self.id)
        if not stack:
            raise NotThereError(f"{self.name} has no modal open")
        return stack[-1]

    def _places(self, channel: str | None) -> Iterator[Post | View]:
        """Where a person would look: the open modal, Home, then messages from the newest."""
        if channel is None:
            yield from self._workspace.modal_stack(self.id)[-1:]
        home = self._workspace.homes.get(self.id)
        if home is not None and (channel == "home" or (channel is None and self._at_home)):
            yield self._workspace.views[home]
        if channel == "home":
            return
        rooms = [self._room(channel)] if channel else [room.id for room in self._own_rooms()]
        posts = [post for room in rooms for post in self._workspace.visible_posts(self.id, room)]
        yield from sorted(posts, key=lambda post: post.ts, reverse=True)

    def _own_rooms(self) -> list[Channel]:
        return [room for room in self._workspace.channels.values() if self.id in room.members]

    def _field(
        self, label: str, kinds: set[str], channel: str | None = None
    ) -> tuple[Post | View, Placed]:
        for where in self._places(channel):
            for placed in elements.placed(where.blocks or []):
                if placed.kind in kinds and placed.is_called(label):
                    return where, placed
        raise NotThereError(f"{self.name} sees no field {label!r}. In view:\n{self._in_view()}")

    def _in_view(self) -> str:
        if self.modal:
            return self.modal
        return self.home if self._at_home else "\n\n".join(each.text for each in self.sees())

    def _names(self) -> dict[str, str]:
        workspace = self._workspace
        return {
            **{member.id: member.name for member in workspace.members.values()},
            **{room.id: room.name for room in workspace.channels.values()},
            **{group.id: group.handle for group in workspace.usergroups.values()},
        }

    def _seen(self, post: Post) -> Message:
        words: list[Json] = [{"type": "section", "text": {"type": "mrkdwn", "text": post.text}}]
        return Message(
            ts=post.ts,
            channel=post.channel,
            user=post.user,
            text=outline(post.blocks or words, self._names(), post.answers.get(self.id)),
            ephemeral=post.ephemeral_to is not None,
            thread_ts=post.thread_ts,
            edited=post.edited is not None,
            blocks=post.blocks,
            files=tuple(self._file(each) for each in post.files),
        )

    def _file(self, file_id: str) -> SeenFile:
        stored = self._workspace.files[file_id]
        return SeenFile(stored.id, stored.name, stored.size)

    def _uploaded(self, content: Attachable | SeenFile, name: str | None = None) -> str:
        if isinstance(content, SeenFile):
            return content.id
        if isinstance(content, bytes):
            return self._slack.uploads.keep(self.id, name or "file.txt", content).id
        path = Path(content)
        return self._slack.uploads.keep(self.id, name or path.name, path).id


def by_any_name(slack: Slack, who: str) -> str:
    """The id of a person called by handle, name or id."""
    for member in slack.workspace.members.values():
        if who in (member.id, member.handle, member.name, f"@{member.handle}"):
            return member.id
    raise NotThereError(f"nobody is called {who!r}")
