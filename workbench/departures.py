"""What becomes of somebody's questions and sets when they leave for good.

What others edit along goes on with the first of them. Questions that the library, other people's
sets or their interviews hold stay, without an owner. All else goes with its author.
"""

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from interview.models import Interview, InterviewQuestion
from questions.models import Question, QuestionSet, SetItem, Visibility
from workbench.models import EditorInvitation


def hand_sets_over(sender: type[User], user: User, **_more: object) -> None:
    """To whoever was made its editor first. What was theirs alone goes with them."""
    for chosen in QuestionSet.objects.filter(owner=user.pk, editors__isnull=False).distinct():
        editing = QuestionSet.editors.through.objects.filter(questionset=chosen)
        heir = editing.exclude(user=user.pk).order_by("pk").first()
        if heir:
            QuestionSet.objects.filter(pk=chosen.pk).update(owner=heir.user_id)
            heir.delete()


def hand_on_questions(sender: type[User], user: User, **_more: object) -> None:
    """Runs inside the transaction that deletes the person, before their rows go."""
    if user.email:
        EditorInvitation.objects.for_person(user).delete()
    owned = Question.objects.filter(owner=user)
    if not owned.exists():
        return
    _to_co_editors(owned)
    asked = InterviewQuestion.objects.filter(version__question=OuterRef("pk")).exclude(
        interview__candidate=user
    )
    placed = SetItem.objects.filter(question=OuterRef("pk")).filter(
        ~Q(set__owner=user) | Q(set__owner=None) | Q(set__editors__isnull=False)
    )
    stays = Q(visibility=Visibility.LIBRARY) | Q(Exists(asked)) | Q(Exists(placed))
    Question.objects.filter(owner=user).filter(stays).update(owner=None)
    gone = list(Question.objects.filter(owner=user).values_list("pk", flat=True))
    if gone:
        # Their own interviews and sets go with them in a moment; they hold the questions till then.
        Interview.objects.filter(candidate=user, questions__version__question__in=gone).delete()
        SetItem.objects.filter(question__in=gone).delete()
        Question.objects.filter(pk__in=gone).update(current=None, status=Question.Status.DRAFT)
        Question.objects.filter(pk__in=gone).delete()


def _to_co_editors(owned) -> None:
    """The one who has edited along for the longest becomes the owner."""
    links = Question.editors.through.objects.filter(question__in=owned).order_by("pk")
    heirs: dict[int, int] = {}
    for link in links:
        heirs.setdefault(link.question_id, link.user_id)
    for question_id, heir in heirs.items():
        Question.objects.filter(pk=question_id).update(owner=heir)
        links.model.objects.filter(question=question_id, user=heir).delete()
