from django.urls import path

from marking.views import shares

app_name = "marking"

urlpatterns = [
    path("", shares.home, name="home"),
    path("<int:pk>/", shares.share, name="share"),
    path("<int:pk>/take-back/", shares.revoke, name="revoke"),
    path("link/<str:token>/", shares.link, name="link"),
    path("interviews/<int:pk>/readers/", shares.readers, name="readers"),
]
