"""What a reply would mean, and why: the tester."""

from typing import Final

from slack_sdk.models.blocks import Block, DividerBlock
from slack_sdk.models.views import View

from handlers.slack.blocks import choices
from handlers.slack.blocks.elements import actions, button, section, text_field
from handlers.slack.blocks.keyword_words import ACTIONS, WHYS, in_words, quoted
from handlers.slack.blocks.text import counted, escape, shortened
from handlers.slack.ids import Button, Field, Form
from handlers.slack.replies import Message
from optouts.keyword_rules import Action, Decision, Scope
from optouts.preferences import Preferences

REACHES: Final = {
    Scope.SENDER: " of the sender that was answered",
    Scope.EVERYWHERE: " of every sender",
}
CONSEQUENCES: Final = {
    Action.OPT_IN: "what the person opted out of themselves is lifted, and nothing else.",
    Action.HELP: "the person is answered with your help text. Nothing is changed.",
    Action.NOTHING: "nothing happens, and the text is not kept.",
}
LONGEST_SHOWN: Final = 300
LONGEST_REPLY: Final = 2000


def message(text: str, decision: Decision, preferences: Preferences) -> Message:
    rule = decision.rule
    return Message(
        f"{_quoted(text)}: {ACTIONS[decision.action].lower()}",
        [
            section(_told(text, decision, preferences)),
            *actions(
                button("Show the Rule", Button.KEYWORD_MENU, rule.key, part="tested")
                if rule
                else None,
                button("Test Another…", Button.KEYWORD_TEST),
            ),
        ],
    )


def view(
    *,
    metadata: str,
    region: str,
    preferences: Preferences,
    text: str = "",
    decision: Decision | None = None,
) -> View:
    """Stays open after each reply that was tested, for the next one."""
    blocks: list[Block] = [
        text_field(
            "A reply",
            Field.KEYWORD_TEXT,
            value=text,
            placeholder="Please stopppp",
            multiline=True,
            focus=True,
            longest=LONGEST_REPLY,
        ),
        choices.region_field(region, hint="Where the person is; empty: the workspace’s region."),
    ]
    if decision is not None:
        blocks += [DividerBlock(), section(_told(text, decision, preferences))]
    return View(
        type="modal",
        callback_id=Form.KEYWORD_TEST,
        title="Test a reply",
        submit="Test",
        close="Close",
        private_metadata=metadata,
        blocks=blocks,
    )


def _quoted(text: str) -> str:
    return f"“{escape(shortened(' '.join(text.split()), LONGEST_SHOWN))}”"


def _told(text: str, decision: Decision, preferences: Preferences) -> str:
    lines = [
        f"{_quoted(text)}: *{ACTIONS[decision.action].lower()}*",
        f"• Why: {WHYS[decision.why]}",
    ]
    if decision.words:
        lines.append(f"• What decided: {_quoted(decision.words)}")
    if decision.rule:
        lines.append(f"• Rule: {quoted(decision.rule)}, {escape(in_words(decision.rule))}")
    return "\n".join([*lines, f"• Then: {_consequence(decision, preferences)}"])


def _consequence(decision: Decision, preferences: Preferences) -> str:
    match decision.action:
        case Action.OPT_OUT:
            return f"the person is opted out{_reach(decision, preferences)}."
        case Action.OPT_IN if preferences.double_opt_in:
            return "the person is asked whether they mean it, and nothing is lifted until they do."
        case Action.ASK:
            hours = counted(preferences.review_hours, "hour")
            return f"somebody of the team decides; if nobody does for {hours}, it opts out."
        case other:
            return CONSEQUENCES[other]


def _reach(decision: Decision, preferences: Preferences) -> str:
    """How far; where the rule leaves it to the settings, what these say, and from when."""
    if decision.scope:
        return REACHES[decision.scope]
    day = preferences.stop_scope_from
    later = f", from {day.isoformat()} of every sender" if day else ""
    return f"{REACHES[preferences.stop_scope]}{later} (the setting `stop_scope`)"
