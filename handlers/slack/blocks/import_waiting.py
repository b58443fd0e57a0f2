"""What the message of an import says while a second manager is asked."""

from slack_sdk.models.blocks import Block

from handlers.slack.blocks.elements import actions, button, context, section, sections
from handlers.slack.blocks.import_words import Names, by_list, expiry, file_of, leaving
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.jobs import Job


def waiting(job: Job, *, names: Names, channel: str) -> Message:
    text = f"The import of {file_of(job)} waits for a second manager."
    blocks: list[Block] = [
        section(f"*{text}* Nothing has changed yet."),
        *sections(by_list(job, names, leaving)),
        context(f"Another manager is asked in <#{channel}>, until {expiry(job)}."),
        *actions(
            button("Cancel", Button.IMPORT_CANCEL, str(job.id), label="Cancel this import"),
        ),
    ]
    return Message(text, blocks)
