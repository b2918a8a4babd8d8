"""How a session becomes a person, without building the same SELECT for every request."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend

from accounts.models import User
from web.prepared import Prepared

_by_key = Prepared(lambda pk: User.objects.filter(pk=pk))


class _ByKey:
    def get_user(self, user_id: int) -> User | None:
        """The person of a session; None when they are gone or shut out."""
        found = _by_key(int(user_id))
        return found[0] if found and self.user_can_authenticate(found[0]) else None


class PasswordBackend(_ByKey, ModelBackend):
    """Django's own check of password and permissions."""


class AddressBackend(_ByKey, AuthenticationBackend):
    """allauth's log-in by e-mail address."""
