"""The columns of numbers that lists are counted from: as the database has them, at any moment."""

import psycopg
import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from questions import catalogue
from questions.models import LibraryChange, Question, Topic
from tests.factories import QuestionFactory, TopicFactory


def ids():
    return set(catalogue.current().columns.ids.tolist())


def everything():
    library = Question.objects.filter(visibility="library", current__isnull=False)
    return set(library.values_list("pk", flat=True))


@pytest.fixture
def committed(transactional_db):
    """Tables that are really committed, and no catalogue from before."""
    catalogue.forget()
    yield
    catalogue.forget()


def test_what_is_published_changed_or_deleted_shows_at_once(committed):
    first = QuestionFactory(minutes=5)
    assert ids() == {first.pk}
    second = QuestionFactory(language="de")
    assert ids() == {first.pk, second.pk}
    Question.objects.filter(pk=first.pk).update(minutes=50)
    now = catalogue.current()
    assert now.columns["minutes"][now.columns.ids == first.pk].tolist() == [50]
    assert now.languages == ("en", "de")
    Question.objects.filter(pk=second.pk).update(visibility="private")
    assert ids() == {first.pk}
    Question.objects.filter(pk=first.pk).delete()
    assert ids() == set()


def test_what_did_not_change_is_not_read_again(committed, django_assert_num_queries):
    QuestionFactory()
    before = catalogue.current()
    with django_assert_num_queries(1):
        assert catalogue.current() is before


def test_a_transaction_that_began_early_and_ends_late_is_not_missed(committed):
    """Its number is smaller than what was seen already; only its visibility says it is new."""
    early, late = QuestionFactory(minutes=5), QuestionFactory(minutes=5)
    address = {**connection.get_connection_params()}
    for ours in ("pool", "cursor_factory", "context", "prepare_threshold", "server_side_binding"):
        address.pop(ours, None)
    with psycopg.connect(**address) as other:
        other.execute("UPDATE questions_question SET minutes = 50 WHERE id = %s", [early.pk])
        Question.objects.filter(pk=late.pk).update(minutes=60)
        assert minutes_of(late) == 60
        assert minutes_of(early) == 5
        other.commit()
        assert minutes_of(early) == 50


def minutes_of(question):
    columns = catalogue.current().columns
    return int(columns["minutes"][columns.ids == question.pk][0])


def test_what_is_rolled_back_is_not_kept(committed):
    kept = QuestionFactory()
    assert ids() == {kept.pk}
    with transaction.atomic():
        lost = QuestionFactory()
        assert ids() == {kept.pk, lost.pk}
        transaction.set_rollback(True)
    assert ids() == {kept.pk}


def test_emptied_tables_are_read_anew(committed):
    QuestionFactory()
    assert ids()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE questions_question CASCADE")
    assert ids() == set()


def test_many_changes_at_once_are_one_row(db):
    made = QuestionFactory.create_batch(3)
    before = LibraryChange.objects.count()
    Question.objects.filter(pk__in=[one.pk for one in made]).update(minutes=7)
    assert LibraryChange.objects.count() == before + 1
    assert set(LibraryChange.objects.latest("pk").questions) == {one.pk for one in made}


def test_the_order_is_that_of_topics_then_tiers_then_age(db):
    first, second = TopicFactory(slug="first"), TopicFactory(slug="second")
    made = [
        QuestionFactory(topic=second, tier=1),
        QuestionFactory(topic=first, tier=3),
        QuestionFactory(topic=first, tier=1),
        QuestionFactory(topic=first, tier=1),
    ]
    columns = catalogue.ordered(catalogue.current(), [first, second], ["ready"])
    assert columns.ids.tolist() == [made[n].pk for n in (2, 3, 1, 0)]


rows = st.tuples(
    st.integers(1, 3), st.integers(1, 4), st.integers(1, 120), st.sampled_from(["ready", "draft"])
)


@given(st.lists(rows, max_size=12), st.lists(rows, max_size=6))
def test_merging_keeps_the_order_of_the_bank(library, more):
    topics = [Topic(pk=2), Topic(pk=3), Topic(pk=1)]

    def columns(facts, first):
        read = [
            (first + n, topic, None, tier, minutes, False, "en", "conceptual", "P1", "engineer", s)
            for n, (topic, tier, minutes, s) in enumerate(facts)
        ]
        return catalogue._columns(read, ("en",))[0]

    one, other = columns(library, 1), columns(more, 100)
    whole = catalogue._sorted(one.and_also(other), topics)
    merged = catalogue.merged(catalogue._sorted(one, topics), other, topics)
    assert merged.ids.tolist() == whole.ids.tolist()
    for name, column in merged.facts.items():
        assert column.tolist() == whole[name].tolist()


def test_what_is_beyond_the_library_is_what_visible_to_adds(db, alice, bob, carol):
    """All that a person may read is the ready library and this; one access rule says both."""
    edited = QuestionFactory(owner=bob, visibility="private")
    edited.editors.add(alice)
    QuestionFactory(owner=bob, visibility="private")
    QuestionFactory(owner=alice, visibility="private", draft=True)
    QuestionFactory(owner=alice, visibility="library", draft=True)
    QuestionFactory(visibility="library", draft=True)
    QuestionFactory()
    Question.objects.update(current_id=None, status="draft")
    for question in Question.objects.all():
        question.current = question.versions.get()
        question.save()
    Question.objects.filter(pk=Question.objects.latest("pk").pk).update(status="ready")
    for person in (alice, bob, carol):
        shared = catalogue.ordered(
            catalogue.current(),
            list(Topic.objects.all()),
            ["ready", "draft", "retired"] if person == carol else ["ready"],
        )
        beyond, _ = catalogue.beyond_the_library(person, ("en",))
        readable = set(Question.objects.visible_to(person).values_list("pk", flat=True))
        assert set(shared.ids.tolist()) | set(beyond.ids.tolist()) == readable
        assert not set(shared.ids.tolist()) & set(beyond.ids.tolist())
