"""What the pretend Slack remembers: people, channels, messages, views, files."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Json = dict[str, Any]
MemberKind = Literal["admin", "member", "guest", "stranger", "bot"]
ChannelKind = Literal["channel", "private", "shared", "dm"]
FileMode = Literal["hosted", "external", "hidden_by_limit"]

MICROSECONDS = 1_000_000


@dataclass(slots=True)
class Team:
    id: str
    name: str
    domain: str


@dataclass(slots=True)
class Member:
    id: str
    name: str
    handle: str
    kind: MemberKind
    team: str
    tz: str = "Africa/Johannesburg"
    note: str = ""
    color: str = "4a5568"
    deleted: bool = False

    @property
    def email(self) -> str:
        return f"{self.handle}@example.com"


@dataclass(slots=True)
class UserGroup:
    id: str
    handle: str
    name: str
    members: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Channel:
    id: str
    name: str
    kind: ChannelKind
    members: list[str] = field(default_factory=list)
    topic: str = ""
    created: int = 0
    archived: bool = False
    read: dict[str, str] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        return self.kind in ("private", "dm")


@dataclass(slots=True)
class Post:
    """One message as stored; an ephemeral one is for the eyes of one person."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    edited: str | None = None
    files: list[str] = field(default_factory=list)
    metadata: Json | None = None
    answers: dict[str, Json] = field(default_factory=dict)
    broadcast: bool = False
    trouble: bool = False


@dataclass(slots=True)
class View:
    """A modal or a Home tab, with what its reader has filled in so far."""

    id: str
    user: str
    content: Json
    hash: str
    state: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    previous: str | None = None
    root: str = ""
    channel: str | None = None

    @property
    def kind(self) -> str:
        return str(self.content["type"])

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.content["blocks"]
        return blocks

    @property
    def external_id(self) -> str:
        return str(self.content.get("external_id") or "")


@dataclass(slots=True)
class StoredFile:
    id: str
    name: str
    title: str
    owner: str
    size: int
    mimetype: str
    created: int
    channels: list[str] = field(default_factory=list)
    submitted: bool = False
    deleted: bool = False
    shown_in: list[str] = field(default_factory=list)
    mode: FileMode = "hosted"


@dataclass(slots=True)
class Text:
    """A message on the phone of one of the company's customers.

    `line` is the address of the business and `mine` whether the customer wrote it. `preference` is
    what WhatsApp's own switch was set to. `trouble` is why the provider could not hand it on.
    """

    id: str
    number: str
    line: str
    mine: bool
    text: str
    at: float
    preference: str = ""
    trouble: str = ""


class Workspace:
    """Everything is changed under `lock`; `changed` then tells whoever is looking."""

    def __init__(self, *, team: Team, clock: Callable[[], float]) -> None:
        self.lock = threading.RLock()
        self.clock = clock
        self.team = team
        self.version = 0
        self.watchers: list[Callable[[], None]] = []
        self.members: dict[str, Member] = {}
        self.usergroups: dict[str, UserGroup] = {}
        self.channels: dict[str, Channel] = {}
        self.posts: dict[str, list[Post]] = {}
        self.views: dict[str, View] = {}
        self.modals: dict[str, list[str]] = {}
        self.homes: dict[str, str] = {}
        self.files: dict[str, StoredFile] = {}
        self.texts: list[Text] = []
        self.issued = 0
        self.last_stamp = 0

    def changed(self) -> None:
        with self.lock:
            self.version += 1
            watchers = list(self.watchers)
        for watcher in watchers:
            watcher()

    def stamp(self) -> str:
        """A Slack timestamp: the identity of a message, so never given twice."""
        with self.lock:
            now = int(self.clock() * MICROSECONDS)
            self.last_stamp = max(now, self.last_stamp + 1)
            return f"{self.last_stamp // MICROSECONDS}.{self.last_stamp % MICROSECONDS:06d}"

    def new_id(self, prefix: str) -> str:
        with self.lock:
            self.issued += 1
            return f"{prefix}0{self.issued:08d}"

    def is_member(self, user: str, channel: str) -> bool:
        return channel in self.channels and user in self.channels[channel].members

    def dm_of(self, user: str) -> Channel | None:
        return next(
            (each for each in self.channels.values() if each.kind == "dm" and user in each.members),
            None,
        )

    def visible_channels(self, user: str) -> list[Channel]:
        """Own channels, and for full members the public ones they could join."""
        kind = self.members[user].kind
        return [
            channel
            for channel in self.channels.values()
            if user in channel.members
            or (channel.kind == "channel" and kind in ("admin", "member", "bot"))
        ]

    def visible_posts(self, user: str, channel: str) -> list[Post]:
        return [post for post in self.posts.get(channel, []) if post.ephemeral_to in (None, user)]

    def find_post(self, channel: str, ts: str) -> Post | None:
        return next((post for post in self.posts.get(channel, []) if post.ts == ts), None)

    def add_post(self, post: Post) -> Post:
        with self.lock:
            self.posts.setdefault(post.channel, []).append(post)
        self.changed()
        return post

    def remove_post(self, post: Post) -> None:
        with self.lock:
            self.posts[post.channel].remove(post)
        self.changed()

    def replies(self, channel: str, ts: str) -> Iterator[Post]:
        return (
            post
            for post in self.posts.get(channel, [])
            if post.thread_ts == ts and post.ts != ts and post.ephemeral_to is None
        )

    def modal_stack(self, user: str) -> list[View]:
        return [self.views[each] for each in self.modals.get(user, [])]
