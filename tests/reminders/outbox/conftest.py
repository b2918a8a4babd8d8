"""A mail server that says what the test wants."""

import pytest
from django.core.mail import EmailMultiAlternatives


@pytest.fixture
def smtp_says(monkeypatch):
    """Let the mail server answer every mail with this error; None lets mails through again."""
    real = EmailMultiAlternatives.send

    def say(error):
        def send(message, *args, **kwargs):
            raise error

        monkeypatch.setattr(EmailMultiAlternatives, "send", send if error else real)

    return say
