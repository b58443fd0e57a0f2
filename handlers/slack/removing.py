"""Taking numbers off lists, and undoing changes."""

from collections.abc import Sequence
from typing import Final

from slack_sdk.models.views import View

from handlers.slack import arguments, defaults, home, metadata
from handlers.slack.arguments import Arguments
from handlers.slack.blocks import lookup_forms, opt_outs, remove_form
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.text import names_people, plain
from handlers.slack.ids import Field, Form
from handlers.slack.metadata import Metadata
from handlers.slack.replies import (
    Announce,
    FormErrors,
    Message,
    OpenModal,
    Replace,
    Replies,
    UpdateModal,
)
from handlers.slack.requests import Click, Submission
from handlers.slack.visits import Visit
from optouts import changes, drafts, history, imports, numbers, screening, workspaces
from optouts.errors import NothingChosen, ReasonRequired
from optouts.jobs import Report
from optouts.numbers import E164
from optouts.outcomes import OptOut, Removed, Undone
from optouts.setup import Setup
from optouts.words import ChangeId, ListId

EVERYWHERE: Final = "everywhere"
FIRST_LISTS: Final = f"{Field.LISTS}_0"


def remove(visit: Visit, text: str) -> Replies:
    """`/optout remove …`: at once if it is said from where, else by tick boxes."""
    known = defaults.setup(visit)
    said = arguments.sort(
        text,
        flags={*defaults.FLAGS, EVERYWHERE},
        clauses={"from", "for", "region"},
        free={"reason"},
    )
    region = defaults.region_said(said) or defaults.region(known)
    if not said.subject:
        return OpenModal(
            lookup_forms.view(
                Form.REMOVE_FIND,
                numbers="",
                region=region,
                places=known.places,
                metadata=visit.metadata(),
            ),
            "remove",
        )
    reading = numbers.read(said.subject, region=region, short_ok=True)
    if reading.refused:
        return opt_outs.unreadable(reading.refused)
    standing = _standing(visit, reading.numbers)
    if not standing:
        return _nothing_to_remove(visit, reading.numbers)
    if said.flags or "from" in said.clauses or "for" in said.clauses:
        lists = _meant(said, known, standing)
        if not lists:
            return opt_outs.elsewhere(standing)
        return _removed(visit, standing, lists, said.prose("reason"))
    return _form(visit, standing, text=f"remove {text}")


def find(visit: Visit, submission: Submission) -> Replies:
    """The first step of the form: which numbers? The second shows the lists they are on."""
    filled = submission.view.filled
    region = filled.chosen(Field.REGION)
    reading = numbers.read(filled.text(Field.NUMBERS), region=region, short_ok=True)
    if reading.refused:
        faults = "\n".join(plain(explain(refused)) for refused in reading.refused)
        return FormErrors({Field.NUMBERS: faults})
    standing = _standing(visit, reading.numbers)
    if not standing:
        nothing = _nothing_to_remove(visit, reading.numbers)
        if names_people(nothing.text):
            return nothing
        return FormErrors({Field.NUMBERS: plain(nothing.text)})
    return UpdateModal(_view(visit, standing))


def _standing(visit: Visit, asked: Sequence[E164]) -> list[OptOut]:
    answers = screening.check(
        visit.core, visit.workspace, asked, screening.Message(), by=visit.actor
    )
    return [each for answer in answers for each in answer.because]


def _nothing_to_remove(visit: Visit, asked: Sequence[E164]) -> Message:
    """Nobody is on a list; of a single number it is said who took it off, and when."""
    if len(asked) > 1:
        return Message(f"None of these {len(asked)} numbers is opted out. Nothing was changed.")
    story = history.of_number(visit.core, visit.workspace, asked[0], by=visit.actor)
    return opt_outs.nothing_to_remove(story)


def _meant(said: Arguments, known: Setup, standing: Sequence[OptOut]) -> list[ListId]:
    """The lists that the words of a removal are about."""
    channels = defaults.channels_said(said)
    senders = {sender.id for sender in defaults.senders_said(said, known.places)}
    accounts = {account.id for account in defaults.accounts_said(said, known.places) or ()}
    return [
        each.list.id
        for each in standing
        if (not channels or each.list.channel in channels)
        and (not senders or (each.list.sender is not None and each.list.sender.id in senders))
        and (not accounts or (each.list.account is not None and each.list.account.id in accounts))
    ]


def _form(visit: Visit, standing: Sequence[OptOut], *, text: str) -> OpenModal:
    return OpenModal(_view(visit, standing), text)


def _view(visit: Visit, standing: Sequence[OptOut]) -> View:
    body = {"numbers": sorted({each.number.digits for each in standing})}
    token = drafts.keep(visit.core, visit.workspace, body, by=visit.actor)
    lists = {each.list.id for each in standing}
    return remove_form.view(
        standing,
        zone=defaults.setup(visit).preferences.zone,
        ticked=lists if len(lists) == 1 else (),
        metadata=visit.metadata(draft=token),
    )


def submit(visit: Visit, submission: Submission) -> Replies:
    """Take the numbers off what is ticked."""
    view = submission.view
    body = drafts.of_token(visit.core, visit.workspace, view.metadata.draft, by=visit.actor)
    lists = [ListId(int(value)) for value in view.filled.ticked_like(Field.LISTS)]
    asked = [E164(digits) for digits in body["numbers"]]
    act = visit.act(note=view.filled.text(Field.REASON))
    try:
        outcome = changes.remove(visit.core, act, asked, lists)
    except NothingChosen as error:
        return FormErrors({FIRST_LISTS: plain(explain(error))})
    except ReasonRequired as error:
        return FormErrors({Field.REASON: plain(explain(error))})
    return _told(outcome)


def _removed(
    visit: Visit, standing: Sequence[OptOut], lists: Sequence[ListId], reason: str
) -> Replies:
    asked = {each.number for each in standing}
    return _told(changes.remove(visit.core, visit.act(note=reason), asked, lists))


def _told(outcome: Removed) -> Replies:
    if outcome.repeated:
        return None
    answer = opt_outs.removed(outcome)
    return [answer, Announce(outcome.change.id)] if outcome.closed else answer


def undo(visit: Visit, click: Click) -> Replies:
    """Undo a change; where that lifts a person's own opt-out, ask for the reason first."""
    change = ChangeId(int(click.value))
    if imports.is_bulk(visit.core, visit.workspace, change):
        return _undo_at_length(visit, change)
    try:
        outcome = changes.undo(visit.core, visit.act(), change)
    except ReasonRequired:
        return OpenModal(remove_form.undo_reason(metadata=visit.metadata(subject=change)))
    return _undone(visit, outcome)


def _undo_at_length(visit: Visit, change: ChangeId) -> Replies:
    """An undo that is worked on, with a message of its own beside the one that was pressed; what
    only the person saw is answered in private."""
    seen_by_all = visit.place.channel and visit.place.message
    thread = visit.place.thread or visit.place.message
    report = Report(visit.place.channel, thread) if seen_by_all else Report()
    try:
        imports.undo(visit.core, visit.act(), change, report=report)
    except ReasonRequired:
        kept = Metadata(report.channel, report.thread, subject=str(change))
        return OpenModal(remove_form.undo_reason(metadata=metadata.dumps(kept)))
    visit.wake()
    return None


def undo_with_reason(visit: Visit, submission: Submission) -> Replies:
    change = ChangeId(int(submission.view.metadata.subject))
    act = visit.act(note=submission.view.filled.text(Field.REASON))
    try:
        if imports.is_bulk(visit.core, visit.workspace, change):
            report = Report(visit.place.channel, visit.place.thread)
            imports.undo(visit.core, act, change, report=report)
            visit.wake()
            return None
        outcome = changes.undo(visit.core, act, change)
    except ReasonRequired as error:
        return FormErrors({Field.REASON: plain(explain(error))})
    if outcome.repeated:
        return None
    shown = opt_outs.undone(outcome) if visit.place.channel else home.view(visit)
    return [shown, Announce(outcome.change.id)]


def _undone(visit: Visit, outcome: Undone) -> Replies:
    """The team's message is amended; the answer to the person gives way to what was undone."""
    if outcome.repeated:
        return None
    told = workspaces.announcement_of(visit.core, visit.workspace, outcome.undone.id)
    announce = Announce(outcome.change.id)
    if not visit.place.channel:
        return [home.view(visit), announce]
    if told is not None and told.ts == visit.place.message:
        return announce
    return [Replace(opt_outs.undone(outcome)), announce]
