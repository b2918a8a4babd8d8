from django.urls import path

from marking.views import calibration, codereview, second_looks, shares, sheets, talk
from marking.views.side_by_side import keep_capsule, side_by_side
from marking.views.why import why

app_name = "marking"

urlpatterns = [
    path("", shares.home, name="home"),
    path("<int:pk>/", shares.share, name="share"),
    path("<int:pk>/take-back/", shares.revoke, name="revoke"),
    path("link/<slug:token>/", shares.link, name="link"),
    path("interviews/<int:pk>/readers/", shares.readers, name="readers"),
    path("calibration/", calibration.calibration, name="calibration"),
    path("calibration/severity/", calibration.calibration_severity, name="calibration_severity"),
    path(
        "calibration/examples/<slug:slug>/",
        calibration.calibration_examples,
        name="calibration_examples",
    ),
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
    path("code/", codereview.code_reviews, name="code_reviews"),
    path("code/new/", codereview.put_up_code, name="put_up_code"),
    path("code/<int:pk>/", codereview.code_review, name="code_review"),
    path("code/<int:pk>/say/", codereview.say_about_code, name="say_about_code"),
    path("code/<int:pk>/next/", codereview.next_code_version, name="next_code_version"),
    path("code/<int:pk>/changes/", codereview.code_changes, name="code_changes"),
    path("code/<int:pk>/take-back/", codereview.take_back_code, name="take_back_code"),
    path("code/threads/<int:pk>/reply/", codereview.reply_about_code, name="reply_about_code"),
    path(
        "code/threads/<int:pk>/resolve/",
        codereview.resolve_about_code,
        name="resolve_about_code",
    ),
    path("calibration/runs/<int:pk>/drop/", calibration.calibration_drop, name="calibration_drop"),
    path("interviews/<int:pk>/sheet/", sheets.sheet, name="sheet"),
    path("interviews/<int:pk>/sheet/begin/", sheets.begin, name="begin"),
    path("interviews/<int:pk>/sheet/put-in/", sheets.put_in, name="put_in"),
    path("interviews/<int:pk>/side-by-side/", side_by_side, name="side_by_side"),
    path("interviews/<int:pk>/capsule/", keep_capsule, name="capsule"),
    path("interviews/<int:pk>/why/", why, name="why"),
    path("interviews/<int:pk>/questions/<int:position>/say/", talk.say, name="say"),
    path("passages/<int:pk>/reply/", talk.reply, name="reply"),
    path("passages/<int:pk>/resolve/", talk.resolve, name="resolve"),
    path(
        "interviews/<int:pk>/questions/<int:position>/second-look/",
        second_looks.ask,
        name="ask_second_look",
    ),
    path("second-looks/<int:pk>/", second_looks.second_look, name="second_look"),
]
