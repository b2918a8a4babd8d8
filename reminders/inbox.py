"""Mail on a laptop: printed to the console, and kept for the page /dev/mail/."""

from django.core.mail.backends.console import EmailBackend as ConsoleBackend

from reminders.models import DevMail


class InboxBackend(ConsoleBackend):
    def send_messages(self, messages) -> int:
        for message in messages:
            DevMail.objects.create(
                to=", ".join(message.recipients()),
                subject=str(message.subject),
                raw=message.message().as_bytes(),
            )
        return super().send_messages(messages)
