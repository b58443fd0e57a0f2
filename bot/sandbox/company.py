"""The small company that the pretend workspace opens with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.workspace import Channel, Member, Post, Team, UserGroup, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

TEAM = Team(id="T0BAOBAB", name="Baobab Group", domain="baobab")
PARTNER_TEAM = Team(id="T0ACACIA", name="Acacia Agency", domain="acacia")

APP_ID = "A0OPTOUT"
BOT_ID = "B0OPTOUT"
BOT_USER = "U0OPTOUT"
SLACKBOT = "USLACKBOT"

FULL_MEMBERS = ("U0THANDI", "U0PIETER", "U0NALEDI", "U0SIPHO")
DAY = 86_400


def _member(handle: str, name: str, note: str, color: str) -> Member:
    return Member(
        id=f"U0{handle.upper()}",
        name=name,
        handle=handle,
        kind="member",
        team=TEAM.id,
        note=note,
        color=color,
    )


def _members() -> list[Member]:
    thandi = _member("thandi", "Thandi Mokoena", "Workspace admin", "8e3b63")
    thandi.kind = "admin"
    gustav = _member("gustav", "Gustav Brand", "Guest", "7a6a2f")
    gustav.kind = "guest"
    alex = _member("alex", "Alex Kim", f"From {PARTNER_TEAM.name}", "3a6ea5")
    alex.kind, alex.team, alex.tz = "stranger", PARTNER_TEAM.id, "Europe/London"
    optout = _member("optout", "Optout", "App", "2f6f4f")
    optout.kind = "bot"
    slackbot = Member(
        id=SLACKBOT,
        name="Slackbot",
        handle="slackbot",
        kind="bot",
        team=TEAM.id,
        note="Slack itself",
        color="757575",
    )
    return [
        thandi,
        _member("pieter", "Pieter van Wyk", "Manager in Optout", "b3541e"),
        _member("naledi", "Naledi Dlamini", "Editor in Optout, in @crm-team", "2c7a7b"),
        _member("sipho", "Sipho Ndlovu", "Viewer in Optout", "5a4fcf"),
        gustav,
        alex,
        optout,
        slackbot,
    ]


def _channels(created: int) -> list[Channel]:
    rooms = [
        Channel("C0GENERAL", "general", "channel", [*FULL_MEMBERS], "Company-wide news"),
        Channel(
            "C0OPTOUT",
            "opt-outs",
            "channel",
            [*FULL_MEMBERS, BOT_USER],
            "Who asked not to be messaged, and what was done about it",
        ),
        Channel(
            "C0RETAIL",
            "retail-campaigns",
            "channel",
            [*FULL_MEMBERS, BOT_USER],
            "Campaigns of the retail brands",
        ),
        Channel(
            "C0PARTNER",
            "partners",
            "shared",
            ["U0THANDI", "U0NALEDI", "U0GUSTAV", "U0ALEX", BOT_USER],
            f"Shared with {PARTNER_TEAM.name}",
        ),
        Channel("G0LEADS", "leads", "private", ["U0THANDI", "U0PIETER"], "Team leads"),
    ]
    # People of another workspace have no direct messages with our app.
    rooms += [
        Channel(f"D0{user.removeprefix('U0')}", "", "dm", [user, BOT_USER])
        for user in (*FULL_MEMBERS, "U0GUSTAV")
    ]
    for room in rooms:
        room.created = created
    return rooms


CONVERSATION = (
    ("C0GENERAL", "U0THANDI", "Morning all. The quarterly figures are in the shared folder."),
    ("C0GENERAL", "U0SIPHO", "Thanks Thandi, reading them now."),
    ("C0GENERAL", "U0PIETER", "Reminder: the building closes at 15:00 on Friday."),
    (
        "C0RETAIL",
        "U0NALEDI",
        (
            "Three customers phoned today and want no more messages: 082 555 0101, "
            "+27 83 555 0102 and 084 555 0103. Can someone take care of it?"
        ),
    ),
)


def founded(clock: Callable[[], float]) -> Workspace:
    workspace = Workspace(team=TEAM, clock=clock)
    created = int(clock()) - 30 * DAY
    workspace.members = {member.id: member for member in _members()}
    workspace.channels = {channel.id: channel for channel in _channels(created)}
    workspace.posts = {channel: [] for channel in workspace.channels}
    workspace.usergroups = {
        "S0CRM": UserGroup("S0CRM", "crm-team", "crm-team", ["U0NALEDI"]),
    }
    for channel, user, text in CONVERSATION:
        workspace.add_post(Post(ts=workspace.stamp(), channel=channel, user=user, text=text))
    for room in workspace.channels.values():
        posts = workspace.posts[room.id]
        room.read = {user: posts[-1].ts for user in room.members if posts}
    return workspace
