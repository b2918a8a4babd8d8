"""People, for whoever runs this site. Extra time is private and is not shown here either."""

from allauth.mfa.admin import AuthenticatorAdmin
from allauth.mfa.models import Authenticator
from django.contrib import admin

from accounts.models import User

admin.site.unregister(Authenticator)


@admin.register(Authenticator)
class WayToLogInAdmin(AuthenticatorAdmin):
    """To see and take away a lost second factor; the secrets themselves are nobody's to read."""

    fields = ["user", "type", "created_at", "last_used_at"]
    readonly_fields = fields

    def has_add_permission(self, request) -> bool:
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["__str__", "email", "is_guest", "is_curator", "is_staff", "last_seen_at"]
    list_filter = ["is_guest", "is_curator", "is_staff", "is_active"]
    search_fields = ["email", "display_name"]
    ordering = ["-joined_at"]
    readonly_fields = ["email", "is_guest", "joined_at", "last_seen_at", "last_login"]
    fields = [
        *readonly_fields,
        "display_name",
        "is_curator",
        "is_staff",
        "is_superuser",
        "is_active",
    ]

    def has_add_permission(self, request) -> bool:
        """People sign up themselves; `manage.py createsuperuser` makes the first one."""
        return False
