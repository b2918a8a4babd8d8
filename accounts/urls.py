from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("time-zone/", views.time_zone, name="time_zone"),
    path("claim/", views.claim, name="claim"),
    path("claim/log-in/", views.log_in_instead, name="log_in_instead"),
    path("claim/back/", views.back_as_guest, name="back_as_guest"),
    path("export/", views.export, name="export"),
    path("delete/", views.delete, name="delete"),
]
