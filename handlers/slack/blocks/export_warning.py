"""The warning before a file of numbers goes where people from outside read it."""

from dataclasses import dataclass

from handlers.slack.blocks.elements import actions, button, section
from handlers.slack.blocks.text import counted, in_words, person
from handlers.slack.ids import Button
from handlers.slack.replies import Message


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads in a Slack channel beside full members: some of the guests and of the people of
    other companies, whether it is shared with another company, and how many members were not
    looked at."""

    guests: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    is_shared: bool = False
    unseen: int = 0

    @property
    def is_known_to_be_ours(self) -> bool:
        return not (self.guests or self.strangers or self.is_shared or self.unseen)


def message(channel: str, audience: Audience, *, draft: str) -> Message:
    """`draft` is the token under which the export is kept until somebody decides."""
    text = f"<#{channel}> may have readers from outside; nothing was exported yet."
    lines = [f"*{_heading(audience)} in <#{channel}>.* Nothing was exported yet."]
    if audience.is_shared:
        lines.append("• The channel is shared with another company.")
    if audience.strangers:
        lines.append(f"• From another company: {_named(audience.strangers)}")
    if audience.guests:
        lines.append(f"• Guests: {_named(audience.guests)}")
    if audience.unseen:
        lines.append(
            f"• It has too many members to look at each: {counted(audience.unseen, 'member')} may"
            " be anybody."
        )
    lines.append("They could read the file with all its numbers, and keep it.")
    return Message(
        text,
        [
            section("\n".join(lines)),
            *actions(
                button("Send It to Me Only", Button.EXPORT_KEEP, draft, style="primary"),
                button("Share It All the Same", Button.EXPORT_SHARE, draft, style="danger"),
            ),
        ],
    )


def _heading(audience: Audience) -> str:
    if audience.strangers or audience.is_shared:
        return "People of another company read"
    return "Guests read" if audience.guests else "People whom I do not know may read"


def _named(people: tuple[str, ...]) -> str:
    return in_words(map(person, people), last="and")
