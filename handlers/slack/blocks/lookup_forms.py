"""Forms that ask for a number: check, history, and the first step of a removal."""

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from handlers.slack.blocks import choices
from handlers.slack.blocks.elements import field, text_field
from handlers.slack.ids import Field, Form
from optouts.places import Places

TITLES = {
    Form.CHECK: ("Check numbers", "Check"),
    Form.HISTORY: ("History of a number", "Show"),
    Form.REMOVE_FIND: ("Remove opt-outs", "Find"),
}


def view(form: Form, *, numbers: str, region: str, places: Places, metadata: str) -> View:
    title, submit = TITLES[form]
    single = form is Form.HISTORY
    blocks: list[Block] = [
        text_field(
            "Number" if single else "Numbers",
            Field.NUMBERS,
            value=numbers,
            placeholder="083 123 4567",
            hint=None if single else "One or several, separated by commas or new lines.",
            multiline=not single,
            focus=True,
        ),
        choices.region_line(region),
    ]
    if form is Form.CHECK:
        blocks += _message_fields(places)
    return View(
        type="modal",
        callback_id=form,
        title=title,
        submit=submit,
        close="Cancel",
        private_metadata=metadata,
        blocks=blocks,
    )


def _message_fields(places: Places) -> list[Block]:
    """What the message would be; what is left open could be any."""
    blocks: list[Block] = []
    senders = choices.options_of(Field.SENDER, places)
    accounts = choices.options_of(Field.ACCOUNT, places)
    if senders:
        menu = choices.one(Field.SENDER, senders, None, placeholder="Any sender")
        blocks.append(field("Sender", Field.SENDER, menu, optional=True))
    if accounts:
        menu = choices.one(Field.ACCOUNT, accounts, None, placeholder="Any account")
        blocks.append(field("Account", Field.ACCOUNT, menu, optional=True))
    return blocks
