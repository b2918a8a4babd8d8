from django.urls import path

from workbench import views

app_name = "workbench"

urlpatterns = [
    path("", views.home, name="home"),
    path("export/", views.export, name="export"),
    path("export/file/", views.download, name="download"),
    path("export/print/", views.print_out, name="print"),
]
