"""Who may do what, and which role a person has."""

import pytest

from optouts.roles import GRANTABLE, Deed, Role, Standing, effective, may

MEMBER = Standing(is_full_member=True, is_admin=False)
ADMIN = Standing(is_full_member=True, is_admin=True)


@pytest.mark.parametrize(
    ("role", "deeds"),
    [
        (Role.NONE, set()),
        (Role.VIEWER, {Deed.LOOK}),
        (Role.EDITOR, {Deed.LOOK, Deed.ADD, Deed.SCHEDULE, Deed.MUTE, Deed.JUDGE}),
        (Role.MANAGER, set(Deed)),
    ],
)
def test_each_role_may_do_what_it_says_and_no_more(role: Role, deeds: set[Deed]) -> None:
    assert {deed for deed in Deed if may(role, deed)} == deeds


def test_a_member_who_was_given_nothing_has_the_default_role() -> None:
    assert effective(MEMBER, own=None, through_groups=[], default=Role.EDITOR) is Role.EDITOR


def test_an_admin_is_a_manager_whatever_was_granted() -> None:
    role = effective(ADMIN, own=Role.VIEWER, through_groups=[], default=Role.NONE)

    assert role is Role.MANAGER


def test_a_persons_own_grant_holds_over_their_groups_and_the_default() -> None:
    role = effective(MEMBER, own=Role.VIEWER, through_groups=[Role.MANAGER], default=Role.EDITOR)

    assert role is Role.VIEWER


def test_being_given_no_role_is_a_grant_too() -> None:
    role = effective(MEMBER, own=Role.NONE, through_groups=[Role.EDITOR], default=Role.EDITOR)

    assert role is Role.NONE


def test_the_highest_of_several_groups_holds_over_the_default() -> None:
    role = effective(
        MEMBER, own=None, through_groups=[Role.VIEWER, Role.EDITOR], default=Role.MANAGER
    )

    assert role is Role.EDITOR


@pytest.mark.parametrize("is_admin", [True, False])
def test_guests_and_strangers_have_no_role_whatever_was_granted(is_admin: bool) -> None:  # noqa: FBT001 - pytest names it
    standing = Standing(is_full_member=False, is_admin=is_admin)

    role = effective(
        standing, own=Role.MANAGER, through_groups=[Role.MANAGER], default=Role.MANAGER
    )

    assert role is Role.NONE


def test_every_role_can_be_granted_by_its_word() -> None:
    assert GRANTABLE == {
        "none": Role.NONE,
        "viewer": Role.VIEWER,
        "editor": Role.EDITOR,
        "manager": Role.MANAGER,
    }
