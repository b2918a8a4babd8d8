from django.urls import path

from interview.views import answers, estimate, history, home, judge, review, room, schedule, setup

app_name = "interview"

urlpatterns = [
    # Set up
    path("new/", setup.compose, name="compose"),
    path("new/fit/", setup.fit, name="fit"),
    path("sets/<slug:slug>/", setup.set_up, name="set_up"),
    path("try/", setup.try_now, name="try_now"),
    path("practise/<slug:slug>/", setup.practise_one, name="practise_one"),
    path("<int:pk>/ready/", setup.ready, name="ready"),
    path("<int:pk>/start/", setup.start, name="start"),
    # Scheduled
    path("<int:pk>/move/", schedule.move, name="move"),
    path("<int:pk>/cancel/", schedule.cancel, name="cancel"),
    path("<int:pk>/calendar.ics", schedule.calendar, name="calendar"),
    # The room
    path("preview/", room.preview, name="preview"),
    path("<int:pk>/", room.room, name="room"),
    path("<int:pk>/clock/", room.clock_and_revisions, name="clock"),
    path("<int:pk>/answers/<int:position>/", answers.save, name="save"),
    path("<int:pk>/answers/<int:position>/text/", room.text, name="text"),
    path("<int:pk>/answers/<int:position>/settle/", room.settle, name="settle"),
    path("<int:pk>/questions/<int:position>/tried/", answers.save_tried, name="save_tried"),
    path("<int:pk>/questions/<int:position>/visit/", room.visit, name="visit"),
    path("<int:pk>/questions/<int:position>/flag/", room.flag, name="flag"),
    path("<int:pk>/questions/<int:position>/hint/", room.hint, name="hint"),
    path("<int:pk>/questions/<int:position>/ask/", room.ask, name="ask"),
    path("<int:pk>/questions/<int:position>/framework/", room.framework, name="framework"),
    path("<int:pk>/pause/", room.pause, name="pause"),
    path("<int:pk>/resume/", room.resume, name="resume"),
    path("<int:pk>/finish/", room.finish, name="finish"),
    # Afterwards
    path("<int:pk>/estimate/", estimate.estimate, name="estimate"),
    path("<int:pk>/review/", review.review, name="review"),
    path("<int:pk>/judge/", judge.judge, name="judge"),
    path("<int:pk>/download/", review.download, name="download"),
    path("<int:pk>/questions/<int:position>/points/", review.correct, name="correct"),
    path("<int:pk>/questions/<int:position>/score-again/", review.score_again, name="score_again"),
    path("<int:pk>/questions/<int:position>/replay/", review.replay, name="replay"),
    # Before and beside
    path("", home.home, name="home"),
    path("history/", history.history, name="history"),
    path("practise-area/<slug:slug>/", review.practise_area, name="practise_area"),
]
