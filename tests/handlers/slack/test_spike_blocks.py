"""What the channel reads of a spike: the figures in words, and nothing that Slack refuses."""

from datetime import timedelta

import pytest

from bot.sandbox.outline import outline
from handlers.slack.blocks import spike
from handlers.slack.replies import Message
from optouts.jobs import JobId
from optouts.places import Sender
from optouts.spikes import Mute, Spike
from optouts.words import EVERY_SENDER, ActorId, Channel, SenderId
from tests.handlers.slack import extremes
from tests.handlers.slack.extremes import NOTE, NOW
from tests.handlers.slack.test_blocks import (
    assert_nothing_is_injected,
    assert_slack_takes,
    under_every_name,
)

JOB = JobId(7)
PROMOTIONS = Sender(SenderId(1), Channel.SMS, "31331", "Promotions", retired=False)


def told(usual: float, *, sender: Sender | None = PROMOTIONS, mute: Mute | None = None) -> str:
    found = Spike(sender.id if sender else EVERY_SENDER, NOW, 1234, usual, (("Sale", 1000),))
    return read(spike.message(found, JOB, sender=sender, mute=mute))


def read(message: Message) -> str:
    return outline([block.to_dict() for block in message.blocks])


@pytest.mark.parametrize(
    ("usual", "words"),
    [
        (0, "There was none in the four weeks before."),
        (0.01, "Fewer than one a day is usual."),
        (0.5, "About 12 a day are usual."),
        (1.2, "About 1 an hour is usual."),
        (1234.5, "About 1,234 an hour are usual."),
    ],
)
def test_what_is_usual_is_said_in_a_measure_that_one_can_picture(usual: float, words: str) -> None:
    assert words in told(usual)


def test_a_spike_names_the_sender_the_hour_and_the_likely_cause() -> None:
    assert told(3).splitlines() == [
        (
            "Opt-outs of *Promotions (31331)* are rising: *1,234 opt-outs in an hour*."
            " About 3 an hour are usual."
        ),
        "Likely cause: “Sale” (1,000)",
        (
            "The hour before 30 September 2026, 23:59 UTC · Replies, links and single additions"
            " are counted; imports are not."
        ),
        "[Mute for a Day] [Mute for a Week]",
    ]


def test_a_spike_of_the_lists_for_every_sender_says_so() -> None:
    assert told(3, sender=None).startswith("Opt-outs of *every sender* are rising")


def test_a_muted_one_says_who_muted_it_until_when_and_offers_the_end_of_it() -> None:
    mute = Mute(NOW + timedelta(days=1), ActorId("U0PIETER"))

    assert told(3, mute=mute).endswith(
        "*Muted* until 1 October 2026, 23:59 UTC by @U0PIETER\n[Unmute]"
    )


@under_every_name
def test_slack_takes_every_spike(name: str) -> None:
    causes = tuple((NOTE, 10**9) for _ in range(3))
    found = Spike(SenderId(1), NOW, 10**9, 10**8, causes)
    mute = Mute(NOW, ActorId("U0PIETER"))

    for each in (None, mute):
        message = spike.message(found, JobId(2**62), sender=extremes.sender(0, name), mute=each)
        assert_slack_takes(message)
        assert_nothing_is_injected(message)
