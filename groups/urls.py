from django.urls import include, path

from groups.views import (
    challenges,
    groups,
    joining,
    live,
    packs,
    people,
    points,
    shared,
    slots,
)

app_name = "groups"

urlpatterns = [
    path("", groups.home, name="home"),
    path("join/<slug:token>/", joining.join, name="join"),
    path("<int:pk>/", groups.group, name="group"),
    path("<int:pk>/settings/", groups.settings, name="settings"),
    path("<int:pk>/archive/", groups.archive, name="archive"),
    path("<int:pk>/reopen/", groups.reopen, name="reopen"),
    # What is shared with it
    path("<int:pk>/shared/", shared.shared, name="shared"),
    path("<int:pk>/sets/<slug:slug>/put-out/", shared.put_out_set, name="put_out_set"),
    path(
        "<int:pk>/questions/<slug:slug>/put-out/",
        shared.put_out_question,
        name="put_out_question",
    ),
    # The same set for all
    path("<int:pk>/challenges/", challenges.listing, name="challenges"),
    path("<int:pk>/challenges/new/", challenges.new_challenge, name="new_challenge"),
    path("<int:pk>/challenges/<int:number>/", challenges.challenge, name="challenge"),
    path("<int:pk>/challenges/<int:number>/enter/", challenges.enter, name="enter"),
    path("<int:pk>/challenges/<int:number>/begin/", challenges.begin, name="begin"),
    path("<int:pk>/challenges/<int:number>/step-out/", challenges.step_out, name="step_out"),
    # A pack of stored answers, marked by all
    path("<int:pk>/packs/", packs.listing, name="packs"),
    path("<int:pk>/packs/<int:number>/", packs.pack, name="pack"),
    path("<int:pk>/packs/<int:number>/begin/", packs.begin_pack, name="begin_pack"),
    path("<int:pk>/packs/<int:number>/put-out/", packs.put_out_pack, name="put_out_pack"),
    # Marks by area
    path("<int:pk>/points/", points.points_page, name="points"),
    # People
    path("<int:pk>/people/", people.people_page, name="people"),
    path("<int:pk>/people/<int:person>/role/", people.role, name="role"),
    path("<int:pk>/people/<int:person>/remove/", people.remove, name="remove"),
    path("<int:pk>/people/<int:person>/allow-back/", people.allow_back, name="allow_back"),
    path("<int:pk>/hand-over/", people.hand_over, name="hand_over"),
    path("<int:pk>/leave/", people.leave, name="leave"),
    # Ways in
    path("<int:pk>/links/", people.invite, name="invite"),
    path("<int:pk>/links/<int:link>/take-back/", people.take_back, name="take_back"),
    path("<int:pk>/asked/<int:asked>/", people.answer, name="answer"),
    path("<int:pk>/meetings/", include("groups.meeting_urls")),
    # Following an interview one conducts
    path("<int:pk>/live/<int:interview_pk>/", live.live, name="live"),
    path("<int:pk>/live/<int:interview_pk>/notes/", live.keep_notes, name="notes"),
    path("<int:pk>/live/<int:interview_pk>/tick/", live.tick, name="tick"),
    # Times offered for a mock interview of two
    path("<int:pk>/slots/", slots.slots, name="slots"),
    path("<int:pk>/slots/<int:offer_pk>/take/", slots.take, name="take"),
    path("<int:pk>/slots/<int:offer_pk>/decline/", slots.decline, name="decline"),
    path("<int:pk>/slots/<int:offer_pk>/withdraw/", slots.withdraw, name="withdraw"),
]
