"""Messages of jobs: posted where they belong, edited as the job goes on."""

from dataclasses import dataclass, replace
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.slack.blocks.text import is_slack_user
from handlers.slack.replies import Message
from optouts import imports
from optouts.core import Core
from optouts.jobs import Job, Report, Stage

GONE: Final = frozenset({"message_not_found", "cant_update_message", "channel_not_found"})
"""Answers of chat.update after which a message is posted anew."""

CLOSED: Final = frozenset(
    {"not_in_channel", "channel_not_found", "is_archived", "thread_not_found", "restricted_action"}
)
"""Answers of chat.postMessage that stay the same until somebody does something about it."""


@dataclass(frozen=True)
class Postings:
    """Raises SlackApiError and OSError, after which it may be called again."""

    client: WebClient
    core: Core

    def put(self, job: Job, told: Message) -> Report:
        """Edit the message of a job, or post it if there is none."""
        report = job.report
        if report.message and self.edited(report.channel, report.message, told):
            return report
        if not report.channel and not is_slack_user(job.by):
            return report
        report = self.posted(job, told)
        # Noted at once, or a crash here would post a second one; all the rest is yet to be shown.
        imports.mark_shown(self.core, replace(job, stage=Stage.FETCHING), report=report)
        return report

    def edited(self, channel: str, message: str, told: Message) -> bool:
        """False if the message is there no more."""
        try:
            self.client.chat_update(channel=channel, ts=message, text=told.text, blocks=told.blocks)
        except SlackApiError as error:
            if error.response.get("error") not in GONE:
                raise
            return False
        return True

    def posted(self, job: Job, told: Message) -> Report:
        """Where it belongs; where we are not let in, in the direct messages of who asked."""
        if job.report.channel:
            try:
                return self.post(job.report, told)
            except SlackApiError as error:
                if error.response.get("error") not in CLOSED:
                    raise
        own = self.client.conversations_open(users=job.by)["channel"]["id"]
        return self.post(Report(own), told)

    def post(self, where: Report, told: Message) -> Report:
        posted = self.client.chat_postMessage(
            channel=where.channel,
            thread_ts=where.thread or None,
            text=told.text,
            blocks=told.blocks or None,
            unfurl_links=False,
        )
        return replace(where, channel=posted["channel"], message=posted["ts"])

    def explain_detour(self, job: Job, report: Report) -> None:
        """Say why a message stands in the direct messages of whoever chose its channel."""
        if report.channel != job.report.channel:
            self.say(
                report,
                f"This belongs into <#{job.report.channel}>, where I may not write. Invite me there"
                " with `/invite @Optout`, or choose another channel in `/optout settings`.",
            )

    def say(self, report: Report, text: str) -> None:
        """Something beside the message of a job, in its thread."""
        if report.channel:
            thread = report.thread or report.message
            self.post(replace(report, thread=thread), Message(text))
