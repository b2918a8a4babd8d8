"""Where allauth meets our user model."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest

from accounts import waiting_guest
from accounts.models import User
from web import clock


class AccountAdapter(DefaultAccountAdapter):
    """Allauth's defaults, but a log-in brings a guest's work along."""

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        if waiting_guest.follow(request, user, at=clock.now()):
            messages.success(request, "What you did as a guest is in this account now.")
