"""What a person takes along from groups: which they are in, as what, and where they asked to."""

from collections.abc import Iterator

from accounts.exports import File, as_json
from accounts.models import User
from groups.models import Barred, JoinRequest, Membership


def files(person: User) -> Iterator[File]:
    memberships = Membership.objects.filter(place__user=person).select_related(
        "group__circle", "place"
    )
    asked = JoinRequest.objects.filter(user=person).select_related("group__circle")
    facts = {
        "groups": [
            {
                "name": one.group.name,
                "role": one.role,
                "since": one.place.since,
                "archived_at": one.group.archived_at,
                "shows_points": one.shows_points,
            }
            for one in memberships.order_by("place__since")
        ],
        "asked_to_join": [
            {"name": one.group.name, "asked_at": one.asked_at} for one in asked.order_by("pk")
        ],
    }
    barred = Barred.objects.filter(user=person).select_related("group__circle").order_by("pk")
    facts["taken_out_of"] = [{"name": one.group.name, "since": one.barred_at} for one in barred]
    if any(facts.values()):
        yield File("groups.json", as_json(facts))
        lines = [f"* {one['name']}: {one['role']}, since {one['since']:%-d %B %Y}"
                 for one in facts["groups"]]  # fmt: skip
        lines += [f"* {one['name']}: asked to join" for one in facts["asked_to_join"]]
        yield File("groups.md", "\n".join(["# Your groups", "", *lines]) + "\n")
