"""Every address of the site, room by room."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

# The admin's own log-in form knows no second factor and no limit of tries; ours has both.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", include("web.urls")),
    path("questions/", include("questions.urls")),
    path("study/", include("study.urls")),
    path("workbench/", include("workbench.urls")),
    path("marking/", include("marking.urls")),
    path("groups/", include("groups.urls")),
    path("interviews/", include("interview.urls")),
    path("account/", include("accounts.urls")),
    path("account/", include("allauth.urls")),
    path("reminders/", include("reminders.urls")),
    path("admin/", admin.site.urls),
]

if settings.DEV_MAIL:
    from reminders.dev_views import dev_mail, dev_mail_message, dev_mail_part

    urlpatterns += [
        path("dev/mail/", dev_mail, name="dev_mail"),
        path("dev/mail/<int:pk>/", dev_mail_message, name="dev_mail_message"),
        path("dev/mail/<int:pk>/<int:number>/", dev_mail_part, name="dev_mail_part"),
    ]

handler404 = "web.views.not_found"
handler500 = "web.views.server_error"
handler403 = "web.views.forbidden"
