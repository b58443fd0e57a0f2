"""People, channels, messages, files and views in the shapes of Slack's payloads."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.sandbox import company, text

if TYPE_CHECKING:
    from bot.sandbox.workspace import (
        Channel,
        Json,
        Member,
        Post,
        StoredFile,
        UserGroup,
        View,
        Workspace,
    )

TYPE_NAMES = {"csv": "CSV", "xlsx": "Excel Spreadsheet", "txt": "Plain Text", "pdf": "PDF"}


class Objects:
    """Draws each object as the app would see it."""

    def __init__(self, workspace: Workspace, *, address: str, scopes: tuple[str, ...]) -> None:
        self._workspace = workspace
        self._address = address
        self._scopes = scopes

    def user(self, member: Member) -> Json:
        now = datetime.fromtimestamp(self._workspace.clock(), ZoneInfo(member.tz))
        offset = now.utcoffset()
        drawn: Json = {
            "id": member.id,
            "team_id": member.team,
            "name": member.handle,
            "deleted": member.deleted,
            "color": member.color,
            "real_name": member.name,
            "tz": member.tz,
            "tz_label": now.tzname() or "",
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": self._profile(member),
            "is_admin": member.kind == "admin",
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": member.kind == "guest",
            "is_ultra_restricted": False,
            "is_bot": member.kind == "bot" and member.id != company.SLACKBOT,
            "is_app_user": False,
            "updated": int(self._workspace.clock()),
            "is_email_confirmed": True,
            "who_can_share_contact_card": "EVERYONE",
        }
        if member.kind == "stranger":
            drawn["is_stranger"] = True
        return drawn

    def _profile(self, member: Member) -> Json:
        first, _, last = member.name.partition(" ")
        profile: Json = {
            "title": member.note,
            "real_name": member.name,
            "real_name_normalized": member.name,
            "display_name": member.handle,
            "display_name_normalized": member.handle,
            "first_name": first,
            "last_name": last,
            "status_text": "",
            "status_emoji": "",
            "team": member.team,
        }
        if member.kind == "bot":
            profile |= {"api_app_id": company.APP_ID, "bot_id": company.BOT_ID}
        elif "users:read.email" in self._scopes:
            profile["email"] = member.email
        return profile

    def channel(self, channel: Channel) -> Json:
        if channel.kind == "dm":
            return self._direct(channel)
        shared = channel.kind == "shared"
        teams = [company.TEAM.id, company.PARTNER_TEAM.id] if shared else [company.TEAM.id]
        return {
            "id": channel.id,
            "name": channel.name,
            "name_normalized": channel.name,
            "is_channel": channel.kind != "private",
            "is_group": channel.kind == "private",
            "is_im": False,
            "is_mpim": False,
            "is_private": channel.is_private,
            "is_archived": channel.archived,
            "is_general": channel.id == "C0GENERAL",
            "is_shared": shared,
            "is_ext_shared": shared,
            "is_org_shared": False,
            "is_pending_ext_shared": False,
            "pending_shared": [],
            "shared_team_ids": teams,
            "internal_team_ids": [company.TEAM.id],
            "context_team_id": company.TEAM.id,
            "creator": "U0THANDI",
            "created": channel.created,
            "unlinked": 0,
            "updated": channel.created * 1000,
            "parent_conversation": None,
            "is_member": company.BOT_USER in channel.members,
            "num_members": len(channel.members),
            "topic": {"value": channel.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "previous_names": [],
        }

    def _direct(self, channel: Channel) -> Json:
        return {
            "id": channel.id,
            "created": channel.created,
            "is_archived": channel.archived,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": company.TEAM.id,
            "user": next(each for each in channel.members if each != company.BOT_USER),
            "updated": channel.created * 1000,
        }

    def group(self, group: UserGroup) -> Json:
        return {
            "id": group.id,
            "team_id": company.TEAM.id,
            "is_usergroup": True,
            "is_subteam": True,
            "name": group.name,
            "description": "",
            "handle": group.handle,
            "is_external": False,
            "date_create": 0,
            "date_update": 0,
            "date_delete": 0,
            "auto_type": None,
            "created_by": "U0THANDI",
            "updated_by": "U0THANDI",
            "deleted_by": None,
            "prefs": {"channels": [], "groups": []},
            "users": list(group.members),
            "user_count": len(group.members),
        }

    def bot_profile(self) -> Json:
        return {
            "id": company.BOT_ID,
            "app_id": company.APP_ID,
            "user_id": company.BOT_USER,
            "name": "Optout",
            "icons": {},
            "deleted": False,
            "updated": 0,
            "team_id": company.TEAM.id,
        }

    def message(self, post: Post, *, withheld_files: bool = False) -> Json:
        drawn: Json = {"type": "message", "user": post.user, "ts": post.ts, "text": post.text}
        drawn["team"] = self._workspace.members[post.user].team
        if post.user == company.BOT_USER:
            drawn |= {
                "bot_id": company.BOT_ID,
                "app_id": company.APP_ID,
                "bot_profile": self.bot_profile(),
            }
            if post.blocks is not None:
                drawn["blocks"] = post.blocks
        else:
            drawn["client_msg_id"] = f"00000000-0000-4000-8000-{post.ts.replace('.', '')[-12:]}"
            drawn["blocks"] = text.rich_text(post.text, f"b{post.ts[-6:]}")
        drawn |= self._extras(post)
        if post.files:
            drawn["files"] = [
                withheld(each) if withheld_files else self.file(self._workspace.files[each])
                for each in post.files
            ]
            drawn |= {"upload": False, "display_as_bot": False}
        return drawn

    def _extras(self, post: Post) -> Json:
        extras: Json = {}
        if post.attachments:
            extras["attachments"] = post.attachments
        if post.metadata:
            extras["metadata"] = post.metadata
        if post.edited:
            extras["edited"] = {"user": post.user, "ts": post.edited}
        if post.thread_ts:
            extras["thread_ts"] = post.thread_ts
            root = self._workspace.find_post(post.channel, post.thread_ts)
            if root is not None and post.ts != post.thread_ts:
                extras["parent_user_id"] = root.user
        replies = list(self._workspace.replies(post.channel, post.ts))
        if replies:
            extras |= {
                "thread_ts": post.ts,
                "reply_count": len(replies),
                "reply_users": sorted({each.user for each in replies}),
                "reply_users_count": len({each.user for each in replies}),
                "latest_reply": replies[-1].ts,
            }
        return extras

    def file(self, stored: StoredFile) -> Json:
        if stored.mode == "hidden_by_limit":
            return {"id": stored.id, "mode": stored.mode, "name": None, "size": None}
        kind = stored.name.rpartition(".")[2].lower() if "." in stored.name else "binary"
        in_address = quote(stored.name)
        private = f"{self._address}files-pri/{company.TEAM.id}-{stored.id}"
        channels = [self._workspace.channels[each] for each in stored.channels]
        return {
            "id": stored.id,
            "created": stored.created,
            "timestamp": stored.created,
            "name": stored.name,
            "title": stored.title,
            "mimetype": stored.mimetype,
            "filetype": kind,
            "pretty_type": TYPE_NAMES.get(kind, "Binary"),
            "user": stored.owner,
            "user_team": self._workspace.members[stored.owner].team,
            "editable": False,
            "size": stored.size,
            "mode": stored.mode,
            "is_external": stored.mode == "external",
            "external_type": "gdrive" if stored.mode == "external" else "",
            "is_public": any(each.kind == "channel" for each in channels),
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": f"{private}/{in_address}",
            "url_private_download": f"{private}/download/{in_address}",
            "media_display_type": "unknown",
            "permalink": f"{self._address}files/{stored.owner}/{stored.id}/{in_address}",
            "channels": [each.id for each in channels if each.kind in ("channel", "shared")],
            "groups": [each.id for each in channels if each.kind == "private"],
            "ims": [each.id for each in channels if each.kind == "dm"],
            "comments_count": 0,
            "has_rich_preview": False,
            "file_access": "visible",
        }

    def view(self, view: View) -> Json:
        content = view.content
        drawn: Json = {
            "id": view.id,
            "team_id": self._workspace.members[view.user].team,
            "type": view.kind,
            "blocks": view.blocks,
            "private_metadata": content.get("private_metadata", ""),
            "callback_id": content.get("callback_id", ""),
            "state": {"values": view.state},
            "hash": view.hash,
            "title": content.get("title") or _plain("View Title"),
            "clear_on_close": bool(content.get("clear_on_close", False)),
            "notify_on_close": bool(content.get("notify_on_close", False)),
            "close": content.get("close"),
            "submit": content.get("submit"),
            "previous_view_id": view.previous,
            "root_view_id": view.root,
            "app_id": company.APP_ID,
            "external_id": view.external_id,
            "app_installed_team_id": company.TEAM.id,
            "bot_id": company.BOT_ID,
        }
        return drawn


def _plain(words: str) -> Json:
    return {"type": "plain_text", "text": words, "emoji": True}


def withheld(file_id: str) -> Json:
    """What a file in a Slack Connect channel looks like before files.info is asked."""
    return {
        "id": file_id,
        "created": 0,
        "timestamp": 0,
        "name": "",
        "title": "",
        "mimetype": "",
        "filetype": "",
        "pretty_type": "",
        "user": "",
        "size": 0,
        "mode": "file_access",
        "is_external": False,
        "external_type": "",
        "file_access": "check_file_info",
    }
