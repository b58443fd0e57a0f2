"""The fields of import forms that say what a file is for: its mode, its lists, its note."""

from slack_sdk.models.blocks import Block, CheckboxesElement, RadioButtonsElement

from handlers.slack.blocks import choices
from handlers.slack.blocks.add_form import channel_options
from handlers.slack.blocks.elements import chosen, context, field, option, text_field
from handlers.slack.blocks.import_words import MEANT, MODES
from handlers.slack.ids import Field
from optouts.jobs import Mode, Options
from optouts.places import Choice, Places
from optouts.words import Channel


def mode_field(mode: Mode) -> Block:
    options = [option(MODES[each], each, MEANT[each]) for each in Mode]
    [initial] = chosen(options, [mode]) or options[:1]
    return field(
        "What to do with the numbers",
        Field.IMPORT_MODE,
        RadioButtonsElement(action_id=Field.IMPORT_MODE, options=options, initial_option=initial),
        dispatch=True,
    )


def list_fields(choice: Choice, places: Places) -> list[Block]:
    """Channels, and the senders of those that are ticked; accounts, where there are any."""
    options = channel_options()
    blocks: list[Block] = [
        field(
            "Channel",
            Field.IMPORT_CHANNELS,
            CheckboxesElement(
                action_id=Field.IMPORT_CHANNELS,
                options=options,
                initial_options=chosen(options, choice.channels),
            ),
            dispatch=True,
        )
    ]
    if Channel.WHATSAPP in choice.channels:
        blocks.append(_whatsapp(choice, places))
    sms = choices.options_of(Field.SMS_SENDERS, places)
    if Channel.SMS in choice.channels and sms:
        menu = choices.several(
            Field.SMS_SENDERS, sms, choice.senders, placeholder="Every SMS sender"
        )
        blocks.append(field("SMS senders", Field.SMS_SENDERS, menu, optional=True))
    accounts = choices.options_of(Field.ACCOUNTS, places)
    if accounts:
        menu = choices.several(
            Field.ACCOUNTS, accounts, choice.accounts, placeholder="Every account"
        )
        blocks.append(field("Accounts", Field.ACCOUNTS, menu, optional=True))
    return blocks


def _whatsapp(choice: Choice, places: Places) -> Block:
    offered = choices.options_of(Field.WHATSAPP_SENDERS, places)
    if not offered:
        return context(
            ":warning: There are no WhatsApp source numbers yet. A manager adds them with"
            " `/optout sender add whatsapp +27600123456 called Support line`."
        )
    return field(
        "WhatsApp source numbers",
        Field.WHATSAPP_SENDERS,
        choices.several(
            Field.WHATSAPP_SENDERS, offered, choice.senders, placeholder="Choose one or more"
        ),
        hint="The lists of these numbers are meant.",
    )


def note_field(options: Options) -> Block:
    """A reason, where something is taken off that asks for one."""
    required = options.mode is Mode.REMOVE or options.lift_own
    return text_field(
        "Reason" if required else "Note",
        Field.NOTE,
        value=options.note,
        hint="Kept with the change and shown in the history."
        + ("" if required else " Removing needs one."),
        placeholder="Stop list of our provider",
        optional=not required,
        longest=500,
    )
