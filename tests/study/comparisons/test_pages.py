"""The pages of comparison grids, as one person uses them and as a stranger meets them."""

import html
import re

import pytest
from django.urls import reverse

from study.comparisons.grids import grid_of
from study.content import content
from study.models import Attempt

SLUG = "uplift-bandit-reinforcement"
ONE = "metric.bandit"


def at(name, *args, **query):
    return reverse(f"study:{name}", args=args, query=query or None)


@pytest.fixture
def grid():
    return grid_of(content().study, SLUG)


def body(text="Cumulative regret", *, key=ONE, was="", writer="1"):
    return {f"cell-{key}": text, f"was-{key}": was, "writer": writer}


def words(response) -> str:
    return html.unescape(response.content.decode())


def marked(browser, **facts) -> Attempt:
    response = browser.post(at("mark_comparison", SLUG, hide="bandit"), body(**facts))
    assert response.status_code == 302, words(response)
    return Attempt.objects.get(pk=re.search(r"(\d+)/$", response.url)[1])


def test_a_grid_is_filled_in_kept_marked_and_seen_through(as_user, alice, hx):
    browser = as_user(alice)
    part = browser.post(
        at("keep_comparison", SLUG, hide="bandit"), body("regr"), headers=hx("draft-state")
    )
    assert "<html" not in words(part)
    assert "Kept, 1 of 7 cells." in words(part)
    assert f'name="was-{ONE}" value="regr"' in words(part)
    assert "regr</textarea>" in words(browser.get(at("comparison", SLUG, hide="bandit")))
    assert "begun" in words(browser.get(at("comparisons")))
    made = marked(browser, was="regr")
    assert (made.slug, made.score) == (f"{SLUG}:bandit", round(1 / 7, 4))
    page = words(browser.get(at("compared", made.pk)))
    assert "Cumulative regret" in page
    assert "It says what belongs here." in page
    assert "Regret or mean reward against a uniform share" in page
    assert "begun" not in words(browser.get(at("comparisons")))


def test_without_a_script_a_draft_is_kept_by_its_button(as_user, alice):
    response = as_user(alice).post(at("keep_comparison", SLUG, hide="bandit"), body())
    assert response.url == at("comparison", SLUG, hide="bandit")
    assert Attempt.objects.get().given["cells"] == {ONE: "Cumulative regret"}


def test_what_is_hidden_is_not_on_the_page_before(as_user, alice, grid):
    page = words(as_user(alice).get(at("comparison", SLUG)))
    assert [cell.text for cell in grid.hidden if cell.text in page] == []
    page = words(as_user(alice).get(at("comparison", SLUG, hide="bandit")))
    shown = [cell.column for cell in grid.hidden if cell.text in page]
    assert (len(shown), "bandit" in shown) == (14, False)


def test_an_empty_grid_is_kept_and_cannot_be_marked(as_user, alice):
    browser = as_user(alice)
    assert browser.post(at("keep_comparison", SLUG), body("")).status_code == 302
    response = browser.post(at("mark_comparison", SLUG), body("  "))
    assert response.status_code == 422
    assert "Type into a cell first." in words(response)
    assert not Attempt.objects.finished().exists()


@pytest.mark.parametrize("name", ["keep_comparison", "mark_comparison"])
def test_a_cell_that_is_too_long_comes_back_with_its_words(as_user, alice, name, hx):
    response = as_user(alice).post(at(name, SLUG), body("x" * 301))
    assert response.status_code == 422
    assert "x" * 301 in words(response)
    assert as_user(alice).post(at(name, SLUG), body("x", writer="")).status_code == 422
    assert not Attempt.objects.exists()


def test_words_of_another_tab_are_shown_beside(as_user, alice, hx):
    browser = as_user(alice)
    browser.post(at("keep_comparison", SLUG), body("first <b>"))
    part = browser.post(
        at("keep_comparison", SLUG), body("second", writer="2"), headers=hx("draft-state")
    )
    assert "Another tab wrote into the same cells." in words(part)
    assert "first &lt;b&gt;" in part.content.decode()


def test_a_page_is_not_told_that_it_holds_what_another_tab_stored(as_user, alice, hx):
    """Else its next save, in which that cell is empty, would take those words away."""
    browser, headers = as_user(alice), hx("draft-state")
    browser.post(at("keep_comparison", SLUG), body("first"), headers=headers)
    other = "danger.bandit"
    facts = body("late rewards", key=other, writer="2") | {f"cell-{ONE}": "", f"was-{ONE}": ""}
    part = words(browser.post(at("keep_comparison", SLUG), facts, headers=headers))
    assert f'name="was-{ONE}" value=""' in part
    assert f'name="was-{other}" value="late rewards"' in part
    browser.post(at("keep_comparison", SLUG), facts, headers=headers)
    assert Attempt.objects.get().given["cells"] == {ONE: "first", other: "late rewards"}


def test_marked_twice_it_leads_to_the_one_result(as_user, alice):
    browser = as_user(alice)
    made = marked(browser)
    browser.post(at("mark_comparison", SLUG, hide="bandit"), body("", was=""))
    assert Attempt.objects.finished().count() == 1
    assert browser.get(at("compared", made.pk)).status_code == 200


def test_ones_own_view_is_kept_and_the_history_of_a_cell_shown(as_user, alice):
    browser = as_user(alice)
    made = marked(browser, text="something else entirely, with many words")
    assert made.score == 0
    assert browser.post(at("compared", made.pk), {"had": [ONE, "nonsense"]}).status_code == 302
    made.refresh_from_db()
    assert made.score == round(1 / 7, 4)
    assert "You said so. The machine:" in words(browser.get(at("compared", made.pk)))
    again = marked(browser)
    assert "Before: 100" in words(browser.get(at("compared", again.pk)))


def test_a_result_and_its_file_are_ones_own(as_user, alice, bob):
    made = marked(as_user(alice))
    file = as_user(alice).get(at("comparison_csv", made.pk))
    assert file["Content-Disposition"] == f'attachment; filename="{SLUG}.csv"'
    assert "Cumulative regret" in file.content.decode()
    for name in ("compared", "comparison_csv"):
        assert as_user(bob).get(at(name, made.pk)).status_code == 404
    assert as_user(bob).post(at("compared", made.pk), {"had": [ONE]}).status_code == 404


def test_a_grid_or_column_that_is_not_there(as_user, alice):
    assert as_user(alice).get(at("comparison", "nothing")).status_code == 404
    assert as_user(alice).get(at("comparison", SLUG, hide="<b>")).status_code == 404


def test_the_pages_cost_the_same_however_many_cells(as_user, alice, django_assert_max_num_queries):
    browser = as_user(alice)
    marked(browser)
    made = marked(browser)
    for name, args in (("comparisons", ()), ("comparison", (SLUG,)), ("compared", (made.pk,))):
        with django_assert_max_num_queries(11):
            assert browser.get(at(name, *args)).status_code == 200
