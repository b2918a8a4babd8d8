from django.urls import path

from web import views

app_name = "web"

urlpatterns = [
    path("", views.landing, name="landing"),
    path("health/", views.health, name="health"),
    path("signed-in/", views.signed_in, name="signed_in"),
    path("privacy/", views.privacy, name="privacy"),
]
