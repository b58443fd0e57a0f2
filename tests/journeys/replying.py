"""Customers with a phone, who are reached and answer through a provider of the company."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.application import Application
from bot.sandbox import lines
from bot.sandbox.server import Sandbox
from optouts.inbound import Provider

PROMOTIONS = "31331"
SUPPORT = "+27600123456"
LERATO = "+27835550101"


@dataclass(frozen=True)
class Customer:
    """Somebody whom the company writes to."""

    slack: Sandbox
    number: str

    def answers(self, text: str, *, to: str = PROMOTIONS) -> None:
        self.slack.phones.write(self.number, to, text)
        self._settle()

    def switches_offers(self, *, off: bool, to: str = SUPPORT) -> None:
        """What WhatsApp itself has for it."""
        self.slack.phones.prefer(self.number, to, stop=off)
        self._settle()

    def is_delivered_again(self) -> None:
        """The provider delivers the newest answer once more."""
        newest = [each for each in self.slack.phones.on(self.number) if each.mine][-1]
        self.slack.phones.again(newest.id)
        self._settle()

    @property
    def reads(self) -> list[str]:
        """What the company wrote, oldest first."""
        return [each.text for each in self.slack.phones.on(self.number) if not each.mine]

    @property
    def trouble(self) -> str:
        """Why the newest answer has not been delivered."""
        newest = [each for each in self.slack.phones.on(self.number) if each.mine][-1]
        return newest.trouble

    def _settle(self) -> None:
        if self.slack.settle is not None:
            self.slack.settle()


Customers = Callable[..., Customer]
"""The customer of a number, reached through the providers that are named by channel."""


def reached(bot: Application, slack: Sandbox, **usual: Provider) -> Customer:
    lines.connect(slack.phones, bot.core, bot.url, {**lines.USUAL, **usual})
    return Customer(slack, LERATO)
