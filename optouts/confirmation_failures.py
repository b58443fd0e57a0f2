"""Why a confirmation did not arrive. Values only."""

from enum import StrEnum


class Failure(StrEnum):
    """Why a try did not work, or why it was the last; each has its words in Slack."""

    UNREACHABLE = "unreachable"  # nobody was there
    BUSY = "busy"  # the provider said to come back later
    UNCLEAR = "unclear"  # no answer came: it may have been sent
    LATE = "late"  # its time was over before anybody could try
    REFUSED = "refused"  # the provider will not send it
    CANNOT = "cannot"  # the connection lacks what is needed to send
    SECRETS_LOST = "secrets_lost"


def why(failure: str) -> tuple[Failure, str]:
    """A stored failure, with what the provider said of it, or nothing."""
    code, _, detail = failure.partition(":")
    return Failure(code), detail
