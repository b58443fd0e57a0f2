"""Muting the spikes of a sender, and ending that."""

from handlers.slack.replies import Replies
from handlers.slack.requests import Click
from handlers.slack.visits import Visit
from optouts import spiking
from optouts.jobs import JobId
from optouts.spikes import MUTES


def mute(visit: Visit, click: Click) -> Replies:
    """The message of the spike says what came of it."""
    value, _, lasting = click.value.partition(":")
    spiking.mute(visit.core, visit.act(), JobId(int(value)), lasting=MUTES[lasting])
    visit.wake()
    return None
