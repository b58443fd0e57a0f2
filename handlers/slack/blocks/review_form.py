"""The form that makes a rule of an unclear reply."""

from typing import Final

from slack_sdk.models.blocks import RadioButtonsElement
from slack_sdk.models.views import View

from handlers.slack.blocks.elements import field, option, section, text_field
from handlers.slack.blocks.review import excerpt
from handlers.slack.ids import Field, Form
from optouts.keyword_entries import LONGEST_WORDS
from optouts.keyword_rules import Action
from optouts.review import Case

CHOICES: Final = {
    Action.OPT_OUT: "Opt the person out",
    Action.NOTHING: "Do nothing: it is no opt-out",
}


def view(case: Case, *, metadata: str) -> View:
    options = [option(text, action) for action, text in CHOICES.items()]
    likely, *_ = options
    return View(
        type="modal",
        callback_id=Form.REVIEW_RULE,
        title="Always like this",
        submit="Save and Apply",
        close="Cancel",
        private_metadata=metadata,
        blocks=[
            section(
                f"From now on a reply that says {excerpt(case.message)} and nothing else is not put"
                " before you any more. Those that wait and say the same are judged with it."
            ),
            text_field(
                "Words",
                Field.REVIEW_WORDS,
                value=" ".join(case.message.text.split()),
                hint="Case, accents, punctuation and spacing make no difference.",
                longest=LONGEST_WORDS,
            ),
            field(
                "What to do",
                Field.REVIEW_ACTION,
                RadioButtonsElement(
                    action_id=Field.REVIEW_ACTION,
                    options=options,
                    initial_option=likely,
                ),
            ),
            section("The rule can be changed, deleted and restored with `/optout keyword`."),
        ],
    )
