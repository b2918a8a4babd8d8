import pytest
from django.urls import reverse

from questions.models import KeyPoint, Question
from tests.factories import InterviewFactory, QuestionFactory, QuestionSetFactory

PARTS = {
    "starter_code": "def step(x):\n    raise NotImplementedError\n",
    "reference_solution": "SECRETSOLUTION = 1\n",
    "public_tests": "def test_SECRETPUBLIC():\n    pass\n",
    "hidden_tests": "def test_SECRETHIDDEN():\n    pass\n",
    "wrong_solutions": [{"name": "SECRETWRONG", "code": "SECRETWRONGCODE = 1\n"}],
    "complexity": "SECRETCOMPLEXITY",
}


@pytest.fixture
def question(db):
    """An implementation question whose every part of the key carries the word SECRET."""
    question = QuestionFactory(
        slug="adam",
        title="Adam by hand",
        kind="implementation",
        prompt="Write one step of $\\beta$-averaged descent.",
        model_answer="SECRETANSWER",
        tips=["SECRETTIP"],
        hints=["SECRETHINT"],
        parts=PARTS,
    )
    version = question.current
    for name in ("red_flags", "mistakes", "follow_ups", "references", "sources"):
        setattr(version, name, [f"SECRET{name}"])
    version.save()
    version.calibration_answers.create(label="strong", text="SECRETSAMPLE", made=["averages"])
    for point in version.key_points.all():
        KeyPoint.objects.filter(pk=point.pk).update(
            text="SECRETPOINT",
            slug=f"secretslug-{point.pk}",
            accept=["SECRETACCEPT"],
            misconceptions=["SECRETMISCONCEPTION"],
            probe="SECRETPROBE",
        )
    return question


@pytest.fixture
def url(question):
    return question.get_absolute_url()


def sat(user, question, answer, **state):
    question_set = QuestionSetFactory(questions=[question])
    return InterviewFactory(candidate=user, question_set=question_set, answers=[answer], **state)


def secrets(response):
    return b"SECRET" in response.content.upper()


def test_anyone_reads_the_prompt_and_the_starter_code(client, url):
    response = client.get(url)
    assert response.status_code == 200
    assert b"averaged descent" in response.content
    assert b"NotImplementedError" in response.content
    assert not secrets(response)
    assert "key" not in response.context


def test_before_an_attempt_nothing_of_the_key_is_sent(as_user, alice, url):
    response = as_user(alice).get(url)
    assert not secrets(response)
    assert b"Practise this question" in response.content


def test_after_an_attempt_the_key_is_open(as_user, alice, question, url):
    sat(alice, question, "m = 0.9 * m", submitted=True)
    page = as_user(alice).get(url).content
    for word in (b"SECRETANSWER", b"SECRETPOINT", b"SECRETPROBE", b"SECRETHIDDEN", b"SECRETTIP"):
        assert word in page
    assert b"SECRETSAMPLE" not in page  # calibration answers are for curators


@pytest.mark.parametrize(
    ("answer", "state"),
    [("", {"submitted": True}), ("typing …", {"running": True})],
    ids=["left blank", "still running"],
)
def test_a_blank_or_unfinished_answer_opens_nothing(as_user, alice, question, url, answer, state):
    sat(alice, question, answer, **state)
    assert not secrets(as_user(alice).get(url))


def test_somebody_elses_attempt_opens_nothing(as_user, alice, bob, question, url):
    sat(bob, question, "mine", submitted=True)
    assert not secrets(as_user(alice).get(url))


def test_an_attempt_at_an_older_version_counts(as_user, alice, question, url):
    sat(alice, question, "an answer", submitted=True)
    old = question.current
    new = question.versions.create(
        number=2,
        content_hash="2",
        **{
            name: getattr(old, name)
            for name in ("title", "prompt", "kind", "tier", "minutes", "priority", "model_answer")
        },
    )
    Question.objects.filter(pk=question.pk).update(current=new)
    assert secrets(as_user(alice).get(url))


def test_a_curator_sees_all_of_it_and_the_versions(as_user, carol, url):
    page = as_user(carol).get(url).content
    for word in (b"SECRETANSWER", b"SECRETSAMPLE", b"SECRETWRONGCODE", b"SECRETsources"):
        assert word in page
    assert b'<h2 id="versions">Versions</h2>' in page


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_a_draft_or_retired_question_is_only_for_curators(
    client, as_user, alice, carol, question, url, status
):
    Question.objects.filter(pk=question.pk).update(status=status)
    assert client.get(url).status_code == 404
    assert as_user(alice).get(url).status_code == 404
    page = as_user(carol).get(url)
    assert page.status_code == 200
    assert b"Practise this question" not in page.content


def test_a_private_question_is_its_owners(client, as_user, alice, bob, carol, question, url):
    Question.objects.filter(pk=question.pk).update(visibility="private", owner=alice)
    assert secrets(as_user(alice).get(url))
    for someone in (client, as_user(bob), as_user(carol)):
        assert someone.get(url).status_code == 404


def test_there_is_no_such_question(client, db):
    assert client.get(reverse("questions:question", args=["nothing"])).status_code == 404


def test_it_can_only_be_read(client, url):
    assert client.post(url).status_code == 405


def test_query_budget(as_user, alice, question, url, django_assert_max_num_queries):
    visitor = as_user(alice)
    with django_assert_max_num_queries(10):
        visitor.get(url)
    sat(alice, question, "an answer", submitted=True)
    with django_assert_max_num_queries(12):
        visitor.get(url)
