"""Who may do what in a group, as a table: no database."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from groups import rules

OWNER, ORGANISER, MEMBER = "owner", "organiser", "member"
EVERYBODY = (OWNER, ORGANISER, MEMBER)
OPEN = SimpleNamespace(archived_at=None)
ARCHIVED = SimpleNamespace(archived_at=timezone.now())


def allowed(rule, *others, **facts) -> list[str]:
    """The roles that this rule says nothing against."""
    return [role for role in EVERYBODY if rule(role, *others, **facts) is None]


def test_owner_and_organisers_keep_order_and_the_owner_owns():
    assert allowed(rules.why_not_organise) == [OWNER, ORGANISER]
    assert allowed(rules.why_not_own) == [OWNER]


@pytest.mark.parametrize(
    ("other", "by"), [(OWNER, []), (ORGANISER, [OWNER]), (MEMBER, [OWNER, ORGANISER])]
)
def test_who_takes_out_whom(other, by):
    assert allowed(rules.why_not_remove, other) == by


def test_the_owner_gives_roles_but_not_their_own():
    assert allowed(rules.why_not_give_role, MEMBER, ORGANISER) == [OWNER]
    assert allowed(rules.why_not_give_role, ORGANISER, MEMBER) == [OWNER]
    assert "Hand the group over" in rules.why_not_give_role(OWNER, OWNER, MEMBER)
    assert rules.why_not_give_role(OWNER, MEMBER, OWNER) is not None


def test_the_owner_leaves_only_as_the_last():
    assert allowed(rules.why_not_leave, people=2) == [ORGANISER, MEMBER]
    assert allowed(rules.why_not_leave, people=1) == list(EVERYBODY)


def test_links_have_an_end_in_number_too():
    assert allowed(rules.why_not_invite, open_links=0) == [OWNER, ORGANISER]
    assert rules.why_not_invite(OWNER, open_links=rules.MOST_LINKS) is not None


def test_nobody_enters_what_is_archived_or_full():
    assert rules.why_not_enter(OPEN, people=1) is None
    assert rules.why_not_enter(OPEN, people=rules.MOST_PEOPLE) == rules.FULL
    assert "archived" in rules.why_not_enter(ARCHIVED, people=1)
    assert rules.why_not_change(OPEN) is None
    assert rules.why_not_change(ARCHIVED) == rules.ARCHIVED
