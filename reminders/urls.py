from django.urls import path

from reminders import feed_views, views

app_name = "reminders"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.read_all, name="read_all"),
    path("<int:pk>/read/", views.read, name="read"),
    path("<int:pk>/later/", views.snooze, name="snooze"),
    path("<int:pk>/mute/", views.mute, name="mute"),
    path("choices/", views.choices, name="choices"),
    path("choices/test/", views.send_test, name="send_test"),
    path("choices/mail-again/", views.resume, name="resume"),
    path("choices/muted/<int:pk>/", views.unmute, name="unmute"),
    path("feeds/new/", feed_views.renew, name="renew_feed"),
    path("feeds/<int:pk>/revoke/", feed_views.revoke, name="revoke_feed"),
    path("feeds/<slug:token>.ics", feed_views.feed, name="feed"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
