"""What people are told when they reply: the texts, and the settings of replies."""

from typing import Final

from handlers.slack import defaults
from handlers.slack.blocks import reply_form, reply_settings_form, reply_texts
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.text import plain
from handlers.slack.ids import Field
from handlers.slack.problems import BadWords
from handlers.slack.replies import FormErrors, Message, OpenModal, PushModal, Replies, UpdateModal
from handlers.slack.requests import Click, Submission
from handlers.slack.visits import Visit
from optouts import reply_book
from optouts.core import demand
from optouts.errors import BadReplyText, UnknownSender
from optouts.reply_kinds import ReplyKind
from optouts.reply_slots import Shown, Slot
from optouts.roles import Deed, may
from optouts.words import EVERY_SENDER, SenderId

USAGE: Final = "/optout replies settings"


def replies(visit: Visit, text: str) -> Replies:
    """`/optout replies`: the texts; with `settings` the form of the settings."""
    match text.casefold():
        case "":
            return _listed(visit)
        case "settings":
            return _settings(visit)
        case _:
            raise BadWords(f"“{text}” is nothing that replies have.", USAGE)


def _listed(visit: Visit) -> Message:
    known = defaults.setup(visit)
    own = reply_book.own(visit.core, visit.workspace, by=visit.actor)
    usual = [_shown(visit, Slot(kind)) for kind in ReplyKind]
    return reply_texts.listing(
        usual,
        [each for each in own if each.slot != Slot(each.slot.kind)],
        places=known.places,
        preferences=known.preferences,
        may_change=may(visit.actor.role, Deed.CONFIGURE),
    )


def _shown(visit: Visit, slot: Slot, *, draft: str | None = None) -> Shown:
    return reply_book.shown(visit.core, visit.workspace, slot, by=visit.actor, draft=draft)


def press_settings(visit: Visit, _click: Click) -> Replies:
    return _settings(visit)


def _settings(visit: Visit) -> OpenModal:
    demand(visit.actor, Deed.CONFIGURE)
    preferences = defaults.setup(visit).preferences
    view = reply_settings_form.view(preferences, metadata=visit.metadata())
    return OpenModal(view, "replies settings")


def press_new(visit: Visit, _click: Click) -> Replies:
    demand(visit.actor, Deed.CONFIGURE)
    places = defaults.setup(visit).places
    return OpenModal(reply_form.which(places, metadata=visit.metadata()), "replies")


def submit_new(visit: Visit, submission: Submission) -> Replies:
    """Which text it is to be is known now; its own form follows."""
    demand(visit.actor, Deed.CONFIGURE)
    filled = submission.view.filled
    chosen = filled.chosen(Field.SENDER)
    slot = Slot(
        ReplyKind(filled.chosen(Field.REPLY_KIND)),
        SenderId(int(chosen)) if chosen else EVERY_SENDER,
        filled.chosen(Field.REPLY_LANGUAGE),
    )
    try:
        return UpdateModal(_form(visit, slot).view)
    except UnknownSender as error:
        return FormErrors({Field.SENDER: plain(explain(error))})


def press_edit(visit: Visit, click: Click) -> Replies:
    demand(visit.actor, Deed.CONFIGURE)
    return _form(visit, _slot(click.value))


def _form(visit: Visit, slot: Slot, *, draft: str | None = None, complaint: str = "") -> OpenModal:
    shown = _shown(visit, slot, draft=draft)
    places = defaults.setup(visit).places
    kept = visit.metadata(subject=reply_texts.key(slot))
    view = reply_form.view(shown, places, metadata=kept, complaint=complaint)
    return OpenModal(view, "replies")


def press_preview(visit: Visit, click: Click) -> Replies:
    """The open form with what would become of the text as it stands there."""
    demand(visit.actor, Deed.CONFIGURE)
    if click.view is None:
        return None
    draft = click.view.filled.text(Field.REPLY_TEXT)
    try:
        return UpdateModal(_form(visit, _slot(click.value), draft=draft).view)
    except BadReplyText as error:
        return UpdateModal(_form(visit, _slot(click.value), complaint=explain(error)).view)


def press_versions(visit: Visit, click: Click) -> Replies:
    """Above the form that the button stands in."""
    demand(visit.actor, Deed.CONFIGURE)
    slot = _slot(click.value)
    found = reply_book.versions(visit.core, visit.workspace, slot, by=visit.actor)
    return PushModal(reply_texts.versions(slot, found, defaults.setup(visit).places))


def submit(visit: Visit, submission: Submission) -> Replies:
    slot = _slot(submission.view.metadata.subject)
    text = submission.view.filled.text(Field.REPLY_TEXT)
    try:
        reply_book.save(visit.core, visit.workspace, slot, text, by=visit.actor)
    except BadReplyText as error:
        return FormErrors({Field.REPLY_TEXT: plain(explain(error))})
    return reply_texts.saved(_shown(visit, slot), defaults.setup(visit).places)


def _slot(value: str) -> Slot:
    kind, sender, language = value.split(":")
    return Slot(ReplyKind(kind), SenderId(int(sender)), language)
