"""The pages of the study desk: what they show, where their links lead, and when they are shut."""

import html
import logging
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve, reverse

from questions.loading import load_library
from questions.management.commands.load_bank import SHIPPED
from questions.models import Question, QuestionSet
from study.content import content
from tests.access import TABLE
from tests.access.cast import everyone
from tests.bank.shipped import LIBRARY
from tests.factories import QuestionFactory, UserFactory
from tests.test_house import inline_in
from up.places import ROOT

# What is made from the files: open to read.
PAGES = {
    row.name: row
    for row in TABLE
    if row.name.startswith("study:")
    and row.gets == everyone(200)
    and not row.name.endswith("_csv")  # files of figures, made without the content
}
PLANS = ("seven-days", "fourteen-days", "thirty-days")
ADDRESSES = [reverse(name) for name, row in PAGES.items() if not row.of]
ADDRESSES += [reverse("study:plan", args=[slug]) for slug in PLANS]
# A page may ask who is there, for the questions and for the sets, and what the frame shows.
QUERIES = 8
# Where what one did stands beside it.
LIVE = {
    "/study/": 12,
    "/study/weak-spots/": 20,
    "/study/reading/": 14,
    "/study/checklists/": 20,
}


@pytest.fixture
def study():
    return content().study


@pytest.fixture
def bank(db):
    load_library(LIBRARY, origin=SHIPPED)


def words(client, address: str) -> str:
    """The text of a page as a person reads it, in one line."""
    response = client.get(address)
    assert response.status_code == 200, address
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", main)).split())


def plain(text: str) -> str:
    """The beginning of a study text, as far as it holds neither Markdown nor quotes."""
    return re.split(r"[$*`_'\"“”‘’]|--|\.\.\.", text)[0].strip()


def links(page: str) -> list[str]:
    main = page.partition("<main")[2].partition("</main>")[0]
    return [html.unescape(link) for link in re.findall(r'<a [^>]*href="([^"]*)"', main)]


# What they show


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("concepts", lambda s: [w for c in s.concepts for w in (c.title, c.aim, c.practice.task)]),
        (
            "weak_spots",
            lambda s: [
                w for o in s.weak_spots for w in (o.title, *o.symptoms, o.probe.prompt, o.fix.task)
            ],
        ),
        (
            "failures",
            lambda s: [
                w
                for m in s.failure_modes
                for w in (m.title, m.symptom, m.first_step, *(c.fix for c in m.causes))
            ],
        ),
        (
            "formulas",
            lambda s: [w for f in s.formulas for w in (f.title, f.formula, f.when, f.drill.answer)],
        ),
        (
            "choosing",
            lambda s: (
                [w for r in s.selection_rules for w in (r.method, r.when, r.why, r.not_when)]
                + [w for d in s.dataset_sizes for w in (d.title, d.advice, d.exception)]
                + [w for t in s.tradeoffs for w in (t.method, t.strength, t.data)]
                + [f.ask for t in s.decision_tree for f in t.forks]
                + [w for t in s.decision_tree for f in t.leaves for w in (f.technique, f.because)]
                + [c.text for o in s.comparisons for r in o.rows for c in r.cells]
            ),
        ),
        (
            "reading",
            lambda s: (
                [w for p in s.reading for w in (p.title, p.take.claim, p.take.limits, p.ask)]
                + [w for r in s.resources for w in (r.title, r.authors, r.use_for)]
            ),
        ),
        ("checklists", lambda s: [w for c in s.checklists for w in [i.text for i in c.items]]),
        (
            "mistakes",
            lambda s: [w for m in s.mistakes for w in (m.title, m.instead, m.say, m.spot.answer)],
        ),
        (
            "cases",
            lambda s: [w for c in s.cases for w in (c.problem, c.spoken, c.options[0].choice)],
        ),
        ("plans", lambda s: [w for p in s.plan for w in (p.title, p.for_whom, p.description)]),
    ],
)
def test_a_page_shows_all_of_its_content(client, db, study, page, shown):
    text = words(client, reverse(f"study:{page}"))
    wanted = [plain(one) for one in shown(study)]
    assert len(wanted) > 5
    assert [one for one in wanted if one not in text] == []


@pytest.mark.parametrize("slug", PLANS)
def test_a_plan_shows_every_day_with_its_tasks_and_what_it_leaves_out(client, db, study, slug):
    plan = next(one for one in study.plan if one.slug == slug)
    text = words(client, reverse("study:plan", args=[slug]))
    for day in plan.all_days:
        assert f"Day {day.day} {plain(day.title)}" in text
        assert [t.title for t in day.tasks if plain(t.title) not in text] == []
    titles = {one.slug: one.title for one in study.concepts}
    left_out = text.partition("What it leaves out")[2].partition("What it leaves out")[2]
    assert [c for c in plan.leaves_out if plain(titles[c]) not in left_out] == []
    assert ("What it leaves out" in text) == bool(plan.leaves_out)


def test_the_first_page_begins_with_the_day_before(client, db):
    response = client.get(reverse("study:index"))
    first = links(response.content.decode())[0]
    assert first == f"{reverse('study:checklists')}#day-before"


def test_the_first_page_leads_to_every_other(client, db):
    found = {link.partition("#")[0] for link in links(client.get("/study/").content.decode())}
    pages = {reverse(name) for name, row in PAGES.items() if not row.of}
    assert found >= pages - {"/study/", reverse("study:choosing_quiz")}
    plans = links(client.get(reverse("study:plans")).content.decode())
    assert set(plans) >= {reverse("study:plan", args=[slug]) for slug in PLANS}


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("concepts", lambda s: [one.practice.answer for one in s.concepts]),
        ("formulas", lambda s: [one.drill.answer for one in s.formulas]),
        ("mistakes", lambda s: [one.spot.answer for one in s.mistakes]),
        ("cases", lambda s: [one.spoken for one in s.cases]),
    ],
)
def test_an_answer_is_shut_until_it_is_asked_for(client, db, study, name, answers):
    page = html.unescape(client.get(reverse(f"study:{name}")).content.decode())
    assert "<details open" not in page
    told = [plain(one) for one in answers(study) if len(plain(one)) > 30]
    assert len(told) > 1
    for answer in told:
        before, found, _ = page.partition(answer)
        assert found
        assert before.count("<details") > before.count("</details>")


def test_a_formula_reaches_the_browser_as_tex(client, db, study):
    page = client.get(reverse("study:formulas")).content.decode()
    for formula in study.formulas:
        assert f'<span class="math display">{html.escape(formula.formula)}</span>' in page


# Where their links lead


def test_every_link_leads_somewhere(client, bank):
    pages = {address: client.get(address).content.decode() for address in ADDRESSES}
    anchors = {path: set(re.findall(r' id="([^"]*)"', page)) for path, page in pages.items()}
    met = Counter()
    for address, page in pages.items():
        for link in links(page):
            path, _, anchor = link.partition("#")
            path = path.partition("?")[0]
            kind = "study" if (path or address) in anchors else where(path, address)
            met[kind] += 1
            if kind == "study":
                assert not anchor or anchor in anchors[path or address], f"{link} on {address}"
    assert set(met) == {
        *("study", "study:cards", "study:grid", "study:story", "marking:calibration"),
        *("study:estimates", "study:bandits_csv", "study:uplift_csv", "study:gridworld_csv"),
        *("study:comparisons", "study:habits", "study:my_plan", "study:speak"),
        "study:explanations",
        *("questions:question", "questions:set", "elsewhere"),
    }
    assert met["questions:question"] > 200


def where(path: str, page: str) -> str:
    """The kind of place outside the desk; the test fails when there is no such place."""
    if path.startswith("http"):
        assert page == reverse("study:reading"), f"{path} on {page}"
        return "elsewhere"
    try:
        match = resolve(path)
    except Resolver404:
        pytest.fail(f"{path} on {page} leads nowhere")
    if match.view_name == "questions:question":
        assert Question.objects.usable().filter(slug=match.kwargs["slug"]).exists(), path
    elif match.view_name == "questions:set":
        assert QuestionSet.objects.filter(slug=match.kwargs["slug"]).exists(), path
    return match.view_name


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_name_on_a_page_is_given_twice(client, db, address):
    names = Counter(re.findall(r' id="([^"]*)"', client.get(address).content.decode()))
    assert [name for name, count in names.items() if count > 1] == []


def test_all_questions_that_a_concept_names_are_linked(client, bank, study):
    found = set(links(client.get(reverse("study:concepts")).content.decode()))
    for concept in study.concepts:
        for slug in (*concept.questions, concept.practice.question):
            assert not slug or reverse("questions:question", args=[slug]) in found


def test_a_question_that_is_not_in_the_library_gets_no_link(client, db, study):
    """A bank that was not loaded, a retired question, a private one of somebody else."""
    first, second, third = study.concepts[0].questions[0], "activation-functions", "roc-auc"
    assert {first, second, third} <= content().questions
    QuestionFactory(slug=first, title="Here it is")
    QuestionFactory(slug=second, status="retired", title="Retired")
    QuestionFactory(slug=third, visibility="private", owner=UserFactory(), title="Not yours")
    page = client.get(reverse("study:concepts")).content.decode()
    assert "Here it is" in page
    assert "Retired" not in page
    assert "Not yours" not in page
    asked = [link for link in links(page) if link.startswith("/questions/")]
    assert set(asked) == {reverse("questions:question", args=[first])}


# Who may read, and at what price


def test_anybody_may_read_it_and_it_costs_a_handful_of_queries(
    client, as_user, bank, alice, django_assert_max_num_queries
):
    readers = (client, as_user(UserFactory(guest=True)), as_user(alice))
    for address in ADDRESSES:
        for reader in readers:
            with django_assert_max_num_queries(LIVE.get(address, QUERIES)):
                response = reader.get(address)
            assert response.status_code == 200
            assert inline_in(response.content.decode()) == []


def test_a_plan_that_nobody_has_is_not_there(client, db):
    assert client.get("/study/plans/two-hours/").status_code == 404


def test_the_site_leads_there_whether_one_is_logged_in_or_not(client, as_user, alice):
    for reader in (client, as_user(alice)):
        page = reader.get("/study/").content.decode()
        assert '<a href="/study/" aria-current="page">Study</a>' in page


# When the content cannot be read


def take_a_concept_away(fixtures: Path) -> None:
    file = fixtures / "study" / "concepts.yaml"
    file.write_text(file.read_text().replace("slug: mlp\n", "slug: mlq\n", 1))


def break_the_yaml(fixtures: Path) -> None:
    (fixtures / "study" / "formulas.yaml").write_text("- slug: [")


def write_no_text(fixtures: Path) -> None:
    (fixtures / "study" / "reading.yaml").write_bytes(b"\xff\xfe\x00")


def take_it_all_away(fixtures: Path) -> None:
    shutil.rmtree(fixtures / "study")


@pytest.fixture
def fixtures(tmp_path, settings):
    """A copy of what is shipped, to be spoilt, in the place of the real one."""
    copy = tmp_path / "fixtures"
    shutil.copytree(ROOT / "fixtures" / "study", copy / "study")
    settings.FIXTURES_ROOT = copy
    return copy


def test_a_copy_that_nobody_spoilt_is_shown(client, db, fixtures):
    """The files of the bank need not even be there: what leads to questions asks the tables."""
    assert client.get("/study/").status_code == 200


@pytest.mark.parametrize(
    "spoil",
    [
        take_a_concept_away,
        break_the_yaml,
        write_no_text,
        take_it_all_away,
    ],
)
def test_content_that_cannot_be_read_gives_a_calm_page_and_a_reason(
    client, as_user, alice, fixtures, caplog, spoil
):
    spoil(fixtures)
    with caplog.at_level(logging.ERROR, logger="study.content"):
        response = client.get(reverse("study:concepts"))
    assert response.status_code == 503
    assert b"The study content of this site could not be read." in response.content
    assert str(fixtures).encode() not in response.content
    assert any("study content cannot be" in record.message for record in caplog.records)
    for address in ADDRESSES:
        code = 200 if address == reverse("study:lift") else 503  # arithmetic, and no content
        assert as_user(alice).get(address).status_code == code, address
    assert client.get("/questions/").status_code == 200


def test_trouble_is_read_once_too(client, db, fixtures, caplog):
    break_the_yaml(fixtures)
    told = []
    for _ in range(2):
        client.get("/study/")
        told.append([record.name for record in caplog.records].count("study.content"))
    assert 0 < told[0] == told[1]
