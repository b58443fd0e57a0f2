"""Every builder, with everything as long and as many as it can be: Slack would take it all."""

from collections.abc import Iterator
from itertools import product

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.sandbox.limits import check_message, check_view
from bot.sandbox.outline import outline
from handlers.slack import commands
from handlers.slack.blocks import (
    add_form,
    announcements,
    choices,
    histories,
    listings,
    lookup_forms,
    menus,
    opt_outs,
    remove_form,
    settings_form,
    setup,
)
from handlers.slack.blocks.elements import option
from handlers.slack.ids import Field, Form
from handlers.slack.metadata import Metadata, dumps
from handlers.slack.replies import Message
from handlers.slack.wishes import Wish
from optouts.numbers import REGIONS
from optouts.outcomes import Absent, Key, Page, Removed, Story, Undone, Wanted
from optouts.places import Places
from optouts.preferences import Preferences
from optouts.roles import Role
from optouts.setup import Binding, Grant
from optouts.words import AccountId, ActorId, ChangeId, Channel, Kind, Origin, SenderId
from tests.handlers.slack import extremes
from tests.handlers.slack.extremes import AMPERSANDS, NAME, NOTE, NOW

NAMES = {"short": "A", "markup": NAME, "ampersands": AMPERSANDS, "long": "x" * 60}
under_every_name = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
METADATA = dumps(Metadata("C0123456789", "1515449522.000016", "t" * 22, "9007199254740000"))
TOKEN = "t" * 22
ZONE = "America/Argentina/ComodRivadavia"
NOTICE = "No phone number was found in this message."
BOTH = (Channel.SMS, Channel.WHATSAPP)
NOTHING = Places((), ())


def assert_slack_takes(shown: Message | View) -> None:
    """By the sandbox's rules, which are at least Slack's, and by slack_sdk's own."""
    if isinstance(shown, View):
        drawn = shown.to_dict()
        assert check_view(drawn) == []
        blocks = drawn["blocks"]
    else:
        blocks = [block.to_dict() for block in shown.blocks]
        assert check_message({"text": shown.text, "blocks": blocks or None}) == []
        assert shown.text
    parsed = Block.parse_all(blocks)
    assert [each.type for each in parsed] == [each["type"] for each in blocks]
    for block in parsed:
        block.validate_json()


def assert_nothing_is_injected(shown: Message | View) -> None:
    """What people call things never becomes a mention, in any text that is read as markup."""
    blocks = [block.to_dict() for block in shown.blocks or ()]
    for text in markup(blocks):
        assert "<!channel>" not in text


def markup(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield str(value["text"])
        for inner in value.values():
            yield from markup(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from markup(inner)


def messages_about_opt_outs(name: str) -> Iterator[Message]:
    on = extremes.lists(name)
    for numbers, places in ((1, on[:1]), (1, on), (500, on[:3]), (20, on), (2, on[:1])):
        yield opt_outs.added(
            extremes.added(numbers, places), unreadable=extremes.unreadable(numbers)
        )
        yield opt_outs.removed(extremes.removed(numbers, places))
        yield opt_outs.elsewhere(extremes.opt_outs(numbers, places))
    for numbers, places in ((1, ()), (1, on), (500, ()), (20, on[:5]), (25, on)):
        yield opt_outs.checked(
            extremes.answers(numbers, places),
            scope=f" for WhatsApp from {name} of {name}",
            unreadable=extremes.unreadable(500),
            draft=TOKEN,
            lists=TOKEN,
            may_add=True,
            may_remove=True,
        )
    yield opt_outs.undone(extremes.undone())
    yield opt_outs.undone(Undone(extremes.change(), extremes.change(), 0, 0, repeated=False))
    for good, bad in product((0, 1, 500), (1, 500)):
        numbers_read = [extremes.number(index) for index in range(good)]
        refused = extremes.unreadable(bad)
        yield opt_outs.unreadable_numbers(numbers_read, refused, draft=TOKEN)
        yield opt_outs.unreadable(refused)
    absent = [Absent(extremes.number(1), on[0], None)] * 500
    yield opt_outs.removed(Removed(extremes.change(Kind.REMOVE), (), tuple(absent), repeated=False))
    yield opt_outs.nothing_to_remove(extremes.story(1, name))
    yield opt_outs.nothing_to_remove(Story(extremes.number(1), (), ()))


@under_every_name
def test_answers_about_opt_outs(name: str) -> None:
    for message in messages_about_opt_outs(name):
        assert_slack_takes(message)
        assert_nothing_is_injected(message)


@under_every_name
def test_announcements(name: str) -> None:
    for kind, is_undone in product(Kind, (True, False)):
        message = announcements.message(extremes.recorded(kind, is_undone=is_undone, name=name))
        assert_slack_takes(message)
        assert_nothing_is_injected(message)
        assert "825550" not in message.text


@under_every_name
def test_a_history_of_two_hundred_events_page_by_page(name: str) -> None:
    story = extremes.story(extremes.EVENTS, name)
    for start in (*range(0, extremes.EVENTS, histories.PAGE), extremes.EVENTS - 1):
        message = histories.message(story, start=start, draft=TOKEN, undoable=ChangeId(1))
        assert_slack_takes(message)
        assert_nothing_is_injected(message)
    nothing = Story(extremes.number(0), (), ())
    assert_slack_takes(histories.message(nothing, start=0, draft=TOKEN, undoable=None))


@under_every_name
def test_a_page_of_opt_outs(name: str) -> None:
    everything = Wanted(
        channel=Channel.WHATSAPP,
        sender=SenderId(2),
        account=AccountId(2),
        origins=tuple(Origin),
        since=NOW,
        until=NOW,
        ended_too=True,
    )
    on = extremes.lists(name, 1)
    rows = extremes.opt_outs(listings.PAGE, on, ended=True)
    following = Key(ChangeId(1), 1, 1, 1)
    for wanted, found in product((Wanted(), everything), (rows, ())):
        message = listings.message(
            Page(found, following if found else None),
            wanted,
            extremes.places(name),
            totals=extremes.lists(name),
            this=TOKEN,
            following=TOKEN if found else "",
        )
        assert_slack_takes(message)
        assert_nothing_is_injected(message)


def forms(places: Places) -> Iterator[View]:
    wishes = (
        Wish(),
        Wish(
            numbers=", ".join(extremes.number(each).international for each in range(500)),
            region="GS",
            channels=BOTH,
            senders=tuple(each.id for each in places.senders[:100]),
            accounts=tuple(each.id for each in places.accounts),
            note=NOTE,
        ),
        Wish(channels=()),
    )
    for wish, short in product(wishes, ((), extremes.unreadable(500))):
        yield add_form.view(
            wish, places, metadata=METADATA, short=short, notice=NOTICE if short else ""
        )
    for form in lookup_forms.TITLES:
        yield lookup_forms.view(
            form, numbers="1" * 9000, region="GS", places=places, metadata=METADATA
        )
    for wanted in (
        Wanted(),
        Wanted(Channel.SMS, SenderId(1), AccountId(1), tuple(Origin), NOW, NOW, ended_too=True),
    ):
        yield listings.filter_form(wanted, places, metadata=METADATA)
    for bound in (Binding("C1"), Binding("C1", AccountId(1), SenderId(1), "GS")):
        yield setup.binding_form(bound, places, metadata=METADATA)
    for channel in Channel:
        yield setup.sender_form(channel=channel, region="", metadata=METADATA)
    for each in (*places.senders[:1],):
        yield setup.rename_sender_form(each, metadata=METADATA)
    for account in (None, *places.accounts[:1]):
        yield setup.account_form(account, metadata=METADATA)


@under_every_name
def test_forms(name: str) -> None:
    for places in (NOTHING, extremes.places(name)):
        for view in forms(places):
            assert_slack_takes(view)
            assert_nothing_is_injected(view)


@under_every_name
def test_removal_forms(name: str) -> None:
    on = extremes.lists(name)
    for numbers, places in ((1, on[:1]), (1, on), (500, on[:11]), (2, on)):
        for origin in (Origin.SLACK, Origin.LINK):
            standing = extremes.opt_outs(numbers, places, origin=origin)
            for ticked in ((), {each.id for each in places}):
                view = remove_form.view(standing, ticked=ticked, zone=ZONE, metadata=METADATA)
                assert_slack_takes(view)
                assert_nothing_is_injected(view)
    assert_slack_takes(remove_form.undo_reason(metadata=METADATA))


@pytest.mark.parametrize("role", Role)
def test_menus_and_help(role: Role) -> None:
    lines = [word.line for word in commands.WORDS]
    assert_slack_takes(menus.menu(role))
    assert_slack_takes(menus.help_overview(lines, role))
    for line in lines:
        assert_slack_takes(menus.help_on(line))


@under_every_name
def test_catalogues_bindings_and_roles(name: str) -> None:
    known = extremes.places(name)
    bound = Binding("C0123456789", AccountId(1), SenderId(1), "GS")
    grants = [
        Grant(f"{kind}0{index:08}", Role.MANAGER, ActorId("U0THANDI"), NOW)
        for index in range(250)
        for kind in "US"
    ]
    for may_change, places in product((True, False), (NOTHING, known)):
        for message in (
            setup.senders(places, may_change=may_change),
            setup.accounts(places, may_change=may_change),
            setup.binding(
                bound, places, Preferences(), channel="C0123456789", may_change=may_change
            ),
            setup.roles(grants if places.senders else [], Role.NONE, may_change=may_change),
        ):
            assert_slack_takes(message)
            assert_nothing_is_injected(message)
    groups = [option(name, f"S{index:09}") for index in range(250)]
    for offered in ([], groups):
        assert_slack_takes(setup.role_form(offered, metadata=METADATA))


def test_settings() -> None:
    for role in Role:
        preferences = Preferences("GS", ZONE, "C1", role, 3650)
        assert_slack_takes(settings_form.view(preferences, metadata=METADATA))
    assert_slack_takes(settings_form.view(Preferences(), metadata=METADATA))
    for name in settings_form.fields(Preferences()):
        assert_slack_takes(settings_form.view(Preferences(), metadata=METADATA, only=name))


@under_every_name
def test_what_menus_offer_while_one_types(name: str) -> None:
    known = extremes.places(name)
    offers = [
        *(choices.regions_like(query) for query in ("", "s", "south", "za", "zz", "é")),
        *(settings_form.zones_like(query) for query in ("", "a", "new york", "zz")),
        *(
            choices.matching(choices.options_of(each, known), name[:1])
            for each in (Field.SENDER, Field.ACCOUNT, Field.ACCOUNTS, Field.WHATSAPP_SENDERS)
        ),
    ]
    for options in offers:
        assert len(options) <= 100
        for each in options:
            each.validate_json()


def test_every_region_can_be_the_chosen_one() -> None:
    for code in REGIONS:
        region = choices.region_option(code).to_dict()
        assert len(region["text"]["text"]) <= 75
        assert region["value"] == code


def test_more_senders_than_a_menu_holds_are_asked_for_while_one_types() -> None:
    wish = Wish(channels=BOTH)
    many = add_form.view(wish, extremes.places(), metadata=METADATA).to_dict()
    kinds = {
        block["block_id"]: block["element"]["type"]
        for block in many["blocks"]
        if block["type"] == "input"
    }

    assert kinds[Field.WHATSAPP_SENDERS] == "multi_external_select"
    assert kinds[Field.SMS_SENDERS] == "multi_static_select"
    assert kinds[Field.ACCOUNTS] == "multi_static_select"


def test_no_form_keeps_a_number_where_slack_would_show_it_to_others() -> None:
    on = extremes.lists(count=2)
    view = remove_form.view(
        extremes.opt_outs(2, on), ticked=(), zone=ZONE, metadata=METADATA
    ).to_dict()

    assert "2782555" not in str(view).replace(" ", "")
    assert "2782555" not in view["private_metadata"]


def test_names_are_read_as_they_were_given() -> None:
    message = setup.accounts(extremes.places("Tom & Sons <Ltd>"), may_change=False)

    assert "Tom & Sons <Ltd>" in outline([block.to_dict() for block in message.blocks])
    assert Form.ADD not in outline([block.to_dict() for block in message.blocks])
