"""Adding, changing and retiring accounts and senders."""

from collections.abc import Callable

import pytest

from optouts import catalogue, workspaces
from optouts.core import Core
from optouts.errors import (
    AddressTaken,
    BadAddress,
    BadName,
    NameTaken,
    NotPermitted,
    UnknownAccount,
    UnknownRegion,
    UnknownSender,
)
from optouts.numbers import E164
from optouts.outcomes import Added
from optouts.places import Account, Places, Sender
from optouts.roles import Actor
from optouts.words import AccountId, Channel, ListId, SenderId, WorkspaceId

NUMBER = E164(27831234567)

SaveAccount = Callable[..., Account]
AddSender = Callable[[Channel, str, str], Sender]


@pytest.fixture
def save_account(core: Core, workspace: WorkspaceId, manager: Actor) -> SaveAccount:
    def saved(name: str, region: str = "", account: AccountId | None = None) -> Account:
        return catalogue.save_account(
            core, workspace, name=name, region=region, by=manager, account=account
        )

    return saved


@pytest.fixture
def places(core: Core, workspace: WorkspaceId) -> Callable[[], Places]:
    return lambda: workspaces.setup(core, workspace).places


def test_an_account_is_added_with_name_and_region(
    save_account: SaveAccount, places: Callable[[], Places]
) -> None:
    account = save_account(" Baobab  Retail ", " za ")

    assert (account.name, account.region, account.retired) == ("Baobab Retail", "ZA", False)
    assert places().accounts == (account,)


@pytest.mark.parametrize("name", ["baobab retail", "BAOBAB  RETAIL", "Baöbab Retail"])
def test_two_accounts_never_have_names_that_read_alike(
    save_account: SaveAccount, retail: Account, name: str
) -> None:
    with pytest.raises(NameTaken) as refusal:
        save_account(name)

    assert refusal.value.name == retail.name


def test_an_account_is_renamed_and_keeps_its_identity(
    save_account: SaveAccount, retail: Account, places: Callable[[], Places]
) -> None:
    renamed = save_account("Baobab Shops", "KE", account=retail.id)

    assert renamed == Account(retail.id, "Baobab Shops", "KE", retired=False)
    assert places().accounts == (renamed,)


def test_an_account_may_keep_its_name_in_another_spelling(
    save_account: SaveAccount, retail: Account
) -> None:
    assert save_account("BAOBAB RETAIL", account=retail.id).name == "BAOBAB RETAIL"


def test_an_account_is_not_renamed_to_what_another_is_called(
    save_account: SaveAccount, retail: Account, travel: Account, places: Callable[[], Places]
) -> None:
    with pytest.raises(NameTaken):
        save_account(travel.name, account=retail.id)

    assert places().accounts == (retail, travel)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_an_empty_or_overlong_name_is_refused(save_account: SaveAccount, name: str) -> None:
    with pytest.raises(BadName) as refusal:
        save_account(name)

    assert refusal.value.longest == 60


def test_a_name_of_sixty_characters_is_accepted(save_account: SaveAccount) -> None:
    assert save_account("x" * 60).name == "x" * 60


def test_an_unknown_region_or_account_is_refused(save_account: SaveAccount) -> None:
    with pytest.raises(UnknownRegion):
        save_account("Baobab Retail", "XX")
    with pytest.raises(UnknownAccount):
        save_account("Baobab Retail", account=AccountId(99))


def test_a_retired_account_leaves_the_forms_and_comes_back(
    core: Core, workspace: WorkspaceId, manager: Actor, retail: Account
) -> None:
    gone = catalogue.retire_account(core, workspace, retail.id, retired=True, by=manager)
    back = catalogue.retire_account(core, workspace, retail.id, retired=False, by=manager)

    assert gone.retired
    assert back == retail


def test_the_name_of_a_retired_account_stays_its_own(
    save_account: SaveAccount, retire: Callable[..., None], retail: Account
) -> None:
    retire(retail)

    with pytest.raises(NameTaken):
        save_account(retail.name)


def test_the_opt_outs_of_a_retired_account_stand(
    retire: Callable[..., None], opt_out: Callable[..., Added], retail: Account,
    standing: Callable[[E164], set[ListId]],
) -> None:  # fmt: skip
    opt_out(NUMBER)
    retire(retail)

    assert standing(NUMBER)


@pytest.mark.parametrize(
    ("channel", "written", "address"),
    [
        (Channel.SMS, " 31331 ", "31331"),
        (Channel.SMS, "123", "123"),
        (Channel.SMS, "BAOBAB", "BAOBAB"),
        (Channel.SMS, "Baobab  24", "Baobab 24"),
        (Channel.SMS, "+27 60 012 3456", "27600123456"),
        (Channel.SMS, "060 012 3456", "27600123456"),
        (Channel.WHATSAPP, "+27 60 012 3456", "27600123456"),
        (Channel.WHATSAPP, "whatsapp:+27600123456", "27600123456"),
    ],
)
def test_an_address_is_kept_in_one_form(
    add_sender: AddSender, channel: Channel, written: str, address: str
) -> None:
    assert add_sender(channel, written, "").address == address


@pytest.mark.parametrize(
    ("channel", "written"),
    [
        (Channel.SMS, ""),
        (Channel.SMS, "12"),
        (Channel.SMS, "TWELVELETTER"),
        (Channel.SMS, "Baobab!"),
        (Channel.WHATSAPP, "31331"),
        (Channel.WHATSAPP, "BAOBAB"),
    ],
)
def test_what_messages_are_not_sent_from_is_refused(
    add_sender: AddSender, channel: Channel, written: str
) -> None:
    with pytest.raises(BadAddress) as refusal:
        add_sender(channel, written, "Offers")

    assert (refusal.value.address, refusal.value.channel) == (written, channel)


@pytest.mark.usefixtures("care")
def test_one_address_is_one_sender_of_a_channel(add_sender: AddSender) -> None:
    with pytest.raises(AddressTaken) as refusal:
        add_sender(Channel.WHATSAPP, "060 012 3456", "Help")

    assert (refusal.value.address, refusal.value.label) == ("+27600123456", "Care")


def test_one_number_may_send_on_both_channels(add_sender: AddSender, care: Sender) -> None:
    assert add_sender(Channel.SMS, care.written, "Care").id != care.id


def test_a_sender_has_a_label_or_none(add_sender: AddSender) -> None:
    assert add_sender(Channel.SMS, "31331", "  Big   offers ").label == "Big offers"
    assert not add_sender(Channel.SMS, "31332", "  ").label
    with pytest.raises(BadName):
        add_sender(Channel.SMS, "31333", "x" * 61)


def test_a_sender_is_renamed(
    core: Core, workspace: WorkspaceId, manager: Actor, care: Sender, places: Callable[[], Places]
) -> None:
    renamed = catalogue.rename_sender(core, workspace, care.id, label=" Help  desk", by=manager)

    assert (renamed.id, renamed.label) == (care.id, "Help desk")
    assert places().senders == (renamed,)


def test_a_retired_sender_leaves_the_forms_and_comes_back(
    core: Core, workspace: WorkspaceId, manager: Actor, care: Sender
) -> None:
    gone = catalogue.retire_sender(core, workspace, care.id, retired=True, by=manager)
    back = catalogue.retire_sender(core, workspace, care.id, retired=False, by=manager)

    assert gone.retired
    assert back == care


def test_unknown_accounts_and_senders_are_not_changed(
    core: Core, workspace: WorkspaceId, manager: Actor
) -> None:
    with pytest.raises(UnknownAccount):
        catalogue.retire_account(core, workspace, AccountId(99), retired=True, by=manager)
    with pytest.raises(UnknownSender):
        catalogue.retire_sender(core, workspace, SenderId(99), retired=True, by=manager)
    with pytest.raises(UnknownSender):
        catalogue.rename_sender(core, workspace, SenderId(99), label="Care", by=manager)


@pytest.mark.parametrize("who", ["editor", "viewer", "guest"])
def test_only_managers_change_accounts_and_senders(
    core: Core, workspace: WorkspaceId, who: str, request: pytest.FixtureRequest
) -> None:
    by: Actor = request.getfixturevalue(who)
    retail: Account = request.getfixturevalue("retail")
    care: Sender = request.getfixturevalue("care")
    sms = Channel.SMS

    with pytest.raises(NotPermitted):
        catalogue.save_account(core, workspace, name="Mine", region="", by=by)
    with pytest.raises(NotPermitted):
        catalogue.retire_account(core, workspace, retail.id, retired=True, by=by)
    with pytest.raises(NotPermitted):
        catalogue.add_sender(
            core, workspace, channel=sms, written="31331", label="", region="", by=by
        )
    with pytest.raises(NotPermitted):
        catalogue.rename_sender(core, workspace, care.id, label="Mine", by=by)
    with pytest.raises(NotPermitted):
        catalogue.retire_sender(core, workspace, care.id, retired=True, by=by)

    assert workspaces.setup(core, workspace).places == Places((retail,), (care,))


def test_names_that_differ_in_case_only_are_one_sender(add_sender: AddSender) -> None:
    add_sender(Channel.SMS, "BAOBAB", "")

    with pytest.raises(AddressTaken):
        add_sender(Channel.SMS, "Baobab", "")
