"""The order of a set, kept at once and by two tabs."""

import pytest

from tests.factories import (
    QuestionFactory,
)
from tests.workbench.sets.addresses import address
from workbench import set_actions


def order(chosen):
    return list(chosen.items.values_list("pk", flat=True))


def test_an_order_is_kept_at_once_and_told_as_json(as_user, alice, own):
    one, two, three = order(own)
    data = {"order": f"{three},{one},{two}", "base": f"{one},{two},{three}"}
    reply = as_user(alice).post(
        address("order", own.slug), data, headers={"Accept": "application/json"}
    )
    assert reply.json() == {"state": "saved", "base": f"{three},{one},{two}"}
    assert order(own) == [three, one, two]
    assert list(own.items.values_list("position", flat=True)) == [1, 2, 3]


def test_the_second_of_two_tabs_sees_both_orders_and_may_choose(as_user, alice, own):
    one, two, three = order(own)
    base = f"{one},{two},{three}"
    url = address("order", own.slug)
    as_user(alice).post(url, {"order": f"{two},{one},{three}", "base": base})
    data = {"order": f"{three},{two},{one}", "base": base}
    told = as_user(alice).post(url, data, headers={"Accept": "application/json"})
    assert (told.status_code, told.json()["state"]) == (409, "conflict")
    page = as_user(alice).post(url, data)
    assert page.status_code == 409
    assert order(own) == [two, one, three]
    shown = [line.item.pk for line in page.context["mine"]]
    assert shown == [three, two, one]
    as_user(alice).post(url, {**data, "base": f"{two},{one},{three}"})
    assert order(own) == [three, two, one]


def test_an_order_knows_nothing_of_what_came_and_went(alice, own):
    one, two, three = order(own)
    added = set_actions.add_questions(own, [QuestionFactory().pk], by=alice)
    set_actions.remove_item(own, two, by=alice)
    new = own.items.get(question=added.new[0]).pk
    kept = set_actions.reorder(own, [three, two, one, 999_999], base=[one, three, new], by=alice)
    assert kept == [three, one, new]


@pytest.mark.parametrize(("to", "places"), [("up", [1, 0, 2]), ("down", [0, 2, 1])])
def test_without_a_script_a_button_moves_an_item(as_user, alice, own, to, places):
    ids = order(own)
    as_user(alice).post(address("move_item", own.slug, ids[1]), {"to": to})
    assert order(own) == [ids[place] for place in places]
