"""How the API words every refusal: its status, a title, and what to do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from handlers.http.api import rejected
from optouts import errors
from optouts.numbers import UnreadableNumber


@dataclass(frozen=True, slots=True)
class Words:
    """`detail` may name the facts of the error in braces."""

    status: int
    title: str
    detail: str


GONE: Final = "It does not exist here. Nothing was changed."
NOT_HERE: Final = "This is done in Slack only."

WORDS: Final[Mapping[type[Exception], Words]] = {
    rejected.KeyNeeded: Words(
        401,
        "A key is needed",
        "Send a key that is in use as “Authorization: Bearer optout_…”. Managers make keys in Slack"
        " with /optout key.",
    ),
    rejected.ReadingKey: Words(
        403,
        "This key only reads",
        "Managers make keys that may change opt-outs in Slack with /optout key. Nothing was"
        " changed.",
    ),
    rejected.OtherAccount: Words(
        403,
        "The key is for another account",
        "This key sees and changes the lists of its own account, and “{text}” is another one.",
    ),
    rejected.TooManyCalls: Words(
        429,
        "Too many calls",
        "A key may be used {calls} times a minute. Try again in {seconds} s; one call may hold up"
        " to 10,000 numbers.",
    ),
    rejected.TooManyExports: Words(
        429,
        "Too many exports at a time",
        "{at_a_time} exports are being written at this moment. Try again when one of them is over.",
    ),
    rejected.NotACursor: Words(
        422, "Not a cursor", "Send back what an answer of this call had as “next”, as it was."
    ),
    rejected.NoPublicAddress: Words(
        409,
        "No public address",
        "Links need the address under which Optout is reached from outside: the setting"
        " PUBLIC_URL.",
    ),
    rejected.UnknownLink: Words(404, "Unknown link", "There is no such link here."),
    rejected.UsedForOtherCall: Words(
        422,
        "Idempotency-Key was used before",
        "It was used for another call. Use a new one for each call, and the same one only to repeat"
        " a call as it was.",
    ),
    rejected.StillAnswering: Words(
        409,
        "The same call is being answered",
        "A call with this Idempotency-Key is going on. Try again in a moment for its answer.",
    ),
    UnreadableNumber: Words(
        422,
        "Not a phone number",
        "A number that was sent cannot be read ({fault}). Nothing was changed.",
    ),
    errors.NotPermitted: Words(
        403,
        "Not permitted",
        "This needs the role {needed.word}; the role of this key is {role.word}.",
    ),
    errors.NoNumbers: Words(422, "No numbers", "There is no phone number to act on."),
    errors.SenderRequired: Words(
        422, "A sender is needed", "Opt-outs of {channel} belong to senders: name one."
    ),
    errors.UnknownSender: Words(
        422, "Unknown sender", "There is no single sender “{text}” in use.{nearest}"
    ),
    errors.UnknownAccount: Words(
        422, "Unknown account", "There is no account “{text}” in use.{nearest}"
    ),
    errors.UnknownRegion: Words(
        422, "Unknown region", "“{text}” is no region. Use a code of ISO 3166, such as ZA."
    ),
    errors.UnknownZone: Words(
        422,
        "Unknown time zone",
        "“{text}” is no time zone. Use a name such as Africa/Johannesburg.",
    ),
    errors.UnknownList: Words(404, "Unknown list", GONE),
    errors.UnknownChange: Words(404, "Unknown change", GONE),
    errors.NothingChosen: Words(422, "Nothing chosen", "Name at least one channel."),
    errors.ReasonRequired: Words(
        409,
        "A reason is needed",
        "This person opted out themselves. Lifting that needs a reason, which is kept. Nothing was"
        " changed.",
    ),
    errors.AlreadyUndone: Words(409, "Already undone", "{by} undid it at {at:%Y-%m-%dT%H:%MZ}."),
    errors.UndoExpired: Words(
        409, "Too late to undo", "It is of {at:%Y-%m-%d} and can be undone for {days} days."
    ),
    errors.NameTaken: Words(409, "The name is taken", "There is an account “{name}” already."),
    errors.AddressTaken: Words(
        409, "The address is taken", "There is a sender “{address}” already."
    ),
    errors.BadAddress: Words(
        422, "Not a sender", "Messages of {channel} cannot be sent from “{address}”."
    ),
    errors.BadName: Words(422, "Not a name", "A name has 1 to {longest} characters."),
    errors.DraftGone: Words(404, "Too old", GONE),
    errors.UnknownJob: Words(404, "Unknown job", GONE),
    errors.NotYours: Words(403, "Somebody else’s", "{by} decides about it. Nothing was changed."),
    errors.JobMovedOn: Words(409, "Over by now", "It is {stage}. Nothing was changed."),
    errors.WrongCount: Words(409, "Not the count", "{expected} opt-outs would end."),
    errors.OwnRequest: Words(409, "Asked for by yourself", "Somebody else has to decide."),
    errors.StillRunning: Words(409, "Still going on", "Nothing was changed. Try again later."),
    errors.SpoolGone: Words(409, "The file is gone", "It is not kept any more."),
    errors.NoApprovalChannel: Words(
        409, "Nobody to approve it", "No announcement channel is set. Nothing was changed."
    ),
    errors.UnknownSchedule: Words(404, "Unknown report", GONE),
    errors.NoPlace: Words(422, "Nowhere to send it", NOT_HERE),
    errors.BadTime: Words(422, "Not a time", "“{text}” is not a time of day such as 08:00."),
    errors.BadCron: Words(422, "Not a cron line", "“{text}” is not five fields of cron."),
    errors.NeverDue: Words(422, "Never due", "It would be due at {first:%Y-%m-%d}, after its end."),
    errors.AlreadyJudged: Words(409, "Already judged", "It was decided at {at:%Y-%m-%dT%H:%MZ}."),
    errors.BadLanguage: Words(422, "Not a language", "“{text}” is no language of ISO 639."),
    errors.BadNetwork: Words(422, "Not an address", "“{text}” is no network address."),
    errors.BadReplyText: Words(422, "Not a text", "A text has 1 to {longest} characters."),
    errors.BadSecret: Words(422, "Not such a secret", "{label} is not as it has to be."),
    errors.BadRule: Words(422, "Not a rule", "A rule has 1 to {longest} characters."),
    errors.MissingSecret: Words(422, "A secret is missing", "{label} is needed."),
    errors.OptInNotAlone: Words(422, "Not a rule", "Opting in takes the exact word alone."),
    errors.RuleTaken: Words(409, "The rule exists", "There is such a rule already."),
    errors.UnknownConnection: Words(404, "Unknown provider", GONE),
    errors.UnknownRule: Words(404, "Unknown rule", GONE),
    errors.UnknownKey: Words(404, "Unknown key", GONE),
    errors.NoWayToAsk: Words(
        409,
        "No way to ask the person",
        "No reply to {sender} has come in through a provider that also sends messages for us."
        " Nothing was changed.",
    ),
    errors.NoBusinessName: Words(
        409,
        "The business has no name",
        "The page of a link names the business. Managers say what it is called in Slack with"
        " /optout replies.",
    ),
    errors.SecretsLost: Words(
        503,
        "The secret key is another one",
        "What was kept sealed cannot be read. Somebody has to enter it again in Slack.",
    ),
    errors.StorageAway: Words(
        503,
        "The database does not answer",
        "Nothing was changed, and nobody is known to be free: do not send. Try again soon.",
    ),
}

PLAIN: Final[Mapping[int, Words]] = {
    400: Words(400, "Not understood", "The body of the call could not be read."),
    404: Words(404, "Nothing here", "There is nothing at this address. /docs shows what there is."),
    405: Words(405, "Not that way", "This address takes other methods. /docs shows which."),
    413: Words(413, "Too large", "The body of a call may have 8 MB. Send it in parts."),
    422: Words(422, "Not understood", "Something that was sent is not as it has to be."),
    500: Words(500, "Our fault", "Something went wrong on our side, and it has been noted."),
}
"""What no refusal of ours says."""


def slug(kind: type[Exception]) -> str:
    """The end of a problem's type: ``unknown-sender``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()


def detail(words: Words, error: Exception) -> str:
    """The facts of an error put into its words."""
    facts = dict(vars(error))
    if "nearest" in facts:
        facts["nearest"] = _nearest(facts["nearest"])
    return words.detail.format(**facts)


def _nearest(known: tuple[str, ...]) -> str:
    return f" Did you mean {' or '.join(f'“{each}”' for each in known)}?" if known else ""
