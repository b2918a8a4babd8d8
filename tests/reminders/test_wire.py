"""Over a real socket: what a mail server receives, and what happens when there is none."""

import socket
import socketserver
import threading
from email import message_from_bytes, policy

import pytest
from icalendar import Calendar

from reminders import actions, kinds
from reminders.models import Reminder
from tests.reminders.conftest import NOW
from tests.waiting import PATIENCE


class SmallMailServer(socketserver.StreamRequestHandler):
    """Enough SMTP to take a mail; it keeps the bytes as they came."""

    def handle(self):
        self.say("220 here")
        for line in iter(self.rfile.readline, b""):
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.say("354 go on")
                self.server.mails.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.say("221 bye" if word == b"QUIT" else "250 ok")
            if word == b"QUIT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def mail_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", PATIENCE
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), SmallMailServer) as server:
        server.mails = []
        settings.EMAIL_PORT = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_the_invitation_arrives_whole(mail_server, planned, alice):
    alice.display_name = "Zoë Ångström"
    alice.save()
    planned(kind=kinds.SCHEDULED)
    assert actions.send_due(at=NOW) == {Reminder.State.SENT: 1}
    (raw,) = mail_server.mails
    assert b"\n" not in raw.replace(b"\r\n", b"")
    message = message_from_bytes(raw, policy=policy.default)
    assert message["To"].addresses[0].display_name == "Zoë Ångström"
    (inline,) = [p for p in message.walk() if p.get_content_type() == "text/calendar"]
    event = Calendar.from_ical(inline.get_payload(decode=True)).walk("VEVENT")[0]
    assert event["ATTENDEE"].params["CN"] == "Zoë Ångström"
    (attached,) = message.iter_attachments()
    assert attached.get_payload(decode=True).startswith(b"BEGIN:VCALENDAR\r\n")


def test_no_server_at_all_is_a_delay_that_can_be_seen(planned, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = free.getsockname()
        reminder = planned()
        actions.send_due(at=NOW)
    reminder.refresh_from_db()
    assert reminder.state == Reminder.State.WAITING
    assert reminder.attempts == 1
    assert "refused" in reminder.why_failed
