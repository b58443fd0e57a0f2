"""Forms for what people are told: which text, and the text itself with a preview."""

from typing import Final

from slack_sdk.models.blocks import (
    Block,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from handlers.slack.blocks import choices
from handlers.slack.blocks.elements import (
    actions,
    button,
    field,
    option,
    section,
    text_field,
)
from handlers.slack.blocks.reply_texts import judged, key
from handlers.slack.blocks.reply_words import MEANT, NAMES, of_slot
from handlers.slack.blocks.text import escape
from handlers.slack.ids import Button, Field, Form
from optouts.languages import LANGUAGES
from optouts.places import Places
from optouts.reply_slots import Shown
from optouts.reply_texts import LONGEST

HINT: Final = (
    "{business} is your name, {sender} the number that the message comes from. Left empty, it is"
    " as shipped. The law wants one message without marketing that says who you are and that they"
    " are opted out."
)


def which(places: Places, *, metadata: str) -> View:
    """The first step of a text for a sender or language."""
    kinds = [option(NAMES[kind], kind, MEANT[kind]) for kind in NAMES]
    blocks: list[Block] = [
        field(
            "Message",
            Field.REPLY_KIND,
            StaticSelectElement(action_id=Field.REPLY_KIND, options=kinds, initial_option=kinds[0]),
        )
    ]
    senders = choices.options_of(Field.SENDER, places)
    if senders:
        menu = choices.one(Field.SENDER, senders, None, placeholder="Every sender")
        blocks.append(field("Sender", Field.SENDER, menu, optional=True))
    languages = [option(name, code) for code, name in LANGUAGES.items()]
    blocks.append(
        field(
            "Language",
            Field.REPLY_LANGUAGE,
            StaticSelectElement(
                action_id=Field.REPLY_LANGUAGE, options=languages, placeholder="Any language"
            ),
            hint="People are answered in the language of the word that they wrote.",
            optional=True,
        )
    )
    return View(
        type="modal",
        callback_id=Form.REPLY_NEW,
        title="Add a text",
        submit="Next",
        close="Cancel",
        private_metadata=metadata,
        blocks=blocks,
    )


def view(shown: Shown, places: Places, *, metadata: str, complaint: str = "") -> View:
    """The text of a slot; pressing *Preview* draws it anew with what is filled in so far, or with a
    complaint about it."""
    slot = shown.slot
    heading = f"*{NAMES[slot.kind]}* {MEANT[slot.kind]}\n{escape(of_slot(slot, places))}"
    blocks: list[Block] = [
        section(heading),
        text_field(
            "Text",
            Field.REPLY_TEXT,
            value=shown.template,
            hint=HINT,
            optional=True,
            multiline=True,
            longest=LONGEST,
        ),
        *actions(
            button("Preview", Button.REPLY_PREVIEW, key(slot)),
            button("Earlier Texts", Button.REPLY_VERSIONS, key(slot)),
        ),
        *([section(f"⚠️ {complaint}")] if complaint else judged(shown.preview)),
    ]
    return View(
        type="modal",
        callback_id=Form.REPLY,
        title="What people are told",
        submit="Save",
        close="Cancel",
        private_metadata=metadata,
        blocks=blocks,
    )
