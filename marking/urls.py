from django.urls import path

from marking.views import calibration, shares

app_name = "marking"

urlpatterns = [
    path("", shares.home, name="home"),
    path("<int:pk>/", shares.share, name="share"),
    path("<int:pk>/take-back/", shares.revoke, name="revoke"),
    path("link/<str:token>/", shares.link, name="link"),
    path("interviews/<int:pk>/readers/", shares.readers, name="readers"),
    path("calibration/", calibration.calibration, name="calibration"),
    path("calibration/severity/", calibration.calibration_severity, name="calibration_severity"),
    path("calibration/<int:pk>/", calibration.calibration_pack, name="calibration_pack"),
    path("calibration/<int:pk>/start/", calibration.calibration_start, name="calibration_start"),
    path("calibration/<int:pk>/delete/", calibration.calibration_delete, name="calibration_delete"),
    path("calibration/runs/<int:pk>/", calibration.calibration_run, name="calibration_run"),
    path(
        "calibration/runs/<int:pk>/<int:position>/",
        calibration.calibration_answer,
        name="calibration_answer",
    ),
    path(
        "calibration/runs/<int:pk>/finish/",
        calibration.calibration_finish,
        name="calibration_finish",
    ),
]
