from django.urls import path

from groups.views import groups

app_name = "groups"

urlpatterns = [
    path("", groups.home, name="home"),
    path("<int:pk>/", groups.group, name="group"),
]
