"""What every message of a schedule's run has to say: which report it is, and what became late."""

from typing import Final

from handlers.slack.blocks.text import (
    EVERY_ACCOUNT,
    EVERY_SENDER,
    counted,
    date,
    escape,
    is_slack_user,
    person,
)
from optouts.schedule import Plan, Run, What

NAMES: Final = {
    What.DIGEST: "Digest",
    What.EXPORT: "Full export",
    What.CHANGES: "Changes since the last report",
}
MEANT: Final = {
    What.DIGEST: "what changed, in a message with a chart",
    What.EXPORT: "every opt-out that stands, as a file",
    What.CHANGES: "what began and ended since the last report, as a file",
}
NO_ROLE: Final = "no_role"
"""The reason for which a person gets no report, beside those that Slack gives."""

ANY_SENDER: Final = EVERY_SENDER[0].upper() + EVERY_SENDER[1:]
ANY_ACCOUNT: Final = EVERY_ACCOUNT


def title(plan: Plan) -> str:
    """What a report is called, unescaped."""
    return plan.name or NAMES[plan.what]


def quoted(plan: Plan) -> str:
    """The same within a sentence, safe to put in mrkdwn."""
    return f"“{escape(title(plan))}”"


def heading(plan: Plan, run: Run) -> str:
    """Above a report: which one it is, and that it is late, if it is."""
    asked = ", sent now as somebody asked for it" if run.asked else ""
    return f"Report {quoted(plan)}{asked}. {late(run)}".strip()


def late(run: Run) -> str:
    """That a report comes late and stands for others, or nothing: it is said once."""
    if not (run.late or run.missed):
        return ""
    told = f"This report comes late: it was due {date(run.due)}, when I was not running."
    if run.missed:
        told += f" It stands for {counted(run.missed, 'earlier one')} that I missed, too."
    return told


def failed(plan: Plan, run: Run) -> str:
    """To the owner of a report that could not be made."""
    return (
        f"The report {quoted(plan)}, due {date(run.due)} in {place(run.place)}, could not be made."
        " Something went wrong on our side, and it has been noted. *Run Now* in `/optout report`"
        " tries it again."
    )


def place(channel: str) -> str:
    """A Slack channel or a person, as a mention."""
    return person(channel) if is_slack_user(channel) else f"<#{channel}>"


def undelivered(plan: Plan, channel: str, reason: str) -> str:
    """To the owner of a report, who gets it instead: why it did not arrive and what to do."""
    return (
        f"I could not post the report {quoted(plan)} to {place(channel)}:"
        f" {_why(channel, reason)} Here it is for you. {_remedy(reason)}"
    )


def _why(channel: str, reason: str) -> str:
    if reason == NO_ROLE:
        return "they may not see opt-outs any more."
    if is_slack_user(channel):
        return f"Slack does not let me write to them (`{reason}`)."
    match reason:
        case "not_in_channel" | "channel_not_found":
            return "I am not a member of it."
        case "is_archived":
            return "it is archived."
        case _:
            return f"Slack does not let me write there (`{reason}`)."


def _remedy(reason: str) -> str:
    if reason in {"not_in_channel", "channel_not_found"}:
        return (
            "Invite me there with `/invite @Optout`, or choose another place with *Edit…* in"
            " `/optout report`."
        )
    return "Choose another place with *Edit…* in `/optout report`."
