"""What becomes of the sets of somebody who leaves: one that others edit, too, is theirs."""

from accounts.models import User
from questions.models import QuestionSet


def hand_sets_over(sender: type[User], user: User, **_more: object) -> None:
    """To whoever was made its editor first. What was theirs alone goes with them."""
    for chosen in QuestionSet.objects.filter(owner=user.pk, editors__isnull=False).distinct():
        editing = QuestionSet.editors.through.objects.filter(questionset=chosen)
        heir = editing.exclude(user=user.pk).order_by("pk").first()
        if heir:
            QuestionSet.objects.filter(pk=chosen.pk).update(owner=heir.user_id)
            heir.delete()
