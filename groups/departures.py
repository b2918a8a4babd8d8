"""What becomes of groups, and of what was shared with them, when somebody deletes their account.

Runs inside the transaction that deletes the person, before their own things go.
"""

from accounts.models import User
from groups.actions import end, locked, make_owner
from groups.models import Group, Membership
from questions.models import Question, QuestionSet, QuestionVersion

Role = Membership.Role


def hand_over(sender: type[User], user: User, **_more: object) -> None:
    """Groups of theirs go to the longest organiser, else the longest member; one they were alone
    in goes with them. What they shared with a group goes on with its owner, without their name.
    """
    own = Group.objects.filter(memberships__place__user=user)
    shared_with = Group.objects.filter(circle__shared_questions__owner=user)
    shared_with |= Group.objects.filter(circle__shared_questionsets__owner=user)
    ids = {*own.values_list("pk", flat=True), *shared_with.values_list("pk", flat=True)}
    for pk in sorted(ids):
        _hand_over(locked(pk), user)


def _hand_over(group: Group, user: User) -> None:
    owner = group.memberships.select_related("place").get(role=Role.OWNER)
    if owner.place.user_id == user.pk:
        heir = heir_of(group)
        if heir is None:
            end(group)
            return
        make_owner(group, heir)
        owner = heir
    _hand_things_over(group, user, heir=owner.place.user_id)


def heir_of(group: Group) -> Membership | None:
    """Who owns the group after its owner; None when nobody else is in it."""
    others = group.memberships.exclude(role=Role.OWNER).select_related("place")
    longest = sorted(others, key=lambda one: (one.role != Role.ORGANISER, one.place.since, one.pk))
    return longest[0] if longest else None


def _hand_things_over(group: Group, user: User, *, heir: int) -> None:
    """Sets and questions that nobody edits along; with a set, the questions that stand in it."""
    alone = {"owner": user, "editors": None}
    sets = QuestionSet.objects.filter(**alone, circle=group.pk)
    inside = Question.objects.filter(**alone, set_items__set__in=sets)
    shared = Question.objects.filter(**alone, circle=group.pk)
    questions = {*inside.values_list("pk", flat=True), *shared.values_list("pk", flat=True)}
    name = user.display_name
    if name:
        QuestionVersion.objects.filter(question__in=questions, author=name).update(author="")
    Question.objects.filter(pk__in=questions).update(owner=heir)
    QuestionSet.objects.filter(pk__in=sets.values("pk")).update(owner=heir)
