"""What a person may be told in answer to what they wrote."""

from enum import StrEnum


class ReplyKind(StrEnum):
    """At most one of each is sent for one message of theirs."""

    STOPPED = "stopped"  # opted out of what this sender sends
    STOPPED_EVERYWHERE = "stopped_everywhere"
    STARTED = "started"  # off the list again, as they asked
    ASKED = "asked"  # double opt-in: do you really want to?
    NOT_STARTED = "not_started"  # they asked to, but others opted them out, or nothing to lift
    HELP = "help"
