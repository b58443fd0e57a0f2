"""The phones of the company's customers: what they were sent, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import httpx

from bot.sandbox import provider_calls
from bot.sandbox.errors import TroubleError
from bot.sandbox.workspace import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.sandbox.workspace import Workspace

PATIENCE: Final = 15.0
"""Seconds that providers wait for an answer (twilio.com/docs/messaging/guides/webhook-request)."""

CUSTOMERS: Final = {
    "+27835550101": "Lerato Molefe",
    "+27825550102": "Johan Botha",
    "+27725550103": "Aisha Patel",
}
CAMPAIGN: Final = (
    "Baobab Retail: our spring sale begins on Saturday, 20% off everything. Reply STOP to opt out."
)
AWAY: Final = "The bot did not answer; the provider tries again."


@dataclass(frozen=True, slots=True)
class Line:
    """What customers write to: a sender of the business, reached through one provider.

    `url` is the bot's webhook and `secrets` what the provider signs with.
    """

    address: str
    label: str
    channel: Literal["sms", "whatsapp"]
    provider: str
    url: str
    secrets: Mapping[str, str] = field(default_factory=dict)


class Phones:
    """Each text goes to the bot in the real shape of the line's provider, signed as theirs are."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.lines: list[Line] = []

    def campaign(self) -> None:
        """Everybody got the company's offer, unless there are texts already."""
        if self._workspace.texts:
            return
        for number in CUSTOMERS:
            for line in self.lines:
                self.show(number, line.address, CAMPAIGN)

    def show(self, number: str, line: str, text: str) -> None:
        """The business's text arrives on the phone."""
        self._keep(number, line, text, mine=False)

    def write(self, number: str, line: str, text: str) -> None:
        """The customer answers. Raises TroubleError if there is no such line or nothing to say."""
        if not text.strip():
            raise TroubleError("There is nothing to send.")
        to = self._line(line)
        self._hand_on(self._keep(number, line, text, mine=True), to)

    def prefer(self, number: str, line: str, *, stop: bool) -> None:
        """The switch for offers that WhatsApp has in each conversation with a business."""
        to = self._line(line)
        if to.provider != "whatsapp":
            raise TroubleError("Only WhatsApp has this switch.")
        said = "Offers were switched off in WhatsApp." if stop else "Offers were switched on again."
        text = self._keep(number, line, said, mine=True, preference="stop" if stop else "resume")
        self._hand_on(text, to)

    def again(self, text_id: str) -> None:
        """The provider's next try, with the very same message."""
        text = next((each for each in self._workspace.texts if each.id == text_id), None)
        if text is None or not text.mine:
            raise TroubleError("This text is no longer here.")
        self._hand_on(text, self._line(text.line))

    def on(self, number: str) -> list[Text]:
        return [each for each in self._workspace.texts if each.number == number]

    def _line(self, address: str) -> Line:
        line = next((each for each in self.lines if each.address == address), None)
        if line is None:
            raise TroubleError("Nobody can be reached at this number.")
        return line

    def _keep(self, number: str, line: str, text: str, *, mine: bool, preference: str = "") -> Text:
        workspace = self._workspace
        kept = Text(workspace.new_id("T"), number, line, mine, text, workspace.clock(), preference)
        with workspace.lock:
            workspace.texts.append(kept)
        workspace.changed()
        return kept

    def _hand_on(self, text: Text, line: Line) -> None:
        call = provider_calls.call(line, text)
        try:
            answer = httpx.request(
                call.method, call.url, content=call.content, headers=call.headers, timeout=PATIENCE
            )
        except httpx.HTTPError:
            text.trouble = AWAY
        else:
            text.trouble = "" if answer.is_success else f"{AWAY} ({answer.status_code})"
            for reply in provider_calls.replies(answer.text) if answer.is_success else ():
                self.show(text.number, text.line, reply)
        self._workspace.changed()
