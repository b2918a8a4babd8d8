from django.urls import path

from questions import views

app_name = "questions"

urlpatterns = [
    path("", views.browse, name="browse"),
    path("sets/", views.set_list, name="sets"),
    path("sets/<slug:slug>/", views.set_page, name="set"),
    path("<slug:slug>/", views.question, name="question"),
]
