from django.urls import path

from study import views

app_name = "study"

urlpatterns = [
    path("", views.index, name="index"),
    path("concepts/", views.concepts, name="concepts"),
    path("weak-spots/", views.weak_spots, name="weak_spots"),
    path("failures/", views.failures, name="failures"),
    path("formulas/", views.formulas, name="formulas"),
    path("choosing/", views.choosing, name="choosing"),
    path("reading/", views.reading, name="reading"),
    path("checklists/", views.checklists, name="checklists"),
    path("mistakes/", views.mistakes, name="mistakes"),
    path("cases/", views.cases, name="cases"),
    path("plans/", views.plans, name="plans"),
    path("plans/<slug:slug>/", views.plan, name="plan"),
]
