"""The few pieces that most messages and forms are made of."""

from collections.abc import Iterable, Sequence
from typing import Final

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    InputBlock,
    MarkdownTextObject,
    Option,
    PlainTextInputElement,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement

from handlers.slack.blocks.text import shortened
from handlers.slack.ids import Button, Field

LONGEST_SECTION: Final = 3000
LONGEST_CONTEXT: Final = 2000
LONGEST_OPTION: Final = 75
"""All from docs.slack.dev/reference/block-kit."""


def section(text: str) -> SectionBlock:
    return SectionBlock(text=MarkdownTextObject(text=shortened(text, LONGEST_SECTION)))


def sections(lines: Iterable[str]) -> list[SectionBlock]:
    """Lines in as few sections as hold them whole."""
    blocks: list[SectionBlock] = []
    held: list[str] = []
    for line in lines:
        if held and len("\n".join([*held, line])) > LONGEST_SECTION:
            blocks.append(section("\n".join(held)))
            held = []
        held.append(line)
    return [*blocks, section("\n".join(held))] if held else blocks


def context(text: str) -> ContextBlock:
    return ContextBlock(elements=[MarkdownTextObject(text=shortened(text, LONGEST_CONTEXT))])


def button(
    text: str,
    action: Button,
    value: str = "",
    *,
    part: str = "",
    style: str | None = None,
    label: str | None = None,
    confirm: ConfirmObject | None = None,
) -> ButtonElement:
    """`part` tells buttons of one action apart: Slack wants each id once in a row."""
    return ButtonElement(
        text=text,
        action_id=f"{action}:{part}" if part else action,
        value=value or None,
        style=style,
        accessibility_label=label,
        confirm=confirm,
    )


def actions(*elements: ButtonElement | None) -> list[ActionsBlock]:
    """A row of those buttons that are there, or no row."""
    present = [element for element in elements if element is not None]
    return [ActionsBlock(elements=present)] if present else []


def option(text: str, value: object, description: str | None = None) -> Option:
    return Option(
        text=shortened(text, LONGEST_OPTION),
        value=str(value),
        description=shortened(description, LONGEST_OPTION) if description else None,
    )


def chosen(options: Sequence[Option], values: Iterable[object]) -> list[Option] | None:
    """The options of these values, for a field's initial choice, which may not be empty."""
    wanted = {str(value) for value in values}
    return [each for each in options if each.value in wanted] or None


def field(
    label: str,
    name: Field | str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    optional: bool = False,
    dispatch: bool = False,
) -> InputBlock:
    return InputBlock(
        label=label,
        block_id=name,
        element=element,
        hint=hint,
        optional=optional,
        dispatch_action=dispatch or None,
    )


def text_field(
    label: str,
    name: Field,
    *,
    value: str = "",
    hint: str | None = None,
    placeholder: str | None = None,
    optional: bool = False,
    multiline: bool = False,
    focus: bool = False,
    longest: int = LONGEST_SECTION,
) -> InputBlock:
    return field(
        label,
        name,
        PlainTextInputElement(
            action_id=name,
            initial_value=value[:longest] or None,
            placeholder=placeholder,
            multiline=multiline or None,
            max_length=longest,
            focus_on_load=focus or None,
        ),
        hint=hint,
        optional=optional,
    )
