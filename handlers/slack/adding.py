"""Adding opt-outs: by command, by form, and from the numbers in a message."""

from dataclasses import replace
from typing import Final

from handlers.slack import arguments, defaults
from handlers.slack.blocks import add_form, opt_outs
from handlers.slack.blocks.elements import LONGEST_SECTION
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.text import plain
from handlers.slack.ids import Field
from handlers.slack.replies import Announce, FormErrors, OpenModal, Replies, Reply, UpdateModal
from handlers.slack.requests import Click, Filled, Pointed, Submission
from handlers.slack.visits import Visit
from handlers.slack.wishes import Wish, wish_of
from optouts import changes, drafts, numbers
from optouts.core import demand
from optouts.errors import NoNumbers, SenderRequired
from optouts.numbers import Fault, Reading
from optouts.places import Places
from optouts.roles import Deed
from optouts.setup import Setup
from optouts.words import AccountId, Channel, SenderId

SEPARATORS: Final = ",;\n"

TICK: Final = "Tick this if nothing is missing, or correct the number above."


def add(visit: Visit, text: str) -> Replies:
    """`/optout add …`: done at once if everything is said, else the form with what was said."""
    known = defaults.setup(visit)
    wish = said(known, text)
    if not wish.numbers or lacks_sender(wish, known.places):
        return form(visit, known, wish, text=f"add {text}".strip())
    return perform(visit, wish)


def said(known: Setup, text: str) -> Wish:
    """What the words of a command ask for; the rest is as usual in this channel."""
    found = arguments.sort(
        text, flags=defaults.FLAGS, clauses={"from", "for", "region"}, free={"note"}
    )
    usual = defaults.wish(known)
    senders = defaults.senders_said(found, known.places)
    accounts = defaults.accounts_said(found, known.places)
    chosen = usual.accounts if accounts is None else tuple(account.id for account in accounts)
    channels = defaults.channels_said(found) or tuple(sorted({each.channel for each in senders}))
    usual_senders = usual.senders if set(channels or usual.channels) == set(usual.channels) else ()
    return Wish(
        numbers=found.subject,
        region=defaults.region_said(found) or defaults.region(known, accounts=chosen),
        channels=channels or usual.channels,
        senders=defaults.ids(senders) or usual_senders,
        accounts=chosen,
        note=found.prose("note"),
    )


def lacks_sender(wish: Wish, places: Places) -> bool:
    """WhatsApp opt-outs need their source numbers."""
    named = {sender.channel for each in wish.senders if (sender := places.sender(each))}
    return Channel.WHATSAPP in wish.channels and Channel.WHATSAPP not in named


def form(visit: Visit, known: Setup, wish: Wish, *, text: str = "add", notice: str = "") -> Reply:
    fitting, left_out = _fitting(wish.numbers)
    if left_out:
        notice = f"This form holds no more numbers; the last {left_out} of them are left out."
    wish = replace(wish, numbers=fitting)
    view = add_form.view(wish, known.places, metadata=visit.metadata(), notice=notice)
    return OpenModal(view, text)


def _fitting(written: str) -> tuple[str, int]:
    """The whole numbers that one field holds: cut anywhere, a number could become another one."""
    if len(written) <= LONGEST_SECTION:
        return written, 0
    cut = max(written.rfind(mark, 0, LONGEST_SECTION) for mark in SEPARATORS)
    rest = written[max(cut, 0) :].translate(dict.fromkeys(map(ord, SEPARATORS), ","))
    return written[: max(cut, 0)], sum(bool(each.strip()) for each in rest.split(","))


def perform(visit: Visit, wish: Wish, *, leave_out: bool = False) -> Replies:
    """Add what can be read. If something cannot, nothing is added before the person says so."""
    reading = numbers.read(wish.numbers, region=wish.region)
    if reading.refused and not (leave_out and reading.numbers):
        token = drafts.keep(visit.core, visit.workspace, wish.body(), by=visit.actor)
        return opt_outs.unreadable_numbers(reading.numbers, reading.refused, draft=token)
    return _added(visit, wish, reading)


def _added(visit: Visit, wish: Wish, reading: Reading) -> Replies:
    act = visit.act(note=wish.note, evidence={"typed": wish.numbers})
    outcome = changes.add(visit.core, act, reading.numbers, wish.choice)
    if outcome.repeated:
        return None
    answer = opt_outs.added(outcome, unreadable=reading.refused)
    return [answer, Announce(outcome.change.id)] if outcome.opened else answer


def add_readable(visit: Visit, click: Click) -> Replies:
    """Go on with the numbers that could be read."""
    body = drafts.of_token(visit.core, visit.workspace, click.value, by=visit.actor)
    return perform(visit, wish_of(body), leave_out=True)


def from_message(visit: Visit, pointed: Pointed) -> Replies:
    """The message shortcut: the form, filled in with the numbers of the message."""
    demand(visit.actor, Deed.ADD)
    known = defaults.setup(visit)
    usual = defaults.wish(known)
    found = numbers.find(pointed.text, region=usual.region)
    written = ", ".join(number.international for number in found)
    notice = "" if found else "No phone number was found in this message."
    return form(visit, known, replace(usual, numbers=written), notice=notice)


def new(visit: Visit, _pointed: Pointed) -> Replies:
    """The global shortcut: the empty form."""
    demand(visit.actor, Deed.ADD)
    return add(visit, "")


def choose_channels(visit: Visit, click: Click) -> Replies:
    """A channel was ticked or unticked: its senders appear or disappear, the rest stays."""
    demand(visit.actor, Deed.ADD)
    if click.view is None:
        return None
    known = defaults.setup(visit)
    wish = filled_in(click.view.filled)
    metadata = visit.metadata()
    return UpdateModal(add_form.view(wish, known.places, metadata=metadata))


def submit(visit: Visit, submission: Submission) -> Replies:
    """Every fault under its field at once; short numbers are asked about; then it is done."""
    demand(visit.actor, Deed.ADD)
    known = defaults.setup(visit)
    filled = submission.view.filled
    wish = filled_in(filled)
    reading = numbers.read(wish.numbers, region=wish.region)
    short = [each for each in reading.refused if each.fault is Fault.UNUSUALLY_SHORT]
    asked_about = add_form.fingerprint(short)
    is_asked = bool(short) and asked_about == submission.view.metadata.subject
    if is_asked and filled.ticked(Field.SHORT_OK):
        reading = numbers.read(wish.numbers, region=wish.region, short_ok=True)
    errors = _errors(wish, reading, filled, known.places)
    if short and set(errors) == {Field.NUMBERS} and len(short) == len(reading.refused):
        if is_asked:
            return FormErrors({**errors, Field.SHORT_OK: TICK})
        metadata = visit.metadata(subject=asked_about)
        return UpdateModal(add_form.view(wish, known.places, metadata=metadata, short=short))
    if errors:
        return FormErrors(errors)
    return _added(visit, wish, reading)


def filled_in(filled: Filled, *, ticked: Field = Field.CHANNELS) -> Wish:
    """What a form asks for; the channels are those ticked in that field of it."""
    channels = tuple(Channel(value) for value in filled.ticked(ticked))
    senders = [
        *(filled.ticked(Field.SMS_SENDERS) if Channel.SMS in channels else ()),
        *(filled.ticked(Field.WHATSAPP_SENDERS) if Channel.WHATSAPP in channels else ()),
    ]
    return Wish(
        numbers=filled.text(Field.NUMBERS),
        region=filled.chosen(Field.REGION),
        channels=channels,
        senders=tuple(SenderId(int(value)) for value in senders),
        accounts=tuple(AccountId(int(value)) for value in filled.ticked(Field.ACCOUNTS)),
        note=filled.text(Field.NOTE),
    )


def _errors(wish: Wish, reading: Reading, filled: Filled, places: Places) -> dict[str, str]:
    errors: dict[str, str] = {}
    if reading.refused:
        lines = [plain(explain(refused)) for refused in reading.refused]
        errors[Field.NUMBERS] = "\n".join(lines)
    elif not reading.numbers:
        errors[Field.NUMBERS] = plain(explain(NoNumbers()))
    if not wish.channels:
        errors[Field.CHANNELS] = "Tick SMS, WhatsApp or both."
    if lacks_sender(wish, places):
        offered = Field.WHATSAPP_SENDERS if Field.WHATSAPP_SENDERS in filled else Field.CHANNELS
        errors[offered] = plain(explain(SenderRequired(Channel.WHATSAPP)))
    return errors
