"""Looking without changing: is a number opted out, and what happened to it?"""

from dataclasses import replace

from handlers.slack import arguments, defaults, filters
from handlers.slack.blocks import histories, lookup_forms, opt_outs
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.text import CHANNELS, plain, sender
from handlers.slack.ids import Field, Form
from handlers.slack.problems import BadWords
from handlers.slack.replies import FormErrors, Message, OpenModal, Replace, Replies
from handlers.slack.requests import Click, Filled, Submission
from handlers.slack.visits import Visit
from handlers.slack.wishes import Wish
from optouts import drafts, history, numbers, roles, screening, undoing
from optouts.numbers import E164, Reading
from optouts.outcomes import Story, Wanted
from optouts.places import Places
from optouts.roles import Deed
from optouts.screening import Message as Asked
from optouts.setup import Setup
from optouts.words import AccountId, ChangeId, Kind, Origin, SenderId


def check(visit: Visit, text: str) -> Replies:
    """`/optout check …`: may these numbers be messaged?"""
    known = defaults.setup(visit)
    said = arguments.sort(text, flags=defaults.FLAGS, clauses={"from", "for", "region"})
    region = defaults.region_said(said) or defaults.region(known)
    if not said.subject:
        return _lookup(visit, known, Form.CHECK, text="check")
    senders = defaults.senders_said(said, known.places)
    accounts = defaults.accounts_said(said, known.places) or ()
    if len(senders) > 1 or len(accounts) > 1:
        raise BadWords(
            "A check is about one message: name one sender and one account at most.",
            "/optout check 083 123 4567 whatsapp from Support line for Baobab Retail",
        )
    channels = defaults.channels_said(said)
    asked = Asked(
        channel=channels[0] if len(channels) == 1 else None,
        sender=senders[0].id if senders else None,
        account=accounts[0].id if accounts else None,
    )
    reading = numbers.read(said.subject, region=region, short_ok=True)
    return _checked(visit, known, reading, asked)


def submit_check(visit: Visit, submission: Submission) -> Replies:
    known = defaults.setup(visit)
    filled = submission.view.filled
    reading = _read(filled)
    if reading.refused:
        return _faults(reading)
    source = filled.chosen(Field.SENDER)
    account = filled.chosen(Field.ACCOUNT)
    asked = Asked(
        sender=SenderId(int(source)) if source else None,
        account=AccountId(int(account)) if account else None,
    )
    return _checked(visit, known, reading, asked)


def _read(filled: Filled) -> Reading:
    return numbers.read(
        filled.text(Field.NUMBERS), region=filled.chosen(Field.REGION), short_ok=True
    )


def _faults(reading: Reading) -> FormErrors:
    lines = "\n".join(plain(explain(refused)) for refused in reading.refused)
    return FormErrors({Field.NUMBERS: lines})


def _checked(visit: Visit, known: Setup, reading: Reading, asked: Asked) -> Message:
    answers = screening.check(visit.core, visit.workspace, reading.numbers, asked, by=visit.actor)
    token = _keep(visit, known, reading.numbers)
    return opt_outs.checked(
        answers,
        scope=_scope(asked, known.places),
        unreadable=reading.refused,
        draft=token,
        lists=_lists(visit, asked),
        may_add=roles.may(visit.actor.role, Deed.ADD),
        may_remove=roles.may(visit.actor.role, Deed.REMOVE),
    )


def _lists(visit: Visit, asked: Asked) -> str:
    """The token of the lists that were asked about; empty if these are all of them."""
    wanted = Wanted(asked.channel, asked.sender, asked.account)
    if wanted == Wanted():
        return ""
    return drafts.keep(visit.core, visit.workspace, filters.body(wanted), by=visit.actor)


def _keep(visit: Visit, known: Setup, found: tuple[E164, ...]) -> str:
    """Numbers behind the buttons of an answer: kept here, named by a token there."""
    written = ", ".join(number.international for number in found)
    wish = replace(defaults.wish(known), numbers=written)
    return drafts.keep(visit.core, visit.workspace, wish.body(), by=visit.actor)


def _scope(asked: Asked, places: Places) -> str:
    """`` for WhatsApp from Support line``; empty if the question was about any message."""
    source = places.sender(asked.sender) if asked.sender else None
    account = places.account(asked.account) if asked.account else None
    parts = [
        f" for {CHANNELS[asked.channel]}" if asked.channel else "",
        f" from {sender(source)}" if source else "",
        f" of {account.name}" if account else "",
    ]
    return "".join(parts)


def _lookup(visit: Visit, known: Setup, form: Form, *, text: str) -> OpenModal:
    view = lookup_forms.view(
        form,
        numbers="",
        region=defaults.region(known),
        places=known.places,
        metadata=visit.metadata(),
    )
    return OpenModal(view, text)


def story(visit: Visit, text: str) -> Replies:
    """`/optout history …`: everything that happened to a number."""
    known = defaults.setup(visit)
    said = arguments.sort(text, clauses={"region"})
    if not said.subject:
        return _lookup(visit, known, Form.HISTORY, text="history")
    region = defaults.region_said(said) or defaults.region(known)
    reading = numbers.read(said.subject, region=region, short_ok=True)
    if reading.refused:
        return opt_outs.unreadable(reading.refused)
    if len(reading.numbers) > 1:
        raise BadWords("A history is of one number.", "/optout history 083 123 4567")
    return _story(visit, reading.numbers[0])


def submit_story(visit: Visit, submission: Submission) -> Replies:
    reading = _read(submission.view.filled)
    if reading.refused:
        return _faults(reading)
    if len(reading.numbers) > 1:
        return FormErrors({Field.NUMBERS: "A history is of one number. Leave only one here."})
    return _story(visit, reading.numbers[0])


def press_history(visit: Visit, click: Click) -> Replies:
    """The History button, under a change (its id) or under a check (the token of its number)."""
    if click.value.isdecimal():
        recorded = history.change(
            visit.core, visit.workspace, ChangeId(int(click.value)), by=visit.actor
        )
        return _story(visit, recorded.low)
    return _story(visit, _kept(visit, click.value))


def turn_page(visit: Visit, click: Click) -> Replies:
    token, _, start = click.value.rpartition(":")
    return Replace(_story(visit, _kept(visit, token), start=int(start)))


def _kept(visit: Visit, token: str) -> E164:
    body = drafts.of_token(visit.core, visit.workspace, token, by=visit.actor)
    return numbers.parse(body["numbers"], region=body["region"], short_ok=True)


def _story(visit: Visit, number: E164, *, start: int = 0) -> Message:
    found = history.of_number(visit.core, visit.workspace, number, by=visit.actor)
    body = Wish(numbers=str(number)).body()
    token = drafts.keep(visit.core, visit.workspace, body, by=visit.actor)
    return histories.message(found, start=start, draft=token, undoable=_undoable(visit, found))


def _undoable(visit: Visit, found: Story) -> ChangeId | None:
    """The newest change of a number, if this person may undo it."""
    if not found.events:
        return None
    newest = found.events[0].change
    if newest.origin is Origin.IMPORT:  # it is about more numbers than this one
        return None
    offered = undoing.is_offered(
        newest,
        opened=newest.kind is Kind.ADD,
        role=visit.actor.role,
        days=defaults.setup(visit).preferences.undo_days,
        now=visit.core.clock(),
    )
    return newest.id if offered else None
