"""Four who rehearse together: somebody asks to join, a set is shared, and one is put to all."""

from accounts.models import User
from groups import actions, challenges, joining
from groups.models import Group
from questions.models import QuestionSet, Visibility
from web import clock
from workbench import set_actions

SET = {
    "title": "Our warm-up",
    "description": "Two short ones to begin with.",
    "for_whom": "",
    "level": "mid",
    "minutes": 20,
    "instructions": "",
}


def make(owner: User) -> Group:
    """Their group, with three others in it and a fourth at the door."""
    at = clock.now()
    others = [
        User.objects.create_user(f"{name.lower()}@greenroom.example", display_name=name)
        for name in ("Ines", "Tomasz", "Wanjiru", "Yusuf")
    ]
    about = "Thursdays at seven: one asks, one answers, then we swap."
    group = actions.found("Thursday rehearsals", about=about, by=owner, at=at)
    *members, late = others
    for person in members:
        actions.let_in(group, person, at=at)
    link = joining.invite(group, lasts="week", needs_approval=True, by=owner, at=at)
    joining.come_by(link, late, at=at)
    chosen = set_actions.create(members[0], SET)
    set_actions.share(chosen, Visibility.GROUP, by=members[0], circle=group.circle, at=at)
    taster = QuestionSet.objects.get(slug="taster")
    put = challenges.make(
        group, taster, begins="now", lasts="week", mode="exam", by=members[1], at=at
    )
    challenges.enter(put, shows_marks=True, by=owner, at=at)
    return group
