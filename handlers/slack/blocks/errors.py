"""Every refusal in words: what happened, why, and what to do."""

from functools import singledispatch
from typing import Final

from handlers.slack import problems
from handlers.slack.blocks.fault_words import fault
from handlers.slack.blocks.file_words import explain_file
from handlers.slack.blocks.keyword_words import explain_rule
from handlers.slack.blocks.progress_words import STAGES
from handlers.slack.blocks.text import CHANNELS, counted, date, escape, in_words, person
from optouts import errors
from optouts.file_faults import UnreadableFile
from optouts.numbers import UnreadableNumber
from optouts.roles import Deed

DEEDS: Final = {
    Deed.LOOK: "look at opt-outs",
    Deed.ADD: "add opt-outs",
    Deed.REMOVE: "remove opt-outs",
    Deed.SHARE: "share opt-outs in a channel",
    Deed.SCHEDULE: "set up reports",
    Deed.MUTE: "mute spikes",
    Deed.JUDGE: "judge replies",
    Deed.CONFIGURE: "change how opt-outs are set up",
}


@singledispatch
def explain(error: Exception) -> str:
    """The words for an error; one that nobody foresaw is our own fault and says so."""
    del error
    return "Something went wrong on our side, and it has been noted. Please try again."


@explain.register
def _(error: errors.NotPermitted) -> str:
    return (
        f"You need the role *{error.needed.word}* to {DEEDS[error.deed]}; yours is"
        f" *{error.role.word}*. Nothing was changed. A manager can give it to you with"
        f" `/optout role @you {error.needed.word}`; workspace admins are managers."
    )


@explain.register
def _(error: errors.NoNumbers) -> str:
    del error
    return "There is no phone number to act on. Type at least one, for example `083 123 4567`."


@explain.register
def _(error: errors.SenderRequired) -> str:
    return (
        f"{CHANNELS[error.channel]} opt-outs belong to the numbers you send from. Choose at least"
        " one source number; `/optout sender` shows them."
    )


@explain.register
def _(error: errors.UnknownSender) -> str:
    if error.text.isdecimal() and len(error.text) < len("31331"):
        return "That sender is not in use any more. `/optout sender` shows those that are."
    kind = f"{CHANNELS[error.channel]} sender" if error.channel else "sender"
    return (
        f"There is no single {kind} “{escape(error.text)}”.{_nearest(error.nearest)}"
        " `/optout sender` shows all of them."
    )


@explain.register
def _(error: errors.UnknownAccount) -> str:
    if error.text.isdecimal():
        return "That account is not in use any more. `/optout account` shows those that are."
    return (
        f"There is no account “{escape(error.text)}”.{_nearest(error.nearest)}"
        " `/optout account` shows all of them."
    )


@explain.register
def _(error: errors.UnknownRegion) -> str:
    return (
        f"“{escape(error.text)}” is not a region we know. Use its two-letter ISO 3166 code, for"
        " example `ZA` for South Africa."
    )


@explain.register
def _(error: errors.UnknownZone) -> str:
    return (
        f"“{escape(error.text)}” is not a time zone we know. Use its name in the time zone"
        " database, for example `Africa/Johannesburg`."
    )


@explain.register
def _(error: errors.UnknownList) -> str:
    del error
    return "One of these lists does not exist here. Start again, please; nothing was changed."


@explain.register
def _(error: errors.UnknownChange) -> str:
    del error
    return "That change does not exist here. Nothing was changed."


@explain.register
def _(error: errors.NothingChosen) -> str:
    del error
    return "Tick at least one list to take the number off."


@explain.register
def _(error: errors.ReasonRequired) -> str:
    del error
    return (
        "This person opted out themselves. Lifting that needs a reason, which is kept with the"
        " change. Nothing was changed yet."
    )


@explain.register
def _(error: errors.AlreadyUndone) -> str:
    return f"Already undone by {person(error.by)}, {date(error.at)}."


@explain.register
def _(error: errors.UndoExpired) -> str:
    return (
        f"This change is of {date(error.at)} and can be undone for {error.days} days only."
        " Add or remove the numbers instead; managers set the time in `/optout settings`."
    )


@explain.register
def _(error: errors.NameTaken) -> str:
    return f"There is an account “{escape(error.name)}” already. Choose another name."


@explain.register
def _(error: errors.AddressTaken) -> str:
    named = f" (“{escape(error.label)}”)" if error.label else ""
    return f"The sender {escape(error.address)}{named} exists already."


@explain.register
def _(error: errors.BadAddress) -> str:
    if CHANNELS[error.channel] == "SMS":
        kinds = "a short code (`31331`), a phone number (`+27600123456`) or a name of up to 11"
        return f"SMS cannot be sent from “{escape(error.address)}”. Use {kinds} letters and digits."
    return (
        f"WhatsApp cannot be sent from “{escape(error.address)}”. Use a phone number with + and"
        " country code, for example `+27600123456`."
    )


@explain.register
def _(error: errors.BadName) -> str:
    if error.name.strip():
        return f"That name is too long: {error.longest} characters at most."
    return "Give it a name."


@explain.register
def _(error: errors.DraftGone) -> str:
    del error
    return (
        "This button belongs to somebody else or is more than a day old. Type the command again;"
        " nothing was changed."
    )


@explain.register
def _(error: errors.UnknownJob) -> str:
    del error
    return "That import or export does not exist here. Nothing was changed."


@explain.register
def _(error: errors.NotYours) -> str:
    return (
        f"This is {person(error.by)}’s, who decides about it; managers can cancel it."
        " Nothing was changed."
    )


@explain.register
def _(error: errors.JobMovedOn) -> str:
    now = STAGES.get(error.stage, "has moved on")
    return f"This {now}, so that button does nothing any more. Its message says how it is."


@explain.register
def _(error: errors.WrongCount) -> str:
    return (
        f"That is not the count: {counted(error.expected, 'opt-out')} would end. Type"
        f" `{error.expected}` if that is right. Nothing was changed yet."
    )


@explain.register
def _(error: errors.OwnRequest) -> str:
    del error
    return "You asked for this yourself, so another manager has to decide. Nothing was changed."


@explain.register
def _(error: errors.StillRunning) -> str:
    del error
    return (
        "That import is still going on. Cancel it or wait for its end; then it can be undone."
        " Nothing was changed by this."
    )


@explain.register
def _(error: errors.SpoolGone) -> str:
    del error
    return "The file of this import is not kept any more. Post it again, and it is read anew."


@explain.register
def _(error: errors.NoApprovalChannel) -> str:
    del error
    return (
        "So many removals need a second manager, and there is no announcement channel in which to"
        " ask one. Set it with `/optout settings announcements #channel`. Nothing was changed."
    )


@explain.register
def _(error: UnreadableFile) -> str:
    return explain_file(error)


@explain.register
def _(error: errors.UnknownSchedule) -> str:
    del error
    return "That report does not exist any more. `/optout report` shows those that do."


@explain.register
def _(error: errors.NoPlace) -> str:
    del error
    return "Choose at least one channel or person that the report is sent to."


@explain.register
def _(error: errors.BadTime) -> str:
    return f"“{escape(error.text)}” is not a time of day. Write it as `08:00`."


@explain.register
def _(error: errors.BadCron) -> str:
    return (
        f"“{escape(error.text)}” is not a cron line that I can follow. It has five fields: minute,"
        " hour, day of the month, month and day of the week. `0 8 * * 1-5` is Monday to Friday at"
        " 08:00."
    )


@explain.register
def _(error: errors.NeverDue) -> str:
    return (
        f"That report would never be sent: it is first due on {date(error.first)}, after its last"
        " day. Choose a later last day, or none."
    )


@explain.register
def _(error: errors.StorageAway) -> str:
    del error
    return "The database does not answer. *Nothing was changed.* Please try again in a minute."


@explain.register
def _(error: problems.NotAMember) -> str:
    who = "Guests" if error.is_guest else "People of other workspaces"
    return f"{who} cannot use Optout here. Ask a full member of this workspace for help."


@explain.register
def _(error: problems.UnknownWord) -> str:
    return (
        f"“{escape(error.text)}” is not something I can do.{_nearest(error.nearest)}"
        " `/optout help` shows everything."
    )


@explain.register
def _(error: problems.BadWords) -> str:
    return f"{escape(error.what)} Write it like this: `{error.usage}`"


@explain.register
def _(error: problems.SlackAway) -> str:
    del error
    return (
        "Slack did not tell me who you are, so I cannot know what you may do. *Nothing was"
        " changed.* Please try again in a minute."
    )


@explain.register
def _(_error: errors.UnknownConnection) -> str:
    return "I do not know that provider connection. `/optout provider` shows those that there are."


@explain.register
def _(error: errors.BadNetwork) -> str:
    return (
        f"“{escape(error.text)}” is neither an address of the network nor a range of them, such as"
        " 192.0.2.10 or 192.0.2.0/24."
    )


@explain.register
def _(error: errors.MissingSecret) -> str:
    return f"The {escape(error.label.lower())} is needed: without it nothing can be received."


@explain.register
def _(_error: errors.UnknownKey) -> str:
    return "That API key does not exist here. `/optout key` shows those that do."


@explain.register
def _(
    error: errors.UnknownRule
    | errors.BadRule
    | errors.RuleTaken
    | errors.OptInNotAlone
    | errors.BadLanguage,
) -> str:
    return explain_rule(error)


@explain.register
def _(error: errors.NoWayToAsk) -> str:
    return (
        f"Nobody can be asked by {escape(error.sender)}: no reply to it has come in through a"
        " provider that also sends messages for us. See `/optout provider`."
    )


@explain.register
def _(_error: errors.NoBusinessName) -> str:
    return "The page of a link names the business. Say what it is called in `/optout replies`."


@explain.register
def _(error: errors.AlreadyJudged) -> str:
    if error.by is None:
        return f"It is too late: nobody judged this in time, so it was settled {date(error.at)}."
    return f"{person(error.by)} has judged this already, {date(error.at)}."


@explain.register
def _(error: errors.BadSecret) -> str:
    return f"That cannot be the {escape(error.label.lower())}: the words below say what is meant."


@explain.register
def _(_error: errors.SecretsLost) -> str:
    return (
        "What was kept for this provider cannot be read any more, as the bot's secret key is"
        " another one. Enter the provider's secrets again in `/optout provider`."
    )


@explain.register
def _(error: errors.BadReplyText) -> str:
    if len(error.text) > error.longest:
        return (
            f"The text has {len(error.text):,} letters; {error.longest:,} are the most that people"
            " may get."
        )
    return (
        "Braces stand for what is filled in, so only two words may be in them: `business` for your"
        " name, `sender` for the number that the message comes from."
    )


@explain.register
def _(error: UnreadableNumber) -> str:
    return f"“{escape(error.raw.strip()[:60])}” {fault(error)}"


def _nearest(words: tuple[str, ...]) -> str:
    return f" Did you mean {in_words(f'“{escape(word)}”' for word in words)}?" if words else ""
