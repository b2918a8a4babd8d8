"""The list of what one keeps, changes of many at once, and their undoing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from questions import actions
from questions.bank.words import Point, Sample, Words
from questions.models import Question, new_token
from questions.versions import words_of
from tests.factories import (
    InterviewFactory,
    QuestionFactory,
    QuestionSetFactory,
    TopicFactory,
)
from web.refusals import Refused
from workbench import bulk, undoing
from workbench.bulk import Change
from workbench.models import BulkEdit, SavedFilter

NOW = timezone.now()
LIST = reverse("workbench:questions")
EDITS = reverse("workbench:edits")


@pytest.fixture
def mine(alice):
    """Three private questions of Alice's."""
    return [
        QuestionFactory(owner=alice, visibility="private", title=f"Mine {n}", minutes=8)
        for n in (1, 2, 3)
    ]


def ids(questions):
    return [question.pk for question in questions]


def change(alice, questions, name, value=None):
    return bulk.change(ids(questions), Change(name, value), by=alice, at=NOW)


def undo(alice, done):
    return undoing.undo(done.edit, by=alice, at=NOW)


def facts(questions, name):
    return list(
        Question.objects.filter(pk__in=ids(questions)).order_by("pk").values_list(name, flat=True)
    )


# The list


def test_it_shows_what_one_keeps_and_nothing_of_others(as_user, alice, bob, mine):
    QuestionFactory(owner=bob, visibility="private", title="Bob's alone")
    shared = QuestionFactory(owner=bob, visibility="private", title="Bob's and mine")
    shared.editors.add(alice)
    page = as_user(alice).get(LIST).content.decode()
    assert "Mine 2" in page
    assert "and mine" in page
    assert "alone" not in page


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("kind=debugging", {"debug"}),
        ("tier=4", {"hard"}),
        ("status=draft", {"draft"}),
        ("visibility=link", {"shared"}),
        ("area=llm", {"elsewhere"}),
        ("set=kept", {"draft", "debug"}),
        ("key=no", {"bare"}),
        ("problem=no-points", {"bare"}),
        ("problem=draft-in-set", {"draft"}),
        ("status=ready&kind=debugging&set=kept", {"debug"}),
        ("q=bare", {"bare"}),
    ],
)
def test_each_filter_narrows_it(as_user, alice, query, finds):
    own = {"owner": alice, "visibility": "private"}
    link = {"visibility": "link", "share_token": new_token()}
    made = {
        "debug": QuestionFactory(**own, slug="debug", kind="debugging"),
        "hard": QuestionFactory(**own, slug="hard", tier=4),
        "draft": QuestionFactory(**own, slug="draft", draft=True),
        "shared": QuestionFactory(**own | link, slug="shared"),
        "elsewhere": QuestionFactory(
            **own, slug="elsewhere", topic=TopicFactory(slug="rag", parent=TopicFactory(slug="llm"))
        ),
        "bare": QuestionFactory(**own, slug="bare", title="Bare", model_answer=""),
    }
    made["bare"].current.key_points.all().delete()
    actions.index_again(ids(made.values()))
    QuestionSetFactory(owner=alice, slug="kept", questions=[made["draft"], made["debug"]])
    found = as_user(alice).get(f"{LIST}?{query}").context["found"]
    assert {question.slug for question in found.questions} == finds


def test_it_says_what_is_amiss(as_user, alice):
    bare = QuestionFactory(owner=alice, visibility="private", model_answer="", draft=True)
    QuestionSetFactory(owner=alice, questions=[bare])
    page = as_user(alice).get(LIST).content.decode()
    said = "no model answer, licence unknown, a draft that stands in a set"
    assert f'<span class="amiss">{said}</span>' in page


def test_wrong_filters_are_422_and_htmx_gets_the_list_alone(as_user, alice, mine, hx):
    wrong = as_user(alice).get(f"{LIST}?tier=9")
    assert wrong.status_code == 422
    assert b"Start again without filters" in wrong.content
    part = as_user(alice).get(LIST, headers=hx("found")).content
    assert part.strip().startswith(b'<div id="found"')


def test_a_page_costs_the_same_however_full(
    as_user, alice, mine, django_assert_max_num_queries, monkeypatch
):
    client = as_user(alice)
    QuestionFactory.create_batch(20, owner=alice, visibility="private")
    with django_assert_max_num_queries(12):
        assert client.get(LIST).context["found"].total == 23


# Saved filters


def test_filters_are_kept_under_a_name_and_forgotten(as_user, alice, bob, mine):
    save = reverse("workbench:save_filter")
    reply = as_user(alice).post(save, {"name": "Drafts", "query": "status=draft&page=2&x=1"})
    assert reply.url == f"{LIST}?status=draft&page=2"
    kept = SavedFilter.objects.get()
    assert (kept.owner, kept.query) == (alice, "status=draft")
    as_user(alice).post(save, {"name": "Drafts", "query": "status=retired"})
    kept.refresh_from_db()
    assert kept.query == "status=retired"
    page = as_user(alice).get(LIST).content.decode()
    assert "?status=retired" in page
    assert "Drafts" not in as_user(bob).get(LIST).content.decode()
    assert as_user(alice).post(save, {"name": "", "query": "q=x"}).status_code == 422
    forget = reverse("workbench:forget_filter", args=[kept.pk])
    assert as_user(bob).post(forget).status_code == 404
    as_user(alice).post(forget)
    assert not SavedFilter.objects.exists()


# Changes


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tier", 3),
        ("minutes", 25),
        ("priority", "P3"),
        ("licence", "CC-BY-4.0"),
        ("kind", "derivation"),
    ],
)
def test_a_fact_of_the_words_is_a_new_version_and_undone_by_another(alice, mine, name, value):
    before = [words_of(question.current) for question in mine]
    done = change(alice, mine, name, value)
    assert done.changed == 3
    current = [Question.objects.with_current().get(pk=pk).current for pk in ids(mine)]
    assert [(getattr(one, name), one.number, one.edited_by) for one in current] == [
        (value, 2, alice)
    ] * 3
    if name != "licence":
        assert facts(mine, name) == [value] * 3
    assert undo(alice, done).restored == 3
    after = [Question.objects.with_current().get(pk=pk).current for pk in ids(mine)]
    assert [words_of(one) for one in after] == before
    assert [one.number for one in after] == [3] * 3


def test_an_interview_keeps_the_words_it_asked(alice, mine):
    sat = InterviewFactory(
        candidate=alice, running=True, question_set=QuestionSetFactory(questions=mine)
    )
    change(alice, mine, "minutes", 25)
    assert {question.version.minutes for question in sat.questions.all()} == {8}


def test_what_is_so_already_is_neither_changed_nor_named(alice, mine):
    change(alice, mine[:1], "minutes", 25)
    done = change(alice, mine, "minutes", 25)
    assert (done.changed, done.left) == (2, [])
    assert change(alice, mine, "minutes", 25).edit is None


def test_a_kind_that_has_no_place_for_a_section_is_refused_by_name(alice, mine):
    code = QuestionFactory(
        owner=alice, title="Code", kind="implementation", parts={"starter_code": "def f(): ..."}
    )
    done = change(alice, [*mine, code], "kind", "derivation")
    assert done.changed == 3
    assert done.left == [
        (
            "Code",
            "has a section “Starter code”, which a derivation question has no place for",
        )
    ]


def test_a_move_to_another_area_is_found_there_and_undone(alice, mine):
    area = TopicFactory(slug="llm", title="Language models")
    done = change(alice, mine, "area", area)
    assert facts(mine, "topic__slug") == ["llm"] * 3
    assert Question.objects.filter(search="language").count() == 3
    undo(alice, done)
    assert facts(mine, "topic__slug") == ["optimisation"] * 3
    assert Question.objects.filter(search="language").count() == 0


def test_states_and_links_come_back_as_they_were(alice, mine):
    token = new_token()
    Question.objects.filter(pk=mine[0].pk).update(visibility="link", share_token=token)
    Question.objects.filter(pk=mine[1].pk).update(status="draft")
    hidden = change(alice, mine, "private")
    retired = change(alice, mine, "status", "retired")
    assert facts(mine, "status") == ["retired"] * 3
    assert facts(mine, "share_token") == [None] * 3
    undo(alice, retired)
    undo(alice, hidden)
    assert facts(mine, "status") == ["ready", "draft", "ready"]
    assert facts(mine, "share_token") == [token, None, None]


def test_many_become_ready_where_nothing_is_wrong_and_warnings_have_a_reason(alice, mine):
    Question.objects.filter(pk__in=ids(mine)).update(status="draft")
    mine[0].current.key_points.all().delete()
    silent = change(alice, mine, "status", "ready")
    assert silent.edit is None
    assert silent.left[0][1].endswith("no answer could be marked")
    assert all("say why it is ready all the same" in said for _, said in silent.left[1:])
    done = bulk.change(ids(mine), Change("status", "ready", "Read with Bob."), by=alice, at=NOW)
    assert (done.changed, len(done.left)) == (2, 1)
    assert facts(mine, "status") == ["draft", "ready", "ready"]
    assert facts(mine, "current__ready_because") == ["", "Read with Bob.", "Read with Bob."]
    undo(alice, done)
    assert facts(mine, "status") == ["draft"] * 3


def test_questions_go_into_a_set_and_out_again(alice, mine):
    chosen = QuestionSetFactory(owner=alice, visibility="private", questions=mine[:1])
    done = change(alice, mine, "set", chosen)
    assert done.changed == 2
    chosen.items.last().delete()
    undone = undo(alice, done)
    assert undone.restored == 1
    assert undone.left == [("Mine 3", "it was taken out of the set since")]
    assert chosen.items.count() == 1


def test_drafts_go_and_come_back_whole(alice, bob, mine):
    topic = TopicFactory()
    words = Words(
        title="Whole", kind="conceptual", tier=2, minutes=6, prompt="Why?", model_answer="So.",
        points=(Point(0, "so", "must", 2, "So.", ("thus",), ("not",), "And?", allow_list=True),),
        samples=(Sample(0, "strong", ("so",), "So it is."),), hints=("Think.",), sources=("A1",),
    )  # fmt: skip
    draft = actions.create_questions([actions.NewQuestion(words, topic)], owner=alice, note="N")[0]
    draft.editors.add(bob)
    again = actions.rewrite(draft, Words(**{**vars(words), "tier": 3}), by=alice)
    placed = QuestionFactory(owner=alice, draft=True, title="Placed")
    QuestionSetFactory(title="Friday", questions=[placed])
    asked = QuestionFactory(owner=alice, title="Asked")
    InterviewFactory(running=True, question_set=QuestionSetFactory(questions=[asked]))
    Question.objects.filter(pk=asked.pk).update(status="draft")

    done = change(alice, [draft, placed, asked, mine[0]], "delete")
    assert dict(done.left) == {
        "Placed": "stands in the set “Friday”",
        "Asked": "was asked in an interview; retire it instead",
        "Mine 1": "is no draft; retire it instead",
    }
    assert not Question.objects.filter(slug=draft.slug).exists()
    assert undo(alice, done).restored == 1
    back = Question.objects.with_current().get(slug=draft.slug)
    assert (back.owner, back.status, back.visibility) == (alice, "draft", "private")
    assert list(back.editors.all()) == [bob]
    assert words_of(back.current) == Words(**{**vars(words), "tier": 3})
    assert back.current.content_hash == again.current.content_hash
    assert [(one.number, one.tier, one.note) for one in back.versions.all()] == [
        (1, 2, "N"),
        (2, 3, ""),
    ]
    assert Question.objects.filter(search="whole").get() == back


def test_an_undo_leaves_what_was_changed_since_and_names_it(alice, mine):
    done = change(alice, mine, "minutes", 25)
    second = Question.objects.with_current().get(pk=mine[1].pk)
    words = words_of(second.current)
    actions.rewrite(second, Words(**{**vars(words), "minutes": 30}), by=alice)
    Question.objects.filter(pk=mine[2].pk).update(owner=None, visibility="library")
    undone = undo(alice, done)
    assert undone.restored == 1
    assert undone.left == [
        ("Mine 2", "it was changed since"),
        ("Mine 3", "it is gone, or not yours any more"),
    ]
    assert facts(mine, "minutes") == [8, 30, 25]
    with pytest.raises(Refused, match="undone already"):
        undo(alice, done)


def test_what_others_keep_is_not_changed(alice, bob, mine):
    theirs = QuestionFactory(owner=bob, visibility="private", minutes=8)
    shipped = QuestionFactory(origin="greenroom", minutes=8)
    assert change(alice, [*mine, theirs, shipped], "minutes", 25).changed == 3
    assert facts([theirs, shipped], "minutes") == [8, 8]


def test_the_last_twenty_are_kept(alice, mine):
    for minutes in range(10, 10 + bulk.KEPT + 2):
        change(alice, mine[:1], "minutes", minutes)
    kept = BulkEdit.objects.filter(by=alice)
    assert kept.count() == bulk.KEPT
    assert kept.last().what == "Minutes: 12"


# The doors


def test_a_change_comes_back_to_the_list_as_it_was_filtered_with_its_undo(as_user, alice, mine):
    client = as_user(alice)
    data = {"question": ids(mine[:2]), "change": "minutes", "minutes": 25, "back": "status=ready"}
    reply = client.post(EDITS, data)
    edit = BulkEdit.objects.get()
    assert reply.url == f"{LIST}?status=ready&edited={edit.pk}"
    page = client.get(reply.url).content.decode()
    assert "Minutes: 25: 2 questions." in page
    assert "8 → 25" in client.get(EDITS).content.decode()
    again = client.post(reverse("workbench:undo", args=[edit.pk]), {"back": "status=ready"})
    assert again.url == f"{LIST}?status=ready"
    assert facts(mine, "minutes") == [8, 8, 8]
    assert client.get(reply.url).context["edited"] is None


def test_everything_the_filters_find_changes_when_asked(as_user, alice, mine, monkeypatch):
    other = QuestionFactory(owner=alice, visibility="private", kind="debugging")
    data = {"everything": "1", "change": "tier", "tier": 4, "back": "kind=conceptual"}
    as_user(alice).post(EDITS, data)
    assert facts(mine, "tier") == [4] * 3
    assert facts([other], "tier") == [1]
    monkeypatch.setattr(bulk, "MOST", 2)
    reply = as_user(alice).post(EDITS, {**data, "tier": 2})
    assert reply.status_code == 409
    assert b"At most 2 questions" in reply.content


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"question": []}, "Select the questions"),
        ({"minutes": ""}, "Say what it should become"),
        ({"minutes": "900"}, "120"),
        ({"change": "owner"}, "That cannot be changed"),
    ],
)
def test_a_wrong_change_comes_back_with_the_selection(as_user, alice, mine, wrong, says):
    data = {"question": ids(mine[:1]), "change": "minutes", "minutes": 25, **wrong}
    reply = as_user(alice).post(EDITS, data)
    page = reply.content.decode()
    assert reply.status_code == 422
    assert says in page
    if wrong.get("question") != []:
        assert f'value="{mine[0].pk}" checked' in page
    assert not BulkEdit.objects.exists()


def test_the_edits_of_others_are_not_undone(as_user, alice, bob, mine):
    done = change(alice, mine, "minutes", 25)
    assert as_user(bob).post(reverse("workbench:undo", args=[done.edit.pk])).status_code == 404
