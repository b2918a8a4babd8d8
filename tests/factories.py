"""Rows with sensible defaults. Ask for a state by name: InterviewFactory(running=True)."""

import random
import uuid
from datetime import timedelta

import factory
from django.utils import timezone

from accounts.models import User
from groups import actions as group_actions
from groups.models import Group
from interview.models import Answer, Interview, InterviewQuestion, Seat
from questions.models import KeyPoint, Question, QuestionSet, QuestionVersion, SetItem, Topic


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        guest = factory.Trait(is_guest=True, email=None, display_name="Guest")

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    display_name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password("correct horse battery")


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic
        django_get_or_create = ("slug",)

    slug = "optimisation"
    title = factory.LazyAttribute(lambda topic: topic.slug.replace("-", " ").capitalize())


class QuestionFactory(factory.django.DjangoModelFactory):
    """A ready question with one version and two key points; `draft=True` is not ready."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status=Question.Status.DRAFT)

    # As many digits each, so that the order of slugs is that of making.
    slug = factory.Sequence(lambda n: f"question-{n:06}")
    topic = factory.SubFactory(TopicFactory)
    status = Question.Status.READY
    title = factory.Sequence(lambda n: f"Question {n}")
    kind = "conceptual"
    tier = 1
    minutes = 8
    priority = "P1"

    @classmethod
    def _create(cls, model_class, *args, **fields):
        ready = fields.pop("status")
        words = {
            name: fields.pop(name)
            for name in ("prompt", "model_answer", "hints", "parts", "tips")
            if name in fields
        }
        question = model_class.objects.create(status=Question.Status.DRAFT, **fields)
        version = QuestionVersion.objects.create(
            question=question,
            number=1,
            title=question.title,
            kind=question.kind,
            tier=question.tier,
            minutes=question.minutes,
            priority=question.priority,
            content_hash=uuid.uuid4().hex,
            **{
                "prompt": f"What does {question.title} ask, and why?",
                "model_answer": "Momentum averages past gradients. It damps oscillation.",
                "hints": ["Think of a ball.", "It averages gradients."],
                "tips": ["Draw the valley."],
                **words,
            },
        )
        for number, (slug, text) in enumerate(
            {
                "averages": "Momentum averages past gradients with decaying weights.",
                "damps": "It damps oscillation across a narrow valley.",
            }.items(),
            start=1,
        ):
            KeyPoint.objects.create(
                version=version,
                position=number,
                slug=slug,
                text=text,
                level=KeyPoint.Level.MUST,
                weight=2,
                accept=["a running mean of gradients", "exponential average"],
                misconceptions=["momentum raises the learning rate"],
                probe="What happens to gradients that keep changing sign?",
            )
        question.current = version
        question.status = ready
        question.save()
        return question


class QuestionSetFactory(factory.django.DjangoModelFactory):
    """A set of three fixed questions unless `questions=[…]` says otherwise."""

    class Meta:
        model = QuestionSet
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"set-{n:06}")
    title = factory.Sequence(lambda n: f"Set {n}")
    minutes = 24

    @factory.post_generation
    def questions(self, create, questions, **kwargs):
        chosen = QuestionFactory.create_batch(3) if questions is None else questions
        for number, question in enumerate(chosen, start=1):
            SetItem.objects.create(set=self, position=number, question=question)


class InterviewFactory(factory.django.DjangoModelFactory):
    """An interview that has not started; `running=True` or `submitted=True` gives it questions."""

    class Meta:
        model = Interview
        skip_postgeneration_save = True

    class Params:
        running = factory.Trait(
            status=Interview.Status.RUNNING,
            started_at=factory.LazyFunction(timezone.now),
            ends_at=factory.LazyAttribute(lambda i: i.started_at + timedelta(minutes=i.minutes)),
        )
        submitted = factory.Trait(
            status=Interview.Status.SUBMITTED,
            started_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=20)),
            ends_at=factory.LazyAttribute(lambda i: i.started_at + timedelta(minutes=i.minutes)),
            finished_at=factory.LazyAttribute(lambda i: i.started_at + timedelta(minutes=15)),
            closed_at=factory.LazyAttribute(lambda i: i.finished_at),
        )

    candidate = factory.SubFactory(UserFactory)
    question_set = factory.SubFactory(QuestionSetFactory)
    title = factory.LazyAttribute(lambda i: i.question_set.title if i.question_set else "Mock")
    minutes = 24
    mode = Interview.Mode.EXAM
    seed = factory.LazyFunction(lambda: random.getrandbits(62))

    @factory.post_generation
    def seat(self, create, extracted, **kwargs):
        Seat.objects.create(interview=self, user=self.candidate, role=Seat.Role.CANDIDATE)

    @factory.post_generation
    def answers(self, create, texts, **kwargs):
        """One question an item of the set, with these texts as answers where given."""
        if self.status in (Interview.Status.SCHEDULED, Interview.Status.CANCELLED):
            return
        for number, item in enumerate(self.question_set.items.all(), start=1):
            text = texts[number - 1] if texts and number <= len(texts) else ""
            blank = InterviewQuestion.Scoring.NOT_ANSWERED
            waiting = InterviewQuestion.Scoring.WAITING
            not_yet = InterviewQuestion.Scoring.NOT_YET
            done = (waiting if text else blank) if self.is_finished else not_yet
            question = InterviewQuestion.objects.create(
                interview=self,
                position=number,
                version=item.question.current,
                budget_seconds=self.minutes * 60 // 3,
                scoring=done,
            )
            saved = {"writer": uuid.uuid4(), "saved_at": timezone.now()} if text else {}
            Answer.objects.create(question=question, text=text, revision=bool(text), **saved)


def group_of(*people: User, name: str = "Thursday group") -> Group:
    """A group that the first of these people owns and the others are members of."""
    owner, *members = people
    group = group_actions.found(name, by=owner, at=timezone.now())
    for member in members:
        group_actions.let_in(group, member, at=timezone.now())
    return group
