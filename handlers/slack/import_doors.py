"""The ways in which a file comes to us: a form, a message, the menu of a message."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers.slack import adding, defaults, import_answers
from handlers.slack.blocks import import_form
from handlers.slack.blocks.file_text import code
from handlers.slack.ids import Field
from handlers.slack.replies import FormErrors, Message, OpenModal, Replies, UpdateModal
from handlers.slack.requests import Click, Pointed, SharedFile, Submission, Words
from handlers.slack.visits import Visit
from optouts import imports, workspaces
from optouts.core import demand
from optouts.jobs import Options, Report, Source
from optouts.roles import Deed
from optouts.words import Origin

MEBIBYTE: Final = 1024 * 1024

NO_FILE: Final = (
    "This message has no file, so there is nothing to import. Use it on a message with a CSV, TSV,"
    " TXT or XLSX file, or type `/optout import`."
)


def form(visit: Visit, text: str) -> Replies:
    """`/optout import …`: the form, filled in with what was said and what is usual here."""
    known = defaults.setup(visit)
    wish = adding.said(known, text)
    view = import_form.upload_view(
        places=known.places,
        region=wish.region,
        channels=wish.channels,
        senders=wish.senders,
        accounts=wish.accounts,
        note=wish.note,
        metadata=visit.metadata(),
        limit_mib=visit.files.limit // MEBIBYTE,
    )
    return OpenModal(view, f"import {text}".strip())


def redraw(visit: Visit, click: Click) -> Replies:
    """A channel or a mode was chosen: what depends on it appears, the rest stays."""
    demand(visit.actor, Deed.ADD)
    if click.view is None:
        return None
    options = import_answers.uploading(click.view.filled)
    return UpdateModal(
        import_form.upload_view(
            places=defaults.setup(visit).places,
            region=options.region,
            channels=options.choice.channels,
            senders=options.choice.senders,
            accounts=options.choice.accounts,
            mode=options.mode,
            note=options.note,
            metadata=visit.metadata(),
            limit_mib=visit.files.limit // MEBIBYTE,
        )
    )


def submit(visit: Visit, submission: Submission) -> Replies:
    """The file was given to us alone, so it is spoken of where nobody else reads."""
    demand(visit.actor, Deed.ADD)
    filled = submission.view.filled
    options = import_answers.uploading(filled)
    places = defaults.setup(visit).places
    errors = import_answers.complaints(options, filled, places, visit.actor.role)
    if errors:
        return FormErrors(errors)
    files = filled.files(Field.IMPORT_FILE)
    _begin(visit, files, options, report=Report(), ask=False)
    if visit.place.is_direct or _is_repeated(visit):
        return None
    return Message(f"I am reading {_named(files)}. What I find comes into our direct messages.")


def shared(visit: Visit, said: Words, text: str) -> Replies:
    """Files of a message to us: each is asked about in the thread of that message."""
    options = import_answers.wished(adding.said(defaults.setup(visit), text))
    report = Report(visit.place.channel, said.thread)
    _begin(visit, said.files, options, report=report, ask=True)
    return None


def from_message(visit: Visit, pointed: Pointed) -> Replies:
    """The message shortcut, which works where we are no member: then we answer in private."""
    demand(visit.actor, Deed.ADD)
    if not pointed.files:
        return Message(NO_FILE)
    options = import_answers.wished(defaults.wish(defaults.setup(visit)))
    report = Report(visit.place.channel, pointed.thread)
    _begin(visit, pointed.files, options, report=report, ask=True)
    if _is_repeated(visit):
        return None
    return Message(
        f"I am reading {_named(pointed.files)}. What I find comes into the thread of the message,"
        " or into our direct messages where I may not write."
    )


def _begin(
    visit: Visit, files: Sequence[SharedFile], options: Options, *, report: Report, ask: bool
) -> None:
    act = replace(visit.act(note=options.note), origin=Origin.IMPORT)
    for file in files:
        source = Source(file.name, file.size, file.id)
        of_file = replace(act, request=f"{act.request}:{file.id}")
        imports.start(visit.core, of_file, source, options=options, report=report, ask=ask)
    visit.wake()


def _is_repeated(visit: Visit) -> bool:
    """Whether this very request was answered before; the core knows its jobs by it."""
    return not workspaces.is_first_delivery(visit.core, visit.workspace, visit.sent.key)


def _named(files: Sequence[SharedFile]) -> str:
    [first, *others] = files
    if others:
        return f"{len(files)} files"
    return code(first.name) if first.name else "the file"
