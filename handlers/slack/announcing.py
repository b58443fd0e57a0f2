"""Telling the team's channel of changes."""

import logging

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.slack.blocks import announcements
from optouts import history, workspaces
from optouts.core import Core
from optouts.roles import Actor
from optouts.setup import Announced
from optouts.words import ChangeId, WorkspaceId

logger = logging.getLogger(__name__)


def announce(
    client: WebClient, core: Core, workspace: WorkspaceId, change: ChangeId, *, by: Actor
) -> str:
    """Tell of a change once; of an undo by amending what was told of the change that it reverses.

    Returns an apology for the person if the team could not be told: the change stands.
    """
    recorded = history.change(core, workspace, change, by=by)
    undone = recorded.change.undoes
    earlier = workspaces.announcement_of(core, workspace, undone) if undone else None
    if undone and earlier:
        told = announcements.message(history.change(core, workspace, undone, by=by))
        try:
            client.chat_update(
                channel=earlier.channel, ts=earlier.ts, text=told.text, blocks=told.blocks
            )
        except (SlackApiError, OSError) as error:
            return _apology(change, earlier.channel, error)
        return ""
    channel = workspaces.setup(core, workspace).preferences.announcements
    nothing_done = not (recorded.opened or recorded.closed)
    if not channel or nothing_done or workspaces.announcement_of(core, workspace, change):
        return ""
    told = announcements.message(recorded)
    try:
        posted = client.chat_postMessage(
            channel=channel, text=told.text, blocks=told.blocks, unfurl_links=False
        )
    except (SlackApiError, OSError) as error:
        return _apology(change, channel, error)
    workspaces.note_announcement(core, change, Announced(posted["channel"], posted["ts"]))
    return ""


def _apology(change: ChangeId, channel: str, error: Exception) -> str:
    said = str(error.response.get("error")) if isinstance(error, SlackApiError) else ""
    # What is no error of Slack's own may be a whole page of some proxy.
    reason = said if said.isidentifier() else "no answer"
    logger.warning("the announcement of change %s failed: %s", change, reason)
    if reason in {"not_in_channel", "channel_not_found"}:
        return (
            f"The change is made, but I could not confirm it in <#{channel}>: I am not a member."
            " Invite me there with `/invite @Optout`."
        )
    if reason == "is_archived":
        return (
            f"The change is made, but <#{channel}> is archived. A manager can choose another"
            " channel in `/optout settings`."
        )
    return f"The change is made, but Slack did not let me confirm it in <#{channel}> ({reason})."
